"""What a certificate's worth rests on: the accreditation of the body that granted it.

It is in the certification itself, or in the register of certification bodies, once for all
certificates of one body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.said_no import says_no
from isodocs.parsing.standard_names import named, yardstick
from isodocs.standards.accreditation import accreditation_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from isodocs.model.record import Record
    from isodocs.model.register import Register

_PIECES = expression(r"[,;/&()|+]|\band\b|\bund\b|\bet\b|\by\b|\bformerly\b|\bvormals\b")
_PARTS = expression(r"[;.()]|,(?! *[0-9])|\bbut\b|\bexcept\b|\bother than\b")
_DENIES = expression(
    r"\b(?:not|no|without|excluding|except|other than|applied for|pending|suspended|withdrawn"
    r"|ohne|nicht|beantragt)\b",
    re.IGNORECASE,
)
_EXCEPT = expression(r"\b(?:except|other than|but not|excluding|ohne|ausser|außer)\b.*", re.I)


FACTS = ("accreditation-body", "accreditation-number", "accreditation-scope", "recognised-under")


class Accreditation(NamedTuple):
    """Who accredited a certification body, for what, until when, and when that was verified.

    `record` is the certification, or the body in its register. `facts` are its fields FACTS.
    """

    record: Record
    facts: Mapping[str, str]
    valid_until: date | None
    looked_up: date | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that are not said, or said to be none."""
        return tuple(name for name, text in self.facts.items() if says_no(text))


def accreditation(register: Register, certification: Record) -> Accreditation:
    """The accreditation behind a certificate: of its own fields, else of the body's entry."""
    entry = body(register, certification)
    own = any(certification.text(name) for name in FACTS)
    record = entry if entry is not None and not own else certification
    checked = "accreditation-verified" if record is certification else "looked-up"
    days = [
        day
        for day in (record.day(checked), entry.day("looked-up") if entry else None)
        if day and day <= register.on
    ]
    return Accreditation(
        record,
        {name: record.text(name) for name in FACTS},
        valid_until=record.day("valid-until") or (entry.day("valid-until") if entry else None),
        looked_up=max(days, default=None),
    )


def body(register: Register, certification: Record) -> Record | None:
    """The entry of a certification body, by its id or its name."""
    wanted = certification.text("body").casefold()
    for record in register.records.get("certification-body", ()):
        if wanted and wanted in (record.id.casefold(), record.text("name").casefold()):
            return record
    return None


def arrangement(text: str) -> str | None:
    """The arrangement of accreditation bodies that a text names; None where it names none."""
    if says_no(text) or _DENIES.search(text):
        return None
    words = accreditation_words()
    pieces = [_plain(piece) for piece in _PIECES.split(text.casefold())]
    return _one_of(words.arrangements, pieces)


def other_arrangement(text: str) -> str | None:
    """An arrangement that is for laboratories or inspection, not for certification."""
    pieces = [_plain(piece) for piece in _PIECES.split(text.casefold())]
    return _one_of(accreditation_words().others, pieces)


def _one_of(known: Mapping[str, tuple[str, ...]], pieces: list[str]) -> str | None:
    for name, also in known.items():
        for plain in (_plain(word.casefold()) for word in also):
            # of one word alone the piece says nothing else: EA is short for much
            if plain in pieces or (" " in plain and any(f" {plain} " in f" {p} " for p in pieces)):
                return name
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


def affirmed(scope: str) -> list[str]:
    """The parts of a scope that include something; what they leave out is left out."""
    parts = _PARTS.split(_EXCEPT.sub("", scope))
    return [part for part in parts if not _DENIES.search(part)]


def covers(scope: str, standard: str, name: str) -> bool:
    """Whether the scope of an accreditation names a standard, in this edition or in none.

    `name` is what people call the standard. A part that denies it (`except ISO 22000`) names
    nothing.
    """
    measure = yardstick(standard, name)
    for part in affirmed(scope):
        if any(item.standard == standard for item in named(part, (measure,))):
            return True
        if measure.number and any(_is_short_for(measure.number, w) for w in part.split()):
            return True
    return not measure.number  # your own standard: a scope may describe it in any words


def _is_short_for(number: str, word: str) -> bool:
    short = word.strip(",:;.").casefold()
    schemes = accreditation_words().schemes.items()
    return any(short == name.casefold() and number in numbers for name, numbers in schemes)

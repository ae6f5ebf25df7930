"""Whether a record says what a law of its kind asks: conditions, references, people, values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import last_done, record_index
from isodocs.expressions import expression
from isodocs.parsing.prose import count_words
from isodocs.records.record_kinds import kinds
from isodocs.words import in_context, say

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordField
    from isodocs.model.record_law import Condition
    from isodocs.model.register import Register

_FLAGS = {"true": "yes", "false": "no"}
_VALUE_WORDS = expression(
    r"[0-9]|\b(?:zero|no|none|nil|all|every|any|yes|double|twice|half|once|kein|alle|jede|aucun|tous"
    r"|toutes|cero|ning[uú]n|todos|nessun|tutti|geen)",
    re.IGNORECASE,
)
_SHARE = expression(
    r"([0-9]{1,6}(?:[.,][0-9]{1,4})?) ?(?:points? |punkte? )?(?:of|/|von|out of) ?([0-9]{1,6})",
    re.ASCII | re.IGNORECASE,
)
_PER_CENT = expression(r"([0-9]{1,6}(?:[.,][0-9]{1,4})?) ?%", re.ASCII)
_FIELD = expression(r"\{([a-z-]{1,40})\}")


def field_of(record: Record, name: str) -> RecordField | None:
    """A field of a record's kind."""
    kind = kinds().get(record.kind)
    return kind.fields.get(name) if kind else None


def has(register: Register, record: Record, name: str) -> bool:
    """Whether a field says something by now: the day of a deed counts once it has come.

    A field of what another refers to is named after that: `audit.finished`.
    """
    reference, _, rest = name.partition(".")
    if rest:
        others = _all_referred(register, record, reference)
        return any(has(register, other, rest) for other in others)
    field = field_of(record, name)
    if field is not None and field.day == "done" and (name in record.days or field.last_in):
        return last_done(register, record, name) is not None
    return bool(record.text(name))


def all_hold(register: Register, record: Record, when: Mapping[str, Condition]) -> bool:
    """Whether a record says all of what is asked."""
    return all(_holds(register, record, name, each) for name, each in when.items())


def _holds(register: Register, record: Record, name: str, asked: Condition) -> bool:
    reference, _, rest = name.partition(".")
    if rest:
        others = _all_referred(register, record, reference)
        return any(_holds(register, other, rest, asked) for other in others)
    if asked.filled is not None:
        return has(register, record, name) is asked.filled
    text, day = record.text(name), record.day(name)
    if asked.past is not None:
        return day is not None and asked.past.after(day) < register.on
    if asked.ahead:
        return day is not None and day > register.on
    if asked.before or asked.on_day_of:
        return _compares(register, record, day, asked)
    if asked.misses or asked.missed:
        return _is_missed(register, record, text, asked.misses)
    if asked.any_result:
        from isodocs.assess.targets import says_no_value

        return says_no_value(text)
    if asked.words:
        return any(word in text.casefold() for word in asked.words)
    if asked.figures is not None:
        return bool(text) and bool(_VALUE_WORDS.search(text)) is asked.figures
    if asked.below_words:
        return bool(text) and count_words(text) < asked.below_words
    if asked.share_below:
        share = _share(text)
        return share is not None and share < asked.share_below
    return _FLAGS.get(text.lower(), text) in asked.values


def _compares(register: Register, record: Record, day: date | None, asked: Condition) -> bool:
    """Whether a day comes before the one that is asked for, or is that."""
    other = day_of(register, record, asked.before or asked.on_day_of)
    if day is None or other is None:
        return False
    return day < other if asked.before else day == other


def _is_missed(register: Register, record: Record, text: str, target: str) -> bool:
    """Whether a value misses the target in a field; without one, whether the last result does."""
    from isodocs.assess.measurements import last_reached
    from isodocs.assess.targets import meets, target_of

    if target:
        return meets(target_of(record.text(target)), text) is False
    kind = kinds().get(record.kind)
    law = kind.law.target if kind else None
    return law is not None and last_reached(register, record, law)[1] is False


def _share(text: str) -> float | None:
    if found := _SHARE.search(text):
        whole = int(found[2])
        return 100 * float(found[1].replace(",", ".")) / whole if whole else None
    found = _PER_CENT.search(text)
    return float(found[1].replace(",", ".")) if found else None


def referred(register: Register, record: Record, name: str) -> Record | None:
    """The record that a field refers to, of the kind that the field names."""
    field = field_of(record, name)
    return record_index(register).find(field.refers, record.text(name)) if field else None


def _all_referred(register: Register, record: Record, name: str) -> list[Record]:
    """Every record that a field refers to, of the kind that the field names."""
    field = field_of(record, name)
    index = record_index(register)
    found = [index.find(field.refers, id) for id in record.each(name)] if field else []
    return [other for other in found if other is not None]


def day_of(register: Register, record: Record, name: str) -> date | None:
    """A day of a record, or of what one of its fields refers to: `audit.started`.

    `document.written` is the day from which the revision that the record names existed: the day
    from which it holds, or the day it was first written down here, whichever is earlier.
    """
    reference, _, rest = name.partition(".")
    if not rest:
        return record.day(name)
    if rest == "written":
        return _written(register, record.text(reference), record.text("revision"))
    other = referred(register, record, reference)
    return other.day(rest) if other else None


def _written(register: Register, document: str, revision: str) -> date | None:
    entry = register.entries.get(document)
    status = entry.status(revision) if entry else None
    if status is None or register.ledger.shallow:
        return None
    came = status.revision.first.when
    days = [day for day in (came.date() if came else None, status.effective_on) if day]
    return min(days, default=None)


def is_followed(register: Register, record: Record, by: tuple[str, ...]) -> bool:
    """Whether another record of one of these kinds refers to this one.

    `measurement.follows` is one in which that field says something.
    """
    wanted = {kind: field for kind, _, field in (each.partition(".") for each in by)}
    return bool(record.id) and any(
        other.kind in wanted
        and (not wanted[other.kind] or has(register, other, wanted[other.kind]))
        for other in _referrers(register).get(record.id, ())
    )


@once_per_register
def _referrers(register: Register) -> Mapping[str, list[Record]]:
    """The records that refer to each id."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in register.inventory.records:
        kind = kinds().get(record.kind)
        for field in kind.fields.values() if kind else ():
            if field.refers == "record" or field.refers in kinds():
                for value in record.each(field.name):
                    found[value].append(record)
    return found


def is_over(record: Record, on: date) -> bool:
    """Whether a record asks nothing more of the people it names."""
    kind = kinds().get(record.kind)
    if kind is None or record.text("status") in kind.closed:
        return True
    for word in kind.ended:
        day = record.day(word)
        if record.text("status") == word or (record.text(word) and (day is None or day <= on)):
            return True
    return False


def who(register: Register, value: str) -> str:
    """The person that a field names by id, by name, or by a role that one person alone holds.

    What names no such person stands for itself.
    """
    index = record_index(register)
    if value in index.people:
        return value
    holders = index.roles.get(value, ())
    if len(holders) == 1:
        return next(iter(holders))
    return _by_name(register).get(value.casefold(), value.casefold())


@once_per_register
def _by_name(register: Register) -> Mapping[str, str]:
    return {name.casefold(): id for id, name in record_index(register).people.items() if name}


def worded(record: Record, words: str, missing: str = "") -> str:
    """The words of a law with what the record says in them."""
    said = {
        name: missing if name == "missing" else _in_words(record, name)
        for name in _FIELD.findall(words)
    }
    return say(words, **said)


def _in_words(record: Record, name: str) -> str:
    """What a field says; of a choice, a language may have its own word."""
    field, text = field_of(record, name), record.text(name)
    return in_context(text, name) if field and text in field.choices else text

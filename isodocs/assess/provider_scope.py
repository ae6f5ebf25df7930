"""Whether the recognition of a training provider is for what a course was for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.assess.accreditation import affirmed
from isodocs.assess.recognition import provider_of
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.said_no import says_no
from isodocs.parsing.standard_names import Yardstick, named, yardstick
from isodocs.standards.accreditation import accreditation_words

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_STEM = 5
_NUMBER = expression(r"[0-9]{3,5}")


class OutsideScope(NamedTuple):
    """A recognition whose scope does not name what a course was for.

    It is `certain` where the scope names other standards, by number or short name; else it is about
    another subject, or shares no word with the course.
    """

    scope: str
    certain: bool


def outside_scope(register: Register, training: Record, requirement: Record) -> OutsideScope | None:
    """Whether a recognised course was for something that the recognition does not name."""
    provider = provider_of(register, training)
    scope = provider.text("scope") if provider else ""
    known_words = accreditation_words()
    if says_no(scope) or _says(scope, known_words.everything):
        return None
    words = " ".join(
        (*(requirement.text(name) for name in ("title", "kind", "id")), training.text("course"))
    )
    known = tuple(yardstick(each, maps.display_name) for each, maps in register.maps.items())
    standard = yardstick(requirement.text("standard")).number
    wanted = {standard} - {"", *known_words.of_auditing} or _meant(words, known)
    said = "; ".join(affirmed(scope))
    covered, about = _meant(said, known), _subjects(said)
    if wanted & (covered | about | {*_NUMBER.findall(said)}):
        return None
    if wanted and (covered or about):
        return OutsideScope(scope, certain=bool(covered))
    alike = _stems(words) & _stems(said) or (wanted and _says(said, known_words.any_system))
    return None if alike else OutsideScope(scope, certain=False)


def _meant(text: str, known: tuple[Yardstick, ...]) -> set[str]:
    """The standards that a text means, by number: ISO 9001 or QMS; not those of how to audit."""
    words = {*re.findall(r"[\w&]+", text.casefold())}
    schemes, of_auditing = accreditation_words().schemes.items(), accreditation_words().of_auditing
    short = {n for name, numbers in schemes if name.casefold() in words for n in numbers}
    return ({each.number for each in named(text, known)} | short) - {"", *of_auditing}


def _subjects(text: str) -> set[str]:
    """The standards about the subjects that a text names."""
    subjects = accreditation_words().subjects.items()
    return {n for name, numbers in subjects if _says(text, (name,)) for n in numbers}


def _says(text: str, names: Iterable[str]) -> bool:
    """Whether one of these is in a text, as words of their own."""
    plain = " ".join(["", *re.findall(r"[^\W_]+", text.casefold()), ""])
    return any(f" {name.casefold()} " in plain for name in names)


def _stems(text: str) -> set[str]:
    """The beginnings of the words that say something: auditor and audits are about the same."""
    return {word[:_STEM] for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) >= _STEM}

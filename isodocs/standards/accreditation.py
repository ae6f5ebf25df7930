"""Arrangements and scopes of accreditation, from `schemas/accreditation.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from isodocs.named_tuple import NamedTuple
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table

FILE = "accreditation.yaml"


class AccreditationWords(NamedTuple):
    """What is known by its name: `arrangements` and `others` with all their names.

    `others` are arrangements for something else than the certification of management systems;
    `schemes` are the short names of standards, with their numbers, and `subjects` what they are
    about. `of_auditing` are the numbers of standards of how to audit, `any_system` what a scope
    says that is not of one standard, and `everything` the words of one without a bound.
    """

    arrangements: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, ...]]
    schemes: Mapping[str, tuple[str, ...]]
    subjects: Mapping[str, tuple[str, ...]]
    of_auditing: tuple[str, ...]
    any_system: tuple[str, ...]
    everything: tuple[str, ...]


@cache
def accreditation_words() -> AccreditationWords:
    """The names, read once."""
    top = table(FILE)
    return AccreditationWords(
        _names(top, "arrangements"),
        _names(top, "not-for-certification"),
        _numbers(top, "schemes"),
        _numbers(top, "subjects"),
        top.texts("of-auditing"),
        top.texts("any-system"),
        top.texts("everything"),
    )


def _names(top: Fields, key: str) -> Mapping[str, tuple[str, ...]]:
    entries = top.children(key) or ()
    return {
        entry.key.text: (entry.key.text, *Fields.of(entry.value).texts("also")) for entry in entries
    }


def _numbers(top: Fields, key: str) -> Mapping[str, tuple[str, ...]]:
    entries = Fields(top.children(key))
    return {name: entries.texts(name) for name in entries.nodes}

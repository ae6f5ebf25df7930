"""What people read for a choice of a field; files and programs keep the choice as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from isodocs.records.record_kinds import kinds
from isodocs.words import in_context

_SHOWN_AS = {"state": "status"}
"""Columns that show a field of records under another name."""
_INITIALS = frozenset({"ccp", "oprp", "prp"})
"""Choices that people write in capitals."""


def choice_in_words(field: str, choice: str) -> str:
    """A choice of a field as people read it, `on site` for `on-site`, in each language."""
    said = choice.upper() if choice in _INITIALS else choice.replace("-", " ")
    return in_context(said, field)


def chosen(field: str, text: str) -> str:
    """A value of a field in words where it is one of its choices; else as it is."""
    return choices_in_words(field).get(text, text)


@cache
def choices_in_words(field: str) -> Mapping[str, str]:
    """Each choice of the fields of that name, with its words in each language; else none."""
    names = (_SHOWN_AS.get(field, field), field)
    return {
        choice: choice_in_words(name, choice)
        for name in names
        for kind in kinds().values()
        for choice in (kind.fields[name].choices if name in kind.fields else ())
    }

"""Check a parsed JSON object against what its kind of file may hold: exact keys, exact types."""

from __future__ import annotations

import re
from datetime import date, datetime
from sys import intern
from typing import Any

from isodocs.errors import CanonicalError
from isodocs.model.characters import INVISIBLE

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
"""Ids of people and roles: they name files, so lower case, no blanks, no slashes."""
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}", re.ASCII
)
_FIRST_YEAR = 1970
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{INVISIBLE}]")


class Shape:
    """Typed access to the keys of one object; every method raises CanonicalError by its place.

    Texts come again in other statements and documents: each is in memory once.
    """

    def __init__(self, value: Any, where: str, keys: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise CanonicalError(f"{where} must be an object")
        if missing := [key for key in keys if key not in value]:
            raise CanonicalError(f"{where} lacks {', '.join(map(repr, missing))}")
        if unknown := [key for key in value if key not in keys]:
            raise CanonicalError(f"{where} has unknown {', '.join(map(repr, sorted(unknown)))}")
        self.value: dict[str, Any] = value
        self.where = where

    def fail(self, key: str, what: str) -> CanonicalError:
        """An error that says what `key` must be."""
        return CanonicalError(f"{self.where}: {key!r} must be {what}")

    def text(self, key: str, *, empty: bool = True, lines: bool = False) -> str:
        """A text without control, direction-changing or invisible characters."""
        value = self.value[key]
        if not isinstance(value, str) or (not value and not empty):
            raise self.fail(key, "a text" if empty else "a text that is not empty")
        if not _is_clean(value, lines):
            raise self.fail(key, "free of control, direction-changing and invisible characters")
        return intern(value)

    def matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        """A text of a given form."""
        value = self.value[key]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.fail(key, what)
        return intern(value)

    def number(self, key: str, lowest: int = 0) -> int:
        """A whole number."""
        value = self.value[key]
        if type(value) is not int or value < lowest:
            raise self.fail(key, f"a whole number from {lowest}")
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.value[key]
        if not isinstance(value, bool):
            raise self.fail(key, "true or false")
        return value

    def items(self, key: str) -> list[Any]:
        """A list."""
        value = self.value[key]
        if not isinstance(value, list):
            raise self.fail(key, "a list")
        return value

    def texts(self, key: str, *, lines: bool = False) -> tuple[str, ...]:
        """A list of distinct texts, of several lines each where `lines` says so."""
        values = self.items(key)
        if not all(isinstance(v, str) and v and _is_clean(v, lines) for v in values):
            raise self.fail(key, "a list of texts")
        if len(set(values)) != len(values):
            raise self.fail(key, "free of repetitions")
        return tuple(values)

    def day(self, key: str) -> date | None:
        """A calendar date, or null."""
        value = self.value[key]
        if value is None:
            return None
        try:
            found = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        # Python also reads 2026-W48-2 and 20261201; a day is written in one way only.
        if found is None or found.isoformat() != value:
            raise self.fail(key, "a date such as 2026-12-01, or null")
        return found

    def moment(self, key: str) -> datetime:
        """A moment with seconds and offset (RFC 3339)."""
        value = self.matching(key, _MOMENT, "a moment such as 2026-11-24T09:30:00+01:00")
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            raise self.fail(key, "a moment that the calendar knows") from None
        # -00:00 would be another way to write +00:00.
        if found.isoformat(timespec="seconds") != value:
            raise self.fail(key, "a moment with its offset written as +00:00")
        if found.year < _FIRST_YEAR:
            raise self.fail(
                key, f"a moment since {_FIRST_YEAR}, when the clocks of computers begin"
            )
        return found


def _is_clean(text: str, lines: bool) -> bool:
    return not _CONTROL.search(text.replace("\n", "") if lines else text)

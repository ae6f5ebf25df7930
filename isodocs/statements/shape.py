"""Check a parsed JSON object against what its kind of file may hold: exact keys, exact types.

Below the check itself is how each key of a signed statement is read and written, in one form only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from sys import intern
from typing import Any, TypeVar

from isodocs.errors import CanonicalError
from isodocs.expressions import expression
from isodocs.model.approval import AuthorityReference, ListedText, Part, Previous
from isodocs.model.characters import INVISIBLE
from isodocs.model.document import IDENTIFIER, TEXT_NAME
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

NAME = expression(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
"""Ids of people and roles: they name files, so lower case, no blanks, no slashes."""
SHA256 = expression(r"[0-9a-f]{64}", re.ASCII)
_MOMENT = expression(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}", re.ASCII
)
_FIRST_YEAR = 1970
_CONTROL = expression(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{INVISIBLE}]")


class Shape:
    """Typed access to the keys of one object; every method raises CanonicalError by its place.

    Texts come again in other statements and documents: each is in memory once.
    """

    def __init__(self, value: Any, where: str, keys: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise CanonicalError(say("{where} must be an object", where=where))
        if missing := [key for key in keys if key not in value]:
            raise CanonicalError(
                say("{where} lacks {keys}", where=where, keys=", ".join(map(repr, missing)))
            )
        if unknown := [key for key in value if key not in keys]:
            raise CanonicalError(
                say(
                    "{where} has unknown {keys}",
                    where=where,
                    keys=", ".join(map(repr, sorted(unknown))),
                )
            )
        self.value: dict[str, Any] = value
        self.where = where

    def fail(self, key: str, what: str) -> CanonicalError:
        """An error that says what `key` must be."""
        return CanonicalError(
            say("{where}: {key!r} must be {what}", where=self.where, key=key, what=what)
        )

    def text(self, key: str, *, empty: bool = True, lines: bool = False) -> str:
        """A text without control, direction-changing or invisible characters."""
        value = self.value[key]
        if not isinstance(value, str) or (not value and not empty):
            raise self.fail(key, say("a text") if empty else say("a text that is not empty"))
        if not _is_clean(value, lines):
            raise self.fail(
                key, say("free of control, direction-changing and invisible characters")
            )
        return intern(value)

    def matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        """A text of a given form."""
        value = self.value[key]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.fail(key, what)
        return intern(value)

    def number(self, key: str, lowest: int = 0, highest: int | None = None) -> int:
        """A whole number."""
        value = self.value[key]
        if type(value) is not int or value < lowest or (highest is not None and value > highest):
            what = say("a whole number from {lowest}", lowest=lowest)
            if highest is not None:
                what = say(
                    "a whole number from {lowest} to {highest}", lowest=lowest, highest=highest
                )
            raise self.fail(key, what)
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.value[key]
        if not isinstance(value, bool):
            raise self.fail(key, say("true or false"))
        return value

    def items(self, key: str) -> list[Any]:
        """A list."""
        value = self.value[key]
        if not isinstance(value, list):
            raise self.fail(key, say("a list"))
        return value

    def texts(self, key: str, *, lines: bool = False) -> tuple[str, ...]:
        """A list of distinct texts, of several lines each where `lines` says so."""
        values = self.items(key)
        if not all(isinstance(v, str) and v and _is_clean(v, lines) for v in values):
            raise self.fail(key, say("a list of texts"))
        if len(set(values)) != len(values):
            raise self.fail(key, say("free of repetitions"))
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
            raise self.fail(key, say("a date such as 2026-12-01, or null"))
        return found

    def moment(self, key: str) -> datetime:
        """A moment with seconds and offset (RFC 3339)."""
        value = self.matching(key, _MOMENT, say("a moment such as 2026-11-24T09:30:00+01:00"))
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            raise self.fail(key, say("a moment that the calendar knows")) from None
        # -00:00 would be another way to write +00:00.
        if found.isoformat(timespec="seconds") != value:
            raise self.fail(key, say("a moment with its offset written as +00:00"))
        if found.year < _FIRST_YEAR:
            raise self.fail(
                key,
                say(
                    "a moment since {first_year}, when the clocks of computers begin",
                    first_year=_FIRST_YEAR,
                ),
            )
        return found


def _is_clean(text: str, lines: bool) -> bool:
    return not _CONTROL.search(text.replace("\n", "") if lines else text)


_Word = TypeVar("_Word", bound=StrEnum)


class Field(NamedTuple):
    """How one key is read and written; `attribute` where it is not called as the key is."""

    read: Callable[[Shape, str], Any]
    write: Callable[[Any], Any] = lambda value: value
    attribute: str = ""


def matching(pattern: re.Pattern[str], what: str) -> Field:
    """A text of a form."""
    return Field(lambda top, key: top.matching(key, pattern, what))


def word(words: Iterable[_Word]) -> Field:
    """One of these words."""
    known = {str(each): each for each in words}

    def read(top: Shape, key: str) -> _Word:
        said = top.text(key)
        if said not in known:
            raise top.fail(key, say("one of {words}", words=", ".join(known)))
        return known[said]

    return Field(read, str)


def _read_day(top: Shape, key: str) -> date:
    found = top.day(key)
    if found is None:
        raise top.fail(key, say("a date such as 2026-12-01"))
    return found


def _read_authority(top: Shape, key: str) -> AuthorityReference:
    shape = Shape(top.value[key], repr(key), ("version", "sha256"))
    return AuthorityReference(
        shape.number("version", 1), shape.matching("sha256", SHA256, say("a digest"))
    )


def _read_parts(top: Shape, key: str) -> tuple[Part, ...]:
    """The files that a statement lists, the document first."""
    parts = []
    for item in top.items(key):
        part = Shape(item, say("a part"), ("path", "sha256", "size"))
        parts.append(
            Part(
                part.text("path", empty=False),
                part.matching("sha256", SHA256, say("a SHA-256 digest")),
                part.number("size"),
            )
        )
    if not parts:
        raise top.fail(key, say("a list with at least the document itself"))
    if len({part.path for part in parts}) != len(parts):
        raise top.fail(key, say("free of repetitions"))
    return tuple(parts)


def _write_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"path": part.path, "sha256": part.sha256, "size": part.size} for part in parts]


def _read_previous(top: Shape, key: str) -> Previous | None:
    if top.value[key] is None:
        return None
    shape = Shape(top.value[key], repr(key), ("rev", "sha256"))
    return Previous(
        shape.matching("rev", IDENTIFIER, say("a revision")),
        shape.matching("sha256", SHA256, say("a SHA-256 digest")),
    )


def _write_previous(previous: Previous | None) -> dict[str, str] | None:
    return {"rev": previous.rev, "sha256": previous.sha256} if previous else None


def _write_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


DIGEST = matching(SHA256, say("a SHA-256 digest"))
PERSON = matching(NAME, say("the id of a person"))
ROLE = matching(NAME, say("the id of a role"))
TEXT = Field(lambda top, key: top.text(key, empty=False))
LINES = Field(lambda top, key: top.text(key, lines=True))
KEY = Field(
    lambda top, key: "" if top.value[key] is None else top.text(key, empty=False),
    lambda fingerprint: fingerprint or None,
)
"""The fingerprint of the key that signs; null where the statement is only recorded."""
DAY = Field(_read_day, date.isoformat)
_PARTS = Field(_read_parts, _write_parts)
PREVIOUS = Field(_read_previous, _write_previous)
EFFECTIVE = Field(Shape.day, lambda day: day.isoformat() if day else None)
GIVEN = {
    "project": DIGEST,
    "person": PERSON,
    "name": TEXT,
    "key": KEY,
    "authority": Field(
        _read_authority, lambda named: {"version": named.version, "sha256": named.sha256}
    ),
    "signed_at": Field(Shape.moment, _write_moment),
}
"""What every statement of a person says about its giver."""
REVISION = {
    "doc": matching(TEXT_NAME, say("a document identifier")),
    "rev": matching(IDENTIFIER, say("a revision")),
    "parts": _PARTS,
}
DEPUTY = {"role": ROLE, "deputy": PERSON, "reason": LINES}


def _read_roles(top: Shape, key: str) -> tuple[str, ...]:
    roles = top.texts(key)
    if not roles or any(not NAME.fullmatch(role) for role in roles) or list(roles) != sorted(roles):
        raise top.fail(key, say("a list of ids of roles, in their order"))
    return roles


_LISTED = {
    **REVISION,
    "roles": Field(_read_roles, list),
    "prev": PREVIOUS,
    "effective_from": EFFECTIVE,
}


def _read_texts(top: Shape, key: str) -> tuple[ListedText, ...]:
    """The texts of a list, each once and in their order, so that there is one way to write it."""
    texts = []
    for item in top.items(key):
        shape = Shape(item, say("a text"), tuple(_LISTED))
        texts.append(ListedText(**{name: each.read(shape, name) for name, each in _LISTED.items()}))
    order = [(text.doc, text.rev) for text in texts]
    if not order or order != sorted(set(order)):
        raise top.fail(key, say("a list of texts in the order of their identifiers, each once"))
    return tuple(texts)


def _write_texts(texts: Iterable[ListedText]) -> list[dict[str, Any]]:
    return [
        {name: each.write(getattr(text, name)) for name, each in _LISTED.items()} for text in texts
    ]


TEXTS = Field(_read_texts, _write_texts)

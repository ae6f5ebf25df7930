"""Classes that are `immutable` are those that `dataclasses` makes, however they are used."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from isodocs.immutable import immutable

Decorator = Callable[..., Callable[[type], Any]]


@immutable(frozen=True, slots=True)
class Kept:
    """One that can be pickled, as its module has its name."""

    path: str
    lines: tuple[int, ...] = ()


def plain(decorator: Decorator) -> Any:
    @decorator(frozen=True, slots=True)
    class Plain:
        """Fields of every sort."""

        path: str
        number: int = 3
        lines: list[int] = field(default_factory=list)
        note: str = field(default="", compare=False)
        secret: str = field(default="", repr=False)
        length: int = field(init=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.path))

    return Plain


def named(decorator: Decorator) -> Any:
    @decorator(frozen=True, slots=True, kw_only=True)
    class Named:
        """Fields that are given by name."""

        path: str
        number: int = 3

    return Named


def open_to_more(decorator: Decorator) -> Any:
    @decorator(frozen=True)
    class Base:
        """One without slots, and one that goes on from it."""

        path: str = "a"

    @decorator(frozen=True)
    class More(Base):
        """The same with another field."""

        lines: tuple[int, ...] = ()

    return More


def apart(decorator: Decorator) -> Any:
    @decorator(frozen=True, slots=True, eq=False)
    class Apart:
        """Two of the same are two."""

        path: str

        def __repr__(self) -> str:
            return f"<{self.path}>"

    return Apart


USES: dict[str, tuple[Callable[[Decorator], Any], Callable[[Any], object]]] = {
    "shown": (plain, lambda made: repr(made("a", lines=[1], secret="x"))),
    "shown by name": (named, lambda made: repr(made(path="a"))),
    "shown in its own way": (apart, lambda made: repr(made("a"))),
    "what is not compared": (plain, lambda made: made("a", note="x") == made("a")),
    "what is compared": (plain, lambda made: made("a", 4) == made("a")),
    "of another class": (plain, lambda made: made("a") == ("a", 3, [], "", "")),
    "not equal": (plain, lambda made: made("a") != made("b")),
    "equal apart": (apart, lambda made: made("a") == made("a")),
    "in a set": (named, lambda made: len({made(path="a"), made(path="a"), made(path="b")})),
    "apart in a set": (apart, lambda made: len({made("a"), made("a")})),
    "made of each": (plain, lambda made: made("a").lines is made("a").lines),
    "after it was made": (plain, lambda made: made("abc").length),
    "replaced": (plain, lambda made: repr(replace(made("a", 1), path="bc"))),
    "copied": (plain, lambda made: copy.deepcopy(made("a", lines=[1])) == made("a", lines=[1])),
    "fields": (plain, lambda made: [(each.name, each.kw_only) for each in fields(made)]),
    "goes on": (open_to_more, lambda made: repr(made("b", (1,)))),
    "goes on, as it was": (open_to_more, lambda made: made() == made("a", ())),
    "hashed with more": (open_to_more, lambda made: hash(made()) == hash(made("a"))),
    "not hashed": (plain, lambda made: hash(made("a"))),
    "too few": (plain, lambda made: made()),
    "too many": (named, lambda made: made("a")),
    "unknown": (plain, lambda made: made("a", other=1)),
    "set": (plain, lambda made: setattr(made("a"), "path", "b")),
    "deleted": (named, lambda made: delattr(made(path="a"), "path")),
    "set without slots": (open_to_more, lambda made: setattr(made("a"), "path", "b")),
}


def outcome(use: Callable[[Any], object], made: Any) -> object:
    """What a use gives, or which error."""
    try:
        return use(made)
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("use", USES)
def test_it_is_as_dataclasses_make_it(use: str) -> None:
    maker, of = USES[use]
    expected = outcome(of, maker(dataclass)), outcome(of, maker(immutable))
    shown = [str(each).replace(".<locals>.", ".") for each in expected]
    assert shown[0] == shown[1]


def test_it_is_found_again_in_another_process() -> None:
    made = Kept("a", (1, 2))
    assert pickle.loads(pickle.dumps(made)) == made
    assert dataclasses.astuple(made) == ("a", (1, 2))

"""Classes made of our `NamedTuple` are those that `typing` makes, however they are used."""

from __future__ import annotations

import ast
import copy
import pickle
import typing
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

import pytest

from isodocs.named_tuple import NamedTuple
from tests.helpers import syntax

Of = TypeVar("Of")


class Kept(NamedTuple):
    """One that can be pickled, as its module has its name."""

    path: str
    lines: tuple[int, ...] = ()


def plain(base: Any) -> Any:
    class Plain(base):  # type: ignore[misc]
        """Fields with and without a default, and what a class has beside them."""

        path: str
        number: int = 3
        lines: tuple[int, ...] = ()

        MANY = 7

        @property
        def length(self) -> int:
            return len(self.path)

        @classmethod
        def of(cls, path: str) -> Any:
            return cls(path, cls.MANY)

    return Plain


def empty(base: Any) -> Any:
    class Empty(base):  # type: ignore[misc]
        """No field at all."""

    return Empty


def of_some(base: Any) -> Any:
    class OfSome(base, Generic[Of]):  # type: ignore[misc]
        """One about another class."""

        one: Of

    return OfSome[int]


def further(base: Any) -> Any:
    class Further(plain(base)):  # type: ignore[misc]
        """A class that goes on from one."""

        def __str__(self) -> str:
            return f"<{self.path}>"

    return Further


USES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], object]]] = {
    "shown": (plain, lambda made: repr(made("a", lines=(1,)))),
    "shown without fields": (empty, lambda made: repr(made())),
    "a tuple": (plain, lambda made: made("a") == ("a", 3, ())),
    "compared": (plain, lambda made: made("a") < made("b") and made("a") != made("a", 4)),
    "hashed": (plain, lambda made: hash(made("a")) == hash(("a", 3, ()))),
    "by place": (plain, lambda made: made("a", 4)[1]),
    "unpacked": (plain, lambda made: [*made("a")]),
    "fields": (plain, lambda made: (made._fields, made._field_defaults)),
    "replaced": (plain, lambda made: made("a")._replace(number=5)),
    "replaced by nothing known": (plain, lambda made: made("a")._replace(other=5)),
    "as a mapping": (plain, lambda made: made("a")._asdict()),
    "made of values": (plain, lambda made: repr(made._make(["a", 1, ()]))),
    "made of too few": (plain, lambda made: made._make(["a"])),
    "copied": (plain, lambda made: repr(copy.copy(made("a")))),
    "property": (plain, lambda made: made("abc").length),
    "made in another way": (plain, lambda made: repr(made.of("a"))),
    "twice": (plain, lambda made: [made("a"), made(path="b", number=4)]),
    "too few": (plain, lambda made: made()),
    "too many": (empty, lambda made: made("a")),
    "unknown": (plain, lambda made: made("a", other=1)),
    "set": (plain, lambda made: setattr(made("a"), "path", "b")),
    "nothing beside": (plain, lambda made: setattr(made("a"), "other", "b")),
    "deleted": (plain, lambda made: delattr(made("a"), "path")),
    "about another": (of_some, lambda made: repr(made(3))),
    "goes on": (further, lambda made: (str(made("a")), repr(made("a")), made.of("b")[1])),
    "is a tuple alone": (plain, lambda made: isinstance(made("a"), tuple)),
}


def outcome(use: Callable[[Any], object], made: Any) -> object:
    """What a use gives, or which error."""
    try:
        return use(made)
    except (TypeError, AttributeError, ValueError) as error:
        return type(error)


@pytest.mark.parametrize("values", [0, 20])
@pytest.mark.parametrize("use", USES)
def test_it_is_as_typing_makes_it(use: str, values: int) -> None:
    """After so many values, too: the first are made in another way."""
    maker, of = USES[use]
    expected = str(outcome(of, maker(typing.NamedTuple)))
    made = maker(NamedTuple)
    for _ in range(values):
        with suppress(TypeError):  # one that has no field, or more
            made("x")
    assert expected == str(outcome(of, made))


def test_it_is_found_again_in_another_process() -> None:
    made = Kept("a", (1, 2))
    assert pickle.loads(pickle.dumps(made)) == made
    assert type(pickle.loads(pickle.dumps(made))) is Kept


def test_every_module_takes_this_one() -> None:
    taken = [
        path.relative_to(syntax.PACKAGE).as_posix()
        for path in syntax.modules()
        for node in syntax.nodes(path)
        if isinstance(node, ast.ImportFrom)
        and node.module == "typing"
        and any(name.name == "NamedTuple" for name in node.names)
    ]
    assert taken == ["named_tuple.py"], "that of typing takes six times as long at every start"

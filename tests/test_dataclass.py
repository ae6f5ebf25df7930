"""Classes of `isodocs.dataclass` are those that `dataclasses` makes, however they are used."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

import isodocs.dataclass as ours
from isodocs.dataclass import immutable
from tests.helpers import syntax

THEIRS = SimpleNamespace(
    immutable=dataclasses.dataclass,
    mutable=dataclasses.dataclass,
    field=dataclasses.field,
    fields=dataclasses.fields,
    is_dataclass=dataclasses.is_dataclass,
    replace=dataclasses.replace,
)
MANY = 20
"""So many values are more than are made before `__init__` is compiled."""


@immutable(frozen=True, slots=True)
class Kept:
    """One that can be pickled, as its module has its name."""

    path: str
    lines: tuple[int, ...] = ()


def plain(by: Any) -> Any:
    @by.immutable(frozen=True, slots=True)
    class Plain:
        """Fields of every sort."""

        path: str
        number: int = 3
        lines: list[int] = by.field(default_factory=list)
        note: str = by.field(default="", compare=False)
        secret: str = by.field(default="", repr=False)
        length: int = by.field(init=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.path))

    return Plain


def named(by: Any) -> Any:
    @by.immutable(frozen=True, slots=True, kw_only=True)
    class Named:
        """Fields that are given by name."""

        path: str
        number: int = 3

    return Named


def open_to_more(by: Any) -> Any:
    @by.immutable(frozen=True)
    class Base:
        """One without slots, and one that goes on from it."""

        path: str = "a"

    @by.immutable(frozen=True)
    class More(Base):
        """The same with another field."""

        lines: tuple[int, ...] = ()

    return More


def apart(by: Any) -> Any:
    @by.immutable(frozen=True, slots=True, eq=False)
    class Apart:
        """Two of the same are two."""

        path: str

        def __repr__(self) -> str:
            return f"<{self.path}>"

    return Apart


def open_to_change(by: Any) -> Any:
    @by.mutable(slots=True)
    class Open:
        """Fields that can be set."""

        path: str
        lines: list[int] = by.field(default_factory=list)

    return Open


def gone_on(made: Any) -> Any:
    class Own(made):  # type: ignore[misc]
        """One that is not decorated, with an end of its own to being made."""

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", 7)

    return Own("a").length


def changed(made: Any) -> Any:
    value = made("a")
    value.path = "b"
    value.lines.append(1)
    return repr(value), value == made("b", [1]), value == made("a")


USES: dict[str, tuple[Callable[[Any], Any], Callable[..., object]]] = {
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
    "after one that goes on was made": (plain, gone_on),
    "replaced": (plain, lambda made, by: repr(by.replace(made("a", 1), path="bc"))),
    "copied": (plain, lambda made: copy.deepcopy(made("a", lines=[1])) == made("a", lines=[1])),
    "fields": (plain, lambda made, by: [(each.name, each.kw_only) for each in by.fields(made)]),
    "fields of a value": (named, lambda made, by: [x.name for x in by.fields(made(path="a"))]),
    "fields, as dataclasses finds them": (
        plain,
        lambda made: [(each.name, each.compare, each.init) for each in dataclasses.fields(made)],
    ),
    "is one": (named, lambda made, by: (by.is_dataclass(made), by.is_dataclass(made(path="a")))),
    "is none": (named, lambda made, by: by.is_dataclass(str)),
    "replaced, unknown": (named, lambda made, by: by.replace(made(path="a"), other=1)),
    "replaced, by name": (named, lambda made, by: repr(by.replace(made(path="a"), number=4))),
    "changed": (open_to_change, changed),
    "changed, not hashed": (open_to_change, lambda made: hash(made("a"))),
    "changed, replaced": (open_to_change, lambda made, by: repr(by.replace(made("a"), path="b"))),
    "twice the same": (plain, lambda made: made("a", path="b")),
    "no default": (plain, lambda made: made(number=1)),
    "given where it is made": (plain, lambda made: made("a", length=1)),
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


def outcome(use: Callable[..., object], made: Any, by: Any) -> object:
    """What a use gives, or which error."""
    try:
        return use(made, by) if use.__code__.co_argcount > 1 else use(made)
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("values", [0, MANY])
@pytest.mark.parametrize("use", USES)
def test_it_is_as_dataclasses_make_it(use: str, values: int) -> None:
    """After so many values, too: the first are made in another way."""
    maker, of = USES[use]
    found = []
    for by in (THEIRS, ours):
        made = maker(by)
        for _ in range(values):
            with suppress(TypeError):  # a class whose fields are given by name
                made("x")
            with suppress(TypeError):
                made(path="x")
        found.append(str(outcome(of, made, by)).replace(".<locals>.", "."))
    assert found[0] == found[1]


def test_every_module_takes_these() -> None:
    taken = {
        path.relative_to(syntax.PACKAGE).as_posix(): {name.name for name in node.names}
        for path in syntax.modules()
        for node in syntax.nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
    }
    del taken["dataclass.py"]
    converting = {"asdict", "astuple"}
    others = sorted(path for path, names in taken.items() if names - converting)
    assert others == [], "those of dataclasses take eight times as long at every start"


def test_it_is_found_again_in_another_process() -> None:
    made = Kept("a", (1, 2))
    assert pickle.loads(pickle.dumps(made)) == made
    assert dataclasses.astuple(made) == ("a", (1, 2))

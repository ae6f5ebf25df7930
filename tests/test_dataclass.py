"""Classes of `isodocs.dataclass` are those that `dataclasses` makes, however they are used."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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


DEFAULTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "none": lambda _: {},
    "a value": lambda _: {"default": 3},
    "made anew": lambda _: {"default_factory": list},
}
OWN: dict[str, Callable[..., Any]] = {
    "__eq__": lambda self, other: getattr(self, "a", 0) == getattr(other, "a", 1),
    "__hash__": lambda self: 7,
    "__repr__": lambda self: "<one>",
    "__init__": lambda self, *given, **named: object.__setattr__(self, "a", given),
    "__post_init__": lambda self: object.__setattr__(self, "a", 5),
}
GIVEN: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((), {}),
    ((1,), {}),
    ((2,), {}),
    ((1, 2), {}),
    ((1, 2, 3), {}),
    ((1, 2, 3, 4), {}),
    ((1,), {"b": 2}),
    ((), {"a": 1, "b": 2, "c": 3}),
    ((), {"a": 1, "c": 3}),
    ((1,), {"a": 1}),
    ((), {"z": 1}),
)


class Said(NamedTuple):
    """What a class says of itself."""

    fields: dict[str, dict[str, Any]]
    own: set[str]
    mutable: bool
    options: dict[str, bool]
    decorated: bool


def _said() -> st.SearchStrategy[Said]:
    said = {name: st.booleans() for name in ("init", "repr", "compare", "is_short")}
    each = st.fixed_dictionaries({"default": st.sampled_from(sorted(DEFAULTS)), **said})
    return st.builds(
        Said,
        st.dictionaries(st.sampled_from("abc"), each, max_size=3),
        st.sets(st.sampled_from(sorted(OWN)), max_size=2),
        st.booleans(),
        st.fixed_dictionaries({"slots": st.booleans(), "kw_only": st.booleans()}),
        st.integers(0, 4).map(bool),
    )


def _class_of(said: Said, base: type, by: Any) -> Any:
    """The class, as one of the two makes it."""
    space: dict[str, Any] = {name: OWN[name] for name in said.own}
    names = said.fields if said.decorated else {}
    for name, about in names.items():
        default = DEFAULTS[about["default"]](by)
        options = {each: about[each] for each in ("init", "repr", "compare")}
        if not about["is_short"] or "default_factory" in default:
            space[name] = by.field(**default, **options)
        elif default:
            space[name] = default["default"]
    space |= {"__annotations__": dict.fromkeys(names, "int"), "__qualname__": "Made"}
    cls = type("Made", (base,), space)
    if not said.decorated:
        return cls
    make = by.mutable if said.mutable else partial(by.immutable, frozen=True)
    return make(**said.options)(cls)


def _tried(do: Callable[[], object]) -> object:
    try:
        return do()
    except (TypeError, AttributeError, ValueError) as error:
        return type(error)


def _all_of(made: Any, by: Any) -> list[object]:
    """What can be done with values of a class, and what it gives."""
    values = [_tried(lambda each=each: made(*each[0], **each[1])) for each in GIVEN]
    found: list[object] = [each if isinstance(each, type) else "made" for each in values]
    values = [each for each in values if not isinstance(each, type)]
    found += [_tried(lambda a=a: repr(a)) for a in values]
    found += [_tried(lambda a=a, b=b: a == b) for a in values for b in values]
    found += [_tried(lambda a=a, b=b: hash(a) == hash(b)) for a in values for b in values]
    for use in (copy.copy, copy.deepcopy, lambda a: by.replace(a, a=2)):
        found += [_tried(lambda a=a, use=use: repr(use(a))) for a in values]
    # ours refuses what is no field, too, where a class that is not decorated goes on
    for name in [each.name for each in by.fields(made)]:
        found += [_tried(lambda a=a, name=name: setattr(a, name, 8) or repr(a)) for a in values]
        found += [_tried(lambda a=a, name=name: delattr(a, name)) for a in values]
    about = ("name", "init", "repr", "compare", "kw_only")
    return [*found, [[getattr(each, name) for name in about] for each in by.fields(made)]]


@given(st.lists(_said(), min_size=1, max_size=3))
def test_whatever_a_class_says_it_is_as_dataclasses_make_it(chain: list[Said]) -> None:
    """One that goes on from another, which may not be decorated, among them."""
    assume(chain[0].decorated)
    theirs, made = object, object
    for said in chain:
        theirs = _tried(partial(_class_of, said, theirs, THEIRS))
        assume(theirs is not TypeError)  # a field without default after one with, and others
        made = _class_of(said, made, ours)
    expected = _all_of(theirs, THEIRS)
    for _ in range(3):  # until `__init__` is compiled, and then
        assert _all_of(made, ours) == expected


def test_what_all_values_would_share_is_no_default() -> None:
    for by in (THEIRS, ours):
        with pytest.raises(ValueError, match="default_factory"):
            by.immutable(frozen=True)(type("Made", (), {"__annotations__": {"a": "list"}, "a": []}))


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

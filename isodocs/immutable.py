"""What `@dataclass(frozen=True)` makes, in an eighth of the time.

`dataclasses` compiles six methods for each class at every start, which took a fifth of the time of
a hook. Here `__init__` alone is compiled, once the first value of a class is made; the others are
the same functions for all classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, field, fields, make_dataclass
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["immutable"]

if TYPE_CHECKING:
    from dataclasses import dataclass as immutable
else:

    def immutable(*, frozen: bool, slots: bool = False, eq: bool = True, kw_only: bool = False):
        """The decorator `dataclasses.dataclass` of a class that is `frozen`, which is always so."""

        def make(cls: type) -> type:
            own, declared = _declared(cls, kw_only=kw_only), dict[str, Field[Any]]()
            for base in reversed(cls.__mro__[1:]):
                found = base.__dict__.get("__dataclass_fields__")
                declared |= found.declared if found else {}
            declared |= own
            made = _with_slots(cls, own) if slots else cls
            methods = {"__repr__": _shown([name for name, each in declared.items() if each.repr])}
            if eq:
                compared = [name for name, each in declared.items() if each.compare]
                methods |= _comparing(attrgetter(*compared) if compared else type)
            if slots:
                methods |= _keeping(declared)
            for name, method in methods.items():
                if name not in cls.__dict__:
                    setattr(made, name, method)
            made.__dataclass_fields__ = _Fields(declared)
            made.__init__ = _initialiser_later(made, declared, slots=slots)
            made.__setattr__, made.__delattr__ = _refuse_set, _refuse_deletion
            return made

        return make


class _Fields:
    """The fields of a class as `dataclasses.fields` finds them, made once someone asks."""

    def __init__(self, declared: Mapping[str, Field[Any]]) -> None:
        self.declared = declared
        self._made: dict[str, Field[Any]] = {}

    def __get__(self, _: object, owner: type) -> dict[str, Field[Any]]:
        if not self._made:
            named = [(name, each.type, each) for name, each in self.declared.items()]
            # with something to say it is not asked for its signature, which takes longer than all
            said = {"__doc__": owner.__name__}
            same = make_dataclass(
                owner.__name__, named, namespace=said, init=False, repr=False, eq=False
            )
            self._made = {each.name: each for each in fields(same)}
        return self._made


def _declared(cls: type, *, kw_only: bool) -> dict[str, Field[Any]]:
    """The fields that a class says itself; what they are by default stays in the class."""
    found: dict[str, Field[Any]] = {}
    for name, kind in get_annotations(cls).items():
        if kind.startswith("ClassVar"):
            continue
        said = cls.__dict__.get(name, MISSING)
        each: Field[Any] = said if isinstance(said, Field) else field(default=said)
        each.name, each.type, each.kw_only = name, kind, kw_only
        if each is said and each.default is MISSING:
            delattr(cls, name)
        elif each is said:
            setattr(cls, name, each.default)
        found[name] = each
    return found


def _with_slots(cls: type, own: Iterable[str]) -> type:
    """The same class, whose values have a slot for each of its own fields and nothing else."""
    left_out = {*own, "__dict__", "__weakref__"}
    said = {name: each for name, each in cls.__dict__.items() if name not in left_out}
    said |= {"__slots__": tuple(own), "__qualname__": cls.__qualname__}
    return type(cls)(cls.__name__, cls.__bases__, said)


def _initialiser_later(
    made: Any, declared: Mapping[str, Field[Any]], *, slots: bool
) -> Callable[..., None]:
    """The method `__init__` until the first value is made."""

    def first(self: object, *given: object, **named: object) -> None:
        made.__init__ = found = _initialiser(made, declared.values(), slots=slots)
        found(self, *given, **named)

    return first


def _initialiser(made: type, declared: Iterable[Field[Any]], *, slots: bool) -> Callable[..., None]:
    """The method `__init__`, which takes the fields and sets them."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    placed, named = ["self"], list[str]()
    lines = []
    for each in declared:
        name = each.name
        given = _given(each, known, named if each.kw_only is True else placed)
        if given:
            if slots:
                known[f"_set_{name}"] = getattr(made, name).__set__
                lines.append(f"_set_{name}(self, {given})")
            else:
                lines.append(f"_set(self, {name!r}, {given})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    taken = ", ".join((*placed, *(("*", *named) if named else ())))
    body = "\n  ".join(lines or ["pass"])
    scope: dict[str, Any] = {}
    text = f"def _made({', '.join(known)}):\n def __init__({taken}):\n  {body}\n return __init__"
    exec(text, scope)  # noqa: S102 (of names of fields alone)
    initialiser: Callable[..., None] = scope["_made"](**known)
    initialiser.__qualname__ = f"{made.__qualname__}.__init__"
    return initialiser


def _given(each: Field[Any], known: dict[str, Any], taken: list[str]) -> str:
    """What a field is set to, as Python; empty for one that is set later, or never."""
    name, default = each.name, f"_default_{each.name}"
    if each.default_factory is not MISSING:
        known[default] = each.default_factory
        if not each.init:
            return f"{default}()"
        taken.append(f"{name}=_missing")
        return f"{default}() if {name} is _missing else {name}"
    if each.default is not MISSING:
        known[default] = each.default
    if not each.init:
        return default if default in known else ""
    taken.append(f"{name}={default}" if default in known else name)
    return name


def _comparing(get: Callable[[Any], Any]) -> dict[str, Callable[..., Any]]:
    """The methods that compare two values of one class by what `get` gives of them."""

    def equal(self: object, other: object) -> bool:
        return get(self) == get(other) if type(other) is type(self) else NotImplemented

    def hashed(self: object) -> int:
        return hash(get(self))

    return {"__eq__": equal, "__hash__": hashed}


def _shown(names: Sequence[str]) -> Callable[[Any], str]:
    """The method `__repr__`."""

    def shown(self: Any) -> str:
        said = (f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({', '.join(said)})"

    return shown


def _keeping(names: Iterable[str]) -> dict[str, Callable[..., Any]]:
    """The methods by which values with slots are copied, and kept in files."""

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def set_state(self: Any, state: list[Any]) -> None:
        for name, found in zip(names, state, strict=True):
            object.__setattr__(self, name, found)

    return {"__getstate__": state, "__setstate__": set_state}


def _refuse_set(_: object, name: str, _found: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")

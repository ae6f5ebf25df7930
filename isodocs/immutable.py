"""What `@dataclass(frozen=True)` makes, in a quarter of the time.

`dataclasses` compiles six methods for each class at every start, which took a fifth of the time of
a hook. Here only `__init__` is compiled; the others are the same functions for all classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["immutable"]

if TYPE_CHECKING:
    from dataclasses import dataclass as immutable
else:
    from dataclasses import dataclass

    def immutable(*, frozen: bool, slots: bool = False, eq: bool = True, kw_only: bool = False):
        """The decorator `dataclasses.dataclass` of a class that is `frozen`, which is always so."""
        form = dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)

        def make(cls: type) -> type:
            made = form(cls)
            made.__init__ = _initialiser(made, slots=slots)
            methods = {"__repr__": _shown}
            if eq:
                compared = [each.name for each in fields(made) if each.compare]
                methods |= _comparing(attrgetter(*compared) if compared else type)
            if slots:
                methods |= {"__getstate__": _state, "__setstate__": _set_state}
            for name, method in methods.items():
                if name not in cls.__dict__:
                    setattr(made, name, method)
            made.__setattr__, made.__delattr__ = _refuse_set, _refuse_deletion
            return made

        return make


def _initialiser(made: type, *, slots: bool) -> Callable[..., None]:
    """The method `__init__`, which takes the fields and sets them."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    placed, named = ["self"], list[str]()
    lines = []
    for each in fields(made):
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


def _shown(self: Any) -> str:
    said = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(said)})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for each, found in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, found)


def _refuse_set(_: object, name: str, _found: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")

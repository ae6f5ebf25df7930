"""What `typing.NamedTuple` makes, in a sixth of the time.

That one compiles the type of each field of each class, and a method, at every start; a hook loads a
hundred such classes. Here nothing is compiled for a class of which few values are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

_FEW = 16
"""So many values are made before it is worth to compile how."""


class _Tuple(tuple[Any, ...]):
    """What all named tuples can do."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> _Tuple:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **named: Any) -> _Tuple:
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"Got unexpected field names: {list(named)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        said = (f"{name}={each!r}" for name, each in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(said)})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from _collections import _tuplegetter  # what finds a field in a `namedtuple`

    class _OfFields(type):
        """Makes a class of tuples of one that says their fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], said: dict[str, Any]) -> type:
            names = tuple(said.get("__annotations__", ()))
            defaults = {each: said[each] for each in names if each in said}
            said |= {each: _tuplegetter(at, None) for at, each in enumerate(names)}
            said |= {"__slots__": (), "_fields": names, "_field_defaults": defaults}
            made = type(name, tuple(_Tuple if type(each) is cls else each for each in bases), said)
            made.__new__ = staticmethod(_constructor_later(made, names, defaults))
            return made

    NamedTuple = type.__new__(_OfFields, "NamedTuple", (), {})


def _constructor_later(
    made: Any, names: Sequence[str], defaults: Mapping[str, object]
) -> Callable[..., Any]:
    """The method `__new__` of the first values."""
    left = _FEW

    def first(cls: type, /, *given: object, **named: object) -> Any:
        nonlocal left
        left -= 1
        values = _values(names, defaults, given, named) if left >= 0 else None
        if values is not None:
            return tuple.__new__(cls, values)
        found = _constructor(made, names, defaults)
        made.__new__ = staticmethod(found)
        return found(cls, *given, **named)

    return first


def _values(
    names: Sequence[str],
    defaults: Mapping[str, object],
    given: Sequence[object],
    named: Mapping[str, object],
) -> Sequence[object] | None:
    """The values of the fields; None for a mistake, which the compiled method reports."""
    left = names[len(given) :]
    said = {**defaults, **named}
    if len(given) > len(names) or not named.keys() <= set(left) or not said.keys() >= set(left):
        return None
    return (*given, *(said[name] for name in left))


def _constructor(
    made: type, names: Sequence[str], defaults: Mapping[str, object]
) -> Callable[..., Any]:
    """The method `__new__`, which takes the fields."""
    taken = ", ".join(names)
    values = f"({taken},)" if names else "()"
    scope = {"_new": tuple.__new__, "__builtins__": {}, "__name__": made.__module__}
    made_of = eval(f"lambda _cls, {taken}: _new(_cls, {values})", scope)  # noqa: S307 (of names of fields alone)
    found = FunctionType(made_of.__code__, scope, "__new__", tuple(defaults.values()))
    found.__qualname__ = f"{made.__qualname__}.__new__"
    return found

"""What `dataclasses` makes, in an eighth of the time.

`dataclasses` compiles six methods for each class at every start, and loads `inspect`, with Python's
parser, to do so: together that took a quarter of the time of a hook. Here `__init__` alone is
compiled, once more than a few values of a class are made; the others are the same functions for all
classes. `dataclasses.fields` and what rests on it find the fields all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

__all__ = ["field", "fields", "immutable", "is_dataclass", "mutable", "replace"]

_FEW = 16
"""So many values are made before it is worth to compile how."""
_MISSING: Any = object()

if TYPE_CHECKING:
    from dataclasses import Field, field, fields, is_dataclass, replace
    from dataclasses import dataclass as immutable
    from dataclasses import dataclass as mutable
else:

    def immutable(*, frozen: bool, slots: bool = False, eq: bool = True, kw_only: bool = False):
        """The decorator `dataclasses.dataclass` of a class that is `frozen`, which is always so."""

        def make(cls: type) -> type:
            made = _made(cls, frozen=True, slots=slots, eq=eq, kw_only=kw_only)
            made.__setattr__, made.__delattr__ = _refuse_set, _refuse_deletion
            return made

        return make

    def mutable(*, slots: bool = False, kw_only: bool = False):
        """The decorator `dataclasses.dataclass` of a class whose fields can be set."""

        def make(cls: type) -> type:
            return _made(cls, frozen=False, slots=slots, eq=True, kw_only=kw_only)

        return make

    def replace(value: Any, /, **changes: Any) -> Any:
        """A copy with these fields changed, as `dataclasses.replace` makes it."""
        declared = getattr(value, "__declared__", None)
        if declared is None or not all(each.init for each in declared.values()):
            from dataclasses import replace as replace_of_any

            return replace_of_any(value, **changes)
        for name in declared:
            if name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)

    def fields(kind: Any) -> tuple[Any, ...]:
        """The fields of a class, or of the class of a value, as `dataclasses.fields` finds them."""
        declared = getattr(kind, "__declared__", None)
        if declared is None:
            from dataclasses import fields as fields_of_any

            return fields_of_any(kind)
        return tuple(declared.values())

    def is_dataclass(kind: Any) -> bool:
        """Whether a class, or that of a value, is made by `dataclasses` or as it makes them."""
        return hasattr(kind, "__declared__") or hasattr(kind, "__dataclass_fields__")


class _Declared:
    """What a class says of a field, as `dataclasses.field` takes it."""

    __slots__ = ("compare", "default", "default_factory", "init", "kw_only", "name", "repr", "type")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,
        compare: bool = True,
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare
        self.name, self.type, self.kw_only = "", "", False  # until it is one of a class

    def standard(self) -> Field[Any]:
        """The same as one of `dataclasses`."""
        from dataclasses import field as standard

        names = ("default", "default_factory", "init", "repr", "compare", "kw_only")
        said = {name: getattr(self, name) for name in names}
        made: Field[Any] = standard(**{n: x for n, x in said.items() if x is not _MISSING})
        return made


if not TYPE_CHECKING:
    field = _Declared


def _made(cls: Any, *, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> Any:
    """The class with its methods; with `slots` another of the same name."""
    own, declared = _declared(cls, kw_only=kw_only), dict[str, _Declared]()
    for base in reversed(cls.__mro__[1:]):
        declared |= base.__dict__.get("__declared__", {})
    declared |= own
    made: Any = _with_slots(cls, own) if slots else cls
    methods: dict[str, Any] = {"__init__": _initialiser_later(made, declared, slots=slots)}
    methods["__repr__"] = _shown([name for name, each in declared.items() if each.repr])
    if eq:
        compared = [name for name, each in declared.items() if each.compare]
        methods |= _comparing(attrgetter(*compared) if compared else type)
        methods |= {} if frozen else {"__hash__": None}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    own_methods = cls.__dict__.keys() - _implied(cls)
    for name in methods.keys() - own_methods:
        setattr(made, name, methods[name])
    made.__declared__ = declared
    made.__dataclass_fields__ = _Fields(declared)
    return made


def _implied(cls: type) -> set[str]:
    """What Python itself adds to a class that says when two of its values are equal."""
    implied = "__eq__" in cls.__dict__ and cls.__dict__["__hash__"] is None
    return {"__hash__"} if implied else set()


class _Fields:
    """The fields of a class as `dataclasses.fields` finds them, made once someone asks."""

    def __init__(self, declared: Mapping[str, _Declared]) -> None:
        self._declared = declared
        self._made: dict[str, Field[Any]] = {}

    def __get__(self, _: object, owner: type) -> dict[str, Field[Any]]:
        if not self._made:
            from dataclasses import fields, make_dataclass  # few ask

            named = [(name, each.type, each.standard()) for name, each in self._declared.items()]
            # with something to say it is not asked for its signature, which takes longer than all
            said = {"__doc__": owner.__name__}
            same = make_dataclass(
                owner.__name__, named, namespace=said, init=False, repr=False, eq=False
            )
            self._made = {each.name: each for each in fields(same)}
        return self._made


def _declared(cls: type, *, kw_only: bool) -> dict[str, _Declared]:
    """The fields that a class says itself; what they are by default stays in the class."""
    found: dict[str, _Declared] = {}
    for name, kind in cls.__annotations__.items():
        if kind.startswith("ClassVar"):
            continue
        said = getattr(cls, name, _MISSING)
        if isinstance(said, MemberDescriptorType):  # the slot of a class that this goes on from
            said = _MISSING
        each = said if isinstance(said, _Declared) else _Declared(default=said)
        if type(each.default).__hash__ is None:
            raise ValueError(f"all values would share the default of {name!r}: use default_factory")
        each.name, each.type, each.kw_only = name, kind, kw_only
        if each is said and each.default is _MISSING:
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
    made: Any, declared: Mapping[str, _Declared], *, slots: bool
) -> Callable[..., None]:
    """The method `__init__` of the first values."""
    left = _FEW

    def first(self: Any, /, *given: object, **named: object) -> None:
        nonlocal left
        left -= 1
        values = _values(declared, given, named) if left >= 0 else None
        if values is None:
            made.__init__ = found = _initialiser(made, declared, slots=slots)
            found(self, *given, **named)
            return
        for name, value in values.items():
            object.__setattr__(self, name, value)
        if hasattr(made, "__post_init__"):
            self.__post_init__()  # a class that goes on from this one may have its own

    return first


def _values(
    declared: Mapping[str, _Declared], given: Sequence[object], named: Mapping[str, object]
) -> Mapping[str, object] | None:
    """The values of the fields; None for a mistake, which the compiled method reports."""
    taken = [name for name, each in declared.items() if each.init]
    placed = [name for name in taken if not declared[name].kw_only]
    said = dict(zip(placed, given, strict=False))
    if len(given) > len(placed) or said.keys() & named.keys() or not named.keys() <= set(taken):
        return None
    said |= named
    for name, each in declared.items():
        if name not in said and each.default_factory is not _MISSING:
            said[name] = each.default_factory()
        elif name not in said and each.default is not _MISSING:
            said[name] = each.default
    return said if said.keys() >= set(taken) else None


def _initialiser(
    made: type, declared: Mapping[str, _Declared], *, slots: bool
) -> Callable[..., None]:
    """The method `__init__`, which takes the fields and sets them."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": _MISSING}
    placed, named = ["self"], list[str]()
    lines = []
    for name, each in declared.items():
        given = _given(name, each, known, named if each.kw_only else placed)
        if given:
            slot = getattr(made, name, None) if slots else None
            if isinstance(slot, MemberDescriptorType):
                known[f"_set_{name}"] = slot.__set__
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


def _given(name: str, each: _Declared, known: dict[str, Any], taken: list[str]) -> str:
    """What a field is set to, as Python; empty for one that is set later, or never."""
    default = f"_default_{name}"
    if each.default_factory is not _MISSING:
        known[default] = each.default_factory
        if not each.init:
            return f"{default}()"
        taken.append(f"{name}=_missing")
        return f"{default}() if {name} is _missing else {name}"
    if each.default is not _MISSING:
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


def _state(self: Any) -> list[Any]:
    """By this frozen values with slots, and those that go on from them, are copied and kept."""
    return [getattr(self, name) for name in type(self).__declared__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, found in zip(type(self).__declared__, state, strict=True):
        object.__setattr__(self, name, found)


def _refuse_set(_: object, name: str, _found: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")

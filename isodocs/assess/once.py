"""What follows from a register is worked out once, however many rules and reports ask for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from isodocs.model.register import Register

P = ParamSpec("P")
R = TypeVar("R")
_Function = Callable[Concatenate["Register", P], R]
_OURS = "isodocs.assess."


def once_per_register(function: _Function[P, R]) -> _Function[P, R]:
    """Remember what a function returns for a register and the other, hashable arguments."""
    return once_per_register_and(cast("Callable[P, Hashable]", _arguments))(function)


def once_per_register_and(
    key: Callable[P, Hashable],
) -> Callable[[_Function[P, R]], _Function[P, R]]:
    """Remember what a function returns for a register and what `key` makes of the rest.

    The register itself keeps it, and is freed with it: another register, even of the same commit
    and day, has its own. What is returned must not be an iterator that is used up.
    """

    def decorate(function: _Function[P, R]) -> _Function[P, R]:
        name = f"{function.__module__}:{function.__qualname__}"

        @wraps(function)
        def remembered(register: Register, /, *args: P.args, **more: P.kwargs) -> R:
            known = register.worked_out.setdefault(function, {})
            found = key(*args, **more)
            watch = register.watch
            if watch and watch.notes:
                asked = _question(name, args, more)
                watch.asked(asked)
                if found not in known:
                    with watch.working(asked):
                        known[found] = function(register, *args, **more)
            elif found not in known:
                # A portal has many readers: the others wait, and do not work out the same.
                with _alone(register, (function, found)):
                    if found not in known:
                        known[found] = function(register, *args, **more)
            result: R = known[found]
            return result

        return remembered

    return decorate


@contextmanager
def _alone(register: Register, question: Hashable) -> Iterator[None]:
    """Keep other threads from the same question, and from no other: none can wait in a circle."""
    lock = register.being_worked_out.setdefault(question, RLock())
    try:
        with lock:
            yield
    finally:
        register.being_worked_out.pop(question, None)


def question_of(function: Callable[..., Any]) -> str:
    """The words in which a watch notes that such a function was asked, about nothing else."""
    return _question(f"{function.__module__}:{function.__qualname__}", (), {})


def give(register: Register, question: str, value: Any) -> None:
    """Let a function that is asked about nothing else return what is known already."""
    module, _, function = question.partition(" ")[0].partition(":")
    inner = getattr(import_module(module), function).__wrapped__
    register.worked_out.setdefault(inner, {})[()] = value


def answer(register: Register, question: str) -> Any:
    """What such a function returns, by the words in which a watch noted that it was asked.

    Raises LookupError where these say too little.
    """
    name, _, said = question.partition(" ")
    module, _, function = name.partition(":")
    if not said or not module.startswith(_OURS):
        raise LookupError(question)
    args, more = json.loads(said)
    given = [_argument(register, *each) for each in args]
    return getattr(import_module(module), function)(register, *given, **more)


def _question(name: str, args: tuple[Any, ...], more: dict[str, Any]) -> str:
    """The function and what it is asked about; of what cannot be written down, the function."""
    said = [_said(each) for each in args]
    plain = all(isinstance(each, str | bool) for each in more.values())
    return f"{name} {json.dumps([said, more])}" if plain and None not in said else name


def _said(value: Any) -> tuple[str, str, str] | None:
    from isodocs.model.requirement import Requirement, RequirementMap  # only a watch asks

    if type(value) is str:
        return "", value, ""
    if type(value) is RequirementMap:
        return "map", value.id, ""
    if type(value) is Requirement:
        return "clause", value.standard, value.number
    return None


def _argument(register: Register, kind: str, one: str, other: str) -> Any:
    if not kind:
        return one
    known = register.known_maps[one]
    found = known.get(other) if kind == "clause" else known
    if found is None:
        raise LookupError(other)
    return found


def _arguments(*args: Hashable, **more: Hashable) -> Hashable:
    return (args, *sorted(more.items())) if more else args

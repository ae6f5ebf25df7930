"""What follows from a register is worked out once, however many rules and reports ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from isodocs.model.register import Register

P = ParamSpec("P")
R = TypeVar("R")
_Function = Callable[Concatenate["Register", P], R]


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
        @wraps(function)
        def remembered(register: Register, /, *args: P.args, **more: P.kwargs) -> R:
            known = register.worked_out.setdefault(function, {})
            found = key(*args, **more)
            if found not in known:
                known[found] = function(register, *args, **more)
            result: R = known[found]
            return result

        return remembered

    return decorate


def _arguments(*args: Hashable, **more: Hashable) -> Hashable:
    return (args, *sorted(more.items())) if more else args

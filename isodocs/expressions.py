"""Regular expressions that are compiled when they are first asked.

A command loads over two hundred of them and asks a third: to compile all took longer than most of
what it does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr, Generic

__all__ = ["expression"]


class _Later(Generic[AnyStr]):
    """Has what the expression has, once that is asked for."""

    def __init__(self, pattern: AnyStr, flags: int = 0) -> None:
        self._pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, found)  # found at once from now on
        return found


if TYPE_CHECKING:
    from re import compile as expression
else:
    expression = _Later

"""Runs the command line and writes to $COUNTED what it does; see counting.py, which starts it.

Each event is a line that is appended at once, so that a forked process adds its own.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import os
import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PARSERS = {
    "isodocs.parsing.front_matter": ("read", "front-matter"),
    "isodocs.parsing.markdown": ("outline", "outline"),
}
"""The functions whose calls are counted, by module, and what a call is called."""
RULES = "isodocs.rules.rule"
FOOTPRINT = "isodocs.repository.footprint"
"""Of code that was changed within its margin nothing is remembered: that of tests may be new."""

_LOG = os.open(os.environ["COUNTED"], os.O_WRONLY | os.O_APPEND)


def note(event: str, detail: str = "") -> None:
    """Write one event."""
    os.write(_LOG, f"{event} {detail}\n".encode())


def counted(function: Callable[..., Any], event: str, detail: str = "") -> Callable[..., Any]:
    """The function, noting each call."""

    @functools.wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        note(event, detail)
        return function(*args, **options)

    return call


def counting_rules(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The decorator of rules, so that each rule it registers notes its calls."""

    @functools.wraps(rule)
    def decorate(code: str, *args: Any, **options: Any) -> Callable[..., Any]:
        register = rule(code, *args, **options)
        return lambda function: register(counted(function, "rule", code))

    return decorate


class Wrapping(Loader):
    """Loads a module as its own loader does, then wraps what is counted in it.

    Modules that import it later import what is wrapped.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        if module.__name__ == FOOTPRINT:
            module.MARGIN = int(module.TICK * 1e9)  # type: ignore[attr-defined]
        elif module.__name__ == RULES:
            module.rule = counting_rules(module.rule)  # type: ignore[attr-defined]
        else:
            name, event = PARSERS[module.__name__]
            setattr(module, name, counted(getattr(module, name), event))


class Finder(MetaPathFinder):
    """Finds the modules in which something is counted, as others would, and wraps their loader."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name not in PARSERS and name not in (RULES, FOOTPRINT):
            return None
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path, target)):
                assert spec.loader
                spec.loader = Wrapping(spec.loader)
                return spec
        return None


if __name__ == "__main__":
    sys.meta_path.insert(0, Finder())
    atexit.register(lambda: note("modules", " ".join(sys.modules)))
    importlib.import_module("isodocs.__main__").main()

"""The package as Python reads it: a text is parsed once, however many laws look at it."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path

import isodocs

PACKAGE = Path(isodocs.__file__).parent


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return _tree(path.read_text("utf-8"))


def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module, outer before inner."""
    return nodes_of(path.read_text("utf-8"))


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    found = tuple(ast.walk(_tree(source)))
    gc.freeze()
    return found


@cache
def _tree(source: str) -> ast.Module:
    """It stays till the end: a million nodes cost every later look for garbage half a second."""
    found = ast.parse(source)
    gc.freeze()
    return found

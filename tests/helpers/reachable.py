"""Which names of a package's modules the product can reach from where it is started.

A name is reached through names: a function called like a method somewhere else is not used by that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers import syntax

Named = tuple[str, str]
"""A module, and a name at its top level; the empty name is all that runs when it is imported."""
_BY_NAME = "import_module"
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class _Module:
    name: str
    package: str
    known: dict[str, Named] = field(default_factory=dict)
    """What an import calls by each name here: a name of a module, or a module itself."""
    mentions: dict[str, list[ast.AST]] = field(default_factory=dict)
    """Each name at the top level and what is behind it."""
    registered: list[str] = field(default_factory=list)
    """The names that a decorator hands to somebody."""


def unreached(root: Path, starts: Iterable[Named], registering: Iterable[str]) -> list[str]:
    """`module.name` of all that nothing reaches in the package at `root`, sorted.

    `starts` are where it is started from. A function is also reached if a decorator of the name
    `registering`, or a method of something in its own module (`@group.command()`), decorates it,
    and if its module is found by name and it is what is then taken from it.
    """
    modules = {module.name: module for module in _read(root, frozenset(registering))}
    waiting = [*starts, *_found_by_name(modules)]
    waiting += [(m.name, name) for m in modules.values() for name in ("", *m.registered)]
    reached: set[Named] = set()
    while waiting:
        module, name = at = _home(modules, waiting.pop())
        if at not in reached and module in modules and name in modules[module].mentions:
            reached.add(at)
            waiting += _mentioned(modules, module, modules[module].mentions[name])
    every = {(m.name, name) for m in modules.values() for name in m.mentions}
    return sorted(f"{module}.{name}" for module, name in every - reached if name[:2] != "__")


def _read(root: Path, registering: frozenset[str]) -> Iterator[_Module]:
    for path in root.rglob("*.py"):
        parts = (root.name, *path.relative_to(root).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        module = _Module(name, root.name, mentions={"": []})
        for node in syntax.nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    module.known[each.asname or each.name] = (node.module, each.name)
        for node in syntax.tree(path).body:
            if isinstance(node, _Definition):
                module.mentions[node.name] = [node]
                if any(_registers(each, module, registering) for each in node.decorator_list):
                    module.registered.append(node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [
                    each.id
                    for target in targets
                    for each in ast.walk(target)
                    if isinstance(each, ast.Name)
                ]
                for each_name in names:
                    module.mentions.setdefault(each_name, []).append(node)
            else:
                module.mentions[""].append(node)
        yield module


def _registers(decorator: ast.expr, module: _Module, registering: frozenset[str]) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(called, ast.Name):
        return called.id in registering
    inner = called.value if isinstance(called, ast.Attribute) else None
    return isinstance(inner, ast.Name) and inner.id in module.mentions


def _home(modules: dict[str, _Module], at: Named) -> Named:
    """Where a name is defined, through the modules that only pass it on."""
    module, name = at
    while module in modules and name not in modules[module].mentions:
        if name not in modules[module].known:
            break
        module, name = modules[module].known[name]
    return module, name


def _mentioned(modules: dict[str, _Module], module: str, nodes: list[ast.AST]) -> Iterator[Named]:
    known = modules[module].known
    for node in (each for top in nodes for each in ast.walk(top)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield known.get(node.id, (module, node.id))
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in known
        ):
            yield ".".join(known[node.value.id]), node.attr


def _found_by_name(modules: dict[str, _Module]) -> Iterator[Named]:
    """What is taken from a module that is imported by its name: `import_module(...).render`."""
    for module in modules.values():
        if _BY_NAME not in module.known:
            continue
        nodes = [
            each for tops in module.mentions.values() for top in tops for each in ast.walk(top)
        ]
        held = {
            target.id
            for node in nodes
            if isinstance(node, ast.Assign) and _imports(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        taken = {
            node.attr
            for node in nodes
            if isinstance(node, ast.Attribute)
            and (
                _imports(node.value) or (isinstance(node.value, ast.Name) and node.value.id in held)
            )
        }
        prefixes = [
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith(f"{module.package}.")
            and node.value.endswith(".")
        ]
        for prefix in prefixes:
            yield from (
                (name, each) for name in modules if name.startswith(prefix) for each in taken
            )


def _imports(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _BY_NAME
    )

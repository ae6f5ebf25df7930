"""Every regular expression of the package, with what it is asked to do."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import isodocs
from isodocs import expressions as compiled_late
from tests.helpers import syntax

LATER: object = compiled_late.expression
Expression = re.Pattern[str] | re.Pattern[bytes]
_SEARCHES = {"search", "findall", "finditer", "sub", "subn", "split"}
_ALL = frozenset({"search", "fullmatch"})


@dataclass(frozen=True)
class Found:
    """An expression, its module and name, and the methods that ask it: search, match, fullmatch."""

    place: str
    expression: Expression
    asked: frozenset[str]


def modules() -> list[ModuleType]:
    names = [m.name for m in pkgutil.walk_packages(isodocs.__path__, "isodocs.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def find() -> tuple[list[Found], set[str]]:
    """The expressions, and the places where one is put together only while the program runs."""
    every = modules()
    uses = _uses(every)
    found: dict[tuple[object, int], Found] = {}
    made: set[str] = set()

    def add(place: str, expression: Expression, asked: frozenset[str]) -> None:
        key = (expression.pattern, expression.flags)
        before = found.get(key, Found(place, expression, asked))
        found[key] = Found(before.place, expression, before.asked | asked)

    for module in every:
        here = module.__name__.rpartition(".")[2]
        for name, named in _named(module):
            value = _compiled_now(named)
            last = name.rpartition(".")[2]
            place = module.__name__ if last.startswith("_") else ""
            for expression in _inside(value, 3):
                known = value is expression
                asked = uses.get((place, last), frozenset()) if known else _ALL
                add(f"{here}.{name}", expression, asked)
        for call in _calls(module):
            method, text = _method(call), ast.unparse(call.args[0])
            try:
                expression = _compiled(call, module)
            except NameError:
                made.add(f"{here}: {text}")
                continue
            if method != "compile":
                add(f"{here}: {text}", expression, frozenset({_way(method)}))
            elif (expression.pattern, expression.flags) not in found:
                add(f"{here}: {text}", expression, _ALL)
    return list(found.values()), made


def _file(module: ModuleType) -> Path:
    return Path(inspect.getfile(module))


def _named(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        yield name, value
        if inspect.isclass(value) and value.__module__ == module.__name__:
            yield from ((f"{name}.{inner}", there) for inner, there in vars(value).items())


def _compiled_now(value: object) -> object:
    """What a name stands for; an expression that is compiled when it is first asked, compiled."""
    if type(value) is not LATER:
        return value
    return re.compile(vars(value)["_pattern"], vars(value)["_flags"])


def _inside(value: object, depth: int) -> Iterator[Expression]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for item in [*value, *value.values()]:
            yield from _inside(_compiled_now(item), depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _inside(_compiled_now(item), depth - 1)
    elif depth and type(value).__module__.startswith("isodocs") and hasattr(value, "__dict__"):
        yield from _inside(vars(value), depth - 1)


def _calls(module: ModuleType) -> Iterator[ast.Call]:
    for node in syntax.nodes(_file(module)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[_, *_]):
                if attr == "compile" or attr in _SEARCHES | {"match", "fullmatch"}:
                    yield node
            case ast.Call(func=ast.Name(id="expression"), args=[_, *_]):
                yield node


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else "compile"


def _compiled(call: ast.Call, module: ModuleType) -> Expression:
    def value(node: ast.expr) -> object:
        return eval(compile(ast.Expression(node), "<expression>", "eval"), vars(module).copy())

    method = _method(call)
    flags = [k.value for k in call.keywords if k.arg == "flags"]
    if method in {"compile", "search", "match", "fullmatch", "findall", "finditer"}:
        flags += call.args[2 if method != "compile" else 1 :]
    compiled = re.compile(value(call.args[0]), value(flags[0]) if flags else 0)  # type: ignore[call-overload]
    assert isinstance(compiled, re.Pattern)
    return compiled


def _way(method: str) -> str:
    return "search" if method in _SEARCHES else method


def _uses(every: list[ModuleType]) -> dict[tuple[str, str], frozenset[str]]:
    """For each name of a constant the methods it is asked by; everything, where it is handed on.

    A private name is its module's; the others are everybody's. A match at a given place may be
    asked for at every place, so it counts as a search.
    """
    asked: dict[tuple[str, str], set[str]] = {}
    for module in every:
        nodes = syntax.nodes(_file(module))
        attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        methods = {id(node.value): node.attr for node in attributes}
        positions = {id(node.func) for node in calls if len(node.args) > 1}
        placed = {id(node.value) for node in attributes if id(node) in positions}
        for node in nodes:
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                    way = _way(methods.get(id(node), ""))
                    if way in {"pattern", "flags"}:
                        continue
                    ways = {way} if way in {"search", "match", "fullmatch"} else set(_ALL)
                    if id(node) in placed:
                        ways.add("search")
                    key = (module.__name__ if name.startswith("_") else "", name)
                    asked.setdefault(key, set()).update(ways)
    return {name: frozenset(ways) for name, ways in asked.items()}

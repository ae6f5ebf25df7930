"""The tree of errors at the top of isodocs/errors.py is the one that the classes make."""

from __future__ import annotations

import ast
import pkgutil
from importlib import import_module
from pathlib import Path

import isodocs
from isodocs import errors
from tests.helpers import syntax

PACKAGE = Path(isodocs.__file__).parent
ERRORS = "isodocs.errors"


def defined() -> dict[str, tuple[str, str]]:
    """Every class of exception in the package: its parent and its module, by name."""
    found = {}
    names = (each.name for each in pkgutil.walk_packages([str(PACKAGE)], "isodocs."))
    for name in names:
        if name.endswith(".__main__"):
            continue
        for each in vars(import_module(name)).values():
            if isinstance(each, type) and issubclass(each, BaseException):
                parent = each.__bases__[0].__name__
                if each.__module__ == name:
                    found[each.__name__] = (parent, name)
    return found


def written(text: str) -> dict[str, tuple[str, str]]:
    """The tree in a docstring: four blanks deeper is below, and a last word `a.b` is a module."""
    found: dict[str, tuple[str, str]] = {}
    above = ["Exception"]
    for line in text.splitlines():
        words = line.split()
        if not line.startswith(" " * 4) or not words:
            continue
        depth = (len(line) - len(line.lstrip())) // 4
        above[depth:] = [words[0]]
        last = words[-1]
        module = f"isodocs.{last}" if len(words) == 2 and "." in last else ERRORS
        found[words[0]] = (above[depth - 1], module)
    return found


def test_the_tree_is_the_one_of_the_classes() -> None:
    assert written(errors.__doc__ or "") == defined()


def met() -> dict[str, str]:
    """The errors that a user can meet, with their modules."""
    return {
        name: module
        for name, (_, module) in defined().items()
        if issubclass(getattr(import_module(module), name), errors.IsodocsError)
    }


def test_what_no_user_meets_is_caught() -> None:
    caught = {
        word
        for path in syntax.modules()
        for node in syntax.nodes(path)
        if isinstance(node, ast.ExceptHandler) and node.type
        for word in (ast.unparse(each).rpartition(".")[2] for each in ast.walk(node.type)
                     if isinstance(each, ast.Name | ast.Attribute))
    }  # fmt: skip
    assert defined().keys() - met().keys() <= caught


def test_an_error_beside_a_module_is_raised_by_that_module_alone() -> None:
    beside = {name: module for name, module in met().items() if module != ERRORS}
    for path in syntax.modules():
        here = ".".join(("isodocs", *path.relative_to(PACKAGE).with_suffix("").parts))
        for node in syntax.nodes(path):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                raised = ast.unparse(node.exc.func).rpartition(".")[2]
                assert beside.get(raised, here) == here, f"{path} raises {raised}: move it"


def test_every_error_says_what_exit_code_it_means() -> None:
    for name, module in met().items():
        assert getattr(import_module(module), name).exit_code == 2

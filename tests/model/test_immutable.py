"""What the model holds cannot be changed, and what equals any tuple stands for nothing else.

See docs/decisions/0037: most values are NamedTuples, which cost the least to define.
"""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from inspect import isabstract

import pytest

from isodocs import model
from tests.helpers import syntax

TUPLES = {"tuple", "Sequence", "Collection", "Iterable", "Iterator", "object"}
"""What a NamedTuple also is, so that a test for the one finds the other."""


def nouns() -> list[type]:
    """Every class of model/ that can be made: not enumerations, which Python protects."""
    names = [each.name for each in pkgutil.iter_modules(model.__path__, "isodocs.model.")]
    return [
        each
        for name in names
        for each in vars(import_module(name)).values()
        if isinstance(each, type) and each.__module__ == name
        if not issubclass(each, Enum) and not getattr(each, "_is_protocol", False)
        if not isabstract(each)
    ]


def unmade(noun: type) -> tuple[object, tuple[str, ...]]:
    """An instance that no constructor has filled, and its fields."""
    if issubclass(noun, tuple):
        fields: tuple[str, ...] = noun._fields  # type: ignore[attr-defined]
        return tuple.__new__(noun, [None] * len(fields)), fields
    return object.__new__(noun), tuple(each.name for each in dataclasses.fields(noun))


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)
def test_no_field_of_a_noun_can_be_set_or_deleted(noun: type) -> None:
    instance, fields = unmade(noun)
    assert fields
    for name in fields:
        with pytest.raises(AttributeError):
            setattr(instance, name, "other")
        with pytest.raises(AttributeError):
            delattr(instance, name)


def test_every_sort_of_noun_is_tried() -> None:
    kinds = {issubclass(noun, tuple) for noun in nouns()}
    assert kinds == {True, False}


def named_tuples(trees: list[ast.Module]) -> set[str]:
    return {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases)
    }


def members(union: ast.expr) -> Iterator[str]:
    """The names of the types in `A | B | None`."""
    if isinstance(union, ast.BinOp):
        yield from members(union.left)
        yield from members(union.right)
    else:
        yield ast.unparse(union).partition("[")[0].rpartition(".")[2]


def confusable(trees: list[ast.Module]) -> list[str]:
    """The unions in which a NamedTuple may be taken for another member."""
    names = named_tuples(trees)
    found = []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
                kinds = {*members(node)} & (names | TUPLES)
                if len(kinds) > 1 and kinds & names:
                    found.append(ast.unparse(node))
    return found


def test_no_union_holds_two_types_that_may_equal_each_other() -> None:
    """`Delegation(...) == Approval(...)` would hold for NamedTuples with the same values."""
    trees = [syntax.tree(path) for path in syntax.modules()]
    assert confusable(trees) == []


def test_such_a_union_is_noticed() -> None:
    classes = "class A(NamedTuple):\n    x: int\nclass B(NamedTuple):\n    x: int\n"
    for union, found in [("A | B", 1), ("A | None", 0), ("A | Sequence[str]", 1), ("A | str", 0)]:
        assert len(confusable([ast.parse(f"{classes}y: {union}")])) == found

"""Sentences keep what they are made of until someone reads them in their own language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import isodocs
from isodocs.records.record_kinds import kinds
from isodocs.words import say
from tests.helpers.flattened import flattened

PACKAGE = Path(isodocs.__file__).parent
SAYS = ("say", "say_many", "joined", "counted", "spelled", "listed", "capital", "chosen")
SAYS += ("name_in_words", "lasted", "in_context")
"""The functions that make sentences and words."""
CHOICES = {
    name for kind in kinds().values() for name, field in kind.fields.items() if field.choices
}


def functions(text: str) -> Iterator[ast.FunctionDef]:
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    yield from found


def called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def is_raw_choice(node: ast.AST) -> bool:
    """Whether it is `record.text("grade")`: the word of the file for one of the choices."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return False
    name = node.args[0]
    return node.func.attr == "text" and isinstance(name, ast.Constant) and name.value in CHOICES


def named(function: ast.FunctionDef, is_it: object) -> set[str]:
    """The names that a function gives to such values."""
    assert callable(is_it)
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and is_it(node.value):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.NamedExpr) and is_it(node.value):
            found.add(node.target.id)
    return found


def raw_choices(text: str) -> Iterator[int]:
    """The lines of sentences that hold the word of a file."""
    for function in functions(text):
        names = named(function, is_raw_choice)
        for node in ast.walk(function):
            if called(node) in ("say", "say_many", "joined"):
                assert isinstance(node, ast.Call)
                for value in (*node.args[1:], *(each.value for each in node.keywords)):
                    is_named = isinstance(value, ast.Name) and value.id in names
                    if is_named or is_raw_choice(value):
                        yield node.lineno


def plain_texts(text: str) -> Iterator[int]:
    """The lines where a sentence is put into an f-string, `%`, `format` or `join`."""
    says = {*SAYS} - {function.name for function in functions(text)}
    for function in functions(text):
        names = named(function, lambda node: called(node) in says)

        def is_said(node: ast.AST, names: set[str] = names) -> bool:
            return called(node) in says or (isinstance(node, ast.Name) and node.id in names)

        for node in ast.walk(function):
            parts: list[ast.expr] = []
            if isinstance(node, ast.FormattedValue):
                parts = [node.value]
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
                parts = [node.right, *getattr(node.right, "elts", ())]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "join" and node.args:
                    inside = node.args[0]
                    parts = [getattr(inside, "elt", inside), *getattr(inside, "elts", ())]
                elif node.func.attr == "format" and isinstance(node.func.value, ast.Constant):
                    parts = [*node.args, *(each.value for each in node.keywords)]
            if any(map(is_said, parts)):
                yield node.lineno


def test_what_may_be_chosen_is_said_in_words() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in raw_choices(path.read_text("utf-8"))
    ]
    assert found == [], (
        "chosen(field, value) or in_context(value, field) gives the word of each language"
    )


def test_no_page_of_the_portal_makes_a_sentence_a_plain_text() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted((PACKAGE / "portal").rglob("*.py"))
        for line in plain_texts(path.read_text("utf-8"))
    ]
    assert found == [], "joined(...) or say(...) keeps it a sentence; wording.word(...) is read"


@pytest.mark.parametrize(
    "line",
    [
        'return say("{a}", a=record.text("grade"))',
        'grade = record.text("grade"); return say("{a}", a=grade)',
    ],
)
def test_a_raw_choice_is_seen(line: str) -> None:
    assert [*raw_choices(f"def f(record):\n    {line}\n")] == [2]


def test_a_choice_in_words_is_none() -> None:
    line = 'return say("{a}", a=chosen("grade", record.text("grade")), b=record.text("title"))'
    assert [*raw_choices(f"def f(record):\n    {line}\n")] == []


@pytest.mark.parametrize(
    "line",
    [
        'return f"{say(1)}!"',
        'said = say("a"); return f"{said}!"',
        'return "%s" % say("a")',
        'return "%s %s" % (1, say("a"))',
        'return "{}".format(say("a"))',
        'return ", ".join([say("a"), "b"])',
        'return ", ".join(counted(n, "row") for n in x)',
    ],
)
def test_a_plain_text_is_seen(line: str) -> None:
    assert [*plain_texts(f"def f(x):\n    {line}\n")] == [2]


def test_a_sentence_that_becomes_a_plain_text_is_seen_while_pages_are_made() -> None:
    sentence = say("It is {state}.", state=say("open"))
    with flattened("") as found:
        assert found == {}
        assert say("{one}", one=sentence) == "It is open."
    assert str(sentence) == "It is open."

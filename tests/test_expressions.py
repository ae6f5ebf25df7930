"""Every regular expression of the package takes a time in proportion to its text.

The parse trees are judged, not the clock, so that an expression cannot be slow only on a text that
nobody tried. What may look slow and is not has a reason below.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.helpers import expressions, syntax
from tests.helpers.backtracking import superlinear

_CELL = "at most 400 characters of a cell are read"
_HOOK = "read from a hook, which the user's own Git already runs"
BOUNDED = {
    "clause_cells._ITEM": _CELL,
    "clause_cells._DASH": _CELL,
    "clause_cells._ENTRY": _CELL,
    "clause_cells._JOINED": _CELL,
    "clause_cells._OTHERWISE": _CELL,
    "clause_cells._ONWARD": _CELL,
    "hook_script._PATHS": _HOOK,
    "hook_script._OURS": _HOOK,
    "hook_script._FRAMEWORK": _HOOK,
    "called._AMENDED": "asked about the first _LONGEST characters only",
    "broken_links._PATH": "asked about the first _LONGEST characters only",
    "front_matter._OPEN_TOML": "asked at the beginning of a file only",
    "front_matter_look._TOML": "asked at the beginning of a line only",
    "front_matter_look._OPENINGS": "asked about a line as a whole only",
    "heading._ATTRIBUTE": "the first place where it does not match is the last",
    "heading._LOOKS_LIKE_CLAUSE": "asked about the last _LONGEST characters only",
    "html_references._CANDIDATE": "does not match only where blanks end the text",
    "html_tokens._EQUALS": "asked once behind each name, and blanks end a name",
    "includes._VALUE": "a word without a sign matches; a lone quote is read once",
    "placeholders._WORD_BEHIND": "asked once for the marks behind each 'all'",
    "yaml_edit._KEY": "asked once for each key of a text that was read as YAML",
    "index._ROW": "what Git lists: each match begins where the one before ends",
    "snapshot._ROW": "what Git lists: each match begins where the one before ends",
    "attributes._CLASS": "a line has at most 2,048 bytes",
    "clause._ITEM": "asked about numbers of at most _LONGEST characters only",
    "foreign._SENTENCE": "the first place where it does not match is the last",
}
MADE = {
    "clause_cells": "one letter of a requirement map, and figures of a fixed length",
    "owners": "escaped text and one loop to the end",
    "create": "escaped text and figures of a fixed length",
    "identifiers": "escaped text with a letter or figure, and the dots behind it",
    "expressions": "what a constant is made of, which is judged like the others",
    "front_matter_look": "a name of a field and one loop, at the beginning of a line",
    "known_standards": "kept in a constant, which is judged like the others",
    "record_edit": "a number of blanks, or one loop to the end",
    "record_values": "the form of a field of a kind of record, which is ours",
    "standard_names": "one loop to the end of an identifier of ours, and figures of a fixed length",
    "waive": "an identifier as it is written, not a pattern: it is escaped",
    "attributes": "a wildcard takes the least that fits and is never tried again",
}


@cache
def found() -> tuple[list[expressions.Found], set[str]]:
    return expressions.find()


def test_no_expression_takes_more_than_linear_time() -> None:
    slow = {
        item.place: f"{item.expression.pattern!r} ({way}): {why}"
        for item in found()[0]
        for way in sorted(item.asked)
        if (why := superlinear(item.expression, way == "search", way == "fullmatch"))
    }
    assert {place: why for place, why in slow.items() if place not in BOUNDED} == {}
    assert set(BOUNDED) - set(slow) == set(), "an exception that nothing needs any more"


_GROUP_REPEATED_POSSESSIVELY = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*+,?\d*+\})\+")


def strings() -> Iterator[tuple[str, str]]:
    """Every string of the package, expressions that are put together among them."""
    for module in expressions.modules():
        for node in syntax.nodes(Path(inspect.getfile(module))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
                yield f"{module.__name__}:{node.lineno}", text


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 misplaces the end of such a repetition; `(?>(?:...)*)` means the same.

    A name then keeps a blank, or a file that a text shows is overlooked
    (https://github.com/python/cpython/issues/106052).
    """
    found = [place for place, text in strings() if _GROUP_REPEATED_POSSESSIVELY.search(text)]
    assert found == []


def test_a_group_repeated_possessively_is_seen() -> None:
    for pattern in ("(?:a|b)*+", "(ab)++", "(?:ab)?+", "(?:ab){1,3}+", "(?:ab){2}+"):
        assert _GROUP_REPEATED_POSSESSIVELY.search(pattern), pattern
    for pattern in ("[ab]*+", "(?>(?:ab)*)", r"\)*+", "(ab)+", "(ab)?", "a{1,3}+"):
        assert not _GROUP_REPEATED_POSSESSIVELY.search(pattern), pattern


def test_expressions_put_together_while_running_are_known() -> None:
    assert {place.partition(":")[0] for place in found()[1]} == set(MADE)


def test_the_expressions_of_all_modules_are_found() -> None:
    places = {item.place for item in found()[0]}
    assert {
        "heading._BLOCK",  # a constant
        "front_matter_look._OPENINGS",  # within a tuple
        "run._PARTS",  # only its method is kept
        "link_places: '[\\\\t\\\\r\\\\n]'",  # within a function
    } <= places
    asked = {item.place: item.asked for item in found()[0]}
    assert asked["heading._BLOCK"] == {"search"}
    assert asked["html_tokens._EQUALS"] == {"match", "search"}


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"(a*)*b", "match"),
        (r"(?:a|a)*b", "match"),
        (r"(?:a|ab|b)*c", "match"),
        (r"(?:\w+\s?)*!", "match"),
        (r"(?:#.*\r?\n)*x", "match"),
        (r"a*a*b", "match"),
        (r"\d+\.?\d+x", "match"),
        (r".*,.*,.*;", "match"),
        (r"(?>a+)?a*a*b", "match"),
        (r"a*a*", "fullmatch"),
        (r"a*b", "search"),
        (r"\s+$", "search"),
        (r"\s*+$", "search"),
        (r"a(?=.*b)", "search"),
        (r"a(?!.*b)", "search"),
        (r"a(?:.*b)?", "search"),
        (r"<!--.*?-->", "search"),
    ],
)
def test_a_slow_expression_is_seen(pattern: str, way: str) -> None:
    assert superlinear(re.compile(pattern, re.DOTALL), way == "search", way == "fullmatch")


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"a*b", "match"),
        (r"a*a*", "match"),
        (r"a*", "fullmatch"),
        (r"a*+a*b", "match"),
        (r"(?>a+)a*b", "match"),
        (r"[ab]*+[bc]*d", "match"),
        (r"\w+(?:\.\w+)*;", "match"),
        (r"\w+", "search"),
        (r"(?<!\s)\s++$", "search"),
        (r"\b\w++;", "search"),
        (r"(?m)^[ \t]*+x", "search"),
        (r"<[^<>]*>", "search"),
        (r"a{1,9}a{1,9}b", "search"),
    ],
)
def test_a_quick_expression_is_not_blamed(pattern: str, way: str) -> None:
    assert not superlinear(re.compile(pattern), way == "search", way == "fullmatch")

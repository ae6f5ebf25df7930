"""Twice the input costs twice as much: no text that anyone may push is dearer than its size.

Costs are counted in calls, which are the same on every machine, so no clock decides. What one call
of a regular expression does is not seen that way; those are compared by the time they take for an
input eight times as large, where anything but a proportion would be 64 times as much.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest

from isodocs import words
from isodocs.assess import link_targets, matrix
from isodocs.assess.document_cells import _PARTING
from isodocs.model.config import Config
from isodocs.model.outline import Link, LinkKind
from isodocs.parsing import (
    broken_links,
    document,
    heading,
    markdown,
    markdown_tokens,
    placeholders,
)
from isodocs.records import record_parsing
from isodocs.records.record_values import cut

TEXTS: dict[str, Callable[[int], str]] = {
    "attributes of HTML": lambda n: "<div>\n" + "<a id=x>\n" * n,
    "HTML in a line": lambda n: "x <a id=x> y " * n,
    "headings of HTML": lambda n: "<h2>a <b>c</b></h2>\n" * n,
    "open HTML": lambda n: "<a b='" * n,
    "comments": lambda n: "<!-- a -->\n\n" * n,
    "rows": lambda n: "| a | b |\n|---|---|\n" + "| c | d |\n" * n,
    "columns": lambda n: f"|{'a|' * n}\n|{'-|' * n}\n|{'c|' * n}\n",
    "items": lambda n: "- a word here\n" * n,
    "includes": lambda n: "!include x\n" * n,
    "quotations": lambda n: "> a word here\n" * n,
    "quotations within quotations": lambda n: ("> " * 50 + "a\n") * (n // 10),
    "emphasis": lambda n: "*a " * n,
    "emphasis both ways": lambda n: "**a* " * n,
    "definitions": lambda n: "".join(f"[label {i}]: /a{i}\n" for i in range(n)),
    "labels": lambda n: "and word [a][b] more words " * n,
    "references": lambda n: "&amp;" * n,
    "ampersands": lambda n: "&" * n,
    "backticks": lambda n: "".join("`" * (i % 50 + 1) + "a" for i in range(n // 10)),
    "headings": lambda n: "".join(f"# a{i}\n\nword word\n\n" for i in range(n)),
    "equal headings": lambda n: "# same\n\nword word\n\n" * n,
    "footnotes": lambda n: "".join(f"[^{i}]: A word\n" for i in range(n)),
    "identifiers": lambda n: "word `b`{#c} and " * n,
    "placeholders": lambda n: "`a` TODO el and TBD words " * n,
    "links": lambda n: "[a](b c.md) and more words " * n,
}
DATA: dict[str, tuple[str, Callable[[int], str]]] = {
    "rows of YAML": ("supplier.yaml", lambda n: "- id: a\n  name: b\n" * n),
    "fields of YAML": (
        "supplier.yaml",
        lambda n: "- a: b\n" + "".join(f"  k{i}: v\n" for i in range(n)),
    ),
    "rows of CSV": ("supplier.csv", lambda n: "id,name\n" + "a,b\n" * n),
    "columns of CSV": ("supplier.csv", lambda n: ",".join(f"c{i}" for i in range(n)) + "\n"),
    "wrong rows of CSV": ("supplier.csv", lambda n: "id,name\n" + "a,b,c\n" * n),
}


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of C included."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_costs_as_much_as_its_size(name: str) -> None:
    once, twice = TEXTS[name](150), TEXTS[name](300)
    markdown.outline(twice)  # makes the parser that such a text needs
    assert calls(lambda: markdown.outline(twice)) <= 2.5 * calls(lambda: markdown.outline(once))


@pytest.mark.parametrize("name", DATA)
def test_a_table_costs_as_much_as_its_size(name: str) -> None:
    file, make = DATA[name]
    once, twice = make(200).encode(), make(400).encode()

    def read(data: bytes) -> object:
        return list(record_parsing.parse(f"records/{file}", "0" * 40, data))

    read(once)
    assert calls(lambda: read(twice)) <= 2.5 * calls(lambda: read(once))


def test_front_matter_costs_as_much_as_its_size() -> None:
    def read(n: int) -> object:
        data = "---\n" + "".join(f"key{i}: v\n" for i in range(n)) + "---\n"
        return document.parse("documents/a.md", "", data.encode(), Config())

    read(1)
    assert calls(lambda: read(400)) <= 2.5 * calls(lambda: read(200))


def test_wrong_words_without_end_cost_no_more_than_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_COMPARISONS", 300)

    def ask(n: int) -> object:
        known = words.Words([f"section-{i}" for i in range(100)])
        return [known.suggest(f"sektion-{i}x") for i in range(n)]

    assert ask(1) != [""]
    assert ask(5)[3:] == ["", ""], "the fourth is not compared with 100 words any more"
    few, many = calls(lambda: ask(10)), calls(lambda: ask(1_000))
    assert many - few <= 10 * 1_000


def test_a_column_that_is_there_again_and_again_costs_as_much_as_its_size() -> None:
    small, large = (f"{'name,' * n}id\n{'a,' * n}b\n".encode() for n in (2_000, 16_000))

    def read(data: bytes) -> object:
        return list(record_parsing.parse("records/supplier.csv", "0" * 40, data))

    assert seconds(lambda: read(large)) <= 24 * seconds(lambda: read(small))


def seconds(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(5))


BLANKS: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "a list in a cell": (cut, lambda n: f"a{' ' * n}b"),
    "sections in a cell": (matrix._PARTS.split, lambda n: f"a{' ' * n}b"),
    "titles in a cell": (_PARTING.split, lambda n: f"a{' ' * n}b"),
    "an address": (
        lambda text: link_targets.malformed(Link(LinkKind.LINK, text, "", 1, 1)),
        lambda n: f"http://{'a' * n} b",
    ),
    "mail": (
        lambda text: link_targets.malformed(Link(LinkKind.LINK, text, "", 1, 1)),
        lambda n: f"mailto:{'a' * n}@",
    ),
    "a heading's attributes": (heading.attributes, lambda n: f"a {'{' * n}{' ' * n}"),
    "brackets": (lambda text: list(broken_links.find(text)), lambda n: "[a](b" * n + "[a][b" * n),
    "more brackets": (lambda text: list(broken_links.find(text)), lambda n: "[" * n + "](" * n),
    "placeholders": (
        lambda text: list(placeholders.find(text)),
        lambda n: "TODO *" * n + "[insert " * n,
    ),
}


@pytest.mark.parametrize("name", BLANKS)
def test_an_expression_costs_as_much_as_its_text(name: str) -> None:
    work, make = BLANKS[name]
    small, large = make(1_000), make(8_000)
    assert seconds(lambda: work(large)) <= 24 * max(seconds(lambda: work(small)), 2e-5)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("word and " * 500_000, "more than 4,194,304 characters"),
        ("a new line\n" * 301_000, "more than 300,000 lines"),
        (f"| {'word | ' * 20}\n" * 24_000, "more than 500,000 bars"),
        ("*a word* " * 251_000, "more than 500,000 bars, asterisks"),
    ],
)
def test_a_text_beyond_all_measure_is_a_gap(
    body: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_tokens, "read", lambda body: pytest.fail("the parser was asked"))
    found = markdown.outline(body, first_line=5)
    (problem,) = found.problems
    assert says in problem.message
    assert problem.line == 5
    assert len(found.unfollowed) == 1, "no one may approve what no one saw"

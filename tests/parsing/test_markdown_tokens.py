"""Leaving rules out that a body does not need changes no token."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.parsing import markdown_tokens

WHOLE = markdown_tokens.whole_parser()
ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for folder in ("docs", "sample-repo", "isodocs/lifecycle/templates")
    for path in (ROOT / folder).rglob("*.md")
)
PIECES = (
    *"\\`*_~[]()!<>&|:#={}^+-.1 \t\n\n\n",
    *("word", "and so", "é", "\u2028", "\0", "  \n", "\n    ", "\n\n"),
    *(
        "- ",
        "* ",
        "1. ",
        "12345678) ",
        "\n> ",
        "\n# ",
        "\n---\n",
        "\n===\n",
        "- - -",
        "***",
        "_ _ _",
    ),
    *("```", "~~~", "\n```x\n", "~~", "**", "[^1]", "\n[^1]: ", "\n[a]: b", "[a]", "![a](b)"),
    *("| a | b |\n|---|:-:|\n", "a | b\n--- | ---\n", "| c", "<div>\n", "</div>", "<!-- ", " -->"),
    *("<http://a.b>", "&amp;", "&lt;", "\\[", "\\\n", '## T {#own clause="8.4"}\n'),
)


def both(body: str) -> tuple[object, object]:
    """What the parser alone gives, and what is read."""
    whole = WHOLE.parse(body)
    read = markdown_tokens.read(body)
    return [token.as_dict() for token in whole], [token.as_dict() for token in read]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_tokens_are_those_of_the_whole_parser(body: str) -> None:
    whole, read = both(body)
    assert read == whole


@given(st.text("a-*_=|> \n\t:", max_size=60))
def test_so_they_are_where_lines_are_nearly_rules(body: str) -> None:
    whole, read = both(body)
    assert read == whole


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_so_they_are_for_real_pages(page: Path) -> None:
    whole, read = both(page.read_text(encoding="utf-8"))
    assert read == whole


def test_a_rule_is_left_out_where_it_is_not_needed() -> None:
    read = markdown_tokens.read("# Title\n\nOnly words\nin two lines.\n\n- an item\n")
    assert [child.type for child in read[4].children or ()] == ["text", "softbreak", "text"]

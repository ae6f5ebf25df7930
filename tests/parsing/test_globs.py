"""Path patterns of isodocs.yaml."""

from __future__ import annotations

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.parsing.globs import matcher


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("documents/**/*.md", "documents/a.md", True),
        ("documents/**/*.md", "documents/x/y/a.md", True),
        ("documents/**/*.md", "documents/a.txt", False),
        ("documents/**/*.md", "other/documents/a.md", False),
        ("documents/*.md", "documents/x/a.md", False),
        ("documents/", "documents/x/a.md", True),
        ("./documents/*.md", "documents/a.md", True),
        ("**/*.md", "a.md", True),
        ("**/README.md", "x/README.md", True),
        ("**/README.md", "x/MYREADME.md", False),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("a.md", "abmd", False),
        ("[a].md", "[a].md", True),
        ("[a].md", "a.md", False),
        ("docs/**", "docs/a\nb.md", True),
    ],
)
def test_a_pattern(pattern: str, path: str, fits: bool) -> None:
    assert matcher([pattern])(path) is fits


def test_exclude_wins() -> None:
    matches = matcher(["documents/**/*.md", "extra.md"], ["**/old/**", "**/README.md"])
    assert matches("documents/a.md")
    assert matches("extra.md")
    assert not matches("documents/old/a.md")
    assert not matches("documents/README.md")


def test_without_a_pattern_nothing_matches() -> None:
    assert not matcher([])("a.md")
    assert not matcher([], ["a.md"])("a.md")


@given(st.text("ab*?./", max_size=12), st.text("ab./", max_size=12))
def test_within_one_folder_it_is_the_shell_pattern(pattern: str, path: str) -> None:
    pattern, path = pattern.replace("/", "").replace("**", "*"), path.replace("/", "")
    if not pattern.startswith("./") and "**" not in pattern:
        assert matcher([pattern])(path) == fnmatch.fnmatchcase(path, pattern)


@given(st.lists(st.text(max_size=10), max_size=3), st.text(max_size=10))
def test_no_pattern_is_an_error(patterns: list[str], path: str) -> None:
    assert matcher(patterns, patterns)(path) is False

"""Path patterns of isodocs.yaml."""

from __future__ import annotations

import fnmatch
import itertools
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.parsing import globs
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


def as_a_regular_expression(pattern: str) -> re.Pattern[str]:
    """What a pattern means, in a notation that may go back and try again."""
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    meanings = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return re.compile("".join(meanings.get(part) or re.escape(part) for part in parts), re.DOTALL)


def test_every_short_pattern_means_what_its_regular_expression_means() -> None:
    paths = ["".join(path) for n in range(5) for path in itertools.product("a/", repeat=n)]
    for length in range(6):
        for characters in itertools.product("a*?/", repeat=length):
            pattern = "".join(characters)
            expected = as_a_regular_expression(pattern)
            matches = matcher([pattern])
            for path in paths:
                assert matches(path) == bool(expected.fullmatch(path)), (pattern, path)


@given(
    st.lists(st.text("ab*?/.\n\\[", max_size=8), min_size=1, max_size=3),
    st.lists(st.text("ab/.\n\\[", max_size=8), max_size=5),
)
def test_several_patterns_mean_what_each_of_them_means(
    patterns: list[str], paths: list[str]
) -> None:
    matches = matcher(patterns)
    for path in paths:
        expected = any(as_a_regular_expression(p).fullmatch(path) for p in patterns)
        assert matches(path) == expected


def steps(pattern: str, path: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many steps are worked out for one path: what matching costs, counted."""
    count = 0
    step = globs._Automaton.step

    def counted(self: globs._Automaton, state: globs._State, character: str) -> globs._State:
        nonlocal count
        count += 1
        return step(self, state, character)

    with monkeypatch.context() as patch:
        patch.setattr(globs._Automaton, "step", counted)
        assert not matcher([pattern])(path)
    return count


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 20 + "b.md", "a" * 45 + "c.md"),
        ("**/a/" * 12 + "x", "a/" * 45 + "y"),
        ("*?a" * 300, "ab" * 1_000),
        ("**/*a?" * 150, "ab/" * 1_000),
        ("**" * 400 + "x", "/" * 2_000),
    ],
)
def test_no_pattern_looks_at_a_character_twice(
    pattern: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of them took a regular expression a second, and twice that for each more 'a'."""
    assert steps(pattern, path, monkeypatch) <= len(path)
    assert steps(pattern, path * 2, monkeypatch) <= 2 * len(path)


def test_what_is_remembered_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern can lead to more states than there are paths; the answers stay the same."""
    monkeypatch.setattr(globs, "_REMEMBERED", 2_000)
    pattern = "*a????????????.md"
    automaton = globs._Automaton([pattern])
    expected = as_a_regular_expression(pattern)
    chance = random.Random(1)
    for _ in range(500):
        path = "".join(chance.choices("ab", k=chance.randrange(9, 20))) + ".md"
        assert automaton.fits(path) == bool(expected.fullmatch(path))
        assert sum(map(len, automaton._states.values())) <= automaton._most + 1 < 40

"""Threats by size and shape: what a push brings must cost no more than its size warrants."""

from __future__ import annotations

import pytest

from isodocs.parsing import globs
from tests.helpers.company import CONFIG, base
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import START, later, push


def backtracking(pattern: str, text: str) -> int:
    """How many calls an ordinary matcher makes, which tries every length for every star."""
    if not pattern:
        return 1
    if pattern[0] == "*":
        return 1 + sum(backtracking(pattern[1:], text[n:]) for n in range(len(text) + 1))
    return 1 + (backtracking(pattern[1:], text[1:]) if text[:1] == pattern[0] else 0)


@pytest.mark.parametrize("kind", ["include", "exclude"])
def test_34_pattern_that_hangs_the_server(
    repo: RepositoryBuilder, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One push brings the pattern and a name for it; from then on the base's patterns hold."""
    calls = [backtracking("*a" * stars + "b", "a" * 12) for stars in (2, 4, 6)]
    assert calls[2] > 3 * calls[1] > 9 * calls[0], "each further star multiplies the work"

    pattern = "*a" * 20 + "b.md"
    patterns = {"include": '"documents/**/*.md"'} | {kind: f'"documents/**/*.md", "{pattern}"'}
    if kind == "exclude":
        patterns["exclude"] = f'"{pattern}", "{"**/a/" * 12}x"'
    lists = "".join(f"  {key}: [{value}]\n" for key, value in patterns.items())
    config = CONFIG.replace('  include: ["documents/**/*.md"]\n', lists)
    names = {"a" * 45 + "c.md": "x", "a/" * 45 + "y": "x"}
    start = repo.commit("Start", {**base(), "isodocs.yaml": CONFIG}, date=START)
    hostile = later(repo, {"isodocs.yaml": config, **names})
    repaired = later(repo, {"isodocs.yaml": CONFIG}, day="2024-03-02")

    steps = 0
    step = globs._Automaton.step

    def counted(self: globs._Automaton, state: globs._State, character: str) -> globs._State:
        nonlocal steps
        steps += 1
        return step(self, state, character)

    monkeypatch.setattr(globs._Automaton, "step", counted)
    push(repo, start, hostile)
    push(repo, hostile, repaired)
    assert 0 < steps < 20_000

"""Threats by size and shape: what a push brings must cost no more than its size warrants."""

from __future__ import annotations

import zlib

import pytest

from isodocs.parsing import globs
from tests.helpers.company import CONFIG, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import START, later, push, refused_for, told


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


def test_34_document_that_takes_gigabytes(repo: RepositoryBuilder) -> None:
    """A small push unpacks to a table that the parser needs gigabytes for; a large one is read."""
    row = "| a | b |\n"
    table = f"# A\n\n{row}|---|---|\n"
    body = table + row * 200_000
    text = document(body=body)
    assert len(zlib.compress(text.encode())) < len(text) // 300, "pushed as next to nothing"
    large = document(
        "SOP-002", body="# A\n\n" + "Buy from approved suppliers only. " * 60_000 + "\n"
    )
    assert len(large) > 2_000_000
    start = repo.commit("Start", base(), date=START)
    repo.commit("Add", {path(): text, path("SOP-002"): large}, date="2024-03-01T10:00:00+00:00")
    verdict = push(repo, start)
    assert "DOC009" in refused_for(verdict)
    assert "bars, asterisks" in told(repo, "DOC009")
    assert "SOP-002" not in told(repo, "DOC009")

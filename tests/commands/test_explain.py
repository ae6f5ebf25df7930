"""`isodocs explain`: every rule, with its reason and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.rules.registry import all_rules
from isodocs.rules.rule import FAMILIES
from tests.helpers.command import refused, run


def test_every_rule_is_listed_on_one_line_in_its_family(tmp_path: Path) -> None:
    lines = run("explain", at=tmp_path).splitlines()
    assert max(map(len, lines)) <= 80
    for code, rule in all_rules().items():
        assert [line.split() for line in lines if line.startswith(f"  {code} ")] == [
            [code, str(rule.level), rule.name]
        ]
    for family in {rule.family.code for rule in all_rules().values()}:
        assert f"{family}: {FAMILIES[family].title}" in lines


def test_a_family_is_listed_with_what_its_rules_say(tmp_path: Path) -> None:
    text = run("explain", "apr", at=tmp_path)
    assert "An approval covers different content from the current file." in text
    assert "DOC0" not in text


@pytest.mark.parametrize("typed", ["REV005", "rev005", "altered-after-approval"])
def test_one_rule_in_full(tmp_path: Path, typed: str) -> None:
    text = run("explain", typed, at=tmp_path)
    rule = all_rules()["REV005"]
    assert text.startswith("REV005 altered-after-approval error\n")
    words = " ".join(text.split())
    for part in (rule.document.summary, rule.document.why, rule.document.remedy):
        assert part in words
    assert text.endswith("Clauses of ISO 9001:2015 behind it\n  7.5.3.2\n")


def test_every_rule_can_be_told(tmp_path: Path) -> None:
    for code in all_rules():
        text = run("explain", code, at=tmp_path)
        assert "\nWhy\n" in text
        assert "\nHow to close the gap\n" in text


def test_a_wrong_rule_is_corrected(tmp_path: Path) -> None:
    assert "Did you mean 'approval-missing'?" in refused("explain", "aproval_missing", at=tmp_path)

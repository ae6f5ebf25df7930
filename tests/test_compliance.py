"""The page on regulations promises nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from isodocs.cli import cli
from isodocs.rules.registry import all_rules

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/compliance.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| Section", "| Clause"))
]
PART_11 = [
    *(f"11.10({letter})" for letter in "abcdefghijk"),
    *("11.30", "11.50(a)", "11.50(b)", "11.70", "11.100(a)", "11.100(b)", "11.100(c)"),
    *("11.200(a)(1)", "11.200(a)(2)", "11.200(b)"),
    *(f"11.300({letter})" for letter in "abcde"),
]
ANNEX_11 = [str(number) for number in range(1, 18)]
CLAUSES = ["7.5.1", "7.5.2", "7.5.3", "7.5.3.2"]


@pytest.mark.parametrize("section", [*PART_11, *ANNEX_11, *CLAUSES])
def test_every_section_has_a_row(section: str) -> None:
    assert [row for row in ROWS if re.match(re.escape(section) + r"[\s,]", row[0])]


def test_every_row_is_whole() -> None:
    for row in ROWS:
        assert len(row) == 4, row
        assert row[0], row
        assert row[1], "what isodocs does, or that it does nothing, must be said"


def test_every_command_is_there() -> None:
    named = set(re.findall(r"`isodocs ([^`]+)`", PAGE))
    assert len(named) > 10
    for command in named:
        context = click.Context(cli)
        found: click.Command = cli
        for word in command.split():
            if word.startswith("--"):
                options = {name for option in found.params for name in option.opts}
                assert word in options, command
            elif isinstance(found, click.Group):
                inner = found.get_command(context, word)
                assert inner is not None, command
                found = inner


def test_every_rule_is_there() -> None:
    codes = set(re.findall(r"`([A-Z]{3}[0-9]{3})`", PAGE))
    assert len(codes) > 20
    assert codes <= all_rules().keys()


def test_every_file_is_there() -> None:
    files = set(re.findall(r"`((?:docs|tests)/[^`]*)`", PAGE))
    files |= {f"docs/{link}" for link in re.findall(r"\]\(([^)#:]+)\)", PAGE)}
    assert len(files) >= 3
    for file in files:
        assert (ROOT / file).exists(), file


def test_a_recorded_approval_is_never_called_a_signature() -> None:
    assert "recorded approval is not an electronic signature" in " ".join(PAGE.split())
    for word in ("fully compliant", "ensures compliance", "guarantee"):
        assert word not in PAGE

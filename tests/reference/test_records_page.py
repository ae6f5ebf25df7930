"""The reference of records is current and names every field."""

from __future__ import annotations

from pathlib import Path

from isodocs.records.record_kinds import kinds
from isodocs.reference.records_page import render

PAGE = Path(__file__).resolve().parents[2] / "docs/records.md"


def test_the_page_is_current() -> None:
    """`make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == render()


def test_every_field_of_every_kind_has_its_line() -> None:
    text = render()
    for kind in kinds().values():
        section = text.partition(f"\n## {kind.name}\n")[2].partition("\n## ")[0]
        for field in kind.fields.values():
            name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
            (line,) = [line for line in section.splitlines() if line.startswith(f"| {name} |")]
            assert field.about in line
            assert all(f"`{word}`" in line for word in field.choices)


def test_forms_are_told_in_words() -> None:
    lines = render().splitlines()
    assert any(line.startswith("| `from` | any record |") for line in lines)
    assert any(line.startswith("| `clauses` | list: each a clause |") for line in lines)
    assert any(line.startswith("| `renew-every` | span, such as 12 months |") for line in lines)
    assert any(line.startswith("| `certificate` | a file or a number |") for line in lines)
    assert any(line.startswith("| `effective` | yes or no |") for line in lines)

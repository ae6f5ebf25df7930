"""Which written records tell what they are kept for, and which only look as if they did."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.assess.written_up import unstated
from isodocs.lifecycle import create_record
from isodocs.model.record import RecordKind
from isodocs.parsing import markdown
from isodocs.records.record_kinds import kinds
from isodocs.records.record_parsing import parse

LOOKED, CAME = "what was looked at", "what it comes to"
AUDIT, REVIEW = "audit", "management-review"
OUTLINES = sorted(create_record._TEMPLATES.glob("*.md"))
CHECKLIST = "## Checklist\n\n| Clause | Seen |\n| --- | --- |\n| 8.4 | {} |\n\n"


def lacking(kind: str, text: str, more: str = "") -> tuple[str, ...]:
    data = f"---\nrecord: {kind}\nid: X-1\n{more}---\n# X\n\n{text}\n"
    (record,) = parse("records/x-1.md", "", data.encode())
    return unstated(record)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", ""),
        ("OK.", ""),
        ("All good, no findings.", ""),
        ("-- -- -- -- -- -- -- --", ""),
        ("x x x x x x", ""),
        ("x x x x x x", "conclusion: x x x x x x\n"),
        ("## Findings\n\nx x x x x x x x\n\n## Conclusion\n\nx x x x x x x x", ""),
        ("ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok", ""),
        ("## Findings\n\nNone.\n\n## Conclusion\n\nOK.", ""),
        ("", "conclusion: The purchasing process works as planned and meets ISO 9001.\n"),
        ("OK.", "conclusion: The purchasing process works as planned.\n"),
        ("## Findings\n\n## Conclusion\n\nThe process works as planned in every respect.", ""),
        (
            "## Findings\n\n[insert what was found]\n\n## Conclusion\n\n"
            "The process works as planned in every respect.",
            "",
        ),
        (
            "## Findings\n\nFour orders were followed, all of them to approved suppliers.\n\n"
            "## Conclusion\n\n[insert whether it works]",
            "",
        ),
        (CHECKLIST.format(" ") + "## Conclusion\n\nThe process works as planned here.", ""),
        ("[insert what was looked at, who was asked, and what it comes to]", ""),
        (
            "[Which orders were followed, who was asked, and what the process came to in the end]",
            "",
        ),
        ("[What was\nlooked at, and [if any]\nwhat was found in the shop] [what it comes to]", ""),
        (
            "## Findings\n\n[Say here what was found, in whole sentences]\n\n## Conclusion\n\n"
            "[whether all of it works]",
            "",
        ),
    ],
)
def test_a_thin_report_of_an_audit(text: str, more: str) -> None:
    assert lacking(AUDIT, text, more)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Two orders were followed. Both were in order.", ""),
        ("Zwei Bestellungen wurden verfolgt, beide wie geplant.", ""),
        ("注文二件を確認した。すべて適合。", ""),
        ("Two orders were followed.", "conclusion: It works.\n"),
        (
            "## Findings\n\nNone.\n\n"
            + CHECKLIST.format("four orders, all approved")
            + "## Conclusion\n\nEffective.",
            "",
        ),
        (
            "## Feststellungen\n\nZwei Bestellungen verfolgt.\n\n## Ergebnis\n\nWirksam, ohne "
            "Abweichung.",
            "",
        ),
        (
            "## Opening\n\nWith Q.\n\n## Findings\n\nTwo orders were followed.",
            "conclusion: OK\n",
        ),
        ("", "evidence: [evidence/report.pdf]\n"),
        (
            "Two [see the list of orders] orders were followed; [both of them](a.md) were in order "
            "and [as agreed upon].\n\n[as agreed upon]: b.md",
            "",
        ),
        (
            "## Plan\n\n[insert the order]\n\n## Findings\n\nTwo orders were followed.\n\n"
            "## Conclusion\n\nThe process works.",
            "",
        ),
    ],
)
def test_an_honest_short_report_of_an_audit(text: str, more: str) -> None:
    assert lacking(AUDIT, text, more) == ()


def test_the_part_that_is_missing_is_named() -> None:
    assert lacking(
        AUDIT, "## Findings\n\nTwo orders were followed, both fine.\n\n## Conclusion"
    ) == (CAME,)
    told = "## Conclusion\n\nThe process works as it was planned."
    assert lacking(AUDIT, told) == (LOOKED,)
    assert lacking(AUDIT, "OK.") == (LOOKED, CAME)


@pytest.mark.parametrize(
    ("text", "more", "thin"),
    [
        ("OK.", "", True),
        ("We met.", "", True),
        ("## What was looked at\n\nAll.\n\n## Decisions\n\nNone.", "", True),
        ("The figures were good. We buy a second press.", "", False),
        ("", "minutes: evidence/minutes.pdf\n", False),
    ],
)
def test_minutes_of_a_management_review(text: str, more: str, thin: bool) -> None:
    assert bool(lacking(REVIEW, text, more)) is thin


def test_the_headings_are_those_of_the_outline() -> None:
    """What `new` writes has every heading below which a part is looked for, and tells nothing."""
    for kind in kinds().values():
        if kind.law.written:
            outline = outline_of(kind)
            titles = {line[3:] for line in outline.splitlines() if line.startswith("## ")}
            for part in kind.law.written.parts:
                assert set(part.under) <= titles, kind.name
            assert lacking(kind.name, outline) == tuple(p.what for p in kind.law.written.parts)


def outline_of(kind: RecordKind) -> str:
    name = f"record-{kind.name}.md"
    return (create_record._TEMPLATES / name).read_text("utf-8").replace("{checklist}", "")


@pytest.mark.parametrize("path", OUTLINES, ids=lambda path: path.stem)
def test_every_bracket_of_an_outline_waits_to_be_filled_in(path: Path) -> None:
    text = path.read_text("utf-8")
    found = markdown.outline(text, first_line=1).placeholders
    assert sum("[insert" in each.text for each in found) == text.count("[insert")

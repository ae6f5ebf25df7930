"""The report of an audit as a page, to be printed and signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Chapter,
    Facts,
    FillIn,
    Page,
    PagePoint,
    PageSheet,
    PageTable,
    PageText,
    Paragraphs,
    Part,
    Points,
    Verdict,
)
from isodocs.records.choice_words import chosen
from isodocs.reports import heading
from isodocs.standards.edition_words import title_of
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.reports.audit_report import AuditReportReport

_TONES = {"major": Tone.BAD, "minor": Tone.WARNING}
_SIGNED = (
    (say("Lead auditor: name, day, signature"), 2),
    (say("Received by: name, day, signature"), 2),
)


def page(report: AuditReportReport) -> Page:
    """What it comes to, what was found, what was looked at, and what the report lacks."""
    register, audit = report.register, report.audit
    grades = [one.record.text("grade") for one in audit.findings]
    tone = Tone.BAD if "major" in grades else Tone.WARNING if "minor" in grades else Tone.PLAIN
    summary = report.summary().removesuffix(".")
    parts: list[Part] = [Verdict(summary, tone, (report.conclusion(),)), Facts(report.facts())]
    if audit.missing:
        points = tuple(PagePoint(text, tone=Tone.WARNING) for text in audit.missing)
        lacks = Chapter(say("What the report lacks"), "missing", (Points(points),), Tone.WARNING)
        parts.append(lacks)
    if audit.findings:
        sheets = tuple(_finding(one) for one in audit.findings)
        parts.append(Chapter(say("Findings ({sheets})", sheets=len(sheets)), "findings", sheets))
    rows = [
        (
            clause.number,
            title_of(register.maps[clause.standard], clause.number),
            PageText(joined(", ", ids), Tone.WARNING) if ids else say("no finding is recorded"),
        )
        for clause, ids in audit.clauses
    ]
    none = say("The record names no clause of a standard that is known here.")
    sheet = PageTable((say("Clause"), say("Title"), say("Result")), rows, empty=none)
    left = tuple(PagePoint(text, tone=Tone.WARNING) for text in audit.not_covered)
    looked: list[Part] = [sheet, *([Points(left, say("Planned and not covered"))] if left else [])]
    parts.append(Chapter(say("Clauses audited ({rows})", rows=len(rows)), "clauses", looked))
    if story := [*_paragraphs(audit.text)]:
        parts.append(Chapter(say("Account"), "account", (Paragraphs(story),)))
    parts.append(FillIn((), _SIGNED))
    return Page(report.title, register.config.organisation, heading.source(register), parts)


def _finding(one: Nonconformity) -> PageSheet:
    record, grade = one.record, one.record.text("grade")
    rows = [
        (
            say("Grade"),
            PageText(chosen("grade", grade), _TONES.get(grade, Tone.PLAIN)),
        ),
        (say("Clauses"), PageText(joined(", ", record.items("clauses")))),
        (say("Owner"), PageText(record.text("owner"))),
        (say("Stage"), PageText(say(str(one.stage)))),
        (
            say("Next"),
            PageText(
                say(
                    "{next_step}{part}",
                    next_step=one.next_step,
                    part=say(" by {due}", due=one.due) if one.due else "",
                )
            ),
        ),
        (say("Correction"), PageText(record.text("correction"))),
        (say("Cause"), PageText(record.text("cause"))),
        (say("Action"), PageText(record.text("action"))),
    ]
    return PageSheet(
        say("{id} {title}", id=record.id, title=record.title),
        (Facts([row for row in rows if row[1].text]),),
    )


def _paragraphs(text: str) -> Iterator[str]:
    """The text of the record by paragraphs, as it is written."""
    for block in text.split("\n\n"):
        words = joined(" ", block.split())
        if words and not words.startswith("# "):
            yield words.lstrip("# ")

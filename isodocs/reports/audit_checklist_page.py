"""The checklist of an audit as a page to print and fill in: a sheet to each clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
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
    Paragraphs,
    Part,
    Points,
)
from isodocs.reports import heading
from isodocs.reports.audit_checklist import RESULTS, ROOMS, said_of
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.dossier.audit_checklist import ChecklistItem
    from isodocs.model.register import Register
    from isodocs.reports.audit_checklist import AuditChecklistReport

_MEETINGS = (
    (say("Opening meeting: day, hour, who"), 2),
    (say("Closing meeting: day, hour, who"), 2),
)
_SIGNED = ((say("Auditors: name, day, signature"), 2), (say("Auditees: name, day, signature"), 2))
_LACKING = (say("none is recorded"), say("No document"), say("Never audited"))


def page(report: AuditChecklistReport) -> Page:
    """The page: what the audit is, then a chapter to each part of the standard."""
    register = report.register
    parts: list[Part] = [Facts(report.facts())] if report.facts() else []
    parts.append(Paragraphs(tuple(report.sentences())))
    parts.append(FillIn((), _MEETINGS))
    for number, (id, items) in enumerate(report.checklist.items, start=1):
        name = heading.standard(register, id)
        for over, group in groupby(items, key=lambda item: _top(register, id, item)):
            sheets = [PageSheet(report.name_of(id, item), tuple(_item(item))) for item in group]
            parts.append(
                Chapter(
                    say("{name}, {over}", name=name, over=over),
                    f"s{number}-{over.split()[0]}",
                    sheets,
                )
            )
    rows = [("", "", "", "", "") for _ in range(8)]
    columns = ("No.", say("Clause"), say("Finding"), say("Grade"), say("Agreed with"))
    parts.append(
        Chapter(say("Findings in short"), "findings", (PageTable(columns, rows, fill_in=True),))
    )
    parts.append(FillIn((), ((say("Conclusion"), 4), *_SIGNED)))
    record = report.checklist.record
    if record and record.kind == "audit":
        done = (
            say("Afterwards, raise each finding with `isodocs new nonconformity`."),
            say("Name them in the audit: `isodocs set {id} findings='NC-1; NC-2'`.", id=record.id),
            say("The report is made of both: `isodocs audit-report {id}`.", id=record.id),
        )
        parts.append(Chapter(say("Afterwards"), "afterwards", (Paragraphs(done),)))
    return Page(report.title, register.config.organisation, heading.source(register), parts)


def _top(register: Register, id: str, item: ChecklistItem) -> str:
    """The chapter of the standard that a clause is in."""
    *_, over = (item.requirement, *register.maps[id].ancestors(item.requirement.number))
    return say("{number} {title}", number=over.number, title=over.title)


def _item(item: ChecklistItem) -> Iterator[Part]:
    for name, texts in said_of(item):
        points = tuple(PagePoint(text, tone=_tone(text)) for text in texts)
        yield Points(points, name)
    yield FillIn(RESULTS, ROOMS)


def _tone(text: str) -> Tone:
    return Tone.WARNING if any(each in text for each in _LACKING) else Tone.PLAIN

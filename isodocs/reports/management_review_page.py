"""The data pack of a management review as a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.formats import cell
from isodocs.model.dossier import Tone
from isodocs.model.page import Chapter, Fold, Page, PageTable, PageText, Paragraphs, Part, Verdict
from isodocs.reports import heading
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.dossier import DossierTable
    from isodocs.model.review_pack import ReviewSection
    from isodocs.reports.management_review import ManagementReviewReport

_MOST = 15
"""A table of more rows is folded."""
_BAD = ("overdue", "missed", "failed")


def page(report: ManagementReviewReport) -> Page:
    """A chapter to each input, then what is decided, and how it is recorded."""
    register, pack = report.register, report.pack
    whole = pack.filled == len(pack.sections)
    period, last, filled, *unknown = report.sentences()
    tone = Tone.GOOD if whole and pack.sections else Tone.WARNING
    parts: list[Part] = [Verdict(filled.removesuffix("."), tone, (period, last, *unknown))]
    for section in pack.sections:
        parts.append(
            Chapter(
                say(section.input.title),
                section.input.word,
                tuple(_parts(report, section)),
                Tone.PLAIN if section.is_filled else Tone.WARNING,
            )
        )
    rows = [
        (say("{title} ({clauses})", title=title, clauses=report.clauses(by)), "", "", "")
        for _, title, by in pack.outputs
    ]
    columns = (say("What"), say("Decision"), say("Who"), say("By"))
    decided = PageTable(columns, rows, fill_in=True)
    if rows:
        parts.append(Chapter(say("What the review decides"), "decisions", (decided,)))
    recorded = Paragraphs((*report.afterwards(), say("`{command}`", command=report.command())))
    parts.append(Chapter(say("Minutes"), "minutes", (recorded,)))
    return Page(report.name, register.config.organisation, heading.source(register), parts)


def _parts(report: ManagementReviewReport, section: ReviewSection) -> Iterator[Part]:
    clauses = PageText(report.clauses(section.clauses))
    yield Paragraphs(
        (PageText(say("{asked} ({text})", asked=report.asked(section), text=clauses.text)),)
    )
    yield from section.trends
    for table in section.tables:
        shown = _table(table)
        long = len(table.rows) > _MOST
        yield Fold(shown.caption, (replace(shown, caption=""),)) if long else shown
    if section.missing:
        yield Paragraphs(tuple(PageText(said, Tone.WARNING) for said in section.missing))


def _name(table: DossierTable) -> str:
    files = sorted({str(row[-1]).rpartition(":")[0] for row in table.rows if _has_place(table)})
    source = files[0] if len(files) == 1 and files[0] else table.see and f"`{table.see}`"
    return say(
        "{title} ({rows}){part}",
        title=table.title,
        rows=len(table.rows),
        part=say(", {source}", source=source) if source else "",
    )


def _has_place(table: DossierTable) -> bool:
    return table.columns[-1:] == ("place",)


def _table(table: DossierTable) -> PageTable:
    names = [name for name in table.shown or table.columns if name in table.columns]
    at = [table.columns.index(name) for name in names]
    rows = [
        [_said(name, cell(row[index])) for name, index in zip(names, at, strict=True)]
        for row in table.rows
    ]
    columns = [name.replace("-", " ").capitalize() for name in names]
    return PageTable(columns, rows, empty=table.empty, caption=_name(table))


def _said(name: str, text: str) -> PageText:
    bad = text in _BAD or (name, text) == ("overdue", "yes")
    return PageText(text, Tone.BAD if bad else Tone.PLAIN)

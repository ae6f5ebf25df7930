"""Coverage as a page: clauses by documents in colours, and behind each clause its whole story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.coverage_strength import coverage_strength
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage, CoverageStatus
from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Bar,
    Bars,
    Chapter,
    Facts,
    HeatMap,
    Page,
    PageTable,
    PageText,
    Paragraphs,
    Part,
    Verdict,
)
from isodocs.named_tuple import NamedTuple
from isodocs.reports import heading
from isodocs.reports.coverage import TONES
from isodocs.reports.coverage_clause import through
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


class Leads(NamedTuple):
    """Where the page leads to beside itself, and what more there is to say of a clause.

    `section` gives the address of what is behind a clause, empty where there is none.
    """

    section: Callable[[ClauseEvidence], str]
    more: Callable[[ClauseCoverage], Sequence[Part]]


NOWHERE = Leads(lambda item: "", lambda row: ())


def page(
    register: Register,
    coverages: Sequence[Coverage],
    shown: Callable[[Coverage], Sequence[ClauseCoverage]],
    leads: Leads = NOWHERE,
) -> Page:
    """A chapter to each standard; `shown` gives its clauses on the page."""
    names = [heading.standard(register, coverage.standard) for coverage in coverages]
    parts = []
    for number, (name, coverage) in enumerate(zip(names, coverages, strict=True), start=1):
        at = f"s{number}"
        chapter = _standard(register, coverage, shown(coverage), at, leads)
        parts.append(Chapter(name, at, tuple(chapter)))
    title = (
        say("Clauses of {names} by document", names=names[0])
        if len(names) == 1
        else say("Clauses by document")
    )
    return Page(title, register.config.organisation, heading.source(register), parts)


def _standard(
    register: Register,
    coverage: Coverage,
    rows: Sequence[ClauseCoverage],
    prefix: str,
    leads: Leads,
) -> Iterator[Part]:
    counts = coverage.counts
    open_ = counts[CoverageStatus.GAP] + counts[CoverageStatus.PARTIAL]
    tone = Tone.BAD if counts[CoverageStatus.GAP] else Tone.WARNING if open_ else Tone.GOOD
    answer = say(
        "{COVERED} of {applicable} clauses covered",
        COVERED=counts[CoverageStatus.COVERED],
        applicable=coverage.applicable,
    )
    yield Verdict(answer, tone, (coverage_strength(register, coverage).said,))
    yield Bars(
        tuple(
            Bar(
                say(str(status)),
                counts[status],
                len(coverage.rows),
                str(counts[status]),
                TONES[status],
            )
            for status in CoverageStatus
            if counts[status]
        )
    )
    documents = sorted({item.document for row in rows for item in row.evidence})
    yield HeatMap(
        say("Clause"),
        documents,
        tuple((_name(row, prefix), tuple(_cells(row, documents, prefix))) for row in rows),
    )
    yield Paragraphs(
        (
            say(
                "● counts, ◐ counts partly, ○ does not count. {documents}; each cell "
                "leads to the details of its clause.",
                documents=counted(len(documents), "document"),
            ),
        )
    )
    for row in rows:
        title = say(
            "{number} {title}", number=row.requirement.number, title=say(row.requirement.title)
        )
        yield Chapter(title, _anchor(row, prefix), tuple(_story(row, leads)), TONES[row.status])


def _anchor(row: ClauseCoverage, prefix: str) -> str:
    return f"{prefix}-{row.requirement.number}"


def _name(row: ClauseCoverage, prefix: str) -> PageText:
    text = say("{number} {title}", number=row.requirement.number, title=say(row.requirement.title))
    return PageText(text, TONES[row.status], f"#{_anchor(row, prefix)}")


def _cells(row: ClauseCoverage, documents: Sequence[str], prefix: str) -> Iterator[PageText]:
    items = {item.document: item for item in row.evidence}
    for id in documents:
        item = items.get(id)
        if item is None:
            yield PageText("")
            continue
        tone = Tone.GOOD if item.counts else Tone.WARNING if item.partly else Tone.BAD
        sign = "●" if item.counts else "◐" if item.partly else "○"
        yield PageText(sign, tone, f"#{_anchor(row, prefix)}")


def _story(row: ClauseCoverage, leads: Leads) -> Iterator[Part]:
    status = PageText(say(str(row.status)), TONES[row.status])
    facts: list[tuple[str, PageText | str]] = [(say("Status"), status)]
    facts += [(say("Why"), row.reason)] if row.reason else []
    facts += [(say("Shown by"), joined(", ", row.shown))] if row.shown else []
    yield Facts(tuple(facts))
    if row.evidence:
        columns = (
            say("Document"),
            say("Title"),
            say("Revision"),
            say("State"),
            say("Named"),
            say("Section"),
            say("Counts"),
        )
        yield PageTable(columns, tuple(_evidence(item, leads) for item in row.evidence))
    yield from leads.more(row)


def _evidence(item: ClauseEvidence, leads: Leads) -> tuple[PageText | str, ...]:
    counts = (
        PageText(say("fully"), Tone.GOOD)
        if item.counts
        else PageText(
            say(
                "{part}: {why_not}",
                part=say("partly") if item.partly else say("no"),
                why_not=item.why_not,
            ),
            Tone.WARNING,
        )
    )
    how = joined(
        " ",
        filter(
            None,
            (say(str(item.strength)), say("({led})", led=led) if (led := through(item)) else ""),
        ),
    )
    to = leads.section(item)
    section = PageText(item.section, to=to) if item.section else ""
    document = PageText(item.document, to=to.partition("#")[0])
    return document, item.title, item.revision, say(str(item.state)), how, section, counts

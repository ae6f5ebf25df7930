"""The whole story of one clause: what is asked, what is there, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isodocs.model.coverage import ClauseCoverage, CoverageStatus, Evidence, Strength
from isodocs.model.requirement import Requirement, RequirementMap
from isodocs.reports import requirement as asked
from isodocs.reports.coverage import _shown
from isodocs.reports.escape import one_line
from isodocs.reports.layout import Text, wrapped
from isodocs.reports.requirement import part


def lines(
    requirement: Requirement,
    requirements: RequirementMap,
    rows: Sequence[ClauseCoverage],
    width: int,
) -> Iterator[str]:
    """Tell a clause; `rows` are those of it and of the clauses below, whose table follows."""
    yield ""
    yield from wrapped(Text(asked.title(requirement, requirements), ("bold",)), width)
    if not requirement.auditable:
        yield "A heading: it is answered by the clauses below it."
        return
    (row,) = (row for row in rows if row.requirement is requirement)
    yield from wrapped(_verdict(row), width)
    yield from asked.lines(requirement, requirements, width)
    yield from part("What is there")
    if not row.evidence:
        yield "  nothing"
    for item in row.evidence:
        yield from _evidence(row, item, width)
    yield from part("What is missing")
    for text in _missing(row):
        yield from wrapped(text, width, "    ", "  - ")


def _verdict(row: ClauseCoverage) -> str:
    status = "partly covered" if row.status is CoverageStatus.PARTIAL else str(row.status)
    return f"{status[:1].upper()}{status[1:]}: {row.reason}"


def _evidence(row: ClauseCoverage, item: Evidence, width: int) -> Iterator[str]:
    head = f"{item.document} {item.title}, revision {item.revision}, {item.state}"
    yield from wrapped(head, width, "    ", "  ")
    place = one_line(f"{item.path}:{item.line}")
    above = _shown.through(row, item)
    where = f"section “{item.section}”" if item.section else "front matter"
    whole = f", for clause {above} as a whole" if above else ""
    yield from wrapped(f"{where}, {place}{whole}", width, "    ")
    if item.why_not:
        counts = "counts partly" if item.partly else "does not count"
        yield from wrapped(Text(f"{counts}: {item.why_not}", ("yellow",)), width, "    ")


def _missing(row: ClauseCoverage) -> Iterator[str]:
    number, standard = row.requirement.number, row.requirement.standard
    mark = f'`## Title {{clause="{number}"}}`'
    strengths = {item.strength for item in _shown.counting(row)}
    if row.status is CoverageStatus.NOT_APPLICABLE:
        yield "nothing: it is declared not applicable"
        return
    if not row.evidence:
        yield (
            f'a document that answers it and names it: `clauses: {{{standard}: ["{number}"]}}` in '
            f"its front matter, {mark} on the section"
        )
    elif not strengths:
        yield from (f"{item.document}: {item.why_not}" for item in row.evidence)
    elif Strength.LOCATED not in strengths:
        yield f"nothing has to be; {mark} on the section that answers it would show where"
    else:
        yield "nothing, as far as documents go"
    retained = [i.what for i in row.requirement.documented_information if i.kind == "retain"]
    if retained:
        yield f"not looked at: whether you can show {'; '.join(retained)}"

"""The whole story of one clause: what is asked, what is there, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, part, wrapped
from isodocs.model.applicability import ControlDecision, Implementation
from isodocs.model.correspondence import Relation
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, CoverageStatus, Strength
from isodocs.reports import requirement as asked
from isodocs.reports.coverage import _shown

if TYPE_CHECKING:
    from isodocs.model.requirement import Requirement, RequirementMap

_NOT_YET = {
    Implementation.PARTLY: "partly implemented",
    Implementation.PLANNED: "planned",
    Implementation.NOT: "not implemented",
}

_ASKS = {
    Relation.EQUAL: "the same",
    Relation.SUBSET_OF: "a part of it",
    Relation.SUPERSET_OF: "this and more",
    Relation.INTERSECTS_WITH: "some of it",
}


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
    if row.decision:
        yield from part("What the Statement of Applicability says")
        yield from _stated(row.decision, width)
    yield from part("What is there")
    if not row.evidence and not row.shown:
        yield "  nothing"
    for item in row.evidence:
        yield from _evidence(item, width)
    for name in row.shown:
        yield from wrapped(f"{name}, named by the Statement of Applicability", width, "    ", "  ")
    yield from part("What is missing")
    for text in _missing(row):
        yield from wrapped(text, width, "    ", "  - ")


def _verdict(row: ClauseCoverage) -> str:
    status = "partly covered" if row.status is CoverageStatus.PARTIAL else str(row.status)
    return f"{status[:1].upper()}{status[1:]}: {row.reason}"


def _evidence(item: ClauseEvidence, width: int) -> Iterator[str]:
    head = f"{item.document} {item.title}, revision {item.revision}, {item.state}"
    yield from wrapped(head, width, "    ", "  ")
    place = one_line(f"{item.path}:{item.line}")
    yield from wrapped(f"{_where(item)}, {place}{_whole(item)}", width, "    ")
    if item.why_not:
        counts = "counts partly" if item.partly else "does not count"
        yield from wrapped(Text(f"{counts}: {item.why_not}", ("yellow",)), width, "    ")


def _where(item: ClauseEvidence) -> str:
    table = item.through if item.strength is Strength.MAPPED else item.mapped_by
    if table:
        section = f"section “{item.section}”, " if item.section else ""
        return f"{section}by the table of {table}"
    return f"section “{item.section}”" if item.section else "front matter"


def _whole(item: ClauseEvidence) -> str:
    if item.strength is Strength.INHERITED:
        return f", for clause {item.through} as a whole"
    if item.strength is Strength.CORRESPONDING:
        return f", for {item.through}, which asks {_ASKS[item.relation or Relation.EQUAL]}"
    return ""


def _stated(decision: ControlDecision, width: int) -> Iterator[str]:
    """What the Statement of Applicability says of a control."""
    applies = {True: "applicable", False: "not applicable", None: "not decided yet"}
    said = applies[decision.applicable]
    if decision.state:
        said += f", {_NOT_YET.get(decision.state, str(decision.state))}"
    if decision.owner:
        said += f"; {decision.owner} answers for it"
    place = one_line(f"{decision.place.path}:{decision.place.line}")
    yield from wrapped(f"{said} ({place})", width, "    ", "  ")
    why = decision.justification or "without a justification"
    yield from wrapped(why, width, "    ")
    if decision.named:
        yield from wrapped(f"it names {', '.join(decision.named)}", width, "    ")


def _missing(row: ClauseCoverage) -> Iterator[str]:
    number, standard = row.requirement.number, row.requirement.standard
    mark = f'`## Title {{clause="{number}"}}`'
    strengths = {item.strength for item in _shown.counting(row)}
    if row.status is CoverageStatus.NOT_APPLICABLE:
        yield "nothing: it is declared not applicable"
        return
    if row.decision and row.decision.applicable and row.decision.state in _NOT_YET:
        yield f"the control itself: it is declared {_NOT_YET[row.decision.state]}"
    if row.shown and row.status is CoverageStatus.COVERED and not row.evidence:
        yield "nothing has to be; it is shown without a document"
    elif not row.evidence:
        yield (
            f'a document that answers it and names it: `clauses: {{{standard}: ["{number}"]}}` in '
            f"its front matter, {mark} on the section"
        )
    elif not strengths:
        yield from (f"{item.document}: {item.why_not}" for item in row.evidence)
    elif Strength.LOCATED not in strengths:
        only = "of documents, " if row.status is not CoverageStatus.COVERED else ""
        yield f"{only}nothing has to be; {mark} on the section that answers it would show where"
    else:
        yield "nothing, as far as documents go"

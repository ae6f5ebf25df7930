"""Coverage for people: clause by clause, or the whole story of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.clause_records import proofs as proofs_of
from isodocs.formats.text.layout import Cell, Column, Row, Text, table, wrapped
from isodocs.model.coverage import (
    ClauseCoverage,
    ClauseEvidence,
    Coverage,
    CoverageStatus,
    Strength,
)
from isodocs.reports import heading
from isodocs.reports.coverage import _records, _shown, _story

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_MOST = 3
"""So many documents are named for a clause; the rest are counted."""

LOOKS = {
    CoverageStatus.COVERED: ("green",),
    CoverageStatus.PARTIAL: ("yellow",),
    CoverageStatus.GAP: ("red",),
    CoverageStatus.NOT_APPLICABLE: ("dim",),
}


def render(
    register: Register,
    coverages: Sequence[Coverage],
    *,
    width: int = 80,
    gaps: bool = False,
    clause: str = "",
    check_gaps: Sequence[Gap] = (),
) -> str:
    """Render `coverages`; `gaps` shows only what is to close, `clause` tells all about one.

    `check_gaps` are those of `check`, of which the story of a clause tells what is open in records.
    """
    lines: list[str] = []
    for coverage in coverages:
        requirements = register.maps[coverage.standard]
        lines += [""] if lines else []
        lines += heading.lines(
            register, f"Coverage of {heading.standard(register, coverage.standard)}", width
        )
        lines += [] if clause else wrapped(coverage.summary, width)
        if coverage.standard not in register.config.named_standards:
            text = f"isodocs.yaml does not list {coverage.standard} among the standards in use."
            lines += wrapped(Text(text, ("yellow",)), width)
        rows = _shown.rows(register, coverage, gaps=gaps, clause=clause)
        requirement = requirements.get(clause) if clause else None
        if requirement:
            lines += _story.lines(requirement, requirements, rows, width)
        if rows and not (requirement and requirement.auditable and len(rows) == 1):
            lines += ["", *table(*_table(requirements, rows, clause), width)]
        elif not rows:
            lines += ["", "Every applicable clause is covered."]
        if requirement:
            proofs = proofs_of(register, coverage.standard, clause)
            open_ = _records.open_gaps(register, check_gaps, proofs, requirement)
            lines += _records.lines(requirement, proofs, open_, width)
    if len(coverages) > 1 and not clause:
        lines += _several(coverages, width)
    lines += ["", *wrapped(Text(_note(coverages, clause), ("dim",)), width)]
    return "\n".join(lines) + "\n"


def _several(coverages: Sequence[Coverage], width: int) -> Iterator[str]:
    """The documents of an integrated system that serve several of its standards."""
    yield ""
    served: dict[tuple[str, ...], list[str]] = {}
    for id, standards in _shown.shared(coverages).items():
        served.setdefault(tuple(standards), []).append(id)
    if not served:
        yield "No document serves several of these standards."
        return
    yield from wrapped(Text("Documents that serve several standards", ("bold",)), width)
    for names, ids in sorted(served.items(), key=lambda item: (-len(item[0]), item[0])):
        yield from wrapped(f"{', '.join(names)}: {', '.join(ids)}", width, "    ", "  ")


def _note(coverages: Sequence[Coverage], clause: str) -> str:
    note = "Coverage looks at controlled documents, not at records."
    if any(row.decision for coverage in coverages for row in coverage.rows):
        note = (
            "Coverage looks at controlled documents and, of controls, at what the Statement of "
            "Applicability names."
        )
    if clause:
        return note.replace("looks at", "counts", 1).replace(" at ", " ").replace(" not at", " not")
    first = next((row for row in coverages[0].rows if row.status is CoverageStatus.GAP), None)
    number = (first or coverages[0].rows[0]).requirement.number
    return f"{note} The whole story of a clause: `isodocs coverage --explain {number}`."


def _table(
    requirements: RequirementMap, rows: Sequence[ClauseCoverage], clause: str
) -> tuple[list[Column], list[Row]]:
    columns = [
        Column("CLAUSE"),
        Column("TITLE", share=2),
        Column("STATUS"),
        Column("RESTS ON", share=3),
    ]
    by_number = {row.requirement.number: row for row in rows}
    above = {
        heading.number
        for number in by_number
        for heading in requirements.ancestors(number)
        if heading.number != clause and (not clause or requirements.within(heading.number, clause))
    }
    lines: list[Row] = []
    said: dict[str, str] = {}
    for requirement in requirements:
        if row := by_number.get(requirement.number):
            lines.append(_row(row, said))
        elif requirement.number in above and not requirement.auditable:
            lines.append(Text(f"{requirement.number} {requirement.title}", ("bold",)))
    return columns, lines


def _row(row: ClauseCoverage, said: dict[str, str]) -> list[Cell]:
    """One clause; `said` remembers where a justification was given, for the next one like it."""
    # Two words for a narrow column: "not applicable" takes two lines.
    status = [Text(word, LOOKS[row.status]) for word in _words(row.status)]
    rests_on = [*_rests_on(row)]
    if row.status is CoverageStatus.NOT_APPLICABLE:
        first = said.setdefault(row.reason, row.requirement.number)
        rests_on = [f"as {first}"] if first != row.requirement.number else rests_on
    return [row.requirement.number, row.requirement.title, status, rests_on]


def _words(status: CoverageStatus) -> list[str]:
    return ["partly"] if status is CoverageStatus.PARTIAL else str(status).split()


def _rests_on(row: ClauseCoverage) -> Iterator[str]:
    items = [*_shown.counting(row)] if row.status is CoverageStatus.COVERED else []
    if not items or row.shown:
        yield row.brief
        return
    for item in items[:_MOST]:
        yield f"{item.document}{_where(item)}"
    if len(items) > _MOST:
        yield f"… and {len(items) - _MOST} more"


def _where(item: ClauseEvidence) -> str:
    if item.strength is Strength.LOCATED:
        return f" › {item.section}"
    section = f" › {item.section}" if item.strength is Strength.MAPPED and item.section else ""
    through = _shown.through(item)
    return f"{section} ({through})" if through else ""

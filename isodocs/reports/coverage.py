"""Coverage: clause by clause what answers it, or the details of one clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from isodocs.assess.clause_records import proofs
from isodocs.assess.coverage_strength import clause_strength, coverage_strength, summary
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithOscal, WithPage
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Cell, Column, Row, Text, table, wrapped
from isodocs.model.coverage import (
    ClauseCoverage,
    ClauseEvidence,
    Coverage,
    CoverageStatus,
    Strength,
)
from isodocs.model.dossier import Tone
from isodocs.reports import coverage_clause, coverage_oscal, heading, place
from isodocs.reports import requirement as asked
from isodocs.reports.coverage_clause import counting, through
from isodocs.words import joined, say, translated

if TYPE_CHECKING:
    from isodocs.assess.place_shown import PlaceShown
    from isodocs.model.gap import Gap
    from isodocs.model.page import Page
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

TONES = {
    CoverageStatus.COVERED: Tone.GOOD,
    CoverageStatus.PARTIAL: Tone.WARNING,
    CoverageStatus.GAP: Tone.BAD,
    CoverageStatus.NOT_APPLICABLE: Tone.PLAIN,
}

_OPEN = (CoverageStatus.PARTIAL, CoverageStatus.GAP)

HEADER = (
    "clause",
    "title",
    "status",
    "reason",
    "claimed",
    "located",
    "carried",
    "waiting",
    "record_items",
    "records_shown",
    "document",
    "document_title",
    "revision",
    "state",
    "strength",
    "through",
    "section",
    "path",
    "line",
    "counts",
    "why_not",
    "own",
)


@immutable(frozen=True)
class CoverageReport(Report, WithOscal, WithPage):
    """How standards are covered; `gaps` and `clause` narrow the clauses that are shown.

    `check_gaps` are those of `check`: the story of a clause has those that are open in its records.
    `place` is the site or process that was asked for.
    """

    register: Register
    coverages: Sequence[Coverage]
    gaps: bool = False
    clause: str = ""
    check_gaps: Sequence[Gap] = ()
    place: PlaceShown | None = None

    def data(self) -> Data:
        """In the form of `schemas/coverage.schema.json`."""
        register, clause = self.register, self.clause
        return {
            **heading.data(register, 1),
            "place": place.as_data(self.place, register.on) if self.place else None,
            "standards": [
                {
                    "id": coverage.standard,
                    "display_name": register.maps[coverage.standard].display_name,
                    "in_use": coverage.standard in register.config.standards,
                    "in_preparation": coverage.standard in register.config.in_preparation,
                    "summary": {
                        "applicable": coverage.applicable,
                        **coverage.counts,
                        **coverage_strength(register, coverage)._asdict(),
                    },
                    "clauses": [
                        _as_data(register, row, self.place) for row in self._shown(coverage)
                    ],
                    "records": [
                        coverage_clause.proof_as_data(register, proof)
                        for proof in proofs(register, coverage.standard, clause)
                    ]
                    if clause
                    else [],
                }
                for coverage in self.coverages
            ],
            "shared": [
                {"id": id, "standards": standards}
                for id, standards in shared(self.coverages).items()
            ],
        }

    def rows(self) -> Rows:
        """A row to each clause and document behind it; a clause without any has one, too."""
        clauses = (clause for coverage in self.coverages for clause in self._shown(coverage))
        rows = (_rows(self.register, clause, self.place) for clause in clauses)
        return Rows(HEADER, chain.from_iterable(rows))

    def page(self) -> Page:
        """A heat map, from which each cell leads to the details of its clause."""
        from isodocs.reports.coverage_page import page

        return page(self.register, self.coverages, self._shown)

    def oscal(self) -> Data:
        """Assessment results."""
        return coverage_oscal.assessment_results(
            self.register,
            [
                (
                    coverage,
                    shown(self.register, coverage, clause=self.clause),
                    self._shown(coverage),
                )
                for coverage in self.coverages
            ],
        )

    def text(self) -> Iterator[str]:
        """A table to each standard, then what several of them share."""
        for number, coverage in enumerate(self.coverages):
            yield from ("",) if number else ()
            yield from self._standard(coverage)
        if len(self.coverages) > 1 and not self.clause:
            yield from _several(self.coverages, self.width)
        if not any(coverage.rows for coverage in self.coverages):
            return
        yield ""
        yield from wrapped(Text(_note(self.coverages, self.clause), ("dim",)), self.width)

    def _standard(self, coverage: Coverage) -> Iterator[str]:
        register, clause, width = self.register, self.clause, self.width
        requirements = register.maps[coverage.standard]
        name = heading.standard(register, coverage.standard)
        asked_for = place.title(self.place.where) if self.place else ""
        yield from heading.lines(
            register, say("Coverage of {name}{asked_for}", name=name, asked_for=asked_for), width
        )
        if self.place and not coverage.rows:
            yield from place.lines(self.place, register.on, width)
            yield from ("", say("No document or record that names it names a clause."))
            return
        if not clause:
            yield from wrapped(summary(coverage), width)
            yield from wrapped(coverage_strength(register, coverage).said, width)
        if self.place:
            yield from place.lines(self.place, register.on, width)
        if coverage.standard not in register.config.named_standards:
            text = heading.unlisted(coverage.standard)
            yield from wrapped(Text(text, ("yellow",)), width)
        rows = self._shown(coverage)
        requirement = requirements.get(clause) if clause else None
        if requirement:
            yield from coverage_clause.lines(register, requirement, requirements, rows, width)
        if rows and not (requirement and requirement.auditable and len(rows) == 1):
            yield from ("", *table(*_table(requirements, rows, clause, self.place), width))
        elif not rows:
            yield from ("", say("Every applicable clause is covered."))
        if requirement:
            yield from coverage_clause.record_lines(register, requirement, self.check_gaps, width)

    def _shown(self, coverage: Coverage) -> Sequence[ClauseCoverage]:
        return shown(self.register, coverage, gaps=self.gaps, clause=self.clause)


def _several(coverages: Sequence[Coverage], width: int) -> Iterator[str]:
    """The documents of an integrated system that serve several of its standards."""
    yield ""
    served: dict[tuple[str, ...], list[str]] = {}
    for id, standards in shared(coverages).items():
        served.setdefault(tuple(standards), []).append(id)
    if not served:
        yield say("No document serves several of these standards.")
        return
    yield from wrapped(Text(say("Documents that serve several standards"), ("bold",)), width)
    for names, ids in sorted(served.items(), key=lambda item: (-len(item[0]), item[0])):
        line = joined(": ", (joined(", ", names), joined(", ", ids)))
        yield from wrapped(line, width, "    ", "  ")


def _note(coverages: Sequence[Coverage], clause: str) -> str:
    note = say(
        "Coverage looks at controlled documents; records count only where a "
        "clause asks for no document."
    )
    if any(row.decision for coverage in coverages for row in coverage.rows):
        note = say(
            "Coverage looks at controlled documents and, of controls, at what the "
            "Statement of Applicability names."
        )
    if clause:
        return note.replace("looks at", "counts", 1).replace(" at ", " ")
    rows = next(coverage.rows for coverage in coverages if coverage.rows)
    first = next((row for row in rows if row.status is CoverageStatus.GAP), rows[0])
    number = first.requirement.number
    return say(
        "{note} Details of a clause: `isodocs coverage --explain {number}`.",
        note=note,
        number=number,
    )


def _table(
    requirements: RequirementMap,
    rows: Sequence[ClauseCoverage],
    clause: str,
    at: PlaceShown | None,
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
            lines.append(_row(row, said, at))
        elif requirement.number in above and not requirement.auditable:
            lines.append(
                Text(
                    joined(" ", (requirement.number, say(requirement.title))),
                    ("bold",),
                )
            )
    return columns, lines


def _row(row: ClauseCoverage, said: dict[str, str], at: PlaceShown | None) -> list[Cell]:
    """One clause; `said` remembers where a justification was given, for the next one like it."""
    # Two words for a narrow column: "not applicable" takes two lines.
    partly = row.status is CoverageStatus.PARTIAL
    word = translated(say("partly") if partly else say("{status}", status=row.status))
    status = [Text(part, LOOKS[row.status]) for part in word.split()]
    rests_on = [*_rests_on(row, at)]
    if row.status is CoverageStatus.NOT_APPLICABLE:
        first = said.setdefault(row.reason, row.requirement.number)
        rests_on = [say("as {first}", first=first)] if first != row.requirement.number else rests_on
    return [row.requirement.number, say(row.requirement.title), status, rests_on]


def _rests_on(row: ClauseCoverage, at: PlaceShown | None) -> Iterator[str]:
    items = [*counting(row)] if row.status is CoverageStatus.COVERED else []
    if not items or row.shown:
        yield row.brief
        return
    for item in items[:_MOST]:
        yield joined("", (item.document, _where(item), place.mark(at, item.document)))
    if len(items) > _MOST:
        yield say("… and {items} more", items=len(items) - _MOST)


def _where(item: ClauseEvidence) -> str:
    if item.strength is Strength.LOCATED:
        return say(" › {section}", section=item.section)
    section = (
        say(" › {section}", section=item.section)
        if item.strength is Strength.MAPPED and item.section
        else ""
    )
    led = through(item)
    return say("{section} ({led})", section=section, led=led) if led else ""


def shown(
    register: Register, coverage: Coverage, *, gaps: bool = False, clause: str = ""
) -> Sequence[ClauseCoverage]:
    """The shown of `coverage`: with `gaps` only what is to close, with `clause` it and those below.

    What is declared not applicable with good reason is nothing to close.
    """
    known = register.maps[coverage.standard]
    return [
        row
        for row in coverage.rows
        if (not gaps or row.status in _OPEN)
        and (not clause or known.within(row.requirement.number, clause))
    ]


def shared(coverages: Sequence[Coverage]) -> dict[str, list[str]]:
    """The documents behind clauses of several standards, each with the standards it serves."""
    serves: dict[str, dict[str, None]] = {}
    for coverage in coverages:
        for row in coverage.rows:
            for item in row.evidence:
                serves.setdefault(item.document, {})[coverage.standard] = None
    return {id: [*standards] for id, standards in sorted(serves.items()) if len(standards) > 1}


def _as_data(register: Register, row: ClauseCoverage, at: PlaceShown | None) -> dict[str, Any]:
    return {
        **asked.as_data(row.requirement),
        "status": row.status,
        "reason": row.reason,
        **_strength(register, row),
        "statement": asked.decision_as_data(row.decision),
        "shown_by": [*row.shown],
        "documents": [
            {
                "id": item.document,
                "title": item.title,
                "revision": item.revision,
                "state": item.state,
                "path": item.path,
                "line": item.line,
                "command": f"isodocs show {one_line(item.document)}",
                "section": item.section,
                "strength": item.strength,
                "through": item.through or None,
                "counts": item.counts,
                "relation": item.relation,
                "own": place.is_own(at, item.document),
                "partly": item.partly,
                "why_not": item.why_not,
            }
            for item in row.evidence
        ],
    }


def _strength(register: Register, row: ClauseCoverage) -> dict[str, bool | int]:
    """What the headline counts, of one clause."""
    found = clause_strength(register, row)
    flags = ("claimed", "located", "carried", "waiting")
    said = {name: bool(getattr(found, name)) for name in flags}
    return {**found._asdict(), **said}


def _rows(
    register: Register, row: ClauseCoverage, at: PlaceShown | None
) -> Iterator[Sequence[object]]:
    # With its standard in front a clause stays a text: a spreadsheet would make 8.10 to 8.1.
    said = (row.requirement.reference, row.requirement.title, row.status, row.reason)
    strength = clause_strength(register, row)
    words = ("yes" if count else "no" for count in strength[:4])
    head = (*said, *words, *strength[4:])
    if not row.evidence:
        yield (*head, *[None] * (len(HEADER) - len(head)))
    for item in row.evidence:
        yield (
            *head,
            item.document,
            item.title,
            item.revision,
            item.state,
            item.strength,
            item.through,
            item.section,
            item.path,
            item.line,
            "yes" if item.counts else "partly" if item.partly else "no",
            item.why_not,
            {True: "yes", False: "no", None: None}[place.is_own(at, item.document)],
        )

"""The competence matrix: a grid where it fits, and what is open in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithPage, WithSheets
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.competence import (
    Competence,
    CompetenceMatrix,
    CompetenceState,
    Employee,
    ReadConfirmation,
)
from isodocs.model.gap import EVERYTHING, LookedAt
from isodocs.reports import heading
from isodocs.reports.competence_sheets import sheets
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.page import Page
    from isodocs.model.register import Register
    from isodocs.model.sheet import SheetTable

_MARKS = {
    CompetenceState.MET: ("+", "green"),
    CompetenceState.EXPIRING: ("~", "yellow"),
    CompetenceState.TO_COME: ("o", "cyan"),
    CompetenceState.NOT_EVALUATED: ("?", "yellow"),
    CompetenceState.UNRECOGNISED: ("?", "yellow"),
    CompetenceState.INEFFECTIVE: ("!", "red"),
    CompetenceState.LAPSED: ("!", "red"),
    CompetenceState.MISSING: ("!", "red"),
}

_LEGEND = say("+ met   ~ lapses soon   o still to come   ? not evaluated or recognised   ! missing")

_NAME = 24

HEADER = ("person", "name", "requirement", "title", "state", "due", "training", "result")


@immutable(frozen=True)
class CompetenceReport(Report, WithPage, WithSheets):
    """The matrix, of which the rows of `people` are shown; with `gaps` only what is open."""

    register: Register
    matrix: CompetenceMatrix
    people: Sequence[Employee]
    gaps: bool = False
    looked_at: LookedAt = EVERYTHING

    def data(self) -> Data:
        """In the form of `schemas/competence-matrix.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "looked_at": heading.looked_at(self.looked_at),
            "requirements": [
                {"id": r.id, "title": r.text("title"), "kind": r.text("kind")}
                for r in self.matrix.requirements
            ],
            "people": [
                {"id": p.id, "name": p.name, "roles": sorted(p.roles), "joined": p.joined}
                for p in self.people
            ],
            "competences": [_cell(cell) for cell in self._cells],
            "readings": [_reading(reading) for reading in self._readings],
        }

    def rows(self) -> Rows:
        """A row to each requirement of each person."""
        return Rows(HEADER, map(_row, self._cells))

    @property
    def title(self) -> str:
        """What it is called."""
        return say("Competence matrix")

    def sheets(self) -> Iterator[SheetTable]:
        """The grid, its cells one by one, and what people have to have read."""
        return sheets(self.matrix, self.people, self.rows(), self._readings)

    def page(self) -> Page:
        """The training matrix, and whose turn it is."""
        from isodocs.reports.competence_page import page

        said = (
            _summary(self.people, self._cells),
            _confirmed(self._readings),
            *heading.looked_at_sentences(self.looked_at),
        )
        return page(self.register, self.matrix, self.people, self._cells, self._readings, said)

    def text(self) -> Iterator[str]:
        """The counts, the grid, then what is open, person by person."""
        yield from heading.lines(self.register, self.title, self.width)
        yield from heading.looked_at_lines(self.looked_at, self.width)
        yield from wrapped(_summary(self.people, self._cells), self.width)
        yield from wrapped(_confirmed(self._readings), self.width)
        yield ""
        if not self.matrix.requirements:
            yield say(
                "No competence is required of anyone: `isodocs new competence` begins the list."
            )
            return
        if not self.gaps:
            yield from _grid(self.matrix, self.people, self.width)
        yield from _open(self.people, self._cells, self._readings, self.width)

    @cached_property
    def _cells(self) -> list[Competence]:
        shown = {person.id for person in self.people}
        return [cell for cell in self.matrix.cells.values() if cell.person.id in shown]

    @cached_property
    def _readings(self) -> list[ReadConfirmation]:
        shown = {person.id for person in self.people}
        return [reading for reading in self.matrix.readings if reading.person.id in shown]


def _summary(people: Sequence[Employee], cells: Sequence[Competence]) -> str:
    counts = Counter(cell.state for cell in cells)
    parts = [
        say("{state} {state_2}", state=counts[state], state_2=state)
        for state in reversed(CompetenceState)
        if counts[state]
    ]
    required = counted(len(cells), "requirement")
    return say(
        "{persons}, {required}: {parts}",
        persons=counted(len(people), "person"),
        required=required,
        parts=joined(", ", parts) or say("none"),
    )


def _confirmed(mine: Sequence[ReadConfirmation]) -> str:
    """How many readings are confirmed, and how sure that is; empty where none is asked."""
    sure = Counter(reading.assurance for reading in mine if reading.confirmed)
    parts = [
        say("{number} {assurance}", number=number, assurance=assurance)
        for assurance, number in sorted(sure.items(), reverse=True)
    ]
    claimed = sum(reading.claimed is not None for reading in mine)
    still = sum(reading.confirmed is None for reading in mine) - claimed
    parts += [say("{claimed} only claimed", claimed=claimed)] * bool(claimed) + [
        say("{still} to read", still=still)
    ] * bool(still)
    return (
        say(
            "{mine} to have read and understood: {parts}", mine=len(mine), parts=joined(", ", parts)
        )
        if mine
        else ""
    )


def _grid(matrix: CompetenceMatrix, people: Sequence[Employee], width: int) -> Iterator[str]:
    """Blocks of as many requirements as fit, each numbered; the numbers are explained below."""
    shown = {person.id for person in people}
    used = {requirement for person, requirement in matrix.cells if person in shown}
    requirements = [r for r in matrix.requirements if r.id in used]
    names = {requirement.id: str(n) for n, requirement in enumerate(requirements, start=1)}
    step = max((width - _NAME) // 4, 1)
    for start in range(0, len(requirements), step):
        block = requirements[start : start + step]
        columns = [Column("", share=1), *(Column(names[r.id], right=True) for r in block)]
        rows: list[Row] = []
        for person in people:
            cells = [matrix.of(person.id, requirement.id) for requirement in block]
            if any(cells):
                rows.append([person.name, *map(_mark, cells)])
        yield from table(columns, rows, width)
        yield ""
    yield from wrapped(Text(_LEGEND, ("dim",)), width)
    yield ""
    legend: list[Row] = [[names[r.id], r.id, r.text("title")] for r in requirements]
    yield from table((Column("", right=True), Column(""), Column("", share=1)), legend, width)
    yield ""


def _mark(cell: Competence | None) -> Text:
    if cell is None:
        return Text("·", ("dim",))
    mark, look = _MARKS[cell.state]
    return Text(mark, (look,))


def _open(
    people: Sequence[Employee],
    shown: Sequence[Competence],
    readings: Sequence[ReadConfirmation],
    width: int,
) -> Iterator[str]:
    """What is not settled, person by person, the latest first."""
    cells = [cell for cell in shown if not cell.state.holds]
    unread = [reading for reading in readings if reading.confirmed is None]
    for person in people:
        mine = [cell for cell in cells if cell.person.id == person.id]
        reads = [reading for reading in unread if reading.person.id == person.id]
        if not mine and not reads:
            continue
        yield from wrapped(Text(person.name, ("bold",)), width)
        for cell in mine:
            look = _MARKS[cell.state][1]
            what = say("{id} {title}", id=cell.requirement.id, title=cell.requirement.text("title"))
            due = say(", due {due}", due=cell.due) if cell.due else ""
            yield from wrapped(
                (Text(f"{cell.state}", (look,)), say(" {what}{due}", what=what, due=due)),
                width,
                "    ",
                "  ",
            )
        for reading in reads:
            due = say(", due {due}", due=reading.due) if reading.due else ""
            claim = (
                say("; a row of {claimed} claims it, unsigned", claimed=reading.claimed)
                if reading.claimed
                else ""
            )
            text = say(
                "{document} revision {revision}{due}{claim}",
                document=reading.document,
                revision=reading.revision,
                due=due,
                claim=claim,
            )
            yield from wrapped(
                (Text(say("to read"), ("yellow",)), say(" {text}", text=text)), width, "    ", "  "
            )
        yield ""


def _cell(cell: Competence) -> dict[str, Any]:
    training = cell.training
    return {
        "person": cell.person.id,
        "requirement": cell.requirement.id,
        "state": str(cell.state),
        "holds": cell.state.holds,
        "due": cell.due,
        "training": training
        and {
            "path": training.path,
            "line": training.line,
            "course": training.text("course"),
            "date": training.text("date"),
            "result": training.text("result"),
        },
    }


def _reading(reading: ReadConfirmation) -> dict[str, Any]:
    return {
        "person": reading.person.id,
        "document": reading.document,
        "revision": reading.revision,
        "due": reading.due,
        "confirmed": reading.confirmed,
        "assurance": reading.assurance or None,
        "claimed": reading.claimed,
    }


def _row(cell: Competence) -> tuple[object, ...]:
    return (
        cell.person.id,
        cell.person.name,
        cell.requirement.id,
        cell.requirement.text("title"),
        cell.state,
        cell.due,
        cell.training.day("date") if cell.training else None,
        cell.training.text("result") if cell.training else None,
    )

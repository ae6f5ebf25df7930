"""The competence matrix for people: a grid where it fits, and what is open in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.competence import Competence, CompetenceMatrix, CompetenceState, Employee
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.register import Register

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
_LEGEND = "+ met   ~ lapses soon   o still to come   ? not evaluated or recognised   ! missing"
_NAME = 24


def render(
    register: Register,
    matrix: CompetenceMatrix,
    people: Sequence[Employee],
    *,
    width: int = 80,
    gaps: bool = False,
    **_: object,
) -> str:
    """Render the rows of `people`; with `gaps` only what is open, in words."""
    lines = list(heading.lines(register, "Competence matrix", width))
    lines += wrapped(_summary(matrix, people), width)
    lines += [*wrapped(_readings(matrix, people), width), ""]
    if not matrix.requirements:
        lines.append("No competence is required: records/competence.yaml or .csv says which.")
        return "\n".join(lines) + "\n"
    if not gaps:
        lines += _grid(matrix, people, width)
    lines += _open(matrix, people, width)
    return "\n".join(lines).rstrip("\n") + "\n"


def _summary(matrix: CompetenceMatrix, people: Sequence[Employee]) -> str:
    shown = {person.id for person in people}
    cells = [cell for cell in matrix.cells.values() if cell.person.id in shown]
    counts = Counter(cell.state for cell in cells)
    parts = [f"{counts[state]} {state}" for state in reversed(CompetenceState) if counts[state]]
    persons = "1 person" if len(people) == 1 else f"{len(people)} people"
    required = "1 requirement" if len(cells) == 1 else f"{len(cells)} requirements"
    return f"{persons}, {required}: {', '.join(parts) or 'none'}"


def _readings(matrix: CompetenceMatrix, people: Sequence[Employee]) -> str:
    """How many readings are confirmed, and how sure that is; empty where none is asked."""
    shown = {person.id for person in people}
    mine = [reading for reading in matrix.readings if reading.person.id in shown]
    sure = Counter(reading.assurance for reading in mine if reading.confirmed)
    parts = [f"{number} {assurance}" for assurance, number in sorted(sure.items(), reverse=True)]
    claimed = sum(reading.claimed is not None for reading in mine)
    still = sum(reading.confirmed is None for reading in mine) - claimed
    parts += [f"{claimed} only claimed"] * bool(claimed) + [f"{still} to read"] * bool(still)
    return f"{len(mine)} to have read and understood: {', '.join(parts)}" if mine else ""


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


def _open(matrix: CompetenceMatrix, people: Sequence[Employee], width: int) -> Iterator[str]:
    """What is not settled, person by person, the latest first."""
    shown = {person.id for person in people}
    cells = [c for c in matrix.cells.values() if c.person.id in shown and not c.state.holds]
    unread = [r for r in matrix.readings if r.person.id in shown and r.confirmed is None]
    for person in people:
        mine = [cell for cell in cells if cell.person.id == person.id]
        reads = [reading for reading in unread if reading.person.id == person.id]
        if not mine and not reads:
            continue
        yield from wrapped(Text(person.name, ("bold",)), width)
        for cell in mine:
            look = _MARKS[cell.state][1]
            what = f"{cell.requirement.id} {cell.requirement.text('title')}"
            due = f", due {cell.due}" if cell.due else ""
            yield from wrapped(
                (Text(f"{cell.state}", (look,)), f" {what}{due}"), width, "    ", "  "
            )
        for reading in reads:
            due = f", due {reading.due}" if reading.due else ""
            claim = f"; a row of {reading.claimed} claims it, unsigned" if reading.claimed else ""
            text = f"{reading.document} revision {reading.revision}{due}{claim}"
            yield from wrapped((Text("to read", ("yellow",)), f" {text}"), width, "    ", "  ")
        yield ""

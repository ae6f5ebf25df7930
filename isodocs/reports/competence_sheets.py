"""The competence matrix as a spreadsheet: people by requirements in colours, and each as a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.model.competence import Competence, CompetenceMatrix, CompetenceState, Employee
from isodocs.model.dossier import Tone
from isodocs.model.sheet import SheetCell, SheetColumn, SheetTable, labelled
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.formats import Rows
    from isodocs.model.competence import ReadConfirmation

_SOON = (CompetenceState.EXPIRING, CompetenceState.TO_COME, CompetenceState.NOT_EVALUATED)
_READING = ("person", "name", "document", "revision", "confirmed", "assurance", "due", "claimed")


def sheets(
    matrix: CompetenceMatrix,
    people: Sequence[Employee],
    cells: Rows,
    readings: Sequence[ReadConfirmation],
) -> Iterator[SheetTable]:
    """The grid, its cells one by one, and what people have to have read."""
    if matrix.requirements:
        yield _grid(matrix, people)
    yield labelled(say("Requirements"), *cells)
    if readings:
        rows = ((each.person.id, each.person.name, *_read(each)) for each in readings)
        yield labelled(say("Read and understood"), _READING, rows)


def _grid(matrix: CompetenceMatrix, people: Sequence[Employee]) -> SheetTable:
    heads = [f"{r.id}\n{r.text('title')}".strip() for r in matrix.requirements]
    rows = (
        (
            person.name,
            joined(", ", sorted(person.roles)),
            *(_cell(matrix.of(person.id, r.id)) for r in matrix.requirements),
        )
        for person in people
    )
    return SheetTable(
        say("Matrix"), tuple(map(SheetColumn, (say("Name"), say("Roles"), *heads))), rows
    )


def _cell(found: Competence | None) -> SheetCell | None:
    """The state, and the day by which something has to happen."""
    if found is None:
        return None
    state = found.state
    tone = Tone.WARNING if state in _SOON else Tone.GOOD if state.holds else Tone.BAD
    return SheetCell(
        say("{state}, due {due}", state=state, due=found.due) if found.due else say(str(state)),
        tone,
    )


def _read(each: ReadConfirmation) -> tuple[object, ...]:
    said = (each.confirmed, each.assurance, each.due, each.claimed)
    return each.document, each.revision, *said

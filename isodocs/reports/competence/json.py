"""The competence matrix for programs, in the form of `schemas/competence-matrix.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.competence import Competence, CompetenceMatrix, Employee, ReadConfirmation
    from isodocs.model.register import Register

VERSION = 1


def render(
    register: Register, matrix: CompetenceMatrix, people: Sequence[Employee], **_: object
) -> str:
    """Render the rows of `people` as one JSON object."""
    shown = {person.id for person in people}
    document = {
        **heading.as_data(register, VERSION),
        "requirements": [
            {"id": r.id, "title": r.text("title"), "kind": r.text("kind")}
            for r in matrix.requirements
        ],
        "people": [
            {"id": p.id, "name": p.name, "roles": sorted(p.roles), "joined": _day(p.joined)}
            for p in people
        ],
        "competences": [_cell(c) for c in matrix.cells.values() if c.person.id in shown],
        "readings": [_reading(r) for r in matrix.readings if r.person.id in shown],
    }
    return heading.as_json(document)


def _cell(cell: Competence) -> dict[str, Any]:
    training = cell.training
    return {
        "person": cell.person.id,
        "requirement": cell.requirement.id,
        "state": str(cell.state),
        "holds": cell.state.holds,
        "due": _day(cell.due),
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
        "due": _day(reading.due),
        "confirmed": _day(reading.confirmed),
        "assurance": reading.assurance or None,
        "claimed": _day(reading.claimed),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

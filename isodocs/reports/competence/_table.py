"""The competence matrix as a table: one row for each person and requirement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.model.competence import CompetenceMatrix, Employee
    from isodocs.model.register import Register

HEADER = ("person", "name", "requirement", "title", "state", "due", "training", "result")


def table(
    register: Register, matrix: CompetenceMatrix, people: Sequence[Employee], **_: object
) -> Rows:
    """A row to each requirement of each of `people`."""
    shown = {person.id for person in people}
    return Rows(
        HEADER,
        (
            (
                cell.person.id,
                cell.person.name,
                cell.requirement.id,
                cell.requirement.text("title"),
                cell.state,
                cell.due,
                cell.training.text("date") if cell.training else None,
                cell.training.text("result") if cell.training else None,
            )
            for cell in matrix.cells.values()
            if cell.person.id in shown
        ),
    )

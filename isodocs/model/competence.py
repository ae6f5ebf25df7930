"""Who must be able to do what, and what their training records show (ISO 9001:2015, 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.record import Record


class CompetenceState(StrEnum):
    """The state of one competence that a person needs; the worst first."""

    MISSING = "missing"
    LAPSED = "lapsed"
    INEFFECTIVE = "not effective"
    UNRECOGNISED = "not recognised"
    NOT_EVALUATED = "not evaluated"
    TO_COME = "to come"
    EXPIRING = "expiring"
    MET = "met"

    @property
    def holds(self) -> bool:
        """Whether the person has the competence today."""
        return self in (CompetenceState.MET, CompetenceState.EXPIRING)


class Employee(NamedTuple):
    """Someone of the people table, or of the authority register where there is none."""

    id: str
    name: str
    roles: frozenset[str]
    joined: date | None = None
    left: date | None = None

    def works(self, on: date) -> bool:
        """Whether they work here on that day."""
        return (self.joined is None or self.joined <= on) and (self.left is None or on <= self.left)


class Competence(NamedTuple):
    """How far one person meets one requirement.

    `training` is the record it rests on, None where there is none. `due` is the day by which
    something has to happen: the training, its evaluation, or its renewal.
    """

    person: Employee
    requirement: Record
    state: CompetenceState
    training: Record | None = None
    due: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether the day has passed on which this should have been settled."""
        return self.state in (
            CompetenceState.MISSING,
            CompetenceState.LAPSED,
            CompetenceState.INEFFECTIVE,
            CompetenceState.UNRECOGNISED,
        )


class ReadConfirmation(NamedTuple):
    """Whether one person has confirmed the revision in force of one document.

    `confirmed` is the day of the confirmation; `due` the day by which it is wanted. `assurance`
    says how sure the confirmation is, as of approvals. `claimed` is the day of a row that does not
    count, because the person signs.
    """

    person: Employee
    document: str
    revision: str
    due: date | None
    confirmed: date | None = None
    assurance: str = ""
    claimed: date | None = None


class CompetenceMatrix(NamedTuple):
    """Every person by every requirement they are under, on one day."""

    people: tuple[Employee, ...]
    requirements: tuple[Record, ...]
    cells: Mapping[tuple[str, str], Competence]
    readings: tuple[ReadConfirmation, ...] = ()

    def of(self, person: str, requirement: str) -> Competence | None:
        """The cell of a person (by id) and a requirement (by id); None where nothing is asked."""
        return self.cells.get((person, requirement))

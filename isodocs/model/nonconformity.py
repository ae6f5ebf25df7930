"""A nonconformity on its way from being raised to being closed, derived from its dates."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.record import Record

WEIGHTY = ("major", "minor")
"""The grades that ask for cause and corrective action; the others are remarks."""


class Stage(StrEnum):
    """How far a nonconformity has come, in order."""

    RAISED = "raised"
    CORRECTED = "corrected"
    CAUSE_KNOWN = "cause known"
    ACTING = "action in progress"
    IMPLEMENTED = "implemented, not yet verified"
    VERIFIED = "verified, effect not yet reviewed"
    INEFFECTIVE = "action did not work"
    EFFECTIVE = "effective, not yet closed"
    CLOSED = "closed"


class Nonconformity(NamedTuple):
    """One nonconformity on one day.

    `due` is the next day by which something has to happen, with what that is in `next_step`; None
    and empty once it is closed. `limit` is the day by which it must be closed. `age` counts days
    since it was raised, until it was closed; None where the record does not say both.
    """

    record: Record
    stage: Stage
    next_step: str
    due: date | None
    age: int | None
    limit: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.stage is not Stage.CLOSED

    def is_late(self, on: date) -> bool:
        """Whether the day of its next step has passed."""
        return self.due is not None and self.due < on

    @property
    def weighty(self) -> bool:
        """Whether it is a major or minor one."""
        return self.record.text("grade") in WEIGHTY

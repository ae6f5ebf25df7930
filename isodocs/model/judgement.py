"""How the approvals of one final form were judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from isodocs.model.approval import ApprovalRecord, Statement
from isodocs.model.authority import ApprovalRule


class Ground(StrEnum):
    """Why an approval does not count."""

    OTHER_PROJECT = "other project"
    OTHER_BYTES = "other bytes"
    NOT_LISTED = "not listed"
    AUTHORITY = "authority"
    WRONG_ROLE = "wrong role"
    AUTHOR = "author"
    TOO_EARLY = "too early"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An approval that does not count, and why, in words for its reader."""

    record: ApprovalRecord
    ground: Ground
    message: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the approvals of one form amount to.

    `rule` is None where nobody may approve the type. `accepted` are the approvals that count,
    `missing_roles` the roles still to approve, `missing_persons` how many distinct people are
    still needed beyond them. `day` is when the last approval needed was given.
    """

    rule: ApprovalRule | None
    accepted: tuple[ApprovalRecord, ...] = ()
    refused: tuple[Refusal, ...] = ()
    rejected: tuple[ApprovalRecord, ...] = ()
    reviews: tuple[ApprovalRecord, ...] = ()
    missing_roles: tuple[str, ...] = ()
    missing_persons: int = 0

    @property
    def complete(self) -> bool:
        """Whether the form is approved."""
        return self.rule is not None and not self.missing_roles and self.missing_persons <= 0

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that count."""
        return tuple(r.statement for r in self.accepted if r.statement is not None)

    @property
    def day(self) -> date | None:
        """The day of the last approval that counts; None when none does."""
        return max((statement.day for statement in self.statements), default=None)

    @property
    def last_review(self) -> date | None:
        """The day of the last periodic review without change."""
        return max((r.statement.day for r in self.reviews if r.statement), default=None)

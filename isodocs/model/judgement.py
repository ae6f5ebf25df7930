"""How the approvals of one final form were judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord, ApprovalStatement
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
    SIGNATURE = "signature"
    ASSURANCE = "assurance"


@immutable(frozen=True, slots=True)
class Assurance:
    """What supports a statement: nothing but the record, or a signature and what it proves.

    `user_verified`: a hardware key knew the person; `timestamped`: an authority named in the
    register has stamped the signature with its time, `stamped_at`. `unstamped` says why a token
    that is beside the signature does not count. `origin` is the address at which a passkey signed,
    and `copyable` whether that passkey may be on more than one device.
    """

    signed: bool = False
    user_verified: bool = False
    timestamped: bool = False
    stamped_at: datetime | None = None
    unstamped: str = ""
    origin: str = ""
    copyable: bool = False

    @property
    def label(self) -> str:
        """As reports show it; never "verified" for what is only recorded."""
        if not self.signed:
            return "recorded"
        parts = ["signed", "user-verified" * self.user_verified, "timestamped" * self.timestamped]
        return " + ".join(filter(None, parts))

    def reaches(self, wanted: str) -> bool:
        """Whether it is at least the level that a rule of the authority register wants.

        Two rules together may want two levels, joined by " and ".
        """
        levels = {
            "recorded": True,
            "signed": self.signed,
            "signed+user-verified": self.user_verified,
            "timestamped": self.timestamped,
        }
        return all(levels[level] for level in wanted.split(" and "))

    def lack(self, wanted: str) -> str:
        """What a signed approval lacks where time stamps are wanted, to be added to a sentence."""
        if "timestamped" not in wanted or not self.signed or self.timestamped:
            return ""
        return f": {self.unstamped or 'there is no time stamp beside its signature'}"


@immutable(frozen=True, slots=True)
class Refusal:
    """An approval that does not count, and why, in words for its reader."""

    record: ApprovalRecord
    ground: Ground
    message: str


@immutable(frozen=True, slots=True)
class Judgement:
    """What the approvals of one form amount to.

    `rule` is None where no one may approve the type. `accepted` are the approvals that count,
    `missing_roles` the roles still to approve, `missing_persons` how many distinct people are
    still needed beyond them. `day` is when the last approval needed was given. `assurances` say
    by path what supports each approval and review that counts. `types` are those that the form
    had for its approvers and has no longer, `before` all types it had before that ask for more than
    its own; `rule` asks for that as well.
    """

    rule: ApprovalRule | None
    accepted: tuple[ApprovalRecord, ...] = ()
    refused: tuple[Refusal, ...] = ()
    rejected: tuple[ApprovalRecord, ...] = ()
    reviews: tuple[ApprovalRecord, ...] = ()
    missing_roles: tuple[str, ...] = ()
    missing_persons: int = 0
    assurances: Mapping[str, Assurance] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def assurance(self) -> Assurance:
        """What supports the approval as a whole: no more than what supports its weakest part."""
        found = [self.assurances.get(r.path, Assurance()) for r in self.accepted]
        return Assurance(
            bool(found) and all(a.signed for a in found),
            bool(found) and all(a.user_verified for a in found),
            bool(found) and all(a.timestamped for a in found),
        )

    @property
    def complete(self) -> bool:
        """Whether the form is approved."""
        return self.rule is not None and not self.missing_roles and self.missing_persons <= 0

    @property
    def statements(self) -> tuple[ApprovalStatement, ...]:
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

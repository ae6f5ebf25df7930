"""The audit trail: who did what when, each event with whose word it is."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.commit import Commit, Signature


class Basis(StrEnum):
    """What shows that an event is what it seems, strongest first.

    A signature shows whose key it was and what it was put under; a time stamp shows, beside that,
    when it was there at the latest. What Git says, and what an unsigned record says, is typed by
    anyone who commits it.
    """

    STAMPED = "stamped"
    SIGNED = "signed"
    GIT = "git"
    CLAIMED = "claimed"


class EventKind(StrEnum):
    """What an event is about."""

    BEGUN = "revision-begun"
    EDITED = "document-edited"
    SUBMITTED = "revision-submitted"
    RETURNED = "revision-returned-to-draft"
    DECLARED_OBSOLETE = "document-declared-obsolete"
    ALTERED = "document-altered-after-approval"
    MOVED = "document-moved"
    REMOVED = "document-removed"
    RESTORED = "document-restored"
    LOST = "document-lost-in-a-merge"
    SHOWN_FILE = "shown-file-changed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "approval-withdrawn"
    REVIEWED = "reviewed"
    DELEGATED = "delegated"
    DELEGATION_ENDED = "delegation-ended"
    CONFIRMED = "confirmed"
    UNREADABLE = "statement-unreadable"
    SIGNATURE = "signature-added"
    TIME_STAMP = "time-stamp-added"
    STATEMENT_CHANGED = "statement-changed"
    STATEMENT_REMOVED = "statement-removed"
    STATEMENT_RESTORED = "statement-restored"
    STATEMENT_LOST = "statement-lost-in-a-merge"
    REGISTER_VERSION = "register-version"
    OWNER_SIGNED = "register-signed"
    KEY_PROVEN = "key-proven"
    CONFIGURATION = "configuration-changed"
    WAIVER = "waiver-changed"
    COMMENTED = "commented"
    RETAINED = "record-changed"
    OTHER = "control-file-changed"


class Giver(NamedTuple):
    """Who a statement says gave it, and in whose place a deputy did."""

    person: str
    name: str
    role: str = ""
    role_title: str = ""
    principal: str = ""
    principal_name: str = ""


@immutable(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `what` says it without who and when; it begins as a sentence about `giver` goes on, or is
    alone where there is none and only the commit says who. `commit` is None while it is not
    committed, and where no commit reports it. `said_at` is the giver's own word, `stamped_at` an
    outside authority's. `remark` is what its reader must not miss.
    """

    kind: EventKind
    basis: Basis
    what: str
    path: str = ""
    document: str = ""
    revision: str = ""
    commit: Commit | None = None
    giver: Giver | None = None
    said_at: datetime | None = None
    stamped_at: datetime | None = None
    meaning: str = ""
    reason: str = ""
    assurance: str = ""
    key: str = ""
    remark: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether a merge lost it, so that no commit reports it."""
        return self.kind in (EventKind.LOST, EventKind.STATEMENT_LOST)

    @property
    def days(self) -> frozenset[date]:
        """Every day on which anyone says that it happened."""
        moments = [self.said_at, self.stamped_at]
        if self.commit:
            moments += [self.commit.author.when, self.commit.committer.when]
        return frozenset(moment.date() for moment in moments if moment)

    @property
    def committers(self) -> tuple[Signature, ...]:
        """Whom the commit names: its author and, where another, its committer."""
        if self.commit is None:
            return ()
        names = (self.commit.author, self.commit.committer)
        return names[:1] if names[0] == names[1] else names


@immutable(frozen=True, slots=True)
class Trail:
    """Events in the order of history; `total` counts those before any was filtered out.

    `tip` is the newest commit it rests on, empty where there is none; `shallow` says that what
    came before some commits is not here.
    """

    events: tuple[Event, ...]
    total: int
    tip: str = ""
    shallow: bool = False

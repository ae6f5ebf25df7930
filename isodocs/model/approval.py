"""An approval statement: one person, in one role, on exactly these bytes."""

from __future__ import annotations

import hashlib
import posixpath
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model import layout
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isodocs.model.problem import Problem

FOLDER, DELEGATIONS = layout.APPROVALS, layout.DELEGATIONS
CONFIRMATIONS = layout.CONFIRMATIONS
SIGNATURE = ".sig"
"""What is added to a statement's file name for the signature over its bytes."""
TOKEN = ".tsr"
"""What is added to a signature's file name for the time-stamp token over it (RFC 3161)."""


class Decision(StrEnum):
    """What the person decided."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Meaning(StrEnum):
    """What the decision means."""

    APPROVAL = "approval"
    ADOPTION = "adoption"
    REVIEW = "review"
    PERIODIC_REVIEW = "periodic-review"
    WITHDRAWAL = "withdrawal"


APPROVING = (Meaning.APPROVAL, Meaning.ADOPTION)
"""What approves a text; an adoption brings one into force that was in use before, from now on."""


class Part(NamedTuple):
    """A file the approver saw: the document itself, then every local image and include."""

    path: str
    sha256: str
    size: int


class Previous(NamedTuple):
    """The approved revision that this one replaces."""

    rev: str
    sha256: str


class AuthorityReference(NamedTuple):
    """The version of the authority register by which the approver held the role."""

    version: int
    sha256: str


@immutable(frozen=True, slots=True, kw_only=True)
class Given:
    """What every statement of a person says about its giver; `key` is empty when only recorded."""

    project: str
    person: str
    name: str
    key: str
    authority: AuthorityReference
    signed_at: datetime

    @property
    def day(self) -> date:
        """The giver's own calendar day."""
        return self.signed_at.date()


@immutable(frozen=True, slots=True, kw_only=True)
class OfRevision(Given):
    """A statement on the exact bytes of a revision."""

    doc: str
    rev: str
    parts: tuple[Part, ...]

    @property
    def document_sha256(self) -> str:
        """The digest of the document itself, the first part."""
        return self.parts[0].sha256

    def shown_at(self, place: str) -> dict[str, str]:
        """What the document shows by the paths that it has for one at `place`, with digests.

        A path that stands for one thing as listed and for another as seen from there is left out.
        """
        listed = {part.path: part.sha256 for part in self.parts[1:]}
        before, here = posixpath.dirname(self.parts[0].path), posixpath.dirname(place)
        if before == here:
            return listed
        moved = {
            posixpath.normpath(posixpath.join(here, posixpath.relpath(path, before or "."))): digest
            for path, digest in listed.items()
        }
        both = {**moved, **listed}
        return {path: digest for path, digest in both.items() if moved.get(path, digest) == digest}


@immutable(frozen=True, slots=True, kw_only=True)
class ApprovalStatement(OfRevision):
    """The content of an approval file (decision 0003)."""

    decision: Decision
    role: str
    meaning: Meaning
    prev: Previous | None
    reason: str
    effective_from: date | None


class ListedText(NamedTuple):
    """One text of a list: the document and revision, in which roles, and exactly which bytes."""

    doc: str
    rev: str
    roles: tuple[str, ...]
    parts: tuple[Part, ...]
    prev: Previous | None
    effective_from: date | None


@immutable(frozen=True, slots=True, kw_only=True)
class ApprovalList(Given):
    """One approval of many texts, in one file with one signature (decision 0067)."""

    meaning: Meaning
    reason: str
    texts: tuple[ListedText, ...]

    def approvals(self) -> Iterator[ApprovalStatement]:
        """What it says of each text, as an approval of that text alone would."""
        for text in self.texts:
            for role in text.roles:
                yield ApprovalStatement(
                    project=self.project,
                    person=self.person,
                    name=self.name,
                    key=self.key,
                    authority=self.authority,
                    signed_at=self.signed_at,
                    doc=text.doc,
                    rev=text.rev,
                    parts=text.parts,
                    decision=Decision.APPROVE,
                    role=role,
                    meaning=self.meaning,
                    prev=text.prev,
                    reason=self.reason,
                    effective_from=text.effective_from,
                )


def is_list(path: str) -> bool:
    """Whether the file of an approval is one of many texts: it is in no document's folder."""
    return path.startswith(FOLDER) and "/" not in path[len(FOLDER) :]


@immutable(frozen=True, slots=True)
class Sealed:
    """The exact bytes that were signed, the signature beside them, and the token over that.

    Without a signature they are only recorded.
    """

    data: bytes
    signature: bytes | None = None
    token: bytes | None = None

    @property
    def sha256(self) -> str:
        """The digest of what was signed."""
        return hashlib.sha256(self.data).hexdigest()


@immutable(frozen=True, slots=True)
class ApprovalRecord:
    """An approval file as found; `statement` is None when it could not be read.

    Of a list there is one for each text and role, all with the path and the seal of the list.
    """

    path: str
    sha256: str
    statement: ApprovalStatement | None
    problems: tuple[Problem, ...] = ()
    sealed: Sealed = Sealed(b"")


@immutable(frozen=True, slots=True, kw_only=True)
class Delegation(Given):
    """A deputy for a dated absence: `deputy` acts in `role` in the place of `person`."""

    role: str
    deputy: str
    start: date
    until: date
    reason: str


@immutable(frozen=True, slots=True, kw_only=True)
class Ending(Given):
    """The early end of a delegation, named by its digest; `person` gave it, or was the deputy."""

    role: str
    deputy: str
    delegation: str
    reason: str


@immutable(frozen=True, slots=True)
class DelegationRecord:
    """A file of a delegation or of its early end, as found; neither when it could not be read."""

    path: str
    sha256: str
    delegation: Delegation | None
    problems: tuple[Problem, ...] = ()
    sealed: Sealed = Sealed(b"")
    ending: Ending | None = None

"""Read and understood: one person's statement on exactly the bytes that were approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from isodocs.model.approval import AuthorityReference, Part, Sealed
from isodocs.model.problem import Problem

FOLDER = ".isodocs/confirmations/"
MEANING = "read-and-understood"
"""The only thing that a confirmation means."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The content of a confirmation file. It always names a key: what is not signed is a row."""

    project: str
    doc: str
    rev: str
    person: str
    name: str
    key: str
    parts: tuple[Part, ...]
    authority: AuthorityReference
    signed_at: datetime

    @property
    def document_sha256(self) -> str:
        """The digest of the document itself, the first part."""
        return self.parts[0].sha256

    @property
    def day(self) -> date:
        """The reader's own calendar day."""
        return self.signed_at.date()


@dataclass(frozen=True, slots=True)
class ConfirmationRecord:
    """A confirmation file as found; `confirmation` is None when it could not be read."""

    path: str
    sha256: str
    confirmation: Confirmation | None
    problems: tuple[Problem, ...] = ()
    sealed: Sealed = field(default_factory=lambda: Sealed(b""))


Key = tuple[str, str, str]
"""Person, document, revision."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That somebody confirmed a revision on a day, and how sure that is.

    `assurance` is `signed` (and more, as of approvals) for a statement whose seal holds, `recorded`
    for a row of the table, `claimed` for a row in the name of somebody who signs such documents.
    """

    day: date
    assurance: str

    @property
    def counts(self) -> bool:
        """Whether the revision is confirmed by it."""
        return self.assurance != CLAIMED


CLAIMED, RECORDED = "claimed", "recorded"


@dataclass(frozen=True, slots=True)
class Void:
    """A statement of confirmation that does not count, and why, in words."""

    record: ConfirmationRecord
    message: str


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Every confirmation there is on one day: the surest of each, and what does not count."""

    found: Mapping[Key, Confirmed] = field(default_factory=dict)
    void: tuple[Void, ...] = ()

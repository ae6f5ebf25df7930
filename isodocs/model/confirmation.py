"""Read and understood: one person's statement on exactly the bytes that were approved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from isodocs.model.approval import CONFIRMATIONS, AuthorityReference, Part, Sealed

if TYPE_CHECKING:
    from isodocs.model.problem import Problem

FOLDER = CONFIRMATIONS
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

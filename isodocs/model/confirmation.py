"""Read and understood: one person's statement on exactly the bytes that were approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model.approval import CONFIRMATIONS, OfRevision, Sealed

if TYPE_CHECKING:
    from isodocs.model.problem import Problem

FOLDER = CONFIRMATIONS
MEANING = "read-and-understood"
"""The only thing that a confirmation means."""


@immutable(frozen=True, slots=True, kw_only=True)
class Confirmation(OfRevision):
    """The content of a confirmation file. It always names a key: what is not signed is a row."""


@immutable(frozen=True, slots=True)
class ConfirmationRecord:
    """A confirmation file as found; `confirmation` is None when it could not be read."""

    path: str
    sha256: str
    confirmation: Confirmation | None
    problems: tuple[Problem, ...] = ()
    sealed: Sealed = field(default_factory=lambda: Sealed(b""))

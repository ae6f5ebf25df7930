"""What confirmations of reading come to: who confirmed which revision, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable

if TYPE_CHECKING:
    from isodocs.model.confirmation import ConfirmationRecord

CLAIMED, RECORDED = "claimed", "recorded"
Key = tuple[str, str, str]
"""Person, document, revision."""


@immutable(frozen=True, slots=True)
class Confirmed:
    """That someone confirmed a revision on a day, and how sure that is.

    `assurance` is `signed` (and more, as of approvals) for a statement whose seal holds, `recorded`
    for a row of the table, `claimed` for a row in the name of someone who signs such documents.
    """

    day: date
    assurance: str

    @property
    def counts(self) -> bool:
        """Whether the revision is confirmed by it."""
        return self.assurance != CLAIMED


@immutable(frozen=True, slots=True)
class Void:
    """A statement of confirmation that does not count, and why, in words."""

    record: ConfirmationRecord
    message: str


@immutable(frozen=True, slots=True)
class Confirmations:
    """Every confirmation there is on one day: the surest of each, and what does not count."""

    found: Mapping[Key, Confirmed] = field(default_factory=dict)
    void: tuple[Void, ...] = ()

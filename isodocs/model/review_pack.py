"""What a management review is given to look at: each input with what the records say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.dossier import DossierTable
    from isodocs.model.page import Trend
    from isodocs.model.record import Record


class ReviewSource(NamedTuple):
    """Records that fill an input: those of a kind whose day `by` is in the period.

    Without `by` it is all that are not over. Where `field` is given, only records with one of
    `values` there, or with the identifier of a record of the kind `names`. With `trend` they are
    counted by quarter.
    """

    kind: str
    by: str = ""
    field: str = ""
    values: tuple[str, ...] = ()
    names: str = ""
    trend: bool = False


class ReviewInput(NamedTuple):
    """An input that standards list, by its `word` in records; `asks` says what is looked at.

    `figures` are what measurements are of: `objective`, `process`, `supplier` or `other`; `facts`
    are what follows from more than one record.
    """

    word: str
    title: str
    asks: str
    sources: tuple[ReviewSource, ...] = ()
    figures: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@immutable(frozen=True, slots=True)
class ReviewSection:
    """One input, filled: `clauses` are the standards that list it, by id, each with its clause.

    `looked_at` is the last review that looked at it, None where none did. `missing` says what the
    records do not have, a sentence each.
    """

    input: ReviewInput
    clauses: tuple[tuple[str, str], ...]
    looked_at: Record | None
    trends: tuple[Trend, ...]
    tables: tuple[DossierTable, ...]
    missing: tuple[str, ...]

    @property
    def is_filled(self) -> bool:
        """Whether anything is recorded of it."""
        return bool(self.trends or any(table.rows for table in self.tables))


@immutable(frozen=True, slots=True)
class ReviewPack:
    """All inputs of a review of some standards, of the time from `since`.

    `last` are the reviews before, the newest first. `outputs` are what is decided, each with what
    it is in words and the clauses that list it. `unknown` are standards whose list is not known.
    """

    standards: tuple[str, ...]
    since: date
    last: tuple[Record, ...]
    sections: tuple[ReviewSection, ...]
    outputs: Sequence[tuple[str, str, tuple[tuple[str, str], ...]]]
    unknown: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        """How many of the inputs the records fill."""
        return sum(section.is_filled for section in self.sections)

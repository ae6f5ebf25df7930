"""A comparison as a table: a row to each two clauses that relate, and to each alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.standards.comparison import Comparison

HEADER = ("from", "from_title", "to", "to_title", "relation", "counts", "status", "note")


def table(found: Comparison, **_: object) -> Rows:
    """The rows of `found`; none where nothing is known."""
    return Rows(HEADER, _rows(found) if found.via else ())


def _rows(found: Comparison) -> Iterator[Sequence[object]]:
    for link in found.links:
        here, there = found.source.get(link.source.number), found.target.get(link.target.number)
        yield (
            link.source,
            here.title if here else "",
            link.target,
            there.title if there else "",
            link.relation,
            "fully" if link.exact else "partly",
            link.status,
            link.note,
        )
    for clause in found.only_source:
        yield (clause.reference, clause.title, "", "", "none", "", "", found.note(clause.number))
    for clause in found.only_target:
        yield ("", "", clause.reference, clause.title, "none", "", "", found.note(clause.number))

"""Nonconformities as a table: one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.register import Register

HEADER = (
    "id",
    "title",
    "source",
    "grade",
    "clauses",
    "raised",
    "owner",
    "stage",
    "next_step",
    "due",
    "age_days",
    "closed",
)


def table(register: Register, found: Sequence[Nonconformity], **_: object) -> Rows:
    """A row to each of `found`."""
    return Rows(HEADER, (_row(one) for one in found))


def _row(one: Nonconformity) -> Sequence[object]:
    record = one.record
    return (
        record.id,
        record.text("title"),
        record.text("source"),
        record.text("grade"),
        ", ".join(record.items("clauses")),
        record.day("raised"),
        record.text("owner"),
        one.stage,
        one.next_step,
        one.due,
        one.age,
        record.day("closed"),
    )

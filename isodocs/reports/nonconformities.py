"""Nonconformities: what is next, by when and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithPage
from isodocs.formats.text.layout import Column, Row, Text, table
from isodocs.model.gap import EVERYTHING, LookedAt
from isodocs.records.choice_words import chosen
from isodocs.reports import heading
from isodocs.words import lasted, say

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.page import Page
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


@immutable(frozen=True)
class NonconformitiesReport(Report, WithPage):
    """Nonconformities, which come in order."""

    register: Register
    found: Sequence[Nonconformity]
    looked_at: LookedAt = EVERYTHING

    def data(self) -> Data:
        """In the form of `schemas/nonconformities.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "looked_at": heading.looked_at(self.looked_at),
            "nonconformities": [_as_data(self.register, one) for one in self.found],
        }

    def rows(self) -> Rows:
        """A row to each."""
        return Rows(HEADER, map(_row, self.found))

    def page(self) -> Page:
        """Open ones by age, and what became of the closed ones."""
        from isodocs.reports.nonconformities_page import page

        return page(self.register, self.found, [*heading.looked_at_sentences(self.looked_at)])

    def text(self) -> Iterator[str]:
        """One table."""
        yield from heading.lines(self.register, say("Nonconformities"), self.width)
        yield from heading.looked_at_lines(self.looked_at, self.width)
        yield say(
            "{found} shown, {sum} open",
            found=len(self.found),
            sum=sum(one.is_open for one in self.found),
        )
        yield ""
        columns = (
            Column(""),
            Column("GRADE"),
            Column("WHAT", share=3),
            Column("OWNER", share=1),
            Column("DUE", optional=True),
        )
        rows = [_cells(one, self.register.on) for one in self.found]
        yield from table(columns, rows, self.width) if rows else ("None.",)


def _as_data(register: Register, one: Nonconformity) -> dict[str, Any]:
    record = one.record
    return {
        "id": record.id,
        "title": record.text("title"),
        "source": record.text("source"),
        "grade": record.text("grade"),
        "standard": record.text("standard") or None,
        "clauses": record.items("clauses"),
        "raised": record.day("raised"),
        "owner": record.text("owner"),
        "stage": one.stage,
        "open": one.is_open,
        "next_step": one.next_step,
        "due": one.due,
        "overdue": one.due is not None and one.due < register.on,
        "close_by": one.limit,
        "age_days": one.age,
        "closed": record.day("closed"),
        "path": record.path,
        "line": record.line,
    }


def _row(one: Nonconformity) -> Sequence[object]:
    record = one.record
    return (
        record.id,
        record.text("title"),
        record.text("source"),
        record.text("grade"),
        record.items("clauses"),
        record.day("raised"),
        record.text("owner"),
        one.stage,
        one.next_step,
        one.due,
        one.age,
        record.day("closed"),
    )


def _cells(one: Nonconformity, on: date) -> Row:
    record = one.record
    late = one.due is not None and one.due < on
    step = say("next: {next_step}", next_step=one.next_step) if one.next_step else ""
    return [
        record.id,
        chosen("grade", record.text("grade")),
        [record.text("title"), Text(f"{one.stage}", ("dim",)), Text(step, ("dim",))],
        [record.text("owner"), Text(lasted(one.age), ("dim",))],
        Text(str(one.due or ""), ("red",) if late else ()),
    ]

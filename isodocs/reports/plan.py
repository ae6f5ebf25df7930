"""The plan: owner by owner, week by week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.gap import EVERYTHING, LookedAt
from isodocs.reports import due, heading, replaced
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register


@immutable(frozen=True)
class PlanReport(Report):
    """The duties of each owner, which come in order, up to the day `until`.

    `complete` says to which editions the change that was asked about is complete.
    """

    register: Register
    by_owner: Mapping[str, Sequence[Duty]]
    until: date
    looked_at: LookedAt = EVERYTHING
    complete: Sequence[str] = ()

    def data(self) -> Data:
        """In the form of `schemas/plan.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "until": self.until,
            "looked_at": heading.looked_at(self.looked_at),
            "complete": self.complete,
            "duties": [
                {**due.as_data(duty, self.register.on), "remedy": duty.remedy}
                for duty in self._duties()
            ],
        }

    def rows(self) -> Rows:
        """A row to each duty."""
        header = ("owner", "day", "overdue", "kind", "about", "what", "remedy")
        return Rows(header, map(self._row, self._duties()))

    def text(self) -> Iterator[str]:
        """A table to each owner."""
        yield from heading.lines(
            self.register, say("Plan until {until}", until=self.until), self.width
        )
        yield from heading.looked_at_lines(self.looked_at, self.width)
        for said in self.complete:
            yield from wrapped(said, self.width)
        yield ""
        if not any(self.by_owner.values()):
            nothing = say("Nothing") if self.looked_at.everything else say("Nothing of it")
            yield say(
                "{nothing} is due. What an audit still needs: `isodocs plan --for AUDIT`.",
                nothing=nothing,
            )
        for owner, duties in self.by_owner.items():
            yield from wrapped(owner or say("No owner"), self.width)
            rows: list[Row] = []
            for duty in duties:
                rows.append([_week(duty, self.register.on), duty.subject, duty.what])
                if duty.remedy:
                    rows.append(["", "", say("→ {remedy}", remedy=duty.remedy)])
            columns = (Column("  WEEK OF"), Column("ABOUT"), Column("WHAT", share=1))
            yield from table(columns, rows, self.width)
            yield ""
        yield from islice(replaced.paragraphs(self.register, self.width), 1, None)

    def _row(self, duty: Duty) -> tuple[object, ...]:
        late = duty.overdue(self.register.on)
        return duty.owner, duty.day, late, duty.kind, duty.subject, duty.what, duty.remedy

    def _duties(self) -> Iterator[Duty]:
        return chain.from_iterable(self.by_owner.values())


def _week(duty: Duty, on: date) -> Text:
    """The Monday of its week; what is late belongs into this one."""
    day = duty.day if duty.day and duty.day >= on else on
    monday = day - timedelta(days=day.weekday())
    return Text(say("  {monday}", monday=monday), ("red",) if duty.overdue(on) else ())

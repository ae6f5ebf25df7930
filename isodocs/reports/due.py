"""What is due: overdue first, then week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Calendar, CalendarDay, Data, Report, Rows, WithCalendar
from isodocs.formats.text.layout import Column, Row, Text, table
from isodocs.model.gap import EVERYTHING, LookedAt
from isodocs.reports import heading, replaced
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register

_LATE = say("Overdue")

HEADER = ("day", "overdue", "kind", "subject", "what", "owner", "place")


@immutable(frozen=True)
class DueReport(Report, WithCalendar):
    """Duties, which come in order, up to the day `until`."""

    register: Register
    duties: Sequence[Duty]
    until: date
    looked_at: LookedAt = EVERYTHING

    @property
    def title(self) -> str:
        """Until when it looks ahead."""
        return say("Due until {until}", until=self.until)

    def data(self) -> Data:
        """In the form of `schemas/due.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "until": self.until,
            "looked_at": heading.looked_at(self.looked_at),
            "duties": [as_data(duty, self.register.on) for duty in self.duties],
        }

    def rows(self) -> Rows:
        """A row to each duty."""
        return Rows(HEADER, (_row(duty, self.register.on) for duty in self.duties))

    def text(self) -> Iterator[str]:
        """The duties in one table, below the weeks they fall into."""
        on = self.register.on
        yield from heading.lines(self.register, self.title, self.width)
        yield from heading.looked_at_lines(self.looked_at, self.width)
        late = sum(duty.overdue(on) for duty in self.duties)
        number = counted(len(self.duties), "thing") if self.duties else say("nothing")
        yield say(
            "{number} due{part}",
            number=number,
            part=say(", {late} overdue", late=late) if late else "",
        )
        yield ""
        rows: list[Row] = []
        for title, group in groupby(self.duties, key=lambda duty: _title(duty, on)):
            rows += [Text(title, ("bold", "red") if title == _LATE else ("bold",))]
            rows += [_cells(duty, on) for duty in group]
        columns = (Column(""), Column(""), Column("", share=1), Column(""))
        yield from table(columns, rows, self.width)
        footer = replaced.paragraphs(self.register, self.width)
        yield from footer if rows else islice(footer, 1, None)

    def calendar(self) -> Calendar:
        """Each duty as a whole day.

        What is overdue is on the day of the report, so that no calendar buries it in the past.
        """
        organisation, on = self.register.config.organisation, self.register.on
        days = (_day(organisation, on, duty) for duty in self.duties)
        return Calendar(organisation or "isodocs", on, days)


def _title(duty: Duty, on: date) -> str:
    if duty.day is None or duty.day < on:
        return _LATE
    monday = duty.day - timedelta(days=duty.day.weekday())
    return say("Week of {monday}", monday=monday)


def _cells(duty: Duty, on: date) -> Sequence[str | Text]:
    when = str(duty.day) if duty.day else say("never done")
    return (
        Text(when, ("red",) if duty.overdue(on) else ()),
        duty.subject,
        duty.what,
        Text(duty.owner, ("dim",)),
    )


def as_data(duty: Duty, on: date) -> dict[str, Any]:
    """One duty as it is on the day `on`."""
    return {
        "kind": duty.kind,
        "subject": duty.subject,
        "what": duty.what,
        "day": duty.day,
        "overdue": duty.overdue(on),
        "owner": duty.owner,
        "path": duty.place.path,
        "line": duty.place.line,
    }


def _row(duty: Duty, on: date) -> tuple[object, ...]:
    """The cells of a duty below `HEADER`."""
    place = str(duty.place) if duty.place.path else None
    return duty.day, duty.overdue(on), duty.kind, duty.subject, duty.what, duty.owner, place


def _day(organisation: str, on: date, duty: Duty) -> CalendarDay:
    late = duty.overdue(on)
    was = say("overdue since {day}: ", day=duty.day) if duty.day else say("never done: ")
    return CalendarDay(
        on if late or duty.day is None else duty.day,
        say(
            "{part}{subject} {what}", part=was if late else "", subject=duty.subject, what=duty.what
        ),
        say("{owner}; {place}", owner=duty.owner or say("no owner"), place=duty.place),
        duty.kind,
        # What it is about and whose it is, not when.
        joined("\0", (organisation, duty.kind, duty.subject, duty.task, duty.owner)),
    )

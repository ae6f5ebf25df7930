"""What is due, for people: overdue first, then week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register


def render(
    register: Register, duties: Sequence[Duty], *, width: int = 80, until: date, **_: object
) -> str:
    """Render `duties`, which come in order, up to the day `until`."""
    lines = list(heading.lines(register, f"Due until {until}", width))
    late = sum(duty.overdue(register.on) for duty in duties)
    count = "nothing" if not duties else f"{len(duties)} things" if len(duties) > 1 else "1 thing"
    lines += [f"{count} due{f', {late} overdue' if late else ''}", ""]
    rows: list[Row] = []
    for title, group in groupby(duties, key=lambda duty: _title(duty, register.on)):
        look = "red" if title == _LATE else "bold"
        rows.append(Text(title, ("bold", look) if look == "red" else ("bold",)))
        rows += [_row(duty, register.on) for duty in group]
        rows.append(Text(""))
    columns = (
        Column(""),
        Column(""),
        Column("", share=1),
        Column(""),
    )
    lines += _without_blank_end(table(columns, rows, width))
    return "\n".join(lines).rstrip("\n") + "\n"


_LATE = "Overdue"


def _title(duty: Duty, on: date) -> str:
    if duty.day is None or duty.day < on:
        return _LATE
    monday = duty.day - timedelta(days=duty.day.weekday())
    return f"Week of {monday}"


def _row(duty: Duty, on: date) -> Sequence[str | Text]:
    when = str(duty.day) if duty.day else "never done"
    return (
        Text(when, ("red",) if duty.overdue(on) else ()),
        duty.subject,
        duty.what,
        Text(duty.owner, ("dim",)),
    )


def _without_blank_end(lines: Iterator[str]) -> list[str]:
    found = list(lines)
    while found and not found[-1].strip():
        found.pop()
    return found

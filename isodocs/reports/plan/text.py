"""The plan for people: owner by owner, week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register


def render(
    register: Register,
    by_owner: Mapping[str, Sequence[Duty]],
    *,
    width: int = 80,
    until: date | None = None,
    **_: object,
) -> str:
    """Render the duties of each owner, which come in order."""
    title = f"Plan until {until}" if until else "Plan"
    lines = [*heading.lines(register, title, width), ""]
    if not any(by_owner.values()):
        return "\n".join([*lines, "Nothing is to be done."]) + "\n"
    for owner, duties in by_owner.items():
        lines.append(Text(owner or "nobody named", ("bold",)).text)
        rows: list[Row] = []
        for duty in duties:
            rows.append([_week(duty, register.on), duty.subject, duty.what])
            if duty.remedy:
                rows.append(["", "", f"→ {duty.remedy}"])
        columns = (Column("  WEEK OF"), Column("ABOUT"), Column("WHAT", share=1))
        lines += [*table(columns, rows, width), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _week(duty: Duty, on: date) -> Text:
    """The Monday of its week; what is late belongs into this one."""
    day = duty.day if duty.day and duty.day >= on else on
    monday = day - timedelta(days=day.weekday())
    return Text(f"  {monday}", ("red",) if duty.overdue(on) else ())

"""Nonconformities for people: what is next, by when and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.register import Register


def render(
    register: Register, found: Sequence[Nonconformity], *, width: int = 80, **_: object
) -> str:
    """Render `found`, which comes in order."""
    lines = list(heading.lines(register, "Nonconformities", width))
    still = sum(one.is_open for one in found)
    lines += [f"{len(found)} shown, {still} open", ""]
    rows: list[Row] = []
    for one in found:
        record = one.record
        late = one.due is not None and one.due < register.on
        due = Text(str(one.due or ""), ("red",) if late else ())
        age = f"{one.age} days"
        step = f"next: {one.next_step}" if one.next_step else ""
        rows.append(
            [
                record.id,
                record.text("grade"),
                [record.text("title"), Text(f"{one.stage}", ("dim",)), Text(step, ("dim",))],
                [record.text("owner"), Text(age, ("dim",))],
                due,
            ]
        )
    columns = (
        Column(""),
        Column("GRADE"),
        Column("WHAT", share=3),
        Column("OWNER", share=1),
        Column("DUE", optional=True),
    )
    lines += list(table(columns, rows, width)) if rows else ["None."]
    return "\n".join(lines).rstrip("\n") + "\n"

"""The Statement of Applicability for people, theme by theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Cell, Column, Text, table, wrapped
from isodocs.formats.text.layout import Row as TableRow
from isodocs.reports import heading
from isodocs.reports.soa import _rows

if TYPE_CHECKING:
    from isodocs.model.applicability import StatementOfApplicability
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_MOST = 3
"""So many things are named behind a control; the rest are counted."""


def render(
    register: Register, statement: StatementOfApplicability, *, width: int = 80, gaps: bool = False
) -> str:
    """Render `statement`; with `gaps` only the controls with something to do."""
    requirements = register.maps[statement.standard]
    every = _rows.rows(register, statement)
    shown = [row for row in every if row.open or not gaps]
    lines = [
        *heading.lines(
            register, f"Statement of Applicability for {requirements.display_name}", width
        ),
        *wrapped(_rows.summary(statement, every), width),
    ]
    look = ("yellow",) if statement.why_not else ("green",)
    lines += wrapped(Text(_rows.approval(register, statement), look), width)
    lines += wrapped(Text(f"Its table: {', '.join(statement.paths)}", ("dim",)), width)
    if shown:
        lines += ["", *table(_columns(), [*_lines(requirements, shown)], width)]
    elif not statement.table.flaws:
        lines += ["", "Nothing is open."]
    lines += _flaws(statement, width)
    note = "All about a control: `isodocs coverage --explain CONTROL`."
    if not gaps and any(row.open for row in every):
        note += f" What is open: `isodocs soa --gaps {statement.standard}`."
    lines += ["", *wrapped(Text(note, ("dim",)), width)]
    return "\n".join(lines) + "\n"


def _flaws(statement: StatementOfApplicability, width: int) -> Iterator[str]:
    """The rows that say nothing of any control, with their lines."""
    flaws = statement.table.flaws
    if flaws:
        counted = "1 row counts" if len(flaws) == 1 else f"{len(flaws)} rows count"
        yield from ("", *wrapped(Text(f"{counted} for nothing", ("bold",)), width))
    for flaw in flaws:
        yield from wrapped(Text(f"{flaw.decision.place}: {flaw.message}", ("red",)), width)


def _columns() -> list[Column]:
    return [
        Column("CONTROL"),
        Column("TITLE", share=3),
        Column("STATE"),
        Column("BEHIND IT, OR WHY NOT", share=3),
    ]


def _lines(requirements: RequirementMap, rows: Sequence[_rows.ControlRow]) -> Iterator[TableRow]:
    theme = None
    for row in rows:
        above = requirements.parent(row.number)
        title = f"{above.number} {above.title}" if above else ""
        if row.number not in requirements:
            title = "Controls of our own"
        if title != theme and title:
            yield Text(title, ("bold",))
        theme = title
        yield [row.number, row.title, _state(row), [*_behind(row)]]


def _state(row: _rows.ControlRow) -> Cell:
    decision = row.decision
    if decision is None or decision.applicable is None:
        return Text("open", ("red",))
    if decision.applicable is False:
        return [Text("does not", ("dim",)), Text("apply", ("dim",))]
    if decision.state is None:
        return Text("applies", ("yellow",))
    good = str(decision.state) == "implemented"
    parts = _rows.words(decision.state).split()
    return [Text(part, ("green",) if good else ("yellow",)) for part in parts]


def _behind(row: _rows.ControlRow) -> Iterator[str | Text]:
    decision = row.decision
    if decision and decision.applicable is False:
        yield decision.justification
    else:
        for item in row.behind[:_MOST]:
            weak = f"{item.name}: {item.why_not}"
            yield Text(weak, ("yellow",)) if item.why_not else item.name
        if len(row.behind) > _MOST:
            yield f"… and {len(row.behind) - _MOST} more"
    said = ("undecided", "planned", "partly implemented", "not implemented")
    for text in row.open:
        if text not in said:
            yield Text(text, ("red",))

"""The Statement of Applicability as a Markdown table, for a document or an auditor's file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.formats.markdown import cell, line
from isodocs.reports.soa import _rows

if TYPE_CHECKING:
    from isodocs.model.applicability import StatementOfApplicability
    from isodocs.model.register import Register

_YES = {True: "yes", False: "no", None: "undecided"}
_HEADER = ("Control", "Title", "Applicable", "Justification", "State", "Owner", "Shown by")


def render(
    register: Register, statement: StatementOfApplicability, *, gaps: bool = False, **_: object
) -> str:
    """Render `statement`: who vouches for it and a table; nothing in it is taken for markup."""
    every = _rows.rows(register, statement)
    lines = [
        f"{_rows.summary(statement, every)}. {cell(_rows.approval(register, statement))}",
        "",
        line(_HEADER),
        line("---" for _ in _HEADER),
    ]
    lines += [line(_cells(row)) for row in every if row.open or not gaps]
    return "\n".join(lines) + "\n"


def _cells(row: _rows.ControlRow) -> Iterator[str]:
    decision = row.decision
    yield cell(row.number)
    yield cell(row.title)
    yield _YES[decision.applicable] if decision else "undecided"
    yield cell(decision.justification) if decision else ""
    yield _rows.words(decision.state) if decision and decision.state else ""
    yield cell(decision.owner) if decision else ""
    yield ", ".join(cell(item.name) for item in row.behind)

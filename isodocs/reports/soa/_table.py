"""The Statement of Applicability as a table: a row to a control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.formats import Rows
from isodocs.reports.soa import _rows

if TYPE_CHECKING:
    from isodocs.model.applicability import StatementOfApplicability
    from isodocs.model.register import Register

HEADER = (
    "control",
    "title",
    "applicable",
    "justification",
    "state",
    "owner",
    "documents",
    "records",
    "files",
    "open",
)
_YES = {True: "yes", False: "no", None: ""}


def table(
    register: Register, statement: StatementOfApplicability, *, gaps: bool = False, **_: object
) -> Rows:
    """The rows of `statement`; `documents` holds those that claim the control as well."""

    def cells(row: _rows.ControlRow) -> tuple[object, ...]:
        decision = row.decision
        behind = {
            kind: "; ".join(item.name for item in row.behind if item.kind == kind)
            for kind in ("document", "record", "file")
        }
        return (
            row.number,
            row.title,
            _YES[decision.applicable] if decision else "",
            decision.justification if decision else "",
            decision.state if decision else "",
            decision.owner if decision else "",
            *behind.values(),
            "; ".join(row.open),
        )

    return Rows(HEADER, map(cells, _rows.rows(register, statement, gaps=gaps)))

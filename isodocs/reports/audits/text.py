"""Internal audits for people: the programme and its audits, then each clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.reports import heading
from isodocs.reports.audits._held import audits

if TYPE_CHECKING:
    from isodocs.assess.audits import ClauseAudited
    from isodocs.model.register import Register

_LOOKS = {"overdue": "red", "done": "green", "planned": "cyan"}


def render(
    register: Register,
    clauses: Mapping[str, Sequence[ClauseAudited]],
    *,
    width: int = 80,
    left_out: Sequence[str] = (),
    **_: object,
) -> str:
    """Render the audits of `register` and the clauses of each standard.

    `left_out` are the standards in preparation, of which nothing is shown.
    """
    lines = [*heading.lines(register, "Internal audits", width), ""]
    lines += _audits(register, width)
    for standard, found in clauses.items():
        lines += _clauses(register, standard, found, width)
    for standard in left_out:
        text = f"Left out: {heading.standard(register, standard)}; `isodocs audits {standard}`"
        lines += wrapped(Text(text, ("dim",)), width)
    return "\n".join(lines).rstrip("\n") + "\n"


def _audits(register: Register, width: int) -> Iterator[str]:
    rows: list[Row] = []
    for audit in audits(register):
        state = f"done {audit.done}" if audit.done else audit.state
        title = audit.record.text("title")
        look: tuple[str, ...] = ()
        if audit.in_programme:
            look = (_LOOKS[audit.state],)
            title = title or ", ".join(audit.record.items("clauses"))
        rows.append([audit.record.id, str(audit.by or ""), Text(state, look), title])
    if not rows:
        yield from wrapped(
            "No audit is planned or was held: records/audit-programme.csv or .yaml lists what is "
            "planned, records/audits/ holds the audits.",
            width,
        )
        yield ""
        return
    columns = (Column(""), Column("BY"), Column("STATE"), Column("WHAT", share=1))
    yield from table(columns, rows, width)
    yield ""


def _clauses(
    register: Register, standard: str, found: Sequence[ClauseAudited], width: int
) -> Iterator[str]:
    requirements = register.maps[standard]
    held = sum(clause.last is not None for clause in found)
    name = heading.standard(register, standard)
    text = f"{name}: {held} of the {len(found)} clauses below were ever audited"
    yield from wrapped(Text(text, ("bold",)), width)
    rows: list[Row] = []
    for clause in found:
        requirement = requirements.get(clause.clause.number)
        late = clause.due is None or clause.due < register.on
        shown = str(clause.last) if clause.last else "never"
        ahead = f"planned {clause.planned}" if clause.planned else "in no plan" if late else ""
        look: tuple[str, ...] = ()
        if late:
            look = ("yellow",) if clause.planned else ("red",)
        title = requirement.title if requirement else ""
        rows.append([clause.clause.number, title, Text(shown, look), Text(ahead, look)])
    columns = (
        Column(""),
        Column("", share=1),
        Column("LAST AUDITED"),
        Column("NEXT", optional=True),
    )
    yield from table(columns, rows, width)
    yield ""

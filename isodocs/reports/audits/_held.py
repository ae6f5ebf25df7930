"""The audits that the report lists: each line of the programme, then what was not in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audits import carried_out, internal_audits, programme

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@dataclass(frozen=True)
class Audit:
    """A line of the programme, or an audit that no line names.

    `by` is the day by which it is due, or on which it is planned; `done` the day on which it was
    finished. `carried_out_as` is the identifier of the audit, where there is one.
    """

    record: Record
    in_programme: bool
    by: date | None
    done: date | None
    carried_out_as: str
    state: str


def audits(register: Register) -> Iterator[Audit]:
    """Each audit, those of the programme by the day on which they are due."""
    lines = programme(register)
    named = {line.text("audit") for line in lines}
    for line in sorted(lines, key=lambda record: str(record.day("due"))):
        done, due = carried_out(register, line), line.day("due")
        late = done is None and due is not None and due < register.on
        state = "done" if done else "overdue" if late else "planned"
        yield Audit(line, True, due, done, line.text("audit"), state)
    for audit in internal_audits(register):
        if audit.id not in named:
            finished = audit.day("finished")
            state = "done" if finished else "planned"
            yield Audit(audit, False, audit.day("planned"), finished, audit.id, state)

"""Read and understood: one more row in the table of confirmations."""

from __future__ import annotations

import csv
import io
from datetime import date

from isodocs.errors import LifecycleError
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.competence import Employee
from isodocs.register import Entry, Register
from isodocs.workspace import Workspace

PATH = "records/confirmation.csv"
_HEADER = ("person", "document", "revision", "date")


def confirm(
    workspace: Workspace, register: Register, entry: Entry, who: Employee, on: date
) -> Plan:
    """Plan the confirmation that `who` has read and understood the revision in force.

    Raises LifecycleError when nothing is in force, this revision is confirmed already, or the table
    has columns of another kind.
    """
    if entry.in_force is None:
        raise LifecycleError(
            f"no revision of {entry.id} is in force, so there is nothing to confirm",
            path=entry.place_path,
            hint=f"`isodocs history {entry.id}` tells where it stands.",
        )
    number = entry.in_force.number
    for record in register.records.get("confirmation", ()):
        row = tuple(record.text(name) for name in _HEADER[:3])
        if row == (who.id, entry.id, number):
            raise LifecycleError(
                f"{who.name} has confirmed {entry.id} revision {number} already, on "
                f"{record.text('date')}",
                path=record.path,
                hint="A new revision asks again.",
            )
    before = workspace.file(PATH)
    values = {"person": who.id, "document": entry.id, "revision": number, "date": str(on)}
    return Plan(
        f"{who.name} confirms {entry.id} revision {number} as read and understood.",
        f"{entry.id} rev {number}: read and understood by {who.name}",
        (FileChange(PATH, before, _with_row(before, values)),),
    )


def _with_row(before: bytes | None, values: dict[str, str]) -> bytes:
    """The table with one more row at its end; every other byte stays."""
    text = before.decode("utf-8") if before else ",".join(_HEADER) + "\n"
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), [])
    if not set(_HEADER) <= set(header):
        raise LifecycleError(
            f"the table lacks {', '.join(name for name in _HEADER if name not in header)}",
            path=PATH,
            hint=f"Its first line must be: {','.join(_HEADER)}",
            line=1,
        )
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow([values.get(name, "") for name in header])
    return (text if text.endswith("\n") else text + "\n").encode() + row.getvalue().encode()

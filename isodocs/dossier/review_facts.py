"""What a management review looks at that follows from more than one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audits import carried_out, programme
from isodocs.assess.competence import competence
from isodocs.assess.nonconformities import nonconformities
from isodocs.model.dossier import DossierTable
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register

_POLICY = "policy"
Standards = Collection[str]


def is_about(record: Record, standards: Standards) -> bool:
    """Whether a record is about one of the standards, or names none."""
    named = {*record.items("standards"), *record.each("standard")}
    return not named or not named.isdisjoint(standards)


def _is_of(entry: Entry, standards: Standards) -> bool:
    """Whether a document answers one of the standards, or names none."""
    named = {claim.standard for claim in entry.document.claims} - {""}
    return not named or not named.isdisjoint(standards)


def issued_since(register: Register, since: date, standards: Standards) -> Iterator[DossierTable]:
    """The revisions that took effect in the period."""
    rows = [
        (entry.id, entry.document.title, status.number, status.effective_on, status.document.change)
        for entry in register
        if _is_of(entry, standards)
        for status in entry.revisions
        if status.approved_on and status.effective_on
        if since <= status.effective_on <= register.on
    ]
    rows.sort(key=lambda row: str(row[3]), reverse=True)
    columns = ("document", "title", "revision", "effective", "change")
    yield DossierTable(
        "documents",
        say("Revisions that took effect"),
        columns,
        rows,
        say("No revision took effect since {since}.", since=since),
        see="isodocs register",
    )


def policies(register: Register, since: date, standards: Standards) -> Iterator[DossierTable]:
    """The policies, and when the next review of each is due."""
    rows = [
        (entry.id, entry.document.title, say(str(entry.state)), entry.next_review)
        for entry in register.originals
        if entry.document.type == _POLICY and _is_of(entry, standards)
    ]
    columns = ("document", "title", "state", "next-review")
    yield DossierTable(
        "policies", say("Policies"), columns, rows, say("No policy is under control.")
    )


def open_nonconformities(
    register: Register, since: date, standards: Standards
) -> Iterator[DossierTable]:
    """What is still to be done, the longest due first."""
    rows = [
        (
            found.record.id,
            found.record.title,
            say(str(found.stage)),
            found.next_step,
            found.due,
            found.is_late(register.on),
            found.record.text("owner"),
        )
        for found in nonconformities(register)
        if found.is_open and is_about(found.record, standards)
    ]
    columns = ("id", "title", "stage", "next-step", "due", "overdue", "owner")
    yield DossierTable(
        "open-nonconformities",
        say("What is still to be done about them"),
        columns,
        rows,
        say("No nonconformity is open."),
        see="isodocs nonconformities",
    )


def audit_programme(
    register: Register, since: date, standards: Standards
) -> Iterator[DossierTable]:
    """The lines of the programme that were due in the period or are not done."""
    rows = []
    for line in programme(register):
        due, done = line.day("due"), carried_out(register, line)
        if is_about(line, standards) and (done is None or done >= since):
            late = done is None and due is not None and due < register.on
            state = "done" if done else "overdue" if late else "planned"
            rows.append((line.id, line.title, due, done, state, line.text("audit") or None))
    columns = ("id", "title", "due", "done", "state", "audit")
    yield DossierTable(
        "programme",
        say("Audit programme"),
        columns,
        rows,
        say("No audit is planned: `isodocs new audit-programme` plans one."),
        see="isodocs audits",
    )


def competences(register: Register, since: date, standards: Standards) -> Iterator[DossierTable]:
    """How many hold each competence that they need."""
    matrix = competence(register)
    rows = []
    for requirement in matrix.requirements:
        if not is_about(requirement, standards):
            continue
        cells = [cell for cell in matrix.cells.values() if cell.requirement is requirement]
        held = sum(cell.state.holds for cell in cells)
        late = sum(cell.is_late for cell in cells)
        rows.append((requirement.id, requirement.text("title"), len(cells), held, late))
    columns = ("competence", "title", "needed-by", "held-by", "missing")
    yield DossierTable(
        "competence",
        say("Competence"),
        columns,
        rows,
        say("No competence is required: `isodocs new competence` says which."),
        see="isodocs competence",
    )

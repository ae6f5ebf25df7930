"""CLS, continued: whether the matrix of a manual leads where it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from isodocs.assess.claims import clauses_claimed
from isodocs.assess.matrix import MatrixRow, Target, matrix_rows
from isodocs.assess.standing import standing
from isodocs.model.document import State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import RequirementMap
from isodocs.register import Register
from isodocs.rules import hints
from isodocs.rules.rule import rule


@rule("CLS008", "matrix-row-wrong", Level.WARNING, ("4.4.2",), blocks=False)
def matrix_row_wrong(register: Register) -> Iterator[Finding]:
    """A table maps a clause to a document that is not there, not in force, or answers others.

    Why: An auditor follows the matrix of the manual; where it leads nowhere, neither people nor
    auditors find how a requirement is met (ISO 9001:2015, 4.4.2 a, 7.5.3.1 a).

    A matrix is a table with a column on clauses and one on documents or sections. A document that
    names no clause of that standard itself is taken by the word of the table.

    Example: The row of 8.4.1 names SOP-041, where the procedure is SOP-014; it names a procedure
    that says of itself that it answers 8.5.1 and 8.5.2.

    Remedy: Correct the row, or name the clause in the document that the row leads to.
    """
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is Status.OBSOLETE or (entry and entry.state is State.OBSOLETE):
            continue
        told: dict[str, list[MatrixRow]] = defaultdict(list)
        for row in matrix_rows(register, document, register.outline_here(document)):
            for fault in _row_faults(register, row):
                told[fault].append(row)
        for fault, rows in told.items():
            more = f" (and in {hints.counted(len(rows) - 1, 'more row')})" if rows[1:] else ""
            clauses = dict.fromkeys(str(clause) for row in rows for clause in row.clauses)
            yield Finding(
                fault + more,
                hints.in_file(
                    register, document, "Correct the row, or what it leads to; both must agree."
                ),
                Place(document.path, rows[0].line),
                document.id,
                subject=fault,
                clauses=tuple(clauses),
                owner=document.owner,
            )


def _row_faults(register: Register, row: MatrixRow) -> Iterator[str]:
    """What is wrong with one row of a matrix, in words."""
    for unknown in row.unknown:
        yield f"the row names a clause that is none: {unknown.message.removesuffix('.')}"
    yield from (f"the row leads nowhere: {missing}" for missing in row.missing)
    for target in row.targets:
        entry = register.entries[target.id]
        if entry.in_force is None and target.id != row.document.id:
            yield f"the row leads to {target.id}, which is {standing(entry)}"
        elif target.section and not target.section.words_below:
            yield f"the row leads to the section {target.section.title!r}, which has no text"
        elif target.id != row.document.id:
            yield from _disagreement(register, row, target)


def _disagreement(register: Register, row: MatrixRow, target: Target) -> Iterator[str]:
    """Which clauses of the row the document does not name, though it names others."""
    entry = register.entries[target.id]
    status = entry.in_force or entry.newest
    outline = register.outline(status.document)
    claims = clauses_claimed(register, status.document, outline)
    for standard in dict.fromkeys(clause.standard for clause in row.clauses):
        named = {c.clause.number for c in claims if c.clause.standard == standard}
        lacking = [
            clause.number
            for clause in row.clauses
            if clause.standard == standard
            and not any(_related(register.maps[standard], clause.number, n) for n in named)
        ]
        if named and lacking:
            yield f"the row leads to {target.id} for {', '.join(lacking)}, which it does not name"


def _related(known: RequirementMap, one: str, other: str) -> bool:
    return known.within(one, other) or known.within(other, one)

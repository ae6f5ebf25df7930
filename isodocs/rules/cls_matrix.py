"""CLS, continued: whether the matrix of a manual leads where it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.claims import Mark, clauses_claimed, marks
from isodocs.assess.matrix import MatrixRow, NotCounted, Target, matrices, matrix_rows
from isodocs.assess.not_in_force import standing
from isodocs.model.document import Document, State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import counted, listed

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap


@rule("CLS008", "matrix-row-wrong", Level.WARNING, ("4.4.2",), blocks=False)
def matrix_row_wrong(register: Register) -> Iterator[Finding]:
    """A row of a matrix leads nowhere, to what is not in force or answers others, or is not read.

    Why: An auditor follows the matrix of the manual; where it leads nowhere, neither people nor
    auditors find how a requirement is met (ISO 9001:2015, 4.4.2 a, 7.5.3.1 a).

    A matrix is a table with a column on clauses and one on documents or sections, or with clauses
    down, documents across and crosses. A document that names no clause of that standard itself is
    taken by the word of the table.

    Example: The row of 8.4.1 names SOP-041, where the procedure is SOP-014; it names a procedure
    that says of itself that it answers 8.5.1 and 8.5.2; it says "see the intranet".

    Remedy: Correct the row, or name the clause in the document that the row leads to. Name
    documents by identifier, title or link; write `-` where there is none.
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
            more = f" (and in {counted(len(rows) - 1, 'more row')})" if rows[1:] else ""
            clauses = dict.fromkeys(str(clause) for row in rows for clause in row.clauses)
            yield Finding(
                fault + more,
                remedies.in_file(
                    register, document, "Correct the row, or what it leads to; both must agree."
                ),
                Place(document.path, rows[0].line),
                document.id,
                subject=fault,
                clauses=tuple(clauses),
                owner=document.owner,
            )


@rule("CLS011", "numbers-of-another-standard", Level.WARNING, ("4.4.2",), blocks=False)
def numbers_of_another_standard(register: Register) -> Iterator[Finding]:
    """Clause numbers belong to a standard or edition that is not in use, and count for nothing.

    Why: The same number asks for something else in another standard or edition: 7.4 was purchasing
    in ISO 9001:2008 and is communication in ISO 9001:2015. Counted here, it would show a
    requirement as met that nobody has answered (ISO 9001:2015, 4.4.2).

    The nearest text that names a standard decides: the cell, the heading of the column, the text
    beside the table, the headings above, the title, then `standard` and `clauses` in the front
    matter. "Clause" and "Control" alone are of the only standard in use; "Requirement" and
    "Element" count only where something names the standard.

    Example: A column "ISO 14001:2015 clause" where only ISO 9001:2015 is in use; "Contract clause".

    Remedy: Name the standard in the heading of the column, for example "ISO 9001:2015 clause"; or,
    if you work to the other one, add it to `standards:` in isodocs.yaml.
    """
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is Status.OBSOLETE or (entry and entry.state is State.OBSOLETE):
            continue
        outline = register.outline_here(document)
        told: dict[tuple[str, str], list[NotCounted]] = defaultdict(list)
        for item in matrices(register, document, outline).not_counted:
            told[item.other, item.place or item.column].append(item)
        for items in told.values():
            yield _not_counted(register, document, items)
        for mark in marks(register, document, outline):
            if mark.found is None:
                yield _mark_not_counted(register, document, mark)


def _not_counted(register: Register, document: Document, items: Sequence[NotCounted]) -> Finding:
    first = items[0]
    numbers = [*dict.fromkeys(number for item in items for number in item.numbers)]
    one = next(iter(register.in_use.values()), next(iter(register.maps.values())))
    counts = f"{listed(numbers, most=6)} count{'s' * (len(numbers) == 1)} for nothing"
    if first.other:
        message = (
            f"the column {first.column!r} is not about a standard in use: {first.place} names "
            f"{first.other}, so {counts}"
        )
        if first.place == f"the column {first.column!r}":
            message = (
                f"the column {first.column!r} names {first.other}, which is not in use: {counts}"
            )
    else:
        message = f"nothing says whose numbers the column {first.column!r} holds: {counts}"
    return Finding(
        message,
        remedies.in_file(
            register,
            document,
            f"If {one.display_name} is meant, call the column '{one.display_name} clause'; if you "
            "work to another standard, add it to 'standards:' in isodocs.yaml.",
        ),
        Place(document.path, first.line),
        document.id,
        subject=f"{first.column}: {first.other}",
        owner=document.owner,
    )


def _mark_not_counted(register: Register, document: Document, mark: Mark) -> Finding:
    one = next(iter(register.in_use.values()), next(iter(register.maps.values())))
    own = mark.scope.place == f"the heading {mark.section.title!r}"
    return Finding(
        f"{mark.text} counts for nothing: {'its heading' if own else mark.scope.place} names "
        f"{mark.scope.other}, which is not in use",
        remedies.in_file(
            register,
            document,
            f'If {one.display_name} is meant, write {{clause="{one.id}:{mark.text}"}}.',
        ),
        Place(document.path, mark.line, mark.column),
        document.id,
        subject=f"{mark.text}: {mark.scope.other}",
        owner=document.owner,
    )


def _row_faults(register: Register, row: MatrixRow) -> Iterator[str]:
    """What is wrong with one row of a matrix, in words."""
    for unknown in row.unknown:
        yield f"the row names a clause that is none: {unknown.message.removesuffix('.')}"
    yield from (f"the row leads nowhere: {missing}" for missing in row.missing)
    if row.unread:
        yield f"the row is not understood: {row.unread}"
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

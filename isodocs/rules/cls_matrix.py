"""CLS: whether the matrix of a manual leads to the right documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.claims import Mark, clauses_claimed, marks
from isodocs.assess.matrix import MatrixRow, NotCounted, matrices, matrix_rows, shown
from isodocs.assess.not_in_force import is_waiting, state_in_words
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.named_tuple import NamedTuple
from isodocs.rules._clauses import not_obsolete
from isodocs.rules.rule import rule
from isodocs.words import agreed, counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register
    from isodocs.model.requirement import ClauseReference


@rule("CLS008", "matrix-row-wrong", Level.WARNING, ("4.4.2",), blocks=False)
def matrix_row_wrong(register: Register) -> Iterator[Finding]:
    """A row of a matrix cannot be read, or does not lead to a document that covers the clause.

    Why: Auditors follow the matrix of the manual. If it does not lead anywhere, no one can find how
    a requirement is met (ISO 9001:2015, 4.4.2 a, 7.5.3.1 a).

    A matrix is a table with a column of clauses and a column of documents or sections, or with
    clauses in rows, documents in columns, and crosses. If a document does not name clauses of the
    standard itself, the matrix alone counts. Drafts may lead to drafts: they come into force
    together.

    Example: The row names SOP-041, but the procedure is SOP-014.

        documents/purchasing.md:
            ---
            id: SOP-014
            ---
            | ISO 9001:2015 clause | Document |
            | -------------------- | -------- |
            | 8.4.1                | SOP-041  |

    Remedy: Correct the row, or name the clause in the document the row leads to. Name documents by
    identifier, title or link. Write `-` if there is none.
    """
    for document in not_obsolete(register):
        alike: dict[_RowFault, list[MatrixRow]] = defaultdict(list)
        for row in matrix_rows(register, document, register.outline_here(document)):
            for fault in _row_faults(register, row):
                alike[fault].append(row)
        for (subject, message), rows in alike.items():
            more = (
                say(" (and in {rows})", rows=counted(len(rows) - 1, "more row")) if rows[1:] else ""
            )
            clauses = dict.fromkeys(str(clause) for row in rows for clause in row.clauses)
            yield Finding(
                message + more,
                remedies.in_file(
                    register, document, say("Correct the row, or the document it leads to.")
                ),
                Place(document.path, rows[0].line),
                document.id,
                subject=subject,
                clauses=tuple(clauses),
                owner=document.owner,
            )


@rule(
    "CLS011",
    "numbers-of-another-standard",
    Level.WARNING,
    ("4.4.2",),
    blocks=False,
    of_many=True,
)
def numbers_of_another_standard(register: Register) -> Iterator[Finding]:
    """Clause numbers belong to a standard or edition that is not in use, so they do not count.

    Why: The same number has another meaning in another standard or edition: 7.4 was purchasing in
    ISO 9001:2008 and is communication in ISO 9001:2015. If it counted, a requirement would appear
    to be met that is not (ISO 9001:2015, 4.4.2).

    The nearest text that names a standard decides: the cell, the column heading, the text beside
    the table, the headings above, the title, then `standard` and `clauses` in the front matter.
    "Clause" and "Control" alone refer to the only standard in use. "Requirement" and "Element"
    count only where something names the standard.

    Example: A column of ISO 14001 where only ISO 9001 is in use.

        documents/purchasing.md:
            ---
            id: SOP-014
            ---
            | ISO 14001:2015 clause | Document |
            | --------------------- | -------- |
            | 8.1                   | SOP-014  |

    Remedy: Name the standard in the column heading, for example "ISO 9001:2015 clause". If you work
    to the other standard, add it to `standards:` in isodocs.yaml.
    """
    by_standard: dict[str, list[tuple[Document, list[NotCounted]]]] = defaultdict(list)
    for document in not_obsolete(register):
        outline = register.outline_here(document)
        alike: dict[tuple[str, str], list[NotCounted]] = defaultdict(list)
        for item in matrices(register, document, outline).not_counted:
            alike[item.other, item.place or item.column].append(item)
        for (other, _), items in alike.items():
            by_standard[other].append((document, items))
        for mark in marks(register, document, outline):
            if mark.found is None:
                yield _mark_not_counted(register, document, mark)
    for other, tables in by_standard.items():
        documents = dict.fromkeys(document.label for document, _ in tables)
        if other and len(documents) > remedies.HABIT:
            yield _in_many(register, other, [*documents])
            continue
        for document, items in tables:
            yield _not_counted(register, document, items)


def _in_many(register: Register, other: str, documents: Sequence[str]) -> Finding:
    """One gap for a standard that many documents have tables of, and that is not in use."""
    return Finding(
        say(
            "{documents} documents have tables of {other}, which is not in use, so "
            "their numbers do not count, such as {documents_2}",
            documents=len(documents),
            other=other,
            documents_2=listed(documents[:2]),
        ),
        say(
            "If you work to it, add it to 'standards:' in isodocs.yaml. If not, "
            "nothing must be done: 'ignore: [CLS011]' leaves it out."
        ),
        Place(PATH, *register.config.places.get("standards", (0, 0))),
        subject=other,
        owner=register.config.owner,
    )


def _not_counted(register: Register, document: Document, items: Sequence[NotCounted]) -> Finding:
    first = items[0]
    numbers = [*dict.fromkeys(number for item in items for number in item.numbers)]
    one = next(iter(register.in_use.values()), next(iter(register.maps.values())))
    counts = say(
        "{numbers} {verb} not count",
        numbers=listed(numbers, most=6),
        verb=agreed(len(numbers), "does", "do"),
    )
    if first.other:
        message = say(
            "the column {column!r} is not of a standard in use: {place} names {other}, so {counts}",
            column=first.column,
            place=first.place,
            other=first.other,
            counts=counts,
        )
        if first.place == say("the column {column!r}", column=first.column):
            message = say(
                "the column {column!r} names {other}, which is not in use: {counts}",
                column=first.column,
                other=first.other,
                counts=counts,
            )
    else:
        message = say(
            "the standard of the column {column!r} is not known: {counts}",
            column=first.column,
            counts=counts,
        )
    return Finding(
        message,
        remedies.in_file(
            register,
            document,
            say(
                "If you mean {display_name}, name the column '{display_name} clause'. If "
                "you work to another standard, add it to 'standards:' in isodocs.yaml.",
                display_name=one.display_name,
            ),
        ),
        Place(document.path, first.line),
        document.id,
        subject=f"{first.column}: {first.other}",
        owner=document.owner,
        part_of=(first.other,) if first.other else (),
    )


def _mark_not_counted(register: Register, document: Document, mark: Mark) -> Finding:
    one = next(iter(register.in_use.values()), next(iter(register.maps.values())))
    own = mark.scope.place == say("the heading {title!r}", title=mark.section.title)
    return Finding(
        say(
            "{text} does not count: {part} names {other}, which is not in use",
            text=mark.text,
            part=say("its heading") if own else mark.scope.place,
            other=mark.scope.other,
        ),
        remedies.in_file(
            register,
            document,
            say(
                'If you mean {display_name}, write {{clause="{id}:{text}"}}.',
                display_name=one.display_name,
                id=one.id,
                text=mark.text,
            ),
        ),
        Place(document.path, mark.line, mark.column),
        document.id,
        subject=f"{mark.text}: {mark.scope.other}",
        owner=document.owner,
    )


class _RowFault(NamedTuple):
    """What is wrong with a row of a matrix."""

    subject: str
    message: str


def _row_faults(register: Register, row: MatrixRow) -> Iterator[_RowFault]:
    """What is wrong with one row of a matrix."""
    for unknown in row.unknown:
        message = say(
            "the row names an unknown clause: {removesuffix}",
            removesuffix=unknown.message.removesuffix("."),
        )
        yield _RowFault(say("unknown clause {text}", text=unknown.text), message)
    for it in row.missing:
        message = say("the row does not lead to a document: {it}", it=it)
        yield _RowFault(say("missing {it}", it=it), message)
    if row.unread:
        message = say("the row cannot be read: {unread}", unread=row.unread)
        yield _RowFault(say("unread {unread}", unread=row.unread), message)
    if row.to_fill_in:
        message = say("the row is still to be filled in: {shown}", shown=shown(row.unfound))
        yield _RowFault(message, message)
    elif row.unfound:
        message = say(
            "the row leads to nothing: no document or section here is called {shown}",
            shown=shown(row.unfound),
        )
        yield _RowFault(say("unfound {shown}", shown=shown(row.unfound)), message)
    sound = []
    for target in row.targets:
        entry = register.entries[target.id]
        both_wait = is_waiting(register, target.id) and is_waiting(register, row.document.id)
        if entry.in_force is None and target.id != row.document.id and not both_wait:
            message = say(
                "the row leads to {id}, which is {state_in_words}",
                id=target.id,
                state_in_words=state_in_words(entry),
            )
            yield _RowFault(say("{id} not in force", id=target.id), message)
        elif target.section and not target.section.words_below:
            title = target.section.title
            message = say("the row leads to the section {title!r}, which has no text", title=title)
            yield _RowFault(say("empty section {title}", title=title), message)
        elif target.id != row.document.id:
            sound.append(target.id)
    yield from _disagreement(register, row, [*dict.fromkeys(sound)])


def _disagreement(register: Register, row: MatrixRow, others: Sequence[str]) -> Iterator[_RowFault]:
    """Which clauses of the row none of its other documents names, though each names some.

    Documents of one row share its clauses: it does not say which of them is for which.
    """
    named = {id: _clauses_of(register, id) for id in others}
    for standard in dict.fromkeys(clause.standard for clause in row.clauses):
        by_document = [{c.number for c in named[id] if c.standard == standard} for id in others]
        lacking = [
            clause.number
            for clause in row.clauses
            if clause.standard == standard
            and not any(
                register.known_maps[standard].is_related(clause.number, number)
                for numbers in by_document
                for number in numbers
            )
        ]
        if lacking and by_document and all(by_document):
            ids, clauses = listed(others), ", ".join(lacking)
            message = say(
                "the row leads to {id} for {clauses}, which it does not name",
                id=ids,
                clauses=clauses,
            )
            if len(others) > 1:
                message = say(
                    "the row leads to {ids} for {clauses}, which none of them names",
                    ids=ids,
                    clauses=clauses,
                )
            subject = say("{id} {standard} {clauses}", id=ids, standard=standard, clauses=clauses)
            yield _RowFault(subject, message)


def _clauses_of(register: Register, id: str) -> tuple[ClauseReference, ...]:
    """The clauses that a document names itself."""
    entry = register.entries[id]
    document = (entry.in_force or entry.newest).document
    claims = clauses_claimed(register, document, register.outline(document))
    return tuple(claim.clause for claim in claims)

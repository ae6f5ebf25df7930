"""What a document shows to those rules that are not about it alone.

Most edits change words in a paragraph. Rules of documents (`Rule.of_documents`) see that; all the
others see what is here, and find the same as long as this is the same. The check sums of a text are
not in it; of how much it says only whether it says anything, and whether that is too little; and of
the lines only what comes before what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.thin_claims import thin
from isodocs.assess.to_fill_in import to_fill_in
from isodocs.dataclass import replace
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Link, Outline, Section, Table
    from isodocs.model.register import Entry, Register, RevisionStatus

Face = tuple[object, ...]


class Aspects(NamedTuple):
    """What else is looked at, where something is reported of a document or a record names it."""

    lines: bool  # a gap is placed in its text
    approval: bool  # a gap is about it: how to close that depends on whether it is approved
    time: bool  # a record says that it was revised


def face(register: Register, aspects: Aspects) -> Face:
    """What a register shows of its documents."""
    inventory = register.inventory
    return (
        [(path, shown.candidates) for path, shown in sorted(inventory.shown_by.items())],
        sorted(inventory.shown.items()),
        inventory.approvals,
        inventory.delegations,
        inventory.confirmations,
        inventory.comments,
        inventory.unreadable,
        inventory.uncontrolled,
        register.records_as_approved,
        [_document(register, each, aspects) for each in register.documents],
        [_entry(register, entry, aspects) for entry in register],
    )


def _entry(register: Register, entry: Entry, aspects: Aspects) -> Face:
    return (
        entry.id,
        [_fields(document) for document in entry.current],
        [_status(status, aspects) for status in entry.revisions],
        entry.in_force.number if entry.in_force else None,
        entry.state,
        entry.next_review,
        entry.review_overdue,
        # until it is in force, coverage counts the places to fill in
        None if entry.in_force else len(to_fill_in(register, entry.newest.document)),
        _document(register, entry.document, aspects),
    )


def _status(status: RevisionStatus, aspects: Aspects) -> Face:
    revision = status.revision
    changed = revision.last.when if aspects.time else None
    about = (status.number, status.state, revision.first, changed)
    if status.state is State.DRAFT:
        writers = {pair for stamp in status.authors for pair in stamp.writers if pair[1]}
        return (*about, _fields(status.document), sorted(writers))
    approved = [(s.form, s.judgement, s.authors) for s in status.others if s.approved_on]
    return (*about, status.form, status.judgement, status.authors, approved)


def _document(register: Register, document: Document, aspects: Aspects) -> Face:
    here, in_use = register.outline_here(document), register.outline(document)
    return (
        _fields(document),
        thin(register, document),
        *(_outline(found, aspects) for found in (here, in_use) if found),
        register.is_approved(document) if aspects.approval else None,
    )


def _fields(document: Document) -> Document:
    """A document without what follows from its text."""
    return replace(document, blob="", sha256="", body_sha256="", size=0)


def _outline(outline: Outline, aspects: Aspects) -> Face:
    at = _lines(outline, aspects)
    return (
        outline.words > 0,
        [_section(section, at) for section in outline.sections],
        _links(outline.links, at, aspects.lines),
        _links(outline.may_show, at, aspects.lines),
        [_table(table, at) for table in outline.tables],
        outline.anchors,
        outline.problems,
        outline.unfollowed,
    )


def _lines(outline: Outline, aspects: Aspects) -> Mapping[int, int]:
    """What stands for each line: its number, or how many lines that matter come before it."""
    numbers = sorted(set(_numbers(outline)))
    return {number: number if aspects.lines else rank for rank, number in enumerate(numbers)}


def _numbers(outline: Outline) -> Iterator[int]:
    for section in outline.sections:
        yield from (section.line, *(mark.line for mark in section.clause_marks))
    yield from (link.line for link in (*outline.links, *outline.may_show))
    for table in outline.tables:
        yield from (row.line for row in (table.header, *table.rows))


def _section(section: Section, at: Mapping[int, int]) -> Face:
    marks = [(mark.text, at[mark.line], mark.column) for mark in section.clause_marks]
    says = (section.words > 0, section.words_below > 0)
    return (section.level, section.title, section.slug, at[section.line], marks, says)


def _links(links: Iterable[Link], at: Mapping[int, int], exact: bool) -> list[Face]:
    return [
        (
            link.kind,
            link.target,
            link.text,
            link.lookup,
            at[link.line],
            exact and link.column,
        )
        for link in links
    ]


def _table(table: Table, at: Mapping[int, int]) -> Face:
    rows = [(row.cells, at[row.line]) for row in (table.header, *table.rows)]
    return (table.caption, table.notes, rows)

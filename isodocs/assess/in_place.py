"""What may be in a document's place, and what is.

Every file that carries an identifier is judged by what is approved for that identifier: not by
what history, another branch, a waiver or another file says. A draft of a revision still to come
may be there, a final form while it awaits approval, and the bytes that were approved; nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.model.document import Document, State, Status
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import conflict

if TYPE_CHECKING:
    from isodocs.model.history import Ledger, Transition
    from isodocs.model.register import Entry, Register, RevisionStatus


class InPlace(StrEnum):
    """What a file holds, as seen from what is approved for its document."""

    APPROVED = "approved"
    DRAFT = "draft of a revision to come"
    AWAITING = "awaiting approval"
    ALTERED = "altered after approval"
    DRAFT_AGAIN = "approved text called a draft"
    OLDER = "older than the approved revision"
    BACK_IN_USE = "in use again after its end"
    UNDECLARED = "a text that does not say what it is"
    COPY = "another file beside the approved one"


class FileInPlace(NamedTuple):
    """One file, what it holds, and the highest approved revision of its document, if any.

    `status` is how exactly this form was judged; None for a draft.
    """

    entry: Entry
    document: Document
    holds: InPlace
    issued: RevisionStatus | None
    status: RevisionStatus | None


@once_per_register
def files_in_place(register: Register) -> tuple[FileInPlace, ...]:
    """Every file of the snapshot that carries an identifier, judged for itself."""
    return tuple(
        judged(register, entry, document) for entry in register for document in entry.current
    )


def judged(register: Register, entry: Entry, document: Document) -> FileInPlace:
    """What a file holds that carries the identifier of `entry`."""
    issued, status = entry.issued, entry.form_of(document)
    holds = _holds(register, entry, document, status)
    if holds in _WRONG and any(issued and d.blob == issued.document.blob for d in entry.current):
        holds = InPlace.COPY
    return FileInPlace(entry, document, holds, issued, status)


_WRONG = (
    InPlace.ALTERED,
    InPlace.DRAFT_AGAIN,
    InPlace.OLDER,
    InPlace.BACK_IN_USE,
    InPlace.UNDECLARED,
)
"""What nothing approved allows in a document's place."""


def _holds(
    register: Register, entry: Entry, document: Document, status: RevisionStatus | None
) -> InPlace:
    issued = entry.issued
    final = document.status in (Status.APPROVED, Status.OBSOLETE)
    to_come = InPlace.AWAITING if final else InPlace.DRAFT
    if issued is None:
        return to_come
    if document.blob == issued.document.blob:
        return InPlace.APPROVED
    rank = register.config.scheme.rank
    mine, theirs = rank(document.revision), rank(issued.number)
    if document.revision == issued.number or (mine is not None and mine == theirs):
        return _under_the_same_number(document, issued, status)
    if theirs is not None and (mine is None or mine < theirs):
        return InPlace.OLDER
    if mine is None and theirs is None and _seen_before(entry, document.revision, issued):
        return InPlace.OLDER
    # Readers take what replaces an approved text for approved, unless it says draft.
    return to_come if document.status else InPlace.UNDECLARED


def _seen_before(entry: Entry, number: str, issued: RevisionStatus) -> bool:
    """Whether a number was in use before the approved one: all there is outside of a scheme."""
    numbers = [revision.number for revision in entry.history.revisions]
    return number in numbers and numbers.index(number) < numbers.index(issued.number)


def _under_the_same_number(
    document: Document, issued: RevisionStatus, status: RevisionStatus | None
) -> InPlace:
    """Content that differs from the approved revision, under the same number."""
    approved = status is not None and status.approved_on is not None
    same_text = document.body_sha256 == issued.document.body_sha256
    if issued.state is State.OBSOLETE:
        ended = document.status is Status.OBSOLETE
        return InPlace.ALTERED if ended and not approved else InPlace.BACK_IN_USE
    if approved:
        return InPlace.APPROVED  # an end approved for a later day, or two texts approved
    if document.status is Status.OBSOLETE and same_text:
        return InPlace.AWAITING
    if document.status is Status.DRAFT and same_text:
        return InPlace.DRAFT_AGAIN
    return InPlace.ALTERED


def put_back(file: FileInPlace) -> Transition | None:
    """The change that put an older revision in the place of another; None where none did."""
    for step in reversed(file.entry.history.transitions):
        old, new = step.old, step.new
        if old and new and new.blob == file.document.blob and old.revision != new.revision:
            return step
    return None


_UNREADABLE = ("front-matter", conflict.KIND)
"""The problems of a file of which a rule says that no one knows what document it is."""


def vanished(register: Register) -> Iterator[tuple[Entry, Document]]:
    """Documents that were in use and whose files are gone, each with the last form of its file.

    Only an approved end lets a file go. Where nothing was ever approved, what its last form
    declared counts; one of which every final form was rejected was never in use, and one that was
    gone before control began was never under control.
    """
    unreadable = {item.path for item in register.inventory.unreadable}
    unreadable |= {
        document.path
        for document in register.documents
        if not document.id and any(p.kind in _UNREADABLE for p in document.problems)
    }
    for entry in register:
        if entry.current:
            continue
        last = next((t.old for t in reversed(entry.history.transitions) if t.old), None)
        last = last or entry.newest.document
        # Its last step may have moved it: then what is there is under the new path.
        moved = next((t.new.path for t in entry.history.transitions[-1:] if t.new), last.path)
        if unreadable & {last.path, moved}:
            continue  # something is there, and it cannot be read
        if entry.issued is not None:
            if entry.issued.state is not State.OBSOLETE:
                yield entry, last
        elif last.status is not Status.OBSOLETE and not (
            entry.was_never_in_use or _was_never_controlled(register.ledger, entry)
        ):
            yield entry, last


def _was_never_controlled(ledger: Ledger, entry: Entry) -> bool:
    """Whether a document was gone before the authority register first came.

    The order of commits says so, and no clock: it came to an end on each line of history, and each
    end came before each beginning of control. A register that comes again begins nothing.
    """
    reaches, steps = ledger.graph.reaches, entry.history.transitions
    ends = [step.stamp.order for step in steps if step.new is None]
    return (
        bool(ledger.began)
        and all(reaches(end, start) for end in ends for start in ledger.began)
        and all(any(reaches(step.stamp.order, end) for end in ends) for step in steps)
    )

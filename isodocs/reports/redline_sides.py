"""The two texts that a redline is between, as its reader names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.comments import on_its_way
from isodocs.dataclass import immutable
from isodocs.reports.revisions import state_in_words
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus


@immutable(frozen=True, slots=True)
class Side:
    """One text: `what` names it, `status` is its revision as judged, if it is a judged form."""

    document: Document
    what: str
    status: RevisionStatus | None = None


@immutable(frozen=True, slots=True)
class Compared:
    """What `isodocs diff` compares."""

    register: Register
    entry: Entry
    old: Side
    new: Side


def as_judged(entry: Entry, status: RevisionStatus) -> Side:
    """A revision in the form by which it was judged."""
    what = say(
        "{numbered} ({state_in_words})",
        numbered=_numbered(status.document),
        state_in_words=state_in_words(entry, status),
    )
    return Side(status.document, what, status)


def rounds(entry: Entry) -> list[Side]:
    """The texts of the revision on its way that were sent round before, the oldest first."""
    coming = on_its_way(entry)
    found = []
    for number, form in enumerate(reversed(coming.others if coming else ()), 1):
        rejected = form.judgement.rejected if form.judgement else ()
        said = next((each.statement for each in rejected if each.statement), None)
        what = say("revision {revision}, round {number}", revision=form.number, number=number)
        if said:
            what = say(
                "revision {revision}, round {number} (rejected by {name}, {day})",
                revision=form.number,
                number=number,
                name=said.name,
                day=said.day,
            )
        found.append(Side(form.document, what, form))
    return found


def _numbered(document: Document) -> str:
    return (
        say("revision {revision}", revision=document.revision)
        if document.revision
        else say("without a revision number")
    )


def as_kept(entry: Entry, document: Document) -> Side:
    """A file of the snapshot, by its revision if it is that to the byte."""
    for status in entry.revisions:
        if status.document.blob == document.blob:
            side = as_judged(entry, status)
            return Side(document, say("the current file: {what}", what=side.what), status)
    what = say("the current file: {numbered}", numbered=_numbered(document))
    same = entry.status(document.revision)
    if same and any(form.document.blob == document.blob for form in same.alterations):
        what += say(", changed since its approval")
    elif document.declared:
        what += say(", declared {declared}", declared=document.declared)
    return Side(document, what)

"""The two texts that a redline is between, as its reader names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isodocs.reports.revisions import state_in_words

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus


@dataclass(frozen=True, slots=True)
class Side:
    """One text: `what` names it, `status` is its revision as judged, if it is a judged form."""

    document: Document
    what: str
    status: RevisionStatus | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What `isodocs diff` compares."""

    register: Register
    entry: Entry
    old: Side
    new: Side


def as_judged(entry: Entry, status: RevisionStatus) -> Side:
    """A revision in the form by which it was judged."""
    what = f"{_numbered(status.document)} ({state_in_words(entry, status)})"
    return Side(status.document, what, status)


def _numbered(document: Document) -> str:
    return f"revision {document.revision}" if document.revision else "without a revision number"


def as_kept(entry: Entry, document: Document) -> Side:
    """A file of the snapshot, by its revision if it is that to the byte."""
    for status in entry.revisions:
        if status.document.blob == document.blob:
            side = as_judged(entry, status)
            return Side(document, f"the current file: {side.what}", status)
    what = f"the current file: {_numbered(document)}"
    same = entry.status(document.revision)
    if same and any(form.document.blob == document.blob for form in same.alterations):
        what += ", changed since its approval"
    elif document.declared:
        what += f", declared {document.declared}"
    return Side(document, what)

"""What to do next, in words that hold for the file at hand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from isodocs.model.document import Document
from isodocs.model.history import Ledger, Stamp
from isodocs.model.register import Entry, Register, RevisionStatus

HABIT = 3
"""From so many documents on, what all of them share is a habit of the house, and reported once."""


def in_file(register: Register, document: Document, what: str) -> str:
    """`what` to do in the file; once its bytes are approved that is work for the next revision."""
    if not register.is_approved(document):
        return what
    return f"{what} This text is approved: `isodocs revise {document.id}` first."


def by(stamp: Stamp) -> str:
    """Who did something and when, to follow a verb."""
    if not stamp.committed or stamp.when is None:
        return "in a change that is not yet committed"
    return f"by {stamp.author} on {stamp.when.date()} ({stamp.commit[:10]})"


def put_back(path: str, stamp: Stamp) -> str:
    """The Git command that brings back a file as it was before `stamp`."""
    before = f"{stamp.commit[:10]}~1" if stamp.committed else "HEAD"
    return f"`git checkout {before} -- {path}`"


def restore(entry: Entry, status: RevisionStatus) -> str:
    """The command that puts the form of `status` into the document's file, wherever that is now.

    Empty where no commit holds the form. A file that has moved since is not in an older commit
    under its name of today: then a commit after the move serves, else what the older one holds is
    written to the new place.
    """
    blob, path = status.document.blob, entry.place_path
    steps = [t for t in entry.history.transitions if t.stamp.committed and t.new]
    places = [(t.new.path, t.stamp.commit[:10]) for t in steps if t.new and t.new.blob == blob]
    for place, commit in places:
        if place == path:
            return f"git checkout {commit} -- {shlex.quote(path)}"
    if not places:
        return ""
    place, commit = places[-1]
    return f"git show {shlex.quote(f'{commit}:./{place}')} > {shlex.quote(path)}"


def tampered(ledger: Ledger, folders: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """What below `folders` does not stand as it was first written.

    Each as its path, what became of it (to follow its name), and the command that brings it back.
    """
    for path, stamp in {**ledger.alterations, **ledger.removals, **ledger.lost}.items():
        if not path.startswith(folders):
            continue
        if path in ledger.lost:
            there = f"`git checkout {stamp.commit[:10]} -- {path}`"
            yield path, f"was brought {by(stamp)} and lost in a merge", there
        else:
            done = "removed" if path in ledger.removals else "changed"
            yield path, f"was {done} {by(stamp)}", put_back(path, stamp)

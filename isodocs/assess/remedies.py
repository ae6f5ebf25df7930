"""What to do next, in words that hold for the file at hand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model import layout
from isodocs.records.record_kinds import kinds
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.history import Ledger, Stamp
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register

HABIT = 3
"""From so many documents on, what all of them share is a habit of the house, and reported once."""


def in_file(register: Register, document: Document, what: str) -> str:
    """`what` to do in the file; once its bytes are approved that is work for the next revision."""
    if not register.is_approved(document):
        return what
    return say(
        "{what} This text is approved: `isodocs revise {id}` first.", what=what, id=document.id
    )


def by(stamp: Stamp) -> str:
    """Who did something and when, to follow a verb."""
    if not stamp.committed or stamp.when is None:
        return say("in a change that is not yet committed")
    return say(
        "by {author} on {when} ({commit})",
        author=stamp.author,
        when=stamp.when.date(),
        commit=stamp.commit[:10],
    )


def before(stamp: Stamp) -> str:
    """The commit before `stamp`, as Git takes it."""
    return f"{stamp.commit[:10]}~1" if stamp.committed else "HEAD"


def checkout(commit: str, path: str) -> str:
    """The Git command that brings back a file as a commit has it, under the same name."""
    return say("git checkout {commit} -- {path}", commit=commit, path=shlex.quote(path))


def show(commit: str, path: str) -> str:
    """The Git command that prints a file as a commit has it, from any folder of the repository."""
    return say("git show {quote}", quote=shlex.quote(f"{commit}:./{path}"))


def reopen(record: Record, on: date, why: str = "") -> str:
    """The command that opens a closed record again, as the state it had before that."""
    kind = kinds()[record.kind]
    states = kind.fields["status"].choices
    state = states[min(states.index(each) for each in kind.closed) - 1]
    emptied = " closed=" if record.text("closed") else ""
    reason = shlex.quote(f"reopened-because={why}") if why else "reopened-because=REASON"
    return say(
        "isodocs set {id} status={state}{emptied} reopened={on} {reason}",
        id=record.id,
        state=state,
        emptied=emptied,
        on=on,
        reason=reason,
    )


def restore(entry: Entry, document: Document, path: str = "") -> str:
    """The command that puts a form of the document into `path`, else the file where it is now.

    Empty where no commit holds the form. A file that has moved since is not in an older commit
    under its name of today: then a commit after the move serves, else what the older one holds is
    written to the new place.
    """
    blob, path = document.blob, path or entry.place_path
    steps = [t for t in entry.history.transitions if t.stamp.committed and t.new]
    places = [(t.new.path, t.stamp.commit[:10]) for t in steps if t.new and t.new.blob == blob]
    for place, commit in places:
        if place == path:
            return checkout(commit, path)
    if not places:
        return ""
    place, commit = places[-1]
    return say("{show} > {path}", show=show(commit, place), path=shlex.quote(path))


def tampered(ledger: Ledger, folders: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """What below `folders` is no longer as it was first written.

    Each as its path, what became of it (to follow its name), and the command that brings it back.
    """
    for path, stamp in {**ledger.alterations, **ledger.removals, **ledger.lost}.items():
        if not path.startswith(folders):
            continue
        if path in ledger.lost:
            what = say("was brought {by} and lost in a merge", by=by(stamp))
        else:
            what = say(
                "was {part} {by}",
                part=say("removed") if path in ledger.removals else say("changed"),
                by=by(stamp),
            )
        # As it was first written: the commit before may have it altered already, or not at all.
        first = ledger.arrivals.get(path)
        there = first.commit[:10] if first and first.committed else before(stamp)
        yield path, what, f"`{checkout(there, path)}`"


def baseline_changes(register: Register) -> Iterator[tuple[str, str, str]]:
    """What of the baseline is not as it was first written, as `tampered` says it."""
    baseline = register.inventory.baseline
    if baseline.on is None and not baseline.problems:
        return  # all of it is gone, and every gap counts as without it
    yield from tampered(register.ledger, (layout.BASELINE,))

"""How reports show revisions and the commits that brought them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from isodocs.model.document import State
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.history import Stamp, Transition
    from isodocs.model.register import Entry, RevisionStatus

SHORT = 10
"""As many digits of a commit's id as messages show."""


def effective_from(status: RevisionStatus) -> date | None:
    """The day from which an approved revision holds: declared, but not before its approval.

    None where it is not approved and only declares a day.
    """
    if status.approved_on is None:
        return None
    return max(status.approved_on, status.document.effective or status.approved_on)


def in_force_until(entry: Entry, status: RevisionStatus) -> date | None:
    """The last day on which a superseded revision held; None where it never held a whole day."""
    start = effective_from(status)
    later = entry.revisions[entry.revisions.index(status) + 1 :]
    days = [day for other in later if (day := effective_from(other))]
    if status.state is not State.SUPERSEDED or start is None or not days or min(days) <= start:
        return None
    return min(days) - timedelta(days=1)


def state_in_words(entry: Entry, status: RevisionStatus) -> str:
    """`effective from 2026-12-01`, `superseded, in force 2024-06-03 to 2025-11-30`, `draft`."""
    start, end = effective_from(status), in_force_until(entry, status)
    if end:
        return say("{state}, in force {start} to {end}", state=status.state, start=start, end=end)
    if start is None:
        return say(str(status.state))
    if status.state is State.SUPERSEDED:  # before its day had come, or on that day
        return say("{state}, not in force for a day", state=status.state)
    coming = say(", effective") if status.state is State.APPROVED else ""
    return say("{state}{coming} from {start}", state=status.state, coming=coming, start=start)


def commit_as_data(stamp: Stamp) -> dict[str, Any]:
    """A commit, for programs (`$defs/commit` of the schemas); its id is null while uncommitted."""
    return {
        "commit": stamp.commit or None,
        "author": stamp.author,
        "email": stamp.email,
        "date": stamp.when.isoformat(timespec="seconds") if stamp.when else None,
        "subject": stamp.subject,
    }


def commit_in_words(stamp: Stamp) -> str:
    """`2024-05-10 by Ann Author, commit 1a2b3c4d5e`."""
    if not stamp.committed or stamp.when is None:
        return say("not yet committed")
    return say(
        "{when} by {author}, commit {commit}",
        when=stamp.when.date(),
        author=stamp.author,
        commit=stamp.commit[:SHORT],
    )


def written(entry: Entry, status: RevisionStatus) -> list[Stamp]:
    """The commits that brought or changed the revision, oldest first."""
    return [
        transition.stamp
        for transition in entry.history.transitions
        if (new := transition.new)
        and new.revision == status.number
        and (transition.old is None or transition.old.blob != new.blob)
    ]


def moves(entry: Entry) -> Iterator[Transition]:
    """Each change of the document's path, newest first."""
    for transition in reversed(entry.history.transitions):
        if transition.old and transition.new and transition.old.path != transition.new.path:
            yield transition

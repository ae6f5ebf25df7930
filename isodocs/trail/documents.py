"""What history shows of each document: begun, edited, submitted, altered, moved, removed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.document import Document, Status
from isodocs.model.trail import Basis, Event, EventKind
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.history import Transition
    from isodocs.model.register import Entry


def events(entry: Entry) -> Iterator[tuple[str, Event]]:
    """(commit id, event) of one document, oldest first; the id is empty while not committed."""
    altered = {
        (form.first.commit, form.document.blob)
        for status in entry.revisions
        for form in status.alterations
    }
    seen = False
    present: set[str] = set()
    for step in entry.history.transitions:
        if step.old:
            present.discard(step.old.path)
        changed = (step.stamp.commit, step.new.blob if step.new else "") in altered
        facets = _facets(step, changed)
        if step.new and step.old is None:
            came = _came(step.new, seen, bool(present))
            facets = itertools.chain((came,), _declared(None, step.new))
        for kind, what in facets:
            yield step.stamp.commit, _event(entry.id, step, kind, what)
        seen = True
        if step.new:
            present.add(step.new.path)
    if not entry.current and entry.history.removal is None:
        document = entry.newest.document
        what = say(
            "{label}: gone, and no commit removed it: a merge left it out", label=document.label
        )
        lost = Event(EventKind.LOST, Basis.GIT, what, document.path, entry.id, document.revision)
        yield "", lost


def _event(id: str, step: Transition, kind: EventKind, what: str) -> Event:
    document = step.new or step.old
    if document is None:
        raise ValueError("a step has at least one side")
    return Event(
        kind,
        Basis.GIT,
        say("{label}: {what}", label=document.label, what=what),
        document.path,
        id,
        document.revision,
    )


def _came(document: Document, seen: bool, elsewhere: bool) -> tuple[EventKind, str]:
    """How a file came that was not there before."""
    if elsewhere:
        return EventKind.BEGUN, say("begun once more, in another file: {path}", path=document.path)
    return (EventKind.RESTORED, say("put back")) if seen else (EventKind.BEGUN, say("begun"))


def _facets(step: Transition, altered: bool) -> Iterator[tuple[EventKind, str]]:
    """What one commit did to a document that was there; it can do several things."""
    old, new = step.old, step.new
    if old is None:
        return
    if new is None:
        yield EventKind.REMOVED, say("removed from {path}", path=old.path)
        return
    if old.revision != new.revision:
        yield (
            EventKind.BEGUN,
            say("begun, after revision {part}", part=old.revision or say("without a number")),
        )
    elif altered:
        yield EventKind.ALTERED, say("{part} changed after its approval", part=_part(old, new))
    elif old.blob != new.blob and (old.body_sha256 != new.body_sha256 or old.status == new.status):
        yield EventKind.EDITED, say("{part} changed", part=_part(old, new))
    if old.path != new.path:
        yield EventKind.MOVED, say("moved from {path} to {path_2}", path=old.path, path_2=new.path)
    yield from _declared(old, new)


def _declared(old: Document | None, new: Document) -> Iterator[tuple[EventKind, str]]:
    before = old.status if old and old.revision == new.revision else None
    if new.status is before:
        return
    if new.status is Status.APPROVED:
        day = say(", effective {effective}", effective=new.effective) if new.effective else ""
        yield EventKind.SUBMITTED, say("put into its final form for approval{day}", day=day)
    elif new.status is Status.OBSOLETE:
        yield EventKind.DECLARED_OBSOLETE, say("declared obsolete")
    elif before and old and old.is_final:
        yield EventKind.RETURNED, say("taken back to draft")


def _part(old: Document, new: Document) -> str:
    return say("text") if old.body_sha256 != new.body_sha256 else say("front matter")

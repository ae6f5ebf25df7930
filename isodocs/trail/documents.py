"""What history shows of each document: begun, edited, submitted, altered, moved, removed."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.model.document import Document, Status
from isodocs.model.history import Transition
from isodocs.model.trail import Basis, Event, Kind
from isodocs.register import Entry

_FINAL = (Status.APPROVED, Status.OBSOLETE)


def events(entry: Entry) -> Iterator[tuple[str, Event]]:
    """(commit id, event) of one document, oldest first; the id is empty while not committed."""
    altered = {
        (form.first.commit, form.document.blob)
        for status in entry.revisions
        for form in status.alterations
    }
    seen = False
    for step in entry.history.transitions:
        changed = (step.stamp.commit, step.new.blob if step.new else "") in altered
        for kind, what in _facets(step, seen, changed):
            yield step.stamp.commit, _event(entry.id, step, kind, what)
        seen = True
    if not entry.current and entry.history.removal is None:
        document = entry.newest.document
        what = f"{document.label}: gone, and no commit removed it: a merge left it out"
        lost = Event(Kind.LOST, Basis.GIT, what, document.path, entry.id, document.revision)
        yield "", lost


def _event(id: str, step: Transition, kind: Kind, what: str) -> Event:
    document = step.new or step.old
    if document is None:
        raise ValueError("a step has at least one side")
    return Event(
        kind,
        Basis.GIT,
        f"{document.label}: {what}",
        document.path,
        id,
        document.revision,
    )


def _facets(step: Transition, seen: bool, altered: bool) -> Iterator[tuple[Kind, str]]:
    """What one commit did to a document; one commit can do several things."""
    old, new = step.old, step.new
    if new is None:
        yield Kind.REMOVED, "removed" + (f" from {old.path}" if old else "")
        return
    if old is None:
        yield (Kind.RESTORED, "put back") if seen else (Kind.BEGUN, "begun")
    elif old.revision != new.revision:
        yield Kind.BEGUN, f"begun, after revision {old.revision or 'without a number'}"
    elif altered:
        yield Kind.ALTERED, f"{_part(old, new)} changed after its approval"
    elif old.blob != new.blob and (old.body_sha256 != new.body_sha256 or old.status == new.status):
        yield Kind.EDITED, f"{_part(old, new)} changed"
    if old and old.path != new.path:
        yield Kind.MOVED, f"moved from {old.path} to {new.path}"
    yield from _declared(old, new)


def _declared(old: Document | None, new: Document) -> Iterator[tuple[Kind, str]]:
    before = old.status if old and old.revision == new.revision else None
    if new.status is before:
        return
    if new.status is Status.APPROVED:
        day = f", effective {new.effective}" if new.effective else ""
        yield Kind.SUBMITTED, f"put into its final form for approval{day}"
    elif new.status is Status.OBSOLETE:
        yield Kind.DECLARED_OBSOLETE, "declared obsolete"
    elif before in _FINAL:
        yield Kind.RETURNED, "taken back to draft"


def _part(old: Document, new: Document) -> str:
    return "text" if old.body_sha256 != new.body_sha256 else "front matter"

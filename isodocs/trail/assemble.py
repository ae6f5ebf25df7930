"""Put the trail together: what documents show, what statements say, in the order of history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.model import waiver
from isodocs.model.approval import CONFIRMATIONS, is_list
from isodocs.model.approval import FOLDER as APPROVALS
from isodocs.model.authority import FOLDER as AUTHORITY
from isodocs.model.comment import FOLDER as COMMENTS
from isodocs.model.commit import Change, Commit
from isodocs.model.trail import Basis, Event, EventKind, Trail
from isodocs.trail import documents
from isodocs.trail.control import Control, is_control
from isodocs.trail.files import Files
from isodocs.trail.rows import is_rows
from isodocs.trail.said import is_said
from isodocs.trail.statements import Statements, is_statement, shown_by
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register

Contents = Callable[[Mapping[str, str]], Mapping[str, bytes]]
"""Gives the bytes of blobs (blob -> path), as far as they can be read."""
_Step = tuple[Commit | None, Sequence[Change]]

_SLACK = timedelta(minutes=10)
"""Two clocks may differ by so much before it is worth a word."""


def trail(
    register: Register, commits: Sequence[Commit], pending: Sequence[Change], contents: Contents
) -> Trail:
    """Everything that `commits` (oldest first) and `pending`, not yet committed, show.

    Within one commit what decides how documents are kept comes first, then documents and what
    they show, then statements by the time they say.
    """
    steps: list[_Step] = [(commit, commit.changes) for commit in commits]
    if pending:
        steps.append((None, pending))
    tip = commits[-1].id if commits else ""
    return _joined(_Assembly(register, steps, contents), steps, tip)


def trail_of(
    register: Register,
    entry: Entry,
    commits: Sequence[Commit],
    pending: Sequence[Change],
    contents: Contents,
    tip: str,
) -> Trail:
    """Everything that they show of one document: the events that `trail` has of it, in that order.

    `commits` (oldest first) and `pending` need to have no more than what concerns the document;
    `tip` is the newest commit of all.
    """
    steps: list[_Step] = [
        (commit, [c for c in changes if is_about(entry.id, c.path)])
        for commit, changes in (*((each, each.changes) for each in commits), (None, pending))
    ]
    found = _joined(_Assembly(register, steps, contents, entry), steps, tip)
    events = tuple(event for event in found.events if event.document == entry.id)
    return replace(found, events=events, total=len(events))


def is_about(document: str, path: str) -> bool:
    """Whether the file at a path may say something of a document that its own text does not."""
    folders = (f"{each}{document}/" for each in (APPROVALS, CONFIRMATIONS, COMMENTS))
    return path.startswith((waiver.FOLDER, *folders)) or is_list(path)


def _joined(assembly: _Assembly, steps: Sequence[_Step], tip: str) -> Trail:
    events = [*assembly.events(steps)]
    return Trail(tuple(events), len(events), tip, assembly.register.ledger.shallow)


class _Assembly:
    """What the steps of history bring, one after the other; `only` that concerns one document."""

    def __init__(
        self,
        register: Register,
        steps: Sequence[_Step],
        contents: Contents,
        only: Entry | None = None,
    ) -> None:
        read = contents({c.new_blob: c.path for c in _changes(steps) if c.new_blob and _is_read(c)})
        entries = (only,) if only else tuple(register)
        self.register = register
        self.lost = [
            path for path in register.ledger.lost if only is None or is_about(only.id, path)
        ]
        self.files = Files(read)
        self.statements = Statements(register, entries, only.id if only else "")
        self.control = Control(register)
        self.documents = {path for entry in entries for path in paths_of(entry)}
        self.shown = frozenset[str]() if only else _shown(register, steps, read) - self.documents
        self.of_documents: dict[str, list[Event]] = defaultdict(list)
        for entry in entries:
            for commit_id, event in documents.events(entry):
                self.of_documents[commit_id].append(event)

    def events(self, steps: Sequence[_Step]) -> Iterator[Event]:
        """Those of each step, then of documents without a commit, then of files that are gone."""
        for commit, changes in steps:
            for event in self._step(commit.id if commit else "", changes):
                yield _within(event, commit)
        yield from self.of_documents.pop("", ())
        for path in self.lost:
            yield (self.statements if is_statement(path) else self.control).lost(path)

    def _step(self, commit: str, changes: Sequence[Change]) -> Iterator[Event]:
        watched = [c for c in changes if is_control(c.path) and c.path not in self.documents]
        self.files.take(watched)
        yield from self.control.events([c for c in watched if not is_statement(c.path)], self.files)
        yield from self.of_documents.pop(commit, ())
        for change in changes:
            if change.path in self.shown and not is_control(change.path):
                yield _picture(change)
        statements = [c for c in watched if is_statement(c.path)]
        yield from sorted(self.statements.events(statements, self.files), key=_said)


def _changes(steps: Sequence[_Step]) -> Iterator[Change]:
    for _, changes in steps:
        yield from changes


def _is_read(change: Change) -> bool:
    path = change.path
    read = path.startswith((AUTHORITY, waiver.FOLDER))
    return read or is_statement(path) or is_said(path) or is_rows(path)


def paths_of(entry: Entry) -> Iterator[str]:
    """Every path at which the document ever was."""
    for step in entry.history.transitions:
        for document in (step.old, step.new):
            if document:
                yield document.path


def _shown(register: Register, steps: Sequence[_Step], read: Mapping[str, bytes]) -> frozenset[str]:
    """The images and includes that documents show, or showed when they were approved."""
    blobs = (c.new_blob for c in _changes(steps) if is_statement(c.path))
    approved = (read[blob] for blob in blobs if blob is not None and blob in read)
    return shown_by(approved) | frozenset(register.inventory.shown)


def _picture(change: Change) -> Event:
    done = say("was changed")
    if change.new_blob is None:
        done = say("was removed")
    elif change.old_blob is None:
        done = say("was added")
    what = say("{path}, which documents show, {done}", path=change.path, done=done)
    return Event(EventKind.SHOWN_FILE, Basis.GIT, what, change.path)


def _said(event: Event) -> tuple[float, str]:
    return (event.said_at.timestamp() if event.said_at else 0.0, event.path)


def _within(event: Event, commit: Commit | None) -> Event:
    """The event in its commit; a statement cannot be of a later time than what brought it."""
    remark = event.remark
    if commit and event.said_at and event.said_at > commit.committer.when + _SLACK:
        late = say("it says a time later than that of its commit")
        remark = joined("; ", (remark, late)) if remark else late
    return replace(event, commit=commit, remark=remark)

"""What differs between two texts of a document, with the pictures and included texts they show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.history.redline import redline
from isodocs.history.shown_changes import Content, with_shown
from isodocs.inventory.take import shown_in
from isodocs.model.approval import ApprovalRecord, ApprovalStatement, Decision, Part
from isodocs.model.document import Document
from isodocs.model.register import Entry, Register, RevisionStatus
from isodocs.parsing.document_outline import outline_of
from isodocs.repository.snapshot import CommitSnapshot, SnapshotFile

if TYPE_CHECKING:
    from isodocs.model.redline import Redline
    from isodocs.model.shown import ShownFiles
    from isodocs.workspace import View, Workspace

Text = tuple[Document, RevisionStatus | None]
"""A document, and the revision as which it was judged; None for a file as it is now."""


def compare(workspace: Workspace, register: Register, view: View, old: Text, new: Text) -> Redline:
    """The redline between two texts; `view` is what the register was made of.

    Raises RepositoryError for a text that cannot be read.
    """
    contents = workspace.read([old[0], new[0]])
    found = redline(contents[old[0].blob], contents[new[0].blob])
    shown = [_shown(workspace, register, view, *text, contents) for text in (old, new)]
    return with_shown(found, *shown)


def whole(workspace: Workspace, register: Register, view: View, text: Text) -> Redline:
    """A first text as a redline, in which all of it is new; raises as `compare` does."""
    contents = workspace.read([text[0]])
    shown = _shown(workspace, register, view, *text, contents)
    return with_shown(redline(b"", contents[text[0].blob]), {}, shown)


def last_rejection(
    entry: Entry, document: Document
) -> tuple[RevisionStatus, ApprovalStatement] | None:
    """The last form other than this text that was rejected, and what the approver said."""
    found = [
        (status, record.statement)
        for revision in entry.revisions
        for status in (revision, *revision.others)
        for record in (status.judgement.rejected if status.judgement else ())
        if record.statement and status.document.blob != document.blob
    ]
    return max(found, key=lambda item: item[1].signed_at.timestamp(), default=None)


def showed_otherwise(register: Register, entry: Entry, document: Document) -> RevisionStatus | None:
    """The form of this very text on which people decided when it showed other files."""
    found = _current(register, document)
    now = {path: register.inventory.shown.get(path) for path in found.files} if found else {}
    for revision in entry.revisions:
        for status in (revision, *revision.others):
            records = _statements(status) if status.document.blob == document.blob else []
            for record in records[:1]:
                parts = record.statement.parts[1:] if record.statement else ()
                if {part.path: part.sha256 for part in parts} != now:
                    return status
    return None


def _shown(
    workspace: Workspace,
    register: Register,
    view: View,
    document: Document,
    status: RevisionStatus | None,
    texts: Mapping[str, bytes],
) -> dict[str, Content]:
    """What a text showed: as people decided on it, else as it was when the text came."""
    here = _current(register, document)
    statements = _statements(status) if status else []
    if statements:
        return _as_decided(workspace, register, view, statements, status)
    if here is not None:
        files = workspace.shown(view, here.files)
        return {path: _content(path, file) for path, file in files.items()}
    commit = status.form.first.commit if status else _commit_of(register, document)
    if not commit:
        return {}
    snapshot = CommitSnapshot(workspace.git, commit)
    outlines = {document.path: outline_of(document, texts[document.blob])}
    found, _ = shown_in(snapshot, register.config, [document], outlines)
    paths = sorted(found[document.path].files)
    read = snapshot.read(paths, refused={}) if paths else ()
    return {path: _content(path, file) for path, file in read}


def _current(register: Register, document: Document) -> ShownFiles | None:
    """What the document shows where exactly this text is in the snapshot."""
    for known in register.documents:
        if known.path == document.path and known.blob == document.blob:
            return register.inventory.shown_by.get(known.path)
    return None


def _commit_of(register: Register, document: Document) -> str:
    history = register.ledger.documents.get(document.id)
    for revision in history.revisions if history else ():
        for form in revision.forms:
            if form.document.blob == document.blob:
                return form.first.commit
    return ""


def _statements(status: RevisionStatus) -> list[ApprovalRecord]:
    """The decisions on a form, those that count first, the latest of them first."""
    judgement = status.judgement
    if judgement is None:
        return []
    records = [*judgement.accepted, *judgement.rejected, *(r.record for r in judgement.refused)]
    mine = [
        record
        for record in records
        if record.statement
        and record.statement.decision is not Decision.WITHDRAW
        and record.statement.document_sha256 == status.document.sha256
    ]
    return sorted(
        mine,
        key=lambda r: (
            r in judgement.accepted,
            r.statement.signed_at.timestamp() if r.statement else 0,
        ),
        reverse=True,
    )


def _as_decided(
    workspace: Workspace,
    register: Register,
    view: View,
    records: Iterable[ApprovalRecord],
    status: RevisionStatus | None,
) -> dict[str, Content]:
    """The parts that a decision lists, each looked for by its digest where it may be found."""
    record = next(iter(records))
    parts = record.statement.parts[1:] if record.statement else ()
    arrival = register.ledger.arrivals.get(record.path)
    stamps = (arrival, status.form.first if status else None)
    commits = [stamp.commit for stamp in stamps if stamp and stamp.committed]
    found = {part.path: Content(part.path, part.sha256, part.size) for part in parts}
    for files in _places(workspace, view, commits, [part.path for part in parts]):
        for part in parts:
            file = files.get(part.path)
            if file and found[part.path].data is None and _is(file, part):
                found[part.path] = _content(part.path, file)
        if all(content.data is not None for content in found.values()):
            break
    return found


def _places(
    workspace: Workspace, view: View, commits: Iterable[str], paths: list[str]
) -> Iterator[dict[str, SnapshotFile]]:
    """The files as they are now, and as they were in each commit."""
    if not paths:
        return
    yield workspace.shown(view, paths)
    for commit in dict.fromkeys(commits):
        yield dict(CommitSnapshot(workspace.git, commit).read(paths, refused={}))


def _is(file: SnapshotFile, part: Part) -> bool:
    return part.sha256 in (file.sha256, hashlib.sha256(file.data).hexdigest())


def _content(path: str, file: SnapshotFile) -> Content:
    pointer = file.sha256 != hashlib.sha256(file.data).hexdigest()
    return Content(path, file.sha256, file.size, None if pointer else file.data)

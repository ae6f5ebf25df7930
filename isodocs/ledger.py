"""The ledger: every revision each document ever had, read from history and from nothing else.

Data flows commits -> events (a path got a blob) -> transitions (a document changed) -> revisions.
A document is followed by its identifier, so renames and moves need no guessing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from isodocs import closed_records, final_rows
from isodocs.model.commit import Change, Commit
from isodocs.model.config import Config
from isodocs.model.document import Document
from isodocs.model.history import DocumentHistory, Form, Ledger, Revision, Stamp, Transition
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import document as document_parsing

CONTROL_FOLDER = ".isodocs/"

ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


def build(
    commits: Iterable[Commit],
    read_blobs: ReadBlobs,
    config: Config,
    *,
    may_be_document: Callable[[str], bool],
    is_document: Callable[[str, bytes], bool],
    known: Mapping[str, Document],
    standing: Mapping[str, str],
    pending: tuple[Change, ...] = (),
    shallow: bool = False,
) -> Ledger:
    """Build the ledger.

    `commits` come oldest first, parents before children. `read_blobs` gives (id, bytes) for ids.
    `may_be_document(path)` says which paths are worth reading at all, `is_document(path, data)`
    whether a file of history is a controlled document. `known` holds documents already parsed,
    by blob. `standing` are the paths below `.isodocs/` that are there now, with their blobs: a
    merge drops a file, or keeps one, without any commit that says so. `pending` are the changes
    of the index or the work tree against the last commit: they are read as one more, uncommitted,
    step.
    """
    builder = _Builder(config, may_be_document)
    for order, commit in enumerate(commits):
        builder.add(_stamp(order, commit), commit.changes)
    count = builder.steps
    if pending:
        builder.add(Stamp(count, "", "", "", None, "not yet committed"), pending)
    builder.parse(read_blobs, is_document, known)
    altered = closed_records.altered(builder.record_events, read_blobs)
    gone = final_rows.lost(builder.table_events, read_blobs)
    made = builder.ledger(count, shallow, standing)
    return replace(made, altered_records=altered, lost_rows=gone)


def _stamp(order: int, commit: Commit) -> Stamp:
    author = commit.author
    return Stamp(order, commit.id, author.name, author.email, author.when, commit.subject)


@dataclass(slots=True)
class _Builder:
    config: Config
    may_be_document: Callable[[str], bool]
    steps: int = 0
    events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)
    documents: dict[str, Document | None] = field(default_factory=dict)
    arrivals: dict[str, Stamp] = field(default_factory=dict)
    removals: dict[str, Stamp] = field(default_factory=dict)
    alterations: dict[str, Stamp] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    record_events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)
    table_events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)

    def add(self, stamp: Stamp, changes: Iterable[Change]) -> None:
        """Note what one commit changed."""
        self.steps += 1
        mine, records, tables = [], [], []
        for change in changes:
            if change.path.startswith(CONTROL_FOLDER):
                self._control(stamp, change)
            elif self.may_be_document(change.path):
                mine.append(change)
            elif change.path.startswith(RECORDS) and change.path.endswith(".md"):
                records.append(change)
            elif final_rows.is_final_table(change.path):
                tables.append(change)
        if mine:
            self.events.append((stamp, mine))
        if records:
            self.record_events.append((stamp, records))
        if tables:
            self.table_events.append((stamp, tables))

    def _control(self, stamp: Stamp, change: Change) -> None:
        if change.new_blob is None:
            self.removals[change.path] = stamp
            return
        self.removals.pop(change.path, None)
        self.arrivals.setdefault(change.path, stamp)
        if self.originals.setdefault(change.path, change.new_blob) != change.new_blob:
            self.alterations[change.path] = stamp

    def parse(
        self,
        read_blobs: ReadBlobs,
        is_document: Callable[[str, bytes], bool],
        known: Mapping[str, Document],
    ) -> None:
        """Parse each distinct blob once, fetched in path order (near neighbours in a pack)."""
        self.documents.update(known)
        wanted: dict[str, set[str]] = defaultdict(set)
        for _, changes in self.events:
            for change in changes:
                wanted[change.path].update(filter(None, (change.old_blob, change.new_blob)))
        paths: dict[str, str] = {}
        for path in sorted(wanted):
            for blob in wanted[path]:
                if blob not in self.documents:
                    paths.setdefault(blob, path)
        for blob, data in read_blobs(paths):
            path = paths[blob]
            self.documents[blob] = (
                document_parsing.parse(path, blob, data, self.config)
                if is_document(path, data)
                else None
            )

    def _document(self, path: str, blob: str | None) -> Document | None:
        document = self.documents.get(blob) if blob else None
        if document is None or not document.id:
            return None
        if document.path == path:
            return document
        if self.config.identifier_from == "file-name":
            return replace(document, path=path, id=document_parsing.identifier_from_path(path))
        return replace(document, path=path)

    def ledger(self, commits: int, shallow: bool, standing: Mapping[str, str]) -> Ledger:
        """Join the events of each document, and of each path below `.isodocs/`."""
        transitions: dict[str, list[Transition]] = defaultdict(list)
        for stamp, changes in self.events:
            for transition in self._transitions(stamp, changes):
                if document := transition.new or transition.old:
                    transitions[document.id].append(transition)
        return Ledger(
            documents={
                id: DocumentHistory(id, _revisions(id, steps), tuple(steps))
                for id, steps in transitions.items()
            },
            arrivals=self.arrivals,
            removals={p: s for p, s in self.removals.items() if p not in standing},
            alterations={
                path: stamp
                for path, stamp in self.alterations.items()
                if standing.get(path) not in (None, self.originals[path])
            },
            lost={
                path: stamp
                for path, stamp in self.arrivals.items()
                if path not in standing and path not in self.removals
            },
            commits=commits,
            shallow=shallow,
        )

    def _transitions(self, stamp: Stamp, changes: list[Change]) -> Iterator[Transition]:
        """Pair what left with what came: first on the same path, then by identifier."""
        left: dict[str, list[Document]] = {}
        came: list[Document] = []
        for change in changes:
            old = self._document(change.path, change.old_blob)
            new = self._document(change.path, change.new_blob)
            if old and new and old.id == new.id:
                yield Transition(old, new, stamp)
                continue
            if old:
                left.setdefault(old.id, []).append(old)
            if new:
                came.append(new)
        for new in came:
            olds = left.get(new.id)
            yield Transition(olds.pop() if olds else None, new, stamp)
        for olds in left.values():
            for old in olds:
                yield Transition(old, None, stamp)


def _revisions(id: str, transitions: Iterable[Transition]) -> tuple[Revision, ...]:
    forms: dict[str, dict[str, Form]] = {}
    for transition in transitions:
        new = transition.new
        if new is not None:
            forms.setdefault(new.revision, {}).setdefault(new.blob, Form(new, transition.stamp))
    return tuple(Revision(id, number, tuple(by.values())) for number, by in forms.items())

"""The ledger: every revision each document ever had, read from history and from nothing else.

Data flows commits -> events (a path got a blob) -> transitions (a document changed) -> revisions.
A document is followed by its identifier, so renames and moves need no guessing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import field, mutable, replace
from isodocs.history import altered_records, first_entries, lost_rows
from isodocs.model.history import (
    DocumentHistory,
    Form,
    Ledger,
    Revision,
    SettingsChange,
    Stamp,
    Transition,
    TypeReadings,
    Writing,
    not_yet_committed,
)
from isodocs.model.layout import AUTHORITY, CONFIG
from isodocs.model.record import FOLDER as RECORDS
from isodocs.model.record import Record
from isodocs.parsing import document as document_parsing
from isodocs.parsing.endings import is_markdown
from isodocs.parsing.file_names import language_in_path, named_after
from isodocs.progress import watched
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.history.kept_steps import Walk
    from isodocs.history.languages import TextNames
    from isodocs.history.past_settings import PastSettings
    from isodocs.model.commit import Change
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.graph import CommitGraph
    from isodocs.repository.tree import TreeEntry

CONTROL_FOLDER = ".isodocs/"
_FILE_MODES = ("", "100644", "100755")
"""What a controlled file may be; a link or a submodule in its place holds no text."""

ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


def build(
    walk: Walk,
    read_blobs: ReadBlobs,
    config: Config,
    *,
    may_be_document: Callable[[str], bool],
    is_document: Callable[[str, Document], bool],
    here: Sequence[Document],
    present: Mapping[str, TreeEntry],
    pending: tuple[Change, ...] = (),
    shallow: bool = False,
    records: Iterable[Record] = (),
) -> Ledger:
    """Build the ledger.

    `walk` gives the steps oldest first, parents before children. `read_blobs` gives (id, bytes)
    for ids. `may_be_document(path)` says which paths are worth reading at all,
    `is_document(path, parsed)` whether a file of history was a controlled document at that path.
    `here` are the documents of the snapshot, already parsed, and `records` its records. `present`
    are its files: a merge drops one, or keeps one, without any commit that says so. `pending` are
    its changes against the last commit: they are read as one more, uncommitted, step.
    """
    builder = _LedgerBuilder(config, may_be_document, is_document)
    for stamp, changes in walk:
        builder.add(stamp, changes)
    graph, count = walk.graph, walk.count
    if pending:
        builder.add(not_yet_committed(count), pending)
    builder.look_at_settings(graph, read_blobs)
    builder.parse(read_blobs, here)
    builder.call_by_language(graph, here)
    records = tuple(records)
    altered = altered_records.altered(builder.record_events, read_blobs, records)
    gone = lost_rows.lost(builder.table_events, read_blobs, records)
    entered = first_entries.entries(builder.entry_events, read_blobs)
    made = builder.ledger(count, shallow, present, graph)
    return replace(made, altered_records=altered, lost_rows=gone, **entered._asdict())


@mutable(slots=True)
class _LedgerBuilder:
    config: Config
    may_be_document: Callable[[str], bool]
    is_document: Callable[[str, Document], bool]
    events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    files: dict[tuple[str, str], Document | None] = field(default_factory=dict)
    renamed: dict[tuple[str, str], Document] = field(default_factory=dict)
    names: TextNames | None = None
    arrivals: dict[str, list[Stamp]] = field(default_factory=lambda: defaultdict(list))
    beginnings: list[int] = field(default_factory=list)
    removals: dict[str, Stamp] = field(default_factory=dict)
    alterations: dict[str, Stamp] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    versions: list[tuple[Stamp, Change]] = field(default_factory=list)
    past: PastSettings | None = None
    settings: tuple[SettingsChange, ...] = ()
    record_events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)
    table_events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)
    entry_events: list[tuple[Stamp, list[Change]]] = field(default_factory=list)

    def add(self, stamp: Stamp, changes: Iterable[Change]) -> None:
        """Note what one commit changed."""
        mine, records, tables, entered = [], [], [], []
        for change in changes:
            if stamp.committed and first_entries.may_enter(change.path):
                entered.append(change)
            if change.path.startswith(CONTROL_FOLDER):
                self._control(stamp, change)
            elif change.path == CONFIG:
                self.versions.append((stamp, change))
            elif self.may_be_document(change.path):
                mine.append(change)
            elif change.path.startswith(RECORDS) and is_markdown(change.path):
                records.append(change)
            elif lost_rows.is_watched_table(change.path):
                tables.append(change)
        if mine:
            self.events.append((stamp, mine))
        if records:
            self.record_events.append((stamp, records))
        if entered:
            self.entry_events.append((stamp, entered))
        if tables:
            self.table_events.append((stamp, tables))

    def _control(self, stamp: Stamp, change: Change) -> None:
        if change.new_blob is None:
            self.removals[change.path] = stamp
            return
        self.removals.pop(change.path, None)
        self.arrivals[change.path].append(stamp)
        if change.path.startswith(AUTHORITY):
            self.beginnings.append(stamp.order)
        if self.originals.setdefault(change.path, change.new_blob) != change.new_blob:
            self.alterations[change.path] = stamp

    def look_at_settings(self, graph: CommitGraph, read_blobs: ReadBlobs) -> None:
        """Find out what isodocs.yaml said before it was as it is, and how types were read then."""
        if len({_blobs(change)[1] for _, change in self.versions}) < 2:
            return
        from isodocs.history import past_settings  # many never change it

        self.settings = past_settings.changes(self.config, self.versions, read_blobs)
        made = [(s.order, _blobs(change)[1] or "") for s, change in self.versions if s.committed]
        if len({blob for _, blob in made}) > 1:
            self.past = past_settings.PastSettings(
                self.config, made, self.arrivals, graph, read_blobs
            )

    def parse(self, read_blobs: ReadBlobs, here: Iterable[Document]) -> None:
        """Parse each distinct blob once, fetched in path order (near neighbours in a pack)."""
        self.documents.update({document.blob: document for document in here})
        wanted: dict[str, set[str]] = defaultdict(set)
        for stamp, changes in self.events:
            for change in changes:
                before, after = _blobs(change)
                # What is not yet committed may be in no object database; the snapshot knows it.
                blobs = (before, after if stamp.committed else None, *change.other_blobs)
                wanted[change.path].update(filter(None, blobs))
        paths: dict[str, str] = {}
        for path in sorted(wanted):
            for blob in wanted[path]:
                if blob not in self.documents or (self.past and self.past.other_keys):
                    paths.setdefault(blob, path)
        former = watched(say("former versions read"), read_blobs(paths), lambda: len(paths))
        for blob, data in former:
            if blob not in self.documents:
                parsed = document_parsing.parse(paths[blob], blob, data, self.config)
                self.documents[blob] = parsed
            if self.past:
                self.past.learn(paths[blob], blob, data)

    def call_by_language(self, graph: CommitGraph, here: Sequence[Document]) -> None:
        """Call the texts that one document has in several languages by their own names."""
        for _, changes in self.events:
            for change in changes:
                self._document(change.path, _blobs(change)[1])
        several = _of_several_places(filter(None, self.files.values()))
        if not several:
            return
        from isodocs.history import languages  # few have documents in several languages

        steps = []
        for stamp, changes in self.events:
            left: list[Document] = []
            came: list[Document] = []
            for change in changes:
                for blob, found in zip(_blobs(change), (left, came), strict=True):
                    document = self._document(change.path, blob)
                    if document and document.id in several:
                        found.append(document)
            if left or came:
                steps.append(languages.Step(graph.depth(stamp.order), left, came))
        self.names = languages.names(several, steps, here, self.config)
        self.files = {place: self._named(*place, found) for place, found in self.files.items()}

    def _document(self, path: str, blob: str | None) -> Document | None:
        """The document that a file of history was; None for one that was none at that path."""
        if blob is None:
            return None
        if (path, blob) not in self.files:
            found = self._read(path, self.documents.get(blob))
            self.files[path, blob] = self._named(path, blob, found)
        return self.files[path, blob]

    def _named(self, path: str, blob: str, document: Document | None) -> Document | None:
        """A document under the name that its language gives it, where it has several."""
        named = self.names.named(document) if self.names and document else document
        if named and named is not document:
            self.renamed[path, blob] = named
        return named

    def _read(self, path: str, document: Document | None) -> Document | None:
        if document is None:
            return None
        if document.path != path:
            id = named_after(path, self.config) if self.config.named_by_file else document.id
            said = "language" in document.places
            language = document.language if said else language_in_path(path)
            kind = document.type
            if "type" not in document.places:
                kind = document_parsing.type_by_path(path, self.config)
            document = replace(document, path=path, id=id, type=kind, language=language)
        return document if document.id and self.is_document(path, document) else None

    def ledger(
        self, commits: int, shallow: bool, present: Mapping[str, TreeEntry], graph: CommitGraph
    ) -> Ledger:
        """Join the events of each document, and of each path below `.isodocs/`."""
        transitions: dict[str, list[Transition]] = defaultdict(list)
        writings: dict[str, list[Writing]] = defaultdict(list)
        for stamp, changes in self.events:
            for transition in self._transitions(stamp, changes):
                if document := transition.new or transition.old:
                    transitions[document.id].append(transition)
            for text, writing in self._writings(stamp, changes):
                writings[text].append(writing)
        arrivals = {path: _first(stamps, graph) for path, stamps in self.arrivals.items()}
        return Ledger(
            documents={
                id: DocumentHistory(id, _revisions(id, steps), steps)
                for id, found in transitions.items()
                for steps in (_oldest_first(found, graph),)
            },
            arrivals=arrivals,
            began=graph.first_of(self.beginnings),
            removals={p: s for p, s in self.removals.items() if p not in present},
            alterations={
                path: stamp
                for path, stamp in self.alterations.items()
                if (here := present.get(path)) and here.blob != self.originals[path]
            },
            lost={p: s for p, s in arrivals.items() if p not in present and p not in self.removals},
            commits=commits,
            shallow=shallow,
            contents=frozenset(document.sha256 for document in self.documents.values()),
            writings={text: tuple(found) for text, found in writings.items()},
            graph=graph,
            renamed=self.renamed,
            type_readings=self.past.readings()
            if self.past
            else TypeReadings(document_parsing.type_reading(self.config)),
            settings=self.settings,
        )

    def _transitions(self, stamp: Stamp, changes: list[Change]) -> Iterator[Transition]:
        """Pair what left with what came: first on the same path, then by identifier."""
        left: dict[str, list[Document]] = {}
        came: list[Document] = []
        for change in changes:
            before, after = _blobs(change)
            new = self._document(change.path, after)
            old = self._before(change.path, (before, *change.other_blobs), new)
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
        yield from (Transition(old, None, stamp) for olds in left.values() for old in olds)

    def _before(
        self, path: str, blobs: Iterable[str | None], new: Document | None
    ) -> Document | None:
        """What a path held before: in a merge the highest revision of any parent.

        Which parent is named first says nothing.
        """
        olds = [document for blob in blobs if (document := self._document(path, blob))]
        same = [old for old in olds if new and old.id == new.id]
        rank = self.config.scheme.rank
        return max(same or olds, key=lambda old: (rank(old.revision) or (), old.blob), default=None)

    def _writings(self, stamp: Stamp, changes: list[Change]) -> Iterator[tuple[str, Writing]]:
        """The texts that one commit brought, each with those it was made from.

        A file that comes under another name is made from the one that left: one of the same text
        or identifier, or the only one that left without ever having had an identifier.
        """
        left: list[tuple[str, str]] = []
        came: list[tuple[str, str, set[str]]] = []
        for change in changes:
            before, after = _blobs(change)
            olds = {self._text(blob) for blob in (before, *change.other_blobs)} - {""}
            new = self._document(change.path, after)
            text = self._text(after)
            if text and text not in olds:
                came.append((text, new.id if new else "", olds))
            elif before and not after:
                old = self._document(change.path, before)
                left.append((self._text(before), old.id if old else ""))
        nameless = [text for text, id in left if not id]
        for text, id, olds in came:
            if not olds:
                olds = {t for t, old in left if t == text or (id and old == id)}
                olds = olds or set(nameless if len(nameless) == 1 else ())
            if text not in olds:
                yield text, Writing(stamp, tuple(sorted(olds)), id)

    def _text(self, blob: str | None) -> str:
        document = self.documents.get(blob) if blob else None
        return document.body_sha256 if document else ""


def _of_several_places(documents: Iterable[Document]) -> set[str]:
    """The identifiers that were ever at several paths, or in several languages."""
    first: dict[str, tuple[str, str]] = {}
    found = {""}
    for document in documents:
        place = (document.path, document.language)
        if first.setdefault(document.id, place) != place:
            found.add(document.id)
    return found - {""}


def _blobs(change: Change) -> tuple[str | None, str | None]:
    """What a path held before and after a change, where it was a plain file."""
    return (
        change.old_blob if change.old_mode in _FILE_MODES else None,
        change.new_blob if change.new_mode in _FILE_MODES else None,
    )


def _first(stamps: list[Stamp], graph: CommitGraph) -> Stamp:
    """The commit that brought a path first.

    Of several that know nothing of each other it is one that does not depend on how commits are
    listed.
    """
    if len(stamps) == 1:
        return stamps[0]
    firsts = graph.first_of(stamp.order for stamp in stamps)
    return min(
        (stamp for stamp in stamps if stamp.order in firsts),
        key=lambda s: (graph.depth(s.order), s.email, s.author, s.subject, s.commit),
    )


def _oldest_first(steps: list[Transition], graph: CommitGraph) -> tuple[Transition, ...]:
    """The changes of a document; those of branches side by side in an order of their contents."""

    def key(step: Transition) -> tuple[int | str, ...]:
        sides = [(d.path, d.blob) if d else ("", "") for d in (step.new or step.old, step.old)]
        return graph.depth(step.stamp.order), *sides[0], *sides[1], *step.stamp.writers[0]

    return tuple(sorted(steps, key=key))


def _revisions(id: str, transitions: Iterable[Transition]) -> tuple[Revision, ...]:
    forms: dict[str, dict[str, Form]] = {}
    for transition in transitions:
        new = transition.new
        if new is not None:
            forms.setdefault(new.revision, {}).setdefault(new.blob, Form(new, transition.stamp))
    return tuple(Revision(id, number, tuple(by.values())) for number, by in forms.items())

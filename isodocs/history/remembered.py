"""The history of a repository kept from run to run, and the part of it that some paths share.

Each commit is walked once, when it is first seen below a tip. What its files hold is read once too,
to find out which paths belong together: a document is followed by its identifier and by its text,
whatever path they were at. The paths that ever shared one of them, and the statements about it, are
a thread; the ledger of a whole thread says of its documents what the ledger of everything would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from isodocs.history.kept_steps import (
    PartialWalk,
    Row,
    Step,
    Threads,
    as_row,
    as_step,
    is_line,
)
from isodocs.history.ledger import CONTROL_FOLDER
from isodocs.inventory.placement import FILE_MODES, misplaced
from isodocs.machine.archive import LostError
from isodocs.model import approval, layout
from isodocs.model.commit import Change, Commit
from isodocs.model.document import plain
from isodocs.model.graph import CommitGraph
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import document as document_parsing
from isodocs.parsing import globs
from isodocs.parsing.endings import is_markdown

if TYPE_CHECKING:
    from isodocs.history.ledger import ReadBlobs
    from isodocs.machine.archive import Archive
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.history import Ledger

_CHUNK = 256
"""Commits kept in one piece."""
_SHARDS = 256
"""Pieces over which names, and threads, are spread."""
_OF_ALL = 0
"""The thread of what every document rests on: isodocs.yaml, the authority register and the like."""
_BY_DOCUMENT = (approval.FOLDER, approval.CONFIRMATIONS)
_ANONYMOUS = "a:"
_FOLDER, _SAID, _STATE, _GRAPH = "f:", "c:", "state", "graph"

_Parsed = Mapping[tuple[str, str], "Document"]
_Members = dict[str, list[int]]
WalkFrom = Callable[[str | None], Iterable[Commit]]
"""Gives the commits that a tip has and an earlier tip (None: nothing) has not."""


class RememberedHistory:
    """What is known of a history up to a tip."""

    def __init__(self, archive: Archive, config: Config) -> None:
        """`archive` keeps what is about this repository, this configuration and this code."""
        self._archive = archive
        self._config = config
        self._matches = globs.matcher(config.include, config.exclude)
        self._changed: dict[str, Any] = {}
        state = archive.get(_STATE) or {"tip": None, "count": 0, "threads": 1, "as_walked": True}
        self.tip: str | None = state["tip"]
        self.as_walked: bool = state["as_walked"]
        """Whether the commits are known in the order of `history.walk` from the tip."""
        self._count, self._threads = int(state["count"]), int(state["threads"])

    def catch_up(
        self, tip: str, walk: WalkFrom, read_blobs: ReadBlobs, ledger: Ledger | None = None
    ) -> None:
        """Learn what `tip` has beyond the tip known so far, which must be one of its ancestors.

        What a `ledger` of it has parsed already is not parsed again. Raises LostError where what
        is kept does not fit together.
        """
        if self.tip == tip:
            return
        commits = list(walk(self.tip))
        self.as_walked = self.tip is None or (self.as_walked and is_line(self.tip, commits))
        self._learn_paths(commits, read_blobs, _parsed(ledger))
        self._learn_steps(commits)
        self.tip = tip
        state = {"tip": tip, "count": self._count, "threads": self._threads}
        self._changed[_STATE] = {**state, "as_walked": self.as_walked}
        self._archive.keep(self._changed)
        self._changed = {}

    def threads(self, paths: Iterable[str], names: Iterable[str] = (), later: int = 0) -> Threads:
        """The whole threads that these paths, and what goes by these names, belong to.

        Without the `later` commits that were learnt last.
        """
        wanted, rows, count = *self._rows(paths, names), self._count - later
        steps = list(self._steps(rows, count))
        return Threads(frozenset(wanted), PartialWalk(steps, self._graph().until(count), count))

    def steps(self, paths: Iterable[str], document: str) -> list[Step]:
        """What all commits did to the threads of these paths, and what was said of a document."""
        _, rows = self._rows(paths, [_FOLDER + document, _SAID + document])
        return list(self._steps(rows, self._count))

    def _rows(self, paths: Iterable[str], names: Iterable[str]) -> tuple[_Members, _Members]:
        """The paths of threads, and with those of all documents; by each, which commits changed."""
        wanted = {path: list[int]() for path in paths}
        for name in (*(f"p:{path}" for path in wanted), *names):
            thread = self._thread_of(name)
            wanted |= self._members(thread) if thread is not None else {}
        return wanted, {**wanted, **self._members(_OF_ALL)}

    def places(self, wanted: set[str]) -> dict[str, int]:
        """Where the known commits among `wanted` are."""
        found = {self.tip: self._count - 1} if self.tip in wanted else {}
        chunk = (self._count - 1) // _CHUNK
        while chunk >= 0 and wanted - found.keys():
            for at, row in enumerate(self._get(f"s:{chunk}")):
                if row[0] in wanted:
                    found[row[0]] = chunk * _CHUNK + at
            chunk -= 1
        return {id: place for id, place in found.items() if id}

    def names(self, changes: Iterable[Change], read_blobs: ReadBlobs) -> set[str]:
        """What the files that are changed name, for `threads`."""
        paths: dict[str, set[str]] = {}
        for change in changes:
            if change.new_blob and self.may_name(change.path):
                paths.setdefault(change.new_blob, set()).add(change.path)
        return {
            name
            for blob, data in read_blobs(paths)
            for path in paths[blob]
            for name in self._names_in(path, blob, data)
        }

    def rows(self) -> dict[str, Row]:
        """Every known commit by its id, with its changes of paths that are kept."""
        pieces = (self._get(f"s:{chunk}") for chunk in range(-(-self._count // _CHUNK)))
        return {row[0]: row for piece in pieces for row in piece}

    def _steps(self, wanted: _Members, count: int) -> Iterator[Step]:
        """What the first `count` commits did to paths."""
        known = {order for changed in wanted.values() for order in changed}
        for order in sorted(order for order in known if order < count):
            row = self._get(f"s:{order // _CHUNK}")[order % _CHUNK]
            yield as_step(order, row, wanted)

    def _graph(self) -> CommitGraph:
        kept = self._get(_GRAPH)
        if not kept:
            return CommitGraph()
        parents, chains, depths = kept
        return CommitGraph([tuple(before) for before in parents], chains, depths)

    # What is kept, as it will be once what was learnt is kept too.

    def _get(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else self._archive.get(name)

    def _shard(self, name: str) -> dict[Any, Any]:
        """A piece to be changed."""
        if name not in self._changed:
            self._changed[name] = dict(self._archive.get(name) or {})
        found: dict[Any, Any] = self._changed[name]
        return found

    def _thread_of(self, name: str) -> int | None:
        thread: int | None = (self._get(_names(name)) or {}).get(name)
        while thread is not None:
            members = (self._get(_shard_of(thread)) or {}).get(str(thread))
            if not isinstance(members, int):
                return thread
            thread = members  # it was joined to another
        return None

    def _members(self, thread: int) -> dict[str, list[int]]:
        found: dict[str, list[int]] = (self._get(_shard_of(thread)) or {}).get(str(thread), {})
        return found

    def _names_in(self, path: str, blob: str, data: bytes) -> list[str]:
        """What a file names that other paths may share: an identifier, a text, other paths.

        Raises LostError for a statement on a text that isodocs.yaml leaves out: that one is
        followed all the same, and its history is not in what is kept.
        """
        if not path.startswith(_BY_DOCUMENT):
            return _names_of(document_parsing.parse(path, blob, data, self._config))
        listed = approval.is_list(path)
        names = _names_in_list(data) if listed else _names_in_statement(path, data)
        for other in (name[2:] for name in names if name.startswith("p:")):
            if not self._counts(other) and not misplaced(other):
                raise LostError(other)
        return names

    # Learning.

    def may_name(self, path: str) -> bool:
        """Whether a path may be that of a document, or of a statement about one."""
        if path.startswith(CONTROL_FOLDER):
            return path.startswith(_BY_DOCUMENT)
        return self._matches(path) or (is_markdown(path) and not path.startswith(RECORDS))

    def keeps(self, path: str) -> bool:
        """Whether it is remembered what commits changed at a path."""
        return path.startswith(RECORDS) or self._counts(path)

    def _counts(self, path: str) -> bool:
        return _is_of_all(path) or path.startswith(CONTROL_FOLDER) or self.may_name(path)

    def _learn_steps(self, commits: Sequence[Commit]) -> None:
        graph = self._graph()
        places = self.places({id for commit in commits for id in commit.parents})
        parents = []
        for order, commit in enumerate(commits, self._count):
            places[commit.id] = order
            parents.append(tuple(places[id] for id in commit.parents if id in places))
            piece = f"s:{order // _CHUNK}"
            if piece not in self._changed:
                self._changed[piece] = list(self._archive.get(piece) or ())
            kept = (change for change in commit.changes if self.keeps(change.path))
            self._changed[piece].append(as_row(commit, kept))
        graph = graph.extended(parents)
        self._changed[_GRAPH] = (list(graph.parents), list(graph.chains), list(graph.depths))
        self._count += len(commits)

    def _learn_paths(
        self, commits: Sequence[Commit], read_blobs: ReadBlobs, parsed: _Parsed
    ) -> None:
        paths: dict[str, str] = {}
        for commit in commits:
            for change in commit.changes:
                blob, path = change.new_blob, change.path
                plain = change.new_mode in FILE_MODES
                if blob and plain and (path, blob) not in parsed and self.may_name(path):
                    paths.setdefault(blob, path)
        # One content may be at several paths, and its identifier may be that of the path.
        texts = dict(read_blobs(sorted(paths, key=lambda blob: paths[blob])))
        for order, commit in enumerate(commits, self._count):
            self._learn_changes(order, commit.changes, texts, parsed)

    def _learn_changes(
        self, order: int, changes: Iterable[Change], texts: Mapping[str, bytes], parsed: _Parsed
    ) -> None:
        left, came = [], []
        for change in changes:
            path = change.path
            blob = change.new_blob or ""
            if path.startswith(layout.COMMENTS):
                # no document rests on what is said about it, so it has a thread of its own
                said = _SAID + path.removeprefix(layout.COMMENTS).rpartition("/")[0]
                self._note(self._join([said]), path, order)
                continue
            if _is_of_all(path):
                if approval.is_list(path) and blob in texts:
                    self._names_in(path, blob, texts[blob])  # raises where it must be followed
                self._note(_OF_ALL, path, order)
                continue
            if not self.may_name(path):
                continue
            names: Sequence[str] = ()
            if document := parsed.get((path, blob)):
                names = _names_of(document)
            elif blob in texts:
                names = self._names_in(path, blob, texts[blob])
            if path.startswith(_BY_DOCUMENT):  # also where no one can read it
                names = [*names, _FOLDER + _document_of(path)]
            thread = self._join([f"p:{path}", *names])
            self._note(thread, path, order)
            if not change.new_blob and self._thread_of(_ANONYMOUS + path) is not None:
                left.append(path)
            elif not change.old_blob:
                came.append(path)
        if left and came:
            # A file that comes may be made of the only nameless one that left.
            self._join([f"p:{path}" for path in (*left, *came)])

    def _join(self, names: Sequence[str]) -> int:
        """Let all these names be of one thread; new names are added to it."""
        known = dict.fromkeys(thread for name in names if (thread := self._thread_of(name)))
        if not known:
            kept, self._threads = self._threads, self._threads + 1
            self._shard(_shard_of(kept))[str(kept)] = {}
        else:
            kept = max(known, key=lambda thread: len(self._members(thread)))
        for other in known:
            if other != kept:
                mine = self._shard(_shard_of(kept))
                mine[str(kept)] = {**self._members(kept), **self._members(other)}
                self._shard(_shard_of(other))[str(other)] = kept
        for name in names:
            self._shard(_names(name)).setdefault(name, kept)
        return kept

    def _note(self, thread: int, path: str, order: int) -> None:
        shard = self._shard(_shard_of(thread))
        members = shard.setdefault(str(thread), {})
        members[path] = [*members.get(path, ()), order]


def _names(name: str) -> str:
    """The piece that says of which thread a name is."""
    return f"n:{crc32(name.encode('utf-8', 'surrogatepass')) % _SHARDS}"


def _shard_of(thread: int) -> str:
    """The piece that holds a thread."""
    return f"t:{thread % _SHARDS}"


def _parsed(ledger: Ledger | None) -> _Parsed:
    """The documents that a ledger has, by path and blob."""
    return {
        (document.path, document.blob): document
        for found in (ledger.documents.values() if ledger else ())
        for step in found.transitions
        if (document := step.new)
    }


def _names_of(document: Document) -> list[str]:
    """What a file shares with others: also the texts of one document in several languages."""
    known = f"i:{plain(document.id)}" if document.id else _ANONYMOUS + document.path
    of = [f"i:{document.translation_of}"] if document.translation_of else []
    return [known, *of, f"t:{document.body_sha256}"]


def _document_of(path: str) -> str:
    """The document in whose folder a statement is: below that, each revision has one."""
    folder = next(each for each in _BY_DOCUMENT if path.startswith(each))
    return path.removeprefix(folder).rpartition("/")[0].rpartition("/")[0]


def _is_of_all(path: str) -> bool:
    """Whether every document rests on a file: isodocs.yaml says of which type documents are."""
    return path == layout.CONFIG or (path.startswith(CONTROL_FOLDER) and not _is_by_document(path))


def _is_by_document(path: str) -> bool:
    """Whether a statement is about one document; a list would make one thread of very many."""
    return path.startswith(_BY_DOCUMENT) and not approval.is_list(path)


def _names_in_list(data: bytes) -> list[str]:
    """The paths that an approval of many texts lists."""
    try:
        return [f"p:{text['parts'][0]['path']}" for text in json.loads(data)["texts"]]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return []


def _names_in_statement(path: str, data: bytes) -> list[str]:
    """The document that a statement is about, and the paths that it lists."""
    stem = path.removesuffix(approval.TOKEN).removesuffix(approval.SIGNATURE)
    if stem != path:
        return [f"p:{stem}"]
    try:
        said = json.loads(data)
        return [f"i:{plain(said['doc'])}", *(f"p:{part['path']}" for part in said["parts"][:1])]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []  # it says nothing of any document

"""The taking of the inventory: one snapshot read, parsed and typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from isodocs.authority import authority_register
from isodocs.dataclass import field, mutable
from isodocs.inventory import shown_files
from isodocs.inventory.configuration import STANDARDS, read_config
from isodocs.inventory.paths_here import paths_of
from isodocs.inventory.wanted_paths import wanted_paths
from isodocs.model import approval, authority, layout, record, waiver
from isodocs.model.approval import Sealed
from isodocs.model.inventory import Inventory, PushBase, Unreadable
from isodocs.model.own_maps import NONE
from isodocs.model.problem import Problem
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import conflict, front_matter_look, globs
from isodocs.parsing import document as document_parsing
from isodocs.parsing import waiver as waiver_parsing
from isodocs.parsing.document_outline import OutlinesReadHere, outline_of
from isodocs.progress import watched
from isodocs.records import attachments, record_parsing
from isodocs.repository.listed_files import below
from isodocs.standards import own
from isodocs.statements import kinds
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory
    from isodocs.model.comment import CommentRecord
    from isodocs.model.config import Config
    from isodocs.model.confirmation import ConfirmationRecord
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.model.shown import ShownFiles
    from isodocs.model.waiver import Baseline, Waiver
    from isodocs.parsing.document_outline import Outlines, Promise
    from isodocs.repository.snapshot import Snapshot, SnapshotFile

_STATEMENTS = (approval.FOLDER, approval.DELEGATIONS, approval.CONFIRMATIONS)
EVIDENCE_LIMIT = 64 * 1024 * 1024
"""The largest piece of evidence whose digest is compared, in bytes."""
_IN_LFS = Problem(
    "not-a-file",
    say("the file is kept in Git LFS, so Git has its digest and not its text"),
    say("Take it out of LFS in .gitattributes: only pictures and evidence belong there."),
)


def is_document(settings: Config) -> Callable[[str, bytes], bool]:
    """Return a test for (path, data): whether that is a controlled document.

    Where `isodocs.yaml` names paths, those are; without, every Markdown file that declares an
    identifier is, records excepted.
    """
    if settings.include:
        matches = globs.matcher(settings.include, settings.exclude)
        return lambda path, data: matches(path)
    return lambda path, data: (
        not path.startswith(record.FOLDER) and front_matter_look.is_identified(data, settings)
    )


def read_authority(snapshot: Snapshot) -> tuple[AuthorityHistory | None, Unreadable | None]:
    """The snapshot's own authority register, and what is wrong with it."""
    paths = below(snapshot.entries, authority.FOLDER)
    files = {path: file.data for path, file in snapshot.read(paths, refused={})}
    reading = authority_register.read_all(files)
    return reading.history, _fault(reading)


def take(
    snapshot: Snapshot,
    push_base: PushBase | None = None,
    outlines: Outlines | None = None,
    only: Collection[str] | None = None,
) -> Inventory:
    """Read the snapshot, by its own configuration, authority and waivers or those of `push_base`.

    `outlines` may have read the documents before, or read them elsewhere. With `only`, nothing is
    read but these paths and what every document rests on: no records, and all paths are known all
    the same.
    Never raises for what a file holds; raises RepositoryError when Git cannot be read.
    """
    declared = read_config(snapshot)
    settings = push_base.config if push_base else declared
    outlines = outlines or OutlinesReadHere()
    read = _read_all(snapshot, settings, outlines, only, records=only is None)
    reading = authority_register.read_all(read.registers)
    history = push_base.authority if push_base and push_base.authority else reading.history
    baseline = _baseline(read.baseline) if read.baseline else waiver.NO_BASELINE
    shown_by, shown = shown_in(snapshot, settings, read.documents, read.outlines)
    paths, files = paths_of(snapshot.entries)
    return Inventory(
        label=snapshot.label,
        config=settings,
        documents=tuple(read.documents),
        outlines=read.outlines,
        paths=paths,
        files=files,
        shown=shown,
        shown_by=shown_by,
        approvals=tuple(
            record
            for path, sealed in _sealed(read.statements, approval.FOLDER)
            for record in kinds.read_approvals(path, sealed)
            if only is None or not approval.is_list(path) or _is_about(record, only)
        ),
        delegations=tuple(
            kinds.read_delegation(path, sealed)
            for path, sealed in _sealed(read.statements, approval.DELEGATIONS)
        ),
        authority=history,
        waivers=tuple(read.waivers),
        waivers_in_force=push_base.waivers if push_base else tuple(read.waivers),
        unreadable=tuple(read.unreadable),
        arriving=frozenset(p for p in read.statements if p not in push_base.paths)
        if push_base
        else frozenset(),
        authority_problem=_fault(reading),
        authority_pending=reading.pending,
        declared=declared,
        uncontrolled=read.uncontrolled,
        baseline=baseline,
        baseline_in_force=push_base.baseline if push_base else baseline,
        records=tuple(read.records),
        evidence=_evidence(snapshot, read.records),
        own_maps=own.read(read.maps) if read.maps else NONE,
        confirmations=_confirmations(read.statements),
        comments=tuple(read.comments),
    )


class Retained(NamedTuple):
    """What a snapshot holds that is of no document."""

    records: tuple[Record, ...]
    evidence: Mapping[str, str]
    confirmations: tuple[ConfirmationRecord, ...]
    comments: tuple[CommentRecord, ...]
    unreadable: tuple[Unreadable, ...]


def take_retained(snapshot: Snapshot, settings: Config) -> Retained:
    """Read records, confirmations and comments; what is wrong with a path is noted of these."""
    folders = (record.FOLDER, approval.CONFIRMATIONS, layout.COMMENTS)
    wanted = below(snapshot.entries, *folders)
    read = _read_all(snapshot, settings, OutlinesReadHere(), wanted, records=True)
    unreadable = tuple(each for each in read.unreadable if each.path in wanted)
    confirmations = _confirmations(read.statements)
    records = tuple(read.records)
    evidence = _evidence(snapshot, read.records)
    return Retained(records, evidence, confirmations, tuple(read.comments), unreadable)


def _confirmations(statements: Mapping[str, bytes]) -> tuple[ConfirmationRecord, ...]:
    sealed = _sealed(statements, approval.CONFIRMATIONS)
    return tuple(kinds.read_confirmation(path, each) for path, each in sealed)


def _read_all(
    snapshot: Snapshot,
    settings: Config,
    outlines: Outlines,
    only: Collection[str] | None,
    *,
    records: bool,
) -> _Read:
    """What the paths of a snapshot say, and the files that are wanted of it."""
    read = _Read(settings, is_document(settings), outlines)
    wanted = wanted_paths(snapshot, settings, read.unreadable, only)
    if records:
        for path in below(snapshot.entries, record.FOLDER):
            read.records += record_parsing.of_path(path)
        read.records += record_parsing.misspelt(snapshot.entries)
    refused: dict[str, str] = {}
    files = snapshot.read(wanted, refused=refused)
    for path, file in watched(say("files read"), files, lambda: len(wanted)):
        read.add(path, file)
    read.unreadable += [_refused(path, reason) for path, reason in refused.items()]
    read.outlines = {path: promise() for path, promise in read.promised.items()}
    return read


@mutable(slots=True)
class _Read:
    """What the files of a snapshot hold, each put where it belongs as it is read."""

    settings: Config
    controlled: Callable[[str, bytes], bool]
    reader: Outlines
    unreadable: list[Unreadable] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    promised: dict[str, Promise] = field(default_factory=dict)
    outlines: dict[str, Outline] = field(default_factory=dict)
    statements: dict[str, bytes] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    comments: list[CommentRecord] = field(default_factory=list)
    registers: dict[str, bytes] = field(default_factory=dict)
    maps: list[tuple[str, bytes]] = field(default_factory=list)
    baseline: dict[str, bytes] = field(default_factory=dict)
    uncontrolled: int = 0

    def add(self, path: str, file: SnapshotFile) -> None:
        """Read one file by the folder it is in."""
        data = file.data
        if file.pointer:
            self.unreadable.append(Unreadable(path, _IN_LFS))
        elif path.startswith(_STATEMENTS):
            self.statements[path] = data
        elif path.startswith(layout.COMMENTS):
            self.comments.append(_comment(path, data))
        elif path.startswith(authority.FOLDER):
            self.registers[path] = data
        elif path.startswith(STANDARDS):
            self.maps.append((path, data))
        elif path.startswith(layout.BASELINE):
            self.baseline[path] = data
        elif path.startswith(waiver.FOLDER):
            self.waivers.append(waiver_parsing.parse(path, data))
        elif self.controlled(path, data):
            document = document_parsing.parse(path, file.blob, data, self.settings)
            self.documents.append(document)
            self.promised[path] = _promised(document, data, self.reader)
        elif path.startswith(record.FOLDER):
            self.records += record_parsing.parse(path, file.blob, data)
        elif not self.settings.include and data.startswith(b"---"):
            self.uncontrolled += 1


def outline_of_text(document: Document, data: bytes, outlines: Outlines) -> Outline:
    """The outline; of a text in conflict, which is two texts at once, that of an empty one."""
    return outline_of(document, b"") if _in_conflict(document) else outlines.read(document, data)


def _promised(document: Document, data: bytes, outlines: Outlines) -> Promise:
    """The same, which may come later."""
    if _in_conflict(document):
        return partial(outline_of, document, b"")
    return outlines.promise(document, data)


def _in_conflict(document: Document) -> bool:
    return any(problem.kind == conflict.KIND for problem in document.problems)


def _sealed(files: Mapping[str, bytes], folder: str) -> Iterator[tuple[str, Sealed]]:
    """Every statement below a folder, with the signature and the token beside it."""
    for path, data in files.items():
        if path.startswith(folder) and path.endswith(".json"):
            signature = path + approval.SIGNATURE
            yield path, Sealed(data, files.get(signature), files.get(signature + approval.TOKEN))


def _comment(path: str, data: bytes) -> CommentRecord:
    from isodocs.statements import comment_files  # nothing is said in many systems

    return comment_files.read(path, data)


def _baseline(files: Mapping[str, bytes]) -> Baseline:
    from isodocs.inventory import baseline_files  # few systems have one

    return baseline_files.read(files)


def _is_about(record: approval.ApprovalRecord, only: Collection[str]) -> bool:
    """Whether a text of a list is one of a document that is read, or the list is unreadable."""
    return record.statement is None or record.statement.parts[0].path in only


def _refused(path: str, reason: str) -> Unreadable:
    hint = say("A controlled file must be a plain file of ordinary size that you may read.")
    return Unreadable(path, Problem("not-a-file", say("the file {reason}", reason=reason), hint))


def _fault(reading: authority_register.RegisterReading) -> Unreadable | None:
    """What is wrong with the first version that does not count."""
    if reading.fault is None:
        return None
    problem = Problem("authority", reading.fault.message, reading.fault.hint)
    return Unreadable(reading.fault.path, problem)


def _evidence(snapshot: Snapshot, records: list[Record]) -> dict[str, str]:
    """The digests of the files whose records say one; nothing else of the evidence is read."""
    wanted = {
        attachment.path
        for item in records
        for attachment in attachments.attachments(item, snapshot.entries)
        if attachment.path and attachment.digest
    }
    return {
        path: file.sha256
        for path, file in snapshot.read(sorted(wanted), limit=EVIDENCE_LIMIT, refused={})
    }


def shown_in(
    snapshot: Snapshot,
    settings: Config,
    documents: Iterable[Document],
    outlines: Mapping[str, Outline],
) -> tuple[Mapping[str, ShownFiles], Mapping[str, str]]:
    """What documents show, by their path, and the digest of each file that is shown."""

    def read(paths: Iterable[str]) -> Iterator[tuple[str, SnapshotFile]]:
        wanted = list(paths)
        return snapshot.read(wanted, refused={}) if wanted else iter(())

    site = shown_files.site_of(snapshot, settings.include)
    named = {document.path for document in documents if document.id and document.has_front_matter}
    return shown_files.follow(outlines, named, snapshot.entries, site, read)

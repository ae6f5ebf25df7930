"""The inventory: what one snapshot holds, parsed and typed, before any history is known."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from isodocs import shown_files
from isodocs.authority import authority_register, delegation, statement
from isodocs.model import approval, authority, config, record, requirement, waiver
from isodocs.model.approval import ApprovalRecord, DelegationRecord, Sealed
from isodocs.model.authority import AuthorityHistory, Pending
from isodocs.model.config import Config
from isodocs.model.document import Document
from isodocs.model.outline import Link, Outline
from isodocs.model.problem import Problem
from isodocs.model.record import Record
from isodocs.model.shown import ShownFiles
from isodocs.model.waiver import Waiver
from isodocs.parsing import config as config_parsing
from isodocs.parsing import conflict, endings, globs, markdown, record_files
from isodocs.parsing import document as document_parsing
from isodocs.parsing import record as record_parsing
from isodocs.parsing import waiver as waiver_parsing
from isodocs.repository.snapshot import Snapshot, SnapshotFile
from isodocs.standards import own

if TYPE_CHECKING:
    from isodocs.model.confirmation import ConfirmationRecord

SUFFIX = ".md"
_CONTROL = (
    approval.FOLDER,
    approval.DELEGATIONS,
    approval.CONFIRMATIONS,
    authority.FOLDER,
    requirement.FOLDER,
    requirement.CORRESPONDENCES,
    waiver.FOLDER,
)
_STANDARDS = (requirement.FOLDER, requirement.CORRESPONDENCES)
_STATEMENTS = (approval.FOLDER, approval.DELEGATIONS, approval.CONFIRMATIONS)
_TOP = ".isodocs"
_ODD = re.compile(r"(?:^|/)(?:\.{0,2}|\.git[ .]*)(?:/|$)", re.IGNORECASE)
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
EVIDENCE_LIMIT = 64 * 1024 * 1024
"""The largest piece of evidence whose digest is compared, in bytes."""
_IN_LFS = Problem(
    "not-a-file",
    "the file is kept in Git LFS, so Git has its digest and not its text",
    "Take it out of LFS in .gitattributes: only pictures and evidence belong there.",
)
_FILE_MODES = ("100644", "100755")
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that should be a controlled file and is not one that may be read."""

    path: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything a snapshot says.

    `paths` are all files and folders of the snapshot, for references, `files` its plain files;
    `uncontrolled` counts
    Markdown files with front matter that nobody declared controlled. `shown` gives the digest of
    each local image or include that a controlled document shows, empty where something is
    there that is no plain file or cannot be read; `shown_by` says by the path of each document
    what it shows. `arriving` are the paths of the
    statements that a push brings, where one is judged. `waivers` are those of the
    snapshot, `standing_waivers` those that silence a gap: the same, unless a push is judged. So is
    `declared`, the snapshot's own configuration, beside `config`, the one that holds.
    `authority_pending` is the version of the authority register that awaits signatures.
    `evidence` gives the digest of each file that a record names together with a digest.
    `own_maps` are the snapshot's own requirement maps, also where a push is judged: documents and
    the map that they answer arrive together.
    """

    label: str
    config: Config
    documents: tuple[Document, ...]
    outlines: Mapping[str, Outline]
    paths: frozenset[str]
    shown: Mapping[str, str]
    approvals: tuple[ApprovalRecord, ...]
    delegations: tuple[DelegationRecord, ...]
    authority: AuthorityHistory | None
    waivers: tuple[Waiver, ...]
    standing_waivers: tuple[Waiver, ...]
    unreadable: tuple[Unreadable, ...]
    arriving: frozenset[str] = frozenset()
    authority_problem: Unreadable | None = None
    authority_pending: Pending | None = None
    declared: Config = field(default_factory=Config)
    uncontrolled: int = 0
    records: tuple[Record, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    own_maps: own.OwnMaps = own.NONE
    shown_by: Mapping[str, ShownFiles] = field(default_factory=dict)
    confirmations: tuple[ConfirmationRecord, ...] = ()
    files: frozenset[str] = frozenset()


def is_document(settings: Config) -> Callable[[str, bytes], bool]:
    """Return a test for (path, data): whether that is a controlled document.

    Where `isodocs.yaml` names paths, those are; without, every Markdown file that declares an
    identifier is, records excepted.
    """
    if settings.include:
        matches = globs.matcher(settings.include, settings.exclude)
        return lambda path, data: matches(path)
    return lambda path, data: (
        not path.startswith(record.FOLDER) and document_parsing.is_identified(data, settings)
    )


def read_config(snapshot: Snapshot) -> Config:
    """The snapshot's `isodocs.yaml`, or the defaults when it has none."""
    if config.PATH not in snapshot.entries:
        return Config()
    refused: dict[str, str] = {}
    for _, file in snapshot.read([config.PATH], refused=refused):
        return config_parsing.parse(file.data)
    hint = "Put a plain file there; until then the defaults hold."
    problem = Problem("configuration", f"the file {refused[config.PATH]}", hint)
    return Config(configured=True, problems=(problem,))


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds whatever a push itself brings: configuration, authority register and waivers.

    `statements` are the paths of the statements that were there before it.
    """

    config: Config
    authority: AuthorityHistory | None
    waivers: tuple[Waiver, ...] = ()
    statements: frozenset[str] = frozenset()


def read_authority(snapshot: Snapshot) -> tuple[AuthorityHistory | None, Unreadable | None]:
    """The snapshot's own authority register, and what is wrong with it."""
    paths = [path for path in snapshot.entries if path.startswith(authority.FOLDER)]
    files = {path: file.data for path, file in snapshot.read(paths, refused={})}
    reading = authority_register.read_all(files)
    return reading.history, _fault(reading)


def read_own_maps(snapshot: Snapshot) -> own.OwnMaps:
    """The snapshot's own requirement maps, without looking at anything else."""
    paths = [path for path in snapshot.entries if path.startswith(_STANDARDS)]
    files = snapshot.read(paths, refused={}) if paths else ()
    return own.read((path, file.data) for path, file in files)


def outline_of(document: Document, data: bytes) -> Outline:
    """The outline of the document's body, with lines counted from the top of the file."""
    lines = data.split(b"\n")
    return _outline(b"\n".join(lines[document.body_line - 1 :]), document.body_line)


@lru_cache(maxsize=20_000)
def _outline(body: bytes, first_line: int) -> Outline:
    """Parsing is the dearest step, and a hook looks at the same bodies before and after."""
    return markdown.outline(body.decode("utf-8", "replace"), first_line=first_line)


def take(
    snapshot: Snapshot,
    standing: Standing | None = None,
    outline: Callable[[Document, bytes], Outline] = outline_of,
) -> Inventory:
    """Read the snapshot, by its own configuration, authority and waivers or those of `standing`.

    `outline` reads a document's body; another than the usual one may have read it before.
    Never raises for what a file holds; raises RepositoryError when Git cannot be read.
    """
    declared = read_config(snapshot)
    settings = standing.config if standing else declared
    unreadable: list[Unreadable] = []
    wanted = _wanted(snapshot, settings, unreadable)
    controlled = is_document(settings)
    documents: list[Document] = []
    outlines: dict[str, Outline] = {}
    statements: dict[str, bytes] = {}
    below = (path for path in snapshot.entries if path.startswith(record.FOLDER))
    records = [found for path in below for found in record_parsing.of_path(path)]
    waivers: list[Waiver] = []
    registers: dict[str, bytes] = {}
    maps: list[tuple[str, bytes]] = []
    uncontrolled = 0
    refused: dict[str, str] = {}
    for path, file in snapshot.read(wanted, refused=refused):
        if file.pointer:
            unreadable.append(Unreadable(path, _IN_LFS))
        elif path.startswith(_STATEMENTS):
            statements[path] = file.data
        elif path.startswith(authority.FOLDER):
            registers[path] = file.data
        elif path.startswith(_STANDARDS):
            maps.append((path, file.data))
        elif path.startswith(waiver.FOLDER):
            waivers.append(waiver_parsing.parse(path, file.data))
        elif path.startswith(record.FOLDER) and not controlled(path, file.data):
            records += record_parsing.parse(path, file.blob, file.data)
        elif controlled(path, file.data):
            document = document_parsing.parse(path, file.blob, file.data, settings)
            documents.append(document)
            outlines[path] = _outline_of_text(document, file.data, outline)
        elif not settings.include and file.data.startswith(b"---"):
            uncontrolled += 1
    unreadable += [_refused(path, reason) for path, reason in refused.items()]
    reading = authority_register.read_all(registers)
    history = reading.history
    if standing and standing.authority:
        history = standing.authority
    shown_by, shown = shown_in(snapshot, settings, documents, outlines)
    return Inventory(
        label=snapshot.label,
        config=settings,
        documents=tuple(documents),
        outlines=outlines,
        paths=_with_folders(snapshot),
        files=frozenset(p for p, entry in snapshot.entries.items() if entry.mode in _FILE_MODES),
        shown=shown,
        shown_by=shown_by,
        approvals=tuple(
            statement.read(path, sealed) for path, sealed in _sealed(statements, approval.FOLDER)
        ),
        delegations=tuple(
            delegation.read(path, sealed)
            for path, sealed in _sealed(statements, approval.DELEGATIONS)
        ),
        authority=history,
        waivers=tuple(waivers),
        standing_waivers=standing.waivers if standing else tuple(waivers),
        unreadable=tuple(unreadable),
        arriving=frozenset(statements) - standing.statements if standing else frozenset(),
        authority_problem=_fault(reading),
        authority_pending=reading.pending,
        declared=declared,
        uncontrolled=uncontrolled,
        records=tuple(records),
        evidence=_evidence(snapshot, records),
        own_maps=own.read(maps) if maps else own.NONE,
        confirmations=_confirmations(statements),
    )


def _outline_of_text(
    document: Document, data: bytes, outline: Callable[[Document, bytes], Outline]
) -> Outline:
    """The outline; of a text in conflict, which is two texts at once, that of an empty one."""
    if any(problem.kind == conflict.KIND for problem in document.problems):
        return outline_of(document, b"")
    return outline(document, data)


def _confirmations(statements: Mapping[str, bytes]) -> tuple[ConfirmationRecord, ...]:
    found = [*_sealed(statements, approval.CONFIRMATIONS)]
    if not found:
        return ()
    from isodocs.authority import confirmation  # only where people sign what they read

    return tuple(confirmation.read(path, sealed) for path, sealed in found)


def local_target(document_path: str, link: Link) -> tuple[str, str] | None:
    """(path, fragment) of a link within the repository; None for anything outside it.

    A path that climbs out of the repository is returned as written, so that it is found missing.
    """
    target, _, fragment = link.target.partition("#")
    if ":" in target.split("/")[0] or target.startswith("//"):
        return None
    target = unquote(target.split("?", 1)[0])
    if not target:
        return (document_path, unquote(fragment)) if fragment else None
    base = "" if target.startswith("/") else posixpath.dirname(document_path)
    return posixpath.normpath(posixpath.join(base, target.lstrip("/"))), unquote(fragment)


def _wanted(snapshot: Snapshot, settings: Config, unreadable: list[Unreadable]) -> list[str]:
    """The paths to read; controlled paths that are no plain files are noted as unreadable."""
    matches = globs.matcher(settings.include, settings.exclude) if settings.include else None
    missed = _missed(settings)
    wanted = []
    for path, entry in snapshot.entries.items():
        if flaw := misplaced(path):
            unreadable.append(Unreadable(path, flaw))
            continue
        control = path.startswith(_CONTROL)
        may_record = path.startswith(record.FOLDER) and record_parsing.may_hold_records(path)
        if not control and not may_record and not _controlled(path, entry.mode, matches):
            if missed(path):
                unreadable.append(Unreadable(path, _other_ending(path, settings)))
            continue
        if entry.mode in _FILE_MODES:
            wanted.append(path)
        elif control or may_record or matches is not None:
            kind = {"120000": "a symbolic link", _SUBMODULE: "a submodule"}.get(
                entry.mode, f"an object of mode {entry.mode}"
            )
            unreadable.append(
                Unreadable(
                    path,
                    Problem(
                        "not-a-file",
                        f"a controlled path must be a plain file, this is {kind}",
                        "Put the file itself there: what is approved must be the bytes shown.",
                    ),
                )
            )
    return wanted


def _missed(settings: Config) -> Callable[[str], bool]:
    """Return a test for paths: whether only ending or capitals keep a Markdown file out."""
    if not settings.include:
        return lambda path: False
    include, exclude = (
        [p.lower() for p in named] for named in (settings.include, settings.exclude)
    )
    used = [e for e in endings.MARKDOWN if any(pattern.endswith(e) for pattern in include)]
    matches = globs.matcher(include, exclude)
    left_out = globs.matcher(settings.exclude)

    def missed(path: str) -> bool:
        if not endings.is_markdown(path) or left_out(path):
            return False
        stem = posixpath.splitext(path.lower())[0]
        return any(matches(f"{stem}{ending}") for ending in used or endings.MARKDOWN[:1])

    return missed


def _other_ending(path: str, settings: Config) -> Problem:
    wanted = ", ".join(repr(pattern) for pattern in settings.include[:3])
    return Problem(
        "other-ending",
        f"this Markdown file is not read: its ending or capitals are not those of {wanted}",
        "Rename it, or name it under 'include:' in isodocs.yaml; under 'exclude:' to leave it out.",
    )


def misplaced(path: str) -> Problem | None:
    """What is wrong with a path wherever it leads; None for one that an honest Git would write."""
    if _ODD.search(path):
        return Problem(
            "not-a-file",
            "the path has a part that no file can have, such as '..' or '.git'",
            "Git writes no such path: find out who made the commit (`git fsck` names the tree).",
        )
    top, folder, _ = path.partition("/")
    if top[:1] == "." and top != _TOP and _look(top) == _TOP:
        return Problem(
            "not-a-file",
            f"the folder {top!r} looks like {_TOP!r} and takes its place on some disks",
            f"Take it out; what isodocs keeps is in {_TOP} and nowhere else.",
        )
    if (not folder and path == _TOP) or any(name == f"{path}/" for name in _CONTROL):
        return Problem(
            "not-a-file",
            "this must be a folder, with the records in it, and is something else",
            "Put the folder back from history; nothing in it is read as long as this is here.",
        )
    return None


def _look(name: str) -> str:
    """A name as disks that fold capitals and drop invisible characters take it."""
    return unicodedata.normalize("NFKC", name).translate(_INVISIBLE).casefold()


def _controlled(path: str, mode: str, matches: Callable[[str], bool] | None) -> bool:
    """Whether a controlled document is expected at a path, or below it in a submodule."""
    if matches is None:
        return endings.is_markdown(path)
    # What a submodule holds is seen by nobody here.
    return matches(path) or (mode == _SUBMODULE and matches(f"{path}/any{SUFFIX}"))


def _sealed(files: Mapping[str, bytes], folder: str) -> Iterator[tuple[str, Sealed]]:
    """Every statement below a folder, with the signature and the token beside it."""
    for path, data in files.items():
        if path.startswith(folder) and path.endswith(".json"):
            signature = path + approval.SIGNATURE
            yield path, Sealed(data, files.get(signature), files.get(signature + approval.TOKEN))


def _refused(path: str, reason: str) -> Unreadable:
    hint = "A controlled file must be a plain file of ordinary size that you may read."
    return Unreadable(path, Problem("not-a-file", f"the file {reason}", hint))


def _fault(reading: authority_register.Reading) -> Unreadable | None:
    """What is wrong with the first version that does not count."""
    if reading.fault is None:
        return None
    problem = Problem("authority", reading.fault.message, reading.fault.hint)
    return Unreadable(reading.fault.path, problem)


def _with_folders(snapshot: Snapshot) -> frozenset[str]:
    paths = set(snapshot.entries)
    for path in snapshot.entries:
        folder = posixpath.dirname(path)
        while folder and folder not in paths:
            paths.add(folder)
            folder = posixpath.dirname(folder)
    return frozenset(paths)


def _evidence(snapshot: Snapshot, records: list[Record]) -> dict[str, str]:
    """The digests of the files whose records say one; nothing else of the evidence is read."""
    wanted = {
        attachment.path
        for item in records
        for attachment in record_files.attachments(item, snapshot.entries)
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

"""The files that a record names, as its page shows them, and where one more can be attached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.assess.record_index import record_index
from isodocs.inventory.take import EVIDENCE_LIMIT
from isodocs.lifecycle.attach_file import fields_of
from isodocs.lifecycle.evidence_files import LARGEST, MEDIA, SHOWN, kind_of
from isodocs.named_tuple import NamedTuple
from isodocs.portal.views import addresses, record_pages
from isodocs.portal.views.labels import label
from isodocs.records.attachments import attachments
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.portal.asking import Asking
    from isodocs.portal.snapshot import PortalSnapshot
    from isodocs.repository.tree import SnapshotFile

_KB = 1_000


class EvidenceFile(NamedTuple):
    """A file that a record names: `at` is where it is downloaded, empty where it is not there.

    `picture` says that a browser shows it, `tone` how serious what is `said` of it is.
    """

    name: str
    field: str
    at: str
    picture: bool
    said: str
    tone: str


def named_record(snapshot: PortalSnapshot, kind: str, name: str) -> Record | None:
    """The record of an address."""
    return record_pages.named_record(snapshot, record_index(snapshot.register), kind, name)


class _Content(NamedTuple):
    """What is known of a file once it was read; without `kind` of one that is in Git LFS alone."""

    sha256: str
    size: int
    kind: str
    is_here: bool


def _content(snapshot: PortalSnapshot, path: str) -> _Content | None:
    """What a file holds, read once for all who look at a snapshot; None where it is not there."""
    return snapshot.once("evidence", lambda at: _read_content(at, path), path)


def _read_content(snapshot: PortalSnapshot, path: str) -> _Content | None:
    file = _read(snapshot, path)
    if file is None:
        return None
    is_here = file.pointer is None
    return _Content(file.sha256, file.size, kind_of(file.data) if is_here else "", is_here)


def _read(snapshot: PortalSnapshot, path: str) -> SnapshotFile | None:
    with snapshot.reading:
        found = snapshot.sight.snapshot.read([path], limit=EVIDENCE_LIMIT, refused={})
        return next((file for _, file in found), None)


def file_of(snapshot: PortalSnapshot, record: Record, digest: str) -> SnapshotFile | None:
    """The file of a record with this digest; of one that is in Git LFS alone there is none."""
    for item in attachments(record, snapshot.register.inventory.paths):
        known = _content(snapshot, item.path) if item.path else None
        if known and known.is_here and known.sha256 == digest:
            file = _read(snapshot, item.path)
            return file if file and file.sha256 == digest else None
    return None


def shown(asked: Asking, record: Record) -> list[EvidenceFile]:
    """Every file that a record names."""
    snapshot, word = asked.snapshot, asked.word
    found = []
    for item in attachments(record, snapshot.register.inventory.paths):
        file = _content(snapshot, item.path) if item.path else None
        at, said, tone, picture = "", word("not there"), "bad", False
        if file is not None:
            said, tone = _size(file.size), "plain"
            if file.is_here:
                at = f"{addresses.record(record)}/files/{file.sha256}"
                picture = file.kind in SHOWN
            if item.digest and item.digest.lower() != file.sha256:
                said, tone = word("changed since it was recorded"), "bad"
            elif not item.digest:
                said = f"{said} · {word('no digest recorded')}"
        name = (item.path or item.written).rpartition("/")[2]
        found.append(EvidenceFile(name, label(asked.wording, item.field), at, picture, said, tone))
    return found


def _size(number: int) -> str:
    if number < _KB:
        return f"{number} B"
    return f"{number / _KB:.0f} kB" if number < _KB**2 else f"{number / _KB**2:.1f} MB"


def to_attach(asked: Asking, record: Record) -> dict[str, Any]:
    """The form to attach one more file; empty where none can be."""
    kind = kinds()[record.kind]
    open_fields = [
        (name, label(asked.wording, name))
        for name in fields_of(kind)
        if kind.fields[name].form == "list" or not record.text(name)
    ]
    closed = not kind.table and record.text("status") in kind.closed
    if asked.deeds is None or closed or not open_fields:
        return {}
    most = asked.word("PDF, pictures, Word, Excel and similar files, up to {number} MB.")
    return {
        "to": f"{addresses.EDIT}{addresses.record(record)}/file",
        "fields": open_fields,
        "accept": ",".join(f".{ending}" for ending in (*MEDIA, "jpeg", "tiff")),
        "largest": LARGEST,
        "said": most.format(number=LARGEST // _KB**2),
    }

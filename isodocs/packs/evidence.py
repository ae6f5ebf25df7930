"""The files that records name, taken into the pack, and why what cannot be taken is not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from isodocs.expressions import expression
from isodocs.inventory.take import EVIDENCE_LIMIT
from isodocs.model.outline import LinkKind
from isodocs.named_tuple import NamedTuple
from isodocs.packs.wanted import LEFT_OUT, Lacking
from isodocs.records.attachments import Attachment, attachments
from isodocs.records.record_kinds import kinds
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.packs.folder import PackFolder
    from isodocs.repository.snapshot import Snapshot

TOP = "evidence"
_ELSEWHERE = expression(r"[a-z][a-z0-9+.-]++:", re.IGNORECASE)


class TakenFile(NamedTuple):
    """A file in the pack: its name there, and its digest."""

    name: str
    sha256: str


class PackEvidence:
    """The files behind the records of a pack, by their paths in the repository."""

    def __init__(
        self, register: Register, secret: Container[str], not_in_force: Container[str]
    ) -> None:
        """What stays out also where a record names it, by path: `secret` is not even named."""
        self._register = register
        self._secret = secret
        self._not_in_force = not_in_force
        self.taken: dict[str, TakenFile] = {}
        self.pictures: dict[str, bytes] = {}
        self.lacking: list[Lacking] = []
        self._why: dict[str, str] = {}

    def take(self, snapshot: Snapshot, records: Iterable[Record], folder: PackFolder) -> None:
        """Take in what the records name and what their texts show."""
        named = [(record, file) for record in records for file in self._named(record)]
        wanted = dict.fromkeys(
            file.path
            for _, file in named
            if file.path in snapshot.entries
            and file.path not in self._secret
            and file.path not in self._not_in_force
        )
        shown = {path for record, _ in named for path in pictures_of(record)}
        files = snapshot.read(sorted(wanted), limit=EVIDENCE_LIMIT, refused=self._why)
        for path, found in files:
            if found.pointer:
                size = counted(found.pointer.size, "byte")
                digest = found.pointer.sha256
                self._why[path] = say(
                    "is kept in Git LFS, not in Git: {size}, SHA-256 {digest}",
                    size=size,
                    digest=digest,
                )
                continue
            name = folder.take(TOP, path, found.data)
            self.taken[path] = TakenFile(name, found.sha256)
            if path in shown:
                self.pictures[path] = found.data
        said: dict[Lacking, None] = {}
        for record, file in named:
            if file.path not in self.taken:
                said[Lacking(record.label, self.shown(file), self._reason(file))] = None
        self.lacking = [*said]

    def state(self, file: Attachment) -> str:
        """What is known of a file that a record names: whether it is here and as it was."""
        taken = self.taken.get(file.path)
        if taken is None:
            return self._reason(file)
        if not file.digest:
            return say("in this pack; the record has no digest of it")
        same = file.digest.lower() == taken.sha256
        return (
            say("in this pack, unchanged")
            if same
            else say("in this pack, CHANGED since it was recorded")
        )

    def shown(self, file: Attachment) -> str:
        """What a file is called on a page."""
        return LEFT_OUT if file.path in self._secret else file.path or file.written

    def files_of(self, record: Record) -> Iterator[Attachment]:
        """What the fields of a record name."""
        return attachments(record, self._register.inventory.paths)

    def _named(self, record: Record) -> Iterator[Attachment]:
        yield from self.files_of(record)
        yield from (Attachment("text", path, path, "") for path in pictures_of(record))
        fields = kinds()[record.kind].fields.values() if record.kind in kinds() else ()
        for field in fields:
            if field.refers.startswith("file"):
                for said in record.each(field.name):
                    if _ELSEWHERE.match(said):
                        yield Attachment(field.name, said, "", "")

    def _reason(self, file: Attachment) -> str:
        if file.path in self._secret:
            return say("is classified, or about named people")
        if file.path in self._not_in_force:
            return say("is the file of a document, and not its text in force")
        if not file.path and _ELSEWHERE.match(file.written):
            return say("is kept outside the repository")
        if file.path in self._why:
            return self._why[file.path]
        folder = file.path in self._register.inventory.paths
        return (
            say("is a folder, which is not taken in") if folder else say("is not in the repository")
        )


def pictures_of(record: Record) -> Iterator[str]:
    """The paths of the pictures that the text of a record shows, in the repository."""
    beside = posixpath.dirname(record.path)
    for link in record.outline.links if record.outline else ():
        if link.kind is LinkKind.IMAGE and not _ELSEWHERE.match(link.target):
            target = unquote(link.target)
            path = target.lstrip("/") if target.startswith("/") else f"{beside}/{target}"
            yield posixpath.normpath(path)

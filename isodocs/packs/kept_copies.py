"""The copies of all that is in force, in brief, as they were when their documents were the same.

What a copy says follows from the entry of its document, and from what all documents rest on: the
configuration, the register of people, requirement maps, records (which name people), and the day.
The digests of these are the key of what is kept.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from posixpath import splitext
from typing import TYPE_CHECKING

from isodocs.copies.collect import parts_of
from isodocs.copies.publish import BriefCopy, brief
from isodocs.inventory.shown_files import PICTURES
from isodocs.inventory.wanted_paths import OF_ALL
from isodocs.model import approval, config, record
from isodocs.named_tuple import NamedTuple
from isodocs.packs.texts import Text, copies_of, paths_in
from isodocs.recall.value_graph import nodes_of, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isodocs.machine.answers import Call
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.register import Register
    from isodocs.workspace import Sight, Workspace

_TABLE = "copies"


class InForce(NamedTuple):
    """What is in force of a document: its copy in brief, and the paths of the document.

    `level` is its classification, as it says itself; `includes` says that it may show other texts.
    """

    brief: BriefCopy
    paths: tuple[str, ...]
    level: str
    includes: bool


class KeptCopies:
    """Gives the copies of what is in force; `keep` remembers those that were put together."""

    def __init__(self, call: Call, workspace: Workspace, sight: Sight, register: Register) -> None:
        self._call, self._workspace = call, workspace
        self._sight, self._register = sight, register
        self._new: dict[str, InForce | None] = {}

    def in_force(self) -> list[InForce]:
        """The copies in brief, in the order of the register."""
        known = self._known()
        left = [id for id in self._register.entries if id not in known]
        found = {**known, **self._made(left)}
        return [copy for id in self._register.entries if (copy := found[id])]

    def whole(self, ids: Sequence[str]) -> dict[str, ControlledCopy]:
        """The copies of documents that are in force, by their identifiers."""
        texts = list(self._texts(ids))
        copies = copies_of(self._workspace, self._register, self._sight.snapshot, texts)
        return {copy.id: copy for copy in copies}

    def keep(self) -> None:
        """Remember what was put together."""
        memory = self._workspace.memory
        digests = memory.kept.documents if memory and memory.kept else {}
        rows = {
            self._key(digests[id]): marshal.dumps(
                nodes_of((*copy.brief, *copy[1:]) if copy else ())
            )
            for id, copy in self._new.items()
            if id in digests
        }
        self._call.kept.put(_TABLE, rows)

    def _known(self) -> dict[str, InForce | None]:
        memory = self._workspace.memory
        if memory is None or memory.kept is None or memory.work_tree is None:
            return {}
        keys = {id: self._key(digest) for id, digest in memory.kept.documents.items()}
        rows = self._call.kept.get_all(_TABLE, keys.values())
        return {id: _in_force(rows[key]) for id, key in keys.items() if key in rows}

    def _made(self, ids: Sequence[str]) -> Mapping[str, InForce | None]:
        texts = {entry.id: (entry, document) for entry, document in self._texts(ids)}
        made: dict[str, InForce | None] = dict.fromkeys(ids)
        for id, copy in self.whole(list(texts)).items():
            entry, document = texts[id]
            parts = parts_of(self._register, entry, document)
            includes = not all(splitext(part.path)[1].lower() in PICTURES for part in parts)
            paths = paths_in(entry, document)
            made[id] = InForce(brief(copy), paths, document.classification, includes)
        self._new |= made
        return made

    def _texts(self, ids: Sequence[str]) -> Iterator[Text]:
        for id in ids:
            entry = self._register.entries[id]
            if entry.in_force:
                yield entry, entry.in_force.document

    def _key(self, digest: str) -> bytes:
        return blake2b(self._about + digest.encode(), digest_size=32).digest()

    @cached_property
    def _about(self) -> bytes:
        """What all copies rest on."""
        all = (config.PATH, *OF_ALL, record.FOLDER)
        files = [
            (path, *entry)
            for path, entry in self._sight.snapshot.entries.items()
            if path.startswith(all)
        ]
        arrivals = self._register.ledger.arrivals
        came = [
            (each.path, arrivals.get(each.path))
            for each in self._register.inventory.delegations
            if each.path.startswith(approval.DELEGATIONS)
        ]
        said = (self._call.around, self._register.on, files, came)
        return blake2b(repr(said).encode("utf-8", "surrogateescape"), digest_size=32).digest()


def _in_force(row: bytes) -> InForce | None:
    found = value_of(marshal.loads(row))  # noqa: S302 (our own)
    return InForce(BriefCopy(*found[:3]), *found[3:]) if found else None

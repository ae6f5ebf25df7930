"""Numbers that documents and records have on other branches, so that no one takes one again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.inventory.take import is_document as controlled_by
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import document as document_parsing
from isodocs.parsing.endings import is_markdown, is_table
from isodocs.records import record_parsing
from isodocs.repository import refs
from isodocs.repository.snapshot import CommitSnapshot

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.repository.git import Git


def elsewhere(git: Git, config: Config) -> Mapping[str, frozenset[str]]:
    """The numbers in use on branches that HEAD does not hold, those of servers included.

    Of documents under `""`, of records under their kind. What cannot be read there is left out:
    no one is kept from working by what others have on their branches.
    """
    tips = refs.unmerged(git)
    known = {entry.blob for entry in CommitSnapshot(git).entries.values()} if tips else set()
    found: dict[str, set[str]] = defaultdict(set)
    is_document = controlled_by(config)
    for tip in tips:
        snapshot = CommitSnapshot(git, tip)
        new = [
            path
            for path, entry in snapshot.entries.items()
            if entry.blob not in known and (is_markdown(path) or is_table(path))
        ]
        known.update(snapshot.entries[path].blob for path in new)
        for path, file in snapshot.read(new, refused={}):
            if is_document(path, file.data):
                document = document_parsing.parse(path, file.blob, file.data, config)
                found[""].add(document.id)
            elif path.startswith(RECORDS):
                for record in record_parsing.parse(path, file.blob, file.data, outlined=False):
                    found[record.kind].add(record.id)
    return {kind: frozenset(filter(None, ids)) for kind, ids in found.items()}

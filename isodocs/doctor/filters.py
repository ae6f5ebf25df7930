"""Files that Git keeps through a filter: those in Git LFS, and those no one can compare.

No filter is run and nothing is fetched: it is only said which files are concerned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.diagnosis import Health, Line
from isodocs.records import attachments
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.repository.snapshot import Snapshot

_LFS, _FILTERS = "git lfs", say("git filters")
_NAMED = 10
"""How many files a line names."""


def filters(snapshot: Snapshot, register: Register) -> Iterator[Line]:
    """Evidence and shown files whose bytes are not here, or are not what Git keeps."""
    paths = sorted(_paths(register) & snapshot.entries.keys())
    by_filter: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        name = snapshot.attributes.of(path).get("filter")
        if isinstance(name, str):
            by_filter[name].append(path)
    large = by_filter.pop("lfs", [])
    absent = [path for path, file in snapshot.read(large, refused={}) if file.pointer]
    if absent:
        yield Line(
            _LFS,
            Health.WEAK,
            say(
                "known by their digests, but their bytes are not here: {listed}",
                listed=_listed(absent),
            ),
            say("Fetch them: git lfs pull"),
        )
    elif large:
        yield Line(
            _LFS,
            Health.OK,
            say("the bytes of what it keeps are here: {listed}", listed=_listed(large)),
        )
    for name, found in sorted(by_filter.items()):
        yield Line(
            _FILTERS,
            Health.WEAK,
            say(
                "what people see passed the filter {name!r}, which isodocs does not "
                "run, so it is not what Git keeps and digests are of: {listed}",
                name=name,
                listed=_listed(found),
            ),
            say("Keep evidence and pictures without a filter, or in Git LFS"),
        )


def _paths(register: Register) -> set[str]:
    inventory = register.inventory
    return {
        *inventory.shown,
        *(
            item.path
            for record in inventory.records
            for item in attachments.attachments(record, inventory.paths)
        ),
    }


def _listed(paths: list[str]) -> str:
    more = len(paths) - _NAMED
    return ", ".join(paths[:_NAMED]) + (say(" and {more} more", more=more) if more > 0 else "")

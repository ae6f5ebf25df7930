"""isodocs.yaml as it was: how it ever changed, and what it was where approvals came.

By that their givers knew the type of a document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.approval import FOLDER as APPROVALS
from isodocs.model.config import Config
from isodocs.model.history import SettingsChange, TypeReading, TypeReadings
from isodocs.parsing import config as config_parsing
from isodocs.parsing import document as document_parsing

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.graph import CommitGraph
    from isodocs.model.history import Stamp

Version = tuple[int, str]
"""Which commit brought a version of isodocs.yaml, and its blob; that is empty where it took it."""
_MAY_SAY = expression(rb"files|field|\\", re.IGNORECASE)
"""What a configuration has that says anything of types: to parse it takes milliseconds."""


def changes(
    config: Config,
    versions: Iterable[tuple[Stamp, Change]],
    read_blobs: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]],
) -> tuple[SettingsChange, ...]:
    """Every change of isodocs.yaml in the order of commits; what is not committed is `config`."""
    steps = [
        (stamp, change.new_blob, (change.old_blob, *change.other_blobs))
        for stamp, change in versions
    ]
    blobs = {blob for stamp, new, olds in steps for blob in (*olds, new if stamp.committed else "")}
    known: dict[str | None, Config] = {
        blob: config_parsing.parse(data) for blob, data in read_blobs(sorted(filter(None, blobs)))
    }
    known[None] = Config()
    found = []
    for stamp, new, olds in steps:
        after = known.get(new) if stamp.committed else config
        before = tuple(known[old] for old in olds if old in known)
        if after and before:
            found.append(SettingsChange(before, after, stamp))
    return tuple(found)


class PastSettings:
    """How the types of documents were read where approvals came."""

    def __init__(
        self,
        config: Config,
        versions: Sequence[Version],
        arrivals: Mapping[str, Iterable[Stamp]],
        graph: CommitGraph,
        read_blobs: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]],
    ) -> None:
        """`versions` are in the order of commits, and `arrivals` all commits that brought a path.

        A line of history with other settings that is merged later takes none of them away. What
        held where an approval was merged counts as well.
        """
        self._config, self._now = config, document_parsing.type_reading(config)
        in_force = _InForce(versions, graph)
        at: dict[int, set[str]] = {}
        under: dict[str, set[str]] = {}
        for path, stamps in arrivals.items():
            if path.startswith(APPROVALS):
                orders = {order for s in stamps for order in (s.order, graph.landed(s.order))}
                for order in orders - at.keys():
                    at[order] = in_force.at(order)
                under[path] = {blob for order in orders for blob in at[order]}
        blobs = {blob for found in under.values() for blob in found} - {""}
        by_blob = {blob: _reading(data) for blob, data in read_blobs(sorted(blobs))}
        by_blob[""] = TypeReading()
        self._then = {
            path: tuple(sorted({by_blob[blob] for blob in found if blob in by_blob} - {self._now}))
            for path, found in under.items()
        }
        self._said: dict[tuple[str, tuple[str, str]], str] = {}
        in_text = {reading.in_text for found in self._then.values() for reading in found}
        self.other_keys = in_text - {self._now.in_text}
        """Where those settings looked for the type in texts, and today's do not."""

    def learn(self, path: str, blob: str, data: bytes) -> None:
        """Read the type of a text as those settings did."""
        for key, names in self.other_keys:
            fields = {**self._config.fields, "type": key}
            settings = replace(self._config, types={}, fields=fields, field_names=names)
            document = document_parsing.parse(path, blob, data, settings)
            self._said[blob, (key, names)] = document.type

    def readings(self) -> TypeReadings:
        """How types are read now, and were read where approvals came."""
        then = {path: found for path, found in self._then.items() if found}
        return TypeReadings(self._now, then, self._said)


class _InForce:
    """Which versions a commit knows that no later one it knows has replaced."""

    def __init__(self, versions: Sequence[Version], graph: CommitGraph) -> None:
        self._graph = graph
        self._places = [place for place, _ in versions]
        self._blobs = [blob for _, blob in versions]
        self._replaced = [
            {before for before in range(at) if graph.reaches(self._places[before], place)}
            for at, place in enumerate(self._places)
        ]

    def at(self, order: int) -> set[str]:
        """Their blobs, once the commit `order` was made; most commits have one."""
        found: set[str] = set()
        replaced: set[int] = set()
        for at in reversed(range(bisect_right(self._places, order))):
            if at not in replaced and self._graph.reaches(self._places[at], order):
                replaced |= self._replaced[at]
                found.add(self._blobs[at])
        return found


def _reading(data: bytes) -> TypeReading:
    if not _MAY_SAY.search(data):
        return TypeReading()
    return document_parsing.type_reading(config_parsing.parse(data))

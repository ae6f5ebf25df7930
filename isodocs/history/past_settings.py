"""isodocs.yaml as it was where approvals came: by it their givers knew the type of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.approval import FOLDER as APPROVALS
from isodocs.model.history import TypeReading, TypeReadings
from isodocs.parsing import config as config_parsing
from isodocs.parsing import document as document_parsing

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.graph import CommitGraph
    from isodocs.model.history import Stamp

Version = tuple[int, str]
"""Which commit brought a version of isodocs.yaml, and its blob; that is empty where it took it."""
_MAY_SAY = expression(rb"files|field|\\", re.IGNORECASE)
"""What a configuration has that says anything of types: to parse it takes milliseconds."""


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
        at: dict[int, set[str]] = {}
        under: dict[str, set[str]] = {}
        for path, stamps in arrivals.items():
            if path.startswith(APPROVALS):
                orders = {order for s in stamps for order in (s.order, graph.landed(s.order))}
                for order in orders - at.keys():
                    at[order] = _in_force(versions, order, graph)
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


def _in_force(versions: Sequence[Version], order: int, graph: CommitGraph) -> set[str]:
    """The versions that a commit knows and no later one that it knows has replaced."""
    last: dict[int, str] = {}
    for place, blob in reversed(versions):
        if graph.reaches(place, order) and not any(graph.reaches(place, p) for p in last):
            last[place] = blob
    return set(last.values())


def _reading(data: bytes) -> TypeReading:
    if not _MAY_SAY.search(data):
        return TypeReading()
    return document_parsing.type_reading(config_parsing.parse(data))

"""What a repository says of standards itself: its own requirement maps and correspondences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isodocs.model.gap import Place
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.correspondence import Correspondence
    from isodocs.model.problem import Problem
    from isodocs.model.requirement import RequirementMap


class MapFault(NamedTuple):
    """What is wrong with an own map, and where; the map of that file does not count."""

    path: str
    problem: Problem

    @property
    def place(self) -> Place:
        """File, line and column."""
        return Place(self.path, self.problem.line, self.problem.column)


class OwnMaps(NamedTuple):
    """The sound maps by id, the sound correspondences, and the faults of the other files."""

    maps: Mapping[str, RequirementMap]
    faults: tuple[MapFault, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()

    @property
    def faulty(self) -> frozenset[str]:
        """The ids whose file is there and cannot be used."""
        return frozenset(PurePosixPath(fault.path).stem for fault in self.faults)


NONE = OwnMaps({})

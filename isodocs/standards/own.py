"""The requirement maps that a repository keeps itself: `.isodocs/standards/<id>.yaml`.

What customers, laws or a group of companies ask is a map like any other. An own map never takes the
place of one that comes with isodocs: a coverage that says "ISO 9001:2015" means that edition whole,
and not what somebody left of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from isodocs.model.problem import Problem
from isodocs.model.requirement import FOLDER, RequirementMap
from isodocs.standards.load import available
from isodocs.standards.parse import ID, parse_map
from isodocs.standards.reader import StandardError

SUFFIX = ".yaml"
_LOOKED_AT = (SUFFIX, ".yml")
_MOST = 20
"""So many faults of one file are told; whoever mends those finds the rest."""


@dataclass(frozen=True, slots=True)
class MapFault:
    """What is wrong with an own map, and where; the map of that file does not count."""

    path: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class OwnMaps:
    """The sound maps by id, and the faults of the others."""

    maps: Mapping[str, RequirementMap]
    faults: tuple[MapFault, ...] = ()

    @property
    def faulty(self) -> frozenset[str]:
        """The ids whose file is there and cannot be used."""
        return frozenset(PurePosixPath(fault.path).stem for fault in self.faults)


NONE = OwnMaps({})


def path_of(id: str) -> str:
    """Where the own map `id` stands in a repository."""
    return f"{FOLDER}{id}{SUFFIX}"


def read(files: Iterable[tuple[str, bytes]]) -> OwnMaps:
    """Read own maps from (path, content); never raises for what a file holds."""
    maps: dict[str, RequirementMap] = {}
    faults: list[MapFault] = []
    for path, data in files:
        if not path.endswith(_LOOKED_AT):
            continue  # a note or the catalogue that a map was made from may lie beside it
        try:
            found = parse_own(data, path)
        except StandardError as error:
            faults += [MapFault(path, _problem(fault)) for fault in error.all[:_MOST]]
        else:
            maps[found.id] = found
    return OwnMaps(maps, tuple(faults))


def read_file(path: str, data: bytes) -> OwnMaps:
    """Read one file as an own map, wherever it stands; never raises for what it holds."""
    try:
        refuse_taken(PurePosixPath(path).stem, path)
        found = parse_map(data, path, own=True)
    except StandardError as error:
        return OwnMaps({}, tuple(MapFault(path, _problem(fault)) for fault in error.all))
    return OwnMaps({found.id: found})


def parse_own(data: bytes | str, path: str) -> RequirementMap:
    """Read one own map; raises StandardError also for an id that is taken, or an odd path."""
    refuse_taken(PurePosixPath(path).stem, path)
    if path.removeprefix(FOLDER) != PurePosixPath(path).name or not path.endswith(SUFFIX):
        raise StandardError(
            "this is not where a requirement map is looked for",
            path=path,
            hint=f"Call it {FOLDER}<id>{SUFFIX}, for example {path_of('acme-quality-2026')}.",
        )
    return parse_map(data, path, own=True)


def refuse_taken(id: str, path: str = "") -> None:
    """Raise StandardError for an id that comes with isodocs."""
    if id in available():
        raise StandardError(
            f"{id!r} comes with isodocs, and no map of your own takes its place",
            path=path,
            hint="Give yours another id, for example "
            f"'acme-{id}'; then list it under 'standards:' instead.",
        )


def refuse_malformed(id: str) -> None:
    """Raise StandardError for what cannot be the id of an own map."""
    if not ID.fullmatch(id):
        raise StandardError(
            f"{id!r} is not an identifier with the year of an edition",
            hint="Write small letters, digits and hyphens, the year last: 'acme-quality-2026'.",
        )
    refuse_taken(id)


def _problem(fault: StandardError) -> Problem:
    return Problem("requirement-map", fault.message, fault.hint, fault.line, fault.column)

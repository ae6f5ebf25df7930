"""What a repository says of standards itself: maps, and what they have in common with others.

Requirement maps are `.isodocs/standards/<id>.yaml`, correspondences
`.isodocs/correspondence/<from>--<to>.yaml`, or of any other name for a structure that is shared.

What customers, laws or a group of companies ask is a map like any other. An own map never takes the
place of one that comes with isodocs: a coverage that says "ISO 9001:2015" means that edition whole,
and not what someone left of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isodocs.errors import StandardError
from isodocs.model.own_maps import MapFault, OwnMaps
from isodocs.model.problem import Problem
from isodocs.model.requirement import CORRESPONDENCES, FOLDER, RequirementMap
from isodocs.standards.load import available, load
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.correspondence import Correspondence

SUFFIX = ".yaml"
_LOOKED_AT = (SUFFIX, ".yml")
_MOST = 20
"""How many faults of one file are reported; fix those to see the rest."""


def path_of(id: str) -> str:
    """The path of the own map `id` in a repository."""
    return f"{FOLDER}{id}{SUFFIX}"


def read(files: Iterable[tuple[str, bytes]]) -> OwnMaps:
    """Read own maps and correspondences from (path, content); never raises for what they hold."""
    maps: dict[str, RequirementMap] = {}
    faults: list[MapFault] = []
    others: list[tuple[str, bytes]] = []
    for path, data in files:
        if not path.endswith(_LOOKED_AT):
            continue  # a note or the catalogue that a map was made from may lie beside it
        if path.startswith(CORRESPONDENCES):
            others.append((path, data))
            continue
        try:
            found = parse_own(data, path)
        except StandardError as error:
            faults += [MapFault(path, _problem(fault)) for fault in error.all[:_MOST]]
        else:
            maps[found.id] = found
    correspondences = []
    for path, data in others:
        related = _correspondence(path, data, maps)
        if isinstance(related, list):
            faults += [MapFault(path, _problem(fault)) for fault in related[:_MOST]]
        else:
            correspondences.append(related)
    return OwnMaps(maps, tuple(faults), tuple(correspondences))


def _correspondence(
    path: str, data: bytes, maps: Mapping[str, RequirementMap]
) -> Correspondence | list[StandardError]:
    """What a file says that standards have in common, or what is wrong with it."""
    from isodocs.standards.parse_correspondence import check_clauses, parse_correspondence

    try:
        found = parse_correspondence(data, path, own=True)
    except StandardError as error:
        return [*error.all]
    known = {id: load(id) for id in available()} | dict(maps)
    return [*check_clauses(data, path, known)] or found


def read_file(path: str, data: bytes) -> OwnMaps:
    """Read one file as an own map, wherever it is; never raises for what it holds."""
    from isodocs.standards.parse import parse_map

    try:
        refuse_taken(PurePosixPath(path).stem, path)
        found = parse_map(data, path, own=True)
    except StandardError as error:
        return OwnMaps({}, tuple(MapFault(path, _problem(fault)) for fault in error.all))
    return OwnMaps({found.id: found})


def parse_own(data: bytes | str, path: str) -> RequirementMap:
    """Read one own map; raises StandardError also for an id that is taken, or an odd path."""
    from isodocs.standards.parse import parse_map  # few repositories have maps of their own

    refuse_taken(PurePosixPath(path).stem, path)
    if path.removeprefix(FOLDER) != PurePosixPath(path).name or not path.endswith(SUFFIX):
        raise StandardError(
            say("this is not where a requirement map is looked for"),
            path=path,
            hint=say(
                "Call it {folder}<id>{suffix}, for example {path}.",
                folder=FOLDER,
                suffix=SUFFIX,
                path=path_of("acme-quality-2026"),
            ),
        )
    return parse_map(data, path, own=True)


def refuse_taken(id: str, path: str = "") -> None:
    """Raise StandardError for an id that comes with isodocs."""
    if id in available():
        raise StandardError(
            say("{id!r} comes with isodocs, and no map of your own takes its place", id=id),
            path=path,
            hint=say(
                "Give yours another id, for example 'acme-{id}'; then list it under "
                "'standards:' instead.",
                id=id,
            ),
        )


def refuse_malformed(id: str) -> None:
    """Raise StandardError for what cannot be the id of an own map."""
    from isodocs.standards.map_forms import ID

    if not ID.fullmatch(id):
        raise StandardError(
            say("{id!r} is not an identifier with the year of an edition", id=id),
            hint=say(
                "Write small letters, digits and hyphens, the year last: 'acme-quality-2026'."
            ),
        )
    refuse_taken(id)


def _problem(fault: StandardError) -> Problem:
    return Problem("requirement-map", fault.message, fault.hint, fault.line, fault.column)

"""Find and load the requirement maps that come with isodocs: `schemas/standards/<id>.yaml`.

The file of a supplement has `includes: iso-9001-2015` and only what it adds: clauses of its own
below those of the edition, and `kind: more` for what it asks beyond one of them. Loaded, it is a
whole map: every clause of the edition is among its own, under its own id.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from isodocs import resources
from isodocs.dataclass import replace
from isodocs.model.requirement import Requirement, RequirementMap, Source, within
from isodocs.standards import compiled

Rank = tuple[tuple[int, int | str], ...]
_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def available() -> tuple[str, ...]:
    """List the identifiers of the requirement maps that come with isodocs, sorted."""
    return tuple(sorted(file.stem for file in folder().glob("*.yaml")))


@cache
def load(standard: str) -> RequirementMap:
    """Return the map `standard`; raises StandardError when there is none or it is unsound."""
    file = folder() / f"{standard}.yaml"
    if not _NAME.issuperset(standard) or not file.is_file():
        from isodocs.errors import StandardError
        from isodocs.words import did_you_mean, say

        known = available()
        raise StandardError(
            say(
                "there is no requirement map {standard!r}.{near}",
                standard=standard,
                near=did_you_mean(standard, known),
            ),
            hint=say("Known standards are {names}.", names=", ".join(known)),
        )
    found = compiled.load(file, compiled.read, _parse)
    if not found.includes:
        return found
    return merged(load(found.includes), found)


def _parse(data: bytes, path: str) -> RequirementMap:
    from isodocs.standards.parse import parse_map

    return parse_map(data, path)


def folder() -> Path:
    """Where the maps are that come with isodocs."""
    return resources.path("schemas") / "standards"


def rank(number: str) -> Rank:
    """Orders clause numbers: 8.2 before 8.10, and the annex A after 10."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in number.split("."))


def merged(base: RequirementMap, own: RequirementMap) -> RequirementMap:
    """The supplement `own` as a whole map, with every clause of the edition that it includes."""
    mine = {clause.number: clause for clause in own}
    clauses = [
        _taken_over(_narrowed(clause, own), own.id, mine.pop(clause.number, None))
        for clause in base
    ]
    clauses += mine.values()
    if not own.path:
        clauses.sort(key=lambda clause: rank(clause.number))
    sources = (Source(_of(base, s.id), s.what, s.where, s.read) for s in base.sources)
    found = replace(
        own,
        sources=(*own.sources, *sources),
        requirements=tuple(clauses),
        left_out_where=own.left_out_where or base.left_out_where,
        alternatives=own.alternatives or base.alternatives,
        base=base,
    )
    return replace(found, requirements=tuple(_headings(found)))


def _narrowed(clause: Requirement, own: RequirementMap) -> Requirement:
    """The same, where a supplement does not let it be declared not applicable."""
    only = own.left_out_only_in
    if not only or not clause.may_be_not_applicable:
        return clause
    if any(within(clause.number, number) for number in only):
        return clause
    return replace(clause, may_be_not_applicable=False, rarely_left_out=False)


def _taken_over(clause: Requirement, id: str, mine: Requirement | None) -> Requirement:
    """A clause of the edition as the supplement has it, with what it asks beyond it."""
    sources = tuple(f"{clause.standard}:{source}" for source in clause.sources)
    if mine is None:
        return replace(clause, standard=id, sources=sources)
    return replace(
        clause,
        standard=id,
        asks=" ".join(filter(None, (clause.asks, mine.more))),
        documented_information=(*clause.documented_information, *mine.documented_information),
        evidence=(*clause.evidence, *mine.evidence),
        may_be_not_applicable=clause.may_be_not_applicable and mine.may_be_not_applicable,
        rarely_left_out=clause.rarely_left_out and mine.may_be_not_applicable,
        status=max(clause.status, mine.status),  # "to be confirmed" where one of them is
        sources=(*mine.sources, *sources),
        note=" ".join(filter(None, (clause.note, mine.note))),
        more=mine.more,
    )


def _headings(found: RequirementMap) -> Iterator[Requirement]:
    """Its clauses, where headings may be left out only with all that is below them."""
    fixed = {
        heading.number
        for clause in found.auditable
        if not clause.may_be_not_applicable
        for heading in found.ancestors(clause.number)
    }
    for clause in found:
        if not clause.auditable and clause.may_be_not_applicable and clause.number in fixed:
            clause = replace(clause, may_be_not_applicable=False, rarely_left_out=False)
        yield clause


def _of(base: RequirementMap, source: str) -> str:
    return f"{base.id}:{source}"

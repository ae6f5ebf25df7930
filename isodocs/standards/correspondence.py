"""Find the correspondences between standards, and what they say of two of them.

Those that come with isodocs are `schemas/correspondence/*.yaml`: `<from>--<to>.yaml` compares two
standards completely, any other name is a structure that many share. Loaded only where more than one
standard is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from isodocs import resources
from isodocs.model.correspondence import (
    ESTABLISHED,
    ClausePair,
    Correspondence,
    Group,
    PairOfStandards,
    Relation,
    SharedStructure,
    Together,
)
from isodocs.model.requirement import ClauseReference, RequirementMap
from isodocs.standards import compiled, compiled_correspondence
from isodocs.words import joined, listed, say

_NEXT = "next-edition"


def available() -> tuple[str, ...]:
    """The names of the correspondences that come with isodocs, sorted."""
    return tuple(sorted(file.stem for file in folder().glob("*.yaml")))


@cache
def load(name: str) -> Correspondence:
    """The correspondence `name` of those available; raises StandardError when it is unsound."""
    return compiled.load(folder() / f"{name}.yaml", compiled_correspondence.read, _parse)


def _parse(data: bytes, path: str) -> Correspondence:
    from isodocs.standards.parse_correspondence import parse_correspondence

    return parse_correspondence(data, path)


def folder() -> Path:
    """Where the correspondences are that come with isodocs."""
    return resources.path("schemas") / "correspondence"


def between(
    source: RequirementMap, target: RequirementMap, own: Iterable[Correspondence] = ()
) -> tuple[tuple[ClausePair, ...], Correspondence | None]:
    """How the auditable clauses of `source` relate to those of `target`, and which file says so.

    A comparison of just these two is complete, in either direction, and so goes before a structure
    that they share; one of the repository's `own` goes before ours. Nothing known is None.
    """
    asked = {source.id, target.id}
    own = tuple(own)
    known = [*own, *_ours(source.id, target.id)]
    for found in known:
        if isinstance(found, PairOfStandards) and {found.source, found.target} == asked:
            return tuple(_of_pair(found, source, target)), found
    for found in known:
        if isinstance(found, SharedStructure):
            links = tuple(of_structure(found, source, target))
            if links:
                return links, found
    return _of_supplements(source, target, own)


def _of_supplements(
    source: RequirementMap, target: RequirementMap, own: Iterable[Correspondence]
) -> tuple[tuple[ClausePair, ...], Correspondence | None]:
    """What follows for maps that include other editions from what is known of these."""
    if source.base is None and target.base is None:
        return (), None
    from isodocs.standards.supplement import edition, links_within, moved, of_both

    here, there = edition(source), edition(target)
    if here.id == there.id:
        known = PairOfStandards(here.id, there.id, "supplement", (), ())
        return tuple(links_within(source, target)), of_both(known, source, target)
    links, found = between(here, there, own)
    if isinstance(found, PairOfStandards):
        found = of_both(found, source, target)
    return tuple(moved(links, source, target)), found


def _ours(*standards: str) -> Iterator[Correspondence]:
    """Those that come with isodocs and may say something of these two."""
    one, other = standards
    for name in available():
        if "--" not in name or name in (f"{one}--{other}", f"{other}--{one}"):
            yield load(name)


def _of_pair(
    found: PairOfStandards, source: RequirementMap, target: RequirementMap
) -> Iterator[ClausePair]:
    via = f"{found.source}--{found.target}"
    turned = found.source != source.id
    for pair in found.pairs:
        one, other, relation = pair.source, pair.target, pair.relation
        if turned:
            one, other, relation = other, one, relation.reverse
        for link in _linked(
            source, (one,), target, (other,), relation, pair.note, pair.status, via, ""
        ):
            link = _as_part(link, found.together, source, target, turned=turned)
            yield _as_sure_as_the_maps(link, source, target) if found.kind == _NEXT else link


def _as_sure_as_the_maps(
    link: ClausePair, source: RequirementMap, target: RequirementMap
) -> ClausePair:
    """The same, to be confirmed where a map of the two editions says so of its clause.

    Who moves to the next edition compares both texts there, whatever it is that is open.
    """
    for known, reference in ((target, link.target), (source, link.source)):
        clause = known.get(reference.number)
        if clause is not None and clause.status != ESTABLISHED == link.status:
            said = say(
                "the map of {name} leaves {number} open",
                name=known.display_name,
                number=clause.number,
            )
            said = joined(": ", filter(None, (said, clause.note)))
            note = joined("; ", filter(None, (link.note.removesuffix("."), said)))
            return link._replace(status=clause.status, note=note)
    return link


def _as_part(
    link: ClausePair,
    known: tuple[Together, ...],
    source: RequirementMap,
    target: RequirementMap,
    *,
    turned: bool,
) -> ClausePair:
    """The same, with the clauses that are a whole together with its own, where that is said."""
    for each in known:
        ones, others = (each.target, each.source) if turned else (each.source, each.target)
        near = tuple(number for one in ones for number in audited(source, one))
        far = tuple(number for one in others for number in audited(target, one))
        if link.source.number not in near or link.target.number not in far:
            continue
        more = each.relation is not Relation.EQUAL
        if len(ones) > 1:
            return link._replace(whole=near, more=more)
        if not more:
            return link._replace(whole=far)
    return link


def of_structure(
    found: SharedStructure, source: RequirementMap, target: RequirementMap
) -> Iterator[ClausePair]:
    """One link for each two clauses: the exact one, or the first where groups overlap.

    Where both standards have a topic in several clauses, which belongs to which is said by groups
    of their own; only a clause that these leave out is linked to all of the other side. A group
    that says nothing of these two gives way to one that does.
    """
    links: dict[tuple[str, str], ClausePair] = {}
    loose: dict[tuple[str, str], ClausePair] = {}
    for group in found.groups:
        for related in _of_group(group, found.id, source, target):
            many = len({r.source for r in related}) > 1 and len({r.target for r in related}) > 1
            for link in related:
                key = (link.source.number, link.target.number)
                if many:
                    loose.setdefault(key, link)
                elif key not in links or _says_more(link, links[key]):
                    links[key] = link
    near, far = {one for one, _ in links}, {other for _, other in links}
    for key, link in loose.items():
        if key[0] not in near or key[1] not in far:
            links.setdefault(key, link)
    yield from links.values()


def _says_more(link: ClausePair, held: ClausePair) -> bool:
    """Whether a link takes the place of the one that is held."""
    return not held.exact and (link.exact or (bool(link.note) and not held.note))


def _of_group(
    group: Group, via: str, source: RequirementMap, target: RequirementMap
) -> Iterator[tuple[ClausePair, ...]]:
    """What is linked to what by one group, at most four ways."""
    one = group.equal.get(source.id, ()), group.partly.get(source.id, ())
    other = group.equal.get(target.id, ()), group.partly.get(target.id, ())
    rest = group.status, via, group.topic
    together, note = say("only together do they ask the same"), _difference(group, source, target)
    for near, far, relation, said in (
        (one[0], other[0], Relation.EQUAL, together),
        (one[0], other[1], Relation.INTERSECTS_WITH, note),
        (one[1], other[0], Relation.INTERSECTS_WITH, note),
        (one[1], other[1], Relation.INTERSECTS_WITH, note),
    ):
        linked = _linked(source, near, target, far, relation, said, *rest)
        yield tuple(_as_more(link, group, source, target, note) for link in linked)


def _difference(group: Group, source: RequirementMap, target: RequirementMap) -> str:
    """What differs between these two: what both of them do is left out."""
    here, there = group.notes.get(source.id, ()), group.notes.get(target.id, ())
    own = (
        (source, [said for said in here if said not in there]),
        (target, [said for said in there if said not in here]),
    )
    parts = [
        say("{name} {said}", name=known.display_name, said=listed(said))
        for known, said in own
        if said
    ]
    return joined("; ", [group.note, *parts] if group.note else parts)


def _as_more(
    link: ClausePair, group: Group, source: RequirementMap, target: RequirementMap, note: str
) -> ClausePair:
    """The same, where one side asks for more than the other in these clauses."""
    near, far = group.more.get(source.id, ()), group.more.get(target.id, ())
    if bool(near) is bool(far) or link.relation is Relation.INTERSECTS_WITH:
        return link
    if link.target.number in far:  # it asks for what the source has no word on
        less = link.relation is Relation.EQUAL
        relation = Relation.SUBSET_OF if less else Relation.INTERSECTS_WITH
        return link._replace(relation=relation, note=note, whole=())
    own = link.source.number in near
    if own and link.relation is Relation.EQUAL:
        whole = (link.target.number,)
        return link._replace(relation=Relation.SUPERSET_OF, note=note, whole=whole)
    if link.is_part:  # together they ask all of it, and more
        relation = Relation.INTERSECTS_WITH if own else link.relation
        return link._replace(relation=relation, note=note if own else "", more=True)
    return link


def _linked(
    source: RequirementMap,
    ones: tuple[str, ...],
    target: RequirementMap,
    others: tuple[str, ...],
    relation: Relation,
    note: str,
    status: str,
    via: str,
    topic: str,
) -> Iterator[ClausePair]:
    """Links between auditable clauses, of what a file says of clauses together or of headings."""
    near = tuple(dict.fromkeys(number for one in ones for number in audited(source, one)))
    far = tuple(dict.fromkeys(number for one in others for number in audited(target, one)))
    whole: tuple[str, ...] = ()
    if relation is Relation.EQUAL:
        if len(near) == len(far) == 1:
            note = "" if status == ESTABLISHED else note
        elif len(far) == 1:
            relation, whole = Relation.SUBSET_OF, near
        elif len(near) == 1:
            relation, whole = Relation.SUPERSET_OF, far
        else:
            relation = Relation.INTERSECTS_WITH
    elif relation is Relation.SUPERSET_OF and len(near) > 1:
        relation = Relation.INTERSECTS_WITH  # which part of the heading it is, no one says
    elif relation is Relation.SUBSET_OF and len(far) > 1:
        relation = Relation.INTERSECTS_WITH
    for one in near:
        for other in far:
            yield ClausePair(
                ClauseReference(source.id, one),
                ClauseReference(target.id, other),
                relation,
                note,
                status,
                via,
                topic,
                whole,
            )


def audited(requirements: RequirementMap, number: str) -> Iterator[str]:
    """The auditable clauses that a number stands for: itself, or those below a heading."""
    clause = requirements.get(number)
    if clause and clause.auditable:
        yield number
        return
    for child in requirements.children(number):
        yield from audited(requirements, child.number)

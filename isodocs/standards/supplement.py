"""How a supplement relates to other maps: it includes another edition, and adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.model.correspondence import Alone, ClausePair, PairOfStandards, Relation
from isodocs.model.requirement import ClauseReference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from isodocs.model.requirement import RequirementMap

_NARROWS = {
    Relation.EQUAL: Relation.SUBSET_OF,
    Relation.SUPERSET_OF: Relation.INTERSECTS_WITH,
}
"""What becomes of a relation where the target asks more than the edition that it includes."""


def edition(known: RequirementMap) -> RequirementMap:
    """The edition that a map is about: the one that it includes, else itself."""
    return known.base or known


def links_within(source: RequirementMap, target: RequirementMap) -> Iterator[ClausePair]:
    """How two maps relate that include the same edition: clause by clause, by its numbers."""
    for clause in edition(source).auditable:
        number = clause.number
        one, other = source.get(number), target.get(number)
        if one is not None and other is not None:
            link = ClausePair(
                ClauseReference(source.id, number),
                ClauseReference(target.id, number),
                Relation.EQUAL,
                via=f"{source.id}--{target.id}",
            )
            yield _beyond(link, one.more, other.more)


def moved(
    links: Iterable[ClausePair], source: RequirementMap, target: RequirementMap
) -> Iterator[ClausePair]:
    """What is known of two editions, said of the supplements to them."""
    for link in links:
        one, other = source.get(link.source.number), target.get(link.target.number)
        if one is not None and other is not None:
            said = link._replace(source=one.reference, target=other.reference)
            yield _beyond(said, one.more, other.more)


def of_both(
    found: PairOfStandards, source: RequirementMap, target: RequirementMap
) -> PairOfStandards:
    """What two editions do not share, said of the supplements to them, with what these add."""
    turned = found.source != edition(source).id
    anew, dropped = (found.dropped, found.anew) if turned else (found.anew, found.dropped)
    return replace(
        found,
        source=source.id,
        target=target.id,
        pairs=(),
        together=(),
        anew=(*anew, *_added(target)),
        dropped=(*dropped, *_added(source)),
    )


def _added(known: RequirementMap) -> Iterator[Alone]:
    if known.base is not None:
        own = (clause for clause in known.auditable if not known.is_of_base(clause.number))
        yield from (Alone(clause.number, "", ()) for clause in own)


def _beyond(link: ClausePair, more: str, asked: str) -> ClausePair:
    """The same, where the source asks `more` than its edition does, and the target `asked`."""
    if more == asked:
        return link
    relation, note, whole = link.relation, link.note, link.whole
    if more:
        turned = _NARROWS.get(relation.reverse, relation.reverse).reverse
        whole = (link.target.number,) if relation is Relation.EQUAL else ()
        relation = turned
    if asked:
        relation, whole = _NARROWS.get(relation, relation), ()
    return link._replace(relation=relation, note=_said(note, asked or more), whole=whole)


def _said(note: str, more: str) -> str:
    """What was said of the editions, and what is asked beyond one of them."""
    own = more[:1].lower() + more[1:].rstrip(".")
    return f"{note}; {own}" if note else own

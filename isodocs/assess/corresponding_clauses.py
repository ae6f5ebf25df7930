"""What documents that name a clause of one standard are worth for the clauses of another.

A claim counts for a clause of another standard that asks exactly the same. Where a clause of the
one is several of the other, each answers a part, and together they answer it whole. What overlaps
only in part counts partly, and says so. Direct claims are carried over, never what was carried over
itself: from which clause a document comes here is always one that it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.clause_documents import Behind, behind, rank, weakened
from isodocs.dataclass import field, mutable, replace
from isodocs.model.correspondence import ESTABLISHED, ClausePair, Relation
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Strength
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_Parts = dict[tuple[str, tuple[str, ...]], dict[str, set[str]]]


def corresponding(register: Register, requirements: RequirementMap) -> Behind:
    """What supports each clause by what it corresponds to in the other standards in use.

    One in preparation lends nothing: it changes nothing of the standards that are worked to.
    """
    others = [known for id, known in register.in_use.items() if id != requirements.id]
    base = requirements.base
    if base is not None and base.id in register.included:
        others.append(base)
    if not others:
        return {}
    found = _Carried()
    for known in others:
        _carry(register, known, requirements, found)
    return found.evidence


def together(register: Register, rows: Sequence[ClauseCoverage]) -> list[list[ClauseCoverage]]:
    """Clauses of several standards that have a topic in common, each as one group, in order."""
    group = {row.requirement.reference: [row] for row in rows}
    standards = dict.fromkeys(row.requirement.standard for row in rows)
    if len(standards) > 1:
        from isodocs.standards.correspondence import between

        own = register.inventory.own_maps.correspondences
        for one, other in combinations(standards, 2):
            links, _ = between(register.maps[one], register.maps[other], own)
            for link in links:
                near, far = group.get(link.source), group.get(link.target)
                same = link.topic or link.relation is Relation.EQUAL
                if same and near is not None and far is not None and near is not far:
                    near += far
                    group |= dict.fromkeys((row.requirement.reference for row in far), near)
    place = {row.requirement.reference: at for at, row in enumerate(rows)}
    groups = {id(found): found for found in group.values()}
    return [sorted(g, key=lambda row: place[row.requirement.reference]) for g in groups.values()]


@mutable()
class _Carried:
    """What was carried over: the strongest by clause and document, and who answers which part."""

    evidence: dict[str, dict[str, ClauseEvidence]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def keep(self, number: str, item: ClauseEvidence) -> None:
        held = self.evidence[number].get(item.document)
        if held is None or rank(item) < rank(held):
            self.evidence[number][item.document] = item


def _carry(
    register: Register, source: RequirementMap, target: RequirementMap, found: _Carried
) -> None:
    from isodocs.standards.correspondence import between

    claimed = behind(register, source)
    if not claimed:
        return
    named = behind(register, target)
    settled = {number for number, on in named.items() if any(i.counts for i in on.values())}
    excluded = applicability(register, source).excluded
    parts: _Parts = defaultdict(lambda: defaultdict(set))
    links, _ = between(source, target, register.inventory.own_maps.correspondences)
    for link in links:
        if link.target.number in settled and not link.exact:
            continue  # a document answers it whole, so no one needs what answers a part
        known = named.get(link.target.number, {})
        for item in claimed.get(link.source.number, {}).values():
            if item.document in known and known[item.document].counts:
                continue
            if link.source.number in excluded:
                item = weakened(
                    item, say("{source} is declared not applicable", source=link.source)
                )
            if item.counts and _is_part(link):
                answered = parts[link.target.number, link.whole]
                answered[link.source.number].add(item.document)
            if carried := _carried(item, link):
                found.keep(link.target.number, carried)
    _join(parts, found)


def _join(parts: _Parts, found: _Carried) -> None:
    """Let parts count as the whole that they are together."""
    for (number, whole), answered in parts.items():
        if len(answered) == len(whole):
            for id in set().union(*answered.values()):
                item = found.evidence[number][id]
                if item.in_part:
                    item = replace(item, why_not="", partly=False, in_part=False)
                    found.evidence[number][id] = item


def _is_part(link: ClausePair) -> bool:
    """Whether what answers the source is a known part of what the target asks."""
    return link.is_part and link.status == ESTABLISHED


def _carried(item: ClauseEvidence, link: ClausePair) -> ClauseEvidence | None:
    """The same document behind the clause that corresponds; None where that is worth nothing."""
    why, partly = item.why_not, item.partly
    if not link.exact:
        if why and not partly:
            return None
        why, partly = (
            say("{why}; {in_part}", why=why, in_part=_in_part(link)) if why else _in_part(link),
            True,
        )
    return replace(
        item,
        strength=Strength.CORRESPONDING,
        through=str(link.source),
        why_not=why,
        partly=partly,
        relation=link.relation,
        in_part=not link.exact,
        mapped_by=item.through if item.strength is Strength.MAPPED else "",
    )


def _in_part(link: ClausePair) -> str:
    """Why what answers the source does not answer all that the target asks."""
    doubt = "" if link.status == ESTABLISHED else say("as far as is known, ")
    if link.relation is Relation.EQUAL:
        return say(
            "corresponds to {source}, to be confirmed: {note}", source=link.source, note=link.note
        )
    if link.is_part:
        rest = [number for number in link.whole if number != link.source.number]
        return say(
            "corresponds to {source} only together with {rest}",
            source=link.source,
            rest=listed(rest),
        )
    if link.relation is Relation.SUPERSET_OF:
        text = say("{doubt}{source} asks this and more", doubt=doubt, source=link.source)
    else:
        text = say("{doubt}corresponds to {source} only in part", doubt=doubt, source=link.source)
    return say("{text}: {note}", text=text, note=link.note) if link.note else text

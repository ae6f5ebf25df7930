"""Two standards side by side: what both ask, what they ask in part, and what only one asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from isodocs.model.correspondence import (
    ESTABLISHED,
    ClausePair,
    Correspondence,
    PairOfStandards,
    Relation,
)
from isodocs.named_tuple import NamedTuple
from isodocs.standards.correspondence import between
from isodocs.standards.editions import name_of, predecessors
from isodocs.standards.load import available, load
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.requirement import Requirement, RequirementMap

Change = Literal["unchanged", "moved", "unsure", "changed", "anew", "not compared"]


class Comparison(NamedTuple):
    """How the auditable clauses of `source` relate to those of `target`.

    `via` is the correspondence that says so; None where nothing is known, which is not the same as
    nothing in common.
    """

    source: RequirementMap
    target: RequirementMap
    links: tuple[ClausePair, ...]
    via: Correspondence | None

    @property
    def equal(self) -> tuple[ClausePair, ...]:
        """Clauses that ask exactly the same."""
        return tuple(link for link in self.links if link.exact and is_equal(link))

    @property
    def partly(self) -> tuple[ClausePair, ...]:
        """Clauses that have something in common, and not all."""
        return tuple(link for link in self.links if not (link.exact and is_equal(link)))

    @property
    def only_source(self) -> tuple[Requirement, ...]:
        """Clauses to which nothing of the target relates."""
        linked = {link.source.number for link in self.links}
        return tuple(c for c in self.source.auditable if c.number not in linked)

    @property
    def only_target(self) -> tuple[Requirement, ...]:
        """Clauses to which nothing of the source relates."""
        linked = {link.target.number for link in self.links}
        return tuple(c for c in self.target.auditable if c.number not in linked)

    @property
    def complete(self) -> bool:
        """Whether these two were compared whole, so that what has no counterpart is new or ended.

        A structure that both share says nothing of a clause outside it.
        """
        return isinstance(self.via, PairOfStandards)

    @property
    def supplement(self) -> bool:
        """Whether one includes the other, or both include the same edition."""
        return isinstance(self.via, PairOfStandards) and self.via.kind == "supplement"

    @property
    def name(self) -> str:
        """What the correspondence is called; empty where there is none."""
        if self.via is None:
            return ""
        if isinstance(self.via, PairOfStandards):
            return f"{self.via.source}--{self.via.target}"
        return self.via.id

    def note(self, clause: str) -> str:
        """What the correspondence says of a clause that has no counterpart."""
        if not isinstance(self.via, PairOfStandards):
            return ""
        alone = (*self.via.anew, *self.via.dropped)
        return next((one.note for one in alone if one.clause == clause), "")


def compare(
    source: RequirementMap, target: RequirementMap, own: Iterable[Correspondence] = ()
) -> Comparison:
    """Put two standards side by side, in the order of the source's clauses."""
    links, via = between(source, target, own)
    at = {clause.number: place for place, clause in enumerate(source.auditable)}
    there = {clause.number: place for place, clause in enumerate(target.auditable)}
    links = tuple(sorted(links, key=lambda x: (at[x.source.number], there[x.target.number])))
    return Comparison(source, target, links, via)


def is_equal(link: ClausePair) -> bool:
    """Whether both clauses ask the same."""
    return link.relation is Relation.EQUAL


def change(links: Iterable[ClausePair], *, complete: bool) -> Change:
    """What became of a clause of the target, by the links that lead to it.

    That no link leads to it makes it new only where the comparison is `complete`. It is unsure
    where it asks the same as far as is known, which is to be confirmed.
    """
    links = [*links]
    if not links:
        return "anew" if complete else "not compared"
    equal = next((link for link in links if is_equal(link) and link.exact), None)
    if equal is None:
        return "unsure" if any(map(is_equal, links)) else "changed"
    return "unchanged" if equal.source.number == equal.target.number else "moved"


def editions_compared(found: Comparison) -> str:
    """Which editions before these two have been compared; empty where none have. Begins blank."""
    for one in (found.source.id, *(e.id for e in predecessors(found.source.id))):
        for other in (found.target.id, *(e.id for e in predecessors(found.target.id))):
            if {one, other} <= {*available()} and between(load(one), load(other))[1]:
                return say(
                    " Compared are {name} and {name_2}: `isodocs standards compare {one} {other}`.",
                    name=name_of(one),
                    name_2=name_of(other),
                    one=one,
                    other=other,
                )
    return ""


def in_words(*links: ClausePair) -> str:
    """How clauses differ, in words that hold seen from either: `ISO 9001:2026 asks more: why`.

    Of links that lead from several clauses to one, each of these clauses is named.
    """
    several = len({link.source.number for link in links}) > 1
    found: dict[str, _Said] = {}
    for link in links:
        said = found.setdefault(_how(link, ()), _Said(link, [], []))
        said.numbers.append(link.source.number)
        if link.note and (note := link.note.removesuffix(".")) not in said.notes:
            said.notes.append(note)
    return joined("; ", [said.in_words(several=several) for said in found.values()])


class _Said(NamedTuple):
    """What is said once of several links, of which this is one: the clauses, and their notes."""

    link: ClausePair
    numbers: list[str]
    notes: list[str]

    def in_words(self, *, several: bool) -> str:
        how = _how(self.link, self.numbers if several else ())
        return joined(": ", (how, joined("; ", self.notes))) if self.notes else how


def _how(link: ClausePair, numbers: Sequence[str]) -> str:
    """A relation in words, with the numbers of the clauses of the source where there are any."""
    doubt = "" if link.status == ESTABLISHED else say(" (to be confirmed)")
    source, target = name_of(link.source.standard), name_of(link.target.standard)
    if len(link.whole) > 1:
        return say(
            "{clauses} of {side} together ask all of it{more}{doubt}",
            clauses=listed(link.whole),
            side=source if link.is_part else target,
            more=say(" and more") if link.more else "",
            doubt=doubt,
        )
    of = listed(numbers)
    if link.relation is Relation.EQUAL:
        than = say(" as {of}", of=of) if of else ""
        return say("the same{doubt}{than}", doubt=doubt, than=than)
    if link.relation is Relation.INTERSECTS_WITH:
        than = say(" as {of}", of=of) if of else ""
        return say("partly the same{doubt}{than}", doubt=doubt, than=than)
    if link.relation is Relation.SUBSET_OF:
        than = say(" than {of}", of=of) if of else ""
        return say("{name} asks more{doubt}{than}", name=target, doubt=doubt, than=than)
    than = say(" in {of}", of=of) if of else ""
    return say("{name} asks more{doubt}{than}", name=source, doubt=doubt, than=than)

"""The edition before one, and the clauses of it that ask the same: what was recorded under it.

What was done stays done when the next edition comes: a record of the time before shows a clause of
the new edition where the old one asks the same. Audits and reviews say how far one edition
is met (`x-of-edition`), and nothing of the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.assess.clause_documents import behind
from isodocs.assess.once import once_per_register_and
from isodocs.assess.record_index import editions_before
from isodocs.named_tuple import NamedTuple
from isodocs.standards.comparison import is_equal
from isodocs.standards.load import load

if TYPE_CHECKING:
    from isodocs.model.correspondence import ClausePair
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap


class EditionBefore(NamedTuple):
    """An edition that was replaced; `same` are its clauses that ask what one of the next asks.

    They are by the number of that, with what is the same only as far as is known. Of those in
    `settled` a document says itself that it answers the clause of the next: both were compared.
    """

    requirements: RequirementMap
    same: Mapping[str, tuple[ClausePair, ...]]
    settled: frozenset[str]

    def counts(self, link: ClausePair) -> bool:
        """Whether what shows the clause of this edition shows that of the next, past doubt."""
        return link.exact or link.target.number in self.settled

    def sure(self, number: str) -> bool:
        """Whether a clause of the next edition asks, past doubt, what one of this asked."""
        return any(self.counts(link) for link in self.same.get(number, ()))


@once_per_register_and(lambda requirements: requirements.id)
def edition_before(register: Register, requirements: RequirementMap) -> EditionBefore | None:
    """The edition before, where a map is of it and records may be of its time."""
    before = editions_before(register).get(requirements.id, "")
    if not before:
        return None
    known = register.maps.get(before) or load(before)
    from isodocs.standards.correspondence import between

    links, _ = between(known, requirements, register.inventory.own_maps.correspondences)
    same: dict[str, list[ClausePair]] = defaultdict(list)
    for link in links:
        if link.exact or is_equal(link):
            same[link.target.number].append(link)
    named = behind(register, requirements)
    settled = {n for n, found in named.items() if any(item.counts for item in found.values())}
    links_to = {number: tuple(found) for number, found in same.items()}
    return EditionBefore(known, links_to, frozenset(settled))

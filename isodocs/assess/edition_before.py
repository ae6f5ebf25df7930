"""The edition before one, and the clauses of it that ask the same: what was recorded under it.

What was done stays done when the next edition comes: a record of the time before shows a clause of
the new edition where the old one asks the same. Audits and reviews say how far one edition
is met (`x-of-edition`), and nothing of the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.record_index import editions_before, standards_of
from isodocs.standards.comparison import is_equal
from isodocs.standards.load import load

if TYPE_CHECKING:
    from isodocs.model.correspondence import ClausePair
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap


class EditionBefore(NamedTuple):
    """An edition that was replaced; `same` are its clauses that ask what one of the next asks.

    They are by the number of that, with what is the same only as far as is known.
    """

    requirements: RequirementMap
    same: Mapping[str, tuple[ClausePair, ...]]

    def sure(self, number: str) -> bool:
        """Whether a clause of the next edition asks, past doubt, what one of this asked."""
        return any(link.exact for link in self.same.get(number, ()))


@once_per_register_and(lambda requirements: requirements.id)
def edition_before(register: Register, requirements: RequirementMap) -> EditionBefore | None:
    """The edition before, where a map is of it and records may be of its time."""
    before = editions_before(register).get(requirements.id, "")
    if not before or (before not in register.maps and before not in _named(register)):
        return None
    known = register.maps.get(before) or load(before)
    from isodocs.standards.correspondence import between

    links, _ = between(known, requirements, register.inventory.own_maps.correspondences)
    same: dict[str, list[ClausePair]] = defaultdict(list)
    for link in links:
        if link.exact or is_equal(link):
            same[link.target.number].append(link)
    return EditionBefore(known, {number: tuple(found) for number, found in same.items()})


@once_per_register
def _named(register: Register) -> frozenset[str]:
    """Every standard that a record names, in a field of its own or before a clause."""
    records = register.inventory.records
    named = {name for record in records for name in standards_of(record)}
    before = (text.partition(":") for record in records for text in record.items("clauses"))
    return frozenset(named | {standard for standard, colon, _ in before if colon})

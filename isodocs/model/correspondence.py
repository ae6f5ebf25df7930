"""How clauses of different standards relate: what one asks, seen from the other.

Relations are those of set theory relationship mapping (NIST IR 8477): of the requirements that two
clauses make, are they the same, is one part of the other, or do they overlap?
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from isodocs.dataclass import field, immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.requirement import ClauseReference, Source

ESTABLISHED = "established"

Kind = Literal["next-edition", "other-standard", "supplement"]


class Relation(StrEnum):
    """What the first clause asks, as against the second."""

    EQUAL = "equal"
    SUBSET_OF = "subset-of"
    SUPERSET_OF = "superset-of"
    INTERSECTS_WITH = "intersects-with"

    @property
    def reverse(self) -> Relation:
        """The same, seen from the second clause."""
        turned = {
            Relation.SUBSET_OF: Relation.SUPERSET_OF,
            Relation.SUPERSET_OF: Relation.SUBSET_OF,
        }
        return turned.get(self, self)


@immutable(frozen=True, slots=True)
class Pair:
    """A clause of one standard and the one of another that it relates to, as a file says it."""

    source: str
    target: str
    relation: Relation
    note: str
    sources: tuple[str, ...]
    status: str = ESTABLISHED


@immutable(frozen=True, slots=True)
class Alone:
    """A clause to which nothing of the other standard relates."""

    clause: str
    note: str
    sources: tuple[str, ...]


@immutable(frozen=True, slots=True)
class Together:
    """Clauses of one standard, several of them, that jointly ask all that one of the other asks.

    One of `source` and `target` is a single clause. `relation` is what the several ask, as against
    the one: equal, or superset-of where they ask for more beside.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    relation: Relation
    sources: tuple[str, ...]


@immutable(frozen=True, slots=True)
class PairOfStandards:
    """All that is known of how the clauses of `source` relate to those of `target`.

    `anew` is asked by `target` only, `dropped` by `source` only; `together` says of pairs which of
    them make a whole. `path` is where a repository keeps it, empty for one that comes with isodocs.
    """

    source: str
    target: str
    kind: Kind
    sources: tuple[Source, ...]
    pairs: tuple[Pair, ...]
    anew: tuple[Alone, ...] = ()
    dropped: tuple[Alone, ...] = ()
    together: tuple[Together, ...] = ()
    path: str = ""


@immutable(frozen=True, slots=True)
class Group:
    """Clauses of many standards on one topic, by standard.

    What `equal` lists for one standard asks, taken together, the same as what it lists for each
    other. `more` are those of them that ask for more than the standards without an entry there;
    those with one ask the same. `partly` overlaps with all of that. What differs is said by `note`,
    which holds of any two of them and names none, and by `notes`: what each standard does that not
    all do, to follow its name ("adds the life cycle").
    """

    topic: str
    equal: Mapping[str, tuple[str, ...]]
    partly: Mapping[str, tuple[str, ...]]
    note: str
    sources: tuple[str, ...]
    status: str = ESTABLISHED
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@immutable(frozen=True, slots=True)
class SharedStructure:
    """A structure that many standards have in common, topic by topic."""

    id: str
    title: str
    sources: tuple[Source, ...]
    groups: tuple[Group, ...]
    path: str = ""


Correspondence = PairOfStandards | SharedStructure


class ClausePair(NamedTuple):
    """Two auditable clauses of different standards that have to do with each other.

    `whole` are the clauses, this one among them, that together ask all that the clause on the other
    side asks: clauses of `target` where the relation is superset-of, else of `source`. `via` names
    the correspondence, `topic` the group of a shared structure. `more` says of clauses of `source`
    that they ask for more beside, taken together.
    """

    source: ClauseReference
    target: ClauseReference
    relation: Relation
    note: str = ""
    status: str = ESTABLISHED
    via: str = ""
    topic: str = ""
    whole: tuple[str, ...] = ()
    more: bool = False

    @property
    def is_part(self) -> bool:
        """Whether the source answers a known part of what the target asks, others the rest."""
        parted = self.relation in (Relation.SUBSET_OF, Relation.INTERSECTS_WITH)
        return parted and bool(self.whole)

    @property
    def exact(self) -> bool:
        """Whether what answers the source answers all that the target asks.

        A clause that asks more does so only where its parts are known: that it takes in another
        in general does not say that a document on it has a word on that part.
        """
        if self.status != ESTABLISHED:
            return False
        return self.relation is Relation.EQUAL or (
            self.relation is Relation.SUPERSET_OF and bool(self.whole)
        )

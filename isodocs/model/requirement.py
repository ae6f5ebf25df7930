"""What a standard asks, clause by clause: the yardstick that coverage is measured with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.model import layout
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.audit import AuditKind

Kind = Literal["maintain", "retain", "available", "produce"]

FOLDER = layout.STANDARDS
"""Where a repository keeps the requirement maps of its own, one `<id>.yaml` each."""
CORRESPONDENCES = layout.CORRESPONDENCES
"""Where a repository says itself what two standards have in common."""

_LAST_PART = expression(r"(?:[.\-/_ (]?+(?<![A-Za-z0-9])[A-Za-z0-9]++\)?|.)\Z", re.DOTALL)


def above(number: str) -> str:
    """The number one level up, as it is written: `8.4` over `8.4.1`, `AC-2` over `AC-2(1)`.

    Always shorter, so that climbing ends, also with what is not a number at all.
    """
    return _LAST_PART.sub("", number)


def within(number: str, clause: str) -> bool:
    """Whether a number is that of `clause` or of one below it: `8.4.1` in `8.4`, not `8.41`."""
    while number and number != clause:
        number = above(number)
    return bool(number)


@immutable(frozen=True, slots=True)
class ClauseReference:
    """A clause of one edition of a standard; written `iso-9001-2015:8.4.1`."""

    standard: str
    number: str

    def __str__(self) -> str:
        return f"{self.standard}:{self.number}"


class DocumentedInformation(NamedTuple):
    """Documented information the edition itself asks for.

    `maintain` is a document kept up to date, `retain` a record kept as evidence, `available`
    something that has to be at hand without the edition saying which of the two it is, and
    `produce` something to be drawn up, such as a statement of applicability. Editions since 2021
    have a record available `as_evidence` where those before have it retained.
    """

    kind: Kind
    what: str
    as_evidence: bool = False

    @property
    def is_record(self) -> bool:
        """Whether the edition says that it is a record."""
        return self.kind == "retain" or self.as_evidence

    @property
    def verb(self) -> str:
        """How the edition asks for it: `retain`, `available as evidence`."""
        return f"{self.kind} as evidence" if self.as_evidence else self.kind


class EvidenceExpected(NamedTuple):
    """What an auditor looks for; `fresh` is how old it may be (`12 months`), if that matters.

    Advice from audit practice, not a requirement of the standard.
    """

    what: str
    fresh: str | None


@immutable(frozen=True, slots=True)
class Requirement:
    """One clause: auditable, or a heading (`auditable` false) over clauses that are.

    A heading may be declared not applicable when every auditable clause below it may be. What
    `rarely_left_out` is may be so by the standard, and certification bodies seldom agree. A control
    (of an annex) is auditable where the organisation's own statement of applicability applies it.
    `status` is `established`, or `to be confirmed` while too few sources agree; headings carry the
    numbers of their sources only. `below` is the clause it is under where its number does not
    say so. In a repository's own map `asks` and everything after it may be empty. `more` is what a
    supplement asks beyond the clause of the edition that it includes.
    """

    standard: str
    number: str
    title: str
    auditable: bool
    asks: str
    documented_information: tuple[DocumentedInformation, ...]
    evidence: tuple[EvidenceExpected, ...]
    may_be_not_applicable: bool
    status: str
    sources: tuple[str, ...]
    note: str
    control: bool = False
    below: str = ""
    rarely_left_out: bool = False
    more: str = ""

    @property
    def may_be_left_out(self) -> str:
        """Whether it may be declared not applicable, as maps say it: `yes`, `rarely` or `no`."""
        if self.rarely_left_out:
            return "rarely"
        return "yes" if self.may_be_not_applicable else "no"

    @property
    def retained(self) -> tuple[DocumentedInformation, ...]:
        """The records that it asks for."""
        return tuple(item for item in self.documented_information if item.is_record)

    @property
    def reference(self) -> ClauseReference:
        """The clause by standard and number."""
        return ClauseReference(self.standard, self.number)


@immutable(frozen=True, slots=True)
class Source:
    """Where the map's authors looked: what it is, where to find it, the day it was read."""

    id: str
    what: str
    where: str
    read: str


class Alternative(NamedTuple):
    """One of several ways in which a standard lets a part of it be answered, of which one is taken.

    `clause` is the one that lays it down, `clauses` those that go with it. `rests_on` is another
    standard, without an edition (`iso-9001`), to which there has to be a management system then.
    """

    name: str
    clause: str
    clauses: tuple[str, ...] = ()
    rests_on: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.clause})"


@immutable(frozen=True)
class RequirementMap:
    """Every clause of one edition, headings included, in the standard's own order.

    `left_out_where` is when a requirement of it may be declared not applicable, to follow "where".
    `path` is where a repository keeps it as a map of its own, empty for one that comes with
    isodocs. A supplement `includes` another edition: `base` is that edition, whose clauses are
    among its own, and of these only what is in `left_out_only_in`, where that is not empty, may be
    declared not applicable. Of its `alternatives` an organisation takes one, and leaves out the
    clauses of the others. `audits` are the kinds of audit that are held for it; empty for all.
    Not slotted: the lookups are built once, on first use.
    """

    id: str
    display_name: str
    title: str
    publisher: str
    edition: str
    amendments: tuple[str, ...]
    sources: tuple[Source, ...]
    requirements: tuple[Requirement, ...]
    left_out_where: str = ""
    path: str = ""
    includes: str = ""
    left_out_only_in: tuple[str, ...] = ()
    base: RequirementMap | None = None
    alternatives: tuple[Alternative, ...] = ()
    audits: tuple[AuditKind, ...] = ()

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.requirements)

    def __contains__(self, number: str) -> bool:
        return number in self._by_number

    def get(self, number: str) -> Requirement | None:
        """Return the clause with exactly this number; `8.10` never finds `8.1`."""
        return self._by_number.get(number)

    def is_audited(self, kind: AuditKind) -> bool:
        """Whether such an audit is held for it at all."""
        return not self.audits or kind in self.audits

    @property
    def is_assessed_outside(self) -> bool:
        """Whether anyone else audits it; where no one does, its clauses are all there is."""
        return not self.audits or any(kind != "internal" for kind in self.audits)

    @property
    def edition_in_words(self) -> str:
        """Its name with amendments, and what it includes: `IATF 16949:2016 on ISO 9001:2015`."""
        amendments = f" with {', '.join(self.amendments)}" if self.amendments else ""
        on = f" on {self.base.edition_in_words}" if self.base is not None else ""
        return f"{self.display_name}{amendments}{on}"

    def is_of_base(self, number: str) -> bool:
        """Whether a clause is one of the edition that this includes, and not the supplement's."""
        return self.base is not None and number in self.base

    def parent(self, number: str) -> Requirement | None:
        """Return the clause it is under, or None for a top-level or unknown number."""
        return self.get(self._parents.get(number, ""))

    def ancestors(self, number: str) -> Iterator[Requirement]:
        """Yield the clauses it is under, the nearest first."""
        while parent := self.parent(number):
            yield parent
            number = parent.number

    def within(self, number: str, clause: str) -> bool:
        """Whether a clause is `clause` or is below it, by its number or as the map says."""
        if clause not in self or number not in self:
            return within(number, clause)
        return number == clause or clause in self._over[number]

    def below(self, clause: str) -> frozenset[str]:
        """The clauses of the map that are `clause` or are below it."""
        if clause not in self:
            return frozenset(number for number in self._by_number if within(number, clause))
        return self._below[clause]

    def related(self, clause: str) -> frozenset[str]:
        """The clauses of the map that are `clause`, above it or below it."""
        if clause not in self:
            return frozenset(n for n in self._by_number if self.is_related(n, clause))
        return self._below[clause] | self._over[clause]

    def is_related(self, number: str, clause: str) -> bool:
        """Whether of two clauses one is the other, or is above it or below it."""
        return self.within(number, clause) or self.within(clause, number)

    def alternative_of(self, number: str) -> Alternative | None:
        """The alternative that a clause belongs to, by itself or by the one it is under."""
        return next(
            (
                each
                for each in self.alternatives
                if any(self.within(number, clause) for clause in (each.clause, *each.clauses))
            ),
            None,
        )

    def other_alternatives(self, taken: Alternative) -> tuple[Alternative, ...]:
        """Those that are not taken where `taken` is."""
        return tuple(each for each in self.alternatives if each is not taken)

    def children(self, number: str) -> tuple[Requirement, ...]:
        """Return the clauses one level down, in order; none for an unknown number."""
        return self._children.get(number, ())

    def reached_from(self, number: str) -> Iterator[str]:
        """The clauses that a claim on a clause answers as well: those one level down.

        A whole theme of an annex, or family of a catalogue, is not a claim on its controls: each is
        decided on by itself. Nor is what is below a clause that is answered itself, such as the
        enhancements of a control.
        """
        asked = self.get(number)
        theme = bool(self.path) or (number.count(".") == 1 and number[:1].isalpha())
        for child in self.children(number):
            if not (asked and asked.auditable) and not (theme and child.control):
                yield child.number

    @cached_property
    def auditable(self) -> tuple[Requirement, ...]:
        """The clauses an auditor audits: the denominator of coverage."""
        return tuple(clause for clause in self.requirements if clause.auditable)

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        """The letters with which the numbers of its controls begin."""
        heads = (clause.number.partition(".")[0] for clause in self.auditable if clause.control)
        return tuple(dict.fromkeys(head for head in heads if not head.isdigit()))

    @cached_property
    def _by_number(self) -> dict[str, Requirement]:
        return {clause.number: clause for clause in self.requirements}

    @cached_property
    def _over(self) -> dict[str, frozenset[str]]:
        """What each clause is under; audits ask for it thousands of times."""
        numbers = (clause.number for clause in self.requirements)
        return {n: frozenset(over.number for over in self.ancestors(n)) for n in numbers}

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {number: {number} for number in self._by_number}
        for number, over in self._over.items():
            for clause in over:
                found[clause].add(number)
        return {clause: frozenset(numbers) for clause, numbers in found.items()}

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {clause.number: self._above(clause) for clause in self.requirements}

    def _above(self, clause: Requirement) -> str:
        """Take the nearest number above that there is: own maps may leave levels out."""
        number = clause.below or above(clause.number)
        while number and number not in self._by_number:
            number = above(number)
        return number

    @cached_property
    def _children(self) -> dict[str, tuple[Requirement, ...]]:
        found: dict[str, list[Requirement]] = {}
        for clause in self.requirements:
            found.setdefault(self._parents[clause.number], []).append(clause)
        return {number: tuple(clauses) for number, clauses in found.items() if number}


def demanding(requirements: RequirementMap) -> Requirement | None:
    """The clause that asks for a Statement of Applicability; None where the standard has none."""
    return next(
        (
            requirement
            for requirement in requirements
            for information in requirement.documented_information
            if information.what.casefold().startswith("statement of applicability")
        ),
        None,
    )

"""From one standard to the next: what becomes of each clause, and what documents cover already.

The documents are looked at as if the new standard were in preparation beside the old one, so that
states, approvals and reviews count as they do in any coverage.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, get_args

from isodocs.assess.clause_records import RecordsShown, records_shown
from isodocs.assess.coverage import coverage
from isodocs.assess.record_index import standards_of
from isodocs.assess.soa import statement
from isodocs.dataclass import replace
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, CoverageStatus
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds
from isodocs.standards.comparison import Change, Comparison, change, compare
from isodocs.standards.editions import other_editions
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isodocs.model.applicability import ControlDecision
    from isodocs.model.correspondence import ClausePair
    from isodocs.model.register import Register
    from isodocs.model.requirement import Requirement, RequirementMap


_LEFT_OUT = (CoverageStatus.NOT_APPLICABLE,)
_MOST = 3
"""The documents that are named in a few words."""

Kept = Literal["shown", "carried", "compare", "missing"]
"""What of the records that a clause asks for is there: shown, carried over, and what is left."""

Work = Literal["write", "complete", "finish", "compare", "declare", "name", "none"]
"""What is left to do for a clause, the most work first."""

WORK: Final = get_args(Work)


class TransitionStep(NamedTuple):
    """A clause of the new standard: what it comes from, what covers it, and what to do."""

    requirement: Requirement
    change: Change
    links: tuple[ClausePair, ...]
    covered: ClauseCoverage
    owners: tuple[str, ...]
    decisions: tuple[ControlDecision, ...] = ()
    """For a control: what the statement of the old standard says of those it comes from."""
    left_out: str = ""
    """Why all that it comes from is not applicable, where that is so."""
    records: RecordsShown | None = None
    """What records show of it; None where it asks for none."""

    @property
    def evidence(self) -> tuple[ClauseEvidence, ...]:
        """What is behind it: of the old standard, where it has what this clause comes from."""
        old = {str(link.source) for link in self.links}
        found = self.covered.evidence
        return tuple(x for x in found if x.relation is None or x.through in old) or found

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents behind it, the strongest first."""
        return tuple(dict.fromkeys(item.document for item in self.evidence))

    @property
    def work(self) -> Work:
        """The kind of work that is left; none where documents name it themselves."""
        status = self.covered.status
        named = any(item.relation is None for item in self.evidence if item.counts)
        if status is CoverageStatus.NOT_APPLICABLE or named:
            return "none"
        if status is CoverageStatus.COVERED:
            return "name" if self.evidence else "none"  # records show it
        if not self.evidence:
            may = self.left_out and self.requirement.may_be_not_applicable
            return "declare" if may else "write"
        if not any(item.in_part for item in self.evidence):
            return "finish"
        return "compare" if self.unsure else "complete"

    @property
    def kept(self) -> Kept | None:
        """What becomes of its records: carried over where the same was asked of them before."""
        if self.records is None or self.work == "declare":
            return None
        if self.records.shown:
            return "carried" if self.records.of else "shown"
        return "compare" if self.records.awaits else "missing"

    @property
    def record_items(self) -> int:
        """How many records it asks for, as coverage counts them."""
        return len(self.requirement.retained) if self.records else 0

    @property
    def unsure(self) -> bool:
        """Whether it asks the same as far as is known, which is to be confirmed."""
        return self.change == "unsure"

    @property
    def to_do(self) -> str:
        """The work that is left, in a few words; empty where documents name it themselves."""
        documents = ", ".join(self.documents[:_MOST])
        if len(self.documents) > _MOST:
            documents += ", ..."
        must = say("it may not be left out of this standard: ") if self.left_out else ""
        return {
            "write": say("{must}write it, or name the document that answers it", must=must),
            "complete": say("complete {documents}, and name it there", documents=documents),
            "finish": say(
                "bring {documents} into force or up to date, and name it there", documents=documents
            ),
            "compare": say(
                "compare both texts; where they ask the same, name it in {documents}",
                documents=documents,
            ),
            "declare": say(
                "leave it out again: `not-applicable:` in isodocs.yaml, with the reason"
            ),
            "name": say("name it in {documents}", documents=documents),
            "none": "",
        }[self.work]

    @property
    def applicable(self) -> str:
        """For a control: how the old statement decided: yes, no, both, or empty for not at all."""
        said = {decision.applicable for decision in self.decisions}
        if {True, False} <= said:
            return "both"
        return "yes" if True in said else "no" if False in said else ""


class DocumentWork(NamedTuple):
    """What to do in one document: by kind of work the clauses of the new standard."""

    document: str
    owner: str
    clauses: Mapping[Work, Sequence[str]]

    def rank(self) -> tuple[int | str, ...]:
        """Its place among others: the most work first, then by name."""
        return (*(-len(self.clauses.get(work, ())) for work in WORK), self.document)


class StandardTransition(NamedTuple):
    """The whole way; `has_statement` is whether there is one of the old standard to carry over."""

    comparison: Comparison
    steps: tuple[TransitionStep, ...]
    has_statement: bool
    owners: Mapping[str, str]
    """Who owns each document behind a clause."""
    held_before: Mapping[str, int] = MappingProxyType({})
    """How many records, as audits are, say how far the old edition is met; by title."""

    @property
    def ended(self) -> tuple[Requirement, ...]:
        """The clauses of the old standard that nothing of the new one asks any more.

        Only a complete comparison can say so.
        """
        return self.comparison.only_source if self.comparison.complete else ()

    def of_kept(self, kept: Kept) -> tuple[TransitionStep, ...]:
        """The steps of whose records this is so."""
        return tuple(step for step in self.steps if step.kept == kept)

    @property
    def record_items(self) -> tuple[int, int]:
        """How many records the new standard asks for, and how many of them are shown."""
        shown = (s.record_items for s in self.steps if s.records and s.records.shown)
        return sum(step.record_items for step in self.steps), sum(shown)

    def left(self, work: Work) -> tuple[TransitionStep, ...]:
        """The steps with this kind of work."""
        return tuple(step for step in self.steps if step.work == work)

    @property
    def by_work(self) -> tuple[TransitionStep, ...]:
        """The steps, the most work first."""
        return tuple(sorted(self.steps, key=lambda step: WORK.index(step.work)))

    @property
    def by_document(self) -> tuple[DocumentWork, ...]:
        """What to do in each document, the one with the most to write first."""
        found: dict[str, dict[Work, list[str]]] = {}
        for step in self.steps:
            if step.work not in ("write", "declare", "none"):
                for document in step.documents:
                    in_it = found.setdefault(document, {})
                    in_it.setdefault(step.work, []).append(step.requirement.number)
        in_all = [DocumentWork(d, self.owners.get(d, ""), w) for d, w in found.items()]
        return tuple(sorted(in_all, key=DocumentWork.rank))

    def of(self, *changes: Change) -> tuple[TransitionStep, ...]:
        """The steps of these kinds."""
        return tuple(step for step in self.steps if step.change in changes)


def transition(
    register: Register, source: RequirementMap, target: RequirementMap
) -> StandardTransition:
    """Work out the way of a repository from one standard to another."""
    compared = compare(source, target, register.inventory.own_maps.correspondences)
    register = _between_the_two(register, source, target)
    rows = {row.requirement.number: row for row in coverage(register, target.id).rows}
    left_out = {
        row.requirement.number: row.reason
        for row in coverage(register, source.id).rows
        if row.status is CoverageStatus.NOT_APPLICABLE and not row.requirement.control
    }
    leading: dict[str, list[ClausePair]] = defaultdict(list)
    for link in compared.links:
        leading[link.target.number].append(link)
    stated = statement(register, source.id)
    decided = stated.counting.decisions if stated else {}
    config = register.config
    owned = {id: entry.document.owner or config.owner for id, entry in register.entries.items()}
    steps = []
    for clause in target.auditable:
        links, row = tuple(leading[clause.number]), rows[clause.number]
        decisions = [decided[x.source.number] for x in links if x.source.number in decided]
        how = change(links, complete=compared.complete)
        kept = tuple(decisions) if clause.control else ()
        why = [left_out.get(link.source.number, "") for link in links]
        asked = clause.retained and not clause.control and row.status not in _LEFT_OUT
        records = records_shown(register, clause) if asked else None
        out = why[0] if why and all(why) else ""
        step = TransitionStep(clause, how, links, row, (), kept, out, records)
        owners = [owned[id] for id in step.documents if owned[id]]
        if clause.control and not owners:
            owners = [decision.owner for decision in decisions if decision.owner]
        if step.work != "none" and not owners and config.owner:
            owners = [config.owner]
        steps.append(step._replace(owners=tuple(dict.fromkeys(owners))))
    held = _held_before(register, source, target)
    return StandardTransition(compared, tuple(steps), stated is not None, owned, held)


def _held_before(
    register: Register, source: RequirementMap, target: RequirementMap
) -> Mapping[str, int]:
    """The records that say how far the old edition alone is met, by the title of their kind."""
    if target.id not in other_editions((source.id,)):
        return {}
    found = Counter(
        kinds()[record.kind].title
        for record in register.inventory.records
        if record.kind in kinds() and kinds()[record.kind].of_edition
        if source.id in standards_of(record) and target.id not in standards_of(record)
    )
    return dict(sorted(found.items()))


def _between_the_two(
    register: Register, source: RequirementMap, target: RequirementMap
) -> Register:
    """The same register, of an organisation that works to the one and prepares the other."""
    config = register.config
    used = tuple(id for id in config.standards if id != target.id)
    used = used if source.id in used else (*used, source.id)
    later = tuple(id for id in config.in_preparation if id not in (source.id, target.id))
    meant = config.meant
    config = replace(config, standards=used, in_preparation=(*later, target.id), unnamed=meant)
    return replace(
        register,
        inventory=replace(register.inventory, config=config),
        maps={**register.maps, source.id: source, target.id: target},
    )

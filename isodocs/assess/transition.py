"""From one standard to the next: what becomes of each clause, and what documents cover already.

The documents are looked at as if the new standard were in preparation beside the old one, so that
states, approvals and reviews count as they do in any coverage.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.coverage import coverage
from isodocs.assess.soa import statement
from isodocs.model.coverage import ClauseCoverage, CoverageStatus
from isodocs.standards.comparison import Change, Comparison, change, compare

if TYPE_CHECKING:
    from isodocs.model.applicability import ControlDecision
    from isodocs.model.correspondence import ClausePair
    from isodocs.model.register import Register
    from isodocs.model.requirement import Requirement, RequirementMap


class TransitionStep(NamedTuple):
    """A clause of the new standard: what it comes from, what covers it, and what to do."""

    requirement: Requirement
    change: Change
    links: tuple[ClausePair, ...]
    covered: ClauseCoverage
    owners: tuple[str, ...]
    decisions: tuple[ControlDecision, ...] = ()
    """For a control: what the statement of the old standard says of those it comes from."""

    @property
    def to_do(self) -> str:
        """The work that is left, in a few words; empty where documents name it themselves."""
        status = self.covered.status
        named = any(item.relation is None for item in self.covered.evidence if item.counts)
        documents = ", ".join(dict.fromkeys(item.document for item in self.covered.evidence[:3]))
        if status is CoverageStatus.NOT_APPLICABLE or named:
            return ""
        if status is CoverageStatus.COVERED:
            return f"name it in {documents}"
        if documents and not any(item.in_part for item in self.covered.evidence):
            return f"bring {documents} into force or up to date, and name it there"
        if documents:
            return f"complete {documents}, and name it there"
        return "write it, or name the document that answers it"

    @property
    def applicable(self) -> str:
        """For a control: how the old statement decided: yes, no, both, or empty for not at all."""
        said = {decision.applicable for decision in self.decisions}
        if {True, False} <= said:
            return "both"
        return "yes" if True in said else "no" if False in said else ""


class StandardTransition(NamedTuple):
    """The whole way; `has_statement` is whether there is one of the old standard to carry over."""

    comparison: Comparison
    steps: tuple[TransitionStep, ...]
    has_statement: bool

    @property
    def ended(self) -> tuple[Requirement, ...]:
        """The clauses of the old standard that nothing of the new one asks any more.

        Only a complete comparison can say so.
        """
        return self.comparison.only_source if self.comparison.complete else ()

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
    leading: dict[str, list[ClausePair]] = defaultdict(list)
    for link in compared.links:
        leading[link.target.number].append(link)
    stated = statement(register, source.id)
    decided = stated.counting.decisions if stated else {}
    steps = []
    for clause in target.auditable:
        links, row = tuple(leading[clause.number]), rows[clause.number]
        entries = [register.entries[item.document] for item in row.evidence]
        decisions = [decided[x.source.number] for x in links if x.source.number in decided]
        owners = [entry.document.owner for entry in entries if entry.document.owner]
        if clause.control and not owners:
            owners = [decision.owner for decision in decisions if decision.owner]
        steps.append(
            TransitionStep(
                clause,
                change(links, complete=compared.complete),
                links,
                row,
                tuple(dict.fromkeys(owners)),
                tuple(decisions) if clause.control else (),
            )
        )
    return StandardTransition(compared, tuple(steps), stated is not None)


def _between_the_two(
    register: Register, source: RequirementMap, target: RequirementMap
) -> Register:
    """The same register, of an organisation that works to the one and prepares the other."""
    config = register.config
    used = tuple(id for id in config.standards if id != target.id)
    used = used if source.id in used else (*used, source.id)
    config = replace(config, standards=used, in_preparation=(target.id,))
    return replace(
        register,
        inventory=replace(register.inventory, config=config),
        maps={**register.maps, source.id: source, target.id: target},
    )

"""The rows of a statement as reports show them: what stands in the table, and what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isodocs.assess.coverage import coverage
from isodocs.assess.not_in_force import standing
from isodocs.assess.soa import controls
from isodocs.model.applicability import ControlDecision, Implementation, StatementOfApplicability
from isodocs.model.coverage import ClauseCoverage, CoverageStatus, Strength
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.register import Register


@dataclass(frozen=True, slots=True)
class Behind:
    """A document, record or file behind a control; `why_not` says why it does not count fully."""

    name: str
    kind: str
    named: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A control: `decision` is None where the table has no row for it, `open` what is to do."""

    number: str
    title: str
    decision: ControlDecision | None
    behind: tuple[Behind, ...]
    open: tuple[str, ...]


def rows(
    register: Register, statement: StatementOfApplicability, *, gaps: bool = False
) -> Sequence[ControlRow]:
    """Every control of the standard in its order, then those that the organisation added.

    With `gaps` only those with something open.
    """
    requirements = register.maps[statement.standard]
    covered = {r.requirement.number: r for r in coverage(register, statement.standard).rows}
    table = statement.table
    numbers = dict.fromkeys([*(c.number for c in controls(requirements)), *table.decisions])
    found = [
        _row(
            register,
            statement.paths,
            number,
            covered[number].requirement.title,
            table.decisions.get(number),
            covered[number],
        )
        for number in numbers
    ]
    found += [_row(register, statement.paths, d.number, d.title, d, None) for d in table.additional]
    return [row for row in found if row.open or not gaps]


def summary(statement: StatementOfApplicability, all_rows: Sequence[ControlRow]) -> str:
    """`93 controls: 80 apply (70 implemented, 10 planned), 12 do not, 1 undecided`."""
    own = {decision.number for decision in statement.table.additional}
    decisions = [row.decision for row in all_rows if row.number not in own]
    apply = [d for d in decisions if d and d.applicable]
    out = sum(1 for d in decisions if d and d.applicable is False)
    undecided = len(decisions) - len(apply) - out
    states = [
        f"{count} {words(state)}"
        for state in (*Implementation, None)
        if (count := sum(1 for d in apply if d.state is state))
    ]
    text = f"{counted(len(decisions), 'control')}: {len(apply)} apply"
    text += f" ({', '.join(states)})" if states else ""
    text += f", {out} do not" if out else ""
    text += f", {undecided} undecided" if undecided else ""
    return text + (f"; {len(own)} of our own besides" if own else "")


def words(state: Implementation | None) -> str:
    """A state as people say it."""
    special = {
        None: "without a state",
        Implementation.PARTLY: "partly implemented",
        Implementation.NOT: "not implemented",
    }
    return special.get(state, str(state))


def approval(register: Register, statement: StatementOfApplicability) -> str:
    """Who vouches for the table: `Approved with SOA-001 revision 2.`, or why nobody does."""
    entry = register.entries.get(statement.document)
    in_force = entry.in_force if entry else None
    if not statement.why_not and in_force:
        since = f", in force since {in_force.effective_on}" if in_force.effective_on else ""
        return f"Approved with {statement.document} revision {statement.revision}{since}."
    text = f"Not approved as it stands: {statement.why_not}."
    if statement.approved is not None:
        text += f" Until then, what revision {statement.revision} was approved with counts."
    return text


def _row(
    register: Register,
    tables: Sequence[str],
    number: str,
    title: str,
    decision: ControlDecision | None,
    covered: ClauseCoverage | None,
) -> ControlRow:
    behind = tuple(_behind(register, tables, decision, covered))
    return ControlRow(number, title, decision, behind, tuple(_open(decision, behind, covered)))


def _behind(
    register: Register,
    tables: Sequence[str],
    decision: ControlDecision | None,
    covered: ClauseCoverage | None,
) -> Iterator[Behind]:
    """What the row names, and the documents that claim the control or that a matrix leads to."""
    named = decision.documents if decision else ()
    evidence = {item.document: item for item in covered.evidence} if covered else {}
    for id in dict.fromkeys([*named, *evidence]):
        entry = register.entries.get(id)
        item = evidence.get(id)
        if entry is None:
            yield Behind(id, "document", True, "does not exist")
        elif id in named:
            why = standing(entry) if entry.in_force is None else ""
            overdue = f"its review was due on {entry.next_review}" if entry.review_overdue else ""
            yield Behind(id, "document", True, why or overdue)
        elif item and item.strength is not Strength.INHERITED and item.path not in tables:
            yield Behind(id, "document", False, item.why_not)
    for id in decision.records if decision else ():
        yield Behind(id, "record", True)
    for path in decision.evidence if decision else ():
        there = path.lstrip("/") in register.inventory.paths
        yield Behind(path, "file", True, "" if there else "is not there")


def _open(
    decision: ControlDecision | None, behind: Sequence[Behind], covered: ClauseCoverage | None
) -> Iterator[str]:
    """What is to be done about a row, in words."""
    if decision is None or decision.applicable is None:
        yield "undecided" if decision else "no row"
        return
    if not decision.justification:
        yield "no justification"
    if decision.applicable is False:
        if covered and any(item.strength in _OWN and item.counts for item in covered.evidence):
            yield "left out, and yet claimed"
        if decision.state or decision.named:
            yield "left out, and yet in place"
        return
    if decision.state is None:
        yield "no state"
    elif decision.state is not Implementation.IMPLEMENTED:
        yield words(decision.state)
    if decision.in_place and not behind and not _shown(covered):
        yield "nothing behind it"
    elif decision.in_place and behind and all(item.why_not for item in behind):
        yield "nothing in force behind it"


_OWN = (Strength.LOCATED, Strength.CLAIMED)


def _shown(covered: ClauseCoverage | None) -> bool:
    return covered is not None and covered.status is CoverageStatus.COVERED

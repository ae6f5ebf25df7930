"""SOA: whether the decisions of a Statement of Applicability are complete and justified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.applicability import declared_beside, may_not_be_left_out
from isodocs.assess.coverage import coverage
from isodocs.assess.not_in_force import state_in_words
from isodocs.assess.record_conditions import is_over
from isodocs.assess.record_index import cited
from isodocs.dataclass import replace
from isodocs.model.applicability import (
    ControlDecision,
    Implementation,
    StatementOfApplicability,
)
from isodocs.model.audit import CERTIFYING
from isodocs.model.config import PATH
from isodocs.model.coverage import CoverageStatus
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import ClauseReference
from isodocs.parsing.said_no import only_excuses
from isodocs.rules import _soa_rows as rows
from isodocs.rules._soa_statements import statements
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@rule(
    "SOA002",
    "control-undecided",
    Level.ERROR,
    blocks=False,
    stops=CERTIFYING,
    stops_as_warning=True,
)
def control_undecided(register: Register) -> Iterator[Finding]:
    """The statement does not decide on a control, or does not give the state of an applicable one.

    Why: No necessary control may be omitted, so the statement decides on every control of the annex
    and says whether each applicable control is implemented (ISO/IEC 27001:2022, 6.1.3 c and d).
    This is reported once for a statement; it is a warning while the document that shows the
    statement is a draft.

    Example: The table decides on one control only.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.5.1,yes,Needed by our customers,planned,

    Remedy: Fill in `applicable` and `state`, or add the row.
    """
    for found, requirements in statements(register):
        missing = [control.number for control in found.missing]
        stateless = [d for d in found.table.rows if d.applicable and d.state is None]
        there = found.table.decisions
        first = next((there[n].place for n in missing if n in there), Place(found.paths[0]))
        if missing:
            yield rows.finding(
                requirements,
                say(
                    "undecided controls of {display_name}: {missing}",
                    display_name=requirements.display_name,
                    missing=listed(missing, most=6),
                ),
                say(
                    "Enter yes or no in 'applicable', in a row for each control. `isodocs "
                    "soa --gaps {standard}` lists them.",
                    standard=found.standard,
                ),
                first,
                missing,
                "applicable",
                about=_about(register, found),
            )
        if stateless:
            words = ", ".join(Implementation)
            yield rows.of_rows(
                register,
                found,
                stateless,
                say(
                    "{stateless}, but 'state' is empty",
                    stateless=rows.named(stateless, "applies", "apply"),
                ),
                say("Enter one of {words} in 'state'.", words=words),
                "state",
                _about(register, found),
            )


@rule("SOA004", "decision-without-justification", Level.ERROR, blocks=False)
def decision_without_justification(register: Register) -> Iterator[Finding]:
    """The statement gives no justification for including or excluding a control.

    Why: Both decisions need a justification (ISO/IEC 27001:2022, 6.1.3 d), such as the risk
    treated, a law or a contract, or why there is nothing to protect. A missing justification for an
    exclusion is an error once the document that shows the statement is in final form. For an
    inclusion it is a warning. Each is reported once for a statement.

    Example: A control is excluded without a justification.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.7.4,no,,,

    Remedy: Enter the reason in `justification`.
    """
    for found, _ in statements(register):
        bare = [d for d in found.table.rows if only_excuses(d.justification)]
        if left_out := [decision for decision in bare if decision.applicable is False]:
            yield rows.of_rows(
                register,
                found,
                left_out,
                say(
                    "{left_out} excluded without a justification",
                    left_out=rows.named(left_out, "is", "are"),
                ),
                say("Enter in 'justification' why it does not apply."),
                say("left out"),
                _about(register, found),
            )
        if taken_in := [decision for decision in bare if decision.applicable]:
            yield rows.of_rows(
                register,
                found,
                taken_in,
                say(
                    "{taken_in} without a justification",
                    taken_in=rows.named(taken_in, "applies", "apply"),
                ),
                say("Enter in 'justification' which risk, law or contract requires it."),
                "applicable",
                (found.document, Level.WARNING),
            )


@rule("SOA005", "control-without-evidence", Level.WARNING, blocks=False)
def control_without_evidence(register: Register) -> Iterator[Finding]:
    """Controls are declared implemented without any document, record or file as evidence.

    Why: An auditor samples the statement and asks to see each control in operation (ISO/IEC
    27001:2022, 6.1.3 d, 8.3). A document counts if the row names it, if it claims the control, or
    if the matrix of a manual leads to it. This is reported once for a statement.

    Example: Backup is declared implemented, and the row names no evidence.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.8.13,yes,Loss of data,implemented,

    Remedy: Name the evidence, or declare the control planned.
    """
    for found, _ in statements(register):
        covered = {row.requirement.number: row for row in coverage(register, found.standard).rows}
        bare = []
        for decision in found.table.rows:
            row = covered.get(decision.number)
            behind = row is not None and (row.evidence or row.status is CoverageStatus.COVERED)
            named = [name for name in decision.named if name != found.document]
            if decision.in_place and not named and not behind:
                bare.append(decision)
        if bare:
            yield rows.of_rows(
                register,
                found,
                bare,
                say(
                    "{bare} declared implemented without evidence",
                    bare=rows.named(bare, "is", "are"),
                ),
                say(
                    "Name a document, a record or a file in the row, or claim the control in "
                    "the document that describes it."
                ),
                say("nothing behind"),
            )


@rule("SOA006", "evidence-not-in-force", Level.WARNING, blocks=False)
def evidence_not_in_force(register: Register) -> Iterator[Finding]:
    """The statement names a document for an implemented control, and the document is not in force.

    Why: A draft or an obsolete document does not show a control in operation (ISO/IEC 27001:2022,
    7.5.3, 8.1). Controls affected by one document are reported once, at the first row.

    Example: Backup is implemented by a procedure that is still a draft.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.8.13,yes,Loss of data,implemented,SOP-014

        documents/backup.md:
            ---
            id: SOP-014
            status: draft
            ---
            Back up every night.

    Remedy: Bring the document into force, name the one that replaced it, or declare the control
    planned.
    """
    for found, _ in statements(register):
        resting: dict[str, list[ControlDecision]] = defaultdict(list)
        for decision in found.table.rows:
            for id in decision.documents if decision.in_place else ():
                entry = register.entries.get(id)
                if entry and entry.in_force is None:
                    resting[id].append(decision)
        for id, decisions in resting.items():
            entry = register.entries[id]
            numbers = [decision.number for decision in decisions]
            newer = entry.newest.document.superseded_by
            gap = rows.of_rows(
                register,
                found,
                decisions,
                say(
                    "{id}, named for {numbers}, is {state_in_words}",
                    id=id,
                    numbers=listed(numbers, most=6),
                    state_in_words=state_in_words(entry),
                ),
                say("Name {newer}, which replaced it.", newer=newer)
                if newer
                else say("Bring it into force."),
                id,
            )
            yield replace(gap, because="" if newer else id)


@rule("SOA008", "decision-contradicted", Level.WARNING, blocks=False)
def decision_contradicted(register: Register) -> Iterator[Finding]:
    """The statement contradicts itself, the standard or `isodocs.yaml` on a control.

    Why: One of the two is wrong and misleads its readers (ISO/IEC 27001:2022, 6.1.3 d). Each kind
    of contradiction is reported once for a statement, and each risk that is not closed and that an
    excluded control keeps in check; or that names one as concerned and is not accepted. A document
    that claims an excluded control is reported by CLS006.

    Example: A control is excluded and yet implemented.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.7.4,no,We have no premises,implemented,

    Remedy: Correct the wrong entry.
    """
    for found, requirements in statements(register):
        contradicted: dict[str, list[ControlDecision]] = defaultdict(list)
        for decision in found.table.rows:
            if may_not_be_left_out(requirements, decision):
                contradicted["needed by every organisation"].append(decision)
            elif decision.applicable is False and decision.state:
                contradicted[f"declared {decision.state}"].append(decision)
            elif decision.applicable is False and decision.named:
                contradicted["shown by something"].append(decision)
        for what, decisions in contradicted.items():
            yield rows.of_rows(
                register,
                found,
                decisions,
                say(
                    "{decisions} excluded, but {get}",
                    decisions=rows.named(decisions, "is", "are"),
                    get=_CONTRADICTIONS.get(what, what),
                ),
                say("Correct 'applicable', or clear 'state' and the evidence in the row."),
                what,
            )
        left_out = {each.number: each for each in found.table.rows if each.applicable is False}
        for risk, number in _controls_of_risks(register, found.standard):
            if excluded := left_out.get(number):
                yield rows.finding(
                    requirements,
                    say("{number} is excluded, but {risk} names it", number=number, risk=risk.id),
                    say("Correct 'applicable', or 'controls' or 'clauses' of the risk."),
                    excluded.place,
                    [number],
                    f"{number}|{risk.id}",
                    excluded.owner,
                )
        for declared, decision in declared_beside(register, found):
            yield rows.finding(
                requirements,
                say(
                    "isodocs.yaml excludes {clause}, but the statement includes {number}; "
                    "the statement counts",
                    clause=declared.clause,
                    number=decision.number,
                ),
                say("Remove it from 'not-applicable:'."),
                Place(PATH, declared.line, declared.column),
                [decision.number],
                f"{declared.clause}|{decision.number}",
            )


def _controls_of_risks(register: Register, standard: str) -> Iterator[tuple[Record, str]]:
    """The risks that are not over, each with the controls of a standard that it rests on.

    One that is accepted may name what it concerns and what is not done about it.
    """
    for record in register.inventory.records:
        if record.kind == "risk" and not is_over(record, register.on):
            is_treated = record.text("treatment") not in ("", "accept")
            fields = ("controls", "clauses") if is_treated else ("controls",)
            named = [clause for field in fields for clause in cited(register, record, field)]
            for clause in dict.fromkeys(named):
                if isinstance(clause, ClauseReference) and clause.standard == standard:
                    yield record, clause.number


_CONTRADICTIONS = {
    "needed by every organisation": say("every organisation needs it"),
    "shown by something": say("evidence is named for it"),
}
"""Subjects of contradictions in words; the others are words already."""


@rule("SOA009", "control-not-in-place", Level.NOTE, blocks=False)
def control_not_in_place(register: Register) -> Iterator[Finding]:
    """Applicable controls are planned, partly implemented or not implemented.

    Why: This is allowed if the risk treatment plan says who does what and by when (ISO/IEC
    27001:2022, 6.1.3 e). An auditor compares the two. This is reported once for a statement.

    Example: Data leakage prevention is planned.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.8.12,yes,Loss of drawings,planned,

    Remedy: Implement the risk treatment plan. `isodocs soa` shows the state of every control.
    """
    for found, _ in statements(register):
        open_ = [
            decision
            for decision in found.table.rows
            if decision.applicable and decision.state not in (None, Implementation.IMPLEMENTED)
        ]
        if open_:
            yield rows.of_rows(
                register,
                found,
                open_,
                say(
                    "{open_} but {part} not fully implemented",
                    open_=rows.named(open_, "applies", "apply"),
                    part=say("is") if len(open_) == 1 else say("are"),
                ),
                say("Make sure that the risk treatment plan says who does what and by when."),
                found.standard,
            )


def _about(register: Register, found: StatementOfApplicability) -> tuple[str, Level | None]:
    """The document that shows the table, and how much a gap in it weighs: a draft may have some.

    The gap is the document's, so that it is not submitted for approval with it.
    """
    entry = register.entries.get(found.document)
    final = entry is not None and any(d.status is Status.APPROVED for d in entry.current)
    return found.document, None if final else Level.WARNING

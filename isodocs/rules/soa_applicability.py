"""SOA: whether the Statement of Applicability is whole, founded, approved and true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.applicability import declared_beside, may_not_be_left_out
from isodocs.assess.coverage import coverage
from isodocs.assess.not_in_force import standing
from isodocs.assess.soa import controls, of_no_standard, statement, table_path
from isodocs.model.applicability import (
    ControlDecision,
    Implementation,
    StatementOfApplicability,
    TableApproval,
)
from isodocs.model.audit import CERTIFYING
from isodocs.model.config import PATH
from isodocs.model.coverage import CoverageStatus
from isodocs.model.document import State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import demanding
from isodocs.rules import _soa_rows as rows
from isodocs.rules.rule import rule
from isodocs.words import counted, listed

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_FEW_FLAWS = 3
"""Up to so many wrong rows are slips, reported one by one; above, the table itself is wrong."""


@rule(
    "SOA001",
    "statement-missing",
    Level.WARNING,
    blocks=False,
    stops=CERTIFYING,
    stops_as_warning=True,
)
def statement_missing(register: Register) -> Iterator[Finding]:
    """A standard in use requires a Statement of Applicability, and there is none.

    Why: The statement lists the necessary controls, the justification for including or excluding
    each, and whether each is implemented (ISO/IEC 27001:2022 and ISO/IEC 42001:2023, 6.1.3).
    Auditors ask for it first. This is reported once, not for every control.

    Example: ISO/IEC 27001 is in use without a statement.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

    Remedy: `isodocs soa --new` writes a table with a row for each control, and a document that
    shows it. Decide on each row, then have the document approved.
    """
    for id, requirements in register.in_use.items():
        asked = demanding(requirements)
        if asked and controls(requirements) and statement(register, id) is None:
            yield Finding(
                f"{requirements.display_name} requires a Statement of Applicability "
                f"({asked.number}), and there is none for its "
                f"{counted(len(controls(requirements)), 'control')}",
                f"Create it with `isodocs soa --new {id}` ({table_path(id)}).",
                Place(PATH, *register.config.places.get("standards", (0, 0))),
                subject=id,
                clauses=(str(asked.reference),),
            )


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
    for found, requirements in _statements(register):
        missing = [control.number for control in found.missing]
        stateless = [d for d in found.table.rows if d.applicable and d.state is None]
        there = found.table.decisions
        first = next((there[n].place for n in missing if n in there), Place(found.paths[0]))
        if missing:
            yield rows.finding(
                requirements,
                f"undecided controls of {requirements.display_name}: {listed(missing, most=6)}",
                "Enter yes or no in 'applicable', in a row for each control. "
                f"`isodocs soa --gaps {found.standard}` lists them.",
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
                f"{rows.named(stateless, 'applies', 'apply')}, but 'state' is empty",
                f"Enter one of {words} in 'state'.",
                "state",
                _about(register, found),
            )


@rule("SOA003", "statement-row-wrong", Level.ERROR, blocks=True)
def statement_row_wrong(register: Register) -> Iterator[Finding]:
    """A row of the statement does not match a control, or matches one that has a row already.

    Why: Such a row does not count, and the control it was meant for stays undecided (ISO/IEC
    27001:2022, 6.1.3 d). If there are many, such as all rows of another edition, they are reported
    once.

    Example: The last control of A.8 is A.8.34.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.8.35,yes,Needed by our customers,planned,

    Remedy: Correct the number, or keep one of the two rows. Give a control of your own an
    identifier that no standard uses, such as OWN-1.
    """
    for found, requirements in _statements(register):
        flaws = found.table.flaws
        if len(flaws) > _FEW_FLAWS:
            numbers = [flaw.decision.number for flaw in flaws]
            yield rows.finding(
                requirements,
                f"{len(flaws)} rows do not count: {listed(numbers, most=6)} are not controls "
                f"of {requirements.display_name}, or are duplicates",
                f"`isodocs soa --gaps {found.standard}` explains each. Another edition numbers "
                "its controls differently.",
                flaws[0].decision.place,
                [],
                "rows",
            )
            continue
        for flaw in flaws:
            number = flaw.decision.number
            yield rows.finding(
                requirements, flaw.message, flaw.hint, flaw.decision.place, [], number
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
    for found, _ in _statements(register):
        bare = [d for d in found.table.rows if not d.justification]
        if left_out := [decision for decision in bare if decision.applicable is False]:
            yield rows.of_rows(
                register,
                found,
                left_out,
                f"{rows.named(left_out, 'is', 'are')} excluded without a justification",
                "Enter in 'justification' why it does not apply.",
                "left out",
                _about(register, found),
            )
        if taken_in := [decision for decision in bare if decision.applicable]:
            yield rows.of_rows(
                register,
                found,
                taken_in,
                f"{rows.named(taken_in, 'applies', 'apply')} without a justification",
                "Enter in 'justification' which risk, law or contract requires it.",
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
    for found, _ in _statements(register):
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
                f"{rows.named(bare, 'is', 'are')} declared implemented without evidence",
                "Name a document, a record or a file in the row, or claim the control in the "
                "document that describes it.",
                "nothing behind",
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
    for found, _ in _statements(register):
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
            yield rows.of_rows(
                register,
                found,
                decisions,
                f"{id}, named for {listed(numbers, most=6)}, is {standing(entry)}",
                f"Name {newer}, which replaced it." if newer else "Bring it into force.",
                id,
            )


@rule(
    "SOA007",
    "statement-not-approved",
    Level.WARNING,
    blocks=False,
    stops=CERTIFYING,
    stops_as_warning=True,
)
def statement_not_approved(register: Register) -> Iterator[Finding]:
    """The current table of the statement is not approved.

    Why: The statement is controlled: it is reviewed, approved and protected from alteration
    (ISO/IEC 27001:2022, 6.1.3 d, 7.5.2, 7.5.3). If a controlled document includes the table, each
    of its approvals contains the digest of the table. Until the table is approved, no exclusion
    counts. A new table that awaits approval with the next revision of its document is a note, and
    the approved rows count until then. So is a first table that is approved but not yet effective.

    Example: A table that no controlled document includes.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.5.1,yes,Needed by our customers,planned,

    Remedy: `isodocs soa --new` writes such a document. After a change of the table, revise the
    document and have it approved.
    """
    for found, requirements in _statements(register):
        if found.standing is TableApproval.APPROVED:
            continue
        entry = register.entries.get(found.document)
        waits = found.approved is not None and entry is not None and entry.pending is not None
        ahead = entry is not None and entry.state is State.APPROVED
        if ahead and entry:
            hint = f"It counts from {entry.newest.effective_on}. Nothing to do."
        elif waits and entry and entry.pending:
            hint = f"It counts once revision {entry.pending.number} of {entry.id} is approved."
        elif entry:
            hint = f"Have {entry.id} approved: `isodocs submit {entry.id}`. After a change of the "
            hint += f"table, run `isodocs revise {entry.id}` first."
        else:
            hint = (
                f"`isodocs soa --new {found.standard}` writes a document that shows it. In a "
                f'document of your own, write {{% include "/{found.paths[0]}" %}}.'
            )
        yield Finding(
            f"the current Statement of Applicability for {requirements.display_name} is not "
            f"approved: {found.why_not}",
            hint,
            Place(found.paths[0]),
            subject=found.standard,
            clauses=rows.asked_in(requirements),
            owner=entry.document.owner if entry else "",
            level=Level.NOTE if waits or ahead else None,
        )


@rule("SOA008", "decision-contradicted", Level.WARNING, blocks=False)
def decision_contradicted(register: Register) -> Iterator[Finding]:
    """The statement contradicts itself, the standard or `isodocs.yaml` on a control.

    Why: One of the two is wrong and misleads its readers (ISO/IEC 27001:2022, 6.1.3 d). Each kind
    of contradiction is reported once for a statement. A document that claims an excluded control is
    reported by CLS006.

    Example: A control is excluded and yet implemented.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.7.4,no,We have no premises,implemented,

    Remedy: Correct the wrong entry.
    """
    for found, requirements in _statements(register):
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
                f"{rows.named(decisions, 'is', 'are')} excluded, but "
                f"{_CONTRADICTIONS.get(what, what)}",
                "Correct 'applicable', or clear 'state' and the evidence in the row.",
                what,
            )
        for declared, decision in declared_beside(register, found):
            yield rows.finding(
                requirements,
                f"isodocs.yaml excludes {declared.clause}, but the statement includes "
                f"{decision.number}; the statement counts",
                "Remove it from 'not-applicable:'.",
                Place(PATH, declared.line, declared.column),
                [decision.number],
                f"{declared.clause}|{decision.number}",
            )


_CONTRADICTIONS = {
    "needed by every organisation": "every organisation needs it",
    "shown by something": "evidence is named for it",
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
    for found, _ in _statements(register):
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
                f"{rows.named(open_, 'applies', 'apply')} but {'is' if len(open_) == 1 else 'are'} "
                "not fully implemented",
                "Make sure that the risk treatment plan says who does what and by when.",
                found.standard,
            )


@rule("SOA010", "statement-of-no-standard", Level.WARNING, blocks=False)
def statement_of_no_standard(register: Register) -> Iterator[Finding]:
    """The rows of a statement do not belong to a standard in use.

    Why: Such rows do not count, as if there were no statement (ISO/IEC 27001:2022, 6.1.3 d). This
    is reported once for a table.

    Example: The table is named after an edition that is not in use.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2013.csv:
            control,applicable,justification,state,documents
            A.5.1.1,yes,Needed by our customers,planned,

    Remedy: Name the table after its standard, name the standard in a column `standard`, or list it
    under `standards:` in isodocs.yaml.
    """
    known = [id for id, requirements in register.maps.items() if controls(requirements)]
    for record, said in of_no_standard(register):
        means = f"belong to {said}, which is not in use" if said else "do not name their standard"
        yield Finding(
            f"the rows of this statement {means}, so they do not count",
            f"Name the table {table_path(known[0])}, or enter the standard in a column 'standard'."
            if known
            else "List the standard under 'standards:' in isodocs.yaml.",
            record.place("standard"),
            subject=record.path,
        )


def _statements(register: Register) -> Iterator[tuple[StatementOfApplicability, RequirementMap]]:
    for id, requirements in register.maps.items():
        if found := statement(register, id):
            yield found, requirements


def _about(register: Register, found: StatementOfApplicability) -> tuple[str, Level | None]:
    """The document that shows the table, and how much a gap in it weighs: a draft may have some.

    The gap is the document's, so that it is not submitted for approval with it.
    """
    entry = register.entries.get(found.document)
    final = entry is not None and any(d.status is Status.APPROVED for d in entry.current)
    return found.document, None if final else Level.WARNING

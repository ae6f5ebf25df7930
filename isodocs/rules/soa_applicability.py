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
"""Up to so many wrong rows are slips, told one by one; above, something is wrong with the table."""


@rule(
    "SOA001",
    "statement-missing",
    Level.WARNING,
    blocks=False,
    stops=CERTIFYING,
    stops_as_warning=True,
)
def statement_missing(register: Register) -> Iterator[Finding]:
    """A standard in use asks for a Statement of Applicability, and there is none.

    Why: The controls found necessary, why each is taken in or left out and whether it is in place
    belong into one statement (ISO/IEC 27001:2022 and ISO/IEC 42001:2023, 6.1.3); it is the first
    thing an auditor asks for. Told once, not for every control.

    Example: `standards: [iso-27001-2022]`, and nothing below `records/applicability/`.

    Remedy: `isodocs soa --new` writes a table with a row for each control and a document that shows
    it; decide row by row, then have the document approved.
    """
    for id, requirements in register.in_use.items():
        asked = demanding(requirements)
        if asked and controls(requirements) and statement(register, id) is None:
            yield Finding(
                f"{requirements.display_name} asks for a Statement of Applicability "
                f"({asked.number}), and there is none for its "
                f"{counted(len(controls(requirements)), 'control')}",
                f"`isodocs soa --new {id}` begins one, as {table_path(id)}.",
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
    """The statement says nothing of a control, or not how far an applicable one is in place.

    Why: No control may be overlooked, so every one of the annex is decided on, and for each that
    applies the statement says whether it is implemented (ISO/IEC 27001:2022, 6.1.3 c and d).
    Told once for a statement; a warning as long as the document that shows it is a draft.

    Example: The table has no row for A.8.12; in the row of A.5.7 `applicable` is empty.

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
                f"nothing is decided on {listed(missing, most=6)} of {requirements.display_name}",
                "Write yes or no under 'applicable', in a row for each control; "
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
                f"{rows.named(stateless, 'applies', 'apply')}, and nothing says how far in place",
                f"Write one of {words} under 'state'.",
                "state",
                _about(register, found),
            )


@rule("SOA003", "statement-row-wrong", Level.ERROR, blocks=True)
def statement_row_wrong(register: Register) -> Iterator[Finding]:
    """A row of the statement is about no control, or about one that has a row already.

    Why: What such a row says counts for nothing, and the control that was meant stays open
    (ISO/IEC 27001:2022, 6.1.3 d). Where there are many, such as all the rows of another edition,
    they are reported once.

    Example: `A.8.35`, where A.8 ends with A.8.34; `A.5`, which is a heading.

    Remedy: Correct the number, or keep one of the two rows. A control of your own has an identifier
    that no standard has, such as OWN-1.
    """
    for found, requirements in _statements(register):
        flaws = found.table.flaws
        if len(flaws) > _FEW_FLAWS:
            numbers = [flaw.decision.number for flaw in flaws]
            yield rows.finding(
                requirements,
                f"{len(flaws)} rows count for nothing: {listed(numbers, most=6)} are no controls "
                f"of {requirements.display_name}, or there twice",
                f"`isodocs soa --gaps {found.standard}` says what is wrong with each. Another "
                "edition numbers its controls differently.",
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
    """The statement does not say why a control is left out, or why one is taken in.

    Why: Both need a reason (ISO/IEC 27001:2022, 6.1.3 d): the risk it treats, a law or a contract;
    or why there is nothing that it would protect. A missing reason for leaving out is an error once
    the document that shows the statement is in its final form; one for taking in is a warning. Each
    is reported once for a statement.

    Example: `A.7.4,no,` with nothing behind it.

    Remedy: Write the reason under `justification`.
    """
    for found, _ in _statements(register):
        bare = [d for d in found.table.rows if not d.justification]
        if left_out := [decision for decision in bare if decision.applicable is False]:
            yield rows.of_rows(
                register,
                found,
                left_out,
                f"{rows.named(left_out, 'is', 'are')} left out without a justification",
                "Write under 'justification' why it does not apply here.",
                "left out",
                _about(register, found),
            )
        if taken_in := [decision for decision in bare if decision.applicable]:
            yield rows.of_rows(
                register,
                found,
                taken_in,
                f"nothing says why {rows.named(taken_in, 'applies', 'apply')}",
                "Write under 'justification' which risk, law or contract asks for it.",
                "applicable",
                (found.document, Level.WARNING),
            )


@rule("SOA005", "control-without-evidence", Level.WARNING, blocks=False)
def control_without_evidence(register: Register) -> Iterator[Finding]:
    """Controls are declared in place, and no document, record or file is behind them.

    Why: An auditor samples the statement and asks to be shown each control at work
    (ISO/IEC 27001:2022, 6.1.3 d, 8.3). A document is behind a control when the row names it, when
    it claims the control, or when the matrix of a manual leads there. Told once for a statement.

    Example: A.8.13, backup, `implemented`, with empty `documents`, `records` and `evidence`.

    Remedy: Name what shows it, or declare it planned.
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
                f"{rows.named(bare, 'is', 'are')} declared in place, with nothing to show for it",
                "Name a document, a record or a file in the row, or claim the control in the "
                "document that says how it is done.",
                "nothing behind",
            )


@rule("SOA006", "evidence-not-in-force", Level.WARNING, blocks=False)
def evidence_not_in_force(register: Register) -> Iterator[Finding]:
    """The statement puts a document behind a control that is in place, and it is not in force.

    Why: A draft or an obsolete document shows no control at work (ISO/IEC 27001:2022, 7.5.3, 8.1).
    What one document causes is reported once, at the first row.

    Example: A.5.19 rests on SOP-014, which still awaits approval.

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
                f"{id}, which is to show {listed(numbers, most=6)}, is {standing(entry)}",
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
    """No approval covers the table of the statement as it stands.

    Why: The statement is documented information under control: reviewed, approved and protected
    from being altered (ISO/IEC 27001:2022, 6.1.3 d, 7.5.2, 7.5.3). A controlled document that shows
    the table by an include carries the table's digest in each of its approvals. Until one covers
    it, nothing counts as left out. A new table that waits with its document's next revision is a
    note: the approved rows count until then; so is a first one whose day is still to come.

    Example: Three rows were changed after SOA-001 revision 2 was approved.

    Remedy: `isodocs soa --new` writes such a document; after a change of the table revise it, and
    have it approved.
    """
    for found, requirements in _statements(register):
        if found.standing is TableApproval.APPROVED:
            continue
        entry = register.entries.get(found.document)
        waits = found.approved is not None and entry is not None and entry.pending is not None
        ahead = entry is not None and entry.state is State.APPROVED
        if ahead and entry:
            hint = f"It counts from {entry.newest.effective_on}; nothing is left to be done."
        elif waits and entry and entry.pending:
            hint = f"It counts once revision {entry.pending.number} of {entry.id} is approved."
        elif entry:
            hint = f"Have {entry.id} approved: `isodocs submit {entry.id}`; after a change of the "
            hint += f"table, `isodocs revise {entry.id}` first."
        else:
            hint = (
                f"`isodocs soa --new {found.standard}` writes a document that shows it; in one of "
                f'your own write {{% include "/{found.paths[0]}" %}}.'
            )
        yield Finding(
            f"the Statement of Applicability for {requirements.display_name} is not approved as it "
            f"stands: {found.why_not}",
            hint,
            Place(found.paths[0]),
            subject=found.standard,
            clauses=rows.asked_in(requirements),
            owner=entry.document.owner if entry else "",
            level=Level.NOTE if waits or ahead else None,
        )


@rule("SOA008", "decision-contradicted", Level.WARNING, blocks=False)
def decision_contradicted(register: Register) -> Iterator[Finding]:
    """What the statement says of a control contradicts itself, the standard or `isodocs.yaml`.

    Why: One of the two is wrong, and whoever relies on the other is misled
    (ISO/IEC 27001:2022, 6.1.3 d). Each kind of contradiction is reported once for a statement. A
    document that claims a control declared not applicable is CLS006.

    Example: `applicable: no`, `state: implemented`; a control that `not-applicable:` in
    isodocs.yaml leaves out and the statement takes in.

    Remedy: Correct the one that is wrong.
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
                f"{rows.named(decisions, 'is', 'are')} left out and yet {what}",
                "Correct 'applicable', or empty 'state' and what is named behind it.",
                what,
            )
        for declared, decision in declared_beside(register, found):
            yield rows.finding(
                requirements,
                f"isodocs.yaml leaves out {declared.clause}, and the statement takes in "
                f"{decision.number}; the statement counts",
                "Take it out of 'not-applicable:'.",
                Place(PATH, declared.line, declared.column),
                [decision.number],
                f"{declared.clause}|{decision.number}",
            )


@rule("SOA009", "control-not-in-place", Level.NOTE, blocks=False)
def control_not_in_place(register: Register) -> Iterator[Finding]:
    """Applicable controls are only planned, partly implemented, or not implemented.

    Why: That is allowed as long as the risk treatment plan says who does what until when
    (ISO/IEC 27001:2022, 6.1.3 e); an auditor compares the two. Told once for a statement.

    Example: A.8.12, data leakage prevention, `planned`.

    Remedy: Carry out the treatment plan; `isodocs soa` shows the state of every control.
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
                f"{rows.named(open_, 'applies', 'apply')} without being fully in place",
                "See that the risk treatment plan says who does what until when.",
                found.standard,
            )


@rule("SOA010", "statement-of-no-standard", Level.WARNING, blocks=False)
def statement_of_no_standard(register: Register) -> Iterator[Finding]:
    """Nothing says to which standard in use the rows of a statement belong.

    Why: Such rows count for nothing, as if there were no statement
    (ISO/IEC 27001:2022, 6.1.3 d). Told once for a table.

    Example: `records/applicability.csv` where both ISO/IEC 27001 and ISO/IEC 42001 are in use; a
    table called after a standard or an edition that isodocs.yaml does not list.

    Remedy: Call the table after its standard, name it in a column `standard`, or list the standard
    under `standards:` in isodocs.yaml.
    """
    known = [id for id, requirements in register.maps.items() if controls(requirements)]
    for record, said in of_no_standard(register):
        means = f"are of {said}, which is not in use" if said else "do not say of which standard"
        yield Finding(
            f"the rows of this statement {means}, and count for nothing",
            f"Call the table {table_path(known[0])}, or write the standard into a column "
            "'standard'."
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

"""NCR: whether nonconformities are closed in time and effectively."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.nonconformities import (
    effect_due,
    is_ineffective,
    missing_steps,
    nonconformities,
    recurrences,
    taken_up,
)
from isodocs.assess.record_days import disorders
from isodocs.model.gap import Finding, Level
from isodocs.model.nonconformity import Stage
from isodocs.rules.rule import rule
from isodocs.words import counted, listed

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_REMARK = ("a decision on it is", "Decide what to do about it and record the decision.")
_NEXT = {
    Stage.RAISED: ("correction is", "Correct the nonconformity and record the date."),
    Stage.CORRECTED: ("cause analysis is", "Find the cause and record it."),
    Stage.CAUSE_KNOWN: ("an action is", "Decide on an action and record it."),
    Stage.ACTING: ("implementation is", "Implement the action and record the date."),
    Stage.IMPLEMENTED: (
        "verification is",
        "Ask someone else to verify the action, and record the date.",
    ),
    Stage.INEFFECTIVE: ("another action is", "Decide on another action and record it."),
    Stage.EFFECTIVE: ("closing it is", "Close the nonconformity and record the date."),
}
"""What comes after each stage of a major or minor one, with what to do about it."""


@rule("NCR001", "nonconformity-overdue", Level.ERROR, ("10.2.1",), blocks=False, by_calendar=True)
def nonconformity_overdue(register: Register) -> Iterator[Finding]:
    """The next step of a nonconformity is overdue.

    Why: You react to every nonconformity and implement the action needed (ISO 9001:2015, 10.2.1).
    Missing a deadline of the certification body puts the certificate at risk.

    Example: A nonconformity was due by 15 May, and its cause is not recorded.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            raised: 2026-02-12
            corrected: 2026-02-13
            due: 2026-05-15
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Complete the step named and record it. To change the due date, agree on it with the
    person or body that set it.
    """
    for found in nonconformities(register):
        late = found.due is not None and found.due < register.on
        # Whether it worked has a rule of its own.
        if found.is_open and late and found.stage is not Stage.VERIFIED and found.due:
            days = counted((register.on - found.due).days, "day")
            step, hint = _NEXT[found.stage] if found.weighty else _REMARK
            yield _finding(
                found.record,
                f"{found.stage}; {step} overdue by {days} (due on {found.due})",
                hint,
                "due",
            )


@rule("NCR002", "closed-without-proof", Level.ERROR, ("10.2.2",), blocks=False)
def closed_without_proof(register: Register) -> Iterator[Finding]:
    """A major or minor nonconformity is closed, and its record is incomplete.

    Why: The record shows the nature of the nonconformity, the actions taken and their results (ISO
    9001:2015, 10.2.2).

    Example: The record is closed without a cause or a review of effectiveness.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: closed
            source: internal-audit
            grade: minor
            raised: 2026-02-12
            corrected: 2026-02-13
            closed: 2026-02-20
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Reopen it, giving the day and the reason, and complete the missing steps. Or raise
    another nonconformity that names it in `takes-up`.
    """
    elsewhere = taken_up(register)
    for found in nonconformities(register):
        missing = missing_steps(found.record) if found.stage is Stage.CLOSED else ()
        if missing and found.record.id not in elsewhere:
            lacks = f"lacks {listed(missing)}"
            again = remedies.reopen(found.record, register.on, f"It {lacks}")
            yield _finding(
                found.record,
                f"closed, but the record {lacks}",
                f"Reopen it and record what is missing: `{again}`. Or raise another with "
                f"'takes-up: [{found.record.id}]'.",
                "status",
            )


@rule("NCR003", "verified-by-doer", Level.WARNING, ("10.2.1",), blocks=False)
def verified_by_doer(register: Register) -> Iterator[Finding]:
    """The person who carried out an action also verified it or judged its effectiveness.

    Why: The effectiveness of an action is reviewed (ISO 9001:2015, 10.2.1 d). People tend to see
    what they intended in their own work.

    Example: Ann carried out the action and verified it.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            raised: 2026-02-12
            action-by: ann
            verified-by: ann
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Ask someone else to verify the action, and record who did.
    """
    for record in register.records.get("nonconformity", ()):
        doer = record.text("action-by")
        for name in ("verified-by", "effectiveness-reviewed-by"):
            if doer and record.text(name) == doer:
                yield _finding(
                    record,
                    f"{doer} both carried out the action and {_WORDS[name]} it",
                    "Ask someone else, and record who did.",
                    name,
                )


_WORDS = {
    "verified-by": "verified",
    "effectiveness-reviewed-by": "reviewed the effectiveness of",
}


@rule("NCR004", "effect-not-reviewed", Level.ERROR, ("10.2.1",), blocks=False)
def effect_not_reviewed(register: Register) -> Iterator[Finding]:
    """The effectiveness of a corrective action was not reviewed in time.

    Why: The effectiveness of every corrective action is reviewed (ISO 9001:2015, 10.2.1 d). If the
    record gives no date, the review is due six months after the action.

    Example: The action was implemented in October. No review is recorded on 1 June.

        records/nonconformities/nc-2025-004.md:
            ---
            id: NC-2025-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            raised: 2025-09-12
            corrected: 2025-09-13
            cause: The list of gauges had no owner.
            action: The list has an owner.
            implemented: 2025-10-15
            verified: 2025-10-30
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Check whether the nonconformity has recurred, and record `effectiveness-reviewed` and
    `effective`.
    """
    for found in nonconformities(register):
        due = effect_due(found.record)
        if found.stage in (Stage.VERIFIED, Stage.IMPLEMENTED) and due and due < register.on:
            yield _finding(
                found.record,
                f"the effectiveness of the action of {found.record.day('implemented')} was "
                f"due for review by {due}",
                "Check whether it has recurred. Record 'effectiveness-reviewed' and 'effective'.",
                "effectiveness-due",
            )


@rule("NCR005", "action-did-not-work", Level.ERROR, ("10.2.1",), blocks=False)
def action_did_not_work(register: Register) -> Iterator[Finding]:
    """A corrective action was not effective, and no further action followed.

    Why: The cause of the nonconformity still exists (ISO 9001:2015, 10.2.1).

    Example: The review of effectiveness found that the action did not work.

        records/nonconformities/nc-2025-004.md:
            ---
            id: NC-2025-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            raised: 2025-09-12
            effectiveness-reviewed: 2026-05-15
            effective: no
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Find the real cause. Record another action, or a new nonconformity with `recurrence-of`.
    """
    records = register.records.get("nonconformity", ())
    named = {id for r in records for id in (*r.items("recurrence-of"), *r.items("takes-up"))}
    for found in nonconformities(register):
        if found.record.id in named:
            continue
        if found.stage is Stage.INEFFECTIVE:
            yield _finding(
                found.record,
                "the action was not effective, and no further action followed",
                "Find the real cause. Record another action, or a new nonconformity with "
                "'recurrence-of'.",
                "effective",
            )
        elif found.stage is Stage.CLOSED and found.weighty and is_ineffective(found.record):
            yield _finding(
                found.record,
                "closed, although the action was not effective, and no further action followed",
                "Find the real cause, and raise another nonconformity with "
                f"'recurrence-of: [{found.record.id}]'.",
                "effective",
            )


@rule("NCR006", "nonconformity-recurs", Level.WARNING, ("10.2.1",), blocks=False)
def nonconformity_recurs(register: Register) -> Iterator[Finding]:
    """Several nonconformities were raised on one clause within two years.

    Why: You check whether similar nonconformities exist and prevent them from recurring (ISO
    9001:2015, 10.2.1 b). A second one on the same clause suggests that the first cause was not
    found.

    Example: Gauges were not calibrated in 2025, and again in 2026.

        records/nonconformities/nc-2025-004.md:
            ---
            id: NC-2025-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            standard: iso-9001-2015
            clauses: ["7.1.5.2"]
            raised: 2025-09-12
            owner: quality-manager
            ---
            # Gauges not calibrated

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: A calliper not calibrated
            status: open
            source: internal-audit
            grade: minor
            standard: iso-9001-2015
            clauses: ["7.1.5.2"]
            raised: 2026-05-12
            owner: quality-manager
            ---
            # A calliper not calibrated

    Remedy: Compare them. If they have the same cause, record it in the newer one with
    `recurrence-of: [NC-2025-004]`.
    """
    for clause, records in recurrences(register):
        newest = records[-1]
        others = ", ".join(record.id for record in records[:-1])
        yield _finding(
            newest,
            f"earlier nonconformities on clause {clause}: {others}",
            f"Compare them. Link those with the same cause: 'recurrence-of: [{others}]'.",
            "clauses",
            clause,
        )


@rule("NCR007", "days-out-of-order", Level.WARNING, ("10.2.2",), blocks=False)
def days_out_of_order(register: Register) -> Iterator[Finding]:
    """A step of a nonconformity is dated before the step it follows.

    Why: The record is evidence of what happened (ISO 9001:2015, 10.2.2). An action cannot be
    verified before it is implemented.

    Example: The action was verified ten days before it was implemented.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            raised: 2026-02-12
            implemented: 2026-05-12
            verified: 2026-05-02
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Correct the wrong date.
    """
    for found in disorders(register):
        if found.record.kind == "nonconformity":
            hint = "Correct the wrong date."
            yield _finding(found.record, found.message, hint, found.field, found.name)


@rule("NCR008", "deadline-missing", Level.WARNING, ("10.2.1",), blocks=False)
def deadline_missing(register: Register) -> Iterator[Finding]:
    """An open nonconformity has no due date.

    Why: You act on every nonconformity (ISO 9001:2015, 10.2.1), and what has no date is never
    overdue. Certification bodies set a date for each finding, and the certificate depends on it.

    Example: A minor nonconformity of the last surveillance audit has no `due:`.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: open
            source: surveillance
            grade: minor
            raised: 2026-05-12
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Enter the date from the report. Or enter the rules of the body once in the certification
    record: `majors-within: 3 months` and `minors-within: ...`. For your own nonconformities, enter
    a default in isodocs.yaml under `default-days:`.
    """
    external = ("stage-1", "stage-2", "surveillance", "recertification", "special-audit")
    for found in nonconformities(register):
        record = found.record
        if not found.is_open or not found.weighty or found.limit is not None:
            continue
        if record.text("source") in external:
            message = "raised by the certification body without a due date"
            yield _finding(record, message, "Enter 'due:' from its report or its rules.", "source")
        elif found.due is None:
            hint = "Enter 'due:', or a default in isodocs.yaml under 'default-days:'."
            yield _finding(record, "has no due date", hint, "status")


@rule("NCR009", "promised-revision-missing", Level.WARNING, ("7.5.3.2",), blocks=False)
def promised_revision_missing(register: Register) -> Iterator[Finding]:
    """A closed nonconformity lists a document as revised, but the document was not revised since.

    Why: Changes are controlled, and decisions must show in the documents people use (ISO 9001:2015,
    7.5.3.2 c).

    Example: NC-2026-003 lists SOP-007 as revised. Its last revision is from 2025.

    Remedy: Revise the document (`isodocs revise ID`), or remove it from the list.
    """
    for found in nonconformities(register):
        raised = found.record.day("raised")
        if found.stage is not Stage.CLOSED or raised is None:
            continue
        for id in found.record.items("documents"):
            entry = register.entries.get(id)
            when = entry.newest.revision.last.when if entry else None
            if entry and when is not None and when.date() < raised:
                yield _finding(
                    found.record,
                    f"lists {id} as revised, but it was last changed on {when.date()}",
                    f"Revise it (`isodocs revise {id}`), or remove it from 'documents'.",
                    "documents",
                    id,
                )


def _finding(record: Record, message: str, hint: str, field: str, subject: str = "") -> Finding:
    return Finding(
        f"{record.label} ({record.text('grade')}): {message}",
        hint,
        record.place(field),
        subject=f"{record.id} {subject}".strip(),
        owner=record.text("owner"),
    )

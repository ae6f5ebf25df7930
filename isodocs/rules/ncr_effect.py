"""NCR: whether corrective action worked, and whether what it corrected has come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import effect_due, is_ineffective, nonconformities, recurrences
from isodocs.model.gap import Finding, Level
from isodocs.model.nonconformity import Stage
from isodocs.rules._nonconformities import about_nonconformity
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("NCR004", "effect-not-reviewed", Level.ERROR, ("10.2.1",), blocks=False, by_calendar=True)
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
            yield about_nonconformity(
                found.record,
                say(
                    "the effectiveness of the action of {day} was due for review by {due}",
                    day=found.record.day("implemented"),
                    due=due,
                ),
                say(
                    "Check whether it has recurred. Record 'effectiveness-reviewed' and "
                    "'effective'."
                ),
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
            yield about_nonconformity(
                found.record,
                say("the action was not effective, and no further action followed"),
                say(
                    "Find the real cause. Record another action, or a new nonconformity with "
                    "'recurrence-of'."
                ),
                "effective",
            )
        elif found.stage is Stage.CLOSED and found.weighty and is_ineffective(found.record):
            yield about_nonconformity(
                found.record,
                say(
                    "closed, although the action was not effective, and no further action followed"
                ),
                say(
                    "Find the real cause, and raise another nonconformity with "
                    "'recurrence-of: [{id}]'.",
                    id=found.record.id,
                ),
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
    `recurrence-of: [NC-2025-004]`; if not, say so there in `elsewhere`, and name NC-2025-004.
    """
    for clause, records in recurrences(register):
        newest = records[-1]
        others = ", ".join(record.id for record in records[:-1])
        yield about_nonconformity(
            newest,
            say(
                "earlier nonconformities on clause {clause}: {others}", clause=clause, others=others
            ),
            say(
                "Compare them. Link those with the same cause: 'recurrence-of: "
                "[{others}]'. Of the others, say in 'elsewhere' that the cause is "
                "another, and name them.",
                others=others,
            ),
            "clauses",
            clause,
        )

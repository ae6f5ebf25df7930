"""NCR: whether the record of a nonconformity shows what was done, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.nonconformities import missing_steps, nonconformities, taken_up
from isodocs.assess.record_days import disorders
from isodocs.model.gap import Finding, Level
from isodocs.model.nonconformity import Stage
from isodocs.rules._nonconformities import about_nonconformity
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


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
            lacks = say("lacks {missing}", missing=listed(missing))
            again = remedies.reopen(found.record, register.on, say("It {lacks}", lacks=lacks))
            yield about_nonconformity(
                found.record,
                say("closed, but the record {lacks}", lacks=lacks),
                say(
                    "Reopen it and record what is missing: `{again}`. Or raise another with "
                    "'takes-up: [{id}]'.",
                    again=again,
                    id=found.record.id,
                ),
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
                yield about_nonconformity(
                    record,
                    say(
                        "{doer} both carried out the action and {name} it",
                        doer=doer,
                        name=_WORDS[name],
                    ),
                    say("Ask someone else, and record who did."),
                    name,
                )


_WORDS = {
    "verified-by": "verified",
    "effectiveness-reviewed-by": say("reviewed the effectiveness of"),
}


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
            hint = say("Correct the wrong date.")
            yield about_nonconformity(found.record, found.message, hint, found.field, found.name)


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
                yield about_nonconformity(
                    found.record,
                    say(
                        "lists {id} as revised, but it was last changed on {when}",
                        id=id,
                        when=when.date(),
                    ),
                    say("Revise it (`isodocs revise {id}`), or remove it from 'documents'.", id=id),
                    "documents",
                    id,
                )

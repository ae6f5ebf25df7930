"""AUD: whether audits are reported, and what they found is followed up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audits import (
    internal_audits,
    report_due,
)
from isodocs.assess.late_reports import late_reports
from isodocs.dataclass import replace
from isodocs.model.gap import Finding, Level
from isodocs.rules._audit import finding
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("AUD005", "audit-report-late", Level.WARNING, ("9.2.2",), blocks=False, by_calendar=True)
def audit_report_late(register: Register) -> Iterator[Finding]:
    """The report of an audit was not given to the responsible management in time.

    Why: Results are reported to relevant management and acted on without undue delay (ISO
    9001:2015, 9.2.2 d and e). If the audit gives no date, the report is due after thirty days.

    A report that was late is a note until the next audit: nothing makes it earlier.

    Example: The audit ended on 3 March. It has not been reported.

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: Purchasing
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Purchasing
            auditors: [ann]
            planned: 2026-03-03
            started: 2026-03-03
            finished: 2026-03-03
            ---
            # Purchasing

    Remedy: Report the results and record the date in `reported`.
    """
    for late in late_reports(register):
        gap = finding(
            late.audit,
            late.in_words,
            say("Nothing to enter: see to it that the next report is in time."),
            "reported",
        )
        yield replace(gap, level=Level.NOTE)
    for audit in internal_audits(register):
        due, reported = report_due(audit), audit.day("reported")
        if due and due < register.on and (reported is None or reported > register.on):
            yield finding(
                audit,
                say(
                    "finished on {day}; the report was due on {due}",
                    day=audit.day("finished"),
                    due=due,
                ),
                say("Report the results and record the date in 'reported'."),
                "report-due",
            )


@rule("AUD006", "finding-not-carried", Level.WARNING, ("9.2.2", "10.2.1"), blocks=False)
def finding_not_carried(register: Register) -> Iterator[Finding]:
    """An audit and a nonconformity raised in it do not refer to each other.

    Why: Audit findings are corrected (ISO 9001:2015, 9.2.2 e, 10.2.1). A finding that appears only
    in the report is lost.

    Example: A nonconformity names the audit, whose `findings` do not list it.

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: Purchasing
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Purchasing
            auditors: [ann]
            planned: 2026-05-12
            started: 2026-05-12
            ---
            # Purchasing

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Supplier not approved
            status: open
            source: internal-audit
            grade: minor
            audit: AUD-2026-02
            raised: 2026-05-12
            owner: quality-manager
            ---
            # Supplier not approved

    Remedy: List the nonconformity in the audit's `findings`, and the audit in the nonconformity's
    `audit`. For an audit of the certification body, which the nonconformity names in `event`, one
    of the two is enough; this is reported where they contradict each other.
    """
    known = {record.id: record for record in register.records.get("nonconformity", ())}
    events = register.records.get("certification-event", ())
    for field, audits in (("audit", internal_audits(register)), ("event", events)):
        raised: dict[str, set[str]] = {}
        for record in known.values():
            raised.setdefault(record.text(field), set()).add(record.id)
        for audit in audits:
            listed = known.keys() & audit.items("findings")
            mine = raised.get(audit.id, set()) if audit.id else set()
            if field == "event":  # it is found by either; they must not contradict each other
                listed = {id for id in listed if id in mine or known[id].text(field)}
                mine = mine if audit.items("findings") else set()
            for id in sorted(mine ^ listed):
                side = say("does not list") if id in mine else say("lists")
                other = (
                    say("which names this audit")
                    if id in mine
                    else say("which does not name this audit")
                )
                yield finding(
                    audit,
                    say("{side} {id}, {other}", side=side, id=id, other=other),
                    say(
                        "Link both records: 'findings' in the audit, '{field}' in the "
                        "nonconformity.",
                        field=field,
                    ),
                    "findings",
                    id,
                )


@rule("AUD007", "audit-closed-too-early", Level.WARNING, ("9.2.2",), blocks=False)
def audit_closed_too_early(register: Register) -> Iterator[Finding]:
    """An audit is closed while nonconformities raised in it are still open.

    Why: Correction and corrective action follow without undue delay (ISO 9001:2015, 9.2.2 e). The
    audit is complete when they are done.

    Example: The audit is closed. One of its minor nonconformities is not.

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: Purchasing
            status: closed
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Purchasing
            auditors: [ann]
            planned: 2026-05-12
            started: 2026-05-12
            finished: 2026-05-12
            reported: 2026-05-20
            findings: [NC-2026-004]
            closed: 2026-05-20
            ---
            # Purchasing

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Supplier not approved
            status: open
            source: internal-audit
            grade: minor
            audit: AUD-2026-02
            raised: 2026-05-12
            owner: quality-manager
            ---
            # Supplier not approved

    Remedy: Keep the audit at `done` until all its nonconformities are closed.
    """
    open_ = {
        record.id
        for record in register.records.get("nonconformity", ())
        if record.text("status") != "closed"
    }
    for audit in internal_audits(register):
        waiting = sorted(open_ & set(audit.items("findings")))
        if audit.text("status") == "closed" and waiting:
            yield finding(
                audit,
                say(
                    "closed while {waiting} {part} still open",
                    waiting=listed(waiting, most=6),
                    part=say("is") if len(waiting) == 1 else say("are"),
                ),
                say("Keep it at 'done' until all its nonconformities are closed."),
                "status",
            )

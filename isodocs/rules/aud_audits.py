"""AUD: whether audits are carried out by competent, impartial auditors and followed up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audits import (
    internal_audits,
    report_due,
    ties,
)
from isodocs.assess.competence import competent_on
from isodocs.model.gap import Finding, Level
from isodocs.rules._audit import finding
from isodocs.rules.rule import rule
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("AUD003", "auditor-not-competent", Level.ERROR, ("7.2", "9.2.2"), blocks=False)
def auditor_not_competent(register: Register) -> Iterator[Finding]:
    """An auditor was not competent as an internal auditor on the day of the audit.

    Why: Auditors are selected so that audits are objective, and auditors must be competent (ISO
    9001:2015, 9.2.2 c, 7.2).

    Example: The audit was on 12 May. The auditor took the course on 20 May.

        records/competence.yaml:
            - {id: AUD-INT, title: Internal auditing, kind: internal-auditor, persons: [ann]}

        records/training.csv:
            person,competence,date
            ann,AUD-INT,2026-05-20

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

    Remedy: If the training took place, record it: `isodocs new training`. Otherwise, have a
    competent auditor repeat the important parts.
    """
    for audit in internal_audits(register):
        day = audit.day("started") or audit.day("planned")
        if day is None or day > register.on:
            continue
        for auditor in audit.items("auditors"):
            fit = competent_on(register, auditor, ("internal-auditor", "lead-auditor"), day)
            if fit is False:
                yield finding(
                    audit,
                    f"no record shows that {auditor} was competent as an auditor on {day}",
                    "Record the training if it took place (`isodocs new training`). Otherwise, "
                    "have a competent auditor audit.",
                    "auditors",
                    auditor,
                )


@rule("AUD004", "auditor-audits-own-work", Level.ERROR, ("9.2.2",), blocks=False)
def auditor_audits_own_work(register: Register) -> Iterator[Finding]:
    """An auditor audited their own work, or a document that they own, wrote or approved.

    Why: Auditors must be objective and impartial (ISO 9001:2015, 9.2.2 c). People are not impartial
    about their own work.

    Example: The quality manager audits the procedure of which the quality manager is the owner.

        documents/purchasing.md:
            ---
            id: SOP-001
            title: Purchasing
            owner: quality-manager
            ---

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: Purchasing
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Purchasing
            documents: [SOP-001]
            auditors: [quinn]
            planned: 2026-05-12
            started: 2026-05-12
            ---
            # Purchasing

    Remedy: Ask someone else to audit that part.
    """
    for audit in internal_audits(register):
        for tie in ties(register, audit):
            yield finding(
                audit,
                f"{tie.auditor} {tie.what}",
                "Ask someone else to audit that part.",
                "auditors",
                f"{tie.auditor} {tie.what}",
            )


@rule("AUD005", "audit-report-late", Level.WARNING, ("9.2.2",), blocks=False, by_calendar=True)
def audit_report_late(register: Register) -> Iterator[Finding]:
    """The report of an audit was not given to the responsible management in time.

    Why: Results are reported to relevant management and acted on without undue delay (ISO
    9001:2015, 9.2.2 d and e). If the audit gives no date, the report is due after thirty days.

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
    for audit in internal_audits(register):
        due, reported = report_due(audit), audit.day("reported")
        if due and due < register.on and (reported is None or reported > register.on):
            yield finding(
                audit,
                f"finished on {audit.day('finished')}; the report was due on {due}",
                "Report the results and record the date in 'reported'.",
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
    `audit`.
    """
    raised: dict[str, set[str]] = {}
    for record in register.records.get("nonconformity", ()):
        if record.text("audit"):
            raised.setdefault(record.text("audit"), set()).add(record.id)
    known = {record.id for record in register.records.get("nonconformity", ())}
    for audit in internal_audits(register):
        listed = set(audit.items("findings"))
        mine = raised.get(audit.id, set())
        for id in sorted((mine ^ listed) & known):
            side = "does not list" if id in mine else "lists"
            other = "which names this audit" if id in mine else "which does not name this audit"
            yield finding(
                audit,
                f"{side} {id}, {other}",
                "Link both records: 'findings' in the audit, 'audit' in the nonconformity.",
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
                f"closed while {listed(waiting, most=6)} "
                f"{'is' if len(waiting) == 1 else 'are'} still open",
                "Keep it at 'done' until all its nonconformities are closed.",
                "status",
            )

"""AUD: internal audits and management reviews: held in time, complete, by people fit and free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audits import (
    AGAIN_WITHIN,
    audited,
    carried_out,
    internal_audits,
    latest,
    not_planned_again,
    programme,
    report_due,
    reviews,
    ties,
)
from isodocs.assess.competence import competent_on
from isodocs.model.gap import Finding, Level
from isodocs.model.period import Period
from isodocs.rules.rule import rule
from isodocs.standards.management_review import agendas
from isodocs.words import counted, listed

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

REVIEW_EVERY = Period(12, "month")
"""How often top management reviews the system where no record says: usual, not required."""
_NAMED = 8


@rule("AUD001", "audit-overdue", Level.ERROR, ("9.2.2",), blocks=False, by_calendar=True)
def audit_overdue(register: Register) -> Iterator[Finding]:
    """A line of the audit programme is past its due date and has not been carried out.

    Why: The audit programme is implemented as planned (ISO 9001:2015, 9.2.2 a). A certification
    body checks this first.

    Example: Purchasing was to be audited by the end of April. The line names no audit.

        records/audit-programme.csv:
            id,title,standards,planned,due,audit
            AP-2026-03,Purchasing,iso-9001-2015,2026-04-01,2026-04-30,

    Remedy: Carry out the audit and enter its ID in `audit`, or reschedule it and record the reason.
    """
    for line in programme(register):
        due = line.day("due")
        if due and due < register.on and carried_out(register, line) is None:
            late = counted((register.on - due).days, "day")
            yield _finding(
                line,
                f"audit overdue by {late} (planned by {due})",
                "Carry out the audit and enter its ID in 'audit', or reschedule it and record "
                "the reason.",
                "due",
            )


@rule("AUD002", "clause-not-audited", Level.WARNING, ("9.2.1", "9.2.2"), blocks=False)
def clause_not_audited(register: Register) -> Iterator[Finding]:
    """Clauses of a standard have not been audited within the interval of the audit programme.

    Why: Internal audits show whether the whole system conforms (ISO 9001:2015, 9.2.1, 9.2.2 a). If
    the programme gives no interval, it is three years, the cycle of a certificate.

    Example: The programme plans an audit of 8.4 and of nothing else.

        records/audit-programme.csv:
            id,title,standards,clauses,planned,due
            AP-2026-03,Purchasing,iso-9001-2015,8.4,2026-09-01,2026-09-30

    Remedy: Add the clauses to the scope of a planned audit. `isodocs audits` lists all of them.
    """
    records = register.records
    if not records.get("audit") and not records.get("audit-programme"):
        return  # none are kept here at all; readiness says so where it matters
    for standard, requirements in register.in_use.items():
        open_ = [
            found
            for found in audited(register, requirements)
            if (found.due is None or found.due < register.on) and found.planned is None
        ]
        if open_:
            numbers = [found.clause.number for found in open_]
            shown = ", ".join(numbers[:_NAMED])
            more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
            yield Finding(
                f"{requirements.display_name}: not audited in time and not planned: {shown}{more}",
                "Add them to the scope of an audit. `isodocs audits` lists all clauses.",
                subject=standard,
                clauses=tuple(str(found.clause) for found in open_),
            )


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
                yield _finding(
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
            yield _finding(
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
            yield _finding(
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
            yield _finding(
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
            yield _finding(
                audit,
                f"closed while {listed(waiting, most=6)} "
                f"{'is' if len(waiting) == 1 else 'are'} still open",
                "Keep it at 'done' until all its nonconformities are closed.",
                "status",
            )


@rule("AUD008", "management-review-overdue", Level.ERROR, ("9.3.1",), blocks=False)
def management_review_overdue(register: Register) -> Iterator[Finding]:
    """The management review is overdue.

    Why: Top management reviews the system at planned intervals (ISO 9001:2015, 9.3.1). If the last
    review gives no next date, the next one is due after twelve months.

    Example: The last review was held more than a year ago.

        records/management-reviews/mr-2025.md:
            ---
            id: MR-2025
            title: Management review 2025
            status: held
            standards: [iso-9001-2015]
            chair: director
            held: 2025-05-06
            ---
            # Management review 2025

    Remedy: Hold the review and record it: `isodocs new management-review`.
    """
    held = reviews(register)
    if not register.records.get("management-review"):
        return
    for standard, requirements in register.in_use.items():
        last = latest(held, standard)
        name = requirements.display_name
        if last is None:
            yield Finding(
                f"{name}: no management review has been held",
                "Hold one and record it: `isodocs new management-review`.",
                subject=standard,
            )
            continue
        day = last.day("held") or register.on
        due = last.day("next-due") or REVIEW_EVERY.after(day)
        if due < register.on:
            yield _finding(
                last,
                f"the management review of {name} was due on {due} (last held on {day})",
                "Hold the review and record it: `isodocs new management-review`.",
                "next-due",
                standard,
            )


@rule("AUD009", "management-review-incomplete", Level.WARNING, ("9.3.2", "9.3.3"), blocks=False)
def management_review_incomplete(register: Register) -> Iterator[Finding]:
    """The last management review left out inputs or outputs that the standard lists.

    Why: The standard lists what the review considers and decides (ISO 9001:2015, 9.3.2 and 9.3.3),
    and auditors go through the list.

    Example: The inputs do not include the performance of suppliers.

        records/management-reviews/mr-2026.md:
            ---
            id: MR-2026
            title: Management review 2026
            status: held
            standards: [iso-9001-2015]
            chair: director
            held: 2026-05-06
            inputs: [earlier-actions, changes, customer-satisfaction, interested-parties,
              objectives, process-performance, product-conformity, nonconformities, monitoring,
              audit-results, resources, risk-actions, improvement]
            outputs: [improvement, system-changes, resources]
            ---
            # Management review 2026

    Remedy: Review the missing items and record them, at the next review at the latest.
    """
    held = reviews(register)
    for standard, requirements in register.in_use.items():
        last = latest(held, standard)
        if last is None:
            continue
        missing = [
            (field, agenda.clause, words)
            for field, agenda in agendas().get(standard, {}).items()
            if (words := agenda.left_out(last.items(field)))
        ]
        if missing:
            told = [f"{field} ({clause}): {', '.join(words)}" for field, clause, words in missing]
            yield _finding(
                last,
                f"missing, of what {requirements.display_name} requires, {'; '.join(told)}",
                "Review the missing items, at the next review at the latest.",
                missing[0][0],
                standard,
            )


@rule("AUD010", "earlier-results-not-planned", Level.NOTE, ("9.2.2",), blocks=False)
def earlier_results_not_planned(register: Register) -> Iterator[Finding]:
    """A clause was not met, and the audit programme does not include it again within a year.

    Why: The programme takes into account the importance of the processes and the results of earlier
    audits (ISO 9001:2015, 9.2.2 a). A clause that was not met is audited sooner than the rest.
    Major and minor nonconformities from any source count until the clause is audited after them.
    Twelve months are common practice, not a requirement.

    Example: A customer received parts that nobody had released. The next audit of 8.6 is in two
    years.

        records/audit-programme.csv:
            id,title,standards,every,planned,due
            AP-2028-01,The whole system,iso-9001-2015,3 years,2028-04-01,2028-04-30

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Parts delivered without release
            status: open
            source: customer-complaint
            grade: minor
            standard: iso-9001-2015
            clauses: ["8.6"]
            raised: 2026-05-12
            owner: quality-manager
            ---
            # Parts delivered without release

    Remedy: Plan an audit of the clause, bring the planned one forward, or set a shorter `every` in
    a line of the programme. Record the reason in `basis`.
    """
    if not programme(register):
        return  # no programme is kept here; readiness says so where it matters
    for standard, requirements in register.in_use.items():
        open_ = not_planned_again(register, requirements)
        if open_:
            shown = [
                f"{number} ({listed([record.id for record in records], most=3)})"
                for number, records in open_.items()
            ]
            yield Finding(
                f"{requirements.display_name}: not met, and no audit is planned within "
                f"{AGAIN_WITHIN}: {listed(shown, most=6)}",
                "Plan an audit, or set a shorter 'every', and record the reason in 'basis'.",
                subject=standard,
                clauses=tuple(f"{standard}:{number}" for number in open_),
            )


def _finding(record: Record, message: str, hint: str, field: str, subject: str = "") -> Finding:
    return Finding(
        f"{record.label}: {message}",
        hint,
        record.place(field),
        subject=f"{record.id} {subject}".strip(),
        owner=record.text("owner") or record.text("lead-auditor") or record.text("chair"),
    )

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
"""How often top management reviews the system where no record says: usual, but no rule."""
_NAMED = 8


@rule("AUD001", "audit-overdue", Level.ERROR, ("9.2.2",), blocks=False, by_calendar=True)
def audit_overdue(register: Register) -> Iterator[Finding]:
    """A line of the audit programme is past its day and was not carried out.

    Why: The programme is carried out as planned (ISO 9001:2015, 9.2.2 a); a certification body
    looks at it first.

    Example: Purchasing was to be audited by June; in November no audit has been finished.

    Remedy: Hold the audit and name it in the line (`audit:`), or move the line with a reason.
    """
    for line in programme(register):
        due = line.day("due")
        if due and due < register.on and carried_out(register, line) is None:
            late = counted((register.on - due).days, "day")
            yield _finding(
                line,
                f"was to be audited by {due}, {late} ago",
                "Hold the audit and name it in 'audit:', or move the line and say why.",
                "due",
            )


@rule("AUD002", "clause-not-audited", Level.WARNING, ("9.2.1", "9.2.2"), blocks=False)
def clause_not_audited(register: Register) -> Iterator[Finding]:
    """Clauses of a standard have not been audited for longer than the programme allows.

    Why: Internal audits show whether the whole system conforms (ISO 9001:2015, 9.2.1, 9.2.2 a).
    Where no line of the programme says how often, three years are taken, a certificate's cycle.

    Example: 7.1.6 and 8.5.3 were never in the scope of any audit.

    Remedy: Put them into the scope of an audit that is planned; `isodocs audits` lists all.
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
                f"{requirements.display_name}: not audited in time and in no plan: {shown}{more}",
                "Put them into the scope of an audit; `isodocs audits` lists all.",
                subject=standard,
                clauses=tuple(str(found.clause) for found in open_),
            )


@rule("AUD003", "auditor-not-competent", Level.ERROR, ("7.2", "9.2.2"), blocks=False)
def auditor_not_competent(register: Register) -> Iterator[Finding]:
    """Somebody audited without a competence as internal auditor that held on that day.

    Why: Auditors are selected so that audits are objective, and are competent for it
    (ISO 9001:2015, 9.2.2 c, 7.2).

    Example: Audit on 12 May; the auditor's course was in June.

    Remedy: Let somebody competent audit again what matters. If the training took place, record it:
    `isodocs new training`.
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
                    f"{auditor} was not shown to be competent as an auditor on {day}",
                    "Record the training if it took place (`isodocs new training`); else let "
                    "somebody competent audit.",
                    "auditors",
                    auditor,
                )


@rule("AUD004", "auditor-audits-own-work", Level.ERROR, ("9.2.2",), blocks=False)
def auditor_audits_own_work(register: Register) -> Iterator[Finding]:
    """An auditor audited their own work, or a document they own, wrote or approved.

    Why: Auditors are objective and impartial (ISO 9001:2015, 9.2.2 c); nobody is about their own
    work.

    Example: The purchasing manager audits purchasing and its procedure.

    Remedy: Let somebody else audit that part.
    """
    for audit in internal_audits(register):
        for tie in ties(register, audit):
            yield _finding(
                audit,
                f"{tie.auditor} {tie.what}",
                "Let somebody else audit that part.",
                "auditors",
                f"{tie.auditor} {tie.what}",
            )


@rule("AUD005", "audit-report-late", Level.WARNING, ("9.2.2",), blocks=False, by_calendar=True)
def audit_report_late(register: Register) -> Iterator[Finding]:
    """The report of an audit was not given to the management concerned in time.

    Why: Results go to the relevant management, and are acted on without undue delay
    (ISO 9001:2015, 9.2.2 d and e). Where the audit does not say, thirty days are taken.

    Example: Closing meeting on 3 March, no report on 15 May.

    Remedy: Report, and record the day in `reported`.
    """
    for audit in internal_audits(register):
        due, reported = report_due(audit), audit.day("reported")
        if due and due < register.on and (reported is None or reported > register.on):
            yield _finding(
                audit,
                f"finished on {audit.day('finished')}; its report was due on {due}",
                "Report, and record the day in 'reported'.",
                "report-due",
            )


@rule("AUD006", "finding-not-carried", Level.WARNING, ("9.2.2", "10.2.1"), blocks=False)
def finding_not_carried(register: Register) -> Iterator[Finding]:
    """An audit and the nonconformities it raised do not name each other.

    Why: What an audit finds is corrected (ISO 9001:2015, 9.2.2 e, 10.2.1); a finding that stands
    in the report only is lost.

    Example: NC-2026-004 says `audit: AUD-2026-02`, whose `findings` do not list it.

    Remedy: List the nonconformity in the audit's `findings`, and the audit in its `audit`.
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
            other = "which says it was raised there" if id in mine else "which does not name it"
            yield _finding(
                audit,
                f"{side} {id}, {other}",
                "Let the two name each other: 'findings' in the audit, 'audit' in the "
                "nonconformity.",
                "findings",
                id,
            )


@rule("AUD007", "audit-closed-too-early", Level.WARNING, ("9.2.2",), blocks=False)
def audit_closed_too_early(register: Register) -> Iterator[Finding]:
    """An audit is closed while nonconformities that it raised are still open.

    Why: Correction and corrective action follow without undue delay (ISO 9001:2015, 9.2.2 e); the
    audit is over when they are done.

    Example: `status: closed`, and one of its minors is still being worked on.

    Remedy: Keep the audit at `done` until all it raised is closed.
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
                f"is closed, while {', '.join(waiting)} is still open"
                if len(waiting) == 1
                else f"is closed, while {', '.join(waiting)} are still open",
                "Keep it at 'done' until all it raised is closed.",
                "status",
            )


@rule("AUD008", "management-review-overdue", Level.ERROR, ("9.3.1",), blocks=False)
def management_review_overdue(register: Register) -> Iterator[Finding]:
    """Top management has not reviewed the system for longer than planned.

    Why: The system is reviewed at planned intervals (ISO 9001:2015, 9.3.1). Where the last review
    does not say when the next is due, twelve months are taken.

    Example: The last review was held in May 2025.

    Remedy: Hold it and record it: `isodocs new management-review`.
    """
    held = reviews(register)
    if not register.records.get("management-review"):
        return
    for standard, requirements in register.in_use.items():
        last = latest(held, standard)
        name = requirements.display_name
        if last is None:
            yield Finding(
                f"{name}: no management review was ever held",
                "Hold one and record it: `isodocs new management-review`.",
                subject=standard,
            )
            continue
        day = last.day("held") or register.on
        due = last.day("next-due") or REVIEW_EVERY.after(day)
        if due < register.on:
            yield _finding(
                last,
                f"the last management review of {name}, of {day}; the next was due on {due}",
                "Hold it and record it: `isodocs new management-review`.",
                "next-due",
                standard,
            )


@rule("AUD009", "management-review-incomplete", Level.WARNING, ("9.3.2", "9.3.3"), blocks=False)
def management_review_incomplete(register: Register) -> Iterator[Finding]:
    """The last management review left out inputs or outputs that the standard lists.

    Why: What is looked at and decided on is listed (ISO 9001:2015, 9.3.2 and 9.3.3), and auditors
    go through the list.

    Example: `inputs` without supplier-performance.

    Remedy: Look at what was left out and record it, at the next review at the latest.
    """
    held = reviews(register)
    for standard, requirements in register.in_use.items():
        agenda = agendas().get(standard)
        last = latest(held, standard)
        if agenda is None or last is None:
            continue
        for field, wanted in (("inputs", agenda.inputs), ("outputs", agenda.outputs)):
            missing = [word for word in wanted if word not in last.items(field)]
            if missing:
                yield _finding(
                    last,
                    f"leaves out, of the {field} that {requirements.display_name} lists: "
                    f"{', '.join(missing)}",
                    "Look at what was left out, at the next review at the latest.",
                    field,
                    f"{standard} {field}",
                )


@rule("AUD010", "earlier-results-not-planned", Level.NOTE, ("9.2.2",), blocks=False)
def earlier_results_not_planned(register: Register) -> Iterator[Finding]:
    """A clause was not met, and the audit programme does not take it up again within a year.

    Why: The programme weighs how important the processes are and what earlier audits found
    (ISO 9001:2015, 9.2.2 a): what was not met is audited sooner than the rest. Majors and minors
    of any source count, until the clause is audited after them. Twelve months are usual, but no
    rule.

    Example: In May a customer was sent parts that nobody had released; 8.6 is audited every three
    years, and next in two.

    Remedy: Plan an audit of it, or let the one that is planned begin earlier, or give a shorter
    `every` in a line of the programme; say why in `basis`.
    """
    if not programme(register):
        return  # no programme is kept here; readiness says so where it matters
    for standard, requirements in register.in_use.items():
        open_ = not_planned_again(register, requirements)
        if open_:
            told = [
                f"{number} ({listed([record.id for record in records], most=3)})"
                for number, records in open_.items()
            ]
            yield Finding(
                f"{requirements.display_name}: not met, and no audit looks again within "
                f"{AGAIN_WITHIN}: {listed(told, most=6)}",
                "Plan an audit of it, or a shorter 'every', and say why in 'basis'.",
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

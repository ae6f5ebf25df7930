"""AUD: whether the audit programme is carried out and covers the standard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audited_places import audited_processes, audited_sites
from isodocs.assess.audits import (
    AGAIN_WITHIN,
    audited,
    carried_out,
    not_covered,
    not_planned_again,
    programme,
)
from isodocs.model.gap import Finding, Level
from isodocs.rules._audit import finding
from isodocs.rules.rule import rule
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

_NAMED = 8


@rule("AUD001", "audit-overdue", Level.ERROR, ("9.2.2",), blocks=False, by_calendar=True)
def audit_overdue(register: Register) -> Iterator[Finding]:
    """A line of the audit programme is past its due date and has not been carried out.

    It is carried out when the audit that it names, with those since the planned day, has covered
    its standards, clauses, processes and sites.

    Why: The audit programme is implemented as planned (ISO 9001:2015, 9.2.2 a). A certification
    body checks this first.

    Example: Purchasing was planned to be audited by the end of April. The line names no audit.

        records/audit-programme.csv:
            id,title,standards,planned,due,audit
            AP-2026-03,Purchasing,iso-9001-2015,2026-04-01,2026-04-30,

    Remedy: Carry out the audit and enter its ID in `audit`, or enter another day in `due` and the
    reason in `postponed-because`.
    Audit what it left out; if it was looked at, name it in the audit.
    """
    for line in programme(register):
        due = line.day("due")
        if due and due < register.on and carried_out(register, line) is None:
            late = counted((register.on - due).days, "day")
            missing = listed(not_covered(register, line), most=_NAMED)
            part = (
                say(": {audit} did not cover {missing}", audit=line.text("audit"), missing=missing)
                if missing
                else ""
            )
            yield finding(
                line,
                say(
                    "audit overdue by {late} (planned by {due}){part}",
                    late=late,
                    due=due,
                    part=part,
                ),
                say(
                    "Carry out the audit and enter its ID in 'audit', or enter another day in "
                    "'due' and the reason in 'postponed-because'."
                ),
                "due",
            )


@rule(
    "AUD002",
    "clause-not-audited",
    Level.WARNING,
    ("9.2.1", "9.2.2"),
    blocks=False,
    explains=("audits",),
)
def clause_not_audited(register: Register) -> Iterator[Finding]:
    """Clauses of a standard have not been audited within the interval of the audit programme.

    Why: Internal audits show whether the whole system conforms (ISO 9001:2015, 9.2.1, 9.2.2 a). If
    the programme gives no interval, it is three years, the cycle of a certificate. A map of your
    own that no one outside audits is asked about once an audit or the programme names it.

    Example: The programme plans an audit of 8.4 and of nothing else.

        records/audit-programme.csv:
            id,title,standards,clauses,planned,due
            AP-2026-03,Purchasing,iso-9001-2015,8.4,2026-09-01,2026-09-30

    Remedy: Add the clauses to the scope of a planned audit. `isodocs audits` lists all of them.
    """
    records = register.records
    if not records.get("audit") and not records.get("audit-programme"):
        return  # none are kept here at all; readiness says so where it matters
    begun = {
        standard
        for kind in ("audit", "audit-programme")
        for record in records.get(kind, ())
        for standard in record.items("standards")
    }
    for standard, requirements in register.in_use.items():
        if not requirements.is_assessed_outside and standard not in begun:
            continue  # no one asks for audits of it, and none is planned
        open_ = [
            found
            for found in audited(register, requirements)
            if (found.due is None or found.due < register.on) and found.planned is None
        ]
        if open_:
            numbers = [found.clause.number for found in open_]
            shown = ", ".join(numbers[:_NAMED])
            more = (
                say(" and {numbers} more", numbers=len(numbers) - _NAMED)
                if len(numbers) > _NAMED
                else ""
            )
            yield Finding(
                say(
                    "{display_name}: not audited in time and not planned: {shown}{more}",
                    display_name=requirements.display_name,
                    shown=shown,
                    more=more,
                ),
                say("Add them to the scope of an audit. `isodocs audits` lists all clauses."),
                subject=standard,
                clauses=tuple(str(found.clause) for found in open_),
            )


@rule("AUD010", "earlier-results-not-planned", Level.NOTE, ("9.2.2",), blocks=False)
def earlier_results_not_planned(register: Register) -> Iterator[Finding]:
    """A clause was not met, and the audit programme does not include it again within a year.

    Why: The programme takes into account the importance of the processes and the results of earlier
    audits (ISO 9001:2015, 9.2.2 a). A clause that was not met is audited sooner than the rest.
    Major and minor nonconformities from any source count until the clause is audited after them.
    Twelve months are common practice, not a requirement.

    Example: A customer received parts that no one had released. The next audit of 8.6 is in two
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
                say(
                    "{number} ({id})",
                    number=number,
                    id=listed([record.id for record in records], most=3),
                )
                for number, records in open_.items()
            ]
            yield Finding(
                say(
                    "{display_name}: not met, and no audit is planned within {again_within}: "
                    "{shown}",
                    display_name=requirements.display_name,
                    again_within=AGAIN_WITHIN,
                    shown=listed(shown, most=6),
                ),
                say("Plan an audit, or set a shorter 'every', and record the reason in 'basis'."),
                subject=standard,
                clauses=tuple(f"{standard}:{number}" for number in open_),
            )


@rule(
    "AUD011",
    "site-not-audited",
    Level.WARNING,
    ("9.2.1", "9.2.2"),
    blocks=False,
    explains=("audits",),
)
def site_not_audited(register: Register) -> Iterator[Finding]:
    """A site of a certificate has not been audited within the interval of the audit programme.

    Why: Internal audits show whether the whole system conforms (ISO 9001:2015, 9.2.1, 9.2.2 a), at
    every site of the certificate. If the programme gives no interval, it is three years, the cycle
    of a certificate. Where there are several sites, an audit counts for those that it names.

    Example: The certificate names two sites. The only audit was at one of them.

        records/certification/cert-1.md:
            ---
            id: CERT-1
            title: ISO 9001, cycle 2026 to 2029
            status: open
            standard: iso-9001-2015
            sites: [Mill Lane, Quern Street]
            owner: quality-manager
            body: Northgate Certification
            accreditation-body: National accreditation body
            accreditation-number: "0417"
            accreditation-scope: ISO 9001
            recognised-under: GACI MRA
            accreditation-verified: 2026-05-20
            applied: 2026-05-20
            ---
            # ISO 9001

        records/competence.yaml:
            - {id: AUDITOR, title: Internal auditing, kind: internal-auditor, persons: [ann]}

        records/training.csv:
            person,competence,date
            ann,AUDITOR,2024-03-01

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: The whole system
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Everything at Mill Lane
            sites: [Mill Lane]
            auditors: [ann]
            planned: 2026-05-12
            started: 2026-05-12
            finished: 2026-05-13
            ---
            # The whole system

    Remedy: Plan an audit there: name the site in `sites` of a line of the audit programme or of an
    audit. If an audit was there, name the site in it.
    """
    records = register.records
    if not records.get("audit") and not records.get("audit-programme"):
        return  # none are kept here at all; readiness says so where it matters
    for certificate, found in audited_sites(register):
        if found.is_open(register.on):
            last = (
                say("was last audited on {last}", last=found.last)
                if found.last
                else say("was never audited")
            )
            yield finding(
                certificate,
                say(
                    "the site {site} {last}, and no audit of it is planned",
                    site=found.where.site,
                    last=last,
                ),
                say("Plan an audit there: name the site in 'sites'."),
                "sites",
                found.where.site,
            )


@rule(
    "AUD017",
    "process-not-audited",
    Level.WARNING,
    ("9.2.1", "9.2.2"),
    blocks=False,
    explains=("audits",),
)
def process_not_audited(register: Register) -> Iterator[Finding]:
    """A process has not been audited within the interval of the audit programme.

    Why: Internal audits show whether the whole system conforms, and the programme takes into
    account the importance of the processes (ISO 9001:2015, 9.2.1, 9.2.2 a). If the programme gives
    no interval, it is three years, the cycle of a certificate. An audit counts for the processes
    that it names. If it names none, it counts for those whose documents it names; audits without
    any process that together looked at every clause count for all. Nothing is reported where no
    process register or no audit is kept.

    Example: The audit programme and the audits leave out dispatch.

        records/process.csv:
            id,title,owner,inputs,outputs,measures,documents,note
            PRC-01,Machining,quinn,order,parts,yield,,the operators are trained
            PRC-02,Dispatch,quinn,parts,parcel,on time,,the job system leads through it

        records/audit-programme.csv:
            id,title,standards,clauses,processes,planned,due
            AP-2026-03,The whole system,iso-9001-2015,,machining,2026-09-01,2026-09-30

    Remedy: Plan an audit of it: name the process in `processes` of a line of the audit programme or
    of an audit. If an audit looked at it, name the process there.
    """
    records = register.records
    if not records.get("audit") and not records.get("audit-programme"):
        return  # none are kept here at all; readiness says so where it matters
    for process, found in audited_processes(register):
        if found.is_open(register.on):
            last = (
                say("was last audited on {last}", last=found.last)
                if found.last
                else say("was never audited")
            )
            name = process.text("title") or process.id
            yield finding(
                process,
                say("the process {last}, and no audit of it is planned", last=last),
                say("Plan an audit of it: name {name!r} in 'processes'.", name=name),
                "title",
            )

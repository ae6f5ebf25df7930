"""Internal audits: the programme, what it leaves out, and whether auditors were fit and free.

An audited clause stands for those below it. What an audit covered counts from the day it was
finished.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import nonconformities
from isodocs.assess.record_index import cited
from isodocs.model.period import Period
from isodocs.model.requirement import ClauseReference, RequirementMap
from isodocs.standards.clause import resolve

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

CYCLE = Period(3, "year")
"""How long a clause may go unaudited where no line of the programme says: a certificate's cycle."""
AGAIN_WITHIN = Period(12, "month")
"""How soon an audit looks again at a clause that was not met: usual, but no rule."""
REPORT_WITHIN = Period(30, "day")
"""How soon a report is due where the audit does not say."""


@dataclass(frozen=True, slots=True)
class ClauseAudited:
    """When a clause was last audited, and when the next audit is due.

    `again` is the first day on which the programme takes it up again: a planned audit may begin, or
    the interval that a line gives ends.
    """

    clause: ClauseReference
    last: date | None
    planned: date | None
    every: Period
    again: date | None

    @property
    def due(self) -> date | None:
        """The day by which the next audit is due; None before the first."""
        return self.every.after(self.last) if self.last else None


@dataclass(frozen=True, slots=True)
class Tie:
    """Why an auditor is not free to audit something: what it is, and the tie in words."""

    auditor: str
    what: str


def internal_audits(register: Register) -> tuple[Record, ...]:
    """The audits of our own system."""
    return tuple(
        record
        for record in register.records.get("audit", ())
        if record.text("kind") in ("", "internal")
    )


def programme(register: Register) -> tuple[Record, ...]:
    """The lines of the audit programme that were not cancelled."""
    return tuple(
        line
        for line in register.records.get("audit-programme", ())
        if line.day("cancelled") is None
    )


def carried_out(register: Register, line: Record) -> date | None:
    """The day on which a line of the programme was carried out; None as long as it was not."""
    audits = {audit.id: audit for audit in internal_audits(register)}
    audit = audits.get(line.text("audit"))
    finished = audit.day("finished") if audit else None
    return finished if finished and finished <= register.on else None


def audited(register: Register, requirements: RequirementMap) -> tuple[ClauseAudited, ...]:
    """Each auditable clause of a standard: when it was audited, when it will be."""
    found = _with_controls(register, requirements)
    return tuple(found[clause.number] for clause in requirements.auditable if not clause.control)


def not_planned_again(
    register: Register, requirements: RequirementMap
) -> Mapping[str, tuple[Record, ...]]:
    """Clauses not met that no audit has looked at since and none will soon, by number.

    Each with the majors and minors raised on it, oldest first. A heading was not met in any of the
    clauses below it, so an audit has to look at all of them.
    """
    known = _with_controls(register, requirements)
    raised_in = _ends_of_raising_audits(register)
    below: dict[str, tuple[ClauseAudited, ...]] = {}
    open_: defaultdict[str, list[tuple[date, Record]]] = defaultdict(list)
    for found in nonconformities(register):
        raised = found.record.day("raised")
        if not found.weighty or raised is None:
            continue
        since = max(raised, raised_in.get(found.record.id, raised))
        for clause in cited(register, found.record):
            if not isinstance(clause, ClauseReference) or clause.standard != requirements.id:
                continue
            number = clause.number
            if number not in below:
                below[number] = tuple(
                    known[n] for n in known if requirements.within(n, number)
                ) or tuple(known[n] for n in known if requirements.within(number, n))
            if not all(_looked_at_again(one, since) for one in below[number]):
                open_[number].append((raised, found.record))
    order = (clause.number for clause in requirements if clause.number in open_)
    return {
        number: tuple(record for _, record in sorted(open_[number], key=lambda p: (p[0], p[1].id)))
        for number in order
    }


def _looked_at_again(clause: ClauseAudited, since: date) -> bool:
    """Whether a clause was audited after a day, or will be soon enough."""
    if clause.last and clause.last > since:
        return True
    return clause.again is not None and clause.again <= AGAIN_WITHIN.after(since)


def _ends_of_raising_audits(register: Register) -> dict[str, date]:
    """The day on which the audit that raised a nonconformity was finished, by nonconformity.

    What an audit raises on its first day it has not looked at again on its last.
    """
    ends: dict[str, date] = {}
    finished = {
        audit.id: day
        for audit in internal_audits(register)
        if (day := audit.day("finished")) and day <= register.on
    }
    for audit in internal_audits(register):
        if audit.id in finished:
            ends |= dict.fromkeys(audit.items("findings"), finished[audit.id])
    for record in register.records.get("nonconformity", ()):
        if record.text("audit") in finished:
            ends[record.id] = finished[record.text("audit")]
    return ends


def _with_controls(register: Register, requirements: RequirementMap) -> dict[str, ClauseAudited]:
    """Each auditable clause and control of a standard, in order, by number."""
    last: dict[str, date] = {}
    planned: dict[str, date] = {}
    begins: dict[str, date] = {}
    every: dict[str, Period] = {}
    for audit in internal_audits(register):
        finished, begin = audit.day("finished"), audit.day("planned")
        for number in _numbers(audit, requirements, register):
            if finished and finished <= register.on:
                last[number] = max(finished, last.get(number, finished))
            elif begin:
                planned[number] = min(begin, planned.get(number, begin))
                begins[number] = min(begin, begins.get(number, begin))
    for line in programme(register):
        period, due = Period.parse(line.text("every")), line.day("due")
        begin = line.day("planned") or due
        for number in _numbers(line, requirements, register):
            if period:
                every[number] = min(period, every.get(number, period), key=_length)
            if due and begin and carried_out(register, line) is None:
                planned[number] = min(due, planned.get(number, due))
                begins[number] = min(begin, begins.get(number, begin))
    for number in every.keys() & last.keys():
        end = every[number].after(last[number])
        if end >= register.on:
            begins[number] = min(end, begins.get(number, end))
    return {
        clause.number: ClauseAudited(
            clause.reference,
            last.get(clause.number),
            planned.get(clause.number),
            every.get(clause.number, CYCLE),
            begins.get(clause.number),
        )
        for clause in requirements.auditable
    }


def _length(period: Period) -> int:
    return (period.after(date(2001, 1, 1)) - date(2001, 1, 1)).days


def _numbers(record: Record, requirements: RequirementMap, register: Register) -> Iterator[str]:
    """The auditable clauses of one standard that an audit or a line of the programme names.

    An audit that names a standard and no clause of it is of the whole standard.
    """
    if requirements.id not in record.items("standards"):
        return
    named = [
        found.number
        for text in record.items("clauses")
        if isinstance(found := _clause(text, record, register.maps), ClauseReference)
        and found.standard == requirements.id
    ]
    for clause in requirements.auditable:
        if not named or any(requirements.within(clause.number, over) for over in named):
            yield clause.number


def _clause(text: str, record: Record, maps: Mapping[str, RequirementMap]) -> object:
    standards = record.items("standards")
    return resolve(text, maps, standards[0] if standards else "")


def ties(register: Register, audit: Record) -> Iterator[Tie]:
    """Why auditors of an audit are not free: they audit their own work (ISO 9001:2015, 9.2.2 c)."""
    auditors = audit.items("auditors")
    for auditor in auditors:
        if auditor in audit.items("auditees"):
            yield Tie(auditor, "is among those whose work is audited")
        for id in audit.items("documents"):
            if tie := _tie(register, auditor, id, audit.day("finished") or register.on):
                yield Tie(auditor, f"{tie} {id}")


def _tie(register: Register, auditor: str, id: str, on: date) -> str:
    """How a person is tied to a document: owns it, approved it or wrote it; empty when not."""
    entry = register.entries.get(id)
    history = register.inventory.authority
    if entry is None or history is None:
        return ""
    authority = history.current
    owner = entry.document.owner
    if owner == auditor or authority.holds(auditor, owner):
        return "owns"
    status = entry.in_force or entry.newest
    judgement = status.judgement
    if any(
        s.person == auditor and s.day <= on for s in (judgement.statements if judgement else ())
    ):
        return "approved"
    emails = (email for stamp in status.authors for _, email in stamp.writers if email)
    writers = (authority.person_with(email) for email in emails)
    return "wrote" if any(writer and writer.id == auditor for writer in writers) else ""


def report_due(audit: Record) -> date | None:
    """The day by which the report of a finished audit is due."""
    finished = audit.day("finished")
    if finished is None:
        return None
    return audit.day("report-due") or REPORT_WITHIN.after(finished)


def reviews(register: Register) -> tuple[Record, ...]:
    """The management reviews that were held by the register's day, newest first."""
    held = [
        (day, record)
        for record in register.records.get("management-review", ())
        if (day := record.day("held")) and day <= register.on
    ]
    return tuple(record for _, record in sorted(held, key=lambda item: item[0], reverse=True))


def latest(records: Iterable[Record], standard: str) -> Record | None:
    """The first of `records` that is about a standard."""
    return next((record for record in records if standard in record.items("standards")), None)

"""Internal audits: the programme, what was audited when, and what it leaves out.

An audited clause stands for those below it. What an audit covered counts from the day it was
finished.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import EVERYWHERE, Where, applying, left_out, numbers
from isodocs.assess.nonconformities import nonconformities
from isodocs.assess.record_index import cited
from isodocs.model.period import Period
from isodocs.model.requirement import ClauseReference, RequirementMap
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

CYCLE = Period(3, "year")
"""How long a clause may go unaudited where no line of the programme says: a certificate's cycle."""
AGAIN_WITHIN = Period(12, "month")
"""How soon an audit looks again at a clause that was not met: usual, but no rule."""
IN_MEETINGS = Period(3, "month")
"""Reviews that are held within this time of each other are one review, held in several meetings."""
REPORT_WITHIN = Period(30, "day")
"""How soon a report is due where the audit does not say."""


class ClauseAudited(NamedTuple):
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
        if line.done("cancelled", register.on) is None
    )


def carried_out(register: Register, line: Record) -> date | None:
    """The day on which all that a line of the programme plans was audited; None while it was not.

    What the audit that it names left out may be made up for by audits since the planned day.
    """
    audit = _named_audit(register, line)
    finished = audit.day("finished") if audit else None
    if audit is None or finished is None or finished > register.on:
        return None
    if not left_out(register, line, [audit]):
        return finished
    all_of_it = [audit, *_since(register, line)]
    if left_out(register, line, all_of_it):
        return None
    return max(day for each in all_of_it if (day := each.day("finished")))


def not_covered(register: Register, line: Record) -> tuple[str, ...]:
    """What an audit that was held for a line of the programme left out, in words."""
    audit = _named_audit(register, line)
    finished = audit.day("finished") if audit else None
    if audit is None or finished is None or finished > register.on:
        return ()
    return left_out(register, line, [audit, *_since(register, line)])


def _named_audit(register: Register, line: Record) -> Record | None:
    return next((a for a in internal_audits(register) if a.id == line.text("audit")), None)


def _since(register: Register, line: Record) -> Iterator[Record]:
    """The audits that were finished since the day for which a line of the programme is planned."""
    planned = line.day("planned")
    for audit in internal_audits(register):
        finished = audit.day("finished")
        if planned and finished and planned <= finished <= register.on:
            yield audit


def programmed(register: Register) -> frozenset[str]:
    """The audits that the programme has a line for: named by it, or held for what that left out."""
    return frozenset(
        audit.id for line in programme(register) for audit in _held_for(register, line)
    )


def _held_for(register: Register, line: Record) -> Iterator[Record]:
    audit = _named_audit(register, line)
    if audit is None:
        return
    yield audit
    open_ = left_out(register, line, [audit])
    for other in _since(register, line) if open_ else ():
        if len(left_out(register, line, [audit, other])) < len(open_):
            yield other


def audited(
    register: Register, requirements: RequirementMap, where: Where = EVERYWHERE
) -> tuple[ClauseAudited, ...]:
    """Each auditable clause of a standard: when it was audited (at a site), when it will be."""
    found = _with_controls(register, requirements, where)
    return tuple(
        found[clause.number] for clause in applying(register, requirements) if not clause.control
    )


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


def _with_controls(
    register: Register, requirements: RequirementMap, where: Where = EVERYWHERE
) -> dict[str, ClauseAudited]:
    """Each auditable clause and control of a standard that applies, in order, by number."""
    last: dict[str, date] = {}
    planned: dict[str, date] = {}
    begins: dict[str, date] = {}
    for audit in filter(partial(where.has, register), internal_audits(register)):
        finished, begin = audit.day("finished"), audit.day("planned")
        for number in numbers(register, audit, requirements):
            if finished and finished <= register.on:
                last[number] = max(finished, last.get(number, finished))
            elif begin:
                planned[number] = min(begin, planned.get(number, begin))
                begins[number] = min(begin, begins.get(number, begin))
    every = _intervals(register, requirements, where)
    for line in filter(partial(where.has, register), programme(register)):
        due = line.day("due")
        begin = line.day("planned") or due
        if due and begin and carried_out(register, line) is None:
            for number in numbers(register, line, requirements):
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
        for clause in applying(register, requirements)
    }


def _intervals(register: Register, requirements: RequirementMap, where: Where) -> dict[str, Period]:
    """How long each clause may go unaudited at most, where a line of the programme says."""
    every: dict[str, Period] = {}
    for line in filter(partial(where.has, register), programme(register)):
        if period := Period.parse(line.text("every")):
            for number in numbers(register, line, requirements):
                every[number] = min(period, every.get(number, period), key=length_of)
    return every


def length_of(period: Period) -> int:
    """How many days a period has, to compare two."""
    return (period.after(date(2001, 1, 1)) - date(2001, 1, 1)).days


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


def meetings(records: Iterable[Record], standard: str) -> tuple[Record, ...]:
    """The meetings of the last review of a standard, the last first; `records` are newest first."""
    mine = [record for record in records if standard in record.items("standards")]
    since = IN_MEETINGS.before(day) if mine and (day := mine[0].day("held")) else date.max
    return tuple(record for record in mine if (day := record.day("held")) and day >= since)

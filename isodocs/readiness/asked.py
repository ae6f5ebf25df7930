"""What the auditor will ask to see: what is new since the last audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audit_independence import made_up_for, ties
from isodocs.assess.audits import internal_audits
from isodocs.assess.certification_steps import attestations
from isodocs.assess.late_reports import late_reports
from isodocs.assess.nonconformities import nonconformities
from isodocs.model.audit import Area, AuditKind
from isodocs.model.readiness import Point, Weight
from isodocs.readiness import transition
from isodocs.readiness.facts import A_YEAR
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification
    from isodocs.model.register import Register

_MOST = 6


def points(
    register: Register, purpose: AuditKind, standards: Sequence[str], certified: Sequence[str]
) -> Iterator[Point]:
    """What is new since the last audit of a certification body, or within a year.

    `certified` are the standards whose certificates the audit is about.
    """
    since = last_audit(register, certified) or A_YEAR.before(register.on)
    if purpose is AuditKind.SURVEILLANCE and any(c.holds for c in _mine(register, standards)):
        question = say("where the mark and the certificate are used, and how")
        yield _ask(Area.CERTIFICATION, question, "marks")
    yield from transition.questions(register, purpose, standards)
    yield from _late(register, certified)
    yield from _late_reports(register, certified)
    yield from _revised(register, since)
    yield from _closed(register, since)
    yield from _records(register, since)
    yield from _auditors(register, since)


def _mine(register: Register, standards: Sequence[str]) -> list[Certification]:
    return [c for c in attestations(register) if c.record.text("standard") in standards]


def last_audit(register: Register, standards: Sequence[str]) -> date | None:
    """The last day of the last audit that a certification body held; None before the first."""
    finished = [
        day
        for certification in _mine(register, standards)
        for event in certification.events
        if (day := event.day("finished")) and day <= register.on
    ]
    return max(finished, default=None)


def _late(register: Register, standards: Sequence[str]) -> Iterator[Point]:
    """What the body should have done earlier in this cycle, and has done since."""
    for certification in _mine(register, standards):
        for milestone in certification.milestones:
            if milestone.done and milestone.is_late(register.on) and certification.holds:
                question = say(
                    "why the {kind} that was due by {due} was late ({done})",
                    kind=milestone.kind,
                    due=milestone.due,
                    done=milestone.done,
                )
                yield _ask(Area.CERTIFICATION, question, certification.record.id)


def _late_reports(register: Register, standards: Sequence[str]) -> Iterator[Point]:
    for late in late_reports(register):
        if not set(standards).isdisjoint(late.audit.items("standards")):
            question = say(
                "why the report of {id} was late: {in_words}",
                id=late.audit.id,
                in_words=late.in_words,
            )
            yield _ask(Area.AUDITS, question, late.audit.id)


def _revised(register: Register, since: date) -> Iterator[Point]:
    changed = [
        (day, entry.id, entry.in_force.number)
        for entry in register.originals
        if entry.in_force
        and (day := entry.in_force.effective_on)
        and since < day <= register.on
        and len(entry.revisions) > 1
    ]
    for day, id, number in sorted(changed)[-_MOST:]:
        question = say(
            "how people got to know {id} revision {number}, in force since {day}",
            id=id,
            number=number,
            day=day,
        )
        yield _ask(Area.DOCUMENTS, question, id)


def _closed(register: Register, since: date) -> Iterator[Point]:
    for found in nonconformities(register):
        closed = found.record.day("closed")
        if closed and since < closed <= register.on and found.weighty:
            yield _ask(
                Area.NONCONFORMITIES,
                say(
                    "that the action of {id} worked: {title}",
                    id=found.record.id,
                    title=found.record.text("title"),
                ),
                found.record.id,
            )


def _records(register: Register, since: date) -> Iterator[Point]:
    for kind, field, question in (
        ("change", "implemented", say("how the change {0} was planned and what it led to")),
        ("complaint", "received", say("what became of complaint {0}")),
    ):
        for record in register.records.get(kind, ()):
            day = record.day(field)
            if day and since < day <= register.on:
                label = say(
                    "{id}{part}",
                    id=record.id,
                    part=say(" ({title})", title=record.title) if record.title else "",
                )
                yield _ask(Area.RECORDS, question.format(label), record.id)


def _auditors(register: Register, since: date) -> Iterator[Point]:
    """Internal audits of which the records do not show that the auditors were free to audit."""
    for audit in internal_audits(register):
        day = audit.day("finished")
        if not day or not since <= day <= register.on:
            continue
        unclear = dict.fromkeys(tie.auditor for tie in ties(register, audit) if not tie.clear)
        if unclear and not made_up_for(register, audit):
            message = say(
                "who audited the own work of {people} in {id}", people=listed(unclear), id=audit.id
            )
            yield _ask(Area.AUDITS, message, audit.id)


def _ask(area: Area, message: str, subject: str) -> Point:
    return Point(Weight.ASK, area, message, say("Have it at hand."), subject=subject)

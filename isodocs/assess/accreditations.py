"""Accreditations of the organisation itself, as of a laboratory, by the rules of ISO/IEC 17011.

They are records of the kind `certification` to a standard for which one is accredited. Nothing of
ISO/IEC 17021-1 holds for them: the body sets the programme, within five years for a cycle and two
years between assessments on site.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.assess.certification_events import by_certification, held
from isodocs.assess.once import once_per_register
from isodocs.model.certification import CertificateState, Certification, Cycle, Milestone
from isodocs.standards.certification_rules import is_accredited, rules

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@once_per_register
def accreditations(register: Register) -> tuple[Certification, ...]:
    """Every accreditation on record, assessed for the register's day."""
    records = [
        record
        for record in register.records.get("certification", ())
        if is_accredited(record.text("standard"))
    ]
    return tuple(_assess(register, record, records) for record in records)


def _assess(register: Register, record: Record, all_: Sequence[Record]) -> Certification:
    on, decided = register.on, record.day("decided")
    events = by_certification(register).get(record.id, ()) if record.id else ()
    followers = [other for other in all_ if record.id and other.text("previous") == record.id]
    granted = [f for f in followers if (day := f.day("decided")) and day <= on]
    successor = granted[0] if granted else None
    cycle = None
    if decided:
        span = rules()["reassessment"].span
        limit = span.after(decided) - timedelta(days=1) if span else decided
        cycle = Cycle(decided, record.day("expires") or limit, decided, limit, initial=True)
    return Certification(
        record=record,
        state=_state(record, cycle, successor, on),
        decided=decided,
        expires=cycle.expires if cycle else None,
        milestones=tuple(_milestones(record, cycle, events, successor)) if cycle else (),
        events=events,
        successor=successor,
        cycle=cycle,
    )


def _state(
    record: Record, cycle: Cycle | None, successor: Record | None, on: date
) -> CertificateState:
    withdrawn, suspended = record.day("withdrawn"), record.day("suspended")
    reinstated = record.day("reinstated")
    if withdrawn and withdrawn <= on:
        return CertificateState.WITHDRAWN
    if cycle is None or cycle.begins > on:
        return CertificateState.APPLYING
    if successor is not None:
        return CertificateState.SUCCEEDED
    if cycle.expires < on:
        return CertificateState.LOST
    if suspended and suspended <= on and not (reinstated and suspended <= reinstated <= on):
        return CertificateState.SUSPENDED
    return CertificateState.CERTIFIED


def _milestones(
    record: Record, cycle: Cycle, events: Sequence[Record], successor: Record | None
) -> Iterator[Milestone]:
    """The next assessment on site, and the reassessment before the end."""
    rule = rules()["assessment"]
    assessed = [e for e in events if (day := e.day("finished")) and held(e, day)]
    last = max((e.day("finished") or cycle.begins for e in assessed), default=cycle.begins)
    last = max(last, cycle.begins)
    due = rule.span.after(last) if rule.span else cycle.expires
    if due < cycle.expires:
        arranged = [e for e in events if e.text("kind") == "surveillance" and not e.day("finished")]
        yield Milestone(record, "surveillance", rule, last, due, event=next(iter(arranged), None))
    renewing = [
        event
        for event in events
        if event.text("kind") == "recertification" and not event.day("finished")
    ]
    yield Milestone(
        record,
        "recertification",
        rules()["reassessment"],
        cycle.begins,
        cycle.expires,
        done=successor.day("decided") if successor else None,
        event=renewing[-1] if renewing else None,
    )

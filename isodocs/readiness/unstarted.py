"""What an audit presupposes and no gap can show, because nothing of it was ever begun.

And what the auditor will ask to see next: what is new since the last audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audits import audited, internal_audits, latest, programme, reviews
from isodocs.assess.certification import certifications
from isodocs.assess.coverage import coverage
from isodocs.assess.nonconformities import nonconformities
from isodocs.model.audit import CERTIFYING, WHOLE_SYSTEM, Area, AuditKind
from isodocs.model.coverage import CoverageStatus
from isodocs.model.period import Period
from isodocs.model.readiness import Point, Weight
from isodocs.readiness import certification

if TYPE_CHECKING:
    from isodocs.model.certification import Certification
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_RECENT = Period(12, "month")
_TOLD = 6
_FROM_BODY = ("stage-1", "stage-2", "surveillance", "recertification", "special-audit")


def points(
    register: Register, purpose: AuditKind, standards: Sequence[str], until: date | None
) -> Iterator[Point]:
    """What is missing altogether, and what will be asked, for each standard."""
    for standard in standards:
        requirements = register.maps.get(standard)
        if requirements is None:
            continue
        yield from _documents(register, purpose, requirements, until)
        if purpose is not AuditKind.INTERNAL:
            yield from _audits(register, purpose, requirements, until)
            yield from _reviews(register, purpose, requirements, until)
        yield from certification.points(register, purpose, requirements, until)
    if purpose is not AuditKind.STAGE_1:
        yield from _findings(register, purpose, standards, until)
    yield from _asked(register, purpose, standards)


def _documents(
    register: Register, purpose: AuditKind, requirements: RequirementMap, until: date | None
) -> Iterator[Point]:
    """Documents that the standard requires by name, and that are not there or not in force."""
    for row in coverage(register, requirements.id).rows:
        wanted = [i.what for i in row.requirement.documented_information if i.kind != "retain"]
        open_ = row.status in (CoverageStatus.GAP, CoverageStatus.PARTIAL)
        if wanted and open_ and purpose in CERTIFYING:
            number = row.requirement.number
            full = row.requirement.reference if len(register.maps) > 1 else number
            yield Point(
                Weight.STOPS,
                Area.CLAUSES,
                f"{requirements.display_name} {number} asks for {wanted[0]}: {row.brief}",
                f"The whole story: `isodocs coverage --explain {full}`.",
                due=until,
                subject=f"{requirements.id}:{number}",
            )


def _audits(
    register: Register, purpose: AuditKind, requirements: RequirementMap, until: date | None
) -> Iterator[Point]:
    name = requirements.display_name
    planned = any(requirements.id in line.items("standards") for line in programme(register))
    audits = [a for a in internal_audits(register) if requirements.id in a.items("standards")]
    if not planned and not audits:
        yield Point(
            Weight.STOPS,
            Area.AUDITS,
            f"{name}: no internal audit is planned or was ever held",
            "Begin an audit programme in records/audit-programme.csv or .yaml.",
            due=until,
            subject=requirements.id,
        )
        return
    if purpose in WHOLE_SYSTEM:
        never = [a.clause.number for a in audited(register, requirements) if a.last is None]
        if never:
            shown = ", ".join(never[:_TOLD])
            more = f" and {len(never) - _TOLD} more" if len(never) > _TOLD else ""
            yield Point(
                Weight.STOPS,
                Area.AUDITS,
                f"{name}: never audited internally: {shown}{more}",
                "Audit the whole system once before; `isodocs audits` lists all clauses.",
                due=until,
                subject=requirements.id,
            )
    if purpose is AuditKind.SURVEILLANCE:
        finished = [day for a in audits if (day := a.day("finished")) and day <= register.on]
        last = max(finished, default=None)
        if last is None or _RECENT.after(last) < (until or register.on):
            yield Point(
                Weight.STOPS,
                Area.AUDITS,
                f"{name}: no internal audit within a year before it"
                + (f" (the last ended on {last})" if last else ""),
                "Hold one before: the programme says which (`isodocs audits`).",
                due=until,
                subject=requirements.id,
            )


def _reviews(
    register: Register, purpose: AuditKind, requirements: RequirementMap, until: date | None
) -> Iterator[Point]:
    last = latest(reviews(register), requirements.id)
    held = last.day("held") if last else None
    planned = any(
        requirements.id in record.items("standards") and record.day("planned")
        for record in register.records.get("management-review", ())
    )
    enough = planned or held if purpose is AuditKind.STAGE_1 else held
    late = (
        held and purpose is not AuditKind.STAGE_1 and _RECENT.after(held) < (until or register.on)
    )
    if not enough or late:
        what = f"the last one was on {held}" if held else "none was ever held"
        if purpose is AuditKind.STAGE_1:
            what = "none is planned"
        yield Point(
            Weight.STOPS,
            Area.AUDITS,
            f"{requirements.display_name}: a management review is missing ({what})",
            "Hold one and record it: `isodocs new management-review`.",
            due=until,
            subject=requirements.id,
        )


def _findings(
    register: Register, purpose: AuditKind, standards: Sequence[str], until: date | None
) -> Iterator[Point]:
    """Findings of the certification body that are still open, whatever their day."""
    for found in nonconformities(register):
        record = found.record
        mine = not record.text("standard") or record.text("standard") in standards
        overdue = found.due is not None and found.due < register.on
        if found.is_open and found.weighty and mine and record.text("source") in _FROM_BODY:
            if overdue:
                continue  # a gap says so already
            yield Point(
                Weight.STOPS if purpose is not AuditKind.INTERNAL else Weight.FIX,
                Area.NONCONFORMITIES,
                f"{record.id} of the last audit is still open ({found.stage}): "
                f"{record.text('title')}",
                f"Before the audit: {found.next_step}.",
                record.text("owner"),
                min(filter(None, (found.due, until)), default=None),
                subject=record.id,
            )


def _asked(register: Register, purpose: AuditKind, standards: Sequence[str]) -> Iterator[Point]:
    """What is new since the last audit of a certification body, or within a year."""
    since = _last_audit(register, standards)
    if purpose is AuditKind.SURVEILLANCE and any(c.holds for c in _mine(register, standards)):
        question = "where the mark and the certificate are used, and how"
        yield _ask(Area.CERTIFICATION, question, "marks")
    yield from _revised(register, since)
    yield from _closed(register, since)
    yield from _records(register, since)


def _mine(register: Register, standards: Sequence[str]) -> list[Certification]:
    return [c for c in certifications(register) if c.record.text("standard") in standards]


def _last_audit(register: Register, standards: Sequence[str]) -> date:
    finished = [
        day
        for found in _mine(register, standards)
        for event in found.events
        if (day := event.day("finished")) and day <= register.on
    ]
    return max(finished, default=_RECENT.before(register.on))


def _revised(register: Register, since: date) -> Iterator[Point]:
    changed = [
        (day, entry.id, entry.in_force.number)
        for entry in register
        if entry.in_force
        and (day := entry.in_force.effective_on)
        and since < day <= register.on
        and len(entry.revisions) > 1
    ]
    for day, id, number in sorted(changed)[-_TOLD:]:
        question = f"how people got to know {id} revision {number}, in force since {day}"
        yield _ask(Area.DOCUMENTS, question, id)


def _closed(register: Register, since: date) -> Iterator[Point]:
    for found in nonconformities(register):
        closed = found.record.day("closed")
        if closed and since < closed <= register.on and found.weighty:
            yield _ask(
                Area.NONCONFORMITIES,
                f"that the action of {found.record.id} worked: {found.record.text('title')}",
                found.record.id,
            )


def _records(register: Register, since: date) -> Iterator[Point]:
    for kind, field, question in (
        ("change", "implemented", "how the change {0} was planned and what it led to"),
        ("complaint", "received", "what became of complaint {0}"),
    ):
        for record in register.records.get(kind, ()):
            day = record.day(field)
            if day and since < day <= register.on:
                title = record.text("title") or record.text("what")
                label = f"{record.id}{f' ({title})' if title else ''}"
                yield _ask(Area.RECORDS, question.format(label), record.id)


def _ask(area: Area, message: str, subject: str) -> Point:
    return Point(Weight.ASK, area, message, "Have it at hand.", subject=subject)

"""Readiness for an audit: what is missing, whose it is, and by when.

Stage 1 looks at documents and at what is planned; stage 2 and recertification at records and
whether things work; surveillance at changes, the last findings and what must go on every year. The
gaps that `check` finds are weighed by that; what no gap can show, because nothing was ever begun,
is asked for here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.assess.certification_steps import audit_days
from isodocs.checking.run import run
from isodocs.model.audit import Area, AuditKind
from isodocs.model.certification import CertificateState
from isodocs.model.readiness import AreaScore, Point, Readiness, Weight
from isodocs.readiness import unstarted
from isodocs.readiness.relevance import standards_concerned

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register

WEIGHTS: dict[AuditKind, dict[Area, int]] = {
    AuditKind.STAGE_1: {
        Area.DOCUMENTS: 25,
        Area.APPROVALS: 25,
        Area.CLAUSES: 30,
        Area.AUDITS: 15,
        Area.CERTIFICATION: 5,
    },
    AuditKind.STAGE_2: {
        Area.DOCUMENTS: 10,
        Area.APPROVALS: 15,
        Area.CLAUSES: 20,
        Area.COMPETENCE: 15,
        Area.AUDITS: 20,
        Area.NONCONFORMITIES: 10,
        Area.CERTIFICATION: 5,
        Area.RECORDS: 5,
    },
    AuditKind.SURVEILLANCE: {
        Area.DOCUMENTS: 10,
        Area.APPROVALS: 10,
        Area.CLAUSES: 10,
        Area.COMPETENCE: 15,
        Area.AUDITS: 20,
        Area.NONCONFORMITIES: 20,
        Area.CERTIFICATION: 5,
        Area.RECORDS: 10,
    },
    AuditKind.RECERTIFICATION: {
        Area.DOCUMENTS: 10,
        Area.APPROVALS: 10,
        Area.CLAUSES: 15,
        Area.COMPETENCE: 10,
        Area.AUDITS: 20,
        Area.NONCONFORMITIES: 15,
        Area.CERTIFICATION: 10,
        Area.RECORDS: 10,
    },
    AuditKind.INTERNAL: {
        Area.DOCUMENTS: 25,
        Area.APPROVALS: 20,
        Area.CLAUSES: 20,
        Area.COMPETENCE: 15,
        Area.NONCONFORMITIES: 10,
        Area.RECORDS: 10,
    },
}
"""What each area can bring to the score of 100, by the audit."""

_ORDER = list(Weight)
_STOP_COSTS, _FIX_COSTS = 40, 10
"""Percent of an area that one point takes away."""


def readiness_by_standard(
    register: Register, purpose: AuditKind, standard: str = "", until: date | None = None
) -> tuple[Readiness, ...]:
    """Readiness for an audit of each standard (see `assessed`), or of `standard` alone.

    `until` is the day of the audit; without it the day is taken from the certification records.
    """
    full, standards = assessed(register, purpose, standard)
    gaps = run(full)
    one_by_one = [standards[i : i + 1] for i in range(len(standards))] or [standards]
    return tuple(readiness(full, gaps, purpose, one, until) for one in one_by_one)


def readiness_of_all(
    register: Register, purpose: AuditKind, until: date | None = None
) -> Readiness:
    """Readiness for one audit of all standards together (see `assessed`)."""
    full, standards = assessed(register, purpose)
    return readiness(full, run(full), purpose, standards, until)


def readiness(
    register: Register,
    gaps: Iterable[Gap],
    purpose: AuditKind,
    standards: Sequence[str],
    until: date | None = None,
) -> Readiness:
    """Weigh the gaps of a register, and what was never begun, for an audit of `standards`."""
    until = until or _audit_day(register, purpose, standards)
    weighed = [_weighed(gap, purpose, until) for gap in gaps if _concerns(register, gap, standards)]
    points = [*_grouped(point for point in weighed if point)]
    points += unstarted.points(register, purpose, standards, until)
    points = [p if p.owner else replace(p, owner=register.config.owner) for p in points]
    points.sort(key=lambda p: (_ORDER.index(p.weight), p.due or date.max, p.area, p.subject))
    return Readiness(
        purpose=purpose,
        standard=standards[0] if len(standards) == 1 else "",
        on=register.on,
        until=until,
        points=tuple(points),
        scores=tuple(_scores(points, purpose)),
    )


def assessed(
    register: Register, purpose: AuditKind, standard: str = ""
) -> tuple[Register, tuple[str, ...]]:
    """The standards to assess, and the register in which each of them counts in full.

    One in preparation is assessed when it is named, or where there is no other; so is, for a
    surveillance or a recertification, one that was never certified.
    """
    wanted = (standard,) if standard else tuple(register.in_use or register.maps)
    if not standard and purpose in (AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION):
        certified = {
            found.record.text("standard")
            for found in certifications(register)
            if found.state is not CertificateState.APPLYING
        }
        wanted = tuple(id for id in wanted if id in certified) or wanted
    return register.as_in_use(wanted), wanted


def _audit_day(register: Register, purpose: AuditKind, standards: Sequence[str]) -> date | None:
    """The day of the next such audit, or the last day on which it may be held if that is sooner."""
    days: list[date] = []
    for certification in certifications(register):
        if certification.record.text("standard") in standards and not certification.state.is_past:
            days += audit_days(certification, purpose, register.on)
    return min(days, default=None)


def _concerns(register: Register, gap: Gap, standards: Sequence[str]) -> bool:
    """Whether a gap that counts is about one of the standards; some are about all."""
    if not gap.counts:
        return False
    about = standards_concerned(register, gap.finding)
    return not about or not about.isdisjoint(standards)


def _weighed(gap: Gap, purpose: AuditKind, until: date | None) -> Point | None:
    """A gap as a point; None where its area does not matter for this audit."""
    area = gap.rule.family.area
    if area not in WEIGHTS[purpose]:
        return None
    finding = gap.finding
    subject = finding.document or finding.subject or finding.place.path
    return Point(
        Weight.STOPS if gap.stops(purpose) else Weight.FIX,
        area,
        f"{subject}: {finding.message}" if finding.document else finding.message,
        finding.hint,
        finding.closer or finding.owner,
        until,
        subject,
        (gap,),
    )


_MANY = 5
"""More points than this of one rule and weight are reported as one."""


def _grouped(points: Iterable[Point]) -> Iterator[Point]:
    """The points, those of one rule as one where there are many."""
    groups: dict[tuple[Weight, tuple[str, ...]], list[Point]] = {}
    for point in points:
        groups.setdefault((point.weight, point.codes), []).append(point)
    for (weight, codes), group in groups.items():
        if len(group) <= _MANY:
            yield from group
            continue
        subjects = list(dict.fromkeys(point.subject for point in group))
        owners = {point.owner for point in group}
        yield Point(
            weight,
            group[0].area,
            f"{len(group)} times: {group[0].message}; also {', '.join(subjects[1:4])} …",
            f"All of them: `isodocs check --full --select {codes[0]}`.",
            owners.pop() if len(owners) == 1 else "",
            group[0].due,
            codes[0],
            tuple(gap for point in group for gap in point.gaps),
        )


def _scores(points: Sequence[Point], purpose: AuditKind) -> Iterator[AreaScore]:
    for area, possible in WEIGHTS[purpose].items():
        mine = [point for point in points if point.area == area]
        stops = sum(point.weight is Weight.STOPS for point in mine)
        fixes = sum(point.weight is Weight.FIX for point in mine)
        left = max(0, 100 - stops * _STOP_COSTS - fixes * _FIX_COSTS)
        yield AreaScore(area, possible, possible * left // 100, stops, fixes)

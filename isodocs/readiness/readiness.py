"""Readiness for an audit: what is missing, whose it is, and by when.

Stage 1 looks at documents and at what is planned; stage 2 and recertification at records and
whether things work; surveillance at changes, the last findings and what must go on every year. The
gaps that `check` finds are weighed by that; what no gap can tell, because nothing was ever begun,
is asked for here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.model.certification import CertificateState
from isodocs.model.gap import Gap, Level
from isodocs.model.readiness import AreaScore, AuditKind, Point, Readiness, Weight
from isodocs.readiness import unstarted
from isodocs.readiness.relevance import standards_concerned

if TYPE_CHECKING:
    from isodocs.model.register import Register

AREAS = {
    "DOC": "documents",
    "REV": "documents",
    "REF": "documents",
    "APR": "approvals",
    "CLS": "clauses",
    "SOA": "clauses",
    "TRN": "competence",
    "AUD": "audits and review",
    "NCR": "nonconformities",
    "CER": "certification",
    "REC": "records",
    "CFG": "approvals",
}
"""The area of the score that a family of rules belongs to."""

_WEIGHTS: dict[AuditKind, dict[str, int]] = {
    AuditKind.STAGE_1: {
        "documents": 25,
        "approvals": 25,
        "clauses": 30,
        "audits and review": 15,
        "certification": 5,
    },
    AuditKind.STAGE_2: {
        "documents": 10,
        "approvals": 15,
        "clauses": 20,
        "competence": 15,
        "audits and review": 20,
        "nonconformities": 10,
        "certification": 5,
        "records": 5,
    },
    AuditKind.SURVEILLANCE: {
        "documents": 10,
        "approvals": 10,
        "clauses": 10,
        "competence": 15,
        "audits and review": 20,
        "nonconformities": 20,
        "certification": 5,
        "records": 10,
    },
    AuditKind.RECERTIFICATION: {
        "documents": 10,
        "approvals": 10,
        "clauses": 15,
        "competence": 10,
        "audits and review": 20,
        "nonconformities": 15,
        "certification": 10,
        "records": 10,
    },
    AuditKind.INTERNAL: {
        "documents": 25,
        "approvals": 20,
        "clauses": 20,
        "competence": 15,
        "nonconformities": 10,
        "records": 10,
    },
}
"""What each area can bring to the score of 100, by the audit."""

_STOPPING: dict[AuditKind, tuple[str, ...]] = {
    AuditKind.STAGE_1: ("APR", "CFG", "CLS001", "CLS007", "DOC009", "DOC022"),
    AuditKind.STAGE_2: (
        *("APR", "CFG", "CLS", "DOC02", "REV005", "TRN", "AUD", "NCR", "REC"),
        *("CER004", "CER005", "SOA"),
    ),
    AuditKind.SURVEILLANCE: ("APR", "CFG", "TRN", "AUD", "NCR", "CER", "DOC022", "REV005"),
    AuditKind.RECERTIFICATION: (
        *("APR", "CFG", "CLS", "DOC02", "REV005", "TRN", "AUD", "NCR", "CER"),
        "SOA",
    ),
    AuditKind.INTERNAL: ("AUD003", "AUD004"),
}
"""Errors of these rules stop the audit from going well; other errors and warnings are work."""

_STATEMENT = ("SOA001", "SOA002", "SOA007")
"""There is no Statement of Applicability, it leaves controls out, or nobody approved it."""
_NEEDS_STATEMENT = (AuditKind.STAGE_1, AuditKind.STAGE_2, AuditKind.RECERTIFICATION)
"""Audits that begin with the statement: without a whole one of some standards there is nothing to
certify, whatever weight the gap has from day to day."""
_ONLY_WORK = ("CFG006",)
"""A waiver that ran out stops nothing: what it silenced is told by its own rule again."""

_ORDER = list(Weight)
_STOP_COSTS, _FIX_COSTS = 40, 10
"""Percent of an area that one point takes away."""


def readiness(
    register: Register,
    gaps: Iterable[Gap],
    purpose: AuditKind,
    standard: str = "",
    until: date | None = None,
) -> Readiness:
    """Assess readiness for an audit of `standard` (of all standards when empty).

    Some are left out (see `assessed`). `until` is the day of the audit;
    without it the day is taken from the certification records.
    """
    standards = assessed(register, purpose, standard)[1]
    until = until or _audit_day(register, purpose, standards)
    weighed = [_weighed(gap, purpose, until) for gap in gaps if _concerns(register, gap, standards)]
    points = [*_grouped(point for point in weighed if point)]
    points += unstarted.points(register, purpose, standards, until)
    points = [p if p.owner else replace(p, owner=register.config.owner) for p in points]
    points.sort(key=lambda p: (_ORDER.index(p.weight), p.due or date.max, p.area, p.subject))
    return Readiness(
        purpose=purpose,
        standard=standard,
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
    """The next audit of that kind that is planned, else the last day on which it may be held."""
    days = []
    for certification in certifications(register):
        if certification.record.text("standard") not in standards:
            continue
        planned = [
            event.day("planned")
            for event in certification.events
            if event.text("kind") == purpose and event.day("finished") is None
        ]
        due = [
            milestone.due
            for milestone in certification.milestones
            if milestone.kind == purpose and milestone.is_open()
        ]
        alive = certification.state is not CertificateState.SUCCEEDED
        found = [day for day in (*planned, *due) if day and day >= register.on]
        days += found[:1] if alive else []
    return min(days, default=None)


def _concerns(register: Register, gap: Gap, standards: Sequence[str]) -> bool:
    """Whether a gap that counts is about one of the standards; some are about all."""
    if not gap.counts:
        return False
    about = standards_concerned(register, gap.finding)
    return not about or not about.isdisjoint(standards)


def _weighed(gap: Gap, purpose: AuditKind, until: date | None) -> Point | None:
    """A gap as a point; None where it does not matter for this audit."""
    area = AREAS.get(gap.code[:3], "documents")
    if area not in _WEIGHTS[purpose]:
        return None
    stops = _stops(gap, purpose)
    finding = gap.finding
    subject = finding.document or finding.subject or finding.place.path
    return Point(
        Weight.STOPS if stops else Weight.FIX,
        area,
        f"{subject}: {finding.message}" if finding.document else finding.message,
        finding.hint,
        finding.closer or finding.owner,
        until,
        (gap.code,),
        subject,
        place=finding.place,
    )


def _stops(gap: Gap, purpose: AuditKind) -> bool:
    if gap.code in _STATEMENT and purpose in _NEEDS_STATEMENT:
        return True
    stopping = gap.code.startswith(_STOPPING[purpose]) and gap.code not in _ONLY_WORK
    return gap.level is Level.ERROR and stopping


_MANY = 5
"""More points than this of one rule and weight are told as one."""


def _grouped(points: Iterable[Point]) -> Iterator[Point]:
    """The points, those of one rule told as one where there are many."""
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
            codes,
            codes[0],
            len(group),
        )


def _scores(points: Sequence[Point], purpose: AuditKind) -> Iterator[AreaScore]:
    for area, possible in _WEIGHTS[purpose].items():
        mine = [point for point in points if point.area == area]
        stops = sum(point.weight is Weight.STOPS for point in mine)
        fixes = sum(point.weight is Weight.FIX for point in mine)
        left = max(0, 100 - stops * _STOP_COSTS - fixes * _FIX_COSTS)
        yield AreaScore(area, possible, possible * left // 100, stops, fixes)

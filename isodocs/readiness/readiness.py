"""Readiness for an audit: what is missing, whose it is, and by when.

Stage 1 looks at documents and at what is planned; stage 2 and recertification at records and
whether things work; surveillance at changes, the last findings and what must go on every year. What
must exist is looked for first (`expected`): what was never recorded cannot be shown. The gaps that
`check` finds are weighed beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import EVERYWHERE, SITES, Where
from isodocs.assess.certification_steps import attestations, audit_days
from isodocs.assess.clause_records import day_of_deed
from isodocs.assess.places import at, naming, showing
from isodocs.checking.run import every_gap, gaps_left_out, rules_ignored, rules_made_notes
from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.audit import EVERY_STAGE, FROM_STAGE_2, Area, AuditKind
from isodocs.model.certification import CertificateState
from isodocs.model.gap import LookedAt, looked_at
from isodocs.model.readiness import AreaShown, Expected, Point, Readiness, SiteShown, Weight
from isodocs.readiness import asked, findings, transition
from isodocs.readiness.asked import last_audit
from isodocs.readiness.causes import by_cause, by_document, by_remedy, grouped
from isodocs.readiness.expected import items, settled
from isodocs.readiness.question import AuditQuestion
from isodocs.readiness.relevance import concerns_place, record_at, standards_concerned
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register

_OF_DOCUMENTS = (Area.DOCUMENTS, Area.APPROVALS, Area.CLAUSES)
AREAS: dict[AuditKind, tuple[Area, ...]] = {
    **dict.fromkeys(FROM_STAGE_2, tuple(Area)),
    AuditKind.STAGE_1: (*_OF_DOCUMENTS, Area.AUDITS, Area.CERTIFICATION),
    AuditKind.INTERNAL: (*_OF_DOCUMENTS, Area.COMPETENCE, Area.NONCONFORMITIES, Area.RECORDS),
}
"""The areas whose gaps matter for each audit."""
_OF_CERTIFICATE = (Area.CERTIFICATION, Area.NONCONFORMITIES)
"""The areas of what a certificate depends on, also while it changes to another edition."""

_ORDER = list(Weight)
_NUMBER = expression(r"[0-9]++")
_DIGITS = 9


def readiness_by_standard(
    register: Register,
    purpose: AuditKind,
    standard: str = "",
    until: date | None = None,
    where: Where = EVERYWHERE,
) -> tuple[Readiness, ...]:
    """Readiness for an audit of each standard (see `assessed`), or of `standard` alone.

    `until` is the day of the audit; without it the day is taken from the certification records.
    `where` is the one site or process that is asked about.
    """
    full, standards = assessed(register, purpose, standard)
    gaps = every_gap(full)
    one_by_one = [standards[i : i + 1] for i in range(len(standards))] or [standards]
    return tuple(readiness(full, gaps, purpose, one, until, where) for one in one_by_one)


def readiness_of_all(
    register: Register, purpose: AuditKind, until: date | None = None
) -> Readiness:
    """Readiness for one audit of all standards together (see `assessed`).

    It is on the day `until` at the latest: one that is arranged before is on its own day.
    """
    full, standards = assessed(register, purpose)
    day = min(filter(None, (until, _audit_day(full, purpose, standards))), default=None)
    return readiness(full, every_gap(full), purpose, standards, day)


def readiness(
    register: Register,
    gaps: Iterable[Gap],
    purpose: AuditKind,
    standards: Sequence[str],
    until: date | None = None,
    where: Where = EVERYWHERE,
) -> Readiness:
    """Weigh the gaps of a register, and what was never begun, for an audit of `standards`."""
    until = until or _audit_day(register, purpose, standards)
    certified = transition.certified(purpose, standards)
    last = last_audit(register, certified)
    there = _there(register, where)
    gaps = [gap for gap in gaps if not any(where) or concerns_place(register, gap.finding, where)]
    weighed = [
        _weighed(register, gap, purpose, until, last)
        for gap in gaps
        if _concerns(
            register, gap, certified if gap.rule.family.area in _OF_CERTIFICATE else standards
        )
    ]
    if _has_clauses_alone(register, standards):
        weighed = [point and _stopping(point) for point in weighed]
    shows = showing(register, where) if any(where) else register
    expected = [*settled(there, standards)]
    for standard in standards:
        if known := register.maps.get(standard):
            expected += items(AuditQuestion(shows, purpose, known, until, where, register))
    shown = {item.expectation for item in expected if item.shown and item.expectation}
    weighed = [point and _unless_shown(point, shown) for point in weighed]
    points = [] if where.process else [*_nothing(register, standards)]
    points += [item.point for item in expected if item.point]
    points += findings.points(there, purpose, certified, until)
    if hidden := [
        gap
        for gap in gaps_left_out(register)
        if gap.rule.family.area in AREAS[purpose]
        and _concerns(register, gap, standards)
        and (not any(where) or concerns_place(register, gap.finding, where))
    ]:
        from isodocs.readiness import left_out

        points += left_out.points(purpose, hidden)
    points = by_cause([point for point in weighed if point], points)
    points = [*grouped(by_remedy(by_document(points, register.maps)))]
    points += asked.points(there, purpose, standards, certified)
    if not any(where) and not any(point.weight is Weight.STOPS for point in points):
        points += _unshown(expected, purpose, standards)
    points = [p if p.owner else replace(p, owner=register.config.owner) for p in points]
    points.sort(key=_place)
    return Readiness(
        purpose=purpose,
        standard=standards[0] if len(standards) == 1 else "",
        on=register.on,
        until=until,
        points=tuple(points),
        areas=tuple(_areas(expected, points)),
        where=where,
        sites=() if any(where) else _sites(register, gaps, purpose, standards),
        looked_at=_looked_at(register, gaps, standards),
    )


def _place(point: Point) -> tuple[int, date, str, str]:
    """Its place among others; of clauses 8.2 before 8.10."""
    about = _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), point.subject)
    return _ORDER.index(point.weight), point.due or date.max, point.area, about


def _looked_at(register: Register, gaps: Iterable[Gap], standards: Sequence[str]) -> LookedAt:
    """What the configuration and waivers keep from counting: an auditor will ask about it."""
    waived = [
        say("{code} {document}", code=g.code, document=g.finding.document or g.finding.place.path)
        for g in gaps
        if g.waived_until and _is_about(register, g, standards)
    ]
    without = {
        "ignored_rules": rules_ignored(register),
        "rules_made_notes": rules_made_notes(register),
        "waived": waived,
    }
    return looked_at({}, without)


def _sites(
    register: Register, gaps: Sequence[Gap], purpose: AuditKind, standards: Sequence[str]
) -> tuple[SiteShown, ...]:
    """The sites of the certificates to these standards, where one has several."""
    certificates = [
        found.record
        for found in attestations(register)
        if found.record.text("standard") in standards and not found.state.is_past
    ]
    several = [record for record in certificates if len(record.items(SITES)) > 1]
    if not several:
        return ()
    from isodocs.readiness.sites import site_shown

    names = dict.fromkeys(site for record in several for site in record.items(SITES))
    return tuple(site_shown(register, gaps, purpose, standards, site) for site in names)


def _there(register: Register, where: Where) -> Register:
    """What is judged one by one: of a site all that is for it, of a process what names it."""
    if where.process:
        return naming(register, where)
    return at(register, where) if where.site else register


def _nothing(register: Register, standards: Sequence[str]) -> Iterator[Point]:
    """Where there is no standard, or no document in force, there is nothing to audit."""
    if not standards:
        yield Point(
            Weight.STOPS,
            Area.CLAUSES,
            say("no standard is in use: there is nothing to be ready for"),
            say(
                "Name it in isodocs.yaml: `standards: [iso-9001-2015]`. `isodocs "
                "standards` lists all."
            ),
        )
    if not register.entries:
        yield Point(
            Weight.STOPS,
            Area.DOCUMENTS,
            say("there is no controlled document"),
            say("Begin with the policy: `isodocs new policy`."),
        )
    elif not any(entry.in_force for entry in register.entries.values()):
        yield Point(
            Weight.STOPS,
            Area.DOCUMENTS,
            say("no document is in force: there is nothing that work could be compared with"),
            say(
                "Finish one, such as the policy, and bring it into force: `isodocs submit ID "
                "--effective DAY`, then `isodocs approve ID`."
            ),
        )


def _unshown(
    expected: Sequence[Expected], purpose: AuditKind, standards: Sequence[str]
) -> Iterator[Point]:
    """A company that can show nothing but that its texts were approved is ready for no audit.

    Nor is one of which most of what an audit of the body looks at is not there at all, although
    each of it alone may be work.
    """
    asked_for = [item for item in expected if item.area is not Area.APPROVALS]
    begin = say("Begin with what is listed below. What exists elsewhere: `isodocs new evidence`.")
    for area in (Area.CLAUSES, Area.RECORDS) if purpose in EVERY_STAGE else ():
        mine = [item for item in asked_for if item.area is area]
        absent = sum(item.absent for item in mine)
        if 2 * absent > len(mine):
            lacking = say("{absent} of {number} records", absent=absent, number=len(mine))
            if area is Area.CLAUSES:
                lacking = say("{absent} of {number} clauses", absent=absent, number=len(mine))
            message = say("there is nothing to show for {lacking}", lacking=lacking)
            yield Point(Weight.STOPS, area, message, begin)
    if standards and asked_for and not any(item.shown for item in asked_for):
        yield Point(
            Weight.STOPS,
            Area.CLAUSES,
            say("nothing of what this audit looks at can be shown yet"),
            begin,
        )


def assessed(
    register: Register, purpose: AuditKind, standard: str = ""
) -> tuple[Register, tuple[str, ...]]:
    """The standards to assess, and the register in which each of them counts in full.

    For a transition they are the editions to move to. One in preparation is assessed when it is
    named, or where there is no other; so is, for a surveillance or a recertification, one that was
    never certified. What has no such audit is never assessed.
    """
    if purpose is AuditKind.TRANSITION:
        wanted = (standard,) if standard else transition.moves(register)
        return transition.with_both(register, wanted), wanted
    there = (standard,) if standard else tuple(register.in_use or register.maps)
    wanted = tuple(id for id in there if register.maps[id].is_audited(purpose))
    if not standard and purpose in (AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION):
        certified = {
            found.record.text("standard")
            for found in attestations(register)
            if found.state is not CertificateState.APPLYING
        }
        wanted = tuple(id for id in wanted if id in certified) or wanted
    return register.as_in_use(wanted), wanted


def _audit_day(register: Register, purpose: AuditKind, standards: Sequence[str]) -> date | None:
    """The day of the next such audit, or the last day on which it may be held if that is sooner."""
    if purpose is AuditKind.TRANSITION:
        return transition.audit_day(register, standards)
    days: list[date] = []
    for certification in attestations(register):
        if certification.record.text("standard") in standards and not certification.state.is_past:
            days += audit_days(certification, purpose, register.on)
    return min(days, default=None)


def _concerns(register: Register, gap: Gap, standards: Sequence[str]) -> bool:
    """Whether a gap that counts is about one of the standards; some are about all."""
    return gap.counts and _is_about(register, gap, standards)


def _is_about(register: Register, gap: Gap, standards: Sequence[str]) -> bool:
    about = standards_concerned(register, gap.finding)
    return not about or not about.isdisjoint(standards)


def _weighed(
    register: Register, gap: Gap, purpose: AuditKind, until: date | None, last: date | None
) -> Point | None:
    """A gap as a point; None where its area does not matter for this audit.

    What no one can undo, and an audit of the body came after, will be asked about at most.
    """
    area = gap.rule.family.area
    if area not in AREAS[purpose]:
        return None
    finding = gap.finding
    subject = finding.document or finding.subject or finding.place.path
    record = record_at(register, finding.place)
    weight = Weight.STOPS if gap.stops(purpose) else Weight.FIX
    if gap.rule.of_its_day and last and _was_before(register, gap, last):
        weight = Weight.ASK
    return Point(
        weight,
        area,
        say("{subject}: {message}", subject=subject, message=finding.message)
        if finding.document
        else finding.message,
        finding.hint,
        finding.closer or finding.owner,
        until,
        subject,
        (gap,),
        because=finding.because,
        clauses=finding.clauses if finding.because else (),
        cause=finding.document or (f"{record.path}:{record.line}" if record else ""),
    )


def _has_clauses_alone(register: Register, standards: Sequence[str]) -> bool:
    """Whether no one outside audits any of the standards: their clauses are all there is."""
    maps = [register.maps[id] for id in standards if id in register.maps]
    return bool(maps) and not any(known.is_assessed_outside for known in maps)


def _stopping(point: Point) -> Point:
    """A gap, which stops where it is about what a clause asks."""
    heavy = point.area is Area.CLAUSES and point.weight is Weight.FIX
    return replace(point, weight=Weight.STOPS) if heavy else point


def _unless_shown(point: Point, shown: Set[str]) -> Point:
    """A gap, which weighs less where what it explains is good enough for this audit."""
    if shown and not shown.isdisjoint(point.gaps[0].rule.explains):
        return replace(point, weight=Weight.ASK)
    return point


def _was_before(register: Register, gap: Gap, last: date) -> bool:
    """Whether the deed that a gap is about was done before a day.

    It is the day that the gap points at, else that of the record.
    """
    place = gap.finding.place
    record = record_at(register, place)
    if record is None:
        return False
    pointed = (day for name, day in record.days.items() if record.place(name) == place)
    day = next(pointed, None) or day_of_deed(register, record)
    return day is not None and day < last


def _areas(expected: Sequence[Expected], points: Sequence[Point]) -> Iterator[AreaShown]:
    for area in Area:
        mine = [item for item in expected if item.area is area]
        about = [point for point in points if point.area is area]
        stops = sum(point.weight is Weight.STOPS for point in about)
        fixes = sum(point.weight is Weight.FIX for point in about)
        yield AreaShown(area, len(mine), sum(item.shown for item in mine), stops, fixes)

"""The steps of certification: which audit has to come before which, and before which decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications, restorable_until
from isodocs.assess.certification_events import (
    LETS_GO_ON,
    TRANSITION,
    audited_standards,
    begins,
    belongs_to,
    findings,
    held,
    named_by,
)
from isodocs.model.nonconformity import WEIGHTY
from isodocs.standards.certification_rules import rules
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification, Milestone
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def attestations(register: Register) -> tuple[Certification, ...]:
    """Certifications and accreditations."""
    found = certifications(register)
    if len(found) == len(register.records.get("certification", ())):
        return found
    from isodocs.assess.accreditations import accreditations

    return (*found, *accreditations(register))


def is_first(certification: Certification) -> bool:
    """Whether it begins with stage 1 and stage 2: neither a renewal nor a transfer."""
    record = certification.record
    return not record.text("previous") and record.day("transferred") is None


def of_kind(certification: Certification, *kinds: str) -> tuple[Record, ...]:
    """Its audits of these kinds, in order."""
    return tuple(event for event in certification.events if event.text("kind") in kinds)


def stage_1_held(certification: Certification, before: date) -> Record | None:
    """The last stage 1 that was over by a day; None where it does not let stage 2 follow.

    One without a result counts: the missing result is another gap.
    """
    over = [event for event in of_kind(certification, "stage-1") if held(event, before)]
    return over[-1] if over and over[-1].text("result") in ("", *LETS_GO_ON) else None


def stage_1_arranged(certification: Certification, before: date) -> Record | None:
    """A stage 1 that is planned for no later than a day, and not yet held."""
    waiting = (
        event
        for event in of_kind(certification, "stage-1")
        if event.day("finished") is None and begins(event) <= before
    )
    return next(waiting, None)


def unsettled(register: Register, stage_1: Record, stage_2: Record) -> tuple[Record, ...]:
    """The findings of stage 1 that were not settled by stage 2: nothing done, or not verified.

    The body may verify during stage 2 what was done before it; effects come later.
    """
    first, last = begins(stage_2), stage_2.day("finished") or begins(stage_2)
    return tuple(
        finding
        for finding in findings(register).get(stage_1.id, ())
        if finding.text("grade") in WEIGHTY and not _settled(finding, first, last)
    )


def _settled(finding: Record, first: date, last: date) -> bool:
    done = finding.day("implemented") or finding.day("corrected")
    verified = finding.day("body-verified") or finding.day("verified") or finding.day("closed")
    return bool(verified and verified <= last) and (done is None or done <= first)


def deciding_audits(certification: Certification) -> tuple[Record, ...]:
    """The audits that the last decision may rest on: stage 2; for a renewal, recertification too.

    A renewal may rest on audits of the certificate before. One that began after the
    decision is among them, where it is near enough to be meant.
    """
    before, cycle = certification.previous, certification.cycle
    restored = cycle is not None and cycle.begins != certification.decided
    if cycle is None or not (before or restored or not is_first(certification)):
        return of_kind(certification, "stage-2")
    since = certification.decided if restored else None
    if before and before.cycle and not restored:
        since = before.cycle.begins
    return tuple(
        event
        for event in sorted((*(before.events if before else ()), *certification.events), key=begins)
        if event.text("kind") in ("stage-2", "recertification", TRANSITION)
        and (since or date.min) < begins(event) <= restorable_until(cycle.begins)
    )


_WORDS = {
    "applied": say("applied for"),
    "decided": "granted",
    "issued": "issued",
    "expires": "expired",
    "suspended": "suspended",
    "reinstated": "reinstated",
    "withdrawn": "withdrawn",
}
_IN_ORDER = (
    ("applied", "decided"),
    ("decided", "issued"),
    ("decided", "expires"),
    ("issued", "expires"),
    ("decided", "suspended"),
    ("suspended", "reinstated"),
    ("decided", "withdrawn"),
)
_Day = tuple[str, date]


def days_out_of_order(certification: Certification) -> Iterator[tuple[str, _Day, _Day]]:
    """Pairs of days that contradict each other, after the field of the second: (word, day) each.

    The days of a transfer are those of two certification bodies, and are not compared with the
    decision.
    """
    record = certification.record
    for first, second in _IN_ORDER:
        earlier, later = record.day(first), record.day(second)
        of_two_bodies = "decided" in (first, second) and record.day("transferred")
        if earlier and later and later < earlier and not of_two_bodies:
            yield second, (_WORDS[first], earlier), (_WORDS[second], later)
    applied = record.day("applied")
    audits = [e for e in certification.events if e.day("started") or e.day("finished")]
    if applied and audits and is_first(certification) and begins(audits[0]) < applied:
        yield (
            "applied",
            (say("applied for"), applied),
            (say("audited ({label})", label=audits[0].label), begins(audits[0])),
        )


def renewed_nothing(certification: Certification) -> bool:
    """Whether it only replaces the one before until the same end: a transfer, a new edition."""
    before = certification.previous
    return bool(
        before
        and before.expires
        and certification.expires
        and certification.decided
        and certification.decided <= before.expires
        and certification.expires <= before.expires
    )


def needs_stage_2(certification: Certification) -> bool:
    """Whether it was decided so late after the end of the one before that it takes a stage 2."""
    before, decided = certification.previous, certification.decided
    if before is None or before.expires is None or decided is None:
        return False
    ended = before.expires
    return restorable_until(ended) < decided and not any(
        event.text("kind") == "stage-2" and begins(event) > ended and held(event, decided)
        for event in deciding_audits(certification)
    )


def arranged_too_late(certification: Certification, on: date) -> Iterator[tuple[Milestone, Record]]:
    """Milestones still to come whose next audit is arranged for after their last day."""
    for milestone in certification.milestones:
        if not milestone.is_open() or milestone.due < on or milestone.about is not None:
            continue
        day = milestone.arranged()
        if milestone.event is not None:
            if day and day > milestone.due:
                yield milestone, milestone.event
            continue
        # The next one that is arranged, though it is for the year after.
        later = (
            event
            for event in of_kind(certification, milestone.kind)
            if event.day("finished") is None and begins(event) > milestone.due
        )
        if event := next(later, None):
            yield milestone, event


def audit_days(certification: Certification, kind: str, on: date) -> tuple[date, ...]:
    """The days, from `on`, by which the next audits of that kind are held.

    The day for which it is arranged, unless its last day comes before; where that has passed, the
    day for which it is arranged all the same.
    """
    days = [event.day("planned") for event in of_kind(certification, kind) if not _begun(event)]
    for milestone in certification.milestones:
        if milestone.kind == kind and milestone.is_open() and on <= milestone.due:
            arranged = milestone.arranged()
            days = [day for day in days if day != arranged]
            days.append(milestone.act_on())
    return tuple(day for day in days if day and day >= on)


def _begun(event: Record) -> bool:
    return event.day("started") is not None or event.day("finished") is not None


def to_be_held(certification: Certification) -> tuple[Record, ...]:
    """The audits that are arranged and not yet held."""
    return tuple(event for event in certification.events if event.day("finished") is None)


def without_certificate(certification: Certification) -> Iterator[tuple[Record, str]]:
    """Surveillance and recertification audits on a day on which nothing could be audited so."""
    record, cycle = certification.record, certification.cycle
    if record.day("transferred"):
        return  # what the body before held belongs to a certificate that is not here
    renews = certification.previous is not None or bool(record.text("previous"))
    for event in of_kind(certification, "surveillance", "recertification"):
        day, kind = begins(event), event.text("kind")
        if kind == "recertification" and renews and (cycle is None or day <= cycle.begins):
            continue  # the audit that this certificate came from
        decided, withdrawn = certification.decided, record.day("withdrawn")
        if decided is None and _in_first_programme(certification, event):
            continue
        if decided is None or day < decided:
            yield event, say("{id} had not been granted", id=record.id)
        elif withdrawn and withdrawn < day:
            yield event, say("{id} was withdrawn on {withdrawn}", id=record.id, withdrawn=withdrawn)
        elif cycle and cycle.begins <= day:
            last = restorable_until(cycle.expires) if kind == "recertification" else cycle.expires
            granted = certification.successor and certification.successor.day("decided")
            if last < day and not granted:
                yield event, say("{id} ended on {expires}", id=record.id, expires=cycle.expires)
            elif granted and granted <= day and certification.successor:
                yield (
                    event,
                    say("{id} has replaced {id_2}", id=certification.successor.id, id_2=record.id),
                )


def _in_first_programme(certification: Certification, event: Record) -> bool:
    """Whether an audit not yet held is in the programme that the body draws up before certifying.

    Surveillance follows the initial audits, and recertification in the third year (9.1.3.2).
    """
    initial = [begins(each) for each in of_kind(certification, "stage-1", "stage-2")]
    day = begins(event)
    if not initial or _begun(event):
        return False
    first = max(initial)
    if event.text("kind") == "recertification":
        span = rules()["programme"].span
        first = span.after(first) if span else first
    return first < day


def of_no_certificate(register: Register) -> Iterator[tuple[Record, str]]:
    """Audits that count for no certificate, each with the reason."""
    records = register.records.get("certification", ())
    known = {record.id: record for record in records}
    for event in register.records.get("certification-event", ()):
        if event.day("cancelled"):
            continue
        named, standards = named_by(event), audited_standards(event)
        for id in named:
            other = known[id].text("standard") if id in known else ""
            if other and standards and other not in standards:
                yield event, say("{id} is a certification to {other}", id=id, other=other)
        if not named and not belongs_to(event, records):
            missing = say("it names neither a certification nor a standard")
            yield event, say("there is no certification for it on record") if standards else missing


def side_by_side(register: Register) -> Iterator[tuple[Certification, Certification]]:
    """Two certificates to one standard that hold at once, and neither follows the other."""
    valid = [c for c in certifications(register) if c.holds and c.record.text("status") != "closed"]
    for one, other in combinations(valid, 2):
        same = one.record.text("standard") == other.record.text("standard")
        ids = {one.record.text("previous"), other.record.text("previous")}
        linked = not ids.isdisjoint({one.record.id, other.record.id})
        places, others = set(one.record.items("sites")), set(other.record.items("sites"))
        apart = bool(places and others) and places.isdisjoint(others)
        if same and not linked and not apart:
            yield one, other


def not_recommended(certification: Certification, on: date) -> Record | None:
    """The last audit of a certificate, where its team recommended nothing and nothing followed."""
    over = [event for event in certification.events if held(event, on)]
    last = max(over, key=lambda event: event.day("finished") or date.min, default=None)
    if last is None or last.text("result") != "not-recommended":
        return None
    finished = last.day("finished") or date.min
    return last if (certification.decided or finished) <= finished else None

"""Certification over its three-year cycle, by the rules of ISO/IEC 17021-1:2015.

Everything follows from the day of the decision: when the certificate ends at the latest, in which
calendar years a surveillance audit has to take place, and by when the next decision has to be made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.model.certification import (
    CertificateState,
    Certification,
    CertificationRule,
    Milestone,
)
from isodocs.standards.certification_rules import rules

if TYPE_CHECKING:
    from isodocs.model.period import Period
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def end_of_cycle(decided: date) -> date:
    """The last day of a cycle that begins with a decision: the day before its third anniversary."""
    return _span(rules()["cycle"]).after(decided) - timedelta(days=1)


def surveillance_years(decided: date, expires: date) -> range:
    """The calendar years in which a surveillance audit is due: all between the first and last."""
    return range(decided.year + 1, expires.year)


@once_per_register
def certifications(register: Register) -> tuple[Certification, ...]:
    """Every certification record, assessed for the register's day."""
    records = register.records.get("certification", ())
    successors = {record.text("previous"): record for record in records if record.day("decided")}
    events: dict[str, list[Record]] = defaultdict(list)
    for event in register.records.get("certification-event", ()):
        if event.day("cancelled") is None:
            events[event.text("certification")].append(event)
    majors = _majors(register)
    return tuple(
        _certification(
            record,
            tuple(sorted(events.get(record.id, ()), key=_begins)),
            successors.get(record.id) if record.id else None,
            majors,
            register.on,
        )
        for record in records
    )


def _begins(event: Record) -> date:
    return event.day("started") or event.day("planned") or date.max


def _majors(register: Register) -> dict[str, list[Record]]:
    """The major nonconformities that each audit of a certification body raised."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in register.records.get("nonconformity", ()):
        if record.text("grade") == "major" and record.text("event"):
            found[record.text("event")].append(record)
    return found


def _certification(
    record: Record,
    events: tuple[Record, ...],
    successor: Record | None,
    majors: dict[str, list[Record]],
    on: date,
) -> Certification:
    decided = record.day("decided")
    expires = record.day("expires") or (end_of_cycle(decided) if decided else None)
    milestones = list(_majors_after_stage_2(record, events, majors))
    if decided and expires:
        milestones += _surveillances(record, decided, expires, events)
        milestones.append(_recertification(record, decided, expires, events, successor))
    return Certification(
        record=record,
        state=_state(record, decided, expires, successor, on),
        decided=decided,
        expires=expires,
        milestones=tuple(sorted(milestones, key=lambda m: (m.due, m.kind))),
        events=events,
        successor=successor,
    )


def _state(
    record: Record,
    decided: date | None,
    expires: date | None,
    successor: Record | None,
    on: date,
) -> CertificateState:
    withdrawn, suspended = record.day("withdrawn"), record.day("suspended")
    reinstated, succeeded = record.day("reinstated"), successor and successor.day("decided")
    if withdrawn and withdrawn <= on:
        return CertificateState.WITHDRAWN
    if decided is None or expires is None or decided > on:
        return CertificateState.APPLYING
    if succeeded and succeeded <= on:
        return CertificateState.SUCCEEDED
    if expires < on:
        last = _span(rules()["restoration"]).after(expires)
        restored = record.day("restored")
        # What comes back ends when it would have ended had it never lapsed.
        again = restored is not None and restored <= min(on, last)
        if not again or _span(rules()["cycle"]).after(expires) < on:
            return CertificateState.EXPIRED if on <= last else CertificateState.LOST
    if suspended and suspended <= on and not (reinstated and suspended <= reinstated <= on):
        return CertificateState.SUSPENDED
    return CertificateState.CERTIFIED


def _surveillances(
    record: Record, decided: date, expires: date, events: Sequence[Record]
) -> Iterator[Milestone]:
    """The first within twelve months of a first decision, and one in each calendar year between.

    One audit can be both; where the first was held the year before, it is not. One that a
    year lacked is answered, too late, by the next that is held.
    """
    audits = [
        event
        for event in events
        if event.text("kind") == "surveillance" and _begins(event) >= decided
    ]
    answered = 0
    if not record.text("previous") and record.day("transferred") is None:
        rule = rules()["first-surveillance"]
        first = audits[0] if audits else None
        due = _span(rule).after(decided)
        answered = min(_begins(first).year, due.year) if first else due.year
        yield _surveillance(record, rule, decided, due, first)
    for year in surveillance_years(decided, expires):
        if year != answered:
            mine = next((event for event in audits if _begins(event).year == year), None)
            # A year that passed without an audit is closed by the next one, and stays late.
            mine = mine or next((event for event in audits if _replaces(event, year)), None)
            rule = rules()["surveillance"]
            yield _surveillance(record, rule, date(year, 1, 1), date(year, 12, 31), mine)


def _replaces(event: Record, year: int) -> bool:
    return event.day("finished") is not None and _begins(event).year > year


def _surveillance(
    record: Record, rule: CertificationRule, since: date, due: date, event: Record | None
) -> Milestone:
    done = event.day("finished") if event else None
    return Milestone(record, "surveillance", rule, since, due, done, event)


def _recertification(
    record: Record,
    decided: date,
    expires: date,
    events: Sequence[Record],
    successor: Record | None,
) -> Milestone:
    """The next decision, before the certificate expires."""
    audits = [event for event in events if event.text("kind") == "recertification"]
    return Milestone(
        record,
        "recertification",
        rules()["recertification"],
        since=decided,
        due=expires,
        done=successor.day("decided") if successor else None,
        event=audits[-1] if audits else None,
    )


def _majors_after_stage_2(
    record: Record, events: Sequence[Record], majors: dict[str, list[Record]]
) -> Iterator[Milestone]:
    """By when the body must have verified what was done about a major finding of stage 2.

    A later stage 2 takes the place of an earlier one.
    """
    held = [e for e in events if e.text("kind") == "stage-2" and e.day("finished")]
    for event in held[-1:]:
        finished = event.day("finished")
        for major in majors.get(event.id, ()):
            rule = rules()["majors-after-stage-2"]
            if finished is not None:
                yield Milestone(
                    record,
                    f"verification of {major.id}",
                    rule,
                    since=finished,
                    due=_span(rule).after(finished),
                    done=major.day("body-verified"),
                    event=event,
                )


def open_majors(register: Register, certification: Certification, on: date) -> tuple[Record, ...]:
    """The major findings of this certification's audits that the body had not verified by `on`."""
    majors = _majors(register)
    return tuple(
        major
        for event in certification.events
        for major in majors.get(event.id, ())
        if (raised := major.day("raised")) is not None
        and raised <= on
        and not ((verified := major.day("body-verified")) and verified <= on)
    )


def _span(rule: CertificationRule) -> Period:
    if rule.span is None:
        raise ValueError(f"the rule {rule.name!r} counts with no span")
    return rule.span

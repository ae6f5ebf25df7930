"""Certification over its three-year cycle, by the rules of ISO/IEC 17021-1:2015.

Everything follows from the day of the decision: when the certificate ends at the latest, in which
calendar years a surveillance audit has to take place, and by when the next decision has to be made.
What follows another certificate, or comes back after its end, ends three years after that end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.assess.certification_events import (
    begins,
    by_certification,
    findings,
    held,
    is_transition,
    majors_of,
)
from isodocs.assess.once import once_per_register
from isodocs.model.certification import (
    CertificateState,
    Certification,
    CertificationRule,
    Cycle,
    Milestone,
)
from isodocs.standards.certification_rules import is_accredited, rules
from isodocs.standards.editions import editions
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.certification import Edition
    from isodocs.model.period import Period
    from isodocs.model.record import Record
    from isodocs.model.register import Register

CHANGE = say("change of edition")
_WHOLE = ("recertification", "stage-2")
"""Audits of the whole system: in the year of one no surveillance is due."""


@once_per_register
def certifications(register: Register) -> tuple[Certification, ...]:
    """Every certification on record, assessed for the register's day.

    Accreditations are records of the same kind and follow other rules: `accreditations`.
    """
    assessment = _Cycles(register)
    return tuple(
        assessment.of(record)
        for record in register.records.get("certification", ())
        if not is_accredited(record.text("standard"))
    )


def end_of_cycle(decided: date) -> date:
    """The last day of a cycle that begins with a decision: the day before its third anniversary."""
    return _span(rules()["cycle"]).after(decided) - timedelta(days=1)


def end_of_next_cycle(ended: date) -> date:
    """The last day of the cycle that follows one, on the same day of the year."""
    return _span(rules()["cycle"]).after(ended)


def restorable_until(expires: date) -> date:
    """The last day on which what has expired comes back without another stage 2."""
    return _span(rules()["restoration"]).after(expires)


class _Cycles:
    """The certifications of one register; each rests on the one before it."""

    def __init__(self, register: Register) -> None:
        records = register.records.get("certification", ())
        self._on = register.on
        self._by_id = {record.id: record for record in reversed(records) if record.id}
        self._events = by_certification(register)
        self._findings = findings(register)
        self._followers: dict[str, list[Record]] = {}
        for record in records:
            if previous := record.text("previous"):
                self._followers.setdefault(previous, []).append(record)
        self._known: dict[str, Certification] = {}
        self._under_way: set[str] = set()

    def of(self, record: Record) -> Certification:
        """One certification; two that name each other as the one before have none before."""
        if not record.id or self._by_id[record.id] is not record:
            return self._assess(record, None)
        if record.id not in self._known:
            self._under_way.add(record.id)
            before = self._by_id.get(record.text("previous"))
            known = before is not None and before.id not in self._under_way
            self._known[record.id] = self._assess(
                record, self.of(before) if before and known else None
            )
            self._under_way.discard(record.id)
        return self._known[record.id]

    def _assess(self, record: Record, previous: Certification | None) -> Certification:
        events = self._events.get(record.id, ()) if record.id else ()
        followers = self._followers.get(record.id, ()) if record.id else ()
        granted = [(day, f) for f in followers if (day := f.day("decided")) and day <= self._on]
        successor = min(granted, key=lambda item: item[0])[1] if granted else None
        # The audit that renews a certificate may be on record with this one or the next.
        renewing = [
            event
            for follower in followers
            for event in self._events.get(follower.id, ())
            if event.text("kind") in _WHOLE
            and begins(event) <= (follower.day("decided") or date.max)
        ]
        edition = editions().get(record.text("standard"))
        cycles = tuple(_cycles(record, previous, (*events, *renewing), edition))
        reached = [cycle for cycle in cycles if cycle.begins <= self._on]
        cycle = reached[-1] if reached else next(iter(cycles), None)
        milestones = [*self._after_stage_2(record, events)]
        if cycle:
            every = sorted((*events, *renewing), key=begins)
            last = _last_of(cycle, edition)
            milestones += _surveillances(record, cycle, last, every, self._on)
            milestones.append(_renewal(record, cycle, edition, last, every, successor))
            milestones += self._before_expiry(record, cycle, every, successor)
        return Certification(
            record=record,
            state=_state(record, cycle, edition, successor, self._on),
            decided=record.day("decided"),
            expires=cycle.expires if cycle else None,
            milestones=tuple(sorted(milestones, key=lambda m: (m.due, m.kind))),
            events=events,
            successor=successor,
            cycle=cycle,
            previous=previous,
        )

    def _after_stage_2(self, record: Record, events: Sequence[Record]) -> Iterator[Milestone]:
        """By when the body must have verified what was done about a major finding of stage 2.

        A later stage 2 takes the place of an earlier one.
        """
        audits = [e for e in events if e.text("kind") == "stage-2" and e.day("finished")]
        for event in audits[-1:]:
            rule = rules()["majors-after-stage-2"]
            if finished := event.day("finished"):
                due = _span(rule).after(finished)
                yield from self._verifications(record, event, rule, finished, due)

    def _before_expiry(
        self, record: Record, cycle: Cycle, events: Sequence[Record], successor: Record | None
    ) -> Iterator[Milestone]:
        """By when the body must have verified a major finding of the recertification audit."""
        for event in events if successor is None else ():
            finished = event.day("finished")
            if event.text("kind") == "recertification" and finished and finished > cycle.begins:
                rule = rules()["majors-before-expiry"]
                due = max(cycle.expires, finished)
                yield from self._verifications(record, event, rule, finished, due)

    def _verifications(
        self, record: Record, event: Record, rule: CertificationRule, since: date, due: date
    ) -> Iterator[Milestone]:
        for major in majors_of(event, record, self._findings):
            what, done = say("verification of {id}", id=major.id), major.day("body-verified")
            yield Milestone(record, what, rule, since, due, done, event, major)


def _cycles(
    record: Record,
    previous: Certification | None,
    events: Sequence[Record],
    edition: Edition | None,
) -> Iterator[Cycle]:
    """The cycles of one record: the decision's, and the one after it was restored."""
    decided, written, restored = (record.day(name) for name in ("decided", "expires", "restored"))
    if decided is None:
        return
    edition_ends = edition.certain_end if edition else None
    before = _end_before(previous, decided)
    limit = end_of_cycle(decided)
    if before is not None and not _starts_over(before, decided, events):
        limit = end_of_next_cycle(before)
    own = min(limit, end_of_cycle(decided))
    # After a restoration `expires` may still be the old end, or already the new one.
    renewed = written is not None and restored is not None and own <= restored < written
    expires = written if written and not renewed else own
    since = min(decided, before) if before and limit != end_of_cycle(decided) else decided
    initial = not record.text("previous") and not _taken_over(record)
    yield _cycle(decided, expires, since, limit, edition_ends, initial=initial)
    if restored and _comes_back(expires, restored, events):
        again = end_of_next_cycle(expires)
        end = written if written and renewed else again
        yield _cycle(restored, end, expires, again, edition_ends)


def _end_before(previous: Certification | None, decided: date) -> date | None:
    """The end of the certificate before; of one that only its edition ended, the end it bore."""
    if previous is None or previous.expires is None or previous.cycle is None:
        return None
    cycle = previous.cycle
    return cycle.issued_until if cycle.issued_until and decided <= cycle.expires else cycle.expires


def _cycle(
    begins: date,
    expires: date,
    counts_from: date,
    limit: date,
    edition_ends: date | None,
    *,
    initial: bool = False,
) -> Cycle:
    if edition_ends and edition_ends < expires:
        return Cycle(
            begins,
            edition_ends,
            counts_from,
            limit,
            initial,
            with_edition=True,
            issued_until=expires,
        )
    return Cycle(begins, expires, counts_from, limit, initial)


def _starts_over(before: date, decided: date, events: Sequence[Record]) -> bool:
    """Whether, long after the end of the certificate before, everything began from the start."""
    if end_of_next_cycle(before) <= decided:
        return True
    kinds = {e.text("kind") for e in events if before < begins(e) <= decided}
    return restorable_until(before) < decided and {"stage-1", "stage-2"} <= kinds


def _comes_back(expires: date, restored: date, events: Sequence[Record]) -> bool:
    """Whether what had expired could be restored that day: within six months, or by a stage 2."""
    again = any(
        event.text("kind") == "stage-2" and expires < begins(event) and held(event, restored)
        for event in events
    )
    return expires <= restored and (again or restored <= restorable_until(expires))


def _taken_over(record: Record) -> bool:
    """Whether the decision is that of a body that took the certificate over."""
    decided, transferred = record.day("decided"), record.day("transferred")
    return transferred is not None and (decided is None or transferred <= decided)


def _last_of(cycle: Cycle, edition: Edition | None) -> date:
    """The last day for which a cycle asks anything: its own, or that of its edition.

    One that began after the end of its edition shows that this day, to be confirmed, was another.
    """
    ends = edition.ends.last if edition and edition.ends else cycle.expires
    return min(cycle.expires, ends) if cycle.begins <= ends else cycle.expires


def may_come_back(cycle: Cycle, edition: Edition | None) -> date | None:
    """The last day on which an ended certificate comes back; None where its edition has ended."""
    if cycle.with_edition:
        return None
    until = restorable_until(cycle.expires)
    return min(until, edition.certain_end or until) if edition else until


def _state(
    record: Record,
    cycle: Cycle | None,
    edition: Edition | None,
    successor: Record | None,
    on: date,
) -> CertificateState:
    withdrawn, suspended = record.day("withdrawn"), record.day("suspended")
    reinstated, succeeded = record.day("reinstated"), successor and successor.day("decided")
    if withdrawn and withdrawn <= on:
        return CertificateState.WITHDRAWN
    if cycle is None or cycle.begins > on:
        return CertificateState.APPLYING
    if succeeded and succeeded <= on:
        return CertificateState.SUCCEEDED
    if cycle.expires < on:
        until = may_come_back(cycle, edition)
        return CertificateState.EXPIRED if until and on <= until else CertificateState.LOST
    if suspended and suspended <= on and not (reinstated and suspended <= reinstated <= on):
        return CertificateState.SUSPENDED
    return CertificateState.CERTIFIED


def _surveillances(
    record: Record, cycle: Cycle, last: date, events: Sequence[Record], on: date
) -> Iterator[Milestone]:
    """The first within twelve months of a first decision, and one in each calendar year between.

    One audit can be both; where the first was held the year before, it is not. One that a year
    lacked is answered, too late, by the next that is held. The year of an audit of the whole system
    asks for none, nor does the time before a body took the certificate over.
    """
    audits = [
        event
        for event in events
        if event.text("kind") == "surveillance" and begins(event) >= cycle.begins
    ]
    whole = {begins(e).year for e in events if e.text("kind") in _WHOLE and _is_on(e, on)}
    taken_over = record.day("transferred") or date.min
    answered = 0
    if cycle.initial:
        rule = rules()["first-surveillance"]
        first = audits[0] if audits else None
        due = _span(rule).after(cycle.begins)
        answered = min(begins(first).year, due.year) if first else due.year
        if taken_over <= due <= last:
            yield _surveillance(record, rule, cycle.begins, due, first)
    for year in range(cycle.counts_from.year + 1, last.year):
        due = date(year, 12, 31)
        if year == answered or year in whole or due < max(taken_over, cycle.begins):
            continue
        mine = next((event for event in audits if begins(event).year == year), None)
        # A year without one is answered by the next audit, which stays late.
        mine = mine or next((event for event in audits if _answers_late(event, year)), None)
        since = max(date(year, 1, 1), cycle.begins)
        yield _surveillance(record, rules()["surveillance"], since, due, mine)


def _is_on(event: Record, on: date) -> bool:
    """Whether an audit was held, or is arranged: for a day to come, or just being entered."""
    return event.day("finished") is not None or _span(rules()["results"]).after(begins(event)) >= on


def _answers_late(event: Record, year: int) -> bool:
    return event.day("finished") is not None and begins(event).year > year


def _surveillance(
    record: Record, rule: CertificationRule, since: date, due: date, event: Record | None
) -> Milestone:
    done = event.day("finished") if event else None
    return Milestone(record, "surveillance", rule, since, due, done, event)


def _renewal(
    record: Record,
    cycle: Cycle,
    edition: Edition | None,
    last: date,
    events: Sequence[Record],
    successor: Record | None,
) -> Milestone:
    """The next decision, before the certificate expires; to another edition where its own ends.

    Nothing is asked for after the `last` day of certificates to the edition, also where that day is
    to be confirmed.
    """
    changes = cycle.with_edition or last < cycle.expires
    audits = [
        event
        for event in events
        if (event.text("kind") == "recertification" or (changes and is_transition(event)))
        and begins(event) > cycle.begins
    ]
    return Milestone(
        record,
        CHANGE if changes else "recertification",
        rules()["recertification"],
        since=cycle.begins,
        due=last,
        done=successor.day("decided") if successor else None,
        event=audits[-1] if audits else None,
        sure=not (changes and edition and edition.ends) or edition.ends.sure,
    )


def open_majors(register: Register, certification: Certification, on: date) -> tuple[Record, ...]:
    """The major findings that the body had not verified by `on`, the day of a decision.

    Those of the audits of this certificate, and of the one that it renews.
    """
    found = findings(register)
    asked = [(event, certification.record) for event in certification.events]
    if before := certification.previous:
        asked += [(event, before.record) for event in before.events]
    return tuple(
        {
            major.id: major
            for event, record in asked
            for major in majors_of(event, record, found)
            if (raised := major.day("raised") or event.day("finished")) is not None
            and raised <= on
            and not ((verified := major.day("body-verified")) and verified <= on)
        }.values()
    )


def _span(rule: CertificationRule) -> Period:
    if rule.span is None:
        raise ValueError(say("the rule {name!r} counts with no span", name=rule.name))
    return rule.span

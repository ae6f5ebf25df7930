"""Where each certificate is in its three-year cycle: its steps, in order, and what is next.

Every day comes from `assess.certification`; nothing is worked out again here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.assess.accreditation import accreditation, body
from isodocs.assess.certification import CHANGE, restorable_until
from isodocs.assess.certification_events import (
    LETS_GO_ON,
    TRANSITION,
    findings,
    findings_of,
    held,
    is_transition,
)
from isodocs.assess.certification_steps import arranged_too_late, attestations, is_first, of_kind
from isodocs.assess.nonconformities import nonconformities
from isodocs.dataclass import immutable
from isodocs.model.certification import CertificateState
from isodocs.standards.certification_rules import is_accredited, rules
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.assess.accreditation import Accreditation
    from isodocs.model.certification import Certification, Milestone
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_DAYS = (
    ("applied", say("application")),
    ("decided", say("decision")),
    ("transferred", say("transfer")),
    ("suspended", say("suspension")),
    ("reinstated", say("reinstatement")),
    ("restored", say("restoration")),
    ("withdrawn", say("withdrawal")),
)
"""Days of a certification, and the step that each is."""
_FIRST = ("stage-1", "stage-2")
_RESTORE = say("restoration at the latest")


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    ARRANGED = "arranged"
    TOO_LATE = "arranged too late"
    NOT_HELD = "not held on its day"
    OVERDUE = "overdue"
    OPEN = "to be arranged"
    TO_COME = "to come"
    ENDS = "ends"

    @property
    def is_open(self) -> bool:
        """Whether someone has to do something about it, or to see that it takes place."""
        return self not in (StepState.DONE, StepState.ENDS)

    @property
    def is_wrong(self) -> bool:
        """Whether a day has passed, or will."""
        return self in (StepState.OVERDUE, StepState.TOO_LATE, StepState.NOT_HELD)


@immutable(frozen=True, slots=True)
class CycleStep:
    """One step: the `day` it took or takes place, the last day `allowed` by `clause`.

    `open_findings` are the ids of what its audit raised and is not closed; `event` is its audit.
    `of` is the standard that the clause is of. The last day is `sure` where it is past doubt, as
    that of an edition may not be.
    """

    name: str
    state: StepState
    day: date | None = None
    allowed: date | None = None
    clause: str = ""
    result: str = ""
    open_findings: tuple[str, ...] = ()
    event: str = ""
    sure: bool = True
    of: str = ""

    @property
    def by(self) -> date | None:
        """The day to look at: the one it is arranged for, or the last allowed before it."""
        return min((day for day in (self.day, self.allowed) if day), default=None)


@immutable(frozen=True, slots=True)
class CertificateCycle:
    """One certificate, or accreditation; `next` is the open step that comes first.

    `accreditation` is that of the certification body: no one accredits an accreditation body.
    """

    certification: Certification
    steps: tuple[CycleStep, ...]
    next: CycleStep | None
    accreditation: Accreditation | None
    body: str


def certificate_cycles(register: Register) -> tuple[CertificateCycle, ...]:
    """Every certificate, those in use first."""
    found = [_cycle(register, each) for each in attestations(register)]
    return tuple(sorted(found, key=lambda each: each.certification.state.is_past))


def _cycle(register: Register, certification: Certification) -> CertificateCycle:
    record = certification.record
    steps = sorted(_steps(register, certification), key=lambda step: step.by or date.max)
    waiting = [step for step in steps if step.state.is_open]
    # What was missed before a certificate expired is only settled by its restoration.
    waiting.sort(key=lambda step: step.name != _RESTORE)
    entry = body(register, record)
    return CertificateCycle(
        certification,
        tuple(steps),
        waiting[0] if waiting and not certification.state.is_past else None,
        None if is_accredited(record.text("standard")) else accreditation(register, record),
        entry.text("name") if entry else record.text("body"),
    )


def _steps(register: Register, certification: Certification) -> Iterator[CycleStep]:
    on, record = register.on, certification.record
    for field, name in _DAYS:
        if day := record.day(field):
            yield CycleStep(name, StepState.DONE if day <= on else StepState.TO_COME, day)
    if certification.state is CertificateState.APPLYING and is_first(certification):
        if is_accredited(record.text("standard")):
            if not certification.events:
                yield CycleStep(say("initial assessment"), StepState.OPEN)
        else:
            for kind in _FIRST:
                if not of_kind(certification, kind):
                    yield CycleStep(say(kind), StepState.OPEN)
        if not record.day("decided"):
            yield CycleStep(say("decision"), StepState.TO_COME, record.day("target"))
    yield from _audits(register, certification)
    for milestone in certification.milestones:
        yield from _other(register, milestone)
    yield from _change(register, certification)
    yield from _ends(certification)


def _audits(register: Register, certification: Certification) -> Iterator[CycleStep]:
    """The audits on record, also those that the record of the next certificate has."""
    by_event: dict[int, Milestone] = {}
    events = {id(event): event for event in certification.events}
    for milestone in certification.milestones:  # by their days
        if milestone.event is not None and milestone.about is None:
            by_event.setdefault(id(milestone.event), milestone)
            events.setdefault(id(milestone.event), milestone.event)
    late = {id(event) for _, event in arranged_too_late(certification, register.on)}
    for key, event in events.items():
        yield _audit(register, certification, event, by_event.get(key), late=key in late)


def _change(register: Register, certification: Certification) -> Iterator[CycleStep]:
    """The decision after an audit for the change of edition that did not also renew."""
    kinds = (TRANSITION, "surveillance", "special")
    over = [e for e in of_kind(certification, *kinds) if is_transition(e) and held(e, register.on)]
    asked = any(milestone.kind == CHANGE for milestone in certification.milestones)
    if over and not asked and certification.cycle and over[-1].text("result") in ("", *LETS_GO_ON):
        done = certification.successor.day("decided") if certification.successor else None
        state = StepState.DONE if done else StepState.TO_COME
        last = certification.cycle.expires
        yield CycleStep(
            say("decision on the {change}", change=CHANGE), state, done, None if done else last
        )


def _ends(certification: Certification) -> Iterator[CycleStep]:
    """The end of the certificate, and how it can come back."""
    if cycle := certification.cycle:
        yield CycleStep(say("expiry"), StepState.ENDS, cycle.expires)
        if certification.state is CertificateState.EXPIRED:
            last = restorable_until(cycle.expires)
            rule = rules()["restoration"]
            yield CycleStep(_RESTORE, StepState.TO_COME, None, last, rule.clause, of=rule.of)
    if certification.state is CertificateState.SUSPENDED:
        until = certification.record.day("suspended-until")
        yield CycleStep(say("reinstatement"), StepState.TO_COME, until)


def _audit(
    register: Register,
    certification: Certification,
    event: Record,
    milestone: Milestone | None,
    *,
    late: bool,
) -> CycleStep:
    """An audit that is on record, held or arranged."""
    still = {n.record.id for n in nonconformities(register) if n.is_open}
    raised = findings_of(event, certification.record, findings(register))
    planned = event.day("planned")
    if held(event, register.on):
        state = StepState.DONE
    elif milestone and milestone.due < register.on:
        state = StepState.OVERDUE
    elif late:
        state = StepState.TOO_LATE
    elif planned and planned >= register.on:
        state = StepState.ARRANGED
    else:
        state = StepState.NOT_HELD if planned else StepState.OPEN
    name = say(event.text("kind"))
    if is_transition(event) and name != TRANSITION:
        name += say(", with the change of edition")
    return CycleStep(
        name,
        state,
        event.done("finished", register.on) or planned,
        milestone.due if milestone else None,
        milestone.rule.clause if milestone else "",
        event.text("result"),
        tuple(finding.id for finding in raised if finding.id in still),
        event.id,
        milestone is None or milestone.sure,
        milestone.rule.of if milestone else "",
    )


def _other(register: Register, milestone: Milestone) -> Iterator[CycleStep]:
    """What is not an audit on record: an audit to arrange, a decision after one, a verification."""
    audit = milestone.event if milestone.about is None else None
    decides = audit is not None and milestone.kind != "surveillance" and held(audit, register.on)
    if audit is not None and not decides:
        return
    if milestone.done is not None and milestone.done <= register.on:
        state = StepState.DONE
    elif milestone.due < register.on:
        state = StepState.OVERDUE
    else:
        state = StepState.TO_COME if decides or milestone.about else StepState.OPEN
    name = (
        say("decision on the {kind}", kind=say(milestone.kind)) if decides else say(milestone.kind)
    )
    due, rule = milestone.due, milestone.rule
    yield CycleStep(name, state, milestone.done, due, rule.clause, sure=milestone.sure, of=rule.of)

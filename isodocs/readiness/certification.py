"""What the steps of certification ask before an audit: the one before it, and a certificate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.accreditation import accreditation
from isodocs.assess.certification_steps import attestations, stage_1_arranged, stage_1_held
from isodocs.model.audit import Area, AuditKind
from isodocs.model.certification import CertificateState
from isodocs.model.readiness import Point, Weight
from isodocs.readiness import transition
from isodocs.standards.certification_rules import assessor, comes_first, is_accredited
from isodocs.standards.edition_words import way
from isodocs.standards.editions import editions
from isodocs.standards.load import available
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isodocs.model.certification import Certification
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_RENEWABLE = (CertificateState.CERTIFIED, CertificateState.SUSPENDED, CertificateState.EXPIRED)


def points(
    register: Register, purpose: AuditKind, requirements: RequirementMap, until: date | None
) -> Iterator[Point]:
    """What is missing for an audit of one standard to be the next step."""
    mine = [c for c in attestations(register) if c.record.text("standard") == requirements.id]
    name = requirements.display_name
    state = str(mine[-1].state) if mine else ""
    missing = remedy = ""
    weight = Weight.STOPS
    edition = editions().get(requirements.id)
    if edition and (over := transition.ended(edition, purpose, until or register.on)):
        missing, weight = over
        remedy = way(edition, {*available(), *register.maps})
    elif purpose is AuditKind.TRANSITION:
        missing, remedy, weight = transition.step(register, requirements, until)
    elif purpose is AuditKind.STAGE_2:
        if is_accredited(requirements.id):
            return  # an accreditation body reviews documents as it sees fit
        missing, remedy = _without_stage_1(register, mine)
    elif not mine:
        return  # that nothing is recorded is another point
    elif purpose is AuditKind.SURVEILLANCE and not any(c.holds for c in mine):
        none = say(
            "there is no {granted} to survey ({state})",
            granted=_granted(requirements.id),
            state=state,
        )
        missing, remedy = _not_held(mine, "surveyed") or (none, _to_record(mine))
    elif purpose is AuditKind.RECERTIFICATION and not any(c.state in _RENEWABLE for c in mine):
        none = say(
            "there is no {granted} to renew ({state})",
            granted=_granted(requirements.id),
            state=state,
        )
        how = say(
            "{to_record} Without one, {comes_first} first.",
            to_record=_to_record(mine),
            comes_first=comes_first(requirements.id),
        )
        missing, remedy = _not_held(mine, "renewed") or (none, how)
    if missing:
        yield Point(
            weight,
            Area.CERTIFICATION,
            say("{name}: {missing}", name=name, missing=missing),
            remedy,
            due=until,
            subject=requirements.id,
        )
    if purpose in (AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION) and until:
        yield from _before_the_audit(register, [c for c in mine if c.holds], until)


def _before_the_audit(
    register: Register, mine: Sequence[Certification], until: date
) -> Iterator[Point]:
    """What ends or suspends a certificate between now and the day of the audit."""
    for record in (certification.record for certification in mine):
        for name, happens in (
            ("suspended", say("is suspended")),
            ("withdrawn", say("is withdrawn")),
        ):
            day = record.day(name)
            if day and register.on < day <= until:
                yield Point(
                    Weight.STOPS,
                    Area.CERTIFICATION,
                    say(
                        "{id} {happens} from {day}, and the audit is on {until}",
                        id=record.id,
                        happens=happens,
                        day=day,
                        until=until,
                    ),
                    say("Settle the cause with the certification body before that day."),
                    record.text("owner"),
                    day,
                    subject=record.id,
                    found_in=record.path,
                )
        ends = accreditation(register, record).valid_until
        if ends and register.on <= ends < until:
            yield Point(
                Weight.FIX,
                Area.CERTIFICATION,
                say(
                    "{id}: the accreditation of {body} ends on {day}, and the audit is on {until}",
                    id=record.id,
                    body=record.text("body"),
                    day=ends,
                    until=until,
                ),
                say(
                    "Ask the certification body whether it is renewed, and enter the new date in "
                    "'valid-until'."
                ),
                record.text("owner"),
                ends,
                subject=record.id,
                found_in=record.path,
            )


def _granted(standard: str) -> str:
    return "accreditation" if is_accredited(standard) else "certificate"


def _not_held(mine: Sequence[Certification], done: str) -> tuple[str, str] | None:
    from isodocs.readiness.on_file import on_file  # only who holds none pays for it

    return on_file(mine, done)


def _to_record(known: Sequence[Certification]) -> str:
    """How a certificate is recorded: in the record of the application, where there is one."""
    last = known[-1] if known else None
    if last is None or last.state is not CertificateState.APPLYING:
        return say("Record it: `isodocs new certification`.")
    return say(
        "Once the {assessor} has granted it: `isodocs set {id} decided=DAY "
        "issued=DAY expires=DAY`.",
        assessor=assessor(last.record.text("standard")),
        id=last.record.id,
    )


def _without_stage_1(register: Register, mine: Sequence[Certification]) -> tuple[str, str]:
    """What is missing of stage 1, and what to do; empty where it was held, or a certificate is."""
    if any(stage_1_held(c, register.on) or c.state is not CertificateState.APPLYING for c in mine):
        return "", ""
    for certification in mine:
        if event := stage_1_arranged(certification, date.max):
            return (
                say(
                    "stage 1 is arranged for {day} and comes before stage 2",
                    day=event.day("planned"),
                ),
                say("Hold it, settle what it finds, and enter its result."),
            )
    return (
        say("stage 1 has not been held, and stage 2 comes after it"),
        say(
            "Agree on a day with the certification body, and enter it: `isodocs new "
            "certification-event`."
        ),
    )

"""CER: whether certificates move to the next edition of their standard in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.assess.certification_events import LETS_GO_ON, begins, is_transition
from isodocs.assess.certification_steps import is_first, of_kind
from isodocs.dataclass import replace
from isodocs.model.certification import CertificateState
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_audit, about_certificate
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules
from isodocs.standards.edition_words import way
from isodocs.standards.editions import day_in_words, editions, known_day
from isodocs.standards.load import available
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification, Dated, Edition
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_IN_USE = (CertificateState.CERTIFIED, CertificateState.SUSPENDED)


@rule("CER029", "edition-ends", Level.WARNING, blocks=False, by_calendar=True)
def edition_ends(register: Register) -> Iterator[Finding]:
    """The time of certificates to an edition is nearly over, and the change is not arranged.

    Why: After a new edition, accreditation bodies set a day on which all certificates to the one
    before end. The audit for the change, its corrections and the decision come before that day
    (ISO/IEC 17021-1:2015, 8.5.2 and 9.6.3). Days that are to be confirmed are said to be.

    Example: The certificate is to ISO/IEC 27001:2013. On 10 October 2025 no audit for the change to
    the edition of 2022 is arranged; certificates end on 31 October.

    Remedy: Agree on the audit with the certification body. Enter it with `kind: transition`, or
    name the new edition in `transition` of the audit that it is part of. Once the new certificate
    is granted, record it with `previous`.
    """
    lead = rules()["change-of-edition"].lead
    for certification, edition, ends in _in_use(register):
        successor = editions()[edition.successor]
        passed = ends.last < register.on
        near = lead is not None and lead.before(ends.last) <= register.on
        if not near or (not passed and _arranged(register, certification, edition)):
            continue
        said = "ended" if passed else "end"
        why = (
            ""
            if passed
            else say(", and no audit for the change to {name} is arranged", name=successor.name)
        )
        yield about_certificate(
            certification,
            say(
                "certificates to {name} {said} {when}{why}",
                name=edition.name,
                said=said,
                when=day_in_words(ends),
                why=why,
            ),
            say(
                "Agree with {body} on the change. {way}",
                body=certification.record.text("body") or say("the certification body"),
                way=way(edition, available()),
            ),
            "standard",
            say("edition {id}", id=edition.id),
        )


@rule("CER030", "first-certified-to-old-edition", Level.WARNING, blocks=False, of_its_day=True)
def first_certified_to_old_edition(register: Register) -> Iterator[Finding]:
    """A first certification is to an edition to which only holders are still certified.

    Why: From a day on, certification bodies grant first certificates to the new edition only (for
    ISO/IEC 27001:2013, IAF MD 26). A certificate to the edition before ends with the time of
    transition.

    Stage 2 shortly before that day is a note: what it finds may put off the decision. So is a
    certificate that was granted since, with neither a stage 2 nor the one before it on record.

    Example: Stage 2 to ISO/IEC 27001:2013 is arranged for 10 June 2024.

    Remedy: Ask the certification body to audit against the new edition, and correct `standard`. Of
    a renewal, name the certificate before in `previous`.
    """
    for certification in certifications(register):
        edition = editions().get(certification.record.text("standard"))
        since = edition.only_new_from if edition else None
        if edition is None or since is None or not is_first(certification):
            continue
        if certification.state.is_past or certification.state is CertificateState.EXPIRED:
            continue
        stage_2 = of_kind(certification, "stage-2")[-1:]
        for event in stage_2:
            late = since.first <= begins(event) < date.max
            if late or (certification.decided is None and _nearly(begins(event), since)):
                yield _too_late(certification, edition, since, event, past=late)
        if not stage_2 and not of_kind(certification, "recertification"):
            yield from _without_stage_2(certification, edition, since)


@rule("CER031", "certificate-outlives-edition", Level.NOTE, blocks=False)
def certificate_outlives_edition(register: Register) -> Iterator[Finding]:
    """A certificate bears a later day than the last one of certificates to its edition.

    Why: Once another edition has taken its place, all certificates to an edition end on one day,
    whatever they bear (for ISO/IEC 27001:2013, IAF MD 26). The change has to be decided before it.
    Where that day is past doubt, the certificate is taken to end on it, and nothing is reported.

    Example: A certificate to ISO 9001:2015 bears 14 October 2029.

    Remedy: Agree with the certification body on the audit for the change, and enter it.
    """
    lead = rules()["change-of-edition"].lead
    for certification, edition, ends in _in_use(register):
        bears = certification.record.day("expires")
        near = lead is not None and lead.before(ends.last) <= register.on  # CER029 says so
        if ends.sure or bears is None or bears <= ends.last or near:
            continue
        if not _arranged(register, certification, edition):
            yield about_certificate(
                certification,
                say(
                    "the certificate bears {bears}; certificates to {name} end {when}",
                    bears=bears,
                    name=edition.name,
                    when=day_in_words(ends),
                ),
                say("Plan the change before that day. {way}", way=way(edition, available())),
                "expires",
                say("outlives {id}", id=edition.id),
            )


def _nearly(day: date, since: Dated) -> bool:
    """Whether what stage 2 finds on a day may be settled only after the last first decisions."""
    span = rules()["majors-after-stage-2"].span
    return day < since.first and span is not None and since.first <= span.after(day)


def _without_stage_2(
    certification: Certification, edition: Edition, since: Dated
) -> Iterator[Finding]:
    """A first certificate granted, or hoped for, on a day on which none is to the edition."""
    field = "decided" if certification.decided else "target"
    day = certification.record.day(field)
    if day is None or day < since.first:
        return
    word = say("was granted on") if field == "decided" else say("is hoped for by")
    found = about_certificate(
        certification,
        say(
            "a first certificate to {name} {word} {day}; since {said} they are to {name_2} only",
            name=edition.name,
            word=word,
            day=day,
            said=known_day(since),
            name_2=editions()[edition.successor].name,
        ),
        say(
            "Ask the certification body to audit against the new edition, and "
            "correct 'standard'; of a renewal, name the certificate before in "
            "'previous'."
        ),
        field,
        "edition",
    )
    yield replace(found, level=Level.NOTE)


def _too_late(
    certification: Certification, edition: Edition, since: Dated, event: Record, *, past: bool
) -> Finding:
    """Stage 2 on or after the day, which is `past`, or so near that the decision may be."""
    after = editions()[edition.successor].name
    said = say(
        "stage 2 is to {name}; since {said} first certifications are to {after} only",
        name=edition.name,
        said=known_day(since),
        after=after,
    )
    if not past:
        said = say(
            "stage 2 of {begins} is to {name}; what it finds may put off the "
            "decision, and from {said} on first certifications are to {after} only",
            begins=begins(event),
            name=edition.name,
            said=known_day(since),
            after=after,
        )
    found = about_audit(
        event,
        said,
        say("Ask the certification body to audit against the new edition, and correct 'standard'."),
        "standard" if event.text("standard") else "kind",
        certification.record.text("owner"),
        say("{id} edition", id=certification.record.id),
    )
    return found if since.sure and past else replace(found, level=Level.NOTE)


def _in_use(register: Register) -> Iterator[tuple[Certification, Edition, Dated]]:
    """Certificates in use to an edition that was replaced and ends on a day that is known."""
    for certification in certifications(register):
        record = certification.record
        edition = editions().get(record.text("standard"))
        if edition is None or edition.ends is None or not edition.is_replaced(register.on):
            continue
        if certification.state in _IN_USE and record.text("status") != "closed":
            yield certification, edition, edition.ends


def _arranged(register: Register, certification: Certification, edition: Edition) -> bool:
    """Whether an audit for the change is arranged or over, or the next certificate on record.

    A recertification of this cycle is one. What was held before the new edition appeared, or before
    this certificate was granted, was not about the change.
    """
    since = edition.replaced.first if edition.replaced else date.max
    granted = certification.cycle.begins if certification.cycle else date.max
    for event in certification.events:
        renews = event.text("kind") == "recertification" and begins(event) > granted
        about = renews or is_transition(event)
        if about and begins(event) >= since and event.text("result") in ("", *LETS_GO_ON):
            return True
    return any(
        other.record.text("standard") == edition.successor and not other.state.is_past
        for other in certifications(register)
    )

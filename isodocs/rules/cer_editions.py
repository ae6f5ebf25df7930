"""CER: whether certificates move to the next edition of their standard in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.assess.certification_events import begins, is_transition
from isodocs.assess.certification_steps import is_first, of_kind
from isodocs.model.certification import CertificateState
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_audit, about_certificate
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules
from isodocs.standards.edition_words import way
from isodocs.standards.editions import editions
from isodocs.standards.load import available

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
        why = "" if passed else f", and no audit for the change to {successor.name} is arranged"
        yield about_certificate(
            certification,
            f"certificates to {edition.name} {said} on {ends.said}{why}",
            f"Agree with {certification.record.text('body') or 'the certification body'} on the "
            f"change. {way(edition, available())}",
            "standard",
            f"edition {edition.id}",
        )


@rule("CER030", "first-certified-to-old-edition", Level.WARNING, blocks=False, of_its_day=True)
def first_certified_to_old_edition(register: Register) -> Iterator[Finding]:
    """A first certification is to an edition to which only holders are still certified.

    Why: From a day on, certification bodies grant first certificates to the new edition only (for
    ISO/IEC 27001:2013, IAF MD 26). A certificate to the edition before ends with the time of
    transition.

    Example: Stage 2 to ISO/IEC 27001:2013 is arranged for 10 June 2024.

    Remedy: Ask the certification body to audit against the new edition, and correct `standard`.
    """
    for certification in certifications(register):
        edition = editions().get(certification.record.text("standard"))
        since = edition.only_new_from if edition else None
        if edition is None or since is None or not is_first(certification):
            continue
        if certification.state.is_past or certification.state is CertificateState.EXPIRED:
            continue
        for event in of_kind(certification, "stage-2")[-1:]:
            if since.first <= begins(event) < date.max:
                yield _too_late(certification, edition, since, event)


def _too_late(
    certification: Certification, edition: Edition, since: Dated, event: Record
) -> Finding:
    found = about_audit(
        event,
        f"stage 2 is to {edition.name}; since {since.said} first certifications are to "
        f"{editions()[edition.successor].name} only",
        "Ask the certification body to audit against the new edition, and correct 'standard'.",
        "standard" if event.text("standard") else "kind",
        certification.record.text("owner"),
        f"{certification.record.id} edition",
    )
    return found if since.sure else replace(found, level=Level.NOTE)


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
    """Whether an audit for the change is arranged or over, or the next certificate on record."""
    for event in certification.events:
        if is_transition(event) or event.text("kind") == "recertification":
            return True
    return any(
        other.record.text("standard") == edition.successor and not other.state.is_past
        for other in certifications(register)
    )

"""CER: whether certificates are valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.accreditations import accreditations
from isodocs.assess.certification import certifications, end_of_next_cycle, may_come_back
from isodocs.model.certification import CertificateState, Certification, Cycle
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_certificate, clause
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules
from isodocs.standards.edition_words import way
from isodocs.standards.editions import editions, in_force
from isodocs.standards.load import available
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CER003", "certificate-expired", Level.ERROR, blocks=False)
def certificate_expired(register: Register) -> Iterator[Finding]:
    """A certificate has expired and was not renewed.

    Why: The recertification audit and decision come before expiry. Outstanding activities can be
    completed within six months; after that, at least a stage 2 audit is needed (ISO/IEC
    17021-1:2015, 9.6.3.2.5). Until then you must not claim to be certified.

    Example: The certificate was valid until 14 May 2026.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            decided: 2023-05-15
            expires: 2026-05-14
            ---
            # ISO 9001

    Remedy: Stop using the certification mark, inform customers who rely on it, and agree with the
    certification body on how to restore the certificate. If you give up the certificate, enter the
    date in `withdrawn`.
    """
    for certification in accreditations(register):
        if certification.state is CertificateState.LOST:
            yield about_certificate(
                certification,
                say(
                    "the accreditation ended on {expires}; a new one takes an initial assessment",
                    expires=certification.expires,
                ),
                say(
                    "Stop claiming accreditation, and agree with the accreditation body what "
                    "follows."
                ),
                "expires",
                str(certification.expires),
            )
    for certification in certifications(register):
        cycle = certification.cycle
        lost = certification.state is CertificateState.LOST
        if cycle is None or not (lost or certification.state is CertificateState.EXPIRED):
            continue
        what = say("the certificate expired on {expires}", expires=cycle.expires)
        do = say("agree with the certification body how to restore it.")
        edition = editions().get(certification.record.text("standard"))
        over = edition and edition.certain_end and edition.certain_end < register.on
        if edition and over:
            if cycle.with_edition:
                what = say(
                    "the certificate ended on {expires}, with all to its edition",
                    expires=cycle.expires,
                )
            after = in_force(edition, register.on)
            then = say("a new one is to the edition in force, {name}", name=after.name)
            how = way(edition, available(), after)
            do = say("agree with the certification body on a new one. {how}", how=how)
        elif lost:
            then = say("restoring it requires at least a stage 2 audit")
        else:
            until = may_come_back(cycle, edition)
            then = say(
                "it can be restored without another stage 2 audit until {until}", until=until
            )
        yield about_certificate(
            certification,
            say("{what}; {then} ({clause})", what=what, then=then, clause=clause("restoration")),
            say("Stop claiming certification, and {do}", do=do),
            "expires",
            str(cycle.expires),
        )


@rule("CER008", "suspension-unresolved", Level.ERROR, blocks=False)
def suspension_unresolved(register: Register) -> Iterator[Finding]:
    """A certificate is suspended.

    Why: While the certificate is suspended you must not claim to be certified. If the cause is not
    resolved in time, the certificate is withdrawn or its scope reduced (ISO/IEC 17021-1:2015,
    9.6.5).

    Example: The certificate was suspended on 1 March because the surveillance audit was postponed.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            decided: 2025-10-15
            expires: 2028-10-14
            suspended: 2026-03-01
            ---
            # ISO 9001

    Remedy: Resolve the cause, have the certification body verify it, and record `reinstated`.
    """
    for certification in certifications(register):
        if certification.state is CertificateState.SUSPENDED:
            record = certification.record
            since = record.day("suspended")
            span = rules()["suspension"].span
            until = record.day("suspended-until")
            if until is None and since and span:
                until = span.after(since)
            passed = until is not None and until < register.on
            yield about_certificate(
                certification,
                say("suspended since {since}", since=since)
                + (
                    say("; the time limit ended on {until}", until=until)
                    if passed
                    else say(", until {until} at the latest", until=until)
                ),
                say(
                    "Resolve the cause, have the certification body verify it, and record "
                    "'reinstated'."
                ),
                "suspended",
                str(since),
            )


@rule("CER009", "certificate-too-long", Level.ERROR, blocks=False)
def certificate_too_long(register: Register) -> Iterator[Finding]:
    """A certificate is valid for longer than its cycle.

    Why: A certification cycle lasts three years from the decision (ISO/IEC 17021-1:2015, 9.1.3.2).

    Example: The certificate was granted on 1 May 2026 and expires four years later.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            decided: 2026-05-01
            expires: 2030-04-30
            ---
            # ISO 9001

    Remedy: Check the dates against the certificate.
    """
    for certification in certifications(register):
        cycle, written = certification.cycle, certification.record.day("expires")
        if cycle is None or written is None or cycle.begins > written:
            continue
        if (written - cycle.limit).days > 1 and not cycle.with_edition:
            yield about_certificate(
                certification,
                say(
                    "{since}, it cannot be valid until {written}: a cycle of three years "
                    "ends on {limit}",
                    since=_since(certification, cycle),
                    written=written,
                    limit=cycle.limit,
                ),
                say("Check the dates against the certificate."),
                "expires",
                str(written),
            )


def _since(certification: Certification, cycle: Cycle) -> str:
    """What the end of the cycle is counted from."""
    before = certification.previous
    if cycle.begins != certification.decided:
        return say("restored after it had ended on {counts_from}", counts_from=cycle.counts_from)
    if before and before.expires and cycle.limit == end_of_next_cycle(before.expires):
        return say(
            "following {id}, which ends on {expires}", id=before.record.id, expires=before.expires
        )
    return say("granted on {begins}", begins=cycle.begins)

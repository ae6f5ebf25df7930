"""CER: whether certificates are valid and their cycle is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications, end_of_cycle, open_majors
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.certification import CertificateState, Certification, Milestone
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import PAST, finding
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CER001", "surveillance-late", Level.ERROR, blocks=False, by_calendar=True)
def surveillance_late(register: Register) -> Iterator[Finding]:
    """A surveillance audit was not held by its due date.

    Why: The first surveillance audit must be held within twelve months of the certification
    decision, and one in every calendar year except the year of recertification (ISO/IEC
    17021-1:2015, 9.1.3.3). Missing one leads to suspension.

    Example: The certificate was granted on 15 May 2025. No surveillance audit was held by 15 May
    2026.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            decided: 2025-05-15
            expires: 2028-05-14
            ---
            # ISO 9001

    Remedy: Contact the certification body at once, agree on a date and enter it as a certification
    event.
    """
    for certification, milestone in _open(register, "surveillance"):
        if milestone.is_late(register.on):
            yield finding(
                certification,
                f"the surveillance audit was due by {milestone.due} and has not been held "
                f"({_rule(milestone)})",
                f"Contact {certification.record.text('body') or 'the certification body'} at once "
                "and agree on a date.",
                "decided",
                f"surveillance {milestone.due}",
            )


@rule("CER002", "certification-audit-not-arranged", Level.WARNING, blocks=False, by_calendar=True)
def certification_audit_not_arranged(register: Register) -> Iterator[Finding]:
    """A surveillance or recertification audit is due soon and has not been arranged.

    Why: Certification bodies plan months ahead. An audit arranged late takes place late (ISO/IEC
    17021-1:2015, 9.1.3.3 and 9.6.3).

    Example: A surveillance audit is due by 30 June. None is planned on 1 June.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            decided: 2025-06-30
            expires: 2028-06-29
            ---
            # ISO 9001

    Remedy: Agree on a date with the certification body. Enter it in records/certification-event
    with `kind: surveillance` and `planned:`.
    """
    for kind in ("surveillance", "recertification"):
        for certification, milestone in _open(register, kind):
            late = milestone.is_late(register.on)
            if milestone.event is None and not late and milestone.arrange_by() <= register.on:
                yield finding(
                    certification,
                    f"a {kind} audit is due by {milestone.due} and has not been arranged "
                    f"({_rule(milestone)})",
                    f"Agree on a date with {certification.record.text('body') or 'the body'} and "
                    "enter it as a certification event.",
                    "expires" if kind == "recertification" else "decided",
                    f"{kind} {milestone.due}",
                )


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
    restoration = rules()["restoration"]
    for certification in certifications(register):
        expires = certification.expires
        if expires is None or restoration.span is None:
            continue
        if certification.state is CertificateState.EXPIRED:
            until = restoration.span.after(expires)
            then = f"it can be restored without another stage 2 audit until {until}"
        elif certification.state is CertificateState.LOST:
            then = "restoring it requires at least a stage 2 audit"
        else:
            continue
        yield finding(
            certification,
            f"the certificate expired on {expires}; {then} "
            f"(ISO/IEC 17021-1:2015, {restoration.clause})",
            "Stop claiming certification, and agree with the certification body how to restore it.",
            "expires",
            str(expires),
        )


@rule("CER004", "major-not-verified", Level.ERROR, blocks=False, stops=FROM_STAGE_2)
def major_not_verified(register: Register) -> Iterator[Finding]:
    """The certification body did not verify a major nonconformity of stage 2 in time.

    Why: If corrective action cannot be verified within six months of the last day of stage 2, stage
    2 is repeated (ISO/IEC 17021-1:2015, 9.5.3.2).

    Example: Stage 2 ended on 20 November. Six months later the body has not verified the corrective
    action.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            ---
            # ISO 9001

        records/certification-event.csv:
            id,certification,standard,kind,planned,started,finished
            EV-2,CERT-9001,iso-9001-2015,stage-2,2025-11-18,2025-11-18,2025-11-20

        records/nonconformities/nc-2025-007.md:
            ---
            id: NC-2025-007
            title: No internal audits
            status: open
            source: stage-2
            grade: major
            event: EV-2
            raised: 2025-11-20
            due: 2026-12-31
            owner: quality-manager
            ---
            # No internal audits

    Remedy: Send the evidence at once and ask the certification body for its decision. Record
    `body-verified`.
    """
    for certification in certifications(register):
        for milestone in certification.milestones:
            verifies = milestone.kind.startswith("verification") and milestone.is_open()
            if verifies and milestone.is_late(register.on):
                yield finding(
                    certification,
                    f"{milestone.kind} by the body was due by {milestone.due}: stage 2 must be "
                    f"repeated ({_rule(milestone)})",
                    "Ask the certification body for its decision. Record 'body-verified' once it "
                    "has verified the action.",
                    "status",
                    milestone.kind,
                )


@rule("CER005", "certified-with-open-major", Level.ERROR, blocks=False, stops=FROM_STAGE_2)
def certified_with_open_major(register: Register) -> Iterator[Finding]:
    """A certificate was granted while a major nonconformity was still open.

    Why: Major nonconformities are verified as closed before a certificate is granted (ISO/IEC
    17021-1:2015, 9.5.2). An accreditation body will challenge a certificate granted earlier.

    Example: The decision was on 1 May. The major nonconformity was verified on 20 May.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            decided: 2026-05-01
            expires: 2029-04-30
            ---
            # ISO 9001

        records/certification-event.csv:
            id,certification,standard,kind,planned,started,finished
            EV-2,CERT-9001,iso-9001-2015,stage-2,2026-03-18,2026-03-18,2026-03-20

        records/nonconformities/nc-2026-007.md:
            ---
            id: NC-2026-007
            title: No internal audits
            status: open
            source: stage-2
            grade: major
            event: EV-2
            raised: 2026-03-20
            due: 2026-12-31
            body-verified: 2026-05-20
            owner: quality-manager
            ---
            # No internal audits

    Remedy: Correct the dates if they are wrong. Otherwise, contact the certification body.
    """
    for certification in certifications(register):
        if certification.decided is None or certification.decided > register.on:
            continue
        for major in open_majors(register, certification, certification.decided):
            yield finding(
                certification,
                f"granted on {certification.decided}, while the major nonconformity {major.label} "
                "was still open",
                "Correct the dates if they are wrong. Otherwise, contact the certification body.",
                "decided",
                major.id,
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
            yield finding(
                certification,
                f"suspended since {since}"
                + (
                    f"; the time limit ended on {until}"
                    if passed
                    else f", until {until} at the latest"
                ),
                "Resolve the cause, have the certification body verify it, and record "
                "'reinstated'.",
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
        decided, expires = certification.decided, certification.expires
        # After a recertification in time the new cycle may be counted from the old expiry.
        if decided is None or expires is None or certification.record.text("previous"):
            continue
        last = end_of_cycle(decided)
        if (expires - last).days > 1:
            yield finding(
                certification,
                f"granted on {decided}, it cannot be valid until {expires}: a cycle of three years "
                f"ends on {last}",
                "Check the dates against the certificate.",
                "expires",
                str(expires),
            )


def _open(register: Register, kind: str) -> Iterator[tuple[Certification, Milestone]]:
    """What still has to happen for certificates that are in use."""
    for certification in certifications(register):
        if certification.state not in (*PAST, CertificateState.EXPIRED):
            for milestone in certification.milestones:
                if milestone.kind == kind and milestone.is_open():
                    yield certification, milestone


def _rule(milestone: Milestone) -> str:
    return f"ISO/IEC 17021-1:2015, {milestone.rule.clause}"

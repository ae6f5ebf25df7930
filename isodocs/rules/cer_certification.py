"""CER: whether certificates are valid and their cycle is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import (
    certifications,
    end_of_next_cycle,
    open_majors,
    restorable_until,
)
from isodocs.assess.certification_events import begins, held
from isodocs.assess.certification_steps import arranged_too_late
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.certification import CertificateState, Certification, Cycle, Milestone
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_certificate, clause, clause_of
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules
from isodocs.standards.editions import editions

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
            yield about_certificate(
                certification,
                f"the surveillance audit was due by {milestone.due} and has not been held "
                f"({clause_of(milestone)})",
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
            elsewhere = any(
                milestone is m for m, _ in arranged_too_late(certification, register.on)
            )
            missing = milestone.event is None and not late and not elsewhere
            if missing and milestone.arrange_by() <= register.on:
                yield about_certificate(
                    certification,
                    f"a {kind} audit is due by {milestone.due} and has not been arranged "
                    f"({clause_of(milestone)})",
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
    for certification in certifications(register):
        cycle = certification.cycle
        lost = certification.state is CertificateState.LOST
        if cycle is None or not (lost or certification.state is CertificateState.EXPIRED):
            continue
        what = f"the certificate expired on {cycle.expires}"
        if cycle.with_edition:
            what = f"the certificate ended on {cycle.expires}, with all certificates to its edition"
            edition = editions()[certification.record.text("standard")]
            then = f"a new one must be to {edition.successor or 'the edition in force'}"
        elif lost:
            then = "restoring it requires at least a stage 2 audit"
        else:
            until = restorable_until(cycle.expires)
            then = f"it can be restored without another stage 2 audit until {until}"
        yield about_certificate(
            certification,
            f"{what}; {then} ({clause('restoration')})",
            "Stop claiming certification, and agree with the certification body how to restore it.",
            "expires",
            str(cycle.expires),
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
            id,certification,kind,planned,started,finished,result
            EV-1,CERT-9001,stage-1,2025-09-16,2025-09-16,2025-09-16,recommended
            EV-2,CERT-9001,stage-2,2025-11-18,2025-11-18,2025-11-20,after-corrections

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
    `body-verified`, and enter the repeated stage 2 as a certification event.
    """
    for certification in certifications(register):
        for milestone in certification.milestones:
            after_stage_2 = milestone.rule.name == "majors-after-stage-2"
            late = after_stage_2 and milestone.is_late(register.on)
            if late and not _settled_since(register, certification, milestone.done):
                seen = f" and took place on {milestone.done}" if milestone.done else ""
                yield about_certificate(
                    certification,
                    f"{milestone.kind} by the body was due by {milestone.due}{seen}: stage 2 "
                    f"must be repeated ({clause_of(milestone)})",
                    "Ask the certification body for its decision. Enter the repeated stage 2 as a "
                    "certification event.",
                    "status",
                    milestone.kind,
                )


@rule(
    "CER005",
    "certified-with-open-major",
    Level.ERROR,
    blocks=False,
    of_its_day=True,
    stops=FROM_STAGE_2,
)
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
            id,certification,kind,planned,started,finished,result
            EV-1,CERT-9001,stage-1,2026-01-20,2026-01-20,2026-01-20,recommended
            EV-2,CERT-9001,stage-2,2026-03-18,2026-03-18,2026-03-20,after-corrections

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
        cycle = certification.cycle
        if cycle is None or cycle.begins > register.on or certification.state.is_past:
            continue
        granted = "granted" if cycle.begins == certification.decided else "restored"
        for major in open_majors(register, certification, cycle.begins):
            verified = major.day("body-verified")
            if not (verified and _settled_since(register, certification, verified)):
                yield about_certificate(
                    certification,
                    f"{granted} on {cycle.begins}, while the major nonconformity "
                    f"{major.label} was still open",
                    "Correct the dates if they are wrong. Otherwise, contact the certification "
                    "body.",
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
            yield about_certificate(
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
        cycle, written = certification.cycle, certification.record.day("expires")
        if cycle is None or written is None or cycle.begins > written:
            continue
        if (written - cycle.limit).days > 1 and not cycle.with_edition:
            yield about_certificate(
                certification,
                f"{_since(certification, cycle)}, it cannot be valid until {written}: a cycle of "
                f"three years ends on {cycle.limit}",
                "Check the dates against the certificate.",
                "expires",
                str(written),
            )


def _since(certification: Certification, cycle: Cycle) -> str:
    """What the end of the cycle is counted from."""
    before = certification.previous
    if cycle.begins != certification.decided:
        return f"restored after it had ended on {cycle.counts_from}"
    if before and before.expires and cycle.limit == end_of_next_cycle(before.expires):
        return f"following {before.record.id}, which ends on {before.expires}"
    return f"granted on {cycle.begins}"


def _settled_since(register: Register, certification: Certification, verified: date | None) -> bool:
    """Whether a fault before the decision is settled: verified, and the body has audited since.

    It is settled too where nothing more is asked of the certificate.
    """
    if certification.state.is_past:
        return True
    decided = certification.decided
    return verified is not None and any(
        held(event, register.on)
        and begins(event) > max(verified, decided or verified)
        and event.text("result") == "recommended"
        for event in certification.events
    )


def _open(register: Register, kind: str) -> Iterator[tuple[Certification, Milestone]]:
    """What still has to happen for certificates that are in use."""
    for certification in certifications(register):
        if certification.state.is_past or certification.state is CertificateState.EXPIRED:
            continue
        for milestone in certification.milestones:
            if milestone.kind == kind and milestone.is_open():
                yield certification, milestone

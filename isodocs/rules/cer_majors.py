"""CER: whether the major nonconformities were settled before the certificate was granted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications, open_majors
from isodocs.assess.certification_events import begins, held
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_certificate, clause_of
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification
    from isodocs.model.register import Register


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
                seen = (
                    say(" and took place on {done}", done=milestone.done) if milestone.done else ""
                )
                yield about_certificate(
                    certification,
                    say(
                        "{kind} by the body was due by {due}{seen}: stage 2 must be repeated "
                        "({clause_of})",
                        kind=milestone.kind,
                        due=milestone.due,
                        seen=seen,
                        clause_of=clause_of(milestone),
                    ),
                    say(
                        "Ask the certification body for its decision. Enter the repeated stage 2 "
                        "as a certification event."
                    ),
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
                    say(
                        "{granted} on {begins}, while the major nonconformity {label} was still "
                        "open",
                        granted=granted,
                        begins=cycle.begins,
                        label=major.label,
                    ),
                    say(
                        "Correct the dates if they are wrong. Otherwise, contact the "
                        "certification body."
                    ),
                    "decided",
                    major.id,
                )


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

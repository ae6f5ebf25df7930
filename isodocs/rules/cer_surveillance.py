"""CER: whether the audits that keep a certificate valid are arranged and held in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audit_names import audit_name
from isodocs.assess.certification_steps import (
    arranged_too_late,
    attestations,
    not_recommended,
)
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.certification import CertificateState, Certification, Milestone
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_audit, about_certificate, clause_of
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import assessor
from isodocs.words import in_context, say

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
                say(
                    "the surveillance audit was due by {due} and has not been held ({clause_of})",
                    due=milestone.due,
                    clause_of=clause_of(milestone),
                ),
                say(
                    "Contact {body} at once and agree on a date.",
                    body=certification.record.text("body") or say("the certification body"),
                ),
                "decided",
                say("surveillance {due}", due=milestone.due),
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
                    say(
                        "a {audit} is due by {due} and has not been arranged ({clause_of})",
                        audit=audit_name(kind),
                        due=milestone.due,
                        clause_of=clause_of(milestone),
                    ),
                    say(
                        "Agree on a date with {body} and enter it as a certification event.",
                        body=certification.record.text("body") or say("the body"),
                    ),
                    "expires" if kind == "recertification" else "decided",
                    say("{kind} {due}", kind=kind, due=milestone.due),
                )


@rule("CER032", "audit-not-recommended", Level.ERROR, blocks=False, stops=FROM_STAGE_2)
def audit_not_recommended(register: Register) -> Iterator[Finding]:
    """An audit of the certification body ended without a recommendation, and nothing follows.

    Why: The body decides on what its team recommends (ISO/IEC 17021-1:2015, 9.5 and 9.6). Where the
    team recommends nothing, a certificate is not granted, or one that holds may be suspended. It is
    settled by another audit that is held, or by a decision of the body.

    Example: The result of the last surveillance audit is `not-recommended`.

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

        records/certification-event.csv:
            id,certification,kind,planned,started,finished,result
            EV-3,CERT-9001,surveillance,2026-05-04,2026-05-04,2026-05-05,not-recommended

    Remedy: Settle what the audit found with the certification body. Enter the audit that followed,
    or the day of the decision in `decided` of the certification.
    """
    for certification in attestations(register):
        event = not_recommended(certification, register.on)
        if event is None or _is_over(certification):
            continue
        yield about_audit(
            event,
            say(
                "the {kind} of {day} ended without a recommendation, and nothing follows",
                kind=in_context(event.text("kind").replace("-", " "), "kind"),
                day=event.day("finished"),
            ),
            say(
                "Settle what it found with the {assessor}, and enter the audit that followed: "
                "`isodocs new certification-event`.",
                assessor=assessor(certification.record.text("standard")),
            ),
            "result",
            certification.record.text("owner"),
            certification.record.id,
        )


def _open(register: Register, kind: str) -> Iterator[tuple[Certification, Milestone]]:
    """What still has to happen for certificates that are in use."""
    for certification in attestations(register):
        if _is_over(certification):
            continue
        for milestone in certification.milestones:
            if milestone.kind == kind and milestone.is_open():
                yield certification, milestone


def _is_over(certification: Certification) -> bool:
    return certification.state.is_past or certification.state is CertificateState.EXPIRED

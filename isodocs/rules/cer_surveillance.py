"""CER: whether the audits that keep a certificate valid are arranged and held in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audit_names import audit_name
from isodocs.assess.certification_steps import arranged_too_late, attestations
from isodocs.model.certification import CertificateState, Certification, Milestone
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_certificate, clause_of
from isodocs.rules.rule import rule
from isodocs.words import say

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


def _open(register: Register, kind: str) -> Iterator[tuple[Certification, Milestone]]:
    """What still has to happen for certificates that are in use."""
    for certification in attestations(register):
        if certification.state.is_past or certification.state is CertificateState.EXPIRED:
            continue
        for milestone in certification.milestones:
            if milestone.kind == kind and milestone.is_open():
                yield certification, milestone

"""CER: whether certificates are what they seem, and whether their cycle is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications, end_of_cycle, open_majors
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.certification import CertificateState, Certification, Milestone
from isodocs.model.gap import Finding, Level
from isodocs.model.period import Period
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules

if TYPE_CHECKING:
    from isodocs.model.register import Register

ACCREDITATION_CHECKED_EVERY = Period(12, "month")
"""How often somebody looks the accreditation up at its source; advice, no rule of a standard."""


@rule("CER001", "surveillance-late", Level.ERROR, blocks=False, by_calendar=True)
def surveillance_late(register: Register) -> Iterator[Finding]:
    """A surveillance audit has not taken place by its last day.

    Why: The certification body must hold the first within twelve months of the decision, and one
    in every calendar year but the one of recertification (ISO/IEC 17021-1:2015, 9.1.3.3). A missed
    one leads to suspension.

    Example: Decided on 15 June 2024, no surveillance audit by 15 June 2025.

    Remedy: Call the certification body at once and agree on a day; enter it as a certification
    event.
    """
    for certification, milestone in _open(register, "surveillance"):
        if milestone.is_late(register.on):
            yield _finding(
                certification,
                f"the surveillance audit was due by {milestone.due} and has not taken place "
                f"({_rule(milestone)})",
                f"Call {certification.record.text('body') or 'the certification body'} at once and "
                "agree on a day.",
                "decided",
                f"surveillance {milestone.due}",
            )


@rule("CER002", "certification-audit-not-arranged", Level.WARNING, blocks=False, by_calendar=True)
def certification_audit_not_arranged(register: Register) -> Iterator[Finding]:
    """A surveillance or recertification is near and no audit is arranged for it.

    Why: Certification bodies plan months ahead; what is not arranged in time is late
    (ISO/IEC 17021-1:2015, 9.1.3.3 and 9.6.3).

    Example: Surveillance due by 31 December, nothing planned on 1 November.

    Remedy: Agree on a day with the certification body, and enter it in
    records/certification-event: `kind: surveillance`, `planned:`.
    """
    for kind in ("surveillance", "recertification"):
        for certification, milestone in _open(register, kind):
            late = milestone.is_late(register.on)
            if milestone.event is None and not late and milestone.arrange_by() <= register.on:
                yield _finding(
                    certification,
                    f"a {kind} is due by {milestone.due} and no audit is arranged "
                    f"({_rule(milestone)})",
                    f"Agree on a day with {certification.record.text('body') or 'the body'} and "
                    "enter it as a certification event.",
                    "expires" if kind == "recertification" else "decided",
                    f"{kind} {milestone.due}",
                )


@rule("CER003", "certificate-expired", Level.ERROR, blocks=False)
def certificate_expired(register: Register) -> Iterator[Finding]:
    """A certificate has expired and no decision has renewed it.

    Why: The recertification audit and the decision come before expiry; for six months afterwards
    what is missing can be made good, later a stage 2 audit is needed at least
    (ISO/IEC 17021-1:2015, 9.6.3.2.5). Until then nobody may claim to be certified.

    Example: Valid until 14 June 2027, recertification audit held in July.

    Remedy: Take the mark off everything, tell the customers who rely on it, and agree with the
    certification body on what restores it. A certificate that is given up is `withdrawn`.
    """
    restoration = rules()["restoration"]
    for certification in certifications(register):
        expires = certification.expires
        if expires is None or restoration.span is None:
            continue
        if certification.state is CertificateState.EXPIRED:
            until = restoration.span.after(expires)
            then = f"until {until} it can be restored without a new stage 2"
        elif certification.state is CertificateState.LOST:
            then = "it can no longer be restored without a stage 2 audit at least"
        else:
            continue
        yield _finding(
            certification,
            f"the certificate expired on {expires}; {then} "
            f"(ISO/IEC 17021-1:2015, {restoration.clause})",
            "Stop claiming certification, and agree with the certification body on the way back.",
            "expires",
            str(expires),
        )


@rule("CER004", "major-not-verified", Level.ERROR, blocks=False, stops=FROM_STAGE_2)
def major_not_verified(register: Register) -> Iterator[Finding]:
    """A major nonconformity of stage 2 was not verified in time by the certification body.

    Why: What cannot be verified within six months of the last day of stage 2 means another stage 2
    (ISO/IEC 17021-1:2015, 9.5.3.2).

    Example: Stage 2 ended on 20 March; on 21 September the body has not seen the corrective action.

    Remedy: Send the evidence at once and ask what the body decides; record `body-verified`.
    """
    for certification in certifications(register):
        for milestone in certification.milestones:
            verifies = milestone.kind.startswith("verification") and milestone.is_open()
            if verifies and milestone.is_late(register.on):
                yield _finding(
                    certification,
                    f"{milestone.kind} by the body was due by {milestone.due}: stage 2 has to "
                    f"be held again ({_rule(milestone)})",
                    "Ask the certification body what it decides; record 'body-verified' once it "
                    "has verified.",
                    "status",
                    milestone.kind,
                )


@rule("CER005", "certified-with-open-major", Level.ERROR, blocks=False, stops=FROM_STAGE_2)
def certified_with_open_major(register: Register) -> Iterator[Finding]:
    """A certificate was granted while a major nonconformity of its audits was still open.

    Why: Majors are verified as closed before a certificate is granted (ISO/IEC 17021-1:2015,
    9.5.2). One that was granted all the same will not stand the accreditation body's look.

    Example: Decided on 1 June; the major of stage 2 was verified on 20 June.

    Remedy: Correct the dates if they are wrong; else ask the certification body.
    """
    for certification in certifications(register):
        if certification.decided is None or certification.decided > register.on:
            continue
        for major in open_majors(register, certification, certification.decided):
            yield _finding(
                certification,
                f"it was granted on {certification.decided}, while the major nonconformity "
                f"{major.label} was still open",
                "Correct the dates if they are wrong; else ask the certification body.",
                "decided",
                major.id,
            )


@rule("CER006", "accreditation-missing", Level.ERROR, blocks=False)
def accreditation_missing(register: Register) -> Iterator[Finding]:
    """A certificate is not shown to rest on a recognised accreditation.

    Why: A certificate is worth what its accreditation is worth: the certification body's own
    competence is shown by an accreditation for that very scope, recognised under a multilateral
    arrangement (ISO/IEC 17011, IAF MLA). Customers and authorities refuse others.

    Example: `body: Quality Certificates Ltd`, and nothing about who accredited it.

    Remedy: Ask the body for its accreditation (body, number, scope), look it up at the
    accreditation body, and enter it with `recognised-under`. If there is none, plan a transfer to a
    body that has one.
    """
    names = {
        "accreditation-body": "who accredited the certification body",
        "accreditation-number": "the number of the accreditation",
        "accreditation-scope": "what the accreditation covers",
        "recognised-under": "under which arrangement it is recognised",
    }
    for certification in certifications(register):
        missing = [what for name, what in names.items() if not certification.record.text(name)]
        if missing and certification.state not in _PAST:
            yield _finding(
                certification,
                f"no recognised accreditation is shown: it does not say {', nor '.join(missing)}",
                "Ask the certification body, and look it up at the accreditation body.",
                "body",
                "accreditation",
            )


@rule("CER007", "accreditation-not-checked", Level.WARNING, blocks=False)
def accreditation_not_checked(register: Register) -> Iterator[Finding]:
    """Nobody has looked the accreditation up at its source for a year, or ever.

    Why: Accreditations are suspended and withdrawn; a certificate under one that is gone is worth
    nothing, and the organisation is the last to hear of it.

    Example: `accreditation-verified: 2024-03-02`, on a day in 2026.

    Remedy: Look it up at the accreditation body, keep what shows it below records/, and enter the
    day.
    """
    for certification in certifications(register):
        record = certification.record
        if certification.state in _PAST or not record.text("accreditation-body"):
            continue
        checked = record.day("accreditation-verified")
        if checked is None or ACCREDITATION_CHECKED_EVERY.after(checked) < register.on:
            when = f"last looked up on {checked}" if checked else "never looked up at its source"
            yield _finding(
                certification,
                f"the accreditation {record.text('accreditation-number')} was {when}",
                f"Look it up at {record.text('accreditation-body')}, and enter the day and what "
                "shows it.",
                "accreditation-verified",
                "accreditation",
            )


@rule("CER008", "suspension-unresolved", Level.ERROR, blocks=False)
def suspension_unresolved(register: Register) -> Iterator[Finding]:
    """A certificate is suspended.

    Why: While it is suspended nobody may claim to be certified; if the cause is not removed in time
    the certificate is withdrawn or its scope reduced (ISO/IEC 17021-1:2015, 9.6.5).

    Example: Suspended on 1 March because the surveillance audit was put off.

    Remedy: Remove the cause, let the body see it, and record `reinstated`.
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
            yield _finding(
                certification,
                f"suspended since {since}"
                + (f"; the time ran out on {until}" if passed else f", until {until} at most"),
                "Remove the cause, let the certification body see it, and record 'reinstated'.",
                "suspended",
                str(since),
            )


@rule("CER009", "certificate-too-long", Level.ERROR, blocks=False)
def certificate_too_long(register: Register) -> Iterator[Finding]:
    """A certificate is said to hold longer than its cycle can.

    Why: A cycle lasts three years from the decision (ISO/IEC 17021-1:2015, 9.1.3.2).

    Example: Decided on 15 June 2024, `expires: 2028-06-14`.

    Remedy: Read the day off the certificate again.
    """
    for certification in certifications(register):
        decided, expires = certification.decided, certification.expires
        # After a recertification in time the new cycle may be counted from the old expiry.
        if decided is None or expires is None or certification.record.text("previous"):
            continue
        last = end_of_cycle(decided)
        if (expires - last).days > 1:
            yield _finding(
                certification,
                f"decided on {decided}, it cannot hold until {expires}: a cycle of three years "
                f"ends on {last}",
                "Read the days off the certificate again.",
                "expires",
                str(expires),
            )


_PAST = (CertificateState.WITHDRAWN, CertificateState.SUCCEEDED, CertificateState.LOST)


def _open(register: Register, kind: str) -> Iterator[tuple[Certification, Milestone]]:
    """What still has to happen for certificates that are alive."""
    for certification in certifications(register):
        if certification.state not in (*_PAST, CertificateState.EXPIRED):
            for milestone in certification.milestones:
                if milestone.kind == kind and milestone.is_open():
                    yield certification, milestone


def _rule(milestone: Milestone) -> str:
    return f"ISO/IEC 17021-1:2015, {milestone.rule.clause}"


def _finding(
    certification: Certification, message: str, hint: str, field: str, subject: str
) -> Finding:
    record = certification.record
    return Finding(
        f"{record.label}: {message}",
        hint,
        record.place(field),
        subject=f"{record.id} {subject}",
        owner=record.text("owner"),
    )

"""CER: whether audits of certification bodies are arranged in time, held, and entered in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audit_names import audit_name
from isodocs.assess.certification import certifications
from isodocs.assess.certification_events import begins, by_certification
from isodocs.assess.certification_steps import (
    arranged_too_late,
    of_no_certificate,
    side_by_side,
    without_certificate,
)
from isodocs.assess.record_index import standards_of
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_audit, about_certificate, clause, clause_of
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules
from isodocs.words import in_context, listed, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.certification import Certification
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@rule("CER014", "audit-arranged-too-late", Level.ERROR, blocks=False)
def audit_arranged_too_late(register: Register) -> Iterator[Finding]:
    """An audit of the certification body is arranged for a date after the last allowed day.

    Why: The last days of surveillance and recertification follow from the decision (ISO/IEC
    17021-1:2015, 9.1.3.3 and 9.6.3). As long as there is time, the audit can be moved.

    Example: The certificate was granted on 11 September 2025. The first surveillance audit is
    arranged for 15 October 2026.

    Remedy: Agree on an earlier date with the certification body, and change `planned`.
    """
    for certification in _in_use(register):
        for milestone, event in arranged_too_late(certification, register.on):
            yield about_audit(
                event,
                say(
                    "the {audit} of {label} is arranged for {day}, after the last "
                    "allowed day, {due} ({clause_of})",
                    audit=audit_name(milestone.kind),
                    label=certification.record.label,
                    day=event.day("planned"),
                    due=milestone.due,
                    clause_of=clause_of(milestone),
                ),
                say(
                    "Agree on an earlier date with {body}.", body=certification.record.text("body")
                ),
                "planned",
                certification.record.text("owner"),
                say("{id} {due}", id=certification.record.id, due=milestone.due),
            )


@rule("CER015", "audit-not-held", Level.WARNING, blocks=False, by_calendar=True)
def audit_not_held(register: Register) -> Iterator[Finding]:
    """The planned date of a certification body's audit has passed, and the audit is not on record.

    Why: An audit that was neither held nor cancelled hides a gap in the audit programme (ISO/IEC
    17021-1:2015, 9.1.3).

    Example: `planned: 2026-02-11`. It is March, and `started` and `finished` are empty.

    Remedy: Enter the dates of the audit and its result. If it did not take place, enter
    `cancelled`, and the new audit in its own row.
    """
    for event, owner in _audits_in_use(register):
        day = begins(event)
        if event.day("finished") is None and _entered_by(day) < register.on:
            begun = event.day("started") is not None
            yield about_audit(
                event,
                say("began on {day}, without a date on which it ended", day=day)
                if begun
                else say("planned for {day}, but neither held nor cancelled", day=day),
                say("Enter 'started', 'finished' and 'result', or 'cancelled'."),
                "started" if begun else "planned",
                owner,
                "held",
            )


@rule("CER016", "audit-without-result", Level.WARNING, blocks=False, by_calendar=True)
def audit_without_result(register: Register) -> Iterator[Finding]:
    """The result of a certification body's audit is missing.

    Why: At the end of the audit the team says what it recommends (ISO/IEC 17021-1:2015, 9.4.7). The
    next step depends on it.

    Example: Stage 1 ended on 12 January. In March `result` is still empty.

    Remedy: Enter the `result` from the report: recommended, after-corrections or not-recommended.
    """
    for event, owner in _audits_in_use(register):
        finished = event.day("finished")
        open_ = not event.text("result") and event.text("kind") != "special"
        if finished and open_ and _entered_by(finished) < register.on:
            yield about_audit(
                event,
                say(
                    "ended on {finished}, but has no result ({clause})",
                    finished=finished,
                    clause=clause("results"),
                ),
                say("Enter the 'result' from the report."),
                "finished",
                owner,
                "result",
            )


@rule("CER017", "two-certificates-for-one-standard", Level.WARNING, blocks=False)
def two_certificates_for_one_standard(register: Register) -> Iterator[Finding]:
    """Two certificates to one standard are valid at the same time, and neither renews the other.

    Why: It must be clear which certificate is valid and which audit programme applies (ISO/IEC
    17021-1:2015, 8.2 and 9.1.3). After a transfer only the new certificate is valid.

    Example: Two open certifications to ISO 9001 from two bodies, both for the same site.

    Remedy: Enter `withdrawn` in the certificate that is no longer valid, or `previous` in the one
    that replaced it. If both are valid, enter the `sites` of each.
    """
    for one, other in side_by_side(register):
        yield about_certificate(
            other,
            say("{label} to the same standard is valid at the same time", label=one.record.label),
            say("Enter 'withdrawn' in the other, 'previous' in this one, or the 'sites' of both."),
            "standard",
            one.record.id,
        )


@rule("CER019", "audit-of-no-certificate", Level.WARNING, blocks=False)
def audit_of_no_certificate(register: Register) -> Iterator[Finding]:
    """An audit of a certification body does not belong to a certificate.

    Why: Each audit belongs to the audit programme of one certificate, or of several that are
    audited together (ISO/IEC 17021-1:2015, 9.1.3).

    Example: A surveillance audit of CERT-9001, a certificate to ISO 9001, with
    `standard: iso-14001-2015`.

    Remedy: Correct `certification` or `standard`. For a combined audit, list all of them in
    `certifications`. If the certificate is missing, record it with `isodocs new certification`.
    """
    for event, why in of_no_certificate(register):
        yield about_audit(
            event,
            say("does not count for a certificate: {why}", why=why),
            say("Correct 'certification' or 'standard', or record what is missing."),
            "certification" if event.text("certification") else "",
            subject=f"certificate {why}",
        )


@rule("CER026", "audit-without-certificate", Level.ERROR, blocks=False)
def audit_without_certificate(register: Register) -> Iterator[Finding]:
    """A surveillance or recertification audit is on a date without a valid certificate.

    Why: Surveillance maintains a certificate and recertification renews it (ISO/IEC 17021-1:2015,
    9.6.2 and 9.6.3). A first certificate starts with stage 1 and stage 2.

    The programme that the body agreed with the application is not reported: surveillance after the
    initial audits, and recertification from two years after them (9.1.3.2).

    Example: A recertification audit for a certificate that was never granted.

    Remedy: Correct the date, `kind` or `certification` of the audit. If another certificate has
    replaced this one, enter that.
    """
    for certification in certifications(register):
        for event, why in without_certificate(certification):
            yield about_audit(
                event,
                say(
                    "{kind} on {begins}, but {why}",
                    kind=in_context(event.text("kind").replace("-", " "), "kind"),
                    begins=begins(event),
                    why=why,
                ),
                say("Correct the date, 'kind' or 'certification' of the audit."),
                "kind",
                certification.record.text("owner"),
                say("{id} none", id=certification.record.id),
            )


@rule("CER024", "change-not-reported", Level.WARNING, blocks=False, by_calendar=True)
def change_not_reported(register: Register) -> Iterator[Finding]:
    """The certification body was not informed of a change of sites or scope.

    Why: The organisation informs the certification body without delay of changes to its sites,
    scope and other matters that affect the certificate (ISO/IEC 17021-1:2015, 8.5.3). Otherwise the
    certificate can be suspended.

    What was reported, but late, is a note until the body has audited again.

    Example: A change of kind `site` was carried out on 2 February. In April `body-told` is empty.

    Remedy: Inform the certification body, ask if it requires an audit, and enter `body-told`.
    """
    rule = rules()["changes"]
    holding = [c for c in certifications(register) if c.holds or c.state == "suspended"]
    for change in register.records.get("change", ()):
        informed, done = change.day("body-told"), change.day("implemented")
        asked = change.text("kind") in rule.kinds and change.text("status") != "rejected"
        if not asked or done is None or rule.span is None or rule.span.after(done) >= register.on:
            continue
        standards = standards_of(change)
        mine = [c for c in holding if not standards or c.record.text("standard") in standards]
        mine = [c for c in mine if c.decided and c.decided <= done]
        if mine and informed and informed <= register.on:
            yield from _reported_late(register, change, done, informed, mine)
        elif mine:
            bodies = dict.fromkeys(c.record.text("body") for c in mine)
            yield Finding(
                say(
                    "{label}: carried out on {done}, but not reported to the certification "
                    "body ({clause})",
                    label=change.label,
                    done=done,
                    clause=clause("changes"),
                ),
                say("Inform {bodies}, and enter the date in 'body-told'.", bodies=listed(bodies)),
                change.place("kind"),
                subject=f"{change.id} body-told",
                owner=change.text("owner"),
            )


@rule("CER021", "major-due-too-late", Level.WARNING, blocks=False)
def major_due_too_late(register: Register) -> Iterator[Finding]:
    """The due date of a major nonconformity is after the last day for its verification.

    Why: The certification body verifies a major nonconformity of stage 2 within six months, and one
    of a recertification audit before the certificate expires (ISO/IEC 17021-1:2015, 9.5.3.2 and
    9.6.3.2.4).

    Example: The certificate expires on 14 June. The major nonconformity is due on 30 July.

    Remedy: Set an earlier `due`, so that the body has time to verify the action.
    """
    for certification in _in_use(register):
        for milestone in certification.milestones:
            major = milestone.about
            waits = milestone.is_open() and register.on <= milestone.due
            due = major.day("due") if major and waits else None
            if major and due and due > milestone.due:
                yield Finding(
                    say(
                        "{label}: due on {due}, but the certification body must verify it by "
                        "{due_2} ({clause_of})",
                        label=major.label,
                        due=due,
                        due_2=milestone.due,
                        clause_of=clause_of(milestone),
                    ),
                    say("Set an earlier 'due', so that the body has time to verify the action."),
                    major.place("due"),
                    subject=f"{major.id} {certification.record.id}",
                    owner=major.text("owner"),
                )


@rule("CER027", "major-before-expiry", Level.WARNING, blocks=False, by_calendar=True)
def major_before_expiry(register: Register) -> Iterator[Finding]:
    """The certificate expires soon, and a major nonconformity has not been verified.

    Why: The certification body verifies a major nonconformity of the recertification audit before
    the certificate expires. Otherwise it cannot renew it in time (ISO/IEC 17021-1:2015, 9.6.3.2.4).

    Example: The certificate expires on 14 June. On 1 June the certification body has not verified
    the corrective action.

    Remedy: Send the evidence, ask when it will be verified, and record `body-verified`.
    """
    for certification in _in_use(register):
        for milestone in certification.milestones:
            near = milestone.is_open() and milestone.arrange_by() <= register.on
            if near and milestone.rule.name == "majors-before-expiry":
                yield about_certificate(
                    certification,
                    say(
                        "{kind} by the body is due by {due}, the last day of the certificate "
                        "({clause_of})",
                        kind=milestone.kind,
                        due=milestone.due,
                        clause_of=clause_of(milestone),
                    ),
                    say("Send the evidence. Record 'body-verified' once it has been verified."),
                    "expires",
                    milestone.kind,
                )


def _reported_late(
    register: Register, change: Record, done: date, informed: date, mine: Iterable[Certification]
) -> Iterator[Finding]:
    """A change that the body heard of late, until it has audited since."""
    span = rules()["changes-late"].span
    audited = (event.day("finished") for found in mine for event in found.events)
    since = any(end and informed < end <= register.on for end in audited)
    if span is not None and span.after(done) < informed and not since:
        yield Finding(
            say(
                "{label}: carried out on {done}, and reported to the certification body "
                "only on {informed} ({clause})",
                label=change.label,
                done=done,
                informed=informed,
                clause=clause("changes"),
            ),
            say("Nothing to enter: report the next change before it is carried out."),
            change.place("body-told"),
            subject=f"{change.id} body-told late",
            owner=change.text("owner"),
            level=Level.NOTE,
        )


def _in_use(register: Register) -> tuple[Certification, ...]:
    """The certificates in use."""
    return tuple(c for c in certifications(register) if not c.state.is_past)


def _audits_in_use(register: Register) -> Iterator[tuple[Record, str]]:
    """The audits of certificates in use, each once, with the owner of the certificate."""
    events = by_certification(register)
    seen: set[tuple[str, int]] = set()
    for certification in _in_use(register):
        for event in events.get(certification.record.id, ()):
            if (event.path, event.line) not in seen:
                seen.add((event.path, event.line))
                yield event, certification.record.text("owner")


def _entered_by(day: date) -> date:
    """The last day to enter an audit of that day."""
    span = rules()["results"].span
    return span.after(day) if span else day

"""CER: whether the audits of certification follow each other, and decisions follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.assess.certification_events import LETS_GO_ON, begins, held
from isodocs.assess.certification_steps import (
    days_out_of_order,
    deciding_audits,
    is_first,
    needs_stage_2,
    of_kind,
    renewed_nothing,
    stage_1_arranged,
    stage_1_held,
    unsettled,
)
from isodocs.model.audit import FROM_STAGE_2, WHOLE_SYSTEM
from isodocs.model.gap import Finding, Level
from isodocs.rules._certification import about_audit, about_certificate, clause
from isodocs.rules.rule import rule
from isodocs.standards.certification_rules import rules
from isodocs.words import agreed, counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification
    from isodocs.model.register import Register


@rule(
    "CER010", "first-audit-missing", Level.ERROR, blocks=False, of_its_day=True, stops=FROM_STAGE_2
)
def stage_2_without_stage_1(register: Register) -> Iterator[Finding]:
    """A stage 2 audit was held or arranged without a stage 1 audit before it.

    Why: Stage 1 shows whether the organisation is ready for stage 2, and its findings are settled
    in between (ISO/IEC 17021-1:2015, 9.3.1.2). A stage 1 that was cancelled, or ended in
    "not recommended", does not count.

    Example: Stage 2 is arranged for 4 March. The only stage 1 was cancelled in December.

    Remedy: Agree on a stage 1 with the certification body and enter it with `isodocs new
    certification-event`. If it was held, enter its dates and its result.
    """
    for certification in certifications(register):
        if not is_first(certification) or certification.state.is_past:
            continue
        for event in of_kind(certification, "stage-2"):
            first, over = begins(event), held(event, register.on)
            if stage_1_held(certification, first):
                continue
            if not over and stage_1_arranged(certification, first):
                continue
            yield about_audit(
                event,
                say(
                    "stage 2 of {label} {part} on {first} without a successful stage 1 "
                    "before it ({clause})",
                    label=certification.record.label,
                    part=say("began") if over else say("begins"),
                    first=first,
                    clause=clause("initial-audits"),
                ),
                say("Agree on a stage 1 and enter it: `isodocs new certification-event`."),
                "started" if over else "planned",
                certification.record.text("owner"),
                say("{id} stage 1", id=certification.record.id),
            )


@rule("CER011", "granted-without-recommendation", Level.ERROR, blocks=False, of_its_day=True)
def granted_without_recommendation(register: Register) -> Iterator[Finding]:
    """A certificate was granted or renewed before the audit ended, or against its result.

    Why: The certification body decides after the audit, on the recommendation of the audit team and
    on what it has verified since (ISO/IEC 17021-1:2015, 9.5.3 and 9.6.3.3). After "not recommended"
    comes another audit.

    Example: The certificate was granted on 1 March. Stage 2 ended on 5 March.

    Remedy: Correct the dates or the result if they are wrong, and enter the audit that followed.
    Otherwise, contact the certification body.
    """
    for certification in certifications(register):
        cycle = certification.cycle
        if cycle is None or cycle.begins > register.on or certification.state.is_past:
            continue
        audits = deciding_audits(certification)
        over = [event for event in audits if held(event, cycle.begins)]
        if over and over[-1].text("result") == "not-recommended":
            why = say("although the result of {label} is 'not-recommended'", label=over[-1].label)
        elif not over and audits and not renewed_nothing(certification):
            finished = audits[0].day("finished")
            why = say("before {label} ended", label=audits[0].label) + (
                say(" on {finished}", finished=finished) if finished else ""
            )
        else:
            continue
        yield about_certificate(
            certification,
            say(
                "{granted} on {begins}, {why} ({clause})",
                granted=_granted(certification),
                begins=cycle.begins,
                why=why,
                clause=clause("decision"),
            ),
            say(
                "Correct the dates or the result if they are wrong, and enter the audit "
                "that followed."
            ),
            "decided",
            "recommendation",
        )


@rule("CER012", "granted-without-audit", Level.WARNING, blocks=False, of_its_day=True)
def granted_without_audit(register: Register) -> Iterator[Finding]:
    """The audits behind a certificate are not on record.

    Why: A first certificate follows a stage 1 and a stage 2 audit, a later one a recertification
    audit (ISO/IEC 17021-1:2015, 9.3.1 and 9.6.3.2). Without their dates and results you cannot show
    how the certificate was granted. After a transfer they are with the previous body.

    Example: The certificate was granted on 20 March 2026. There is no certification event of kind
    `stage-2`.

    Remedy: Enter the audits from the reports with `isodocs new certification-event`. If the
    certificate was transferred, enter `transferred`. If it renews another one, enter `previous`.
    """
    for certification in certifications(register):
        cycle = certification.cycle
        if cycle is None or cycle.begins > register.on or certification.state.is_past:
            continue
        missing = _missing(certification)
        if missing:
            yield about_certificate(
                certification,
                say(
                    "{granted} on {begins}, but its {missing} {verb} not on record ({clause})",
                    granted=_granted(certification),
                    begins=cycle.begins,
                    missing=listed(missing),
                    verb=agreed(len(missing), "is", "are"),
                    clause=clause("initial-audits"),
                ),
                say("Enter it from the report: `isodocs new certification-event`."),
                "decided",
                "audits",
            )


def _missing(certification: Certification) -> tuple[str, ...]:
    """The audits without a single row."""
    record, cycle = certification.record, certification.cycle
    if is_first(certification) and cycle and cycle.begins == certification.decided:
        kinds = ("stage-1", "stage-2")
        missing = tuple(
            kind.replace("-", " ") for kind in kinds if not of_kind(certification, kind)
        )
        # a stage 2 without stage 1 is reported at the stage 2
        return missing if "stage 2" in missing else ()
    if record.day("transferred") or (record.text("previous") and certification.previous is None):
        return ()
    renewed = not renewed_nothing(certification)
    return (say("recertification audit"),) if renewed and not deciding_audits(certification) else ()


def _granted(certification: Certification) -> str:
    cycle = certification.cycle
    if cycle and cycle.begins != certification.decided:
        return "restored"
    return "renewed" if certification.previous else "granted"


@rule("CER013", "certification-days-out-of-order", Level.ERROR, blocks=False, of_its_day=True)
def certification_days_out_of_order(register: Register) -> Iterator[Finding]:
    """The dates of a certificate contradict each other.

    Why: A contract comes before the first audit, and a decision before the certificate (ISO/IEC
    17021-1:2015, 5.1.2, 8.2.1 and 9.5). Dates that contradict each other do not prove anything.

    Example: The certificate was granted on 1 April and issued on 3 March.

    Remedy: Check the dates against the contract, the reports and the certificate, and correct the
    wrong one.
    """
    for certification in certifications(register):
        for field, (earlier, first), (later, second) in days_out_of_order(certification):
            yield about_certificate(
                certification,
                say(
                    "{later} on {second}, before it was {earlier} on {first}",
                    later=later,
                    second=second,
                    earlier=earlier,
                    first=first,
                ),
                say("Check both dates, and correct the wrong one."),
                field,
                say("{earlier} {later}", earlier=earlier, later=later),
            )


@rule("CER018", "renewed-too-late", Level.ERROR, blocks=False)
def renewed_too_late(register: Register) -> Iterator[Finding]:
    """A certificate was renewed more than six months after the previous one ended, without stage 2.

    Why: In the first six months after expiry, outstanding activities can be completed. After that,
    at least a stage 2 audit is needed (ISO/IEC 17021-1:2015, 9.6.3.2.5).

    Example: The previous certificate ended on 15 December. The new one was granted on 20 July
    after the recertification audit of the year before.

    Remedy: If stage 2 was held, enter it with `isodocs new certification-event`. Otherwise, contact
    the certification body.
    """
    for certification in certifications(register):
        before = certification.previous
        if before and not certification.state.is_past and needs_stage_2(certification):
            yield about_certificate(
                certification,
                say(
                    "granted on {decided}, more than six months after {label} ended on "
                    "{expires}, without a stage 2 audit since ({clause})",
                    decided=certification.decided,
                    label=before.record.label,
                    expires=before.expires,
                    clause=clause("restoration"),
                ),
                say("Enter stage 2 if it was held. Otherwise, contact the certification body."),
                "decided",
                say("stage 2"),
            )


@rule("CER020", "first-findings-open", Level.ERROR, blocks=False, stops=WHOLE_SYSTEM)
def stage_1_findings_open(register: Register) -> Iterator[Finding]:
    """Stage 2 was held before the findings of stage 1 were settled.

    Why: What stage 1 points out can become a nonconformity at stage 2, and there is time between
    the two to settle it (ISO/IEC 17021-1:2015, 9.3.1.2.4). A finding is settled when the action was
    carried out and verified. Whether it was effective is reviewed later.

    Example: Stage 2 was held on 4 March. A minor nonconformity of stage 1 had no corrective action.

    Remedy: Record what was done and when it was verified. If that was later, ask the certification
    body to confirm it and record `body-verified`.
    """
    for certification in certifications(register):
        if not is_first(certification) or certification.state.is_past:
            continue
        for event in of_kind(certification, "stage-2")[-1:]:
            stage_1 = stage_1_held(certification, begins(event))
            if stage_1 is None or not held(event, register.on) or _let_go(certification):
                continue
            for finding in unsettled(register, stage_1, event):
                if not (verified := finding.day("body-verified")) or verified > register.on:
                    yield Finding(
                        say(
                            "{label}: this finding of {label_2} was not settled before stage 2, "
                            "{label_3} ({clause})",
                            label=finding.label,
                            label_2=stage_1.label,
                            label_3=event.label,
                            clause=clause("initial-audits"),
                        ),
                        say("Record what was done, and 'body-verified'."),
                        finding.place("event"),
                        subject=f"{finding.id} {event.id}",
                        owner=finding.text("owner"),
                    )


def _let_go(certification: Certification) -> bool:
    """Whether the body has decided since, with the open findings before it."""
    audits = of_kind(certification, "stage-2")
    return certification.decided is not None and audits[-1].text("result") in LETS_GO_ON


@rule("CER028", "initial-audits-too-far-apart", Level.WARNING, blocks=False)
def initial_audits_too_far_apart(register: Register) -> Iterator[Finding]:
    """Stage 2 is more than a year after stage 1.

    Why: Stage 1 shows the state of the management system on its day, and the interval between the
    two audits is agreed with that in mind (ISO/IEC 17021-1:2015, 9.3.1.2.4). After a long time the
    certification body repeats stage 1; most allow six to twelve months.

    Example: Stage 1 was held in March 2024. Stage 2 is planned for May 2026.

    Remedy: Ask the certification body if stage 1 must be repeated, and enter the repeated stage 1.
    """
    span = rules()["between-initial-audits"].span
    for certification in certifications(register):
        if not is_first(certification) or certification.state.is_past:
            continue
        decided = certification.decided
        for event in of_kind(certification, "stage-2"):
            stage_1 = stage_1_held(certification, begins(event))
            if decided and begins(event) > decided:
                continue  # repeated during the cycle
            finished = stage_1.day("finished") if stage_1 else None
            if stage_1 and finished and span and span.after(finished) < begins(event):
                yield about_audit(
                    event,
                    say(
                        "stage 2 on {begins} is more than {span} after stage 1, {label}, which "
                        "ended on {finished}",
                        begins=begins(event),
                        span=counted(span.count, span.unit),
                        label=stage_1.label,
                        finished=finished,
                    ),
                    say("Ask the certification body if stage 1 must be repeated."),
                    "planned",
                    certification.record.text("owner"),
                    say("{id} interval", id=certification.record.id),
                )

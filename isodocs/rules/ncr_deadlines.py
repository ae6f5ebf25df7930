"""NCR: whether nonconformities have a deadline, and each step is taken by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import nonconformities
from isodocs.model.audit import RAISED_BY_BODY
from isodocs.model.gap import Finding, Level
from isodocs.model.nonconformity import Stage
from isodocs.rules._nonconformities import about_nonconformity
from isodocs.rules.rule import rule
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.register import Register

_REMARK = (say("a decision on it is"), say("Decide what to do about it and record the decision."))
_NEXT = {
    Stage.RAISED: (say("correction is"), say("Correct the nonconformity and record the date.")),
    Stage.CORRECTED: (say("cause analysis is"), say("Find the cause and record it.")),
    Stage.CAUSE_KNOWN: (say("an action is"), say("Decide on an action and record it.")),
    Stage.ACTING: (say("implementation is"), say("Implement the action and record the date.")),
    Stage.IMPLEMENTED: (
        say("verification is"),
        say("Ask someone else to verify the action, and record the date."),
    ),
    Stage.INEFFECTIVE: (say("another action is"), say("Decide on another action and record it.")),
    Stage.EFFECTIVE: (say("closing it is"), say("Close the nonconformity and record the date.")),
}
"""What comes after each stage of a major or minor one, with what to do about it."""


@rule("NCR001", "nonconformity-overdue", Level.ERROR, ("10.2.1",), blocks=False, by_calendar=True)
def nonconformity_overdue(register: Register) -> Iterator[Finding]:
    """The next step of a nonconformity is overdue.

    Why: You react to every nonconformity and implement the action needed (ISO 9001:2015, 10.2.1).
    Missing a deadline of the certification body puts the certificate at risk.

    Example: A nonconformity was due by 15 May, and its cause is not recorded.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: open
            source: internal-audit
            grade: minor
            raised: 2026-02-12
            corrected: 2026-02-13
            due: 2026-05-15
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Complete the step named and record it. To change the due date, agree on it with the
    person or body that set it, and enter the reason in `postponed-because`.
    """
    for found in nonconformities(register):
        late = found.due is not None and found.due < register.on
        # Whether it worked has a rule of its own.
        if found.is_open and late and found.stage is not Stage.VERIFIED and found.due:
            days = counted((register.on - found.due).days, "day")
            step, hint = _NEXT[found.stage] if found.weighty else _REMARK
            yield about_nonconformity(
                found.record,
                say(
                    "{stage}; {step} overdue by {days} (due on {due})",
                    stage=found.stage,
                    step=step,
                    days=days,
                    due=found.due,
                ),
                hint,
                _field(found),
            )


def _field(found: Nonconformity) -> str:
    """The field that gives the day by which the next step is due."""
    named = (name for name in ("action-due", "due") if found.record.day(name) == found.due)
    return next(named, "due")


@rule("NCR008", "deadline-missing", Level.WARNING, ("10.2.1",), blocks=False)
def deadline_missing(register: Register) -> Iterator[Finding]:
    """An open nonconformity has no due date.

    Why: You act on every nonconformity (ISO 9001:2015, 10.2.1), and what has no date is never
    overdue. Certification bodies set a date for each finding, and the certificate depends on it.

    Example: A minor nonconformity of the last surveillance audit has no `due:`.

        records/nonconformities/nc-2026-004.md:
            ---
            id: NC-2026-004
            title: Gauges not calibrated
            status: open
            source: surveillance
            grade: minor
            raised: 2026-05-12
            owner: quality-manager
            ---
            # Gauges not calibrated

    Remedy: Enter the date from the report. Or enter the rules of the body once in the certification
    record: `majors-within: 3 months` and `minors-within: ...`. For your own nonconformities, enter
    a default in isodocs.yaml under `default-days:`.
    """
    for found in nonconformities(register):
        record = found.record
        if not found.is_open or not found.weighty or found.limit is not None:
            continue
        if record.text("source") in RAISED_BY_BODY:
            message = say("raised by the certification body without a due date")
            yield about_nonconformity(
                record, message, say("Enter 'due:' from its report or its rules."), "source"
            )
        elif found.due is None:
            hint = say("Enter 'due:', or a default in isodocs.yaml under 'default-days:'.")
            yield about_nonconformity(record, say("has no due date"), hint, "status")

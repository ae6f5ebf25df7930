"""REC: what was put off once it was due, and targets that were changed once they were missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.postponed import postponed
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level
from isodocs.rules._records import named
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule(
    "REC037",
    "postponed-without-reason",
    Level.WARNING,
    ("9.1.1", "10.2.1"),
    blocks=False,
    protects=True,
    stops=FROM_STAGE_2,
)
def postponed_without_reason(register: Register) -> Iterator[Finding]:
    """A day that had passed was moved, or an interval was made longer, and nothing says why.

    Why: What is planned is done by its day, or someone decides that it is done later (ISO
    9001:2015, 9.1.1 and 10.2.1). Where the day is moved once it has passed, nothing is overdue any
    more, and no one sees that it was. Auditors compare the plan of today with the one that was
    agreed. To move a day before it has come is planning, and needs no reason. A day that was in the
    past when it was entered may be corrected within 30 days. Once the thing is done, nothing is
    reported.

    Example: An action was due on 31 March. In May the day was moved to December.

    Remedy: Enter in `postponed-because` why it is done later, and who agreed. The reason must be
    entered with the change or after it. Otherwise set the field back.
    """
    for record, change, day, because in postponed(register):
        if day is None:
            continue  # an easier target: REC038
        yield Finding(
            say(
                "{record} was due on {day} and was put off after that without a reason: '{field}' "
                "was '{before}', and {now}",
                record=named(record),
                day=day,
                field=change.field,
                before=change.before,
                now=_now(change.value, remedies.by(change.stamp)),
            ),
            say(
                "Enter in '{because}' why, and who agreed, or set '{field}' back.",
                because=because,
                field=change.field,
            ),
            record.place(change.field if change.field in record.places else ""),
            subject=f"{record.id} {change.field} {change.before} {change.value}",
            owner=record.text("owner"),
        )


@rule(
    "REC038",
    "target-changed-without-reason",
    Level.WARNING,
    ("6.2.1", "9.1.3"),
    blocks=False,
    protects=True,
    stops=FROM_STAGE_2,
)
def target_changed_without_reason(register: Register) -> Iterator[Finding]:
    """A target that was missed became one that the last result meets, and nothing says why.

    Why: Objectives are monitored, and updated where that is decided (ISO 9001:2015, 6.2.1). What is
    not reached is evaluated (9.1.3), not made to fit. A target that is changed before its result is
    known needs no reason.

    Example: The target was `at least 98 %`, the result of May is 95 %, and in June the target
    became `at least 95 %`.

    Remedy: Enter in `target-changed-because` why, and who decided it. The reason must be entered
    with the change or after it. Otherwise set the target back, and say what is done to reach it.
    """
    for record, change, day, because in postponed(register):
        if day is not None:
            continue  # a day: REC037
        yield Finding(
            say(
                "{record}: '{field}' was '{before}', which the last result misses, and {now}, "
                "without a reason",
                record=named(record),
                field=change.field,
                before=change.before,
                now=_now(change.value, remedies.by(change.stamp)),
            ),
            say(
                "Enter in '{because}' why, and who decided it, or set '{field}' back.",
                because=because,
                field=change.field,
            ),
            record.place(change.field if change.field in record.places else ""),
            subject=f"{record.id} {change.field} {change.before} {change.value}",
            owner=record.text("owner"),
        )


def _now(value: str, by: str) -> str:
    if value:
        return say("was changed to '{value}' {by}", value=value, by=by)
    return say("was taken out {by}", by=by)

"""REC: records that weigh less than they did when they were written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.lightened import lightened
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level
from isodocs.records.record_kinds import kinds
from isodocs.rules._records import named
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.history import Stamp
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@rule(
    "REC035",
    "reclassified-without-reason",
    Level.ERROR,
    ("10.2.2",),
    blocks=False,
    protects=True,
    stops=FROM_STAGE_2,
)
def reclassified_without_reason(register: Register) -> Iterator[Finding]:
    """A nonconformity weighs less than it did, by its grade or its source, and nothing says why.

    Why: The nature of a nonconformity is retained as evidence (ISO 9001:2015, 10.2.2), and its
    grade is decided by the person who raised it. A major that becomes a minor stops no audit any
    more, and neither does one of the certification body that is then said to come from a process.
    The reason must have been entered with the change or after it.

    Example: The grade was `major`, and is `minor` a week before the audit.

    Remedy: Enter why in `reclassified-because`, and who decided it in `reclassified-by`. If the
    certification body raised it, that is its auditor. Otherwise set the field back.
    """
    for record, law, most, changed in lightened(register):
        now = record.text(law.field)
        yield Finding(
            say(
                "{record}: '{field}' was '{before}' (entered {first}), and {now} without a reason",
                record=named(record),
                field=law.field,
                before=most.value,
                first=remedies.by(most.stamp),
                now=_now(now, most.stamp, changed),
            ),
            say(
                "{first}Enter the reason in {because}, or set '{field}' back.",
                first=_open_first(record, register),
                because=listed(f"'{name}'" for name in law.because),
                field=law.field,
            ),
            record.place(law.field if law.field in record.places else ""),
            subject=f"{record.id} {law.field} {most.value} {now}",
            owner=record.text("owner"),
        )


def _now(value: str, most: Stamp, changed: Stamp | None) -> str:
    """What became of the field, and by whom where one commit answers for that."""
    if changed is None or changed.order <= most.order:
        return say("is '{value}'", value=value)
    return say("was changed to '{value}' {by}", value=value, by=remedies.by(changed))


def _open_first(record: Record, register: Register) -> str:
    """What comes before that where the record is closed."""
    if record.text("status") not in kinds()[record.kind].closed:
        return ""
    return say("Open it again (`{again}`). ", again=remedies.reopen(record, register.on))

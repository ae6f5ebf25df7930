"""REC: records that weigh less than they did, and results that were turned round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.lightened import lightened
from isodocs.assess.measurements import ABOUT, turned_round
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.record_law import CHANGED
from isodocs.records.record_kinds import kinds
from isodocs.rules._records import named, row_before, row_gone_by
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
        if law.on:
            continue  # a result: REC036
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


@rule(
    "REC036",
    "result-changed-without-reason",
    Level.ERROR,
    ("7.5.3.2", "10.2.2"),
    blocks=False,
    protects=True,
    stops=FROM_STAGE_2,
)
def result_changed_without_reason(register: Register) -> Iterator[Finding]:
    """A bad result became a better one, and neither a new date nor a reason explains it.

    Why: What a check found is evidence (ISO 9001:2015, 7.5.3.2 and 10.2.2). An action that did not
    work, an exercise that missed its target and a law that is not met do not get better by another
    word. Another look has a later day of its own. The reason must have been entered with the change
    or after it. Taking a result out is not reported here: then no one has looked. A measurement
    that missed its target stays: neither its value nor its row may go without a reason.

    Example: `effective` of a nonconformity was `no`, and is `yes` a week before the audit.

    Remedy: If someone looked again, enter the day of that. If the first result was a mistake, enter
    why in `result-changed-because`. Otherwise set the field back.
    """
    for record, law, most, changed in lightened(register):
        if not law.on:
            continue
        now = record.text(law.field)
        yield Finding(
            say(
                "{record}: '{field}' was '{before}' (entered {first}), and {now}, without a new "
                "date or a reason",
                record=named(record),
                field=law.field,
                before=most.value,
                first=remedies.by(most.stamp),
                now=_now(now, most.stamp, changed),
            ),
            say(
                "{first}If someone looked again, enter that day in '{on}'. Otherwise enter the "
                "reason in {because}, or set '{field}' back.",
                first=_open_first(record, register),
                on=law.on,
                because=listed(f"'{name}'" for name in law.because),
                field=law.field,
            ),
            record.place(law.field),
            subject=f"{record.id} {law.field} {most.on} {most.value} {now}",
            owner=record.text("owner"),
        )
    yield from _turned_round(register)


def _turned_round(register: Register) -> Iterator[Finding]:
    """The measurements that missed their target, and were changed or taken out."""
    for lost, became in turned_round(register):
        row, by = lost.record, row_gone_by(lost)
        what = " ".join(filter(None, (*map(row.text, ABOUT), row.text("date"))))
        value = " ".join(filter(None, (row.text("value"), row.text("unit"))))
        if became:
            now = became.text("value")
            went = say("was changed to '{value}' {by}", value=now, by=by)
            do = say("Enter the reason in '{because}', or set it back.", because=CHANGED)
        else:
            went = say("was removed {by}", by=by)
            do = say(
                "Restore the row ({before} shows it), or have this waived with the reason.",
                before=row_before(lost),
            )
        yield Finding(
            say(
                "the measurement {what} missed its target with '{value}', and {went}, without a "
                "reason",
                what=what,
                value=value,
                went=went,
            ),
            do,
            became.place("value") if became else Place(row.path),
            subject=f"{what} {value}",
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

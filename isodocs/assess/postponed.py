"""What was put off once it was due, or asks for less once it was missed, and does not say why.

A day that is moved before it has come is planning. One that has passed, and is then a later one,
made a gap disappear, and so does a longer interval, or an easier target after a result that missed
it. History shows what the record asked for, and when that was changed. What is done meanwhile is
not asked about any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence, required_of
from isodocs.assess.deadlines import due_by
from isodocs.assess.lightened import all_numbers, earlier_numbers, first_said, weights_said
from isodocs.assess.measurements import last_reached
from isodocs.assess.record_conditions import is_over
from isodocs.assess.record_index import last_done
from isodocs.assess.targets import meets, target_of
from isodocs.dataclass import replace
from isodocs.history.lost_rows import identity, value_given
from isodocs.model.competence import Competence, CompetenceState
from isodocs.model.history import ValueChange, not_yet_committed
from isodocs.model.period import Period
from isodocs.model.record_law import POSTPONED
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.fields import parse_day
from isodocs.parsing.said_no import gives_no_reason
from isodocs.records.record_kinds import eased, kinds
from isodocs.records.record_values import cut

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.history import RecordIdentity, WeightSaid
    from isodocs.model.record import Record
    from isodocs.model.record_law import TargetFields
    from isodocs.model.register import Register

_CORRECTION = timedelta(days=30)
"""What was past already when it was entered, and is changed within this time, is corrected."""
_AT_ONCE = Period(0, "day")


class Postponed(NamedTuple):
    """A record, what changed it, and the day that had passed by then; None for an easier target.

    The reason belongs in the field `because`.
    """

    record: Record
    change: ValueChange
    day: date | None
    because: str


def postponed(register: Register) -> Iterator[Postponed]:
    """What was put off too late, or made easier, without a reason given since: once per field."""
    if not register.ledger.changes:
        return
    earlier = earlier_numbers(register)
    for name, records in register.records.items():
        for record in records if name in kinds() and eased(name) else ():
            key = (name, identity(record))
            if changes := _changes(register, record, key, earlier):
                said = weights_said(register, key, earlier)
                found = [
                    *_put_off(register, record, changes),
                    *_asked_less(register, record, changes),
                    *_eased(register, record, changes),
                ]
                last = {each.change.field: each for each in found}
                yield from (each for each in last.values() if not _explained(register, each, said))


def _changes(
    register: Register,
    record: Record,
    key: RecordIdentity,
    earlier: Mapping[RecordIdentity, Sequence[RecordIdentity]],
) -> list[ValueChange]:
    """What changed what a record asks for, the first change first; the last may be uncommitted."""
    known = register.ledger.changes
    found: list[ValueChange] = []
    for number in reversed(all_numbers(key, earlier)):
        last = {each.field: each.value for each in found}
        for change in known.get(number, ()):
            if not change.before and (before := last.pop(change.field, "")):
                change = change._replace(before=before, again=False)
            found.append(change)
    pending = not_yet_committed(register.ledger.commits)
    for field in eased(record.kind):
        mine = [each for each in found if each.field == field]
        now, _ = value_given(record, field, "")
        if found and all(each.value != now for each in mine):
            before = mine[-1].value if mine else ""
            found.append(ValueChange(field, before, now, again=False, stamp=pending))
    return [each for each in found if each.before != each.value]


def _put_off(
    register: Register, record: Record, changes: Sequence[ValueChange]
) -> Iterator[Postponed]:
    """The changes that made a day that had passed a later one, as the record is now."""
    for duty in kinds()[record.kind].law.promises:
        ends = duty.runs if duty.ended_because and is_over(record, register.on) else ()
        mine = [each for each in changes if each.field in (*duty.days, *ends)]
        for change in (each for each in mine if not each.again):
            due = due_by(register, _with(record, change), duty)
            if due is None or not _is_late(register, record, change, due, duty.grace):
                continue
            now = due_by(register, record, duty)
            if (now is None or now > due) and not _corrects(register, change, due, mine):
                reason = duty.ended_because if change.field in duty.runs else POSTPONED
                yield Postponed(record, change, due, reason)


def _asked_less(
    register: Register, record: Record, changes: Sequence[ValueChange]
) -> Iterator[Postponed]:
    """The changes by which a requirement does not ask someone any more who had not met it."""
    fields = kinds()[record.kind].law.eases
    mine = [each for each in changes if each.field in fields and not each.again]
    if not mine:
        return
    people = competence(register).people
    late = {cell.person.id for cell in required_of(register, record, people) if _lacks(cell)}
    for change in mine:
        changed = change.stamp.day(register.on)
        before = required_of(register, _with(record, change), people)
        missed = [
            cell.due or changes[0].stamp.day(register.on)
            for cell in before
            if _lacks(cell) and cell.person.id not in late
        ]
        due = min(missed, default=changed)
        if due < changed and not _corrects(register, change, due, changes):
            yield Postponed(record, change, due, POSTPONED)


def _lacks(cell: Competence) -> bool:
    return cell.is_late or cell.state is CompetenceState.NOT_EVALUATED


def _is_late(
    register: Register, record: Record, change: ValueChange, due: date, grace: Period | None
) -> bool:
    """Whether a day had passed when it was changed; what was opened again has a new one."""
    changed, reopened = change.stamp.day(register.on), record.day("reopened")
    passed = (grace or _AT_ONCE).after(due) < changed
    return passed and not (reopened and due <= reopened <= changed)


def _corrects(
    register: Register, change: ValueChange, due: date, known: Sequence[ValueChange]
) -> bool:
    """Whether what was changed had not been true for a day, and was entered not long before."""
    entered = [
        each.stamp.day(register.on)
        for each in known
        if (each.field, each.value) == (change.field, change.before)
        and each.stamp.order < change.stamp.order
    ]
    if not entered or due >= entered[-1]:
        return False
    return change.stamp.day(register.on) - entered[-1] <= _CORRECTION


def _eased(
    register: Register, record: Record, changes: Sequence[ValueChange]
) -> Iterator[Postponed]:
    """The changes that made a target that the last result misses one that it does not."""
    law = kinds()[record.kind].law.target
    if law is None or record.text("status") == "dropped":
        return
    reached, met = last_reached(register, record, law)
    measured = last_done(register, record, law.measured)
    if met is False or measured is None:
        return
    fields = (law.target, law.direction, law.unit)
    mine = [each for each in changes if each.field in fields]
    for change in mine:
        if measured > change.stamp.day(register.on) or change.again:
            continue
        missed = _misses(_with(record, change), law, reached)
        if missed and not _corrects(register, change, measured, mine):
            yield Postponed(record, change, None, law.because)


def _misses(record: Record, law: TargetFields, reached: str) -> bool:
    unit = record.text(law.unit)
    target = target_of(record.text(law.target), record.text(law.direction), unit)
    return meets(target, reached, unit) is False


def _with(record: Record, change: ValueChange) -> Record:
    """The record as it would be without a change."""
    days = {name: day for name, day in record.days.items() if name != change.field}
    if day := parse_day(change.before):
        days[change.field] = day
    values = {**record.values, change.field: change.before}
    lists = {**record.lists, change.field: cut(change.before)}
    return replace(record, values=values, days=days, lists=lists)


def _explained(register: Register, found: Postponed, said: Sequence[WeightSaid]) -> bool:
    """Whether a reason was given with the change or since, or on another branch meanwhile."""
    if gives_no_reason(found.record.text(found.because)):
        return False
    given = value_given(found.record, found.because, "")
    reason = first_said(said, found.because, *given)
    before = register.ledger.graph.before
    return reason is None or not before(reason.order, found.change.stamp.order)

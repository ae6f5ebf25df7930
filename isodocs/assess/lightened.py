"""Records that weigh less than they once did, and do not say why.

A major nonconformity that became a minor one stops no audit any more. A new look at the facts may
show that it always was one; then the record says so, and who decided it. An action that did not
work does not work by another word either: another look has a day of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.records_gone import records_gone
from isodocs.assess.targets import meets, target_of
from isodocs.history.lost_rows import identity, value_given
from isodocs.model.record_law import CHANGED, Weighs
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.said_no import only_excuses
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.graph import CommitGraph
    from isodocs.model.history import RecordIdentity, Stamp, WeightSaid
    from isodocs.model.record import Record
    from isodocs.model.register import Register


class Lightened(NamedTuple):
    """A record, what it said when it weighed most, and the commit that changed that, if any did."""

    record: Record
    weighs: Weighs
    most: WeightSaid
    changed: Stamp | None


def lightened(register: Register) -> Iterator[Lightened]:
    """What weighs less than it did, without a reason given since."""
    earlier = earlier_numbers(register) if register.ledger.weighed else {}
    for kind, records in register.records.items():
        for record in records if kind in kinds() else ():
            for law, weight in _laws(record):
                said = weights_said(register, (kind, identity(record)), earlier)
                if not law.order:  # of a value without a day no one knows whether it is a new one
                    said = [each for each in said if each.on or each.field != law.field]
                if found := _lightened(register, record, law, weight, said):
                    yield found


def _laws(record: Record) -> Iterator[tuple[Weighs, Callable[[str], int]]]:
    """What weighs in a record, each with how much a value does; of a result, whether it misses."""
    law = kinds()[record.kind].law
    for weighs in law.weighs:
        yield weighs, weighs.weight
    if target := law.target:
        unit = record.text(target.unit)
        wanted = target_of(record.text(target.target), record.text(target.direction), unit)
        result = Weighs(target.result, (), (CHANGED,), target.measured)
        yield result, lambda value: int(meets(wanted, value, unit) is False)


def _lightened(
    register: Register,
    record: Record,
    law: Weighs,
    weight: Callable[[str], int],
    said: Sequence[WeightSaid],
) -> Lightened | None:
    now, on = value_given(record, law.field, law.on)
    if law.on and not now:
        return None  # it says that no one has looked
    ever = [each for each in said if each.field == law.field and each.value and each.on >= on]
    found = (each for each in ever if each.on <= each.stamp.day(register.on).isoformat())
    most = max(found, key=lambda each: weight(each.value), default=None)
    if most is None or weight(most.value) <= weight(now):
        return None
    since = first_said(said, law.field, now, on)
    if not any(only_excuses(record.text(name)) for name in law.because):
        reason = first_said(said, law.because[0], *value_given(record, law.because[0], ""))
        if reason is None or (
            since and _is_given(register.ledger.graph, reason, most.stamp, since)
        ):
            return None
    return Lightened(record, law, most, since)


def _is_given(graph: CommitGraph, reason: Stamp, most: Stamp, since: Stamp) -> bool:
    """Whether a reason came after what weighed most, and was not there before that was changed."""
    return not graph.reaches(reason.order, most.order) and not graph.before(
        reason.order, since.order
    )


def first_said(said: Sequence[WeightSaid], *given: str) -> Stamp | None:
    """The commit that first gave a value in a field for a day; None where none did."""
    found = (each.stamp for each in said if each[:-1] == given)
    return min(found, key=lambda stamp: stamp.order, default=None)


def earlier_numbers(register: Register) -> Mapping[RecordIdentity, Sequence[RecordIdentity]]:
    """The numbers that each number took the place of."""
    found: defaultdict[RecordIdentity, list[RecordIdentity]] = defaultdict(list)
    for before, now in records_gone(register).renumbered.items():
        found[now].append(before)
    return found


def weights_said(
    register: Register,
    key: RecordIdentity,
    earlier: Mapping[RecordIdentity, Sequence[RecordIdentity]],
) -> list[WeightSaid]:
    """What a record ever said, also under earlier numbers."""
    numbers = all_numbers(key, earlier)
    return [said for number in numbers for said in register.ledger.weighed.get(number, ())]


def all_numbers(
    key: RecordIdentity, earlier: Mapping[RecordIdentity, Sequence[RecordIdentity]]
) -> list[RecordIdentity]:
    """Its number, and those that this took the place of, the last first."""
    numbers = [key]
    for number in numbers:
        numbers += [each for each in earlier.get(number, ()) if each not in numbers]
    return numbers

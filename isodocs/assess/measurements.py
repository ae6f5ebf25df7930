"""Measurements as series: the values of an objective, a process, a supplier or another figure.

An objective takes its result from its series, so that it need not be copied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import compared
from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import record_index
from isodocs.assess.targets import AT_LEAST, WantedValue, meets, target_of
from isodocs.dataclass import immutable, replace
from isodocs.history.altered_records import kept_until
from isodocs.model.record_law import CHANGED
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.said_no import gives_no_reason
from isodocs.words import say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.history import LostRow
    from isodocs.model.record import Record
    from isodocs.model.record_law import TargetFields
    from isodocs.model.register import Register

_KIND = "measurement"
_SUBJECTS = ("objective", "process", "supplier")
ABOUT = (*_SUBJECTS, "figure")
"""The fields that say what was measured."""
_MOST = 6
"""So many of the last values make the trend."""
_STEADY = 0.005
"""A change over them of less than this share of their size is none."""
_Key = tuple[str, str, str]


@immutable(frozen=True, slots=True)
class Series:
    """The values of one figure, the oldest first, and the target of the last.

    `subject` is the field that says whose they are, empty for a figure that is no one's. `unit` and
    `side` are those of the objective, for values and targets that do not say theirs.
    """

    subject: str
    rows: tuple[Record, ...]
    target: str
    unit: str = ""
    side: str = ""

    @property
    def last(self) -> Record:
        """The latest measurement."""
        return self.rows[-1]

    @property
    def day(self) -> date | None:
        """The day of the latest."""
        return self.last.day("date")

    @property
    def reached(self) -> str:
        """The latest value with its unit."""
        return say(
            "{value} {unit}",
            value=self.last.text("value"),
            unit=self.last.text("unit") or self.unit,
        ).strip()

    @property
    def met(self) -> bool | None:
        """Whether the latest value meets its target; None where that cannot be said."""
        return meets(self._target, self.reached)

    def until(self, day: date | None) -> Series | None:
        """The series as it was at the end of a day, where one is given."""
        rows = tuple(row for row in self.rows if day is None or (row.day("date") or day) <= day)
        return replace(self, rows=rows) if rows else None

    @property
    def limit(self) -> float | None:
        """The value of the target; None where there is none, or none that can be read."""
        return self._target.limit if self._target else None

    @property
    def name(self) -> str:
        """What was measured, in words."""
        whose = self.last.text(self.subject) if self.subject else ""
        return " ".join(filter(None, (whose, self.last.text("figure")))) or self.last.label

    @property
    def direction(self) -> str:
        """Whether the last values are rising, falling or steady; empty of one value alone."""
        values = [float(row.text("value")) for row in self._recent]
        if len(values) < 2:
            return ""
        middle = (len(values) - 1) / 2
        steps = [n - middle for n in range(len(values))]
        slope = sum(step * value for step, value in zip(steps, values, strict=True))
        slope /= sum(step * step for step in steps)
        size = max(map(abs, values))
        if abs(slope) * (len(values) - 1) <= _STEADY * size:
            return "steady"
        return "rising" if slope > 0 else "falling"

    @property
    def trend(self) -> str:
        """The last values and where they go: `91 → 93.5 → 97.2 %, rising (better)`."""
        values = " → ".join(row.text("value") for row in self._recent)
        left = "… → " if len(self.rows) > len(self._recent) else ""
        where = say(", {direction}", direction=self.direction) if self.direction else ""
        if self._target and self.direction in ("rising", "falling"):
            good = (self.direction == "rising") is (self._target.side == AT_LEAST)
            where += " (better)" if good else " (worse)"
        return (
            say(
                "{left}{values} {unit}",
                left=left,
                values=values,
                unit=self.last.text("unit") or self.unit,
            ).strip()
            + where
        )

    @property
    def _recent(self) -> tuple[Record, ...]:
        return self.rows[-_MOST:]

    @property
    def _target(self) -> WantedValue | None:
        return target_of(self.target, self.side, self.unit)


def all_series(register: Register) -> tuple[Series, ...]:
    """Every series, in the order in which they begin."""
    return tuple(_series(register).values())


def series_about(register: Register, record: Record) -> list[Series]:
    """The series of an objective, a process or a supplier, the one measured last first."""
    if record.kind not in _SUBJECTS:
        return []
    whose = compared(register, record.id) if record.kind == "process" else record.id
    mine = [
        s for (kind, of, _), s in _series(register).items() if (kind, of) == (record.kind, whose)
    ]
    return sorted(mine, key=lambda each: str(each.day), reverse=True)


def last_reached(register: Register, record: Record, law: TargetFields) -> tuple[str, bool | None]:
    """What was reached by the day of the last word on it, and whether that meets the target.

    The later counts of what the record says and the newest measurement; of several figures on one
    day, one that meets it is enough.
    """
    result, judged = record.text(law.result), record.day(law.judged)
    found = [each.until(judged) for each in series_about(register, record)]
    series = [each for each in found if each]
    last = max((each.day for each in series if each.day), default=None)
    day = record.day(law.measured)
    if not last or (result and day and day >= last):
        unit, side = record.text(law.unit), record.text(law.direction)
        return result, meets(target_of(record.text(law.target), side, unit), result, unit)
    newest = [each for each in series if each.day == last]
    best = next((each for each in newest if each.met is not False), newest[0])
    return best.reached, best.met


def missed(register: Register) -> Iterator[Series]:
    """The series whose last value misses the target beside it, and nothing says what follows."""
    for each in all_series(register):
        own = each.last.text("target")
        if own and each.met is False and not each.last.text("follows"):
            yield each


class TurnedRound(NamedTuple):
    """A row that is gone, whose value missed its target, and what it became, if anything."""

    lost: LostRow
    became: Record | None


def turned_round(register: Register) -> Iterator[TurnedRound]:
    """The values that missed their target and do not any more, or are gone, without a reason."""
    rows = register.records.get(_KIND, ())
    found: dict[tuple[_Key, date | None], TurnedRound] = {}
    for lost in register.ledger.lost_rows:
        was = lost.record
        if was.kind != _KIND or _met(register, was) is not False:
            continue
        key, day = _key(register, was), was.day("date")
        now = [row for row in rows if (row.day("date"), _key(register, row)) == (day, key)]
        reasons = [row.text(CHANGED) for row in now if row.text(CHANGED) != was.text(CHANGED)]
        if any(_met(register, row) is False for row in now) or not all(
            map(gives_no_reason, reasons)
        ):
            continue
        until = kept_until(was)
        if now or until is None or lost.stamp.day(register.on) <= until:
            found[key, day] = TurnedRound(lost, now[0] if now else None)
    yield from found.values()


def _met(register: Register, row: Record) -> bool | None:
    """Whether a value meets the target beside it, or that of its objective."""
    objective = record_index(register).find("objective", row.text("objective"))
    unit = row.text("unit") or (objective.text("unit") if objective else "")
    side = objective.text("direction") if objective else ""
    target = row.text("target") or (objective.text("target") if objective else "")
    return meets(target_of(target, side, unit), f"{row.text('value')} {unit}".strip())


@once_per_register
def _series(register: Register) -> Mapping[_Key, Series]:
    rows: defaultdict[_Key, list[Record]] = defaultdict(list)
    for record in register.records.get(_KIND, ()):
        if record.done("date", register.on) and not record.problems:
            rows[_key(register, record)].append(record)
    found = {}
    for key, each in rows.items():
        each.sort(key=lambda record: str(record.day("date")))
        target, unit, side = each[-1].text("target"), "", ""
        objective = record_index(register).find("objective", key[1])
        if key[0] == "objective" and objective:
            target = target or objective.text("target")
            unit, side = objective.text("unit"), objective.text("direction")
        found[key] = Series(key[0], tuple(each), target, unit, side)
    return found


def _key(register: Register, record: Record) -> _Key:
    """What distinguishes one series from another."""
    figure = " ".join(record.text("figure").casefold().split())
    for subject in _SUBJECTS:
        if whose := record.text(subject):
            return subject, compared(register, whose) if subject == "process" else whose, figure
    return "", "", figure

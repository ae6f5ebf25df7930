"""Measurements as series: the values of an objective, a process, a supplier or another figure.

An objective takes its result from its series, so that it need not be copied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import compared
from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import record_index
from isodocs.assess.targets import meets

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.record import Record
    from isodocs.model.register import Register

_KIND = "measurement"
_SUBJECTS = ("objective", "process", "supplier")
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one figure, the oldest first, and the target of the last.

    `subject` is the field that says whose they are, empty for a figure that is no one's.
    """

    subject: str
    rows: tuple[Record, ...]
    target: str

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
        return f"{self.last.text('value')} {self.last.text('unit')}".strip()

    @property
    def met(self) -> bool | None:
        """Whether the latest value meets its target; None where that cannot be said."""
        return meets(self.target, self.reached)

    @property
    def name(self) -> str:
        """What was measured, in words."""
        whose = self.last.text(self.subject) if self.subject else ""
        return " ".join(filter(None, (whose, self.last.text("figure")))) or self.last.label


def all_series(register: Register) -> tuple[Series, ...]:
    """Every series, in the order in which they begin."""
    return tuple(_series(register).values())


def series_of(register: Register, record: Record) -> Series | None:
    """The last measured series of an objective, a process or a supplier."""
    if record.kind not in _SUBJECTS:
        return None
    whose = compared(register, record.id) if record.kind == "process" else record.id
    mine = [
        s for (kind, of, _), s in _series(register).items() if (kind, of) == (record.kind, whose)
    ]
    return max(mine, key=lambda each: str(each.day), default=None)


def missed(register: Register) -> Iterator[Series]:
    """The series whose last value misses the target beside it, and nothing says what follows."""
    for each in all_series(register):
        own = each.last.text("target")
        if own and each.met is False and not each.last.text("follows"):
            yield each


@once_per_register
def _series(register: Register) -> Mapping[_Key, Series]:
    rows: defaultdict[_Key, list[Record]] = defaultdict(list)
    for record in register.records.get(_KIND, ()):
        if record.done("date", register.on) and not record.problems:
            rows[_key(register, record)].append(record)
    found = {}
    for key, each in rows.items():
        each.sort(key=lambda record: str(record.day("date")))
        target = each[-1].text("target")
        if not target and key[0] == "objective":
            objective = record_index(register).find("objective", key[1])
            target = objective.text("target") if objective else ""
        found[key] = Series(key[0], tuple(each), target)
    return found


def _key(register: Register, record: Record) -> _Key:
    """What distinguishes one series from another."""
    figure = " ".join(record.text("figure").casefold().split())
    for subject in _SUBJECTS:
        if whose := record.text(subject):
            return subject, compared(register, whose) if subject == "process" else whose, figure
    return "", "", figure

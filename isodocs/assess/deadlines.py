"""What the tables of records promise by a day: actions, evaluations, checks, calibrations.

A duty that comes back counts from the last time it was done, unless the record names a later day
itself. What has an interval, was never done and has nothing to count from is due since ever.
Trainings, audits, nonconformities and certification have assessments of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.model.period import Period

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty: `what` must be done about `record` by the end of `day`.

    `day` is None for what was never done and has no day to count from. `field` holds the day, or
    what it follows from; `clause` is the clause of ISO 9001:2015 that asks for it.
    """

    record: Record
    what: str
    day: date | None
    field: str
    clause: str

    def overdue(self, on: date) -> bool:
        """Whether the day has passed."""
        return self.day is None or self.day < on

    @property
    def owner(self) -> str:
        """The role or person whose duty it is; empty where the record does not say."""
        return self.record.text("owner")


@dataclass(frozen=True, slots=True)
class _Once:
    """To be done by the day in `due`, unless a field of `done` says it was."""

    kind: str
    what: str
    clause: str
    done: tuple[str, ...]
    due: str = "due"
    while_status: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Again:
    """To be done every `every`, counted from `last`, or from `start` while it never was."""

    kind: str
    what: str
    clause: str
    last: str
    every: str
    start: str = ""
    due: str = ""
    while_status: tuple[str, ...] = ()


_ONCE = (
    _Once("action", "action", "10.3", ("done", "dropped")),
    _Once("risk", "action", "6.1", ("done",), while_status=("open", "accepted")),
    _Once("objective", "judgement of what was reached", "6.2", ("evaluated",), "due", ("open",)),
    _Once("complaint", "answer", "8.2.1", ("answered", "closed")),
    _Once("change", "change", "6.3", ("implemented", "closed"), "due", ("proposed", "approved")),
    _Once(
        "supplier",
        "renewal of the supplier's certificate",
        "8.4.1",
        (),
        "certificate-expires",
        ("approved", "conditional"),
    ),
)
_LIVING = ("approved", "conditional")
_AGAIN = (
    _Again("risk", "assessment", "6.1", "assessed", "assess-every", "", "", ("open", "accepted")),
    _Again("objective", "measurement", "6.2", "measured", "measure-every", "start", "", ("open",)),
    _Again(
        "legal-requirement",
        "evaluation of compliance",
        "9.1.1",
        "checked",
        "check-every",
        "in-force",
        "due",
        ("in-force",),
    ),
    _Again(
        "supplier", "evaluation", "8.4.1", "evaluated", "evaluate-every", "approved", "due", _LIVING
    ),
    _Again(
        "external-document",
        "question whether this edition is in force",
        "7.5.3.2",
        "checked",
        "check-every",
        "",
        "",
        ("current",),
    ),
    _Again("interested-party", "review", "4.2", "reviewed", "review-every"),
)


@once_per_register
def deadlines(register: Register) -> tuple[Deadline, ...]:
    """Every duty still to be done, the longest overdue first."""
    found = [*_once(register), *_again(register), *_calibrations(register)]
    return tuple(sorted(found, key=lambda deadline: deadline.day or date.min))


def last_calibrations(register: Register) -> dict[str, Record]:
    """The latest calibration of each piece of equipment, by its id."""
    latest: dict[str, Record] = {}
    for record in register.records.get("calibration", ()):
        day, id = record.day("calibrated"), record.text("equipment")
        known = latest.get(id)
        if day and (known is None or day >= (known.day("calibrated") or date.min)):
            latest[id] = record
    return latest


def _once(register: Register) -> Iterator[Deadline]:
    for duty in _ONCE:
        for record in register.records.get(duty.kind, ()):
            day = record.day(duty.due)
            if day and _runs(record, duty.while_status) and not any(map(record.text, duty.done)):
                yield Deadline(record, duty.what, day, duty.due, duty.clause)


def _again(register: Register) -> Iterator[Deadline]:
    for duty in _AGAIN:
        for record in register.records.get(duty.kind, ()):
            if not _runs(record, duty.while_status):
                continue
            last, named = record.day(duty.last), record.day(duty.due)
            every = Period.parse(record.text(duty.every))
            if named and (last is None or named > last):
                yield Deadline(record, duty.what, named, duty.due, duty.clause)
            elif every:
                start = last or record.day(duty.start)
                day = every.after(start) if start else None
                yield Deadline(record, duty.what, day, duty.every, duty.clause)


def _runs(record: Record, statuses: tuple[str, ...]) -> bool:
    return not statuses or record.text("status") in statuses


def _calibrations(register: Register) -> Iterator[Deadline]:
    """When equipment in use is due for calibration; before its first use where it never was."""
    latest = last_calibrations(register)
    for record in register.records.get("equipment", ()):
        if record.text("status") != "in-use":
            continue
        last = latest.get(record.id)
        every = Period.parse(record.text("interval"))
        if last and (due := last.day("due")):
            yield Deadline(record, "calibration", due, "interval", "7.1.5.2")
        elif every:
            done = last.day("calibrated") if last else None
            day = every.after(done) if done else record.day("since")
            yield Deadline(record, "calibration", day, "interval", "7.1.5.2")

"""What the tables of records promise by a day: actions, evaluations, checks, calibrations.

Their schemas declare it. A duty that comes back counts from the last time it was done, unless the
record names a later day itself. What has an interval, was never done and has nothing to count from
is due since ever. What names no day has the default of isodocs.yaml. A day to come on which
something was done counts as little as none. Trainings, audits, nonconformities and certification
have assessments of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.assess.record_conditions import all_hold, has
from isodocs.assess.record_index import last_done, latest, record_index
from isodocs.dataclass import immutable
from isodocs.model.gap import Level
from isodocs.model.period import Period
from isodocs.records.record_kinds import kinds
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.record_law import DeclaredDuty, DoneBy, NoDay
    from isodocs.model.register import Register

_NAMED = 4
_LONG_AGO = Period(12, "month")
"""After so long, what no one plans to do again is reported with its full weight."""


@immutable(frozen=True, slots=True)
class Deadline:
    """One duty: what is declared in `duty` must be done about `record` by the end of `day`.

    `day` is None for what was never done and has no day to count from. `field` is where the day,
    or what it follows from, is. `default` is the key of isodocs.yaml that gives the day, where the
    record gives none; `still` says for whom it has not been done.
    """

    record: Record
    duty: DeclaredDuty
    day: date | None
    field: str
    default: str = ""
    still: str = ""

    @property
    def what(self) -> str:
        """What must be done."""
        return self.duty.what

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that ask for it, each of its standard."""
        return self.duty.clauses

    @property
    def done(self) -> tuple[str, ...]:
        """The fields that say when it was last done."""
        return self.duty.done or (self.duty.last,)

    @property
    def elsewhere(self) -> str:
        """How it is done where that is not to enter a day in the record; else empty."""
        if self.duty.done_by:
            return say(self.duty.done_by.do)
        kind, _, in_another = self.duty.last.partition(".")
        if in_another or self.duty.shared:
            return say(
                "Do it and record it: `isodocs new {part}`.",
                part=kind if in_another else self.record.kind,
            )
        return ""

    @property
    def remedy(self) -> str:
        """What to do about it, and where to enter that it is done."""
        if self.elsewhere:
            return self.elsewhere
        by, field = self.duty.by, self.duty.last or next(iter(self.duty.done), "")
        if not field:
            return say("Enter the new day in '{by}'.", by=by)
        another = kinds()[self.record.kind].fields[field].last_in.partition(".")[0]
        more = say(" or record it (`isodocs new {another}`)", another=another) if another else ""
        later = (
            say(
                ", or agree on a later day in '{by}', with the reason in 'postponed-because'", by=by
            )
            if by
            else ""
        )
        return say(
            "Do it and enter the day in '{field}'{more}{later}.",
            field=field,
            more=more,
            later=later,
        )

    def overdue(self, on: date) -> bool:
        """Whether the day has passed."""
        return self.day is None or self.day < on

    @property
    def owner(self) -> str:
        """The role or person whose duty it is; empty where the record does not say."""
        return self.record.text("owner")


@immutable(frozen=True, slots=True)
class Undated:
    """A duty of a record that has no day: what, and where one would be entered.

    `level` is None where it weighs as much as the rule that reports it. `default` is the key of
    isodocs.yaml that would give it a day; empty where none can.
    """

    record: Record
    what: str
    field: str
    level: Level | None
    default: str = ""


@once_per_register
def deadlines(register: Register) -> tuple[Deadline, ...]:
    """Every duty still to be done, the longest overdue first."""
    found = [each for each in _found(register) if isinstance(each, Deadline)]
    return tuple(sorted(found, key=lambda deadline: deadline.day or date.min))


def without_day(register: Register) -> Iterator[Undated]:
    """Every duty for which neither the record nor isodocs.yaml gives a day."""
    return (each for each in _found(register) if isinstance(each, Undated))


def last_calibrations(register: Register) -> Mapping[str, Record]:
    """The latest calibration of each piece of equipment, by its id."""
    return latest(register, "calibration", "calibrated", "equipment")


@once_per_register
def _found(register: Register) -> tuple[Deadline | Undated, ...]:
    return tuple(
        found
        for name, kind in kinds().items()
        for duty in kind.law.duties
        for record in register.records.get(name, ())
        for found in _of(register, record, duty)
    )


def due_by(register: Register, record: Record, duty: DeclaredDuty) -> date | None:
    """The day by which a duty must be done; None where it is not, or has no day."""
    found = (each.day for each in _of(register, record, duty) if isinstance(each, Deadline))
    return next(found, None)


def _of(register: Register, record: Record, duty: DeclaredDuty) -> Iterator[Deadline | Undated]:
    if all_hold(register, record, duty.runs) and not _followed(register, record, duty):
        yield from (_again if duty.every else _once)(register, record, duty)


def _followed(register: Register, record: Record, duty: DeclaredDuty) -> bool:
    """Whether a later record of the same series was made, or is planned."""
    if not duty.shared:
        return False
    last = record.done(duty.last, register.on)
    return last is not None and any(
        last < day
        for other in register.records.get(record.kind, ())
        if (day := other.day(duty.last) or other.day("planned"))
        and not other.text("cancelled")
        and all(record.text(name) == other.text(name) for name in duty.same)
        and any(_values(record, name) & _values(other, name) for name in duty.shared)
    )


def _values(record: Record, field: str) -> set[str]:
    return {value.casefold() for value in record.each(field)}


def _once(register: Register, record: Record, duty: DeclaredDuty) -> Iterator[Deadline | Undated]:
    if any(has(register, record, name) for name in duty.done):
        return
    still = ""
    if duty.done_by:
        waiting = _waiting(register, record, duty.done_by, record.day(duty.by))
        if waiting is None:
            return
        claim = duty.done_by.claim
        lead = (
            say("called {claim} but not recorded", claim=claim)
            if has(register, record, claim)
            else say("still")
        )
        people = record_index(register).people
        named = listed([people.get(each) or each for each in waiting], most=_NAMED)
        still = say(", {lead} for {named}", lead=lead, named=named) if waiting else ""
    span, start = register.config.default_days.get(duty.default), record.day(duty.start)
    lacking = _lacking(register, record, duty)
    if day := record.day(duty.by):
        later = record.day(duty.or_by)
        last = day < register.on and later is not None and later > day
        field, by = (duty.or_by, later) if last else (duty.by, day)
        yield Deadline(record, duty, by, field, still=still)
    elif span and start and (lacking or not duty.no_day):
        yield Deadline(record, duty, span.after(start), duty.start, duty.default)
    elif lacking:
        yield Undated(record, duty.what, duty.by, lacking.level, duty.default)


def _waiting(
    register: Register, record: Record, shown: DoneBy, planned: date | None
) -> list[str] | None:
    """For whom something is still to be shown by records of another kind; None where it is done.

    The list is empty where it cannot be said for whom.
    """
    claimed = has(register, record, shown.claim)
    mine, other = kinds()[record.kind].fields.values(), kinds()[shown.kind].fields.values()
    same = {
        record.text(f.name): [g.name for g in other if g.refers == f.refers]
        for f in mine
        if f.refers in kinds() and record.text(f.name)
    }
    same = {id: of for id, of in same.items() if of}
    people = _people(register, record, planned)
    if not same or not people or planned is None:
        return None if claimed else []
    (who,) = (field.name for field in other if field.refers == "person" and shown.day in field.on)
    done = {
        each.text(who)
        for each in register.records.get(shown.kind, ())
        if all(any(id in each.each(name) for name in of) for id, of in same.items())
        and (day := each.done(shown.day, register.on))
        and shown.early.after(day) >= planned
    }
    waiting = [person for person in people if person not in done]
    enough = not waiting or (claimed and len(waiting) < len(people))
    return None if enough else waiting


def _people(register: Register, record: Record, planned: date | None) -> list[str]:
    """The persons whom a record names or whose roles it names, who worked here on a day."""
    index = record_index(register)
    named: dict[str, None] = {}
    for field in kinds()[record.kind].fields.values():
        for name in record.items(field.name) if field.refers in ("person", "role") else ():
            known = [name] if field.refers == "person" else sorted(index.roles.get(name, ()))
            named |= dict.fromkeys(known)
    return [each for each in named if _works(index.find("people", each), planned, register.on)]


def _works(person: Record | None, planned: date | None, on: date) -> bool:
    """Whether someone worked here on the day that was planned, and does today."""
    joined, left = (person.day("joined"), person.day("left")) if person else (None, None)
    return (left is None or left >= on) and not (joined and planned and joined > planned)


def _again(register: Register, record: Record, duty: DeclaredDuty) -> Iterator[Deadline | Undated]:
    last, named = _days(register, record, duty)
    every = Period.parse(record.text(duty.every))
    lacking = _lacking(register, record, duty)
    default = register.config.default_days.get(duty.default)
    start = last or record.day(duty.start)
    if named and (last is None or named > last):
        field = duty.every if "." in duty.by else duty.by
        yield Deadline(record, duty, named, field)
    elif every:
        day = every.after(start) if start else None
        yield Deadline(record, duty, day, duty.every)
    elif default and (lacking or not duty.no_day):
        day = default.after(start) if start else None
        yield Deadline(record, duty, day, duty.last, duty.default)
    elif lacking and not (last and lacking.never):
        recent = last is not None and _LONG_AGO.after(last) >= register.on
        level = Level.NOTE if recent else lacking.level
        yield Undated(record, duty.what, duty.every, level, duty.default)


def _days(
    register: Register, record: Record, duty: DeclaredDuty
) -> tuple[date | None, date | None]:
    """When a duty was last done, and the day that is named for the next time."""
    kind, _, field = duty.last.partition(".")
    if not field:
        return last_done(register, record, duty.last), record.day(duty.by)
    last = latest(register, kind, field, record.kind).get(record.id)
    return (last.day(field), last.day(duty.by.partition(".")[2])) if last else (None, None)


def _lacking(register: Register, record: Record, duty: DeclaredDuty) -> NoDay | None:
    """What to report of a record that gives no day; None where it need not."""
    return next((each for each in duty.no_day if all_hold(register, record, each.when)), None)

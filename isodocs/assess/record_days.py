"""Days in records: what has not come, what runs backwards, and who was not here yet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.record_conditions import day_of
from isodocs.assess.record_index import record_index
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds
from isodocs.words import noun, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.record import Record
    from isodocs.model.register import Register


_WHO = ("person", "owner")
"""What a field refers to that names who did something, by id."""


class Disorder(NamedTuple):
    """Two days of a record of which the `later` one is before the `earlier` one."""

    record: Record
    before: str
    earlier: date
    name: str
    later: date

    @property
    def field(self) -> str:
        """The field of the record that leads to the later day."""
        return self.name.partition(".")[0]

    @property
    def message(self) -> str:
        """The contradiction in words."""
        before = say(
            "before {said} ({earlier})", said=self._said(self.before), earlier=self.earlier
        )
        return say(
            "{said} is {later}, {before}",
            said=self._said(self.name),
            later=self.later,
            before=before,
        )

    def _said(self, name: str) -> str:
        """A day as people know it; one of another record by what that is."""
        reference, _, rest = name.partition(".")
        if not rest:
            return f"'{name}'"
        refers = kinds()[self.record.kind].fields[reference].refers
        what = noun(kinds()[refers].title) if refers in kinds() else reference
        return say("'{rest}' of the {what}", rest=rest, what=what)


def deeds_to_come(register: Register) -> Iterator[tuple[Record, str, date]]:
    """Days on which something was done, by a record, that have not come."""
    for name, records in register.records.items():
        kind = kinds().get(name)
        deeds = kind.done if kind else ()
        for record in records if deeds else ():
            for deed in deeds:
                if (day := record.day(deed)) and day > register.on:
                    yield record, deed, day


def disorders(register: Register) -> Iterator[Disorder]:
    """Days that run backwards, each pair of them once."""
    for name, records in register.records.items():
        chains = kinds()[name].law.order if name in kinds() else ()
        for record in records if chains else ():
            reported: set[str] = set()
            for chain in chains:
                known = [(n, day) for n in chain if (day := day_of(register, record, n))]
                for (before, earlier), (after, later) in itertools.pairwise(known):
                    if later < earlier and after not in reported:
                        reported.add(after)
                        yield Disorder(record, before, earlier, after, later)


def done_before_joining(register: Register) -> Iterator[tuple[Record, str, str, date, date]]:
    """What is dated before the first day of work of the person named: field, who, day, first."""
    people = record_index(register).kinds.get("people", {})
    joined = {id: day for id, row in people.items() if (day := row.day("joined"))}
    for name, records in register.records.items() if joined else ():
        kind = kinds().get(name)
        naming = [f for f in kind.fields.values() if f.refers in _WHO and f.on] if kind else []
        for record in records if naming else ():
            for field in naming:
                day = next((d for n in field.on if (d := record.day(n))), None)
                for person in record.each(field.name):
                    if day and person in joined and day < joined[person]:
                        yield record, field.name, person, day, joined[person]

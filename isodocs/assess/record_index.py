"""The records of a register, indexed once: by kind and id, people, roles, the latest of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds
from isodocs.standards.clause import UnknownClause, resolve

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.record import Record
    from isodocs.model.register import Register


_SEVERAL = 2


class RecordIndex(NamedTuple):
    """`kinds` gives the records of each kind by id, the first of an id that is there twice.

    `people` are the names of everyone known, by id, and `roles` the ids of those who hold each
    role: of the people table and of the authority register together.
    """

    kinds: Mapping[str, Mapping[str, Record]]
    people: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]

    def find(self, kind: str, id: str) -> Record | None:
        """The record of that kind and id."""
        return self.kinds.get(kind, {}).get(id)

    def anywhere(self, id: str) -> Record | None:
        """The record of that id, whatever its kind."""
        return next((known[id] for known in self.kinds.values() if id in known), None)


@once_per_register
def record_index(register: Register) -> RecordIndex:
    """The index of a register's records."""
    by_kind: dict[str, dict[str, Record]] = {}
    for kind, records in register.records.items():
        if kind in kinds() and kinds()[kind].key:
            known = by_kind.setdefault(kind, {})
            for record in records:
                if record.id:
                    known.setdefault(record.id, record)
    people: dict[str, str] = {}
    roles: defaultdict[str, set[str]] = defaultdict(set)
    if history := register.inventory.authority:
        authority = history.current
        people |= {person.id: person.name for person in authority.people.values()}
        for role in authority.roles.values():
            roles[role.id] |= set(role.holders)
    for person in by_kind.get("people", {}).values():
        people[person.id] = person.text("name")
        for name in person.items("roles"):
            roles[name].add(person.id)
    held = {role: frozenset(holders) for role, holders in roles.items()}
    return RecordIndex(by_kind, people, held)


def standards_of(record: Record) -> tuple[str, ...]:
    """The standards that a record names, in `standard` or `standards`."""
    one = record.text("standard") if "standard" not in record.lists else ""
    return (one,) if one else record.items("standards")


def cited(
    register: Register, record: Record, field: str = "clauses"
) -> Iterator[ClauseReference | UnknownClause]:
    """What each clause in a field of a record stands for, in order.

    A number without a standard is of the standards that the record names, of each that has it; of
    those in use where it names none, and of one in preparation where only that has it.
    """
    named = standards_of(record)
    meant = named or tuple(id for id in register.config.meant if id in register.maps)
    for text in record.items(field):
        found = [_resolve(register, text, standard) for standard in meant]
        if not named and not any(isinstance(clause, ClauseReference) for clause in found):
            found += [_resolve(register, text, id) for id in register.maps if id not in meant]
        known = [clause for clause in found if isinstance(clause, ClauseReference)]
        yield from dict.fromkeys(known) or found[:1] or [_resolve(register, text, "")]


def clauses_of_several(register: Register, record: Record) -> tuple[str, ...]:
    """The clauses of a record that are of several standards in use, none of which it names."""
    in_use = register.config.meant
    if len(in_use) < _SEVERAL or standards_of(record):
        return ()
    return tuple(
        text
        for text in record.items("clauses")
        if sum(isinstance(_resolve(register, text, each), ClauseReference) for each in in_use) > 1
        and ":" not in text
    )


# Thousands of records name the same few clauses.
@once_per_register
def _resolve(register: Register, text: str, standard: str) -> ClauseReference | UnknownClause:
    maps = register.known_maps
    named = text.partition(":")[0] if ":" in text else standard
    if named and named not in maps and named in editions_before(register).values():
        from isodocs.standards.load import load  # seldom needed

        maps = {named: load(named)}
    return resolve(text, maps, standard or register.only_map)


@once_per_register
def editions_before(register: Register) -> Mapping[str, str]:
    """The mapped edition before each that is known here, where it is in use or records name it."""
    from isodocs.standards.editions import predecessors  # no hook asks for it
    from isodocs.standards.load import available

    earlier = {id: predecessors(id)[:1] for id in register.known_maps}
    before = {id: found[0].id for id, found in earlier.items() if found}
    left = {id for id in before.values() if id not in register.maps}.intersection(available())
    kept = {*register.maps, *(left and left.intersection(_named(register)))}
    return {id: one for id, one in before.items() if one in kept}


@once_per_register
def _named(register: Register) -> frozenset[str]:
    """Every standard that a record names, in a field of its own or before a clause."""
    records = register.inventory.records
    named = {name for record in records for name in standards_of(record)}
    before = (text.partition(":") for record in records for text in record.items("clauses"))
    return frozenset(named | {standard for standard, colon, _ in before if colon})


@once_per_register
def latest(
    register: Register, kind: str, day: str, of: str, *, sound: bool = False
) -> Mapping[str, Record]:
    """The latest record of a kind about each record of another, by the id of that.

    It is named in the first field that refers to its kind. With `sound` only those count that can
    be read without a problem.
    """
    field = next(f.name for f in kinds()[kind].fields.values() if f.refers == of)
    found: dict[str, tuple[date, Record]] = {}
    for record in register.records.get(kind, ()):
        done, id = record.done(day, register.on), record.text(field)
        if sound and record.problems:
            continue
        if done and (id not in found or done >= found[id][0]):
            found[id] = (done, record)
    return {id: record for id, (_, record) in found.items()}


def last_done(register: Register, record: Record, name: str) -> date | None:
    """The day of a deed by now: of the field, or of the latest record that says it (`x-last-in`).

    An objective whose measurements are recorded is measured, also where it does not repeat the day.
    """
    kind = kinds().get(record.kind)
    field = kind.fields.get(name) if kind else None
    days = [record.done(name, register.on)]
    if field is not None and field.last_in and record.id:
        other, _, day = field.last_in.partition(".")
        about = latest(register, other, day, record.kind, sound=True).get(record.id)
        days.append(about.day(day) if about else None)
    return max(filter(None, days), default=None)

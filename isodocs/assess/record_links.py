"""What records refer to and what refers to them, by what their schemas declare (`x-refers`).

Nothing here knows a kind of record: a new kind is followed in both directions as soon as it is
declared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import record_index
from isodocs.dataclass import immutable
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

DOCUMENT, PERSON, ROLE = "document", "person", "role"
PEOPLE = "people"
"""The kind of record that a person has."""


@immutable(frozen=True, slots=True)
class RecordLink:
    """That `field` of `record` names something: `sort` is document, person, role or a kind.

    `target` is the record that it names, None where it names none or the record is not there.
    """

    record: Record
    field: str
    sort: str
    id: str
    target: Record | None = None


def links_from(register: Register, record: Record) -> tuple[RecordLink, ...]:
    """What a record refers to, in the order of its fields."""
    return tuple(_links(register, record))


def links_to(register: Register, sort: str, id: str) -> tuple[RecordLink, ...]:
    """What refers to a document, a person, a role or a record, in the order of the records."""
    return tuple(_to(register).get((sort, id), ()))


@once_per_register
def _to(register: Register) -> Mapping[tuple[str, str], list[RecordLink]]:
    found: defaultdict[tuple[str, str], list[RecordLink]] = defaultdict(list)
    for record in register.inventory.records:
        for link in _links(register, record):
            found[link.sort, link.id].append(link)
    return found


def _links(register: Register, record: Record) -> Iterator[RecordLink]:
    kind = kinds().get(record.kind)
    for field in kind.fields.values() if kind else ():
        if not field.refers:
            continue
        for value in record.lists.get(field.name) or (record.text(field.name),):
            if value and (found := _target(register, field.refers, value)):
                sort, target = found
                yield RecordLink(record, field.name, sort, value, target)


def _target(register: Register, refers: str, value: str) -> tuple[str, Record | None] | None:
    """The sort of thing that a value names, and the record; None where it names neither."""
    index = record_index(register)
    if refers == "owner":
        refers = PERSON if value in index.people else ROLE
    if refers == PERSON:
        return PERSON, index.find(PEOPLE, value)
    if refers in (DOCUMENT, ROLE):
        return refers, None
    if refers == "record":
        found = index.anywhere(value)
        return (found.kind, found) if found else None
    return (refers, index.find(refers, value)) if refers in kinds() else None

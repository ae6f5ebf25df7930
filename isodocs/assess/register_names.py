"""Names in records that a register would know: of processes, where a process register is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.assess.record_conditions import all_hold, is_over
from isodocs.dataclass import immutable, replace
from isodocs.records.record_kinds import kinds
from isodocs.words import Words

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.record_law import Some
    from isodocs.model.register import Register


@immutable(frozen=True, slots=True)
class Unregistered:
    """A name that is not in the register of its kind: in a record, and in `times` - 1 others."""

    record: Record
    field: str
    name: str
    kind: RecordKind
    near: str
    times: int = 1


def unregistered(register: Register) -> tuple[Unregistered, ...]:
    """Every such name of records that still run, the same one of a file once."""
    found: dict[tuple[str, str, str], Unregistered] = {}
    for record in register.inventory.records:
        kind = kinds().get(record.kind)
        for field in kind.fields.values() if kind and not is_over(record, register.on) else ():
            known = _titles(register, field.known_in) if field.known_in else {}
            for name in record.each(field.name) if known else ():
                if _bare(name) in known:
                    continue
                key = (record.path, field.name, name)
                if first := found.get(key):
                    found[key] = replace(first, times=first.times + 1)
                else:
                    near = Words(known.values()).did_you_mean(name)
                    of = kinds()[field.known_in]
                    found[key] = Unregistered(record, field.name, name, of, near)
    return tuple(found.values())


def incomplete(register: Register) -> Iterator[tuple[RecordKind, Some, Record]]:
    """Registers that lack what at least one of their records must say; the last is where."""
    for name, records in register.records.items():
        kind = kinds().get(name)
        for some in kind.law.some if kind and records else ():
            asked = any(clause.partition(":")[0] in register.known_maps for clause in some.clauses)
            if asked and not any(all_hold(register, record, some.when) for record in records):
                yield kinds()[name], some, records[-1]


@once_per_register
def _titles(register: Register, kind: str) -> dict[str, str]:
    """The ids and titles of a register, as they are written, by the form in which two compare."""
    records = register.records.get(kind, ())
    names = [name for record in records for name in (record.text("title"), record.id) if name]
    return {_bare(name): name for name in names}


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())

"""Which process feeds which: as the register says, or as outputs and inputs show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.measurements import Series, all_series
from isodocs.assess.once import once_per_register
from isodocs.assess.record_conditions import is_over
from isodocs.dataclass import immutable

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@immutable(frozen=True, slots=True)
class Feed:
    """One process takes up what comes out of another; `what` is empty where neither says so."""

    source: Record
    target: Record
    what: tuple[str, ...]


def processes(register: Register) -> tuple[Record, ...]:
    """The processes that are carried out or planned."""
    records = register.records.get("process", ())
    return tuple(record for record in records if not is_over(record, register.on))


@once_per_register
def feeds(register: Register) -> tuple[Feed, ...]:
    """Every link from one process to another, in the order of the register."""
    return tuple(_feeds(register))


def _feeds(register: Register) -> Iterator[Feed]:
    for source in processes(register):
        for target in processes(register):
            taken = {name.casefold() for name in target.items("inputs")}
            what = tuple(name for name in source.items("outputs") if name.casefold() in taken)
            if source is not target and (what or target.id in source.items("feeds")):
                yield Feed(source, target, what)


def figures(register: Register, process: Record) -> tuple[Series, ...]:
    """What was measured of a process."""
    names = {process.id.casefold(), process.text("title").casefold()}
    return tuple(
        series
        for series in all_series(register)
        if series.subject == "process" and series.last.text("process").casefold() in names
    )

"""The records that show what a clause asks for: what an auditor samples after reading a document.

Which kinds of record prove a clause is said in their schemas (`x-proves`). Beside them are those
that name the clause themselves: audits of it, nonconformities against it, risks, changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.confirmations import confirmations
from isodocs.assess.record_conditions import all_hold
from isodocs.assess.record_index import cited, standards_of
from isodocs.model.record import Record, RecordKind
from isodocs.model.requirement import ClauseReference
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.register import Register

_AHEAD = ("due", "planned", "expires", "until")
"""Fields that end so say what was to happen."""


class KindOfProof(NamedTuple):
    """The records of one kind that show a clause, the newest first, each with its last day.

    `proves`: such records are what the clause asks for; the others only name it.
    """

    kind: RecordKind
    proves: bool
    records: tuple[tuple[date | None, Record], ...]

    @property
    def newest(self) -> date | None:
        """The last day on which anything of this kind happened."""
        return next((day for day, _ in self.records if day), None)


def proofs(register: Register, standard: str, number: str) -> tuple[KindOfProof, ...]:
    """What shows a clause, or a heading with all below it, kind by kind; kinds without any too.

    A kind that proves the clause is there also when nothing of it is recorded.
    """
    found = []
    for name, kind in kinds().items():
        records = register.records.get(name, ())
        if name == "confirmation":
            records = (*records, *_signed(register))
        proves = [each for each in kind.proves if meets(register, each, standard, number)]
        if proves:
            records = tuple(r for r in records if _shows(register, kind, r, proves, standard))
        else:
            named = "clauses" in kind.fields
            records = tuple(r for r in records if named and _names(register, r, standard, number))
        if proves or records:
            dated = [(_last_day(record, register.on), record) for record in records]
            dated.sort(key=lambda item: item[0] or date.min, reverse=True)
            found.append(KindOfProof(kind, bool(proves), tuple(dated)))
    return tuple(sorted(found, key=lambda proof: (not proof.records, not proof.proves)))


def _shows(
    register: Register, kind: RecordKind, record: Record, clauses: Iterable[str], standard: str
) -> bool:
    """Whether a record shows one of these clauses of a standard.

    One that names standards shows nothing of another, and one whose deed is to come shows nothing.
    """
    named = standards_of(record)
    deeds = [day for name in kind.law.deeds if (day := record.day(name))]
    if (named and standard not in named) or (deeds and min(deeds) > register.on):
        return False
    return any(all_hold(register, record, kind.proves_when.get(each, {})) for each in clauses)


def _signed(register: Register) -> Iterator[Record]:
    """The confirmations that are signed statements and count, as their table would hold them."""
    void = {found.record.path for found in confirmations(register).void}
    for record in register.inventory.confirmations:
        made = record.confirmation
        if made and record.path not in void:
            values = {
                "person": made.person,
                "document": made.doc,
                "revision": made.rev,
                "date": made.day.isoformat(),
            }
            yield Record("confirmation", "", record.path, 1, values, days={"date": made.day})


def meets(register: Register, reference: str, standard: str, number: str) -> bool:
    """Whether a reference is to the clause, to one above it or to one below it."""
    of, _, clause = reference.partition(":")
    known = register.maps[standard]
    return of == standard and (known.within(number, clause) or known.within(clause, number))


def _names(register: Register, record: Record, standard: str, number: str) -> bool:
    """Whether a record names the clause, one above it or one below it."""
    return any(
        isinstance(clause, ClauseReference) and meets(register, str(clause), standard, number)
        for clause in cited(register, record)
    )


def _last_day(record: Record, on: date) -> date | None:
    """The last day on which something happened, by what a record says."""
    happened = (day for name, day in record.days.items() if day <= on and not name.endswith(_AHEAD))
    return max(happened, default=None)

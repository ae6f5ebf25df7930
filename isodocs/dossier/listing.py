"""The records of one kind as a table, and which kinds are kept here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.clause_records import day_of_deed, signed_confirmations
from isodocs.dataclass import immutable
from isodocs.errors import IsodocsError
from isodocs.model.record import FOLDER
from isodocs.readiness.duties import duties
from isodocs.records.record_kinds import kinds
from isodocs.records.record_names import kind_of
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Register

_YES_NO = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}


@immutable(frozen=True, slots=True)
class KeptKind:
    """The records of one kind that are kept here, and the day of the last deed in them."""

    kind: RecordKind
    records: Sequence[Record]
    newest: date | None
    files: tuple[str, ...]


@immutable(frozen=True, slots=True)
class FieldIs:
    """What a field of a record must say; empty: nothing. `unlike` asks for anything else."""

    field: str
    text: str
    unlike: bool = False

    def holds(self, record: Record) -> bool:
        """Whether the record fits: capitals are forgiven, a list has it, a day begins with it."""
        said = record.items(self.field) or (record.text(self.field),)
        wanted = self.text.casefold()
        if self.field in record.days and wanted:
            fits = record.text(self.field).startswith(wanted)
        else:
            texts = [text.casefold() for text in said]
            fits = wanted in [_YES_NO.get(text, text) for text in texts] or wanted in texts
        return fits != self.unlike


def named_kind(typed: str) -> RecordKind:
    """The kind that a word names, in the singular or the plural.

    Raises IsodocsError with what was probably meant.
    """
    word = typed.strip().lower().replace(" ", "-").replace("_", "-")
    found = kinds().get(word) or (kind_of(f"{FOLDER}{word}.csv") if "/" not in word else None)
    if found:
        return found
    titles = {kind.title.lower().replace(" ", "-"): name for name, kind in kinds().items()}
    if word in titles:
        return kinds()[titles[word]]
    raise IsodocsError(
        say(
            "no kind of record is called {typed!r}.{did_you_mean}",
            typed=typed,
            did_you_mean=did_you_mean(word, [*kinds(), *titles]),
        ),
        hint=say(
            "`isodocs records` lists those that are kept here, `isodocs new --list` all of them."
        ),
    )


def named_field(kind: RecordKind, typed: str) -> str:
    """A field of the kind; raises IsodocsError with what was probably meant."""
    name = typed.strip().lower().replace("_", "-")
    if name in kind.fields:
        return name
    raise IsodocsError(
        say(
            "{name} has no field {typed!r}.{did_you_mean}",
            name=kind.name,
            typed=typed,
            did_you_mean=did_you_mean(name, kind.fields),
        ),
        hint=say("`isodocs new {name} --fields` lists its fields.", name=kind.name),
    )


def kept(register: Register) -> tuple[KeptKind, ...]:
    """Every kind of which there are records, in the order of their names."""
    found = (listed(register, kind, ()) for kind in kinds().values())
    return tuple(each for each in found if each.records)


def listed(register: Register, kind: RecordKind, conditions: Iterable[FieldIs]) -> KeptKind:
    """The records of a kind that fit all conditions, in the order in which they are kept."""
    wanted = tuple(conditions)
    records = [*register.records.get(kind.name, ())]
    if kind.name == "confirmation":
        records += signed_confirmations(register)
    records = [record for record in records if all(each.holds(record) for each in wanted)]
    days = [day for record in records if (day := day_of_deed(register, record))]
    files = tuple(dict.fromkeys(record.path for record in records))
    return KeptKind(kind, records, max(days, default=None), files)


def next_due(register: Register, records: Iterable[Record]) -> Mapping[int, date]:
    """By the `id()` of a record, the first day by which something about it must be done."""
    days: dict[tuple[str, str | int], date] = {}
    for duty in duties(register):
        if duty.day is not None:
            keys = ((duty.place.path, duty.subject), (duty.place.path, duty.place.line))
            for key in keys:
                days[key] = min(duty.day, days.get(key, duty.day))
    found = {}
    for record in records:
        about: list[str | int] = [record.id] if record.id else []
        if kinds()[record.kind].table:
            about += {record.line, *(line for line, _ in record.places.values())}
        mine = [day for each in about if (day := days.get((record.path, each)))]
        if mine:
            found[id(record)] = min(mine)
    return found

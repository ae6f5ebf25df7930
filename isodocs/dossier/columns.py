"""The columns of a kind of record that matter most, chosen by what its schema says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.records.attachments import DIGEST
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.dossier import Value
    from isodocs.model.record import Record, RecordField, RecordKind

MOST = 6
"""So many columns fit a terminal."""
PLACE = "place"
"""The column that says where a record is."""
NAMES = ("title", "name", "what", "description", "course", "competence")
"""Fields that say in words what a record is about."""
_OUTCOMES = ("status", "result", "grade", "state", "level", "passed", "effective", "value")


def filled(kind: RecordKind, records: Sequence[Record]) -> tuple[str, ...]:
    """The columns in which any of the records has something, in the order of the schema."""
    return tuple(name for name in kind.fields if any(record.text(name) for record in records))


def key_columns(
    kind: RecordKind, records: Sequence[Record], most: int = MOST, without: Iterable[str] = ()
) -> tuple[str, ...]:
    """At most so many columns, in the order of the schema, without what says nothing.

    A column whose every row says the same is worth less than any other.
    """
    left = [name for name in ranked(kind, records) if name not in {*without}]
    chosen = {*left[:most]}
    return tuple(name for name in kind.fields if name in chosen)


def ranked(kind: RecordKind, records: Sequence[Record]) -> tuple[str, ...]:
    """The columns that say something, those that matter most first."""
    names = [n for n in filled(kind, records) if not n.endswith(DIGEST) and n != "note"]
    same = alike(kind, records)
    return tuple(sorted(names, key=lambda name: (name in same, _rank(kind, kind.fields[name]))))


def alike(kind: RecordKind, records: Sequence[Record]) -> dict[str, str]:
    """The columns that matter in which several records all say the same, and what."""
    if len(records) < 2:
        return {}
    values = {name: {record.text(name) for record in records} for name in kind.fields}
    return {
        name: only
        for name, texts in values.items()
        if len(texts) == 1 and (only := next(iter(texts))) and _rank(kind, kind.fields[name]) > 0
    }


def _rank(kind: RecordKind, field: RecordField) -> int:
    """How much a column matters: identifier and name, deed and outcome, days, evidence, owner."""
    if field.name == kind.key:
        return 0
    if field.name in (*NAMES, *_OUTCOMES, *kind.law.deeds):
        return 1
    if field.day in ("due", "until", "planned") or field.refers in ("file", "file-or-number"):
        return 3
    if field.required and field.form != "number":
        return 2
    if field.refers == "owner":
        return 4
    if field.day == "done" or field.refers:
        return 5
    return 7 if field.form in ("list", "number") or not field.choices else 6


def row(record: Record, columns: Iterable[str]) -> tuple[Value, ...]:
    """What a record says in these columns, and where it is."""
    return tuple(value(record, name) for name in columns)


def value(record: Record, name: str) -> Value:
    """A field as it is written, lists as lists, days as days; where the record is, for `place`."""
    if name == PLACE:
        return place(record)
    if name in record.lists:
        return record.items(name)
    return record.day(name) or record.text(name) or None


def place(record: Record) -> str:
    """`records/audits/AUD-2026-01.md`, or a row: `records/training.csv:12`."""
    kind = kinds().get(record.kind)
    return record.path if kind and not kind.table else f"{record.path}:{record.line}"

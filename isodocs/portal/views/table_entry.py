"""A table of records as a grid of fields, a part of it at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.lifecycle.edit_table import RowSent
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.endings import CSV, ending
from isodocs.portal.saving import text_of_form
from isodocs.portal.views import addresses
from isodocs.portal.views.entry_fields import EntryField, fields_of, offered
from isodocs.portal.views.labels import label
from isodocs.portal.views.record_entry import file_of, held, known_faults
from isodocs.records import record_csv, record_parsing, row_append
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.entered import FieldFault
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Register
    from isodocs.portal.asking import Asking

A_PAGE = 60
_BLANK = 3
"""Rows to be filled in where no script can add one."""
_FIRST = ("title", "name", "what", "person", "description")


class GridColumn(NamedTuple):
    """A column: `rare` ones say nothing in any row yet, and are shown when someone asks."""

    name: str
    label: str
    about: str
    required: bool
    rare: bool


class GridRow(NamedTuple):
    """A row; `line` is 0 for a new one. `faults` are those of the row as a whole."""

    key: str
    line: int
    label: str
    address: str
    cells: Sequence[EntryField]
    gone: bool
    faults: Sequence[FieldFault]


class Left(NamedTuple):
    """A grid as someone left it, and why it was not saved: by row, and in general.

    `register` and `digest` are of what is there now, `accept` as in `Typed`.
    """

    register: Register
    rows: Sequence[RowSent]
    digest: str
    faults: Mapping[str, Sequence[FieldFault]]
    general: Sequence[FieldFault]
    accept: str = ""


def tables_of(asked: Asking, kind: RecordKind) -> list[str]:
    """The files that have rows of a kind, or the one that the first row will be in."""
    register = asked.snapshot.register
    found = {record.path for record in register.records.get(kind.name, ())}
    usual = row_append.table_of(kind, register.inventory.paths)
    return sorted({*found, usual} if usual in register.inventory.paths or not found else found)


def grid(
    asked: Asking, kind: RecordKind, path: str, start: int, left: Left | None = None
) -> dict[str, Any]:
    """A page of a table, as it is or as someone left it; the last page for a negative `start`."""
    register = left.register if left else asked.snapshot.register
    rows = [r for r in register.records.get(kind.name, ()) if r.path == path]
    blob = next((row.blob for row in rows), "") or _blob(asked, path)
    columns = _columns(asked, kind, path, blob, rows)
    order = [column.name for column in columns]
    start = min(start, len(rows) - 1) if start >= 0 else (len(rows) - 1) // A_PAGE * A_PAGE
    start = max(start, 0)
    shown = rows[start : start + A_PAGE]
    was = _rows_of(asked, kind, path, left.digest) if left and left.digest != blob else rows
    by_line = {row.line: row for row in was}
    sent = left.rows if left else [RowSent(str(row.line), row.line, {}) for row in shown]
    faults = left.faults if left else {}
    made = [
        _row(asked, kind, order, by_line.get(each.line), each, faults.get(each.key, ()))
        for each in [*sent, *(RowSent(f"blank{n}", 0, {}) for n in range(_BLANK))]
    ]
    every = tables_of(asked, kind)
    here = f"{addresses.EDIT}{addresses.RECORDS}/{addresses.segment(kind.name)}"
    page = f"{here}?table={every.index(path)}&start="
    return {
        "kind": kind,
        "columns": columns,
        "rows": made,
        "pattern": _row(asked, kind, order, None, RowSent("", 0, {}), ()),
        "offers": offered(asked.snapshot, {cell.offers for row in made for cell in row.cells}),
        "faults": left.general if left else (),
        "wrong": left is not None,
        "accept": left.accept if left else "",
        "dirty": left is not None,
        "to": here,
        "back": f"{addresses.RECORDS}/{addresses.segment(kind.name)}",
        "table": path,
        "digest": left.digest if left else blob,
        "start": start,
        "end": start + len(shown),
        "number": len(rows),
        "tables": [(each, f"{here}?table={n}", each == path) for n, each in enumerate(every)],
        "earlier": f"{page}{max(start - A_PAGE, 0)}" if start else "",
        "later": f"{page}{start + A_PAGE}" if start + A_PAGE < len(rows) else "",
        "held": held(asked.snapshot, path) if blob else "",
        "form": asked.form,
    }


def _rows_of(asked: Asking, kind: RecordKind, path: str, digest: str) -> Sequence[Record]:
    """The rows of the text that a form still rests on; none where no one has it."""
    with asked.snapshot.reading:
        data = text_of_form(asked.snapshot.workspace, digest, path)
    found = record_parsing.parse(path, "", data, outlined=False) if data is not None else ()
    return [row for row in found if row.kind == kind.name]


def _blob(asked: Asking, path: str) -> str:
    """The digest of a table that no row is read of."""
    with asked.snapshot.reading:
        file = asked.snapshot.workspace.read_file(path)
    return file.blob if file else ""


def _columns(
    asked: Asking, kind: RecordKind, path: str, blob: str, rows: Sequence[Record]
) -> list[GridColumn]:
    """What says most comes first; then the columns of the file, then all others."""
    header: Sequence[str] = ()
    if blob and ending(path) == CSV:
        sheet = record_csv.read(file_of(asked.snapshot, path, blob), kind.fields)
        header = sheet.header if isinstance(sheet, record_csv.Sheet) else ()
    filled = {name for row in rows for name, text in row.values.items() if text}
    first = [n for n in (kind.key, *_FIRST) if n in kind.fields and (n in filled or not rows)][:2]
    names = dict.fromkeys([*first, *header, *(n for n in kind.fields if n in filled)])
    names |= dict.fromkeys(kind.fields)
    return [
        GridColumn(
            name,
            label(asked.wording, name, kind.name),
            say(kind.fields[name].about),
            kind.fields[name].required and name != kind.key,
            name not in filled and name not in first and not kind.fields[name].required,
        )
        for name in names
        if name in kind.fields
    ]


def _row(
    asked: Asking,
    kind: RecordKind,
    order: Sequence[str],
    record: Record | None,
    sent: RowSent,
    faults: Sequence[FieldFault],
) -> GridRow:
    known = list(known_faults(asked.snapshot, record)) if record and not sent.fields else []
    found = [*faults, *known]
    cells = {f.name: f for f in fields_of(asked.wording, kind, record, sent.fields, found)}
    return GridRow(
        sent.key,
        sent.line,
        record.id or str(record.line) if record else "",
        f"{addresses.EDIT}{addresses.record(record)}" if record else "",
        [cells[name] for name in order],
        sent.gone,
        [fault for fault in found if not fault.field],
    )

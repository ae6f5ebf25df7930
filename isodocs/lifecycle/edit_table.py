"""A table of records as someone left it in a grid: cells changed, rows added, moved, taken out.

Each changed row is set as `isodocs set` does it, each new one begun as `isodocs new` does it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle.create_record import check_record, checked_values, with_defaults
from isodocs.lifecycle.edit_record import set_fields
from isodocs.lifecycle.entered import FieldFault, as_typed, faults, merged, plain, touched
from isodocs.lifecycle.links import linked
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.record import Record, RecordKind
from isodocs.named_tuple import NamedTuple
from isodocs.records import record_parsing, row_append, table_rows
from isodocs.repository.tree import SnapshotFile
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.lifecycle.set_record import Committed
    from isodocs.model.register import Register

MOST_ROWS = 300
"""So many rows are changed or added at once."""


class RowSent(NamedTuple):
    """A row as it was left: `line` is where it began in the text of the form, 0 for a new one.

    `key` is the row's name in the form. A row that is `gone` is taken out.
    """

    key: str
    line: int
    fields: Mapping[str, str]
    gone: bool = False


class TableSent(NamedTuple):
    """The rows of a page of a table, in the order in which they were left.

    `base` is the file, None for none, that the form began from.
    """

    path: str
    base: bytes | None
    rows: Sequence[RowSent]


class TableEdit(NamedTuple):
    """The plan, None where nothing changes or something is wrong; `faults` are by row.

    `then` are the rows by their keys as the plan leaves them. To go on from what is there now, a
    form shows `mine`: the rows as they are now, with the fields that were touched. One that someone
    else took out is a new row among them.
    """

    plan: Plan | None
    faults: Mapping[str, Sequence[FieldFault]]
    mine: Sequence[RowSent]
    then: Mapping[str, Record] = {}


def edit_table(
    register: Register,
    kind: RecordKind,
    sent: TableSent,
    read_file: ReadFile,
    committed: Committed,
    elsewhere: Mapping[str, Collection[str]],
) -> TableEdit:
    """Plan to bring what was entered into the table as it is now.

    Raises LifecycleError for what cannot be done in this table at all.
    """
    return _Editing(register, kind, sent, read_file, committed, elsewhere).edit()


class _Editing:
    def __init__(
        self,
        register: Register,
        kind: RecordKind,
        sent: TableSent,
        read_file: ReadFile,
        committed: Committed,
        elsewhere: Mapping[str, Collection[str]],
    ) -> None:
        self._register, self._kind, self._sent = register, kind, sent
        self._read_file, self._elsewhere = read_file, elsewhere
        self._committed = cache(committed)
        self._files: dict[str, FileChange] = {}
        self._along: dict[str, None] = {}
        file = read_file(sent.path)
        self._before = file.data if file else None
        self._now = self._rows(self._before)
        self._base = self._rows(sent.base)
        pairs = table_rows.counterparts(kind, list(self._base.values()), list(self._now.values()))
        self._pairs = pairs if sent.base != self._before else self._now
        self._faults: dict[str, list[FieldFault]] = {}

    def edit(self) -> TableEdit:
        changed = {row.key: found for row in self._sent.rows if (found := self._changed(row))}
        new = [row for row in self._sent.rows if not row.line and not row.gone and _says(row)]
        gone = [row for row in self._sent.rows if row.gone and row.line]
        for row in new:
            self._check_new(row)
        for row in gone:
            self._check_gone(row)
        if len(changed) + len(new) > MOST_ROWS:
            raise LifecycleError(
                say("more than {most_rows} rows are changed at once", most_rows=MOST_ROWS),
                hint=say("Save fewer at a time, or paste them into the file."),
            )
        if self._faults:
            return self._edit(None)
        self._set(changed)
        self._begin(new)
        if self._faults:
            return self._edit(None)
        then = self._arrange(new)
        changes = tuple(c for c in self._files.values() if c.before != c.after)
        if not changes:
            return self._edit(None)
        moved = not (changed or new or gone)
        said = self._said(changed, new, gone) if not moved else say("rows moved")
        message = say("{path}: {said}", path=self._sent.path, said=said)
        return self._edit(
            Plan(say("{message}.", message=message), message, changes, along=tuple(self._along)),
            then,
        )

    def _edit(self, plan: Plan | None, then: Mapping[str, Record] = {}) -> TableEdit:
        return TableEdit(plan, self._faults, [self._mine(row) for row in self._sent.rows], then)

    def _mine(self, row: RowSent) -> RowSent:
        base, now = self._base.get(row.line), self._pairs.get(row.line)
        if now is None:
            every = as_typed(self._kind, base) if base else {}
            return row._replace(line=0, fields={**every, **row.fields})
        return row._replace(line=now.line, fields=touched(self._kind, base, row.fields))

    # -- what was entered ---------------------------------------------------------------------

    def _changed(self, row: RowSent) -> tuple[Record, Mapping[str, str]] | None:
        """The row as it is now and what changes in it; None where nothing does."""
        if not row.line or row.gone:
            return None
        base = self._base.get(row.line)
        now = self._pairs.get(row.line)
        if base is None or now is None:
            if touched(self._kind, base, row.fields):
                what = say("someone else took this row out, or changed it, meanwhile")
                hint = say(
                    "Saved again as it is, it becomes a row of its own; or take it out here, too."
                )
                self._fault(row, FieldFault("", what, hint))
            return None
        found = merged(self._kind, base, now, row.fields)
        values = {**as_typed(self._kind, now), **found.taken}
        wrong = [*found.faults, *faults(self._register, self._kind, values, now, found.taken)]
        self._fault(row, *wrong)
        return (now, found.taken) if found.taken else None

    def _check_new(self, row: RowSent) -> None:
        values = {n: plain(t) for n, t in row.fields.items() if n in self._kind.fields}
        values |= with_defaults(self._register, self._kind, values)
        at = Record(self._kind.name, "", self._sent.path, 0, {})
        entered = {n for n, f in self._kind.fields.items() if values.get(n) or f.required}
        self._fault(row, *faults(self._register, self._kind, values, at, entered))

    def _check_gone(self, row: RowSent) -> None:
        base, now = self._base.get(row.line), self._pairs.get(row.line)
        if base is None or now is None:
            return  # it is gone already
        if now.values != base.values:
            what = say("someone else changed this row meanwhile, so it stays")
            self._fault(row, FieldFault("", what, say("Look at it, then take it out again.")))
        data = self._committed(self._sent.path)
        if self._kind.final and any(old.values == now.values for old in self._rows(data).values()):
            hint = say("Put a correction into a row of its own.")
            self._fault(row, FieldFault("", say("such rows stay as they were written"), hint))

    @contextmanager
    def _at(self, key: str) -> Iterator[None]:
        """What cannot be done is the fault of this row."""
        try:
            yield
        except LifecycleError as error:
            self._faults.setdefault(key, []).append(FieldFault("", error.message, error.hint))

    def _fault(self, row: RowSent, *found: FieldFault) -> None:
        if found:
            self._faults.setdefault(row.key, []).extend(found)

    # -- what is done -------------------------------------------------------------------------

    def _read(self, path: str) -> SnapshotFile | None:
        """A file as what was planned so far leaves it."""
        found, change = self._read_file(path), self._files.get(path)
        if change is None or change.after is None:
            return found
        return SnapshotFile(path, "", change.after)

    def _take(self, plan: Plan) -> None:
        for change in plan.changes:
            before = self._files.get(change.path)
            self._files[change.path] = replace(change, before=before.before) if before else change
        self._along |= dict.fromkeys(plan.along)

    @property
    def _data(self) -> bytes | None:
        file = self._read(self._sent.path)
        return file.data if file else None

    def _set(self, changed: Mapping[str, tuple[Record, Mapping[str, str]]]) -> None:
        """Set cells, the last row first: the lines of those above it stay true."""
        for key, (record, values) in sorted(changed.items(), key=lambda each: -each[1][0].line):
            data = self._data or b""
            with self._at(key):
                args = (self._register, record, values, data, self._read, self._committed)
                self._take(set_fields(*args))

    def _begin(self, new: Sequence[RowSent]) -> None:
        """Add the new rows, all at once."""
        path, kind = self._sent.path, self._kind
        taken = {*self._elsewhere.get(kind.name, ())}
        rows: dict[str, Mapping[str, str]] = {}
        for row in new:
            values = {name: plain(text) for name, text in row.fields.items() if plain(text)}
            with self._at(row.key):
                values, along = checked_values(self._register, kind, values, self._read, taken)
                taken |= {values[kind.key]} if kind.key else set()
                rows[row.key] = values
                self._along |= dict.fromkeys(along)
        if self._faults or not rows:
            return
        before = data = self._data
        if data is not None:
            data = table_rows.widened(kind, path, data, {n for row in rows.values() for n in row})
        after, added = row_append.append(kind, path, data, list(rows.values()))
        self._take(Plan("", "", (FileChange(path, before, after),)))
        for key, record in zip(rows, added, strict=True):
            with self._at(key):
                check_record(self._register, record)
                self._take(Plan("", "", linked(self._register, record, self._read)))

    def _arrange(self, new: Sequence[RowSent]) -> Mapping[str, Record]:
        """Bring the rows into the order in which they were left; new ones are the last so far.

        Returns them as they are then, by their keys.
        """
        data = self._data
        if data is None:
            return {}
        lines = list(self._now)
        at = {line: number for number, line in enumerate(lines)}
        number = {row.key: len(lines) + n for n, row in enumerate(new)}
        for row in self._sent.rows:
            if row.line and (now := self._pairs.get(row.line)):
                number[row.key] = at[now.line]
        gone = {number[row.key] for row in self._sent.rows if row.gone and row.key in number}
        wanted = [number[r.key] for r in self._sent.rows if r.key in number and not r.gone]
        slots = sorted(n for n in wanted if n < len(lines))
        old = iter(n for n in wanted if n < len(lines))
        in_slots = dict(zip(slots, old, strict=True))
        order: list[int] = [in_slots.get(n, n) for n in range(len(lines)) if n not in gone]
        before = -1
        for each in wanted:
            if each >= len(lines):
                first = order.index(in_slots[slots[0]]) if slots else len(order)
                order.insert(order.index(before) + 1 if before >= 0 else first, each)
            before = each
        if order != list(range(len(lines) + len(new))):
            after = table_rows.arranged(self._sent.path, data, order)
            if after != data:
                self._take(Plan("", "", (FileChange(self._sent.path, data, after),)))
        place = {each: at for at, each in enumerate(order)}
        rows = list(self._rows(self._data).values())
        return {
            key: rows[place[each]]
            for key, each in number.items()
            if each in place and place[each] < len(rows)
        }

    def _said(
        self, changed: Collection[str], new: Collection[RowSent], gone: Collection[RowSent]
    ) -> str:
        parts = (
            (len(changed), "changed"),
            (len(new), "added"),
            (len(gone), say("taken out")),
        )
        return listed(
            say("{rows} {what}", rows=counted(number, "row"), what=what)
            for number, what in parts
            if number
        )

    def _rows(self, data: bytes | None) -> dict[int, Record]:
        """The rows of the table by line."""
        if data is None:
            return {}
        found = record_parsing.parse(self._sent.path, "", data, outlined=False)
        return {row.line: row for row in found if row.kind == self._kind.name}


def _says(row: RowSent) -> bool:
    return any(plain(text) for text in row.fields.values())

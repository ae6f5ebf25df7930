"""A table that was edited in Excel -> what to change in the records, which may have changed too.

Three texts of each row are compared: as it was exported, as it is in the file, and as it is in the
repository now. What only the file changed is taken; what both changed is a conflict, is listed and
stays. No row is deleted. What spreadsheets rewrite (a day, a number, zeros before it) does not
count as a change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.named_tuple import NamedTuple
from isodocs.office.registers import CellProblem, RegisterRead, RegisterRow
from isodocs.office.workbook import name_of
from isodocs.records import record_values
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordField, RecordKind

Values = Mapping[str, str]


class RowChange(NamedTuple):
    """A row to be added (no `record`), or fields of a record to be set; `number` is its row."""

    number: int
    values: Values
    record: Record | None = None


class TableMerge(NamedTuple):
    """What to change, what is wrong, and how many rows are as they were.

    `conflicts` name cells; `absent` are the keys of records that were exported and are not in the
    file any more.
    """

    changes: tuple[RowChange, ...]
    problems: tuple[CellProblem, ...]
    conflicts: tuple[CellProblem, ...]
    same: int
    absent: tuple[str, ...]


def closest(read: RegisterRead, versions: Iterable[Sequence[Record]]) -> Sequence[Record]:
    """The version of a table that a file was most likely exported from: the least differs.

    The first of those that differ as little is taken.
    """
    best: tuple[int, Sequence[Record]] | None = None
    for version in versions:
        differs = _differences(read, version)
        if best is None or differs < best[0]:
            best = differs, version
        if differs == 0:
            break
    return best[1] if best else ()


def _differences(read: RegisterRead, version: Sequence[Record]) -> int:
    known = _by_identity(read, version)
    columns = [field for _, field in read.columns]
    differs, met = 0, set()
    for identity, row in _identified(read):
        record = known.get(identity)
        if record is None:
            differs += len(columns)
            continue
        met.add(identity)
        fields = read.kind.fields
        differs += sum(not _same(fields[n], row.values[n], record.text(n)) for n in columns)
    return differs + len(columns) * (len(known) - len(met))


def merge(
    read: RegisterRead,
    base: Sequence[Record],
    now: Sequence[Record],
    former: Sequence[Sequence[Record]] = (),
) -> TableMerge:
    """Compare the rows of a file with the records as they were and as they are now.

    Where it is not known for sure what was exported, `former` are the versions that it may be: an
    edit of a field that differs among them is a conflict.
    """
    merging = _Merging(read, base, now, former)
    for identity, row in _identified(read):
        merging.row(identity, row)
    absent = tuple(label for id, label in merging.exported.items() if id not in merging.met)
    return TableMerge(
        tuple(merging.changes),
        tuple(merging.problems),
        tuple(merging.conflicts),
        merging.same,
        absent,
    )


class _Merging:
    def __init__(
        self,
        read: RegisterRead,
        base: Sequence[Record],
        now: Sequence[Record],
        former: Sequence[Sequence[Record]],
    ) -> None:
        self._read = read
        self._fields = read.kind.fields
        self._base = _by_identity(read, base)
        self._now = _now_of(read, self._base, now)
        self._content = {_content(read, record.values) for record in now}
        self._former = [_by_identity(read, version) for version in former if read.kind.key]
        self._columns = {field: at for at, field in read.places}
        self._added: set[str] = set()
        self.exported = {id: _label(read.kind, record) for id, record in self._base.items()}
        self.met: set[str] = set()
        self.changes: list[RowChange] = []
        self.problems: list[CellProblem] = []
        self.conflicts: list[CellProblem] = []
        self.same = 0

    def row(self, identity: str, row: RegisterRow) -> None:
        """Decide on one row of the file."""
        base, now = self._base.get(identity), self._now.get(identity)
        if identity in self.met:
            self._conflict(row, self._read.kind.key, say("this row is in the file twice"))
            return
        if base is None and now is None:
            self._new(row, identity)
            return
        self.met.add(identity)
        if base is None:
            self._met_twice(row, now)
        elif now is None:
            if self._changed(row, base):
                self._conflict(
                    row,
                    "",
                    say("{label} was taken out meanwhile", label=_label(self._read.kind, base)),
                )
        else:
            self._both(identity, row, base, now)

    def _new(self, row: RegisterRow, identity: str) -> None:
        if identity and identity in self._added:
            self._conflict(row, self._read.kind.key, say("this row is in the file twice"))
            return
        self._added.add(identity)
        if not self._read.kind.key and _content(self._read, row.values) in self._content:
            self.same += 1
            return
        self.problems += row.problems
        if row.problems and self._read.exact:
            return
        key = self._read.kind.key
        if key and not row.values.get(key):
            self.problems.append(
                CellProblem(self._cell(row, key), say("'{key}' is empty", key=key))
            )
            return
        self.changes.append(RowChange(row.number, {n: t for n, t in row.values.items() if t}))

    def _met_twice(self, row: RegisterRow, now: Record | None) -> None:
        """A row that was not exported, and that the repository has as well."""
        if now is not None and not self._changed(row, now):
            self.same += 1
            return
        for name in self._changed(row, now) if now else ():
            text = now.text(name) if now else ""
            self._conflict(
                row,
                name,
                say(
                    "the repository has {text!r}, the file {values!r}",
                    text=text,
                    values=row.values[name],
                ),
            )

    def _both(self, identity: str, row: RegisterRow, base: Record, now: Record) -> None:
        wrong = {problem.cell: problem for problem in row.problems}
        taken: dict[str, str] = {}
        for name in self._changed(row, base):
            cell = self._cell(row, name)
            if cell in wrong:
                self.problems.append(wrong[cell])
            elif self._read.kind.final:
                self._conflict(row, name, say("such records stay as they were written; add a row"))
            elif _same(self._fields[name], now.text(name), base.text(name)):
                if self._is_unsure(identity, name, now.text(name)):
                    was, text = now.text(name), row.values[name]
                    what = say(
                        "the repository has {was!r} since a change, the file {text!r}",
                        was=was,
                        text=text,
                    )
                    self._conflict(row, name, what)
                else:
                    # In a file of CSV a cell is one line.
                    broken = "\n" in base.text(name)
                    text = row.values[name]
                    taken[name] = text.replace("\\n", "\n") if broken else text
            elif not _same(self._fields[name], now.text(name), row.values[name]):
                was, text = now.text(name), row.values[name]
                self._conflict(
                    row,
                    name,
                    say("the repository has {was!r} now, the file {text!r}", was=was, text=text),
                )
        if taken:
            self.changes.append(RowChange(row.number, taken, now))
        else:
            self.same += 1

    def _is_unsure(self, identity: str, name: str, text: str) -> bool:
        """Whether a field had another text before, which the file may have been edited from."""
        known = (version[identity] for version in self._former if identity in version)
        return any(not _same(self._fields[name], text, record.text(name)) for record in known)

    def _changed(self, row: RegisterRow, record: Record) -> list[str]:
        """The fields that a row says otherwise than a record; what Excel rewrote is none."""
        return [
            name
            for name in self._columns
            if not _same(self._fields[name], row.values[name], record.text(name))
        ]

    def _cell(self, row: RegisterRow, name: str) -> str:
        return name_of(self._columns.get(name, 0), row.number)

    def _conflict(self, row: RegisterRow, name: str, message: str) -> None:
        label = f"'{name}': " if name else ""
        self.conflicts.append(CellProblem(self._cell(row, name), f"{label}{message}"))


def _same(field: RecordField, one: str, other: str) -> bool:
    """Whether two texts of a field say the same, as spreadsheets rewrite them."""
    if one == other or one == one_line(other):  # what no one sees is exported by its number
        return True
    if field.form == "list":
        return record_values.cut(one) == record_values.cut(other)
    first, second = (record_values.compared(field, text) for text in (one, other))
    return first == second or (bool(first) and _without_zeros(first) == _without_zeros(second))


def _without_zeros(text: str) -> str:
    """Figures without the zeros before them, which Excel leaves out."""
    return text.lstrip("0") if text.isdecimal() else text


def _label(kind: RecordKind, record: Record) -> str:
    return (
        record.id or record.title or say("{name} in line {line}", name=kind.name, line=record.line)
    )


def _content(read: RegisterRead, values: Values) -> str:
    """What a row says in the columns that the file has."""
    fields = read.kind.fields
    columns = sorted(field for _, field in read.columns)
    return "\t".join(record_values.compared(fields[n], values.get(n, "")) for n in columns)


def _has_places(read: RegisterRead) -> bool:
    return any(row.place for row in read.rows)


def _identified(read: RegisterRead) -> Iterator[tuple[str, RegisterRow]]:
    """Each row of the file with what makes it one: its key, its place, or all that it says."""
    seen: Counter[str] = Counter()
    for row in read.rows:
        if read.kind.key:
            key = row.values.get(read.kind.key, "")
            yield _without_zeros(key.casefold()), row
        elif row.place:
            yield f"@{row.place}", row
        else:
            content = _content(read, row.values)
            seen[content] += 1
            yield f"{content}#{seen[content]}", row


def _by_identity(read: RegisterRead, records: Iterable[Record]) -> dict[str, Record]:
    """The records by what makes each one, as far as rows of the file say it."""
    found: dict[str, Record] = {}
    seen: Counter[str] = Counter()
    for record in records:
        if record.kind != read.kind.name:
            continue
        if read.kind.key:
            found.setdefault(_without_zeros(record.id.casefold()), record)
        elif _has_places(read):
            found[f"@{record.path}:{record.line}"] = record
        else:
            content = _content(read, record.values)
            seen[content] += 1
            found[f"{content}#{seen[content]}"] = record
    return found


def _now_of(
    read: RegisterRead, base: Mapping[str, Record], now: Sequence[Record]
) -> dict[str, Record]:
    """The record that each of the exported ones is now; one without a key may have moved."""
    here = _by_identity(read, now)
    if read.kind.key or not _has_places(read):
        return here
    by_values: dict[tuple[tuple[str, str], ...], list[Record]] = {}
    for record in now:
        by_values.setdefault(tuple(sorted(record.values.items())), []).append(record)
    found: dict[str, Record] = {}
    for identity, record in base.items():
        same = by_values.get(tuple(sorted(record.values.items())))
        if same:
            found[identity] = same.pop(0)
    taken = {id(record) for record in found.values()}
    for identity in base.keys() - found.keys():
        if identity in here and id(here[identity]) not in taken:
            found[identity] = here[identity]
    return found

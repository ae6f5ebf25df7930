"""Records: which kinds are kept here, or all of one kind as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.dossier.columns import PLACE, alike, filled, key_columns, place, ranked, value
from isodocs.dossier.listing import next_due
from isodocs.dossier.series import series_among
from isodocs.formats import Data, Report, Rows, WithSheets
from isodocs.formats import cell as as_text
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Column, Row, Text, part, table, wrapped
from isodocs.model.record import FOLDER
from isodocs.model.sheet import labelled
from isodocs.records.attachments import DIGEST
from isodocs.records.record_kinds import kinds
from isodocs.reports import heading
from isodocs.reports.record_sheets import sheet
from isodocs.reports.show import fitting, short_cell, table_data, table_part
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.dossier.listing import KeptKind
    from isodocs.model.dossier import DossierTable
    from isodocs.model.record import RecordKind
    from isodocs.model.register import Register
    from isodocs.model.sheet import SheetTable

_KINDS = ("kind", "title", "count", "newest", "retention", "retained_from", "files")
_NEXT = "next-due"
_ROOMY = 100
"""From so many columns on the list of kinds says where each is kept."""
_SHORT = 40
"""As long as a value may be that is the same in each record."""
_MOST = 9
"""So many columns are tried in a terminal; those that do not fit are left out."""


@immutable(frozen=True)
class RecordsReport(Report, WithSheets):
    """The `kinds` that are kept, or with `one` the records of the only one of them.

    `columns` are the fields that were asked for, all that are filled in with `all_`.
    """

    register: Register
    found: Sequence[KeptKind]
    one: bool = False
    columns: Sequence[str] = ()
    all_: bool = False

    def data(self) -> Data:
        """In the form of `schemas/records.schema.json`."""
        names = self.columns or ([*self._kept.kind.fields] if self.one else [])
        return {
            **heading.data(self.register, 1),
            "kinds": [dict(zip(_KINDS, _kind(each), strict=True)) for each in self.found],
            "records": [
                {
                    "id": record.id or None,
                    "path": record.path,
                    "line": record.line,
                    "next_due": self._due.get(id(record)),
                    "fields": {n: value(record, n) for n in names if record.text(n)},
                }
                for record in (self._kept.records if self.one else ())
            ],
            "series": table_data(self._series) if self.one else [],
        }

    def rows(self) -> Rows:
        """A row to each kind; or to each record, with every column that is filled in."""
        if not self.one:
            return Rows(_KINDS, map(_kind, self.found))
        records = self._kept.records
        names = (*(self.columns or filled(self._kept.kind, records)), PLACE)
        return Rows(
            (*names, _NEXT),
            (
                (*(value(record, name) for name in names), self._due.get(id(record)))
                for record in records
            ),
        )

    @property
    def title(self) -> str:
        """The kind of record."""
        return self._kept.kind.title if self.one else say("Records")

    def sheets(self) -> Iterator[SheetTable]:
        """The kinds; or the records of one, in which people can work, and its series of values."""
        if not self.one:
            yield labelled(self.title, *self.rows())
            return
        yield sheet(self.register, self._kept.kind, self._kept.records, self.columns, self._due)
        if self._series.rows:
            yield labelled(self._series.title, self._series.columns, self._series.rows)

    def text(self) -> Iterator[str]:
        """The kinds in one table; or the records in one, with `all_` each field on a line."""
        if self.one:
            yield from self._records()
        else:
            yield from self._kinds()

    def _kinds(self) -> Iterator[str]:
        yield from heading.lines(self.register, say("Records"), self.width)
        total = sum(len(each.records) for each in self.found)
        yield say(
            "{records} of {kinds}",
            records=counted(total, "record"),
            kinds=counted(len(self.found), "kind"),
        )
        yield ""
        if self.found:
            columns = (
                Column("KIND"),
                Column("RECORDS", right=True),
                Column("NEWEST"),
                Column("KEPT FOR"),
                *(
                    [Column(say("IN {folder}", folder=FOLDER), share=1)]
                    if self.width >= _ROOMY
                    else []
                ),
            )
            rows: list[Row] = [
                [
                    each.kind.name,
                    str(len(each.records)),
                    str(each.newest or ""),
                    _retention(each.kind),
                    *([one_line(_where(each))] if self.width >= _ROOMY else []),
                ]
                for each in self.found
            ]
            yield from table(columns, rows, self.width)
            yield ""
        missing = [name for name in kinds() if name not in {each.kind.name for each in self.found}]
        if missing:
            yield from wrapped(
                Text(say("Not kept here: {missing}.", missing=listed(missing)), ("dim",)),
                self.width,
            )
        yield from wrapped(Text(say("`isodocs records KIND` lists one."), ("dim",)), self.width)

    def _records(self) -> Iterator[str]:
        kind, records = self._kept.kind, self._kept.records
        yield from heading.lines(self.register, kind.title, self.width)
        newest = say(", newest {newest}", newest=self._kept.newest) if self._kept.newest else ""
        yield joined("", (counted(len(records), "record"), newest))
        if not records:
            every = len(self.register.records.get(kind.name, ()))
            text = (
                say(
                    "None of {every}: `isodocs records {name}` lists them all.",
                    every=every,
                    name=kind.name,
                )
                if every
                else say("None. `isodocs new {name}` begins one.", name=kind.name)
            )
            yield from wrapped(Text(text, ("dim",)), self.width)
        else:
            yield from self._blocks() if self.all_ else self._table()
            if self._series.rows:
                yield from table_part(self._series, self.width, all_=True)

    def _table(self) -> Iterator[str]:
        kind, records = self._kept.kind, self._kept.records
        names = self.columns or key_columns(kind, records, _MOST)
        cells = {name: [short_cell(value(r, name)) for r in records] for name in names}
        if not kind.key:
            cells["line" if len(self._kept.files) == 1 else PLACE] = [
                str(r.line) if len(self._kept.files) == 1 else place(r) for r in records
            ]
        if self._due and not self.columns:
            days = [self._due.get(id(record)) for record in records]
            cells[_NEXT] = [str(day or "") for day in days]
        fits = {name: texts for name, texts in cells.items() if any(texts)}
        columns = fitting(fits, self.width, ranked(kind, records), self.columns or (_NEXT,))
        yield ""
        on = str(self.register.on)
        rows: list[Row] = [
            [
                Text(fits[name][at], ("red",) if name == _NEXT and fits[name][at] < on else ())
                for name in columns
            ]
            for at in range(len(records))
        ]
        yield from table([*columns.values()], rows, self.width)
        same = alike(kind, records)
        if same and not self.columns:
            said = [
                say("{name} {text}", name=name, text=text)
                for name, text in same.items()
                if len(text) <= _SHORT
            ]
            yield ""
            yield from wrapped(
                one_line(say("The same in each: {said}", said=joined(", ", said))), self.width
            )
        left = [
            name
            for name in filled(kind, records)
            if name not in columns and name not in same and not name.endswith(DIGEST)
        ]
        if left and not self.columns:
            yield ""
            text = say(
                "Also filled in: {left}; --columns chooses, --all prints all.",
                left=joined(", ", left),
            )
            yield from wrapped(Text(text, ("dim",)), self.width)

    def _blocks(self) -> Iterator[str]:
        kind = self._kept.kind
        for record in self._kept.records:
            yield from part(
                one_line(say("{id} {place}", id=record.id, place=place(record)).strip())
            )
            names = [name for name in self.columns or kind.fields if record.text(name)]
            label = max(map(len, names), default=0)
            for name in names:
                text = short_cell(value(record, name))
                first = f"  {name:<{label}}  "
                yield from wrapped(text, self.width, " " * len(first), first)
            if due := self._due.get(id(record)):
                yield f"  {_NEXT:<{label}}  {due}"

    @property
    def _kept(self) -> KeptKind:
        return self.found[0]

    @cached_property
    def _series(self) -> DossierTable:
        return series_among(self.register, self._kept.records)

    @cached_property
    def _due(self) -> Mapping[int, date]:
        return next_due(self.register, self._kept.records) if self.one else {}


def _kind(each: KeptKind) -> tuple[Any, ...]:
    kind = each.kind
    return (
        kind.name,
        kind.title,
        len(each.records),
        each.newest,
        kind.retention or None,
        kind.retained_from or None,
        list(each.files),
    )


def _retention(kind: RecordKind) -> str:
    if not kind.retention:
        return ""
    since = (
        say(" from {retained_from}", retained_from=kind.retained_from) if kind.retained_from else ""
    )
    return joined("", (kind.retention, since))


def _where(each: KeptKind) -> str:
    """The file, or the folder of several, below `records/`."""
    if len(each.files) == 1:
        return each.files[0].removeprefix(FOLDER)
    folders = {path.removeprefix(FOLDER).rpartition("/")[0] + "/" for path in each.files}
    return as_text(sorted(folders)).removeprefix("/")

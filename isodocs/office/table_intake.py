"""Tables of Excel -> rows of the records below `records/`; a table that was exported is merged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from string import digits
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.model.imported import ImportedFile, ImportOutcome, Loss
from isodocs.model.record import FOLDER, Record, RecordKind
from isodocs.office.registers import (
    CellProblem,
    MasterList,
    NotUnderstood,
    RegisterRead,
    ShortFigure,
    recognise,
    without_zeros,
)
from isodocs.office.table_merge import RowChange, TableMerge, closest, merge
from isodocs.office.training_matrix import training_matrix
from isodocs.office.workbook import SheetRead, read_csv, read_workbook
from isodocs.parsing import front_matter
from isodocs.parsing.endings import is_table
from isodocs.parsing.file_names import number_in_name
from isodocs.records import record_edit, record_names, record_parsing, row_append
from isodocs.repository import history, objects
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.refs import resolve
from isodocs.words import counted, listed, noun, say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

TABLES = (".xlsx", ".xlsm", ".csv")
_LARGEST = 64 * 1024 * 1024
_VERSIONS = 40
"""So many former versions of a table are compared with a file that was exported."""
_SHOWN = 8
_ABOUT = "About"
"""The sheet that says what a workbook of isodocs is."""
_COMMIT = expression("[0-9a-f]{7,64}")
_NAMES = ("name", "title", "what", "description", "equipment")


class TableIntake:
    """Takes tables into the management system in the folder `root`; `dry` writes nothing."""

    def __init__(self, root: Path, git: Git | None, documents: Path, *, dry: bool = False) -> None:
        self._root = root
        self._git = git
        self._documents = documents
        self._dry = dry
        self._commit = ""

    def take(self, source: str, name: str, data: bytes) -> ImportedFile:
        """Take one file, whose name is `name`; never raises."""
        try:
            sheets = [read_csv(data)] if name.lower().endswith(".csv") else read_workbook(data)
            return self._sheets(source, name, sheets)
        except IsodocsError as error:
            why = f"{error.path}: {error.message}" if error.path else error.message
            return ImportedFile(source, ImportOutcome.FAILED, why=why, hint=error.hint)

    def _sheets(self, source: str, name: str, sheets: Iterable[SheetRead]) -> ImportedFile:
        losses: list[Loss] = []
        said: list[str] = []
        targets: list[str] = []
        changed = wrong = False
        sheets = list(sheets)
        self._commit = _commit_of(sheets)
        every = [(sheet, _recognised(sheet, Path(name).stem)) for sheet in sheets]
        ours = any(isinstance(found, RegisterRead) and found.exact for _, found in every)
        for sheet, found in every:
            where = say("sheet {name}", name=sheet.name) if sheet.name else ""
            if sheet.is_hidden and not ours:
                losses.append(Loss("table", say("not taken: the sheet is hidden"), where))
            if isinstance(found, RegisterRead) and found.exact >= ours:
                for read in (found, *found.beside):
                    merged, paths, shortened = self._register(read)
                    losses += [*_losses(read, merged, where), *_zeros(shortened, where)]
                    said.append(_summary(read, merged))
                    targets += paths
                    changed |= bool(merged.changes)
                    wrong |= bool(merged.conflicts or (read.exact and merged.problems))
            elif isinstance(found, MasterList):
                losses += self._matched(found, where)
                said.append(
                    say(
                        "master list of {documents}", documents=counted(len(found.rows), "document")
                    )
                )
            elif isinstance(found, NotUnderstood) and not ours:
                text = ", ".join(found.headings[:_SHOWN])
                losses.append(Loss("table", say("not taken: {why}", why=found.why), where, text))
        outcome = ImportOutcome.NEW if changed else ImportOutcome.AS_BEFORE
        if wrong:
            outcome = ImportOutcome.PARTLY
        elif not said:
            outcome = ImportOutcome.OTHER
        target = ", ".join(dict.fromkeys(targets))
        return ImportedFile(source, outcome, target, tuple(losses), title="; ".join(said))

    # -- records ------------------------------------------------------------------------------

    def _register(self, read: RegisterRead) -> tuple[TableMerge, list[str], list[ShortFigure]]:
        files = dict(self._files(read.kind))
        now = list(_records(read.kind, files))
        read = _with_keys(read, now)
        merged = self._merged(read, files, now) if read.exact else merge(read, (), now)
        after, problems = _applied(read.kind, files, merged.changes)
        merged = merged._replace(problems=(*merged.problems, *problems))
        written = [path for path, data in after.items() if data != files.get(path)]
        if not self._dry:
            with WorkTreeFiles(str(self._root)) as tree:
                for path in written:
                    tree.write(path, after[path])
        added = {change.number for change in merged.changes if change.record is None}
        return merged, written, [*without_zeros(read, added, now)]

    def _merged(
        self, read: RegisterRead, files: Mapping[str, bytes], now: Sequence[Record]
    ) -> TableMerge:
        """The merge with what was exported, by its commit; else with what is nearest to it.

        A commit that is not known here is of another repository, or of a history that was written
        again: who changed what differs is not known, so each difference is a conflict.
        """
        stated = read.commit or self._commit
        if commit := self._known(stated):
            return merge(read, self._records_at(read.kind, files, commit), now)
        if stated:
            return merge(read, (), now)
        versions = list(self._versions(read.kind, files, now))
        return merge(read, closest(read, versions), now, versions)

    def _known(self, commit: str) -> str:
        """The full id of a commit; empty where the repository does not have it."""
        if self._git is None or not _COMMIT.fullmatch(commit):
            return ""
        try:
            return resolve(self._git, commit)
        except IsodocsError:
            return ""

    def _records_at(
        self, kind: RecordKind, files: Mapping[str, bytes], commit: str
    ) -> list[Record]:
        """The records of a kind as a commit has them, in the tables that are there."""
        places = [(commit, path) for path in files] if self._git else []
        read = objects.read_places(self._git, places) if self._git else ()
        return list(_records(kind, {path: data for (_, path), data in read}))

    def _files(self, kind: RecordKind) -> Iterator[tuple[str, bytes]]:
        """The tables of a kind that are there, by path."""
        for place, folders, names in os.walk(self._root / FOLDER):
            folders.sort()
            for name in sorted(names):
                path = Path(place, name).relative_to(self._root).as_posix()
                of_kind = is_table(path) and record_names.kind_of(path) is kind
                if not of_kind or record_names.is_evidence(path):
                    continue
                with WorkTreeFiles(str(self._root)) as files:
                    data = files.read(path, _LARGEST)
                if data is not None:
                    yield path, data

    def _versions(
        self, kind: RecordKind, files: Mapping[str, bytes], now: Sequence[Record]
    ) -> Iterator[Sequence[Record]]:
        """The records as they are now, and as they were in former commits."""
        yield now
        if self._git is None:
            return
        for commit in history.changing(self._git, [*files], _VERSIONS):
            yield self._records_at(kind, files, commit)

    # -- documents ----------------------------------------------------------------------------

    def _matched(self, found: MasterList, where: str) -> Iterator[Loss]:
        """A master list compared with the documents that are there."""
        here = dict(self._identified())
        names = set()
        for number, fields in found.rows:
            id = fields["id"].strip()
            names.add(id.casefold())
            own = here.get(id.casefold())
            place = say("{where}, row {number}", where=where, number=number).lstrip(", ")
            if own is None:
                what = say("{id} is in the list and not among the documents", id=id)
                yield Loss("master-list", what, place, fields.get("title", ""))
                continue
            for name in ("title", "revision"):
                listed_as, said = fields.get(name, ""), own.get(name, "")
                if listed_as and said and listed_as.casefold() != said.casefold():
                    what = say(
                        "{id} has another {name} in the document: {said}",
                        id=id,
                        name=name,
                        said=said,
                    )
                    yield Loss("master-list", what, place, listed_as)
        extra = sorted(own["id"] for id, own in here.items() if id not in names)
        if extra:
            text = listed(extra, most=_SHOWN)
            yield Loss("master-list", say("documents that are not in the list"), where, text)

    def _identified(self) -> Iterator[tuple[str, dict[str, str]]]:
        for path in sorted(self._documents.rglob("*.md")):
            if path.is_symlink() or not path.is_file():
                continue
            matter = front_matter.read(path.read_bytes()[:_LARGEST])
            said = {
                entry.key.text: str(getattr(entry.value, "text", ""))
                for entry in matter.mapping or ()
            }
            # Where no field says it, files are named by it.
            if id := said.get("id") or number_in_name(path.name):
                yield id.casefold(), {**said, "id": id}


def _recognised(sheet: SheetRead, file: str) -> RegisterRead | MasterList | NotUnderstood | None:
    """A register whose rows are records, or a matrix of which each cell is one."""
    found = recognise(sheet, file)
    matrix = training_matrix(sheet, file) if isinstance(found, NotUnderstood) else None
    return matrix or found


def _commit_of(sheets: Iterable[SheetRead]) -> str:
    """The commit that a workbook of isodocs says that it was made of."""
    for sheet in sheets:
        for row in sheet.rows if sheet.name == _ABOUT else ():
            if row.cells[0].text == "Commit" and len(row.cells) > 1:
                return row.cells[1].text
    return ""


def _records(kind: RecordKind, files: Mapping[str, bytes]) -> Iterator[Record]:
    for path, data in files.items():
        yield from (r for r in record_parsing.parse(path, "", data) if r.kind == kind.name)


def _with_keys(read: RegisterRead, now: Sequence[Record]) -> RegisterRead:
    """The rows with numbers where the file has none: those of rows that are known, or the next."""
    key = read.kind.key
    if not key or any(field == key for _, field in read.columns):
        return read
    name = next((field for field in _NAMES if any(field == f for _, f in read.columns)), "")
    known = {record.text(name).casefold(): record.id for record in now if name}
    prefix, number = f"{read.kind.name.split('-')[0][:3].upper()}-", 0
    for record in now:
        figures = record.id[len(record.id.rstrip(digits)) :]
        if figures:
            prefix = record.id.removesuffix(figures)
            number = max(number, int(figures))
    rows = []
    for row in read.rows:
        id = known.get(row.values.get(name, "").casefold(), "")
        if not id:
            number += 1
            id = f"{prefix}{number:03}"
        rows.append(row._replace(values={key: id, **row.values}))
    return replace(read, rows=tuple(rows))


def _applied(
    kind: RecordKind, files: Mapping[str, bytes], changes: Sequence[RowChange]
) -> tuple[dict[str, bytes], list[CellProblem]]:
    """The files with these changes, and the rows that cannot be changed in place."""
    after = dict(files)
    problems: list[CellProblem] = []
    added = [change for change in changes if change.record is None]
    for change in changes:
        record = change.record
        if record is None:
            continue
        try:
            data = after[record.path]
            after[record.path] = record_edit.edit(kind, record, data, change.values)
        except IsodocsError as error:
            problems.append(
                CellProblem(
                    say("row {number}", number=change.number), f"{error.message}. {error.hint}"
                )
            )
    if added:
        path = row_append.table_of(kind, after)
        try:
            rows = [change.values for change in added]
            after[path], _ = row_append.append(kind, path, after.get(path), rows)
        except IsodocsError as error:
            rows_said = listed([str(change.number) for change in added], most=_SHOWN)
            problems.append(
                CellProblem(
                    say("rows {rows_said}", rows_said=rows_said), f"{error.message}. {error.hint}"
                )
            )
    return after, problems


def _losses(read: RegisterRead, merged: TableMerge, where: str) -> Iterator[Loss]:
    """What is said of a table: how it was read, and what is wrong, by the names of its cells."""
    if not read.exact:
        text = ", ".join(f"{heading} → {field}" for heading, field in read.columns)
        yield Loss(
            "column", say("read as {title}", title=noun(read.kind.title)), where, text, lost=False
        )
    for field, texts in groupby(sorted(read.meant), key=itemgetter(0)):
        text = ", ".join(f"{written} → {choice}" for _, written, choice in texts)
        yield Loss(
            "cell", say("values of '{field}' are read as", field=field), where, text, lost=False
        )
    for heading, many in read.unknown:
        if many:
            what = say(
                "the column {heading!r} is not understood; {cells} left out",
                heading=heading,
                cells=counted(many, "cell"),
            )
            yield Loss("column", what, where)
    missing = [name for name in read.missing if name != read.kind.key]
    if missing and not read.exact:
        what = say("no column for what such a record needs; `isodocs check` lists each row")
        yield Loss("column", what, where, ", ".join(missing), lost=False)
    if read.kind.key in read.missing:
        what = say("there is no column for it, so the rows were numbered")
        yield Loss("column", what, where, read.kind.key, lost=False)
    for problem in merged.problems:
        place = f"{where}, {problem.cell}".lstrip(", ")
        yield Loss("cell", problem.message, place, lost=read.exact)
    for problem in merged.conflicts:
        place = f"{where}, {problem.cell}".lstrip(", ")
        yield Loss("conflict", say("not taken: {message}", message=problem.message), place)
    if merged.absent:
        what = say("rows that are not in the file any more stay in the records")
        yield Loss("row", what, where, listed(merged.absent, most=_SHOWN), lost=False)


def _zeros(shortened: Iterable[ShortFigure], where: str) -> Iterator[Loss]:
    """What is said of figures that have probably lost the zeros before them."""
    for figure in shortened:
        what = say(
            "others have zeros before them, such as {like}: Excel may have left them out here",
            like=figure.like,
        )
        yield Loss("cell", what, f"{where}, {figure.cell}".lstrip(", "), figure.text, lost=False)


def _summary(read: RegisterRead, merged: TableMerge) -> str:
    added = sum(change.record is None for change in merged.changes)
    changed = len(merged.changes) - added
    return say(
        "{title}: {rows} added, {changed} changed, {same} as they were",
        title=noun(read.kind.title),
        rows=counted(added, "row"),
        changed=changed,
        same=merged.same,
    )

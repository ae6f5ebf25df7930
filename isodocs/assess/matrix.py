"""The matrix of a manual: a table that says which document or section answers which clause.

A table is one when a column names clauses (its heading says so, or names a standard, and its cells
begin with clause numbers) and another names documents or sections; or when clauses go down,
documents across, and crosses say which answers which. Each row is read as a claim that the
document named there answers the clause. A table that also has a column on applicability is a
Statement of Applicability and none of these. Whose numbers count is said in `scope`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.claims import reference
from isodocs.assess.clause_cells import Numbers, control_number
from isodocs.assess.document_cells import documents, leaves_out, means_all, says_nothing
from isodocs.assess.header_words import plain_words
from isodocs.assess.matrix_columns import FOOTNOTE, ClauseColumn, Columns, columns_of, numbers_in
from isodocs.assess.once import once_per_register_and
from isodocs.assess.scope import Around, Headings, Scope, names_in, scope
from isodocs.dataclass import field, mutable
from isodocs.expressions import expression
from isodocs.model.outline import Link, LinkKind, Outline, Section, Table, TableRow
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple
from isodocs.standards.clause import UnknownClause
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register

_CONTROLS = frozenset(
    ("control", "controls", "annex", "anhang", "controle", "controles", "controlli", "anexo")
)
_SECTION_NUMBER = expression(
    r"(?:§|(?:section|sect|chapter|kapitel|abschnitt|chapitre|hoofdstuk|paragraaf)\b\.?)?"
    r"\s*([0-9]{1,3}(?:\.[0-9]{1,3})*)\b",
    re.IGNORECASE,
)
_PARTS = expression(r"[\n;]|,(?=\s++[§0-9])")
_YES = frozenset(
    (
        "x",
        "✓",
        "✔",
        "✅",
        "☑",
        "☒",
        "●",
        "•",
        "■",
        "(x)",
        "yes",
        "ja",
        "oui",
        "sí",
        "si",
        "sì",
        "sim",
    )
)
_NO = frozenset(("✗", "✘", "❌", "☐", "□", "○", "o", "0", "no", "nein", "non", "nee", "não"))


class Target(NamedTuple):
    """A document that a row names, and the section, where it names one."""

    id: str
    section: Section | None = None


class MatrixRow(NamedTuple):
    """One row of a matrix in `document`: clauses, and the documents that are said to answer them.

    `unknown` are clauses that no standard has, `missing` what it names and is not there, in words.
    `unread` is a cell that holds no clause, in words, `unfound` one that names no document;
    `left_out` says whether the row says that its clauses do not apply.
    """

    document: Document
    line: int
    clauses: tuple[ClauseReference, ...]
    targets: tuple[Target, ...]
    unknown: tuple[UnknownClause, ...] = ()
    missing: tuple[str, ...] = ()
    unread: str = ""
    unfound: str = ""
    left_out: bool = False

    @property
    def to_fill_in(self) -> bool:
        """Whether someone meant to write there what the row leads to: `[Add document]`."""
        return self.unfound.startswith("[") and self.unfound.endswith("]")


class NotCounted(NamedTuple):
    """Numbers of a matrix that count for no standard in use: what names another, and where.

    `other` is empty where nothing says whose numbers they are.
    """

    document: Document
    line: int
    column: str
    other: str
    place: str
    numbers: tuple[str, ...]


@mutable()
class Matrices:
    """What the tables of one document say: rows that count, and numbers that do not."""

    rows: list[MatrixRow] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)


@once_per_register_and(lambda document, outline: (document.path, document.blob, outline is None))
def matrices(register: Register, document: Document, outline: Outline | None) -> Matrices:
    """What every matrix in a document says."""
    found = Matrices()
    if outline is None or not outline.tables or not register.maps:
        return found
    links: dict[int, list[Link]] = defaultdict(list)
    for link in outline.links:
        if link.kind is LinkKind.LINK:
            links[link.line].append(link)
    headings = Headings(document, outline)
    for table in outline.tables:
        if columns := columns_of(register, document, headings, table):
            _Reading(register, document, outline, table, columns, links, found).read()
    return found


def matrix_rows(
    register: Register, document: Document, outline: Outline | None
) -> Sequence[MatrixRow]:
    """The rows of every matrix in a document that say something that counts, or is wrong."""
    return tuple(matrices(register, document, outline).rows)


class _Reading:
    """Reads one table whose columns are known."""

    def __init__(
        self,
        register: Register,
        document: Document,
        outline: Outline,
        table: Table,
        columns: Columns,
        links: dict[int, list[Link]],
        found: Matrices,
    ) -> None:
        self.register, self.document, self.outline = register, document, outline
        self.table, self.columns, self.links, self.found = table, columns, links, found
        self.notes = dict(table.notes)

    def read(self) -> None:
        """Add what the rows say to what was found."""
        rows = [*self._rows()]
        sure = self.columns.sure or any(row.targets or row.missing for row in rows)
        self.found.rows += [row for row in rows if row.targets or row.missing or sure]

    def _rows(self) -> Iterator[MatrixRow]:
        aside: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
        for row in self.table.rows:
            clauses, read = self._clauses(row, aside)
            targets, missing = self._targets(row) if read or clauses else ([], [])
            unread = "" if read else self._unread(row)
            unfound = "" if targets or missing or not clauses else self._unfound(row)
            if not clauses and (targets or missing or read):
                targets, missing = [], []  # of numbers that do not count, nothing follows
            left_out = bool(clauses) and not (targets or missing or unfound) and self._left_out(row)
            if targets or missing or unread or unfound or left_out:
                yield MatrixRow(
                    self.document,
                    row.line,
                    tuple(dict.fromkeys(c for c in clauses if isinstance(c, ClauseReference))),
                    tuple(targets),
                    tuple(dict.fromkeys(c for c in clauses if isinstance(c, UnknownClause))),
                    tuple(dict.fromkeys(missing)),
                    unread,
                    unfound,
                    left_out,
                )
        for (column, other, place), found in aside.items():
            self.found.not_counted.append(
                NotCounted(
                    self.document,
                    found[0][0],
                    column,
                    other,
                    place,
                    tuple(dict.fromkeys(number for _, number in found)),
                )
            )

    def _clauses(
        self, row: TableRow, aside: dict[tuple[str, str, str], list[tuple[int, str]]]
    ) -> tuple[list[ClauseReference | UnknownClause], bool]:
        """The clauses of a row, and whether it holds any numbers; others go `aside`."""
        clauses: list[ClauseReference | UnknownClause] = []
        read = False
        for column in self.columns.clauses:
            cell = _cell(row, column.number)
            for group in numbers_in(self.register, cell):
                read = True
                meant = self._scope(row, column, cell, group)
                if column.weak and not meant.said:
                    meant = Scope((), "", "")
                if not meant.standards and (meant.other or column.weak):
                    key = (column.heading, meant.other, meant.place)
                    aside.setdefault(key, []).extend((row.line, n) for n in group.numbers)
                    continue
                for number in group.numbers:
                    clauses += self._meant(number, meant.standards, column.heading)
        return clauses, read

    def _scope(self, row: TableRow, column: ClauseColumn, cell: str, group: Numbers) -> Scope:
        """Whose numbers a group is, going by its cell, its row, its column and what is around."""
        said = [Around(group.naming, say("the cell"))] if group.naming else []
        said += [
            Around(self.notes[mark], say("a footnote of the cell"))
            for mark in FOOTNOTE.findall(cell)
            if names_in(self.register, self.notes.get(mark, ""))
        ]
        for number in self.columns.standards:
            if text := _cell(row, number):
                where = say("the column {number!r}", number=self.table.header.cells[number])
                if not names_in(self.register, text) and not says_nothing(text):
                    return Scope((), text, where)
                said.append(Around(text, where, heading=True))
        if group.mention and not names_in(self.register, column.heading):
            said.append(Around(group.mention, say("the cell")))
        if not said:
            return column.scope
        return scope(self.register, [*said, *column.texts], self.document)

    def _meant(
        self, number: str, standards: tuple[str, ...], heading: str
    ) -> list[ClauseReference | UnknownClause]:
        """What a number stands for; below a heading such as Control it is a control."""
        maps = self.register.maps
        controls = bool(_CONTROLS & set(plain_words(heading)))
        if not standards and controls:
            only = [known.id for known in maps.values() if known.annexes]
            standards = tuple(only) if len(only) == 1 else ()
        if not standards:
            having = [id for id, known in maps.items() if number in known]
            return [reference(self.register, number, having[0] if len(having) == 1 else "")]
        found = [
            reference(
                self.register,
                control_number(number, maps[id]) if controls and id in maps else number,
                id,
            )
            for id in standards
        ]
        return [c for c in found if isinstance(c, ClauseReference)] or found[:1]

    # -- documents and sections ----------------------------------------------------------------

    def _unread(self, row: TableRow) -> str:
        """That a row which names a document has no clause, in words; empty where it has none."""
        if not leads_somewhere(self.register, self.document, row, self.columns):
            return ""
        text = _said(row, [column.number for column in self.columns.clauses])
        return say("no clause number is found in {shown}", shown=shown(text)) if text else ""

    def _unfound(self, row: TableRow) -> str:
        """What a row says where it should name a document or a section."""
        if self.columns.crosses:
            return _said(row, self.columns.crosses, no=_NO)
        return _said(row, (*self.columns.documents, *self.columns.sections))

    def _left_out(self, row: TableRow) -> bool:
        """Whether a row says that its clauses do not apply."""
        return any(leaves_out(_cell(row, number)) for number in self.columns.documents)

    def _targets(self, row: TableRow) -> tuple[list[Target], list[str]]:
        """What the row names, and what of that is not there."""
        if self.columns.crosses:
            return self._crossed(row)
        columns = self.columns
        cells = [_cell(row, n) for n in (*columns.documents, *columns.sections)]
        here = self.links.get(row.line, ())
        ids, missing = documents(self.register, self.document.path, cells, here)
        whole = any(means_all(cell) for cell in cells)
        wanted = [*self._sections_named(row)]
        if not ids and not missing and (wanted or whole):
            ids[self.document.id] = ""
        found: list[Target] = []
        for id, fragment in ids.items():
            its = self.outline if id == self.document.id else _outline(self.register, id)
            if sections := [*_sections(its, fragment, wanted)]:
                found += [Target(id, section) for section in sections]
            elif len(ids) == 1 and (number := _numbered(wanted)):
                missing.append(say("{id} has no section {number}", id=id, number=number))
            elif whole or not wanted or id != self.document.id:
                found.append(Target(id))
        return found, missing

    def _sections_named(self, row: TableRow) -> Iterator[str]:
        """What the columns of sections say, part by part; not that all of the document is meant."""
        for number in self.columns.sections:
            for part in map(str.strip, _PARTS.split(_cell(row, number))):
                if not says_nothing(part) and not means_all(part):
                    yield part

    def _crossed(self, row: TableRow) -> tuple[list[Target], list[str]]:
        """The documents in whose columns a row has a cross."""
        targets: list[Target] = []
        missing: list[str] = []
        for column, ids in self.columns.crosses.items():
            if _cell(row, column).casefold().strip("\ufe0f") in _YES:
                targets += [Target(id) for id in ids]
                if not ids:
                    title = self.table.header.cells[column].strip()
                    missing.append(say("there is no document {title}", title=title))
        return targets, missing


def leads_somewhere(
    register: Register, document: Document, row: TableRow, columns: Columns
) -> bool:
    """Whether a row names a document, so that its clause should be one."""
    if columns.crosses:
        return any(_cell(row, n).casefold().strip("\ufe0f") in _YES for n in columns.crosses)
    cells = [_cell(row, n) for n in columns.documents]
    return bool(documents(register, document.path, cells, ())[0])


def _cell(row: TableRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _said(row: TableRow, columns: Iterable[int], no: Collection[str] = ()) -> str:
    """The first of a row's cells that says something, and none of the words for `no`."""
    cells = (_cell(row, number) for number in columns)
    return next((c for c in cells if not says_nothing(c) and c.casefold() not in no), "")


def shown(text: str) -> str:
    """What a cell says, on one line that is not long."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:59]}…")


def _outline(register: Register, id: str) -> Outline | None:
    return register.outline(register.entries[id].document)


def _numbered(wanted: Sequence[str]) -> str:
    match = _SECTION_NUMBER.match(wanted[0]) if wanted else None
    return match[1] if match else ""


def _sections(outline: Outline | None, fragment: str, wanted: Sequence[str]) -> Iterator[Section]:
    """The sections that a link's fragment or a cell names, by anchor, number or title."""
    if outline is None:
        return
    for section in outline.sections:
        if fragment and section.slug == fragment:
            yield section
            return
    for text in wanted:
        if found := _section(outline, text):
            yield found


def _section(outline: Outline, text: str) -> Section | None:
    wanted = text.casefold().strip(" .")
    number = _numbered((text,))
    for section in outline.sections:
        title = section.title.casefold().strip()
        match = _SECTION_NUMBER.match(section.title)
        bare = title[match.end() :].strip(" .:)–-") if match else title
        if title and wanted in (title, bare):
            return section
        if number and match and match[1] == number:
            return section
    return None

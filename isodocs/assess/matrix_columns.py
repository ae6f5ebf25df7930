"""Which columns of a table hold what: clauses and whose they are, documents, sections, crosses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.assess.clause_cells import Numbers, clause_numbers
from isodocs.assess.document_cells import documents, names, says_nothing
from isodocs.assess.header_words import (
    ColumnMeaning,
    column,
    is_about_applicability,
    is_about_audits,
    is_of_controls,
    may_refer_to_clauses,
    of_a_document,
    plain_words,
    unknown_words,
    words_of_a_title,
)
from isodocs.assess.once import once_per_register
from isodocs.assess.scope import Around, Headings, Scope, names_in, scope, yardsticks
from isodocs.dataclass import field, immutable
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.standard_names import Yardstick, named
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Table
    from isodocs.model.register import Register

_LOOKED_AT = 50
"""How many rows are read to decide what a column holds."""


class ClauseColumn(NamedTuple):
    """A column of clause numbers, and whose they are going by `texts`, the nearest first.

    A `weak` one counts only where something names a standard.
    """

    number: int
    heading: str
    scope: Scope
    texts: tuple[Around, ...]
    weak: bool = False


@immutable(frozen=True, slots=True)
class Columns:
    """Which columns hold what, by number.

    `crosses` are the columns of a table of crosses, each with the documents that its heading names.
    `sure` where a heading says document or section, not only where or how.
    """

    clauses: tuple[ClauseColumn, ...]
    documents: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    standards: tuple[int, ...] = ()
    crosses: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    sure: bool = False


# Thousands of cells say the same, and each is looked at twice.
@once_per_register
def numbers_in(register: Register, cell: str) -> tuple[Numbers, ...]:
    """The clause numbers of a cell, as seen from the standards of a register."""
    return clause_numbers(cell, register.known_maps, yardsticks(register))


def columns_of(
    register: Register, document: Document, headings: Headings, table: Table
) -> Columns | None:
    """The columns of a matrix by their headings and cells; None for any other table."""
    kinds = _kinds(table.header.cells, yardsticks(register))
    if not kinds:
        return None
    columns = _Columns(register, document, headings, table, kinds)
    crosses = columns.crosses()
    answers = tuple(n for n, kind in enumerate(kinds) if kind is ColumnMeaning.DOCUMENT)
    places = tuple(n for n, kind in enumerate(kinds) if kind is ColumnMeaning.PLACE)
    if not is_about_audits(table.header.cells):
        places += tuple(
            n
            for n, kind in enumerate(kinds)
            if kind is ColumnMeaning.PROCESS and columns.holds_documents(n)
        )
    if crosses:
        answers = places = ()
    clauses = columns.clauses(crosses, bool(answers or places))
    taken = {column.number for column in clauses}
    answers, places = (tuple(n for n in found if n not in taken) for found in (answers, places))
    sections = tuple(
        n
        for n, kind in enumerate(kinds)
        if (kind is ColumnMeaning.SECTION or n in columns.of_documents) and n not in taken
    )
    if crosses:
        sections = ()
    if not clauses or not (answers or places or sections or crosses):
        return None
    return Columns(
        clauses,
        (*answers, *places),
        sections,
        tuple(
            n for n, kind in enumerate(kinds) if kind is ColumnMeaning.STANDARD and n not in taken
        ),
        crosses,
        bool(answers or sections or crosses),
    )


_Kinds = tuple[ColumnMeaning | None, ...]


@lru_cache(maxsize=4_096)
def _kinds(header: tuple[str, ...], in_use: tuple[Yardstick, ...]) -> _Kinds:
    """What each column holds going by its heading; empty where the table is not a matrix at all."""
    if any(map(is_about_applicability, header)):
        return ()
    kinds = tuple(column(title, named(title, in_use)) for title in header)
    if any(may_refer_to_clauses(title, named(title, in_use)) for title in header):
        return kinds
    clauses = {
        ColumnMeaning.CLAUSE,
        ColumnMeaning.REQUIREMENT,
        ColumnMeaning.SECTION,
        ColumnMeaning.STANDARD,
    } & set(kinds)
    return kinds if clauses or (header and not header[0].strip()) else ()


class _Columns:
    """Looks for the columns of clauses and of crosses in one table."""

    def __init__(
        self,
        register: Register,
        document: Document,
        headings: Headings,
        table: Table,
        kinds: _Kinds,
    ) -> None:
        self.register, self.document, self.headings = register, document, headings
        self.table, self.kinds = table, kinds
        self.of_documents: set[int] = set()

    def clauses(
        self, crosses: Mapping[int, tuple[str, ...]], leads: bool
    ) -> tuple[ClauseColumn, ...]:
        """The columns of clauses: those that are called so, or else those that may be meant.

        `leads` says whether another column holds documents.
        """
        found = self._of_standards([*self._called((ColumnMeaning.CLAUSE,), crosses)])
        found += [c for c in self._references() if self._holds_numbers(c, all_known=True)]
        if not found:
            asked = (ColumnMeaning.REQUIREMENT, ColumnMeaning.STANDARD)
            found = [*self._called(asked, crosses, weak=True)]
        if not found and (leads or crosses):
            found = [*self._perhaps(crosses)]
        return tuple(found)

    def _called(
        self,
        meanings: Collection[ColumnMeaning],
        crosses: Mapping[int, tuple[str, ...]],
        *,
        weak: bool = False,
    ) -> Iterator[ClauseColumn]:
        """The columns whose titles mean one of these, and that hold clause numbers."""
        for number, meaning in enumerate(self.kinds):
            if meaning in meanings and number not in crosses:
                column = self._clauses(number, weak=weak)
                if self._holds_numbers(column):
                    yield column

    def _perhaps(self, crosses: Mapping[int, tuple[str, ...]]) -> Iterator[ClauseColumn]:
        """Columns of sections, and the corner of a table of crosses, that hold only clauses."""
        titles = self.table.header.cells
        for number, meaning in enumerate(self.kinds):
            section = meaning is ColumnMeaning.SECTION and not of_a_document(titles[number])
            corner = bool(crosses) and number == 0 and not titles[0].strip()
            if number not in crosses and (section or corner):
                column = self._clauses(number)
                if self._holds_numbers(column, all_known=True):
                    yield column

    def _of_standards(self, found: list[ClauseColumn]) -> list[ClauseColumn]:
        """The columns without those of the clauses within a document.

        Of two columns, a bare `Clause` right behind the document says where in it.
        """
        first = min((column.number for column in found), default=0)
        self.of_documents = {
            column.number
            for column in found
            if column.number > first
            and self.kinds[column.number - 1] is ColumnMeaning.DOCUMENT
            and set(plain_words(column.heading)) <= _BARE
        }
        return [column for column in found if column.number not in self.of_documents]

    def _references(self) -> Iterator[ClauseColumn]:
        """The columns of references to a standard: `ISO 9001 reference`."""
        in_use = yardsticks(self.register)
        for number, title in enumerate(self.table.header.cells):
            kind = self.kinds[number]
            if kind in (None, ColumnMeaning.DOCUMENT, ColumnMeaning.PLACE) and may_refer_to_clauses(
                title, named(title, in_use)
            ):
                yield self._clauses(number)

    def _clauses(self, number: int, *, weak: bool = False) -> ClauseColumn:
        title = " ".join(self.table.header.cells[number].split())
        texts = [Around(title, say("the column {title!r}", title=title), heading=True)]
        texts += [
            Around(text, say("a footnote of the column"))
            for mark, text in self.table.notes
            if mark in title
        ]
        texts += [
            Around(text, say("the text beside the table"))
            for text in self.table.caption.splitlines()
        ]
        texts += self.headings.around(self.table.header.line)
        bare = _CLAUSE.sub(self._unless_it_exists, FOOTNOTE.sub("", title))
        other = unknown_words(
            bare,
            names_in(self.register, bare),
            _words_of(self.register),
            frozenset(a for known in self.register.maps.values() for a in known.annexes),
        )
        whose = (
            Scope((), other, texts[0].place)
            if other
            else scope(self.register, texts, self.document)
        )
        return ClauseColumn(number, title, whose, tuple(texts), weak)

    def _unless_it_exists(self, number: re.Match[str]) -> str:
        """A number of a heading; empty for a clause of a standard in use: `ISO 9.3.2 ref`."""
        exists = any(number[0] in known for known in self.register.maps.values())
        return "" if exists else number[0]

    def _holds_numbers(self, column: ClauseColumn, *, all_known: bool = False) -> bool:
        """Whether most cells begin with a clause number, and one of them is a clause that exists.

        Of another standard no one here knows which exist. With `all_known` each must.
        """
        maps = self.register.maps
        cells = [
            row.cells[column.number]
            for row in self.table.rows[:_LOOKED_AT]
            if column.number < len(row.cells)
        ]
        cells = [cell for cell in cells if not says_nothing(cell)]
        found = [numbers_in(self.register, cell) for cell in cells]
        groups = [groups for groups in found if groups]
        if not groups or len(groups) * 2 < len(cells):
            return False
        numbers = [n for group in groups for numbers in group for n in numbers.numbers]
        if all(map(str.isdecimal, numbers)) and is_of_controls(column.heading):
            return False  # how many controls there are: none is called 4
        known = [
            any(part in requirements for requirements in maps.values() for part in parts)
            for parts in map(_DOUBTFUL.split, numbers)
        ]
        foreign = bool(column.scope.other) or any(g.naming for group in groups for g in group)
        return all(known) if all_known else foreign or any(known)

    def holds_documents(self, number: int) -> bool:
        """Whether most cells of a column name documents: a process may be called as one is."""
        known = self.table.rows[:_LOOKED_AT]
        cells = [row.cells[number] for row in known if number < len(row.cells)]
        cells = [cell for cell in cells if not says_nothing(cell)]
        named = [documents(self.register, self.document.path, [c], ()) for c in cells]
        leading = [ids for ids, missing in named if ids or missing]
        return len(leading) * 2 > len(cells)

    def crosses(self) -> dict[int, tuple[str, ...]]:
        """The columns whose headings are identifiers of documents, where most others are."""
        found: dict[int, tuple[str, ...]] = {}
        titles = self.table.header.cells
        if len(titles) < 2:
            return found
        known = names(self.register)
        for number, title in enumerate(titles):
            text = title.strip()
            if number and (known.is_code(text) or known.identifier(text)):
                id = known.identifier(text)
                found[number] = (id,) if id else ()
        return found if any(found.values()) or len(found) > 1 else {}


_BARE = frozenset(("clause", "clauses", "no", "nr", "number", "cl"))
_DOUBTFUL = expression("[,/-]")
_CLAUSE = expression(r"(?<![\w.:/-])[0-9]{1,2}(?:\.[0-9]{1,2})+(?![\w.:/-])")
FOOTNOTE = expression(r"\[\^[^\]\s]{1,40}\]")


@once_per_register
def _words_of(register: Register) -> frozenset[str]:
    """The words of the titles of the standards in use: `Information security control`."""
    return frozenset(
        word for known in register.maps.values() for word in words_of_a_title(known.title)
    )

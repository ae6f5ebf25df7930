"""The matrix of a manual: a table that says which document or section answers which clause.

A table is one when a column names clauses (its heading says so, or names a standard, and its cells
begin with clause numbers) and another names documents or sections. Each row is read as a claim that
the document named there answers the clause. A table that also has a column on applicability is a
Statement of Applicability and none of these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

from isodocs.assess.claims import default_standard, reference
from isodocs.assess.clause_cells import annexes, clause_numbers, control_number, standard_named
from isodocs.inventory import local_target
from isodocs.model.document import Document
from isodocs.model.outline import Link, LinkKind, Outline, Section, Table, TableRow
from isodocs.model.requirement import ClauseReference
from isodocs.register import Register
from isodocs.standards.clause import UnknownClause

_CLAUSES = re.compile(r"\b(?:clauses?|controls?|annex|requirements?|elements?)\b")
_CONTROLS = re.compile(r"\b(?:controls?|annex)\b")
_DOCUMENTS = re.compile(
    r"\b(?:documents?|documented|documentation|procedures?|references?|polic(?:y|ies)|manuals?"
    r"|instructions?|where|covered|addressed)\b"
)
_SECTIONS = re.compile(r"\b(?:sections?|chapters?)\b")
_LOOKED_AT = 50
"""So many rows tell what a column holds."""
_STATEMENT = re.compile(r"\bapplicab")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]", re.ASCII)
_CODE = re.compile(r"([A-Za-z]{2,10})[-_.]?[0-9]{1,6}", re.ASCII)
_SECTION_NUMBER = re.compile(r"(?:§|section\b|chapter\b)?\s*([0-9]{1,3}(?:\.[0-9]{1,3})*)\b", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    """A document that a row names, and the section, where it names one."""

    id: str
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row of a matrix in `document`: clauses, and the documents that are said to answer them.

    `unknown` are clauses that no standard has, `missing` what it names and is not there, in words.
    """

    document: Document
    line: int
    clauses: tuple[ClauseReference, ...]
    targets: tuple[Target, ...]
    unknown: tuple[UnknownClause, ...] = ()
    missing: tuple[str, ...] = ()


_Key = tuple[str, str]
_ROWS: WeakKeyDictionary[Register, dict[_Key, tuple[MatrixRow, ...]]] = WeakKeyDictionary()
_NAMES: WeakKeyDictionary[Register, _Names] = WeakKeyDictionary()


def matrix_rows(
    register: Register, document: Document, outline: Outline | None
) -> tuple[MatrixRow, ...]:
    """The rows of every matrix in a document that name something on both sides."""
    if outline is None or not outline.tables or not register.maps:
        return ()
    known = _ROWS.setdefault(register, {})
    key = (document.path, document.blob)
    if key not in known:
        known[key] = tuple(_read(register, document, outline))
    return known[key]


@dataclass(frozen=True, slots=True)
class _Roles:
    """Which columns hold what, by number."""

    clauses: tuple[int, ...]
    documents: tuple[int, ...]
    sections: tuple[int, ...]


@lru_cache(maxsize=4_096)
def _roles(header: tuple[str, ...], standards: tuple[tuple[str, str], ...]) -> _Roles | None:
    """The columns of a matrix by their headings; None for any other table."""
    titles = [title.casefold() for title in header]
    if any(_STATEMENT.search(title) for title in titles):
        return None
    clauses, documents, sections = [], [], []
    for number, title in enumerate(titles):
        if _CLAUSES.search(title) or standard_named(title, standards):
            clauses.append(number)
        elif _SECTIONS.search(title):
            sections.append(number)
        elif _DOCUMENTS.search(title):
            documents.append(number)
    if not clauses or not (documents or sections):
        return None
    return _Roles(tuple(clauses), tuple(documents), tuple(sections))


def _read(register: Register, document: Document, outline: Outline) -> Iterator[MatrixRow]:
    standards = tuple((known.id, known.display_name) for known in register.maps.values())
    links: dict[int, list[Link]] | None = None
    for table in outline.tables:
        roles = _roles(table.header.cells, standards)
        if roles is None:
            continue
        columns = [
            (column, _standard(register, document, outline, table, column, standards))
            for column in roles.clauses
            if _holds_clauses(register, table, column)
        ]
        if not columns:
            continue
        if links is None:
            links = defaultdict(list)
            for link in outline.links:
                if link.kind is LinkKind.LINK:
                    links[link.line].append(link)
        for row in table.rows:
            clauses = [
                _clause(
                    register,
                    number,
                    standard_named(cell.casefold(), standards) or standard,
                    table.header.cells[column],
                )
                for column, standard in columns
                for cell in row.cells[column : column + 1]
                for number in clause_numbers(cell, register.maps, standard)
            ]
            if not clauses:
                continue
            here = links.get(row.line, ())
            targets, missing = _targets(register, document, outline, row, roles, here)
            if targets or missing:
                yield MatrixRow(
                    document,
                    row.line,
                    tuple(dict.fromkeys(c for c in clauses if isinstance(c, ClauseReference))),
                    tuple(targets),
                    tuple(dict.fromkeys(c for c in clauses if isinstance(c, UnknownClause))),
                    tuple(dict.fromkeys(missing)),
                )


def _holds_clauses(register: Register, table: Table, column: int) -> bool:
    """Whether most cells begin with a clause number, and one of them is a clause that exists."""
    cells = [row.cells[column] for row in table.rows[:_LOOKED_AT] if column < len(row.cells)]
    numbers = [clause_numbers(cell, register.maps) for cell in cells if cell.strip(" -–—")]
    with_numbers = [found for found in numbers if found]
    return len(with_numbers) * 2 >= len(numbers) > 0 and any(
        number in known
        for found in with_numbers
        for number in found
        for known in register.maps.values()
    )


def _standard(
    register: Register,
    document: Document,
    outline: Outline,
    table: Table,
    column: int,
    standards: tuple[tuple[str, str], ...],
) -> str:
    """The standard of a column: of its heading, the section's, the document's title or claims."""
    default = default_standard(register)
    if default and len(register.maps) == 1:
        return default
    above = [s.title for s in outline.sections if s.line <= table.header.line]
    texts = (table.header.cells[column], *reversed(above), document.title)
    for text in texts:
        if named := standard_named(text.casefold(), standards):
            return named
    claimed = {claim.standard for claim in document.claims}
    return claimed.pop() if len(claimed) == 1 else default


def _clause(
    register: Register, number: str, standard: str, heading: str
) -> ClauseReference | UnknownClause:
    """The clause that a number stands for; below a heading such as Control it is a control."""
    if _CONTROLS.search(heading.casefold()):
        only = [known for known in register.maps.values() if annexes(known)]
        if standard in register.maps or len(only) == 1:
            known = register.maps.get(standard) or only[0]
            number, standard = control_number(number, known), known.id
    if not standard:
        having = [id for id, known in register.maps.items() if number in known]
        standard = having[0] if len(having) == 1 else ""
    return reference(register, number, standard)


def _targets(
    register: Register,
    document: Document,
    outline: Outline,
    row: TableRow,
    roles: _Roles,
    links: Sequence[Link],
) -> tuple[list[Target], list[str]]:
    """What the row names, and what of that is not there."""
    names = _NAMES.get(register)
    if names is None:
        names = _NAMES[register] = _Names(register)
    columns = (*roles.documents, *roles.sections)
    cells = [row.cells[column] for column in columns if column < len(row.cells)]
    ids, missing = _documents(register, document, cells, links, names)
    sections = [row.cells[column].strip() for column in roles.sections if column < len(row.cells)]
    wanted = [cell for cell in sections if cell.strip("-–— ")]
    if not ids and not missing and wanted:
        ids[document.id] = ""
    found: list[Target] = []
    for id, fragment in ids.items():
        its = outline if id == document.id else _outline(register, id)
        section = _section(its, fragment, wanted)
        if section is None and len(ids) == 1 and (number := _numbered(wanted)):
            missing.append(f"{id} has no section {number}")
        elif section is not None or id != document.id:
            found.append(Target(id, section))
    return found, missing


def _documents(
    register: Register,
    document: Document,
    cells: Sequence[str],
    links: Sequence[Link],
    names: _Names,
) -> tuple[dict[str, str], list[str]]:
    """The documents that cells name by identifier, link or title, each with a link's fragment.

    Beside them what is not there.
    """
    ids: dict[str, str] = {}
    missing: list[str] = []
    for link in links:
        target = local_target(document.path, link)
        here = target and any(link.text and link.text in cell for cell in cells)
        if target and here and (id := names.by_path.get(target[0], "")):
            ids[id] = target[1]
    for cell in cells:
        for word in _WORD.findall(cell):
            if word in register.entries:
                ids.setdefault(word, "")
            elif names.is_code(word):
                missing.append(f"there is no document {word}")
        if id := names.by_title.get(cell.strip().casefold(), ""):
            ids.setdefault(id, "")
    return ids, missing


def _outline(register: Register, id: str) -> Outline | None:
    return register.outline(register.entries[id].document)


def _numbered(wanted: Sequence[str]) -> str:
    match = _SECTION_NUMBER.match(wanted[0]) if wanted else None
    return match[1] if match else ""


def _section(outline: Outline | None, fragment: str, wanted: Sequence[str]) -> Section | None:
    """The section that a link's fragment or a cell names, by anchor, number or title."""
    if outline is None:
        return None
    for section in outline.sections:
        if fragment and section.slug == fragment:
            return section
    for cell in wanted:
        number = _numbered((cell,))
        for section in outline.sections:
            title = section.title.casefold()
            if title and title == cell.casefold():
                return section
            if number and (match := _SECTION_NUMBER.match(section.title)) and match[1] == number:
                return section
    return None


class _Names:
    """How the documents of a register may be named in a cell."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.by_path: Mapping[str, str] = {
            document.path: entry.id for entry in register for document in entry.current
        }

    @cached_property
    def by_title(self) -> Mapping[str, str]:
        """Identifiers by title, of titles that only one document has."""
        found: dict[str, str] = {}
        for entry in self._register:
            title = entry.document.title.casefold()
            found[title] = "" if title in found else entry.id
        return found

    @cached_property
    def is_code(self) -> Callable[[str], bool]:
        """Whether a word is built like the identifier of a document here, and of nothing known."""
        kinds = self._register.config.types.values()
        prefixes = {kind.prefix.rstrip("-_.").casefold() for kind in kinds}
        for id in self._register.entries:
            if match := _CODE.fullmatch(id):
                prefixes.add(match[1].casefold())
        external = {r.id for r in self._register.records.get("external-document", ())}

        def is_code(word: str) -> bool:
            match = _CODE.fullmatch(word)
            known = match is not None and match[1].casefold() in prefixes
            return known and word not in external

        return is_code

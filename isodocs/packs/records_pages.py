"""The records of a pack as pages: a table to each kind, and a page to each that has a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from isodocs.dossier.columns import filled, key_columns, value
from isodocs.dossier.record import record_dossier
from isodocs.formats import cell
from isodocs.formats.html.draw import draw
from isodocs.model.page import (
    Chapter,
    Facts,
    Page,
    PageTable,
    PageText,
    Paragraphs,
    Part,
)
from isodocs.model.record import FOLDER
from isodocs.packs.evidence import pictures_of
from isodocs.parsing.front_matter import split
from isodocs.records.attachments import DIGEST
from isodocs.records.record_kinds import kinds
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from isodocs.reports import heading
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.model.dossier import Dossier
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.packs.discretion import Discretion
    from isodocs.packs.evidence import PackEvidence
    from isodocs.packs.folder import PackFolder
    from isodocs.packs.wanted import AskedKind
    from isodocs.records.attachments import Attachment

TOP = "records"
_MOST = 12
_COLUMNS = 8
"""So many fields of a record are in the table where it has a page of its own."""
_NOT_SHOWN = ("gaps", "due", "evidence")
"""Parts of a dossier about what is still to be done, and one that is shown in another way."""


class RecordPlaces:
    """Where each record is in the pack: in the table of its kind, or on a page of its own."""

    def __init__(self, asked: Sequence[AskedKind], folder: PackFolder) -> None:
        self._places: dict[tuple[str, int], str] = {}
        self.kinds = frozenset(each.kind.name for each in asked)
        for each in asked:
            page = self.page_of(each.kind.name)
            for number, record in enumerate(each.records, start=1):
                name = f"{page}#r{number}"
                if not each.kind.table:
                    path = record.path.removeprefix(FOLDER).removesuffix(".md")
                    name = f"{folder.name_of(TOP, path)}.html"
                self._places[record.path, record.line] = name

    @staticmethod
    def page_of(kind: str) -> str:
        """The page with all records of a kind."""
        return f"{TOP}/{kind}.html"

    def place(self, record: Record) -> str:
        """The address from the top of the pack; empty where the record is not in it."""
        return self._places.get((record.path, record.line), "")


def put_records(
    register: Register,
    asked: Sequence[AskedKind],
    places: RecordPlaces,
    evidence: PackEvidence,
    texts: Mapping[str, bytes],
    discretion: Discretion,
    folder: PackFolder,
) -> None:
    """Write the pages; `texts` are the files of records that have one each, by path."""
    for each in asked:
        page = _kind_page(register, each, places, evidence)
        folder.put(places.page_of(each.kind.name), draw(discretion.page(page)))
        if not each.kind.table:
            for record in each.records:
                name = places.place(record)
                page, text = _story(register, record, name, places, evidence, texts)
                folder.put(name, draw(discretion.page(page), text))


def _kind_page(
    register: Register, asked: AskedKind, places: RecordPlaces, evidence: PackEvidence
) -> Page:
    kind, records = asked.kind, asked.records
    every = filled(kind, records) if kind.table else key_columns(kind, records, _COLUMNS)
    names = [name for name in every if not name.endswith(DIGEST)]
    rows: list[tuple[str | PageText, ...]] = []
    for number, record in enumerate(records, start=1):
        to = "" if kind.table else _up(places.place(record), 1)
        label = record.id or f"{number}"
        first = PageText(label, to=to, anchor=f"r{number}")
        rows.append((first, *(cell(value(record, name)) for name in names if name != kind.key)))
    columns = (kind.key or "no.", *(name for name in names if name != kind.key))
    files = [
        (PageText(record.id or f"{number}", to=f"#r{number}"), *_file(file, evidence))
        for number, record in enumerate(records, start=1)
        for file in evidence.files_of(record)
    ]
    said = joined("", (counted(len(records), "record"), "."))
    if asked.clauses:
        said += say(" Asked for by {listed}.", listed=listed(asked.clauses, most=_MOST))
    paths = dict.fromkeys(record.path for record in records)
    if kind.table:
        said += say(" Kept in {listed}.", listed=listed(paths))
    parts: list[Part] = [Paragraphs((PageText(say("Start page"), to="../index.html"), said))]
    parts.append(PageTable(columns, rows))
    if files:
        table = PageTable((say("record"), say("field"), say("file"), say("state")), files)
        parts.append(Chapter(say("Files that show it"), "files", (table,)))
    return Page(say(kind.title), register.config.organisation, heading.source(register), parts)


def _file(file: Attachment, evidence: PackEvidence, depth: int = 1) -> tuple[str | PageText, ...]:
    taken = evidence.taken.get(file.path)
    to = _up(taken.name, depth) if taken else ""
    return (file.field, PageText(evidence.shown(file), to=to), evidence.state(file))


def _story(
    register: Register,
    record: Record,
    name: str,
    places: RecordPlaces,
    evidence: PackEvidence,
    texts: Mapping[str, bytes],
) -> tuple[Page, Markup]:
    """The page of one record, and its text as HTML."""
    digests = {path: taken.sha256 for path, taken in evidence.taken.items()}
    dossier = record_dossier(register, record, (), digests, "")
    parts = _story_parts(record, dossier, places, evidence, name.count("/"))
    title = f"{dossier.id} {dossier.title}".strip()
    source = heading.source(register)
    page = Page(title, register.config.organisation, source, tuple(parts))
    text = split(texts.get(record.path, b"")).body.decode("utf-8", "replace")
    known = evidence.pictures
    shown = {path: known[path] for path in pictures_of(record) if path in known}
    made = body(text, Surroundings(record.path, shown))
    addresses = {key: picture.address for key, picture in made.pictures.items()}
    return page, Markup(html.write(made.nodes, addresses.__getitem__))


def _story_parts(
    record: Record,
    dossier: Dossier,
    places: RecordPlaces,
    evidence: PackEvidence,
    depth: int,
) -> Iterator[Part]:
    back = PageText(say("All of this kind"), to=_up(RecordPlaces.page_of(record.kind), depth))
    yield Paragraphs((back, say("Kept in {path}.", path=record.path)))
    yield Facts(
        tuple(
            (fact.name, f"{cell(fact.value)} ({fact.note})" if fact.note else cell(fact.value))
            for fact in dossier.facts
        )
    )
    files = [_file(file, evidence, depth) for file in evidence.files_of(record)]
    if files:
        table = PageTable((say("field"), say("file"), say("state")), files)
        yield Chapter(say("Files that show it"), "files", (table,))
    for part in dossier.parts:
        elsewhere = part.name in kinds() and part.name not in places.kinds
        if part.rows and part.name not in _NOT_SHOWN and not elsewhere:
            at = [part.columns.index(name) for name in part.shown or part.columns]
            rows = [tuple(cell(row[number]) for number in at) for row in part.rows]
            columns = tuple(part.columns[number] for number in at)
            yield Chapter(part.title, f"p-{part.name}", (PageTable(columns, rows),))


def _up(address: str, depth: int) -> str:
    """An address from the top of the pack, for a page so many folders below it."""
    return "../" * depth + address if address else ""

"""The documents and tables to begin a management system with, from `schemas/start/`.

A chapter is one subject in our own words. Its front matter names the title, the owner's role and
the clauses that it answers; each heading may name clauses too. `manifest.yaml` says which chapters
make up which document, for a small company and for others. In a chapter

- `9001:7.5.2` names a clause of every edition of ISO 9001, `9001-2015:10.3` that of one edition,
  and `hs:5.3` that of every standard of a group of the manifest;
- a heading with `{for 14001 45001}`, or with clauses of which none is of a chosen standard, is left
  out with all that is below it; a line that begins with `{for ...}` likewise, also `{for small}`;
- `{see:people}` is a link to a chapter, `{record:risk}` the table or folder of a kind of record,
  `{role:sales-manager}` the title of a role, `{manager}` that of who looks after the system, and
  `{organisation}` and `{standards}` are their names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from isodocs import resources
from isodocs.assess.soa import controls, table_path
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle import fields
from isodocs.lifecycle.create import file_name
from isodocs.lifecycle.statement import written_table
from isodocs.model import node
from isodocs.model.config import Config, DocumentType
from isodocs.model.record import FOLDER
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import front_matter
from isodocs.parsing.config import default_types
from isodocs.parsing.fields import Fields
from isodocs.parsing.heading import slug
from isodocs.records import record_csv
from isodocs.records.record_kinds import kinds
from isodocs.standards.editions import family
from isodocs.standards.load import load
from isodocs.standards.reader import table
from isodocs.words import listed, plural, say

SIZES = ("small", "normal")
"""How much is split into documents of its own: one manual with chapters, or a procedure each."""
_FOLDER = "start"
_HEADING = expression(r"(#{1,5}) ([^{\n]+?)(?: \{([^}\n]+)\})?")
_FOR = expression(r"\{for ([^}\n]+)\} ?")
_NAMED = expression(r"\{(organisation|standards|manager|(?:see|record|role):[a-z0-9-]+)\}")
_CONTROLS = "applicability"
_ENGLISH, _WORDS = "en", "words.yaml"


class StarterSet(NamedTuple):
    """What a management system begins with.

    `roles` are the titles of all that are named, that of who looks after it first. `files` are the
    contents by path, the documents before the tables; `documents` counts the former.
    """

    roles: Mapping[str, str]
    files: Mapping[str, bytes]
    documents: int


class _Section(NamedTuple):
    """A heading with the lines below it; the first of a chapter is its title."""

    level: int
    title: str
    clauses: Mapping[str, Sequence[str]]
    lines: Sequence[str]


class _Chapter(NamedTuple):
    """A chapter, as far as the chosen standards need it."""

    name: str
    owner: str
    sections: Sequence[_Section]

    @property
    def title(self) -> str:
        return self.sections[0].title


class _Planned(NamedTuple):
    """A document before its text is written: where it will be, and what it is made of."""

    id: str
    type: str
    title: str
    owner: str
    path: str
    chapters: Sequence[_Chapter]


def families() -> tuple[str, ...]:
    """The standards that there are templates for, without their editions."""
    return tuple(entry.key.text for entry in _manifest().children("managers") or ())


def languages() -> tuple[str, ...]:
    """The languages that there are templates in, English first."""
    folders = (resources.path("schemas") / _FOLDER).iterdir()
    return (_ENGLISH, *sorted(each.name for each in folders if (each / _WORDS).is_file()))


def starter_set(
    standards: Sequence[str],
    *,
    size: str = SIZES[1],
    organisation: str = "",
    language: str = _ENGLISH,
) -> StarterSet:
    """What to begin with for these editions, the first of which says who looks after the system.

    Raises LifecycleError for a standard without templates in that language.
    """
    managers = Fields(_manifest().children("managers"))
    for id in standards:
        if id not in _manifest().texts("editions"):
            raise LifecycleError(
                say("there are no templates for {name} yet", name=load(id).display_name),
                hint=say(
                    "There are some for {listed}. "
                    "`isodocs init --standard {id}` begins without templates.",
                    listed=listed(families()),
                    id=id,
                ),
            )
    words = _words(language)
    for id in standards:
        if family(id) not in (words.texts("standards") or (family(id),)):
            raise LifecycleError(
                say(
                    "there are no templates for {name} in the language {language!r}",
                    name=load(id).display_name,
                    language=language,
                ),
                hint=say(
                    "There are some for {families}. Without --language they are in English.",
                    families=listed(words.texts("standards")),
                ),
            )
    manager = managers.text(family(standards[0]))
    return _SetMaker(standards, size, organisation, manager, language).all()


class _SetMaker:
    """Puts documents together from chapters, for some standards and a size."""

    def __init__(
        self,
        standards: Sequence[str],
        size: str,
        organisation: str,
        manager: str,
        language: str,
    ):
        self.standards = tuple(standards)
        self.size = size
        self.language = language
        self.words = _words(language)
        self.organisation = organisation or self.words.text("organisation")
        self.manager = manager
        self.merged = Fields(_manifest().children("small-roles") if size == SIZES[0] else None)
        self.used: dict[str, None] = {manager: None, "top-management": None}
        self.tables: dict[str, None] = {}
        self.documents = tuple(self._planned())
        self.places = {
            chapter.name: (document, chapter)
            for document in self.documents
            for chapter in document.chapters
        }

    def all(self) -> StarterSet:
        """Every file of the set."""
        files = {document.path: self._written(document) for document in self.documents}
        titles = Fields(self.words.children("roles"))
        for name in self.tables:
            files |= self._table(name)
        roles = {role: titles.text(role) for role in self.used}
        return StarterSet(roles, files, len(self.documents))

    def _planned(self) -> Iterator[_Planned]:
        """The documents of which a chapter is left for these standards, each with its number."""
        counted: dict[str, int] = {}
        types = default_types()
        rows = _manifest().nodes[self.size]
        for entry in rows.items if isinstance(rows, node.Sequence) else ():
            row = Fields.of(entry)
            found = (self._chapter(name) for name in row.texts("chapters"))
            chapters = tuple(chapter for chapter in found if chapter)
            if not chapters:
                continue
            kind: DocumentType = types[row.text("type")]
            counted[kind.name] = counted.get(kind.name, 0) + 1
            id = f"{kind.prefix}-{counted[kind.name]:03}"
            title = self._titled(row.text("title")) or chapters[0].title
            path = posixpath.join(kind.folder, file_name(id, title))
            owner = self._role(row.text("owner") or chapters[0].owner)
            yield _Planned(id, kind.name, title, owner, path, chapters)

    def _chapter(self, name: str) -> _Chapter | None:
        """A chapter without what is for other standards; None where nothing is left of it."""
        folder = resources.path("schemas") / _FOLDER
        at = folder if self.language == _ENGLISH else folder / self.language
        place = at / "chapters" / f"{name}.md"
        if not place.is_file():
            return None  # it is about another standard
        data = place.read_bytes()
        read = front_matter.read(data)
        about = Fields(read.mapping)
        needed = about.text("clauses") or f"for {about.text('for') or 'all'}"
        head = f"# {about.text('title')} {{{needed}}}"
        sections = tuple(self._sections([head, *read.body.decode("utf-8").split("\n")]))
        return _Chapter(name, about.text("owner"), sections) if sections else None

    def _sections(self, lines: Iterable[str]) -> Iterator[_Section]:
        below: list[str] = []
        left_out = 0
        for line in lines:
            heading = _HEADING.fullmatch(line)
            if heading is None:
                said = _FOR.match(line)
                if not left_out and (said is None or self._wanted(said[1])):
                    below.append(line[said.end() :] if said else line)
                continue
            level, marks = len(heading[1]), heading[3] or "for all"
            if left_out and level > left_out:
                continue
            clauses = {} if marks.startswith("for ") else self._clauses(marks.split())
            wanted = bool(clauses) or (marks.startswith("for ") and self._wanted(marks[4:]))
            left_out = 0 if wanted else level
            if wanted:
                below = []
                yield _Section(level, heading[2], clauses, below)

    def _wanted(self, said: str) -> bool:
        names = said.split()
        return not {"all", self.size}.isdisjoint(names) or any(map(self._editions, names))

    def _editions(self, name: str) -> tuple[str, ...]:
        """The chosen editions that a name in a chapter stands for."""
        groups = Fields(_manifest().children("groups"))
        names = groups.texts(name) or (name,)
        return tuple(
            id
            for id in self.standards
            if any(id == f"iso-{each}" or family(id) == f"iso-{each}" for each in names)
        )

    def _clauses(self, marks: Iterable[str]) -> dict[str, list[str]]:
        """The clauses of the chosen standards among `9001:7.5.2 14001:7.5.3`."""
        found: dict[str, list[str]] = {}
        for mark in marks:
            name, _, number = mark.partition(":")
            for standard in self._editions(name):
                found.setdefault(standard, []).append(number)
        return found

    def _role(self, name: str) -> str:
        role = self.manager if name == "manager" else self.merged.text(name) or name
        self.used.setdefault(role)
        return role

    # -- texts ------------------------------------------------------------------------------

    def _written(self, document: _Planned) -> bytes:
        alone = len(document.chapters) == 1
        parts = [] if alone else [f"# {document.title}\n"]
        claimed: dict[str, dict[str, None]] = {}
        led: dict[str, None] = {}
        sections = ((each, chapter) for chapter in document.chapters for each in chapter.sections)
        for section, chapter in sections:
            for standard, numbers in section.clauses.items():
                claimed.setdefault(standard, {}).update(dict.fromkeys(numbers))
            text = "\n".join(section.lines).strip()
            text = _NAMED.sub(lambda found: self._named(found[1], document, led), text)
            parts.append(f"{'#' * (section.level + (not alone))} {_marked(section, of=chapter)}\n")
            parts += [f"{text}\n"] if text else []
        values = {
            "id": document.id,
            "title": document.title,
            "type": document.type,
            "revision": "1",
            "status": "draft",
            "owner": document.owner,
            "change": self.words.text("change"),
        }
        ordered = {
            id: sorted(claimed[id], key=[each.number for each in load(id)].index)
            for id in self.standards
            if id in claimed
        }
        data = fields.compose(Config(), values, ordered, "\n".join(parts))
        return front_matter.edit(data, {"references": (*led,)}) if led else data

    def _named(self, name: str, document: _Planned, led: dict[str, None]) -> str:
        what, _, of = name.partition(":")
        if what == "see":
            return self._link(of, document, led)
        if what == "record":
            return self._records(of)
        if what in ("role", "manager"):
            return Fields(self.words.children("roles")).text(self._role(of or what))
        if what == "standards":
            return self._listed(load(id).display_name for id in self.standards)
        return self.organisation

    def _link(self, name: str, document: _Planned, led: dict[str, None]) -> str:
        there, chapter = self.places[name]
        anchor = f"#{slug(chapter.title)}" if len(there.chapters) > 1 else ""
        if there is document:
            return f"[{chapter.title}]({anchor})"
        led.setdefault(there.id)
        path = posixpath.relpath(there.path, posixpath.dirname(document.path))
        return f"[{chapter.title}]({path}{anchor})"

    def _records(self, name: str) -> str:
        """Where records of a kind are kept; a table is made, a folder comes with its first file."""
        kind = kinds()[name]
        if not kind.table:
            return f"`{FOLDER}{plural(name)}/`"
        self.tables.setdefault(name)
        return self._listed(f"`{path}`" for path in self._table_paths(name))

    def _listed(self, names: Iterable[str]) -> str:
        return listed(names, self.words.text("and"))

    def _titled(self, title: str) -> str:
        return Fields(self.words.children("titles")).text(title) or title

    def _table_paths(self, name: str) -> list[str]:
        if name != _CONTROLS:
            return [f"{FOLDER}{name}.csv"]
        return [table_path(id) for id in self.standards if controls(load(id))]

    def _table(self, name: str) -> dict[str, bytes]:
        if name != _CONTROLS:
            header = record_csv.begin([*kinds()[name].fields], ())
            return dict.fromkeys(self._table_paths(name), header)
        return {
            table_path(id): written_table(self._controls(id))
            for id in self.standards
            if controls(load(id))
        }

    def _controls(self, standard: str) -> Iterator[dict[str, str]]:
        """A row to each control, with the documents that answer it; nothing is decided yet."""
        answering: dict[str, list[str]] = {}
        for document, section in self._all_sections():
            for number in section.clauses.get(standard, ()):
                ids = answering.setdefault(number, [])
                if document.id not in ids:
                    ids.append(document.id)
        named = Fields(self.words.children("controls"))
        for control in controls(load(standard)):
            documents = "; ".join(answering.get(control.number, ()))
            title = named.text(control.number) or control.title
            yield {"control": control.number, "title": title, "documents": documents}

    def _all_sections(self) -> Iterator[tuple[_Planned, _Section]]:
        for document in self.documents:
            for chapter in document.chapters:
                yield from ((document, section) for section in chapter.sections)


def _marked(section: _Section, of: _Chapter) -> str:
    """The heading with its clauses; the title of a chapter has those that no section names."""
    below = {
        (id, number)
        for other in of.sections[1:]
        for id, numbers in other.clauses.items()
        for number in numbers
    }
    named = ((id, number) for id, numbers in section.clauses.items() for number in numbers)
    marks = [
        f"{id}:{number}" for id, number in named if section.level > 1 or (id, number) not in below
    ]
    return f'{section.title} {{clause="{" ".join(marks)}"}}' if marks else section.title


@cache
def _words(language: str) -> Fields:
    """What is written in a language beside the chapters; raises LifecycleError for none."""
    if language not in languages():
        raise LifecycleError(
            say("there are no templates in the language {language!r}", language=language),
            hint=say("There are some in {languages}.", languages=listed(languages())),
        )
    return table(f"{_FOLDER}/{language}/{_WORDS}") if language != _ENGLISH else _manifest()


@cache
def _manifest() -> Fields:
    return table(f"{_FOLDER}/manifest.yaml")

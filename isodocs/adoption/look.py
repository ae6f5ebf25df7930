"""What is there already: the documents of a repository, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.adoption.candidates import Candidates, candidates, office_documents
from isodocs.adoption.counted import CountedDocuments, counted_documents
from isodocs.adoption.habits import HouseHabits, read_habits
from isodocs.model.config import Config, DocumentType
from isodocs.model.scheme import SCHEMES
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.document import parse

if TYPE_CHECKING:
    from isodocs.model.document import Document

_QUARTER = 4
"""A standard is the system's where one document in so many names it."""


class Existing(NamedTuple):
    """The documents that are there, and their habits.

    `standards` are those that they are for, the most named first. `config` says how they are read,
    as the isodocs.yaml does that would be written; `read` is what is read so, and `counted` how
    many documents that is. `others` are files of Word, Excel and the like beside them.
    """

    candidates: Candidates
    habits: HouseHabits
    standards: tuple[str, ...]
    config: Config
    read: tuple[Document, ...]
    counted: CountedDocuments
    others: tuple[str, ...]

    @property
    def documents(self) -> int:
        """How many documents a check will count; one in several languages is one."""
        return self.counted.documents


def look(texts: Mapping[str, bytes], on: date, paths: Iterable[str] = ()) -> Existing:
    """Look at the Markdown files of a repository, given by path, on a day.

    `paths` are those of all files.
    """
    found = candidates(texts)
    documents = {path: texts[path] for path in found.paths}
    habits = read_habits(documents, on)
    standards = _standards(habits, len(documents))
    config = _config(found, habits, standards)
    read = tuple(parse(path, "", data, config) for path, data in sorted(documents.items()))
    counted = counted_documents(read, config)
    others = tuple(office_documents(paths, found))
    return Existing(found, habits, standards, config, read, counted, others)


def _standards(habits: HouseHabits, files: int) -> tuple[str, ...]:
    """The standards that the documents are for.

    Where no standard is named by many, it is the one that more name than any other: what one
    document among many mentions is not what the rest is measured by.
    """
    named = habits.standards
    documents = files - sum(len(paths) - 1 for paths in habits.texts.values())
    many = tuple(id for id, count in named.items() if count * _QUARTER >= documents)
    most, next_most = [*named.values(), 0, 0][:2]
    return many or (tuple(named)[:1] if most > max(next_most, 1) else ())


def _config(found: Candidates, habits: HouseHabits, standards: tuple[str, ...]) -> Config:
    """How these documents are read."""
    types = habits.types
    return Config(
        configured=True,
        standards=standards,
        include=found.include,
        exclude=found.exclude,
        scheme=SCHEMES[habits.scheme],
        identifier_from=habits.identifiers.form,
        types={name: DocumentType(name, files=types.files.get(name, ())) for name in types.names},
        required=habits.required,
        fields=habits.fields,
        extra_fields=habits.others,
        field_names=habits.field_names,
        dates=habits.dates,
        status_words=habits.status_words,
        language=habits.language,
        translations=habits.translations,
    )

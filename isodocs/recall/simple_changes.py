"""Which files changes may be of, so that no other document, record or file is read otherwise.

Such a change is of the text of a document, of a statement about one, or of a file that nothing
names. Whatever follows from the documents that it is of follows from their histories alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.inventory.named_files import NamedFiles
from isodocs.inventory.placement import (
    FILE_MODES,
    SITES,
    TOP,
    above,
    is_beside,
    is_kept_apart,
    look,
    misplaced,
)
from isodocs.model import approval, layout
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import globs
from isodocs.parsing.endings import is_markdown
from isodocs.records import attachments, record_parsing
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.config import Config
    from isodocs.model.record import Record
    from isodocs.model.register import Register


_OF_DOCUMENTS = (approval.FOLDER, layout.COMMENTS)
"""Below them are files that are about one document each."""
OF_MANY = ("external-document",)
"""The kinds of records that a rule reads whose gap is of many documents (`Rule.of_many`)."""


def changed_documents(
    changes: Iterable[Change], config: Config, named: Callable[[str], bool]
) -> tuple[str, ...] | None:
    """The paths of the Markdown files that commits change or add; None for one that does more.

    It may change and add documents and other files that no document or record names, and add what
    approves a document, or what someone says about one.
    """
    beside = is_beside(config.include)
    matches = globs.matcher(config.include, config.exclude)
    documents = []
    for change in changes:
        path = change.path
        came = change.old_blob is None
        if change.new_mode not in FILE_MODES or (not came and change.old_mode != change.new_mode):
            return None
        if named(path):
            return None
        if approval.is_list(path):
            return None  # what many documents rest on
        if came and path.startswith(_OF_DOCUMENTS) and not change.other_blobs:
            continue
        if (matches(path) or is_markdown(path)) and not is_kept_apart(path):
            if came and not _may_begin(path, config):
                return None
            documents.append(path)
        elif not beside(path):
            return None
    return tuple(dict.fromkeys(documents))


def records_changed(changes: Iterable[Change], config: Config) -> dict[str, list[Change]]:
    """The paths at which changes are of records alone, on which no document rests."""
    matches = globs.matcher(config.include, config.exclude)
    found: dict[str, list[Change]] = {}
    for change in changes:
        path = change.path
        if path.startswith(RECORDS) and not matches(path):
            found.setdefault(path, []).append(change)
    return {path: made for path, made in found.items() if _is_record(path, made)}


def _is_record(path: str, changes: Iterable[Change]) -> bool:
    """Whether all changes at a path of records leave a plain file, which says nothing of others."""
    name = look(path.rpartition("/")[2])
    plain = all(change.new_mode in ("", *FILE_MODES) for change in changes)
    return plain and not (name in SITES or name.startswith(".git") or misplaced(path))


def named_by(texts: Iterable[tuple[str, str, bytes]], include: Iterable[str]) -> NamedFiles | None:
    """What records in files (path, blob, content) name; None where they bear on many documents."""
    found = [record for text in texts for record in record_parsing.parse(*text, outlined=False)]
    if any(record.kind in OF_MANY for record in found):
        return None
    evidence = (path for record in found for path in attachments.may_name(record))
    return NamedFiles(
        names=_names(evidence),
        folders=(),
        include=include,
        included=False,
        cited=_cited(found),
        known=(),
        alike=False,
    )


def _names(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(look(path.rpartition("/")[2]) for path in paths) - {"", "."}


def _cited(records: Iterable[Record]) -> frozenset[str]:
    return frozenset(id for record in records for id in _documents_named(record))


def _may_begin(path: str, config: Config) -> bool:
    """Whether a document may begin at a path: nothing else is read there, or in its place."""
    seen = look(path)
    inside = f"/{TOP}/" in f"/{seen}/" or seen.rpartition("/")[2].startswith(".git")
    matches = globs.matcher([look(pattern) for pattern in config.include])
    shadowed = any(is_markdown(each) or matches(each) for each in above(seen))
    return not (inside or shadowed or misplaced(path))


def _documents_named(record: Record) -> Iterator[str]:
    known = kinds().get(record.kind)
    for field in known.fields.values() if known else ():
        if field.refers == "document":
            yield from record.lists.get(field.name) or (record.text(field.name),)
    yield record.text("document")


def files_shown(register: Register, include: Iterable[str]) -> NamedFiles:
    """The files that documents show, or would show."""
    inventory = register.inventory
    shown = (path for found in inventory.shown_by.values() for path in found.candidates)
    read = {document.path for document in inventory.documents} | inventory.shown.keys()
    return NamedFiles(
        names=frozenset(look(path.rpartition("/")[2]) for path in shown) - {"", "."},
        folders=frozenset(folder for path in read for folder in above(path)),
        include=tuple(include),
        included=False,
        cited=(),
        known=(),
        alike=False,
    )


def are_records_alone(path: str, config: Config, named: Callable[[str], bool]) -> bool:
    """Whether all that a file holds are records: no document is it, shows it or names it."""
    if not path.startswith(RECORDS) or named(path):
        return False
    return not globs.matcher(config.include, config.exclude)(path)


def files_records_name(records: Iterable[Record], include: Iterable[str]) -> NamedFiles:
    """The files that records may name as evidence, and the documents that they name."""
    found = tuple(records)
    evidence = (path for item in found for path in attachments.may_name(item))
    return NamedFiles(
        names=frozenset(look(path.rpartition("/")[2]) for path in evidence) - {"", "."},
        folders=(),
        include=tuple(include),
        included=False,
        cited=frozenset(id for item in found for id in _documents_named(item)),
        known=(),
        alike=False,
    )


def files_named(register: Register, include: Iterable[str], *, alike: bool = False) -> NamedFiles:
    """The files that documents show, or would show, and those that records may name as evidence."""
    inventory = register.inventory
    shown = (path for found in inventory.shown_by.values() for path in found.candidates)
    evidence = (path for item in inventory.records for path in attachments.may_name(item))
    read = {document.path for document in inventory.documents} | inventory.shown.keys()
    return NamedFiles(
        names=_names({*shown, *evidence}),
        folders=frozenset(folder for path in read for folder in above(path)),
        include=tuple(include),
        included=any(
            file.included for found in inventory.shown_by.values() for file in found.files.values()
        ),
        cited=_cited(inventory.records),
        known=frozenset(
            look(name)
            for document in inventory.documents
            for name in (document.id, document.identifier)
        ),
        alike=alike,
    )

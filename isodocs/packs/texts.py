"""The texts of a register -> the controlled copies of them, with all that their making needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING

from isodocs.copies.collect import collect, parts_of, path_of
from isodocs.copies.publish import WantedCopies
from isodocs.copies.theme import Theme, read
from isodocs.errors import IsodocsError
from isodocs.inventory.shown_files import site_of

if TYPE_CHECKING:
    from isodocs.copies.make import CopyFormat
    from isodocs.model.config import Config
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.repository.snapshot import Snapshot
    from isodocs.workspace import Sight, Workspace

Text = tuple["Entry", "Document"]
"""A document, and one of its texts."""


def wanted_copies(
    workspace: Workspace,
    sight: Sight,
    register: Register,
    texts: Sequence[Text],
    formats: Sequence[CopyFormat],
    failed: MutableMapping[str, IsodocsError] | None,
) -> WantedCopies:
    """The copies of these texts; what lacks something is noted in `failed`, or raises there."""
    copies = list(copies_of(workspace, register, sight.snapshot, texts, failed))
    there = paths_of(text for text in texts if text[0].id not in (failed or ()))
    return wanted_of(sight, register, copies, formats, there)


def wanted_of(
    sight: Sight,
    register: Register,
    copies: Sequence[ControlledCopy],
    formats: Sequence[CopyFormat],
    documents: Mapping[str, Sequence[tuple[str, str]]],
) -> WantedCopies:
    """These copies, with what the register and its configuration add to each of them."""
    site = site_of(sight.snapshot, register.config.include)
    return WantedCopies(
        organisation=register.config.organisation,
        language=register.config.language or "en",
        on=register.on,
        commit=sight.tip or "",
        copies=copies,
        formats=formats,
        documents=documents,
        tops=tuple(site.tops),
        bases=tuple(site.bases),
        ids=list(register.entries),
    )


def theme_of(snapshot: Snapshot, config: Config) -> Theme:
    """How copies look; raises ConfigurationError where the theme says what cannot be."""
    folder = config.theme
    if not folder:
        return Theme()
    paths = [path for path in snapshot.entries if path.startswith(f"{folder}/")]
    return read(folder, {path: file.data for path, file in snapshot.read(paths, refused={})})


def copies_of(
    workspace: Workspace,
    register: Register,
    snapshot: Snapshot,
    texts: Sequence[Text],
    failed: MutableMapping[str, IsodocsError] | None = None,
    *,
    text_alone: bool = False,
) -> Iterator[ControlledCopy]:
    """The copies of these texts, with the contents of all that they show (see `collect`).

    One that lacks what was approved with it is noted in `failed`, by its document, and left out;
    without `failed` it raises IsodocsError.
    """
    parts = {part for entry, document in texts for part in parts_of(register, entry, document)}
    contents = workspace.parts(register, snapshot, parts)
    data = workspace.read(document for _, document in texts)
    for entry, document in texts:
        try:
            text = data[document.blob]
            copy = collect(register, entry, document, text, contents, text_alone=text_alone)
        except IsodocsError as error:
            if failed is None:
                raise
            failed[entry.id] = error
        else:
            yield copy


def paths_of(texts: Iterable[Text]) -> dict[str, list[tuple[str, str]]]:
    """The paths at which the documents are and were, with their identifiers, by file name."""
    return by_name((entry.id, paths_in(entry, document)) for entry, document in texts)


def paths_in(entry: Entry, document: Document) -> tuple[str, ...]:
    """Where a document is, and was with this text."""
    return tuple(dict.fromkeys((path_of(entry, document), document.path, entry.place_path)))


def by_name(paths: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[tuple[str, str]]]:
    """The paths of documents with their identifiers, by file name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for id, mine in paths:
        for path in mine:
            found.setdefault(path.rpartition("/")[2], []).append((path, id))
    return found

"""What commands need that make copies: the texts with all that they show, and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from isodocs.copies.theme import Theme
    from isodocs.model.config import Config
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.repository.snapshot import Snapshot
    from isodocs.workspace import Workspace


def allowed(
    config: Config, texts: Iterable[tuple[Entry, Document]], typed: str
) -> Iterator[tuple[Entry, Document]]:
    """The texts that may be handed on up to the level that was typed; all where there is none."""
    from isodocs.commands._find_level import find_level

    levels = config.classification
    up_to = find_level(levels, typed)
    for entry, document in texts:
        if not up_to or levels.allows(document.classification, up_to):
            yield entry, document


def theme_of(snapshot: Snapshot, config: Config) -> Theme:
    """How copies look; raises ConfigurationError where the theme says what cannot be."""
    from isodocs.copies.theme import Theme, read

    folder = config.theme
    if not folder:
        return Theme()
    paths = [path for path in snapshot.entries if path.startswith(f"{folder}/")]
    return read(folder, {path: file.data for path, file in snapshot.read(paths, refused={})})


def copies_of(
    workspace: Workspace,
    register: Register,
    snapshot: Snapshot,
    texts: Sequence[tuple[Entry, Document]],
) -> Iterator[ControlledCopy]:
    """The copies of these texts, with the contents of all that they show."""
    from isodocs.copies.collect import collect, parts_of

    parts = {part for entry, document in texts for part in parts_of(register, entry, document)}
    contents = workspace.parts(register, snapshot, parts)
    data = workspace.read(document for _, document in texts)
    for entry, document in texts:
        yield collect(register, entry, document, data[document.blob], contents)


def paths_of(texts: Iterable[tuple[Entry, Document]]) -> dict[str, list[tuple[str, str]]]:
    """The paths at which the documents are and were, with their identifiers, by file name."""
    from isodocs.copies.collect import path_of

    found: dict[str, dict[tuple[str, str], None]] = {}
    for entry, document in texts:
        for path in (path_of(entry, document), document.path, entry.place_path):
            found.setdefault(path.rpartition("/")[2], {})[path, entry.id] = None
    return {name: list(paths) for name, paths in found.items()}

"""What commands need that make copies: the texts with all that they show, and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.packs.texts import copies_of, paths_of, theme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.register import Entry

__all__ = ["allowed", "copies_of", "paths_of", "theme_of"]


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

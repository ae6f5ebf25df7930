"""Which files of a pack name, in words of their own, a document that stays out of it.

What people wrote in an approved text or a record is handed on as they wrote it, so they are shown
where to look before they do.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.packs.folder import PackFolder
    from isodocs.packs.kept_back import KeptBack

_OWN_WORDS = ("sources/", "records/", "evidence/")
_SHORTEST = 6
"""A shorter title may be any word."""
_LARGEST = 4 * 1024**2
"""Bytes: someone wrote no larger text."""


class Mention(NamedTuple):
    """A file of the pack, and the documents that stay out and are named in it."""

    file: str
    documents: tuple[str, ...]


def mentions(folder: PackFolder, kept: KeptBack) -> tuple[Mention, ...]:
    """The files with what people wrote that have a title of such a document, or lead to it."""
    words: dict[str, set[str]] = {}
    for id, titles in kept.documents.items():
        words[id] = {title.casefold() for title in titles if len(title) >= _SHORTEST}
    for path, id in kept.paths.items():
        words.setdefault(id, set()).add(path.rpartition("/")[2].casefold())
    found = []
    for name, file in sorted(folder.files.items()) if words else ():
        if name.startswith(_OWN_WORDS) and file.size <= _LARGEST:
            text = (folder.folder / name).read_bytes().decode("utf-8", "replace").casefold()
            named = [
                id
                for id, some in words.items()
                if any(w in text or escape(w) in text for w in some)
            ]
            if named:
                found.append(Mention(name, tuple(named)))
    return tuple(found)

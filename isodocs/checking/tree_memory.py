"""What is remembered of the trees of commits: the systems in them, and the files these name.

It holds for the trees that were looked at, and for others that differ from them in nothing that
could matter. What decides it beside a tree is the code that looked. This is asked before anything
else is loaded, so it loads little itself.
"""

from __future__ import annotations

import os
import sys
from _blake2 import blake2b  # that of `hashlib`, which loads OpenSSL

from isodocs.inventory.named_files import NamedFiles
from isodocs.machine import answers, store
from isodocs.model import layout
from isodocs.repository.footprint import UnclearError

TYPE_CHECKING = False  # as that of `typing`, which takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from isodocs.machine.store import Store

    Changes = Sequence[tuple[str, str]]
    Since = Callable[[str], Changes | None]
    """What the base changes against a tree: paths and new modes; None for one that is not there."""

_TABLE = "trees"
_SYSTEMS = b""
_DOCUMENTS = b"documents"
_TREES = 100
"""For so many trees it is remembered what is named."""
_LATEST = 2
"""So many of them are compared with a tree for which that is not remembered."""
_READERS = ("markdown_it", "mdurl", "yaml")
"""The libraries that read documents and records."""
_ATTRIBUTES = ".gitattributes"
_ENCODING = ("utf-8", "surrogatepass")


class TreeMemory:
    """What is remembered of one repository."""

    def __init__(self, kept: Store, code: bytes) -> None:
        self._kept, self._code = kept, code

    @classmethod
    def of(cls, common: str, top: str) -> TreeMemory | None:
        """That of a repository, by its common Git directory and work tree; None for nothing."""
        kept = store.of(common, top)
        try:
            return cls(kept, code(kept)) if kept else None
        except (OSError, UnclearError):
            return None  # isodocs itself is being replaced

    def systems(
        self, since: Since, same: Container[str] = ()
    ) -> tuple[frozenset[str], frozenset[str]] | None:
        """The folders of the base's systems, and of those nested in them; None if unknown.

        `same` are trees (or commits) that are known to be as the base.
        """
        found = self._recall(_SYSTEMS)
        if found is None:
            return None
        trees, folders, nested = found
        for tree in [tree for tree in trees if tree in same] or trees:
            changes = since(tree)
            if changes is not None:
                begun = any(layout.begins_a_system(path) for path, _ in changes)
                return None if begun else (frozenset(folders), frozenset(nested))
        return None

    def keep_systems(
        self, trees: Iterable[str], folders: Iterable[str], nested: Iterable[str]
    ) -> None:
        """Remember the systems that each of these trees (or commits, by their full ids) holds."""
        self._keep(_SYSTEMS, trees, folders, nested)

    def named(self, folder: str, base: str, since: Since) -> NamedFiles | None:
        """What the system in a folder names at the commit `base`; None where that is not known."""
        kept = self._named(folder)
        if kept is None:
            return None
        named, trees = kept
        if base in trees:
            return named
        changes = (found for tree in trees[:_LATEST] if (found := since(tree)) is not None)
        return named if any(leaves_alone(each, folder, named) for each in changes) else None

    def known(self, folder: str) -> Sequence[str]:
        """The trees and commits for which it is known what the system in a folder names."""
        kept = self._named(folder)
        return kept[1] if kept else ()

    def keep_named(self, folder: str, trees: Sequence[str], named: NamedFiles) -> None:
        """Remember what the system in a folder names in these trees (or commits), newest first.

        What was remembered for others stays, where that is all named here too.
        """
        kept = self._named(folder)
        others = kept[1] if kept and kept[0].is_part_of(named) else ()
        known = list(dict.fromkeys((*trees, *others)))[:_TREES]
        self._keep(os.fsencode(f"/{folder}"), known, *named.lists())

    def documents(self, content: str) -> tuple[str, ...] | None:
        """The documents that a commit of this content changes, if it was judged last."""
        found = self._recall(_DOCUMENTS)
        return tuple(found[1]) if found and found[0] == [_digest(content)] else None

    def keep_documents(self, content: str, documents: Iterable[str]) -> None:
        """Remember the documents that a commit of this content changes."""
        self._keep(_DOCUMENTS, (_digest(content),), documents)

    def _named(self, folder: str) -> tuple[NamedFiles, Sequence[str]] | None:
        found = self._recall(os.fsencode(f"/{folder}"))
        if found is None:
            return None
        trees, *lists = found
        return NamedFiles.of_lists(lists), trees

    def _recall(self, about: bytes) -> list[list[str]] | None:
        data = self._kept.get(_TABLE, self._code + about)
        return _lists(data) if data else None

    def _keep(self, about: bytes, *lists: Iterable[str]) -> None:
        self._kept.put(_TABLE, {self._code + about: _written(lists)})


def leaves_alone(changes: Iterable[tuple[str, str]], folder: str, named: NamedFiles) -> bool:
    """Whether changes in a repository leave the system in a folder, and what it names, alone."""
    prefix = f"{folder}/" if folder else ""
    inside = []
    for path, mode in changes:
        if path.startswith(prefix):
            inside.append((path[len(prefix) :], mode))
        elif path.rpartition("/")[2] == _ATTRIBUTES:  # above the folder, it speaks of what is in it
            return False
    return named.are_left_alone(inside)


def code(kept: Store) -> bytes:
    """The digest of the code that looks at documents and records, with its libraries.

    Raises UnclearError and OSError.
    """
    seen: list[object] = [answers.running(kept), sys.version]
    for name in _READERS:
        paths = (os.path.join(folder, name) for folder in sys.path)
        path = next(filter(os.path.lexists, paths), None)
        found = os.stat(path) if path else None
        seen.append((path, found and (found.st_ino, found.st_mtime_ns)))
    return blake2b(repr(seen).encode(*_ENCODING), digest_size=32).digest()


def _digest(text: str) -> str:
    return blake2b(text.encode(*_ENCODING), digest_size=32).hexdigest()


def _written(lists: Iterable[Iterable[str]]) -> bytes:
    """Lists of texts: how many are in each, then all. No path has a NUL, so none is about one."""
    plain = [[text for text in each if "\0" not in text] for each in lists]
    counts = " ".join(str(len(each)) for each in plain)
    return "\0".join((counts, *(text for each in plain for text in each))).encode(*_ENCODING)


def _lists(data: bytes) -> list[list[str]]:
    counts, *texts = data.decode(*_ENCODING).split("\0")
    found, at = [], 0
    for count in map(int, counts.split(" ")):
        found.append(texts[at : at + count])
        at += count
    return found

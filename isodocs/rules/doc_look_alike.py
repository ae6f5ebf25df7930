"""DOC: files beside the controlled ones that take their place on some disks."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.audit import NO_AUDIT
from isodocs.model.config import PATH as CONFIG
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule(
    "DOC012",
    "path-shadowed",
    Level.ERROR,
    ("7.5.3.1",),
    blocks=True,
    stops=NO_AUDIT,
    waivable=False,
)
def path_shadowed(register: Register) -> Iterator[Finding]:
    """A file that is not controlled has the path of one that is, in other capitals.

    Why: Documented information is protected from unintended change (ISO 9001:2015, 7.5.3.1). On a
    disk that ignores capitals, as most of macOS and Windows do, both are one file, and people read
    whichever was checked out last. A folder alone that differs so is a warning: what is put into
    it becomes a controlled document there.

    Example: `Documents/SOP-001.md` beside the approved `documents/SOP-001.md`.

    Remedy: Rename or remove the file that is not controlled.
    """
    inventory = register.inventory
    controlled = {document.path for document in register.documents}
    files = {_look(path): path for path in (*sorted(controlled), *sorted(inventory.shown), CONFIG)}
    folders = {_look(folder): folder for path in files.values() for folder in _above(path)}
    # DOC009 names Markdown that only its capitals keep from being controlled.
    told = {folder for item in inventory.unreadable for folder in (item.path, *_above(item.path))}
    for path in sorted(inventory.paths - controlled - told):
        twin = files.get(_look(path), path)
        if twin != path and twin in inventory.paths:
            told.update(_above(path))
            yield Finding(
                f"on a disk that ignores capitals this file takes the place of {twin}",
                "Rename or remove it; what is approved must be the only file of that path.",
                Place(path),
                subject=twin,
            )
    for path in sorted(inventory.paths - controlled):
        twin = folders.get(_look(path), path)
        if twin != path and path not in told and not told & {*_above(path)}:
            told.add(path)
            yield Finding(
                f"on a disk that ignores capitals this is the folder {twin}, which holds "
                "controlled documents",
                "Give it another name, or move what is in it into that folder.",
                Place(path),
                subject=twin,
                level=Level.WARNING,
            )


def _above(path: str) -> Iterator[str]:
    """The folders that a path is in."""
    while path := posixpath.dirname(path):
        yield path


def _look(path: str) -> str:
    """A path as disks that fold capitals and forms of one letter take it."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()

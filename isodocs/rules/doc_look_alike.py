"""DOC: files that replace controlled ones on disks that ignore case."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.audit import NO_AUDIT
from isodocs.model.config import PATH as CONFIG
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.paths import look
from isodocs.rules.rule import rule
from isodocs.words import say

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
    """A file that is not controlled has the path of a controlled file in different case.

    Why: Documents are protected from unintended change (ISO 9001:2015, 7.5.3.1). On a disk that
    ignores case, as most of macOS and Windows do, both are one file, and people read the one
    checked out last. If only a folder differs in case, the gap is a warning: a file put into it
    becomes a controlled document on such a disk.

    Example: Another picture beside the one that a procedure shows.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            ![The steps](steps.svg)

        documents/steps.svg:
            <svg/>

        documents/Steps.svg:
            <svg/>

    Remedy: Rename or remove the file that is not controlled.
    """
    inventory = register.inventory
    controlled = {document.path for document in register.documents}
    files = {look(path): path for path in (*sorted(controlled), *sorted(inventory.shown), CONFIG)}
    folders = {look(folder): folder for path in files.values() for folder in _above(path)}
    # DOC009 names Markdown that only its capitals keep from being controlled.
    reported = {
        folder for item in inventory.unreadable for folder in (item.path, *_above(item.path))
    }
    looks = files.keys() | folders.keys()
    near = sorted(inventory.paths.looking_like(looks) - controlled)
    for path in [path for path in near if path not in reported]:
        twin = files.get(look(path), path)
        if twin != path and twin in inventory.paths:
            reported.update(_above(path))
            yield Finding(
                say("on a disk that ignores case, this file replaces {twin}", twin=twin),
                say("Rename or remove it."),
                Place(path),
                subject=twin,
            )
    for path in near:
        twin = folders.get(look(path), path)
        if twin != path and path not in reported and not reported & {*_above(path)}:
            reported.add(path)
            yield Finding(
                say(
                    "on a disk that ignores case, this is the folder {twin} of controlled "
                    "documents",
                    twin=twin,
                ),
                say("Rename it, or move its files into that folder."),
                Place(path),
                subject=twin,
                level=Level.WARNING,
            )


def _above(path: str) -> Iterator[str]:
    """The folders that a path is in."""
    while path := posixpath.dirname(path):
        yield path

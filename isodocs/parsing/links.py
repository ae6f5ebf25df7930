"""Where a link leads within the repository."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from isodocs.model.outline import Link


def local_target(document_path: str, link: Link) -> tuple[str, str] | None:
    """(path, fragment) of a link within the repository; None for anything outside it.

    A path that climbs out of the repository is returned as written, so that it is found missing.
    """
    target, _, fragment = link.target.partition("#")
    if ":" in target.split("/")[0] or target.startswith("//"):
        return None
    target = unquote(target.split("?", 1)[0])
    if not target:
        return (document_path, unquote(fragment)) if fragment else None
    base = "" if target.startswith("/") else posixpath.dirname(document_path)
    return posixpath.normpath(posixpath.join(base, target.lstrip("/"))), unquote(fragment)

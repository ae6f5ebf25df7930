"""Folders that Git ignores as a whole, and so does not look into: `node_modules`, `.venv`.

What decides that an ignored folder is one, the index and the files of what to ignore, is never
inside of it (gitignore(5)). So a footprint may leave such folders out: as long as it is the same,
so are they.
"""

from __future__ import annotations

import os

from isodocs.repository.footprint import UnclearError
from isodocs.repository.outside import ask

MOST = 200
_CONTROL = ".isodocs"
_LIST = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
_TRACKED = ("--literal-pathspecs", "ls-files", "-z", "--")
_IGNORED = ("-c", "core.quotePath=false", "check-ignore", "--")


def ignored(top: str) -> tuple[str, ...]:
    """Folders of the work tree `top` that may be left out, by their paths from there."""
    try:
        found = os.fsdecode(ask(top, *_LIST)).split("\0")
    except (OSError, UnclearError):
        return ()
    folders = (path.rstrip("/") for path in found if path.endswith("/"))
    plain = [each for each in folders if each.isprintable() and _CONTROL not in each.split("/")]
    return tuple(each for each in sorted(plain)[:MOST] if are_ignored(top, (each,)))


def are_ignored(top: str, folders: tuple[str, ...]) -> bool:
    """Whether Git ignores each of these folders itself, and tracks nothing inside."""
    try:
        return not ask(top, *_TRACKED, *folders) and os.fsdecode(
            ask(top, *_IGNORED, *folders)
        ).split("\n") == [*folders, ""]
    except (OSError, UnclearError):
        return False

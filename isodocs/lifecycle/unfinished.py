"""What a command was about to do, noted until it is done, so that repeating it does it only once.

A change of files is whole once its journal is written, also when the process is killed
(`carry_out`). Anyone who repeats the command does not know that: what it would begin is there
already. The note says so. It is a convenience, never evidence: a note that cannot be read, or that
no longer fits the files, is not a note.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.repository import refs
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.objects import LIMIT
from isodocs.words import as_parts, from_parts

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_PLACE = "isodocs/command.json"


@immutable(frozen=True, slots=True)
class Unfinished:
    """A command, as it was typed, and what it wrote: SHA-256 by path, None for what it removed.

    `head` is the commit on which it began, `along` what else its commit should hold, and `kept_by`
    how people get it into one, each text in parts (`words.as_parts`).
    """

    command: str
    folder: str
    head: str
    message: str
    files: Mapping[str, str | None]
    along: tuple[str, ...]
    kept_by: tuple[Any, ...]


def note(git: Git, command: str, plan: Plan) -> None:
    """Note what is about to be done; a disk that takes no note stops no one."""
    files = {path: _digest(data) for path, data in plan.files.items()}
    head = refs.head(git) or ""
    kept_by = tuple(map(as_parts, plan.kept_by))
    entry = Unfinished(command, git.folder, head, plan.message, files, plan.along, kept_by)
    place = git.directory / _PLACE
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        new = place.with_name(f"{place.name}.new")
        new.write_text(json.dumps(asdict(entry)), encoding="utf-8")
        new.replace(place)


def done(git: Git) -> None:
    """Nothing is unfinished any more."""
    with suppress(OSError):
        (git.directory / _PLACE).unlink(missing_ok=True)


def left_by(git: Git, command: str) -> tuple[Unfinished, Plan] | None:
    """What an earlier run of this very command wrote, with its files as they are; None for nothing.

    A note of another command is kept; one whose files are not as it left them is dropped.
    """
    entry = _read(git.directory / _PLACE)
    if entry is None or (entry.command, entry.folder) != (command, git.folder):
        return None
    changes = []
    with WorkTreeFiles(str(git.top), git.folder) as files:
        for path, wanted in entry.files.items():
            data = None
            with suppress(OSError):
                data = files.read(path, LIMIT)
            if _digest(data) != wanted:
                done(git)
                return None
            changes.append(FileChange(path, None, data))
    kept_by = tuple(map(from_parts, entry.kept_by))
    return entry, Plan("", entry.message, tuple(changes), along=entry.along, kept_by=kept_by)


def _read(place: Path) -> Unfinished | None:
    try:
        entry = json.loads(place.read_text(encoding="utf-8"))
        files = {str(path): None if d is None else str(d) for path, d in entry["files"].items()}
        return Unfinished(
            command=str(entry["command"]),
            folder=str(entry["folder"]),
            head=str(entry["head"]),
            message=str(entry["message"]),
            files=files,
            along=tuple(map(str, entry["along"])),
            kept_by=tuple(entry["kept_by"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()

"""The journal: a change that is decided, so that the next command can finish it.

It is one file in the Git directory. Anyone who can write there can plant one, and a disk can damage
it, so what is read is believed in nothing: its form is checked here, its paths by `carry_out`.
"""

from __future__ import annotations

import binascii
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from isodocs.errors import LifecycleError
from isodocs.lifecycle.plan import FileChange
from isodocs.repository.writer import is_allowed
from isodocs.words import say

NAME = "change.json"
_VERSION = 2
_NEW = f"{NAME}.new"


def write(folder: Path, changes: Sequence[FileChange]) -> None:
    """Put the journal there, whole or not at all; raises OSError."""
    content = {"v": _VERSION, "changes": [_encoded(change) for change in changes]}
    new = folder / _NEW
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(new, flags, 0o666), "wb") as file:
            file.write(json.dumps(content).encode())
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / NAME)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def read(folder: Path) -> tuple[FileChange, ...]:
    """The changes of the journal that someone left; none when there is none.

    Raises LifecycleError for one that is damaged, or that names a path which Git would not keep.
    """
    with suppress(OSError):
        (folder / _NEW).unlink()  # of someone who was killed before anything was decided
    try:
        return _changes(json.loads((folder / NAME).read_bytes()))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise unusable(
            folder, say("it cannot be read ({name})", name=type(error).__name__)
        ) from None


def remove(folder: Path) -> None:
    """Forget the change: it is done, or undone."""
    (folder / NAME).unlink(missing_ok=True)


def unusable(folder: Path, why: str) -> LifecycleError:
    """The error for a journal that is not carried out."""
    return LifecycleError(
        say("this is the note of an interrupted change, and {why}; nothing was written", why=why),
        path=str(folder / NAME),
        hint=say(
            "See with `git status` and `git diff HEAD` what the interrupted command left, put it "
            "right, then remove this file."
        ),
    )


def _changes(content: Any) -> tuple[FileChange, ...]:
    if content["v"] != _VERSION:
        raise ValueError("of another version")
    if not isinstance(content["changes"], list):
        raise TypeError(say("the changes are not a list"))
    return tuple(_decoded(entry) for entry in content["changes"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(say("not a text"))
    return value


def _encoded(change: FileChange) -> dict[str, str | None]:
    sides = {"before": change.before, "after": change.after}
    return {"path": change.path} | {
        side: None if data is None else b64encode(data).decode() for side, data in sides.items()
    }


def _decoded(entry: Mapping[str, object]) -> FileChange:
    path = _text(entry["path"])
    if not is_allowed(path):
        raise ValueError("not a path of the work tree")
    return FileChange(path, _bytes(entry["before"]), _bytes(entry["after"]))


def _bytes(value: object) -> bytes | None:
    try:
        return None if value is None else b64decode(_text(value), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None

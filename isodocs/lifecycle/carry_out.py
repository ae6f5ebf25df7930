"""Carry out a plan: all of its files or none, also when the process is killed in the middle.

The plan is first written to a journal in the Git directory. Once the journal stands, the change is
decided: whoever comes next finishes what was interrupted. Before that, nothing has happened.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path

from isodocs.errors import IsodocsError, LifecycleError
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.repository import writer
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.git import Git
from isodocs.repository.objects import LIMIT

_FOLDER = "isodocs"
_JOURNAL = "change.json"
_LOCK = "lock"
_PAUSE = 0.02
_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())
"""The locks that this thread holds, so that one step of a command does not wait for another."""


def carry_out(git: Git, plan: Plan) -> None:
    """Write the plan's files into the work tree and the index.

    Raises LifecycleError when a file is no longer as the plan found it, somebody else is writing,
    or the disk refuses; then every file is as it was before.
    """
    # The journal is the repository's, so it names the paths from the top, whoever finishes it.
    plan = replace(plan, changes=tuple(replace(c, path=git.prefix + c.path) for c in plan.changes))
    git = git.at("")
    with _alone(git) as folder:
        finish(git, folder)
        with WorkTreeFiles(str(git.top)) as files:
            held = {change.path: _read(files, change.path) for change in plan.changes}
        for change in plan.changes:
            if not _is(held[change.path], change.before):
                raise LifecycleError(
                    "the file was changed meanwhile",
                    path=change.path,
                    hint="Look at it, then run the command again.",
                )
        changes = [FileChange(c.path, held[c.path], c.after) for c in plan.changes]
        try:
            _write_journal(folder, changes)
            _write(git, changes)
        except (OSError, IsodocsError) as error:
            # An interruption is not caught: the journal stands, and the next command finishes.
            _undo(git, changes)
            (folder / _JOURNAL).unlink(missing_ok=True)
            raise _refused(error) if isinstance(error, OSError) else error from None
        (folder / _JOURNAL).unlink()


def recover(git: Git) -> tuple[str, ...]:
    """Finish a change that was interrupted; returns the paths concerned, none as a rule."""
    if not (git.directory / _FOLDER / _JOURNAL).exists():
        return ()
    with _alone(git) as folder:
        return finish(git.at(""), folder)


def finish(git: Git, folder: Path) -> tuple[str, ...]:
    """Carry out what the journal in `folder` holds, if any; the caller holds the lock.

    A file that somebody edited since is left as it is.
    """
    journal = folder / _JOURNAL
    try:
        text = journal.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    changes = [_decoded(entry) for entry in json.loads(text)]
    with WorkTreeFiles(str(git.top)) as files:
        changes = [c for c in changes if _read(files, c.path) in (c.before, c.after)]
    try:
        _write(git, changes)
    except OSError as error:
        raise _refused(error) from None
    journal.unlink()
    return tuple(change.path for change in changes)


@contextmanager
def alone(git: Git, patience: float) -> Iterator[None]:
    """Be the only one that writes here, from reading to writing; waits so many seconds for that.

    Whatever is carried out inside is part of it. Raises LifecycleError when others do not finish.
    """
    with _alone(git, patience):
        yield


@contextmanager
def _alone(git: Git, patience: float = 0) -> Iterator[Path]:
    """Hold the lock of this repository; the system lets go of it when the process dies."""
    folder = git.directory / _FOLDER
    if folder in _HELD.get():
        yield folder
        return
    try:
        folder.mkdir(exist_ok=True)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise _refused(error) from None
    try:
        _wait_for(lock, patience)
        held = _HELD.set(_HELD.get() | {folder})
        try:
            yield folder
        finally:
            _HELD.reset(held)
    finally:
        os.close(lock)


def _wait_for(lock: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            if time.monotonic() >= deadline:
                raise LifecycleError(
                    "another isodocs is writing to this repository",
                    hint="Wait until it has finished, then run the command again.",
                ) from None
        time.sleep(_PAUSE)


def _write_journal(folder: Path, changes: list[FileChange]) -> None:
    new = folder / f"{_JOURNAL}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump([_encoded(change) for change in changes], file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / _JOURNAL)


def _write(git: Git, changes: list[FileChange]) -> None:
    """Bring files and index to the state after; doing it twice does no harm."""
    with WorkTreeFiles(str(git.top)) as files:
        for change in changes:
            if change.after is None:
                files.remove(change.path)
            elif _read(files, change.path) != change.after:
                files.write(change.path, change.after)
    writer.stage(git, {change.path: change.after for change in changes})


def _undo(git: Git, changes: list[FileChange]) -> None:
    with suppress(OSError), WorkTreeFiles(str(git.top)) as files:
        for change in changes:
            if change.before is None:
                files.remove(change.path)
            elif _read(files, change.path) != change.before:
                files.write(change.path, change.before)


def _read(files: WorkTreeFiles, path: str) -> bytes | None:
    try:
        return files.read(path, LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise LifecycleError(
            f"the file cannot be read: {error.strerror or error}",
            path=path,
            hint="Put a plain file there.",
        ) from None


def _is(held: bytes | None, expected: bytes | None) -> bool:
    """Whether a file still holds what the plan was made for; line ends are Git's business."""
    if held is None or expected is None:
        return held is expected
    return held == expected or held.replace(b"\r\n", b"\n") == expected


def _encoded(change: FileChange) -> dict[str, str | None]:
    sides = {"before": change.before, "after": change.after}
    return {"path": change.path} | {
        side: None if data is None else b64encode(data).decode() for side, data in sides.items()
    }


def _decoded(entry: Mapping[str, str | None]) -> FileChange:
    before, after = entry["before"], entry["after"]
    return FileChange(
        str(entry["path"]),
        None if before is None else b64decode(before),
        None if after is None else b64decode(after),
    )


def _refused(error: OSError) -> LifecycleError:
    return LifecycleError(
        f"nothing was changed: {error.strerror or error}",
        path=str(error.filename or ""),
        hint="Free the disk or the permissions, then run the command again.",
    )

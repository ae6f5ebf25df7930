"""Carry out a plan: all of its files or none, also when the process is killed in the middle.

The plan is first written to a journal in the Git directory. Once the journal is written, the change
is decided: the next command finishes what was interrupted. Before that, nothing has happened. All
that needs room on the disk comes before the first file takes its new content, so that a full disk
changes nothing.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import IsodocsError, LifecycleError, RepositoryError
from isodocs.inventory.configuration import read_config
from isodocs.lifecycle import journal
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.config import PATH as CONFIG
from isodocs.model.config import Config
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import config as config_parsing
from isodocs.parsing import globs
from isodocs.repository import systems, writer
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.objects import LIMIT
from isodocs.repository.snapshot import WorkTreeSnapshot
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_FOLDER = "isodocs"
_LOCK = "lock"
_PAUSE = 0.02
_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())
"""The locks that this thread holds, so that one step of a command does not wait for another."""
_OURS: set[str] = set()
"""The Git directories whose lock any thread of this process holds, all links followed."""
_CONTROL = (".isodocs/", RECORDS)
PICTURES = ("png", "jpg", "gif", "webp")
"""The kinds of picture that are put beside documents."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_HALF_DONE = say(
    "The change is decided and half done. Make room or get the rights, then "
    "run any isodocs command that writes here: it finishes the change first."
)


def carry_out(git: Git, plan: Plan) -> None:
    """Write the plan's files into the work tree and the index.

    Raises LifecycleError when a file is no longer as the plan found it, someone else is writing,
    or the disk refuses; then every file is as it was before.
    """
    # The journal is the repository's, so it names the paths from the top, whichever command
    # finishes it.
    plan = replace(plan, changes=tuple(replace(c, path=git.prefix + c.path) for c in plan.changes))
    git = git.at("")
    with _alone(git) as folder:
        _finish(git, folder)
        changes = _as_found(git, plan.changes)
        index = writer.staged(git, [change.path for change in changes])
        try:
            journal.write(folder, changes)
            _write(git, changes)
        except (OSError, IsodocsError) as error:
            # An interruption is not caught: the journal is kept, and the next command finishes.
            if not _undone(git, changes, index):
                raise _half_done(error) from None
            journal.remove(folder)
            raise _refused(error) from None
        journal.remove(folder)


def place(git: Git, plan: Plan) -> None:
    """Write files that are not controlled ones, and so in no journal; checked as in `carry_out`.

    Raises LifecycleError where one is no longer as the plan found it, or the disk refuses.
    """
    with _alone(git) as folder:
        _finish(git, folder)
        changes = _as_found(git, plan.changes)
        try:
            _write(git, changes)
        except OSError as error:
            raise _refused(error) from None


def recover(git: Git) -> tuple[str, ...]:
    """Finish a change that was interrupted; returns the paths concerned, none as a rule.

    Raises LifecycleError for a journal that is damaged or that leads outside of what isodocs
    writes.
    """
    if not (git.directory / _FOLDER / journal.NAME).exists():
        return ()
    with _alone(git) as folder:
        return _finish(git.at(""), folder)


def _finish(git: Git, folder: Path) -> tuple[str, ...]:
    """Carry out what the journal in `folder` holds, if any; the caller holds the lock.

    A file that someone edited since is left as it is.
    """
    left = journal.read(folder)
    if not left:
        journal.remove(folder)
        return ()
    allowed = writable(git, left)
    for change in left:
        if not allowed(change.path):
            why = say("it is about {path!r}, which isodocs does not write", path=change.path)
            raise journal.unusable(folder, why)
    with WorkTreeFiles(str(git.top)) as files:
        changes = tuple(c for c in left if _read(files, c.path) in (c.before, c.after))
        files.discard(*(c.path for c in left if c not in changes))  # what was prepared for it
    try:
        _write(git, changes)
    except (OSError, IsodocsError) as error:
        raise _half_done(error) from None
    journal.remove(folder)
    return tuple(change.path for change in changes)


def writable(git: Git, left: Sequence[FileChange]) -> Callable[[str], bool]:
    """Whether a path (from the top) is one that isodocs writes: of a system, and controlled."""
    brought = {c.path: c.after for c in left if c.path.rsplit("/", 1)[-1] == CONFIG}
    folders = {path.rpartition("/")[0] for path in brought} | systems.of_index(git).folders
    known: list[tuple[str, Callable[[str], bool]]] = []
    for folder in folders:
        inside = git.at(folder)
        data = brought.get(inside.prefix + CONFIG)
        config = config_parsing.parse(data) if data else read_config(WorkTreeSnapshot(inside))
        known.append((inside.prefix, _documents(config)))
    if not known:
        known.append(("", _documents(Config())))

    def allowed(path: str) -> bool:
        for prefix, is_document in known:
            below = path.removeprefix(prefix)
            if path.startswith(prefix) and (
                below in (CONFIG, ".gitattributes")
                or below.startswith(_CONTROL)
                or is_document(below)
                or _is_picture(below, is_document)
            ):
                return True
        return False

    return allowed


def _is_picture(path: str, is_document: Callable[[str], bool]) -> bool:
    """Whether a path is that of a picture in a folder of documents."""
    name, _, kind = path.rpartition(".")
    return kind in PICTURES and is_document(f"{name}.md")


def _documents(config: Config) -> Callable[[str], bool]:
    if config.include:
        return globs.matcher(config.include, config.exclude)
    return lambda path: path.endswith(".md")


def _as_found(git: Git, changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """The changes with each file as it is on disk now, which must be what the plan found."""
    with WorkTreeFiles(str(git.top)) as files:
        _refuse_what_is_in_the_way(files, changes)
        held = {change.path: _read(files, change.path) for change in changes}
    differing = [c.path for c in changes if not _is(held[c.path], c.before)]
    # What Git makes of a file on its way into the index is not a change of it, nor is a file that a
    # sparse checkout leaves out gone; to find out costs more than to compare bytes.
    kept = dict(WorkTreeSnapshot(git).read(differing, refused={})) if differing else {}
    for change in changes:
        if change.path in differing:
            file = kept.get(change.path)
            if not _is(file.data if file else None, change.before):
                raise LifecycleError(
                    say("the file was changed meanwhile"),
                    path=change.path,
                    hint=say("Look at it, then run the command again."),
                )
    return tuple(FileChange(c.path, held[c.path], c.after) for c in changes)


def _refuse_what_is_in_the_way(files: WorkTreeFiles, changes: Sequence[FileChange]) -> None:
    """A link that someone committed in place of a folder would leave every change half done."""
    for change in changes:
        if change.after is not None and (obstacle := files.in_the_way(change.path)):
            raise LifecycleError(
                say(
                    "this is a file or a symbolic link where a folder is needed for {path}; "
                    "nothing was changed",
                    path=change.path,
                ),
                path=obstacle,
                hint=say(
                    "See where it comes from: `git log -- {obstacle}`. Take it away, then "
                    "run the command again.",
                    obstacle=obstacle,
                ),
            )


@contextmanager
def alone(git: Git, patience: float) -> Iterator[None]:
    """Be the only one that writes here, from reading to writing; waits so many seconds for that.

    Whatever is carried out inside is part of it. Raises LifecycleError when others do not finish.
    """
    with _alone(git, patience):
        yield


def is_changing(directory: str) -> bool:
    """Whether this process is in the middle of a change to what is in a Git directory.

    The lock of another process is not tried for this: to try it is to hold it for a moment.
    """
    return os.path.realpath(directory) in _OURS


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
        here = os.path.realpath(git.directory)
        _OURS.add(here)
        try:
            yield folder
        finally:
            _OURS.discard(here)
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
                    say("another isodocs is writing to this repository"),
                    hint=say("Wait until it has finished, then run the command again."),
                ) from None
        time.sleep(_PAUSE)


def _write(git: Git, changes: Sequence[FileChange]) -> None:
    """Bring files and index to the state after; doing it twice does no harm.

    Contents and index come first, since they need room; then every file takes its name at once.
    """
    with WorkTreeFiles(str(git.top)) as files:
        new = {
            change.path: change.after
            for change in changes
            if change.after is not None and _read(files, change.path) != change.after
        }
        try:
            for path, data in new.items():
                files.prepare(path, data)
            writer.stage(git, {change.path: change.after for change in changes})
            for path in new:
                files.put(path)
        except (OSError, IsodocsError):
            files.discard(*new)
            raise
        for change in changes:
            if change.after is None:
                files.remove(change.path)


def _undone(git: Git, changes: Sequence[FileChange], index: Mapping[str, writer.Staged]) -> bool:
    """Bring files and index back to the state before; whether that worked."""
    try:
        with WorkTreeFiles(str(git.top)) as files:
            for change in changes:
                if change.before is None:
                    files.remove(change.path)
                elif _read(files, change.path) != change.before:
                    files.write(change.path, change.before)
        if writer.staged(git, list(index)) != index:
            writer.restage(git, index)
    except (OSError, IsodocsError):
        return False
    return True


def _read(files: WorkTreeFiles, path: str) -> bytes | None:
    try:
        return files.read(path, LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise LifecycleError(
            say("the file cannot be read: {strerror}", strerror=error.strerror or error),
            path=path,
            hint=say("Put a plain file there."),
        ) from None


def _is(held: bytes | None, expected: bytes | None) -> bool:
    """Whether a file still holds what the plan was made for; line ends are Git's business."""
    if held is None or expected is None:
        return held is expected
    return held == expected or held.replace(b"\r\n", b"\n") == expected


def _refused(error: Exception) -> Exception:
    """The error for a change of which nothing was done."""
    if isinstance(error, RepositoryError):
        message = say("{message}; nothing was changed", message=error.message)
        return RepositoryError(message, path=error.path, hint=error.hint)
    if not isinstance(error, OSError):
        return error
    return LifecycleError(
        say("nothing was changed: {strerror}", strerror=error.strerror or error),
        path=str(error.filename or ""),
        hint=say("The disk is full: make room, then run the command again.")
        if error.errno in _FULL
        else say("Get the right to write there, then run the command again."),
    )


def _half_done(error: Exception) -> LifecycleError:
    """The error for a change that is in the journal and could be neither done nor undone."""
    if isinstance(error, OSError):
        return LifecycleError(
            error.strerror or str(error), path=str(error.filename or ""), hint=_HALF_DONE
        )
    path = error.path if isinstance(error, IsodocsError) else ""
    message = error.message if isinstance(error, IsodocsError) else str(error)
    return LifecycleError(message, path=path, hint=_HALF_DONE)

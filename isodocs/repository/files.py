"""Files of the work tree, read and written so that no symbolic link is ever followed.

Every folder on the way is opened from its parent by name, refusing links, so that a path cannot
be led elsewhere, not even while it is being read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Self

from isodocs.words import say

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK, opening a named pipe would wait for someone to write to it.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_UNFINISHED = ".isodocs-unfinished"


class WorkTreeFiles:
    """Opens files below `top`, their paths relative to its folder `below`.

    Neighbours in path order share the folders on their way.

    Every method raises OSError when the path is not there, or when a folder on its way is none.
    """

    def __init__(self, top: str, below: str = "") -> None:
        self._prefix = f"{below}/" if below else ""
        self._names: list[str] = []
        self._made: list[str] = []
        self._folders = [os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._folders:
            os.close(self._folders.pop())

    def stat(self, path: str) -> os.stat_result:
        """What is at `path` itself, never what a link there points to."""
        folder, name = self._enter(path)
        return os.stat(name, dir_fd=folder, follow_symlinks=False)

    def in_the_way(self, path: str) -> str:
        """What is where a folder on the way to `path` belongs; empty where nothing does."""
        for end, letter in enumerate(path):
            if letter == "/":
                try:
                    found = self.stat(path[:end])
                except FileNotFoundError:
                    return ""
                if not stat.S_ISDIR(found.st_mode):
                    return path[:end]
        return ""

    def link(self, path: str) -> bytes:
        """Where the symbolic link at `path` points to."""
        folder, name = self._enter(path)
        return os.fsencode(os.readlink(name, dir_fd=folder))

    def open(self, path: str) -> tuple[BinaryIO, int]:
        """The regular file at `path`, opened, and its size."""
        folder, name = self._enter(path)
        file = os.fdopen(os.open(name, _FILE, dir_fd=folder), "rb")
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            file.close()
            raise OSError(say("not a regular file"))
        return file, found.st_size

    def read(self, path: str, limit: int) -> bytes | None:
        """The content of the regular file at `path`; None when it has more than `limit` bytes."""
        file, size = self.open(path)
        with file:
            data = file.read(min(size, limit) + 1)
        return None if len(data) > limit else data

    def write(self, path: str, data: bytes) -> None:
        """Put a file there, whole or not at all, and make the folders on its way."""
        try:
            self.prepare(path, data)
            self.put(path)
        except OSError:
            self.discard(path)
            raise

    def prepare(self, path: str, data: bytes) -> None:
        """Write the content beside the file, so that `put` does not need more room on the disk.

        A file that is there will keep its permissions; a link there is replaced, not followed.
        """
        folder, name = self._enter(path, make=True)
        unfinished = os.open(_unfinished(name), _NEW_FILE, 0o666, dir_fd=folder)
        with os.fdopen(unfinished, "wb") as file:
            file.write(data)
            file.flush()
            with suppress(FileNotFoundError):
                before = os.stat(name, dir_fd=folder, follow_symlinks=False)
                if stat.S_ISREG(before.st_mode):
                    os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
            os.fsync(file.fileno())

    def put(self, path: str) -> None:
        """Let what was prepared take its name."""
        folder, name = self._enter(path)
        os.replace(_unfinished(name), name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)

    def discard(self, *paths: str) -> None:
        """Take away what was prepared, if anything, and the folders that were made for it."""
        for path in paths:
            with suppress(OSError):
                folder, name = self._enter(path)
                os.unlink(_unfinished(name), dir_fd=folder)
        while self._made:
            with suppress(OSError):  # something else may be in it
                folder, name = self._enter(self._made[-1], whole=True)
                os.rmdir(name, dir_fd=folder)
            self._made.pop()

    def remove(self, path: str) -> None:
        """Take a file away; one that is gone already is not an error."""
        with suppress(FileNotFoundError, NotADirectoryError):
            folder, name = self._enter(path)
            os.unlink(name, dir_fd=folder)
            os.fsync(folder)

    def _enter(self, path: str, *, make: bool = False, whole: bool = False) -> tuple[int, str]:
        """The folder that `path` is in, opened, and its name there; `whole` paths have a prefix."""
        *names, name = (path if whole else self._prefix + path).split("/")
        if ".." in names or name in ("", ".", ".."):
            raise OSError(say("not a path inside the work tree"))
        if names != self._names:
            common = 0
            while common < min(len(names), len(self._names)):
                if names[common] != self._names[common]:
                    break
                common += 1
            while len(self._names) > common:
                self._names.pop()
                os.close(self._folders.pop())
            for folder in names[common:]:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(folder, dir_fd=self._folders[-1])
                        self._made.append("/".join([*self._names, folder]))
                self._folders.append(os.open(folder, _FOLDER, dir_fd=self._folders[-1]))
                self._names.append(folder)
        return self._folders[-1], name


def _unfinished(name: str) -> str:
    """Where a file is written before it takes its name; the same each time, so none is left."""
    return f"{_UNFINISHED}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:12]}"

"""The files of a pack that is there, in a folder or a zip: their names, and each in pieces."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from isodocs.errors import PackError
from isodocs.packs import archive
from isodocs.words import say

_CHUNK = 1 << 20
_MOST_FILES = 100_000


class PackedFiles(Protocol):
    """What is in a pack."""

    @property
    def names(self) -> tuple[str, ...]:
        """The files, with `/` between folders."""

    def read(self, name: str) -> Iterator[bytes]:
        """A file in pieces; raises PackError where it cannot be read."""


class FolderFiles:
    """A pack that was unpacked, or made as a folder. Links are not followed."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._odd: set[str] = set()
        self._names = tuple(sorted(self._walk()))

    @property
    def names(self) -> tuple[str, ...]:
        """See `PackedFiles.names`; what is not a plain file is there as well."""
        return self._names

    def read(self, name: str) -> Iterator[bytes]:
        """See `PackedFiles.read`."""
        if name in self._odd:
            raise PackError(say("is not a plain file"), path=name)
        try:
            with (self._top / name).open("rb") as source:
                while chunk := source.read(_CHUNK):
                    yield chunk
        except OSError as error:
            raise PackError(
                say("cannot be read: {strerror}", strerror=error.strerror), path=name
            ) from error

    def _walk(self) -> Iterator[str]:
        number, left = 0, [""]
        while left:
            below = left.pop()
            with os.scandir(self._top / below) as found:
                for entry in found:
                    number += 1
                    if number > _MOST_FILES:
                        raise PackError(
                            say("this folder holds too many files"), path=str(self._top)
                        )
                    if entry.is_dir(follow_symlinks=False):
                        left.append(f"{below}{entry.name}/")
                        continue
                    path = os.fsencode(f"{below}{entry.name}")
                    name = path.decode("utf-8", "backslashreplace")
                    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                        self._odd.add(name)
                    yield name


@contextmanager
def opened(place: Path) -> Iterator[PackedFiles]:
    """The files of a zip or a folder; raises PackError for anything else, and for a hostile zip."""
    if place.is_dir():
        yield FolderFiles(place)
        return
    if not place.is_file():
        raise PackError(say("there is no such file or folder"), path=str(place))
    with archive.opened(place) as files:
        yield files


def digest_of(data: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest_in(files: PackedFiles, name: str) -> str:
    """SHA-256 of a file; empty where it cannot be read."""
    digest = hashlib.sha256()
    try:
        for chunk in files.read(name):
            digest.update(chunk)
    except PackError:
        return ""
    return digest.hexdigest()

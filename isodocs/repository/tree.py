"""What a snapshot is: every path with its kind and content, and a way to read it.

Names that are not UTF-8 are kept by surrogate escapes (PEP 383), as Python's own file names are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Protocol

from isodocs.errors import RepositoryError
from isodocs.named_tuple import NamedTuple
from isodocs.repository.git_errors import escaped
from isodocs.repository.objects import LIMIT
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.attributes import Attributes

SUBMODULE = "160000"
SYMLINK = "120000"
EXECUTABLE = "100755"
FILE = "100644"


class TreeEntry(NamedTuple):
    """What a path is: its Git mode (six octal digits) and the id of its content."""

    mode: str
    blob: str


class Pointer(NamedTuple):
    """A content that is kept in Git LFS, by its digest and size."""

    sha256: str
    size: int


class SnapshotFile(NamedTuple):
    """A file as read: `blob` is the id of exactly these bytes.

    `pointer` is what they stand for where the attributes of the same snapshot give the path to Git
    LFS and only the pointer is here.
    """

    path: str
    blob: str
    data: bytes
    pointer: Pointer | None = None

    @property
    def sha256(self) -> str:
        """The digest of the content that people see: of these bytes, or what they stand for."""
        return self.pointer.sha256 if self.pointer else hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """How many bytes people see."""
        return self.pointer.size if self.pointer else len(self.data)


class Snapshot(Protocol):
    """One state of all files."""

    @property
    def label(self) -> str:
        """What a reader calls it: "work tree", "index" or "commit 1a2b3c4"."""

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """Every path with its mode and content, symbolic links and submodules included."""

    @property
    def attributes(self) -> Attributes:
        """What the snapshot's own `.gitattributes` say."""

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """(path, file) for each of `paths`, in their order, one in memory at a time.

        A path that is not a regular file, is not there or has more than `limit` bytes is noted with
        the reason in `refused` and left out; without `refused` it raises RepositoryError.
        """


def not_a_file(mode: str) -> str:
    """Why an object of this mode is not read as a file; empty for a regular file."""
    if mode in (FILE, EXECUTABLE, "100664"):
        return ""
    if mode == SYMLINK:
        return say("is a symbolic link, and links are not followed")
    if mode == SUBMODULE:
        return say("is a submodule, another repository")
    return say("is not a regular file (mode {mode})", mode=mode)


def refuse(path: str, reason: str, refused: MutableMapping[str, str] | None) -> None:
    """Note the reason, or raise it as RepositoryError where no one collects reasons."""
    if refused is None:
        raise RepositoryError(
            reason,
            path=escaped(path),
            hint=say("Put a plain file there, or take it out of the list."),
        )
    refused[path] = reason

"""The work tree as a snapshot: what is on disk, whatever the index claims about it."""

from __future__ import annotations

import errno
import hashlib
import os
import shlex
import stat
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.repository import attributes, conversion
from isodocs.repository.attributes import Attributes
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.git_errors import escaped
from isodocs.repository.index import Listed, listing, stat_data, written_at
from isodocs.repository.objects import LIMIT, blob_id, large_blob_id, pieces, read_blobs
from isodocs.repository.stored import StoredSnapshot, above, as_read
from isodocs.repository.tree import (
    EXECUTABLE,
    FILE,
    SUBMODULE,
    SYMLINK,
    Pointer,
    SnapshotFile,
    TreeEntry,
    not_a_file,
    refuse,
)
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""Deleted, or a folder on its way is a file or a link now. Any other fault: there, and unread."""


class _LeftOut(StoredSnapshot):
    """The files that a sparse checkout leaves out of the work tree, as the index has them."""

    label: str = "index"

    def __init__(self, git: Git) -> None:
        self.git = git
        self.found: dict[str, TreeEntry] = {}

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        return self.found

    def _above(self) -> Mapping[str, str]:
        return {}


def own_attributes(git: Git) -> bytes:
    """The clone's own `info/attributes`, which are above those of the repository."""
    try:
        with WorkTreeFiles(str(git.common_directory)) as files:
            return files.read("info/attributes", attributes.LIMIT) or b""
    except OSError:
        return b""


class WorkTreeSnapshot:
    """Every tracked file that is there, and every untracked one that is not ignored.

    Files that the index calls unchanged or skipped are looked at all the same. One that is not
    there because Git leaves it out (git-sparse-checkout(1), "skip-worktree") is as
    the index has it; one that cannot be read is listed, and is refused when it is read. What Git
    itself makes of a file on its way into the index is undone: CRLF for LF where that gives the
    index's blob, `$Id: ...$` under the attribute `ident`, and for the id of a file in Git LFS its
    pointer.
    """

    label: str = say("work tree")

    def __init__(self, git: Git, only: Sequence[str] = ()) -> None:
        """With `only` these paths alone; with none of them, all. Attributes are read of all.

        Raises RepositoryError in a bare repository.
        """
        if git.is_bare:
            raise RepositoryError(
                say("a bare repository has no work tree"), hint=say("Name a commit: `--rev main`.")
            )
        self.git = git
        self._only = only
        self._left_out = _LeftOut(git)

    @cached_property
    def listed(self) -> Mapping[str, Listed]:
        """The files that Git knows of, and those that it does not ignore, in a commit's order."""
        found = {item.path: item for item in listing(self.git, untracked=True, only=self._only)}
        return {path: found[path] for path in sorted(found, key=os.fsencode)}

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        written = written_at(self.git)
        entries = {}
        with WorkTreeFiles(str(self.git.top), self.git.folder) as files:
            for path, item in self.listed.items():
                entry = self._entry(files, item, written)
                if entry is not None:
                    entries[path] = entry
        return entries

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""
        return self._entries

    @cached_property
    def attributes(self) -> Attributes:
        """See `Snapshot.attributes`."""
        return Attributes(self._rules, prefix=self.git.prefix)

    @cached_property
    def conversions(self) -> Attributes:
        """The attributes by which Git converts in this clone, its own file among them."""
        return Attributes(self._rules, own_attributes(self.git), self.git.prefix)

    @cached_property
    def _rules(self) -> dict[str, bytes]:
        """The `.gitattributes`, read without asking for `entries`, which need them."""
        found: dict[str, bytes] = {}
        left_out = _LeftOut(self.git)
        names = [path for path in self.listed if attributes.is_attributes(path)]
        with WorkTreeFiles(str(self.git.top)) as files:
            for path in [*above(self.git), *(self.git.prefix + name for name in names)]:
                with suppress(OSError):
                    found[path] = files.read(path, attributes.LIMIT) or b""
        for path in names:
            item = self.listed[path]
            if item.skipped and self.git.prefix + path not in found:
                left_out.found[path] = TreeEntry(item.mode, item.blob)
        stored = left_out.read(list(left_out.found), limit=attributes.LIMIT, refused={})
        return found | {self.git.prefix + path: file.data for path, file in stored}

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """See `Snapshot.read`. What is read is what is on disk now."""
        wanted = list(paths)
        entries, left_out = self.entries, self._left_out
        unseen = [path for path in wanted if path in left_out.found]
        faults: dict[str, str] = {}
        stored = left_out.read(unseen, limit=limit, refused=faults)
        following = next(stored, None)
        with WorkTreeFiles(str(self.git.top), self.git.folder) as files:
            for path in wanted:
                entry = entries.get(path)
                if entry is None:
                    refuse(path, say("is not there"), refused)
                    continue
                if reason := not_a_file(entry.mode):
                    refuse(path, reason, refused)
                    continue
                if path in left_out.found:
                    if following is None or following[0] != path:
                        refuse(path, faults.get(path, say("cannot be read")), refused)
                        continue
                    yield path, as_read(self, path, entry.blob, following[1].data)
                    following = next(stored, None)
                    continue
                try:
                    data = files.read(path, limit)
                    if data is None and conversion.in_lfs(self.attributes, path):
                        data = conversion.written(self._content(files, path))
                except OSError as error:
                    refuse(
                        path, say("cannot be read: {part}", part=error.strerror or error), refused
                    )
                    continue
                if data is None:
                    refuse(path, say("has more than {limit:,} bytes", limit=limit), refused)
                    continue
                blob, data = self._as_git_keeps(path, data, self.listed[path].blob)
                yield path, as_read(self, path, blob, data)

    def to_commit(self, path: str) -> bytes | None:
        """The content of `path` for a commit that isodocs makes itself; None when it is gone.

        What a filter makes of a file is taken from the index, where `git add` put it: isodocs runs
        no filter, and what it would commit instead (the whole picture instead of its pointer, the
        plain text of an encrypted file) must not get into history. Raises RepositoryError when it
        is not there yet.
        """
        entry = self.entries.get(path)
        named = self.conversions.of(path).get("filter")
        if entry is None or not isinstance(named, str):
            return next((file.data for _, file in self.read([path], refused={})), None)
        if entry.blob != self.listed[path].blob:
            raise RepositoryError(
                say(
                    "it goes through the filter {named!r}, which isodocs does not run", named=named
                ),
                path=escaped(path),
                hint=say(
                    "Stage it, so that Git does: git add {quote}. Then run the command again.",
                    quote=shlex.quote(path),
                ),
            )
        return next(data for _, data in read_blobs(self.git, [entry.blob]))

    def _entry(
        self, files: WorkTreeFiles, item: Listed, written: tuple[int, int]
    ) -> TreeEntry | None:
        try:
            found = files.stat(item.path)
            if stat.S_ISDIR(found.st_mode):
                return TreeEntry(SUBMODULE, item.blob) if item.mode == SUBMODULE else None
            if stat.S_ISLNK(found.st_mode):
                return TreeEntry(SYMLINK, self._blob_id(files.link(item.path)))
            if not stat.S_ISREG(found.st_mode):
                return TreeEntry(f"{stat.S_IFMT(found.st_mode):06o}", self.git.null_id)
            mode = EXECUTABLE if found.st_mode & stat.S_IXUSR else FILE
            now = stat_data(found)
            if item.stat == now and item.mode in (FILE, EXECUTABLE) and now[2:4] < written:
                return TreeEntry(mode, item.blob)
            data = files.read(item.path, LIMIT)
            if data is None or (data and conversion.in_lfs(self.attributes, item.path)):
                return TreeEntry(mode, self._id_in_git(files, item.path, data))
        except OSError as error:
            return self._not_readable(item, error)
        return TreeEntry(mode, self._as_git_keeps(item.path, data, item.blob)[0])

    def _not_readable(self, item: Listed, error: OSError) -> TreeEntry | None:
        """What is at a path that cannot be looked at; None where nothing does."""
        if error.errno in _NOT_THERE:
            if not item.skipped:
                return None
            self._left_out.found[item.path] = entry = TreeEntry(item.mode, item.blob)
            return entry
        return TreeEntry(item.mode or FILE, item.blob or self.git.null_id)

    def _id_in_git(self, files: WorkTreeFiles, path: str, data: bytes | None) -> str:
        """The id of what Git keeps of a file in LFS, or of one that is too large to be read."""
        if not conversion.in_lfs(self.attributes, path):
            file, size = files.open(path)
            with file:
                return large_blob_id(file, size, self.git.object_format)
        if data is None or conversion.pointer(data) is None:
            data = conversion.written(self._content(files, path))
        return self._blob_id(data)

    def _content(self, files: WorkTreeFiles, path: str) -> Pointer:
        """The digest and size of a file, however large."""
        digest = hashlib.sha256()
        file, size = files.open(path)
        with file:
            for piece in pieces(file, size):
                digest.update(piece)
        return Pointer(digest.hexdigest(), size)

    def _as_git_keeps(self, path: str, data: bytes, blob: str) -> tuple[str, bytes]:
        """The id of `data`, and `data`, as Git keeps them; `blob` is what the index has there."""
        id = self._blob_id(data)
        if id == blob:
            return id, data
        if b"$Id:" in data and not attributes.is_attributes(path):
            data = conversion.without_ident(self.conversions, path, data)
            id = self._blob_id(data)
        if id != blob and blob and b"\r\n" in data:
            normal = data.replace(b"\r\n", b"\n")
            if self._blob_id(normal) == blob:
                return blob, normal
        return id, data

    def _blob_id(self, data: bytes) -> str:
        return blob_id(data, self.git.object_format)

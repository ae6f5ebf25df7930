"""The work tree as a snapshot: what is on disk, whatever the index claims about it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property

from isodocs.errors import RepositoryError
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.git import Git
from isodocs.repository.index import Listed, listing, stat_data, written_at
from isodocs.repository.objects import LIMIT, blob_id, large_blob_id
from isodocs.repository.tree import (
    EXECUTABLE,
    FILE,
    SUBMODULE,
    SYMLINK,
    Snapshot,
    SnapshotFile,
    TreeEntry,
    not_a_file,
    refuse,
)


class WorkTreeSnapshot:
    """Every tracked file that is there, and every untracked one that is not ignored.

    Files that the index calls unchanged or skipped are looked at all the same. A file that differs
    from the index only by CRLF for LF counts as the index's blob, and is read as that.
    """

    label = "work tree"

    def __init__(self, git: Git) -> None:
        """Raises RepositoryError in a bare repository."""
        if git.is_bare:
            raise RepositoryError(
                "a bare repository has no work tree", hint="Name a commit: `--rev main`."
            )
        self.git = git

    @cached_property
    def _listed(self) -> dict[str, Listed]:
        return {item.path: item for item in listing(self.git, untracked=True)}

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        written = written_at(self.git)
        entries = {}
        with WorkTreeFiles(str(self.git.top), self.git.folder) as files:
            for path, item in self._listed.items():
                entry = self._entry(files, item, written)
                if entry is not None:
                    entries[path] = entry
        return entries

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""
        return self._entries

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """See `Snapshot.read`. What is read is what is on disk now."""
        with WorkTreeFiles(str(self.git.top), self.git.folder) as files:
            for path in paths:
                entry = self.entries.get(path)
                if entry is None:
                    refuse(path, "is not there", refused)
                    continue
                if reason := not_a_file(entry.mode):
                    refuse(path, reason, refused)
                    continue
                try:
                    data = files.read(path, limit)
                except OSError as error:
                    refuse(path, f"cannot be read: {error.strerror or error}", refused)
                    continue
                if data is None:
                    refuse(path, f"has more than {limit:,} bytes", refused)
                    continue
                blob, data = self._as_in_index(data, self._listed[path].blob)
                yield path, SnapshotFile(path, blob, data)

    def changes_against(self, base: Snapshot) -> list[str]:
        """The paths whose content or kind differs between `base` and the work tree, sorted."""
        before, after = base.entries, self.entries
        paths = before.keys() | after.keys()
        return sorted(path for path in paths if before.get(path) != after.get(path))

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
            if data is None:
                file, size = files.open(item.path)
                with file:
                    return TreeEntry(mode, large_blob_id(file, size, self.git.object_format))
        except OSError:
            # Deleted, or a folder on its way is a link or a file now: to Git, too, it is gone.
            return None
        return TreeEntry(mode, self._as_in_index(data, item.blob)[0])

    def _as_in_index(self, data: bytes, blob: str) -> tuple[str, bytes]:
        """The id of `data`, and `data`: with LF for CRLF if that makes it the index's blob."""
        id = self._blob_id(data)
        if id != blob and blob and b"\r\n" in data:
            normal = data.replace(b"\r\n", b"\n")
            if self._blob_id(normal) == blob:
                return blob, normal
        return id, data

    def _blob_id(self, data: bytes) -> str:
        return blob_id(data, self.git.object_format)

"""The files of a tree as Git lists them, each read of the list when it is asked for.

A list has a record for each file, in the order of the bytes of their paths. So a file, or all below
a folder, is found by halving the list, and most of ten thousand files are never looked at.
"""

from __future__ import annotations

import os
from collections.abc import ItemsView, Iterable, Iterator, Mapping

from isodocs.repository.tree import TreeEntry

Others = Mapping[str, TreeEntry | None]
"""Files that take the places of what is listed; None for one that is not there."""

_PLAIN, _NEXT = b"H ", b"\0H "


def are_all_plain(listed: bytes) -> bool:
    """Whether no file of the list is in a conflict, or left out of the work tree."""
    return not listed or (
        listed.startswith(_PLAIN) and listed.count(_NEXT) + 1 == listed.count(b"\0")
    )


class ListedFiles(Mapping[str, TreeEntry]):
    """The files of a list by their paths, in its order, but for others in their places."""

    def __init__(self, listed: bytes, prefix: str = "", others: Others | None = None) -> None:
        """The list of `git ls-files -t --stage -z`, `are_all_plain`.

        `prefix` is what all paths of the list begin with, and those asked for do not.
        """
        self._listed, self._prefix, self._others = listed, os.fsencode(prefix), others or {}
        self._whole: dict[str, TreeEntry] = {}

    def __getitem__(self, path: str) -> TreeEntry:
        if self._whole:
            return self._whole[path]
        found = self._others[path] if path in self._others else self._at(path)
        if found is None:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def items(self) -> ItemsView[str, TreeEntry]:
        """All of them."""
        return self._all().items()

    def with_others(self, others: Others) -> ListedFiles:
        """The same files with others in their places."""
        return ListedFiles(self._listed, os.fsdecode(self._prefix), {**self._others, **others})

    def below(self, folder: str) -> dict[str, TreeEntry]:
        """The files below a folder, in order; its name ends with a slash."""
        others = {path: each for path, each in self._others.items() if path.startswith(folder)}
        return put(self._read(self._part(folder)), others)

    def is_folder(self, path: str) -> bool:
        """Whether any file is below this path."""
        folder = f"{path}/"
        try:
            part = self._part(folder)
        except UnicodeEncodeError:  # no folder has such a name
            return False
        here = any(path.startswith(folder) for path in self._others)
        return bool(self.below(folder) if here else part)

    def directly_in(self, folder: str) -> list[str]:
        """The paths of the files in a folder that are in no other below it, in order."""
        part = self._part(folder)
        # what comes before the path is as long in each record
        end = part.find(b"\t") + 1 + len(self._prefix + os.fsencode(folder))
        found = [record[end:] for record in _records(part) if record.rfind(b"/") < end]
        paths = {folder + os.fsdecode(each) for each in found}
        here = {path for path in self._others if is_directly_in(path, folder)}
        there = {path for path in here if self._others[path]}
        return sorted((paths - here) | there, key=os.fsencode)

    def spelt(self, names: Iterable[str]) -> set[str]:
        """The files and folders that differ from one of these in capitals alone, at most.

        Also all that are not in plain ASCII, whose capitals are not plain either.
        """
        found = {each for path in self._others for each in (path, *_above(path))}
        text, prefix = self._listed.lower(), self._prefix.lower()
        for name in (prefix + each.encode() for each in names if each.isascii()):
            found.update(self._spelt(text, name, b"\0"), self._spelt(text, name, b"/"))
        if not text.isascii():
            odd = [record for record in _records(self._listed) if not record.isascii()]
            paths = [os.fsdecode(_path_in(record)[len(prefix) :]) for record in odd]
            found.update(each for path in paths for each in (path, *_above(path)))
        return found

    def _spelt(self, text: bytes, name: bytes, end: bytes) -> Iterator[str]:
        """Each spelling of a name at the beginning of a path; `text` is the list in small letters.

        What else has this spelling is passed over.
        """
        sought, at = b"\t" + name + end, 0
        while (at := text.find(sought, at)) >= 0:
            written = self._listed[at + 1 : at + 1 + len(name)]
            yield os.fsdecode(written[len(self._prefix) :])
            at = max(at + 1, self._first(written + b"0") - 1 if end == b"/" else 0)

    def may_have(self, texts: Iterable[str]) -> bool:
        """Whether one of these texts may be in a path."""
        return any(
            os.fsencode(text) in self._listed or any(text in path for path in self._others)
            for text in texts
        )

    def _all(self) -> dict[str, TreeEntry]:
        if not self._whole:
            self._whole = put(self._read(self._listed), self._others)
        return self._whole

    def _at(self, path: str) -> TreeEntry | None:
        try:
            name = self._prefix + os.fsencode(path)
        except UnicodeEncodeError:  # no file has such a name
            return None
        start = self._first(name)
        record = self._listed[start : self._listed.find(b"\0", start)]
        return _entry(record) if record and _path_in(record) == name else None

    def _part(self, folder: str) -> bytes:
        """The records of all files below a folder."""
        name = self._prefix + os.fsencode(folder)
        return self._listed[self._first(name) : self._first(name[:-1] + b"0")]  # it follows "/"

    def _first(self, name: bytes) -> int:
        """Where the first record is whose path does not come before this name."""
        listed, low, high = self._listed, 0, len(self._listed)
        while low < high:
            start = listed.rfind(b"\0", low, (low + high) // 2) + 1 or low
            path = listed.index(b"\t", start) + 1
            end = listed.index(b"\0", path)
            if listed[path:end] < name:
                low = end + 1
            else:
                high = start
        return low

    def _read(self, listed: bytes) -> dict[str, TreeEntry]:
        cut, found = len(self._prefix), {}
        for record in os.fsdecode(listed).split("\0")[:-1]:
            said, _, path = record.partition("\t")
            _, mode, blob, _ = said.split(" ")
            found[path[cut:]] = TreeEntry(mode, blob)
        return found


def _records(listed: bytes) -> list[bytes]:
    """Each of them is of a file: `H 100644`, its blob, its stage, and behind a tab its path."""
    return listed.split(b"\0")[:-1]


def _path_in(record: bytes) -> bytes:
    return record.partition(b"\t")[2]


def _entry(record: bytes) -> TreeEntry:
    _, mode, blob, _ = record.partition(b"\t")[0].decode().split(" ")
    return TreeEntry(mode, blob)


def below(entries: Mapping[str, TreeEntry], *folders: str) -> dict[str, TreeEntry]:
    """The files below some folders, in order; the names of these end with a slash."""
    if isinstance(entries, ListedFiles):
        return {
            path: each for name in sorted(folders) for path, each in entries.below(name).items()
        }
    return {path: each for path, each in entries.items() if path.startswith(folders)}


def directly_in(entries: Mapping[str, TreeEntry], folder: str) -> list[str]:
    """The paths of the files in a folder that are in no other below it, in order."""
    if isinstance(entries, ListedFiles):
        return entries.directly_in(folder)
    return [path for path in entries if is_directly_in(path, folder)]


def with_any(entries: Mapping[str, TreeEntry], *texts: str) -> list[str]:
    """The paths in which one of these texts is, in order."""
    if isinstance(entries, ListedFiles) and not entries.may_have(texts):
        return []
    return [path for path in entries if any(text in path for text in texts)]


def with_others(entries: Mapping[str, TreeEntry], others: Others) -> Mapping[str, TreeEntry]:
    """The same files with others in their places, in the order in which Git lists them."""
    if isinstance(entries, ListedFiles):
        return entries.with_others(others)
    return put(dict(entries), others)


def put(found: dict[str, TreeEntry], others: Others) -> dict[str, TreeEntry]:
    """Put others in the places of what was found, and return it in order."""
    came = any(each and path not in found for path, each in others.items())
    for path, each in others.items():
        if each:
            found[path] = each
        else:
            found.pop(path, None)
    return dict(sorted(found.items(), key=lambda each: os.fsencode(each[0]))) if came else found


def _above(path: str) -> Iterator[str]:
    """The folders that a path is in."""
    while path := path.rpartition("/")[0]:
        yield path


def is_directly_in(path: str, folder: str) -> bool:
    """Whether a file is in a folder, and in no other below it."""
    return path.startswith(folder) and "/" not in path[len(folder) :]

"""Commits of plain files as Git makes them, without a process of Git: the tests make ten thousand.

Whatever is out of the ordinary (attributes, hooks, a merge, a detached HEAD, odd names) is left to
Git. `tests/repository/test_plain_commit.py` compares what both make.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import NamedTuple

_HEAD = struct.Struct(">4sII")
_ENTRY = struct.Struct(">10I20sH")
_EXTENSION = struct.Struct(">4sI")
_SHORT = 0xFFF
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "packed-refs", "info/attributes")
_ODD = re.compile(rb"(^|/)(\.\.?(/|$)|\.git|/)|[\\~:\n]|^$|/$", re.IGNORECASE)
_PERSON = re.compile(r"(\w(?:[^<>\n]*\w)?) <([^<>\s]+@[^<>\s]*\w)>")
_DAY = re.compile(r"(?:19[89]\d|20\d\d)-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_MESSAGE = re.compile(r"\S(?:.*\S)?(?:\n{1,2}\S(?:.*\S)?)*")


class NotPlainError(Exception):
    """Git itself is needed."""


class _Entry(NamedTuple):
    """An entry of the index: the stat data as Git keeps them, of which the mode is one."""

    looks: tuple[int, ...]
    id: bytes
    flags: int


@dataclass
class PlainRepository:
    """A repository with its work tree at `path`, and its settings as they were when it was made.

    They are empty where they are not known.
    """

    path: Path
    settings: bytes
    _folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self._folder = self.path / ".git"

    def stage(self, paths: Collection[str]) -> None:
        """Bring these paths into the index as they are in the work tree, or are not there."""
        self._look()
        names = [os.fsencode(path) for path in paths]
        entries = self._index()
        for name in names:
            self._stage(entries, name)
        self._write_index(entries)

    def commit(self, message: str, author: str, committer: str, date: str) -> str:
        """Commit the index on the branch that is checked out; the id of the commit."""
        self._look()
        branch = self._branch()
        entries = self._index()
        people = [_at(person, date) for person in (author, committer)]
        if not _MESSAGE.fullmatch(message):
            raise NotPlainError
        place = self._folder / branch
        parent = place.read_text().strip() if place.exists() else ""
        lines = [f"tree {self._tree(entries).hex()}", *([f"parent {parent}"] if parent else ())]
        lines += [f"author {people[0]}", f"committer {people[1]}", "", message, ""]
        made = self._keep(b"commit", os.fsencode("\n".join(lines))).hex()
        self._note(branch, parent, made, people[1], message.partition("\n")[0])
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{made}\n")
        (self._folder / "COMMIT_EDITMSG").write_text(f"{message}\n")
        return made

    def _look(self) -> None:
        """Raise NotPlainError where anything in the repository may decide what a commit is."""
        folder = self._folder
        if not self.settings:
            raise NotPlainError
        if any(os.path.lexists(folder / name) for name in _UNDER_WAY):
            raise NotPlainError
        hooks = folder / "hooks"
        if (folder / "config").read_bytes() != self.settings or (
            hooks.is_dir() and any(hooks.iterdir())
        ):
            raise NotPlainError

    def _branch(self) -> str:
        kind, _, name = (self._folder / "HEAD").read_text().strip().partition(" ")
        if kind != "ref:" or not name.startswith("refs/heads/"):
            raise NotPlainError
        return name

    def _index(self) -> dict[bytes, _Entry]:
        """The entries of the index by path; of one that Git may not look at, the size is 0."""
        place = self._folder / "index"
        if not place.exists():
            return {}
        data, written = place.read_bytes(), place.stat().st_mtime_ns
        mark, version, count = _HEAD.unpack_from(data)
        if (mark, version) != (b"DIRC", 2):
            raise NotPlainError
        found, at = dict[bytes, _Entry](), _HEAD.size
        for _ in range(count):
            *looks, id, flags = _ENTRY.unpack_from(data, at)
            begin = at + _ENTRY.size
            end = data.index(b"\0", begin)
            if flags & ~_SHORT:
                raise NotPlainError
            found[data[begin:end]] = self._as_of_now(
                data[begin:end], _Entry(tuple(looks), id, flags), written
            )
            at += (end - at + 8) & ~7
        while at < len(data) - 20:
            name, size = _EXTENSION.unpack_from(data, at)
            if name != b"TREE":
                raise NotPlainError
            at += _EXTENSION.size + size
        return found

    def _as_of_now(self, name: bytes, entry: _Entry, written: int) -> _Entry:
        """The same, but with the size 0 where it may have changed in the tick of the index."""
        if entry.looks[2] * 10**9 + entry.looks[3] < written:
            return entry
        try:
            data = Path(os.fsdecode(os.path.join(os.fsencode(self.path), name))).read_bytes()
        except OSError:
            data = None
        if data is not None and _id(b"blob", data) == entry.id:
            return entry
        return entry._replace(looks=(*entry.looks[:-1], 0))

    def _stage(self, entries: dict[bytes, _Entry], name: bytes) -> None:
        place = os.path.join(os.fsencode(self.path), name)
        above = _above(name)
        folder = name + b"/"
        if _ODD.search(name) or not entries.keys().isdisjoint(above):
            raise NotPlainError
        if any(other.startswith(folder) for other in entries):
            raise NotPlainError
        for each in (b"", *above):
            here = os.path.join(os.fsencode(self.path), each)
            if os.path.islink(here) or os.path.lexists(os.path.join(here, b".gitattributes")):
                raise NotPlainError
            if each and os.path.lexists(os.path.join(here, b".git")):
                raise NotPlainError  # another repository
        try:
            seen = os.lstat(place)
        except FileNotFoundError:
            if entries.pop(name, None) is None:
                raise NotPlainError from None
            return
        if not stat.S_ISREG(seen.st_mode):
            raise NotPlainError
        with open(place, "rb") as file:
            id = self._keep(b"blob", file.read())
        entries[name] = _Entry(_looks(seen), id, min(len(name), _SHORT))

    def _write_index(self, entries: Mapping[bytes, _Entry]) -> None:
        parts = [_HEAD.pack(b"DIRC", 2, len(entries))]
        for name in sorted(entries):
            entry = _ENTRY.pack(*entries[name].looks, entries[name].id, entries[name].flags) + name
            parts.append(entry + b"\0" * (8 - len(entry) % 8))
        data = b"".join(parts)
        lock = self._folder / "index.lock"
        lock.write_bytes(data + sha1(data, usedforsecurity=False).digest())
        lock.rename(self._folder / "index")

    def _tree(self, entries: Mapping[bytes, _Entry]) -> bytes:
        """The id of the tree of these entries, which is kept with all below it."""
        names = sorted(entries)
        return self._tree_of([(name.split(b"/"), entries[name]) for name in names], 0)

    def _tree_of(self, entries: list[tuple[list[bytes], _Entry]], depth: int) -> bytes:
        lines, at = [], 0
        while at < len(entries):
            parts, entry = entries[at]
            if len(parts) == depth + 1:
                lines.append(b"%o %s\0%s" % (entry.looks[6], parts[depth], entry.id))
                at += 1
                continue
            end = at
            while end < len(entries) and entries[end][0][depth] == parts[depth]:
                end += 1
            below = self._tree_of(entries[at:end], depth + 1)
            lines.append(b"40000 %s\0%s" % (parts[depth], below))
            at = end
        return self._keep(b"tree", b"".join(lines))

    def _keep(self, kind: bytes, data: bytes) -> bytes:
        """Write an object, if it is not there; its id."""
        id = _id(kind, data)
        name = id.hex()
        folder = self._folder / "objects" / name[:2]
        place = folder / name[2:]
        if not place.exists():
            folder.mkdir(exist_ok=True)
            place.write_bytes(_packed(kind, data))
            place.chmod(0o444)
        return id

    def _note(self, branch: str, old: str, new: str, who: str, subject: str) -> None:
        """Write the reflogs."""
        what = "commit" if old else "commit (initial)"
        line = f"{old or '0' * 40} {new} {who}\t{what}: {subject}\n"
        for name in ("HEAD", branch):
            place = self._folder / "logs" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("a", encoding="utf-8") as file:
                file.write(line)


def _above(name: bytes) -> Iterable[bytes]:
    parts = name.split(b"/")
    return [b"/".join(parts[:count]) for count in range(1, len(parts))]


def _looks(seen: os.stat_result) -> tuple[int, ...]:
    (changed, changed_ns), (written, written_ns) = (
        divmod(moment, 10**9) for moment in (seen.st_ctime_ns, seen.st_mtime_ns)
    )
    mode = 0o100755 if seen.st_mode & stat.S_IXUSR else 0o100644
    rest = (seen.st_dev, seen.st_ino, mode, seen.st_uid, seen.st_gid, seen.st_size)
    return tuple(each & 0xFFFFFFFF for each in (changed, changed_ns, written, written_ns, *rest))


def _id(kind: bytes, data: bytes) -> bytes:
    return sha1(b"%s %d\0%s" % (kind, len(data), data), usedforsecurity=False).digest()


@cache
def _packed(kind: bytes, data: bytes) -> bytes:
    return zlib.compress(b"%s %d\0%s" % (kind, len(data), data), 1)


def _at(person: str, date: str) -> str:
    """A person and a moment as a commit has them."""
    if not _PERSON.fullmatch(person) or not _DAY.fullmatch(date):
        raise NotPlainError
    seconds = int(datetime.fromisoformat(date).timestamp())
    return f"{person} {seconds} {date[-6:].replace(':', '')}"

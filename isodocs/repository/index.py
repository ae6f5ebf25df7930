"""The index and the untracked files beside it, as `git ls-files` lists them.

`ls-files` compares nothing and so never runs a filter, which `git status` would.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING

from isodocs.dataclass import mutable
from isodocs.expressions import expression
from isodocs.repository.listed_files import ListedFiles, are_all_plain
from isodocs.repository.tree import TreeEntry

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_ENTRY = expression(r"(\d{6}) ([0-9a-f]+) ([0-3])\t(.*)", re.DOTALL)
# git-ls-files(1) leaves the form of --debug open. What is not found is then not used.
_DEBUG = expression(r"(?:  [^\n]*\n)+")
_STAT = expression(
    r"ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: (\d+)\n"
    r"  uid: (\d+)\tgid: (\d+)\n  size: (\d+)\tflags: ([0-9a-f]+)\n"
)
_ROW = expression(rb"([A-Z]) (\d{6} [0-9a-f]+ [0-3])\t([^\0]+)\0")
"""One entry, as `git ls-files -t --stage -z` lists it."""
_NOTHING = (
    b" e69de29bb2d1d6434b8b29ae775ad8c2e48c5391 ",
    b" 473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813 ",
)
"""The ids of an empty file, which what is only announced has too."""
_LISTED = ("-z", "-t", "--stage", "--cached")
_ALL = (*_LISTED, "--debug")
_INTENT_TO_ADD = 1 << 29
_32_BITS = 0xFFFFFFFF
_SECOND = 1_000_000_000

StatData = tuple[int, ...]


@mutable(slots=True)
class Listed:
    """One path of the index, or an untracked one (then without mode and blob).

    `stat` is what the file looked like on disk when Git last compared it; `intended` marks a path
    announced by `git add --intent-to-add`, which has no content yet; `skipped` one that a sparse
    checkout leaves out of the work tree (the skip-worktree bit).
    """

    path: str
    mode: str = ""
    blob: str = ""
    stage: int = 0
    stat: StatData | None = None
    intended: bool = False
    skipped: bool = False


def listing(git: Git, *, untracked: bool = False, only: Sequence[str] = ()) -> Iterator[Listed]:
    """Every entry of the index, or those of the paths in `only`.

    With `untracked` also every file that is not ignored. Nested repositories are not entered.
    """
    others = ("--others", "--exclude-standard") if untracked else ()
    what = (*_ALL, *others)
    wanted = [f":(top,literal){git.prefix}{path}" for path in only] or git.pathspecs
    out = git.run("ls-files", *what, "--", *wanted)
    for item in _items(out):
        path = git.inside(item.path)
        if path is not None:
            item.path = path
            yield item


def files(git: Git) -> Mapping[str, TreeEntry] | None:
    """The files of the index; None where one of them is in a conflict."""
    out = git.run("ls-files", *_LISTED, "--", *git.pathspecs)
    if are_all_plain(out) and not any(id in out for id in _NOTHING):
        return ListedFiles(out, git.prefix)
    return files_of(rows(git))


def files_of(said: Mapping[str, bytes]) -> dict[str, TreeEntry] | None:
    """The same by what the index says (`rows`)."""
    found = {}
    texts = b"\n".join(said.values()).decode().split("\n") if said else ()  # all at once
    for path, text in zip(said, texts, strict=True):
        mode, blob, stage = text.split(" ")
        if stage != "0":
            return None
        if not mode.isdigit():
            if "N" in mode:  # only announced
                continue
            mode = mode.lstrip("S")
        found[path] = TreeEntry(mode, blob)
    return found


def rows(git: Git) -> dict[str, bytes]:
    """Every path of the index, with what else it says of it (`row_of`)."""
    out = git.run("ls-files", *_LISTED, "--", *git.pathspecs)
    found = _ROW.findall(out)
    if len(found) != out.count(b"\0") or any(id in out for id in _NOTHING):
        return {item.path: row_of(item) for item in listing(git)}
    cut = len(git.prefix)
    paths = os.fsdecode(b"\0".join([path for _, _, path in found])).split("\0")  # all at once
    named = zip(paths, found, strict=True) if found else ()
    return {path[cut:]: row if tag != b"S" else tag + row for path, (tag, row, _) in named}


def row_of(item: Listed) -> bytes:
    """What the index says of one path: its flags, mode, blob and stage."""
    flags = f"{'S' * item.skipped}{'N' * item.intended}"
    return f"{flags}{item.mode} {item.blob} {item.stage}".encode()


def _items(out: bytes) -> Iterator[Listed]:
    previous: Listed | None = None
    for token in os.fsdecode(out).split("\0"):
        if details := _DEBUG.match(token):
            if previous:
                _add_details(previous, details[0])
            token = token[details.end() :]
        if previous:
            yield previous
        previous = _listed(token)


def _listed(token: str) -> Listed | None:
    tag, _, rest = token.partition(" ")
    entry = _ENTRY.fullmatch(rest)
    if tag == "?":
        # A nested repository is listed as a folder.
        return None if rest.endswith("/") else Listed(rest)
    if entry is None:
        return None
    mode, blob, stage, path = entry.groups()
    return Listed(intern(path), intern(mode), intern(blob), int(stage), skipped=tag == "S")


def _add_details(item: Listed, details: str) -> None:
    found = _STAT.search(details)
    if found:
        *numbers, flags = found.groups()
        item.stat = tuple(int(number) for number in numbers)
        item.intended = bool(int(flags, 16) & _INTENT_TO_ADD)


def stat_data(stat: os.stat_result) -> StatData:
    """The same numbers as `Listed.stat`, of a file as it is now (the index keeps 32 bits each)."""
    ctime, mtime = divmod(stat.st_ctime_ns, _SECOND), divmod(stat.st_mtime_ns, _SECOND)
    numbers = (*ctime, *mtime, stat.st_ino, stat.st_uid, stat.st_gid, stat.st_size)
    return tuple(number & _32_BITS for number in numbers)


def written_at(git: Git) -> tuple[int, int]:
    """When the index was written (seconds, nanoseconds); the dawn of time when there is none.

    A file changed at or after that moment may have changed unseen (gitformat-index(5), "racy").
    """
    try:
        stat = git.index.stat()
    except OSError:
        return (0, 0)
    seconds, nanoseconds = divmod(stat.st_mtime_ns, _SECOND)
    return (seconds, nanoseconds)

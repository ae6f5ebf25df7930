"""Blobs by id, many through one process."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from contextlib import suppress
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from isodocs.errors import RepositoryError
from isodocs.repository.git_errors import partial_hint
from isodocs.repository.refs import is_id
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

LIMIT = 16 * 1024 * 1024
_CHUNK = 1 << 20
_FEW = 64
"""So many contents are asked for at once before it pays to draw their ids in another thread."""
_SMALL = 1 << 16
_MOST = 256
_KNOWN: dict[tuple[Path, str], bytes] = {}
"""Small contents that were read in this run, by repository and id; an id stands for one content."""
_MISSING = say("is not in this repository")
_Object = tuple[str, bytes | None, str]


def blob_id(data: bytes, object_format: str = "sha1") -> str:
    """The id that Git gives to a blob of these bytes."""
    digest = hashlib.new(object_format, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def large_blob_id(file: BinaryIO, size: int, object_format: str) -> str:
    """The id of the blob that the first `size` bytes of `file` make, read piece by piece."""
    digest = hashlib.new(object_format, b"blob %d\0" % size, usedforsecurity=False)
    for piece in pieces(file, size):
        digest.update(piece)
    return digest.hexdigest()


def pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The first `size` bytes of `file`, one piece in memory at a time."""
    left = size
    while left and (data := file.read(min(left, _CHUNK))):
        yield data
        left -= len(data)


def read_blobs(
    git: Git,
    ids: Iterable[str],
    *,
    limit: int = LIMIT,
    refused: MutableMapping[str, str] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """(id, bytes) of each blob, in the order asked for, holding one at a time in memory.

    Of many, `ids` is drawn by another thread. What is missing, no blob or larger than `limit` bytes
    is noted with its reason in `refused` and left out; without `refused` it raises RepositoryError.
    """
    source = iter(ids)
    few = list(islice(source, _FEW))
    if len(few) == _FEW:
        for id, data, reason in _stream(git, chain(few, source), limit):
            if data is None:
                _refuse(git, id, reason, refused)
            else:
                yield id, data
        return
    here = git.common_directory
    # another thread may forget them all in between
    known = {id: data for id in few if (data := _KNOWN.get((here, id))) is not None}
    unknown = [id for id in few if id not in known]
    rest = _from_reader(git, unknown, limit) if unknown else iter(())
    for id in few:
        content = known.get(id)
        if content is None:
            _, content, reason = next(rest)
        else:
            reason = _too_large(len(content), limit) if len(content) > limit else ""
        if content is None or reason:
            _refuse(git, id, reason, refused)
        else:
            _remember((here, id), content)
            yield id, content


def read_places(
    git: Git, places: Iterable[tuple[str, str]], *, limit: int = LIMIT
) -> Iterator[tuple[tuple[str, str], bytes]]:
    """The files that commits have: each (commit, path) that is there, with its bytes, in order.

    A commit is named by its full id. What is missing, no file or larger than `limit` is left out.
    """
    asked = [place for place in places if _can_be_asked(place[1])]
    if not asked:
        return
    names = (f"{commit}:{git.prefix}{path}" for commit, path in asked)
    lines = (os.fsencode(name) + b"\n" for name in names)
    for place, (_, data, _) in zip(asked, _objects(git, lines, limit), strict=True):
        if data is not None:
            yield place, data


def _can_be_asked(path: str) -> bool:
    """Whether Git takes a path for one from the top, in one line."""
    return "\n" not in path and not path.startswith(("./", "../", "/"))


def _stream(git: Git, ids: Iterable[str], limit: int) -> Iterator[_Object]:
    return _objects(git, _lines(ids), limit)


def _objects(git: Git, lines: Iterable[bytes], limit: int) -> Iterator[_Object]:
    """Each object's id with its bytes, or with the reason why there are none."""
    with git.stream("cat-file", "--batch", "--buffer", stdin=lines) as out:
        while found := _next(out, limit):
            yield found


def _from_reader(git: Git, ids: Sequence[str], limit: int) -> Iterator[_Object]:
    """The same of a few, from the process that is open for this; from one of their own without."""
    reader = git.reader
    if reader is None or reader.is_busy:
        yield from _stream(git, ids, limit)
        return
    done, out = 0, reader.asked(_lines(ids))
    with suppress(EOFError):
        while done < len(ids) and (found := _next(out, limit)):
            done += 1
            reader.is_busy = done < len(ids)
            yield found
    if done < len(ids):  # it has failed, and says why where it is asked alone
        yield from _stream(git, ids[done:], limit)


def _next(out: BufferedReader, limit: int) -> _Object | None:
    header = out.readline()
    if not header:
        return None
    id, kind, size = _parse(header)
    reason = ""
    if kind == b"missing":
        reason = _MISSING
    elif kind != b"blob":
        reason = say("is a {decode}, not the content of a file", decode=kind.decode())
    elif size > limit:
        reason = _too_large(size, limit)
    if not reason:
        return id, _read(out, size), ""
    if kind != b"missing":
        _skip(out, size)
    return id, None, reason


def _too_large(size: int, limit: int) -> str:
    return say("has {size:,} bytes, and at most {limit:,} are read", size=size, limit=limit)


def _refuse(git: Git, id: str, reason: str, refused: MutableMapping[str, str] | None) -> None:
    if refused is None:
        raise RepositoryError(
            say("object {id} {reason}", id=id, reason=reason),
            hint=_hint(git, missing=reason == _MISSING),
        )
    refused[id] = reason


def _remember(key: tuple[Path, str], data: bytes) -> None:
    """Keep a small content for the next reader: several snapshots share most of theirs."""
    if len(data) > _SMALL or key in _KNOWN:
        return
    if len(_KNOWN) >= _MOST:
        _KNOWN.clear()
    _KNOWN[key] = data


def _lines(ids: Iterable[str]) -> Iterator[bytes]:
    for id in ids:
        if not is_id(id):
            raise ValueError(f"not an object id: {id!r}")
        yield id.encode() + b"\n"


def _parse(header: bytes) -> tuple[str, bytes, int]:
    if header.endswith(b" missing\n"):
        return os.fsdecode(header.removesuffix(b" missing\n")), b"missing", -1
    id, kind, size = header.split()
    return id.decode(), kind, int(size)


def _read(out: BufferedReader, size: int) -> bytes:
    data = out.read(size + 1)
    if len(data) <= size:
        raise EOFError
    return data[:-1]


def _skip(out: BufferedReader, size: int) -> None:
    left = size + 1
    while left:
        data = out.read(min(left, _CHUNK))
        if not data:
            raise EOFError
        left -= len(data)


def _hint(git: Git, *, missing: bool) -> str:
    if not missing:
        return say("Keep such a file outside the controlled paths and refer to it.")
    if git.ask("config", "--get-regexp", r"^remote\..*\.(promisor|partialclonefilter)$"):
        return partial_hint()
    if git.is_shallow:
        return say(
            "This is a shallow clone: `git fetch --unshallow` brings the rest of the history."
        )
    return say("The repository is damaged: run `git fsck`, and clone it again from a whole copy.")

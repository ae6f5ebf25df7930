"""A folder <-> a zip: the same bytes for the same files, and nothing read of a hostile one."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

from isodocs.errors import PackError
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.packs.files import PackedFiles

_MOST_FILES = 100_000
_MOST_BYTES = 8 * 1024**3
_MOST_TIMES = 250
"""Deflate makes a thousandth of nothing but zeros; of what is in a pack a fiftieth at best."""
_LONGEST_LIST = 64 * 1024**2
_LONGEST_END = 1 << 17
_ELSEWHERE = 0xFFFFFFFF
"""What is in the place of a size that is in a longer field."""
_ANY_SIZE = 16 * 1024**2
_CHUNK = 1 << 20
_PLAIN = 0o644
_PRECOMPRESSED = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".zip", ".docx", ".xlsx", ".pptx")


def write(packed: PackedFiles, day: date, into: IO[bytes]) -> None:
    """Write files as a zip: in the order of their names, dated with one day."""
    moment = (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(into, "w", allowZip64=True) as archive:
        for name in sorted(packed.names):
            info = zipfile.ZipInfo(name, moment)
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | _PLAIN) << 16
            stored = name.lower().endswith(_PRECOMPRESSED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=False) as target:
                for chunk in packed.read(name):
                    target.write(chunk)


class ZippedFiles:
    """A zip whose list of files was found harmless; its files can be read, one by one."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = {info.filename: info for info in _harmless(archive.infolist())}

    @property
    def names(self) -> tuple[str, ...]:
        """Its files, in the order in which they are in it."""
        return tuple(self._infos)

    def read(self, name: str) -> Iterator[bytes]:
        """A file in pieces; raises PackError where it cannot be unpacked."""
        info = self._infos[name]
        left = info.file_size
        try:
            with self._archive.open(info) as source:
                while chunk := source.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise PackError(say("holds more than it says"), path=name)
                    yield chunk
        except _DAMAGED as error:
            raise PackError(say("cannot be unpacked: {error}", error=error), path=name) from error


_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@contextmanager
def opened(path: Path) -> Iterator[ZippedFiles]:
    """A zip to read from; raises PackError for one that is none, and for a hostile one."""
    if _list_of_files(path) > _LONGEST_LIST:
        raise _refused(path, say("its list of files is longer than that of any pack"))
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise PackError(
            say("this is not a zip that can be read: {error}", error=error), path=str(path)
        ) from error
    with archive:
        size = os.stat(path).st_size
        infos = archive.infolist()
        if len(infos) > _MOST_FILES:
            raise _refused(
                path,
                say(
                    "it lists {infos} files, more than {most_files}",
                    infos=len(infos),
                    most_files=_MOST_FILES,
                ),
            )
        whole = sum(info.file_size for info in infos)
        if whole > _MOST_BYTES or whole > max(size * _MOST_TIMES, _ANY_SIZE):
            raise _refused(
                path, say("it would unpack to {whole} bytes, from {size}", whole=whole, size=size)
            )
        try:
            yield ZippedFiles(archive)
        except _UnsafeError as error:
            raise _refused(path, str(error)) from error


def _list_of_files(path: Path) -> int:
    """How many bytes the list at the end says it has; 0 where there is none.

    It is read into memory as a whole (APPNOTE.TXT of PKWARE, 4.3.14 and 4.3.16).
    """
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - _LONGEST_END))
        tail = file.read()
    short, long = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    sizes = [tail[short + 12 : short + 16]] if short >= 0 else []
    sizes += [tail[long + 40 : long + 48]] if long >= 0 else []
    known = [int.from_bytes(size, "little") for size in sizes]
    return max((size for size in known if size != _ELSEWHERE), default=0)


def _refused(path: Path, why: str) -> PackError:
    return PackError(
        say("this zip is refused, and nothing of it was unpacked: {why}", why=why),
        path=str(path),
        hint=say(
            "isodocs makes no such zip. Ask the sender by telephone, not by answering the mail."
        ),
    )


class _UnsafeError(Exception):
    """Why a zip is refused."""


def _harmless(infos: Iterable[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """The files, each under a name that is safe and that no other has on any file system."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for info in infos:
        raw = info.orig_filename
        is_folder = raw.endswith("/")
        name = raw.removesuffix("/")
        if flaw := _flaw(info, name):
            raise _UnsafeError(say("{raw!r} {flaw}", raw=raw, flaw=flaw))
        key = _alike(name)
        if key in seen:
            raise _UnsafeError(
                say("{raw!r} is there twice", raw=raw)
                if seen[key] == raw
                else say(
                    "{seen!r} and {raw!r} are the same name to some computers",
                    seen=seen[key],
                    raw=raw,
                )
            )
        if not is_folder:
            seen[key] = raw
            yield info
        parts = name.split("/")
        for end in range(1, len(parts) + is_folder):
            folders[_alike("/".join(parts[:end]))] = raw
    for key in seen.keys() & folders.keys():
        raise _UnsafeError(say("{seen!r} is a file and a folder", seen=seen[key]))


def _alike(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _flaw(info: zipfile.ZipInfo, name: str) -> str:
    """What is wrong with an entry; empty where nothing is."""
    parts = name.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return say("is an absolute path")
    if ".." in parts:
        return say("leads out of the folder")
    if not all(parts) or "." in parts or "\\" in name or any(c in name for c in ':*?"<>|'):
        return say("is not a name that every computer takes")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name):
        return say("has characters that cannot be seen")
    if any(part.endswith((" ", ".")) for part in parts):
        return say("ends in a way that Windows drops")
    if kind == stat.S_IFLNK:
        return say("is a symbolic link")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return say("is not a plain file")
    if info.flag_bits & 1:
        return say("is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return say("is packed in a way that isodocs does not use")
    return ""

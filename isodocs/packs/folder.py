"""The folder of a pack while it is filled: every file with a name that any laptop can open."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.copies import publication
from isodocs.copies.file_names import free_name
from isodocs.expressions import expression
from isodocs.repository.git_errors import escaped

if TYPE_CHECKING:
    from isodocs.copies.publication import PublishedFile

_NOT_PLAIN = expression(r"[^A-Za-z0-9._~-]")
_RUNS = frozenset(
    ".html .htm .xhtml .shtml .mht .mhtml .svg .xml .xsl .js .mjs .vbs .vbe .wsf .wsh .hta .bat "
    ".cmd .ps1 .psm1 .com .exe .scr .pif .cpl .msi .msp .dll .jar .lnk .url .reg .inf .chm .hlp "
    ".sh .command .app .desktop .docm .dotm .xlsm .xltm .xlam .pptm .potm .ppam .iso .img".split()
)
"""Endings of what a double click may run; such a file gets another one behind it."""
_HARMLESS = ".txt"
_LONGEST_NAME = 110
_LONGEST_PATH = 150
"""Windows takes 260 characters, of which the folder that it is unpacked to needs some."""
_LONGEST_ENDING = 8


class PackFolder:
    """Takes files in, and remembers them for the manifest; `commit` is that of the pack."""

    def __init__(self, folder: Path, commit: str) -> None:
        self.folder = folder
        self.files: dict[str, PublishedFile] = {}
        self._commit = commit
        self._names: dict[tuple[str, str], str] = {}
        self._taken: dict[str, set[str]] = {}

    def put(self, name: str, data: bytes | str) -> str:
        """Write a file that is made here, under this name."""
        raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
        self.files[name] = publication.put(self.folder, name, raw)
        return name

    def take(self, top: str, path: str, data: bytes, commit: str = "") -> str:
        """Write a file as it is in the repository, below the folder `top`; returns its name here.

        `commit` is the one that has these bytes, where it is not that of the pack.
        """
        name = self.name_of(top, path)
        made = publication.put(self.folder, name, data)
        self.files[name] = made._replace(source=escaped(path), commit=commit or self._commit)
        return name

    def name_of(self, top: str, path: str) -> str:
        """The name of what is at a path of the repository: the same each time it is asked for."""
        at = top
        parts = path.split("/")
        for number, part in enumerate(parts):
            key = (at, part)
            if key not in self._names:
                taken = self._taken.setdefault(at, set())
                self._names[key] = _free(part, taken, is_file=number == len(parts) - 1)
            at = f"{at}/{self._names[key]}"
        if len(at) <= _LONGEST_PATH:
            return at
        short = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return f"{top}/long/{short}{_ending(parts[-1])[1]}"

    def include(self, top: str) -> None:
        """Count in the files that were written into the folder `top` already."""
        for path in (self.folder / top).iterdir():
            self.put(f"{top}/{path.name}", path.read_bytes())


def _free(part: str, taken: set[str], *, is_file: bool) -> str:
    stem, ending = _ending(part) if is_file else (_plain(part), "")
    return free_name(stem, taken, ending, _LONGEST_NAME)


def _ending(name: str) -> tuple[str, str]:
    """The name in plain letters, and its ending; of what a double click may run, a harmless one."""
    stem, dot, ending = _plain(name).rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return _plain(name), ""
    harmless = _HARMLESS if f".{ending.lower()}" in _RUNS else ""
    return stem, f"{dot}{ending}{harmless}"


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return _NOT_PLAIN.sub("_", letters)

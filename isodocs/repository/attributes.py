"""`.gitattributes` as Git reads them (gitattributes(5)), without asking Git.

What decides how files are converted is only looked at: a filter named there is never run.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

NAME = ".gitattributes"
LIMIT = 1024 * 1024
"""A larger file says nothing (Git itself reads up to 100 MB)."""
Value = bool | str | None
"""Set, unset, or a text; None where it is expressly left unspecified (`!text`)."""

_LONGEST = 2048
_TOKEN = expression(r"[^ \t\r\n]+")
_ATTRIBUTE = expression(r"[A-Za-z0-9_.][-A-Za-z0-9_.]*", re.ASCII)
_MACRO = "[attr]"
_BINARY: tuple[tuple[str, Value], ...] = (("diff", False), ("merge", False), ("text", False))
_ANYTHING = expression(r".*", re.DOTALL)
_CLASS = expression(r"\[([!^]?)(\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*)\]", re.DOTALL)
_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


class _Line(NamedTuple):
    """One line that says something.

    `parts` are the pattern's folders and its name, None for `**`; `whole` says that they are
    for a whole path. A line without is a macro, whose name is `macro`.
    """

    folder: str
    parts: tuple[re.Pattern[str] | None, ...]
    whole: bool
    values: tuple[tuple[str, Value], ...]
    macro: str = ""


class Attributes:
    """The attributes of paths, by the `.gitattributes` of a snapshot and a clone's own file."""

    def __init__(self, files: Mapping[str, bytes], own: bytes = b"", prefix: str = "") -> None:
        """`files` are the `.gitattributes` by path; `own` is `info/attributes`, which is above.

        Their paths are those from the top of the repository; `prefix` is what is before the
        paths that are asked about.
        """
        self._files, self._own, self._prefix = files, own, prefix
        lines: list[_Line] = []
        for path in sorted(files, key=lambda path: (path.count("/"), path)):
            lines += _lines(files[path], _by_byte(os.fsencode(posixpath.dirname(path))))
        lines += _lines(own, "")
        self._lines = tuple(line for line in lines if line.parts)
        self._macros: dict[str, tuple[tuple[str, Value], ...]] = {"binary": _BINARY}
        self._macros.update({line.macro: line.values for line in lines if line.macro})
        self.named = frozenset(name for line in lines for name, _ in line.values)
        """Every attribute that any line says something about."""

    def of(self, path: str) -> dict[str, Value]:
        """Every attribute that is set, unset or has a value for `path`."""
        found: dict[str, Value] = {}
        path = _by_byte(os.fsencode(self._prefix + path))
        for line in reversed(self._lines):
            if _fits(line, path):
                self._take(line.values, found)
        return {name: value for name, value in found.items() if value is not None}

    def changed(self, changes: Mapping[str, bytes | None]) -> Attributes:
        """The same with other files (None: removed), by the paths that are asked about."""
        files = dict(self._files)
        for path, data in changes.items():
            files.pop(self._prefix + path, None)
            if data is not None:
                files[self._prefix + path] = data
        return Attributes(files, self._own, self._prefix)

    def _take(self, values: tuple[tuple[str, Value], ...], found: dict[str, Value]) -> None:
        """Take what was not said yet, from the end; a macro that is set brings what it is for."""
        for name, value in reversed(values):
            if name not in found:
                found[name] = value
                if value is True and name in self._macros:
                    self._take(self._macros[name], found)


def is_attributes(path: str) -> bool:
    """Whether a path names a file of attributes."""
    return path == NAME or path.endswith(f"/{NAME}")


def _by_byte(data: bytes) -> str:
    """One character for each byte, as Git compares them."""
    return data.decode("latin-1")


def _fits(line: _Line, path: str) -> bool:
    if line.folder and not path.startswith(f"{line.folder}/"):
        return False
    below = path[len(line.folder) + 1 :] if line.folder else path
    names = below.split("/") if line.whole else [posixpath.basename(path)]
    return _match(line.parts, names)


def _match(parts: tuple[re.Pattern[str] | None, ...], names: list[str]) -> bool:
    """Whether the names fit, one by one; `**` takes any number, the least that will do."""
    if parts[-1] is None:  # at the end it stands for everything below, so for one at least
        parts = (*parts[:-1], None, _ANYTHING)
    at = part = 0
    resume: tuple[int, int] | None = None
    while at < len(names):
        if part < len(parts) and (wanted := parts[part]) is None:
            part += 1
            resume = (at, part)
        elif part < len(parts) and wanted is not None and wanted.fullmatch(names[at]):
            at, part = at + 1, part + 1
        elif resume:
            resume = (resume[0] + 1, resume[1])
            at, part = resume
        else:
            return False
    return all(rest is None for rest in parts[part:])


def _lines(data: bytes, folder: str) -> Iterator[_Line]:
    text = _by_byte(data.removeprefix(b"\xef\xbb\xbf"))
    for raw in text.split("\n"):
        if len(raw) >= _LONGEST:
            continue
        line = raw.strip(" \t\r")
        if not line or line.startswith("#"):
            continue
        pattern, rest = _pattern(line)
        values = tuple(_values(rest))
        if pattern.startswith(_MACRO):
            name = pattern.removeprefix(_MACRO)
            if not folder and _ATTRIBUTE.fullmatch(name):
                yield _Line(folder, (), False, values, name)
        elif not pattern.startswith("!") and not pattern.endswith("/"):
            parts = pattern.removeprefix("/").split("/")
            whole = "/" in pattern
            yield _Line(folder, tuple(_compiled(p, whole) for p in parts), whole, values)


def _pattern(line: str) -> tuple[str, str]:
    """The pattern, quoted as in C or up to the first blank, and what follows it."""
    if line.startswith('"') and (quoted := _unquoted(line)):
        return quoted
    token = _TOKEN.match(line)
    end = token.end() if token else 0
    return line[:end], line[end:]


def _unquoted(line: str) -> tuple[str, str] | None:
    out, at = "", 1
    while at < len(line):
        character = line[at]
        if character == '"':
            return out, line[at + 1 :]
        if character != "\\":
            out += character
            at += 1
        elif line[at + 1 : at + 2] in _ESCAPES:
            out += chr(_ESCAPES[line[at + 1]])
            at += 2
        elif octal := re.match(r"[0-3][0-7]{2}", line[at + 1 : at + 4]):
            out += chr(int(octal[0], 8))
            at += 4
        else:
            return None
    return None


def _values(text: str) -> Iterator[tuple[str, Value]]:
    for token in _TOKEN.findall(text):
        name, equals, value = token.partition("=")
        setting: Value = value if equals else True
        if token[0] in "-!" and not equals:
            name, setting = token[1:], False if token[0] == "-" else None
        if _ATTRIBUTE.fullmatch(name):
            yield name, setting


def _compiled(part: str, whole: bool) -> re.Pattern[str] | None:
    """One name of a pattern as a regular expression; None for the `**` of a whole path.

    Each `*` takes the least that lets what follows it fit, and is never tried again: no pattern
    makes it slow.
    """
    if part == "**" and whole:
        return None
    first, *rest = _pieces(part)
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{piece})" for piece in rest[:-1])
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _pieces(part: str) -> list[str]:
    """What is between the stars, as regular expressions of a fixed length."""
    pieces = [""]
    at = 0
    while at < len(part):
        character = part[at]
        if character == "*":
            pieces.append("")
            at += 1
        elif character == "[":
            piece, at = _class(part, at)
            pieces[-1] += piece
        else:
            at += character == "\\" and at + 1 < len(part)
            pieces[-1] += "." if character == "?" else re.escape(part[at])
            at += 1
    return [piece for n, piece in enumerate(pieces) if piece or n in (0, len(pieces) - 1)]


def _class(pattern: str, at: int) -> tuple[str, int]:
    """A set of characters, and where the pattern goes on; without an end it fits nothing."""
    match = _CLASS.match(pattern, at)
    if match is None:
        return "(?!)", len(pattern)
    content = re.sub(r"([\[&~|])", r"\\\1", match[2])
    if content.startswith("]"):
        content = f"\\{content}"
    piece = f"[{'^' if match[1] else ''}{content}]"
    try:
        re.compile(piece)
    except re.error:
        piece = "(?!)"
    return piece, match.end()

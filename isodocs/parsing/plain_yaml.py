"""The plain part of YAML, read without the library: what nearly all front matter is written in.

`key: value` lines and `- item` lines, lines of comment, mappings and lists of them by indentation,
and values of one line: words, `"quoted"`, `'quoted'`, `[lists, of, them]`, `{pairs: [of, both]}`.
For such a text the nodes are exactly those of `yaml_nodes`, and loading the library, which takes
longer than reading a hundred documents, is saved. Anything else (comments beside a value, escapes,
tabs, Windows line ends, texts over several lines, a key twice, whatever is wrong) is left to it.
"""

from __future__ import annotations

from isodocs.expressions import expression
from isodocs.model.node import Mapping, MappingEntry, Node, Scalar, Sequence

_DEEPEST = 8
_KEY = expression(r"( *+)([A-Za-z0-9_][A-Za-z0-9_.-]{0,99}+):(?: ++|$)")
_ITEM = expression(r"( *+)- ++(?=.)")
_DOUBLE = expression(r'"([^"\\]*+)" *+')
_SINGLE = expression(r"'([^']*+)' *+")
_WORDS = expression(r"""[^\s"'#%&*!|>@`\[\]{},?:\\-].*+""")
_IN_LINE = expression(r"""(?:"([^"\\]*+)"|'([^']*+)'|([^\W_][\w./:()+ -]*+)) *+""")
_KEY_IN_LINE = expression(r"([A-Za-z0-9_][A-Za-z0-9_.-]{0,99}+): ++")
_NO_ITEMS = expression(r"\[ *+\] *+")


class _NotPlainError(Exception):
    """The library has to read the text."""


def read(text: str, first_line: int) -> Mapping | None:
    """The nodes of a block that was checked; None for one that is not plain."""
    if not all(map(_is_usual, set(text))):
        return None
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), first_line)
        if line.lstrip(" ")[:1] not in ("", "#")
    ]
    if not lines or _KEY.match(lines[0][1]) is None:
        return None
    reader = _Reader(lines)
    try:
        found = reader.mapping(0, 0)
    except _NotPlainError:
        return None
    return found if reader.at == len(lines) else None


def _is_usual(sign: str) -> bool:
    """Whether a character is one that YAML and its library know no special case of."""
    return " " <= sign <= "~" or sign == "\n" or "\u00a1" <= sign <= "\ud7ff"


class _Reader:
    """Reads line by line; each line is a key or an item, and `at` is the next one."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines
        self.at = 0

    def mapping(self, indent: int, depth: int) -> Mapping:
        """The keys from the next line on, as far as they begin behind so many blanks."""
        entries: list[MappingEntry] = []
        seen: set[str] = set()
        while self.at < len(self.lines):
            number, line = self.lines[self.at]
            match = _KEY.match(line)
            here = match.end(1) if match else _indent(line)
            if here < indent:
                break
            if match is None or here > indent or match[2] in seen or depth > _DEEPEST:
                raise _NotPlainError
            seen.add(match[2])
            self.at += 1
            end = match.end()
            value = (
                _value(line, end, number)
                if end < len(line)
                else self._below(indent, depth, number, match.end(2) + 1)
            )
            entries.append(MappingEntry(Scalar(match[2], number, indent + 1, number), value))
        first = entries[0].key
        return Mapping(tuple(entries), first.line, first.column, entries[-1].value.end_line)

    def _below(self, indent: int, depth: int, number: int, column: int) -> Node:
        """The value of a key that has none beside it: what is indented below, or an empty text."""
        if self.at < len(self.lines):
            line = self.lines[self.at][1]
            here = _indent(line)
            if here >= indent and _ITEM.match(line):
                return self._items(here)
            if here > indent:
                return self.mapping(here, depth + 1)
        return Scalar("", number, column + 1, number)

    def _items(self, indent: int) -> Sequence:
        """The items from the next line on that begin behind so many blanks."""
        items: list[Node] = []
        first = self.lines[self.at][0]
        while self.at < len(self.lines):
            number, line = self.lines[self.at]
            match = _ITEM.match(line)
            if match is None or match.end(1) != indent:
                break
            self.at += 1
            items.append(_value(line, match.end(), number))
        return Sequence(tuple(items), first, indent + 1, items[-1].end_line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _value(line: str, at: int, number: int) -> Node:
    """The value that fills a line from an offset on."""
    sign = line[at]
    if sign == "[":
        found, end = _list(line, at, number)
        if end != len(line):
            raise _NotPlainError
        return found
    if sign == "{":
        return _pairs(line, at, number)
    if sign in "\"'":
        match = (_DOUBLE if sign == '"' else _SINGLE).fullmatch(line, at)
        if match is None:
            raise _NotPlainError
        return Scalar(match[1], number, at + 1, number)
    text = line[at:].rstrip(" ")
    if _WORDS.match(text) is None or ": " in text or " #" in text or text.endswith(":"):
        raise _NotPlainError
    return Scalar(text, number, at + 1, number)


def _list(line: str, start: int, number: int) -> tuple[Sequence, int]:
    """`[one, "two"]` from an offset on, and where it and the blanks behind it end."""
    if none := _NO_ITEMS.match(line, start):
        return Sequence((), number, start + 1, number), none.end()
    items: list[Node] = []
    at = start
    while not items or line[at : at + 1] == ",":
        item, at = _item(line, _behind(line, at), number)
        items.append(item)
    if line[at : at + 1] != "]":
        raise _NotPlainError
    return Sequence(tuple(items), number, start + 1, number), _behind(line, at)


def _pairs(line: str, start: int, number: int) -> Mapping:
    """`{key: one, other: [two, "three"]}`, which fills a line from an offset on."""
    entries: list[MappingEntry] = []
    seen: set[str] = set()
    at = start
    while not entries or line[at : at + 1] == ",":
        key = _KEY_IN_LINE.match(line, _behind(line, at))
        if key is None or key[1] in seen:
            raise _NotPlainError
        seen.add(key[1])
        read = _list if line.startswith("[", key.end()) else _item
        item, at = read(line, key.end(), number)
        entries.append(MappingEntry(Scalar(key[1], number, key.start() + 1, number), item))
    if line[at:].rstrip(" ") != "}":
        raise _NotPlainError
    return Mapping(tuple(entries), number, start + 1, number)


def _behind(line: str, at: int) -> int:
    """The offset of what follows the sign at an offset."""
    at += 1
    while line.startswith(" ", at):
        at += 1
    return at


def _item(line: str, at: int, number: int) -> tuple[Scalar, int]:
    """A value between signs, and the offset of the sign behind it."""
    match = _IN_LINE.match(line, at)
    if match is None:
        raise _NotPlainError
    text = match[1] or match[2] or ""
    if words := match[3]:
        text = words.rstrip(" ")
        if ": " in text or text.endswith(":"):
            raise _NotPlainError
    return Scalar(text, number, at + 1, number), match.end()

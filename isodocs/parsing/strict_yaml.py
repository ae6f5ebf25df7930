"""YAML in the plain, harmless subset that front matter, configuration and records need.

Strings, sequences and mappings only; `key:` with nothing behind it is an empty string. Refused,
with place and remedy: aliases and anchors, merge keys, tags, duplicate keys, keys that are not
plain text, directives, several documents, nesting deeper than 16, blocks over the size limit, and
control, direction-changing and invisible characters (also when written as an escape).

A block is read as parser events: nothing is resolved or constructed, so an alias bomb costs
nothing. libyaml parses where PyYAML was built with it, PyYAML's own parser otherwise; the two give
the same nodes. The characters at which YAML 1.1 breaks lines and an editor does not (a lone
carriage return, U+0085, U+2028, U+2029) are refused, so a line number is the one an editor shows.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from yaml.error import Mark, MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from isodocs.errors import IsodocsError
from isodocs.model.node import Mapping, MappingEntry, Node, Scalar, Sequence
from isodocs.parsing import conflict

LIMIT = 256 * 1024
"""The largest block read, in bytes."""
DEPTH = 16
"""The deepest nesting read."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # control characters
    "|\r(?!\n)"
    "|[\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
    "|[\ud800-\udfff\U000e0000-\U000e007f]"
    # joiners shape Persian, Indic and emoji text; behind an ASCII character they only hide
    "|(?:(?<=[\x00-\x7f])|\\A)[\u200c\u200d]"
)
"""What no text read or written here may hold: it is invisible or makes text look other."""

_PLAIN_BYTES = bytes(range(0x20, 0x7F)) + b"\n"
_CONTROL_HINT = "Delete it, or write the text without it: it can make text look other than it is."


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's own event parser, without resolver and constructor."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


_EventParser: type[Any] = _PureParser
try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML built without libyaml
    pass
else:
    _EventParser = CParser


class StrictYamlError(IsodocsError):
    """The block is not of the subset that is read; it knows its line and column."""


def read(data: bytes | str, *, first_line: int = 1, limit: int = LIMIT) -> Node:
    """Read one block; `first_line` is the line of the file on which it starts.

    An empty block is an empty scalar. Raises StrictYamlError and nothing else.
    """
    text = _checked(data, first_line, limit)
    try:
        return _NodeBuilder(_EventParser(text), text, first_line).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise StrictYamlError(
            f"not readable as YAML: {error.problem or error.context}",
            hint="Check the indentation, quote values that hold ': ' or ' #', close every quote.",
            line=first_line + (mark.line if mark else 0),
            column=mark.column + 1 if mark else 1,
        ) from None
    except (YAMLError, ValueError, OverflowError) as error:
        # e.g. an escape beyond Unicode, or a %YAML version that is no number
        raise StrictYamlError(
            f"not readable as YAML: {str(error)[:120]}",
            hint="Write plain 'key: value' lines.",
            line=first_line,
            column=1,
        ) from None


def _checked(data: bytes | str, first_line: int, limit: int) -> str:
    """Return the text of a block that is small enough and holds no forbidden character."""
    if len(data) > limit:
        raise StrictYamlError(
            f"the block is larger than {limit // 1024} KiB",
            hint="Keep it to facts about the document; text belongs below it.",
            line=first_line,
            column=1,
        )
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    if line := conflict.in_data(raw):
        at = first_line + line - 1
        raise StrictYamlError(conflict.MESSAGE, hint=conflict.HINT, line=at, column=1)
    if isinstance(data, bytes):
        if not data.translate(None, _PLAIN_BYTES):
            return data.decode("ascii")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise StrictYamlError(
                "not UTF-8 text",
                hint="Save the file as UTF-8.",
                line=first_line + data.count(b"\n", 0, error.start),
                column=error.start - data.rfind(b"\n", 0, error.start),
            ) from None
    else:
        text = data
    if match := FORBIDDEN.search(text):
        raise StrictYamlError(
            f"an invisible, control or direction-changing character (U+{ord(match[0]):04X})",
            hint=_CONTROL_HINT,
            line=first_line + text.count("\n", 0, match.start()),
            column=match.start() - text.rfind("\n", 0, match.start()),
        )
    return text


class _NodeBuilder:
    """Builds nodes from parser events; written for speed, as it reads every version of a file."""

    def __init__(self, parser: Any, text: str, first_line: int) -> None:
        self.next_event = parser.get_event
        self.first_line = first_line
        # only an escape can bring in a character that was not seen in the text
        self.has_escapes = "\\" in text

    def document(self) -> Node:
        self.next_event()  # stream start
        event = self.next_event()
        if type(event) is StreamEndEvent:
            return Scalar("", self.first_line, 1, self.first_line)
        if event.version or event.tags:
            self._refuse(event.start_mark, "a directive", "Delete the line that starts with '%'.")
        node = self._node(self.next_event(), 0)
        self.next_event()  # document end
        event = self.next_event()
        if type(event) is not StreamEndEvent:
            hint = "Keep one block; write '---' nowhere inside it."
            self._refuse(event.start_mark, "a second YAML document", hint)
        return node

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        mark = event.start_mark
        if kind is AliasEvent or event.anchor is not None:
            hint = "Write the value out; put a text that starts with '&' or '*' in quotes."
            self._refuse(mark, "an anchor or alias ('&' or '*')", hint)
        if event.tag is not None:
            hint = "Delete it: every value is a text. Put a text that starts with '!' in quotes."
            self._refuse(mark, "a tag ('!')", hint)
        if kind is ScalarEvent:
            return self._scalar(event, mark)
        if depth >= DEPTH:
            self._refuse(mark, f"nesting deeper than {DEPTH}", "Write plain lists and keys.")
        if kind is SequenceStartEvent:
            return self._sequence(event, mark, depth + 1)
        return self._mapping(event, mark, depth + 1)

    def _scalar(self, event: Any, mark: Mark) -> Scalar:
        line, end = mark.line, event.end_mark
        last = end.line
        if last > line and end.column == 0:  # a block scalar ends where the next line starts
            last -= 1
        if self.has_escapes and (match := FORBIDDEN.search(event.value)):
            what = f"an escape for an invisible or control character (U+{ord(match[0]):04X})"
            self._refuse(mark, what, _CONTROL_HINT)
        first = self.first_line
        return Scalar(event.value, line + first, mark.column + 1, last + first)

    def _sequence(self, start: Any, mark: Mark, depth: int) -> Sequence:
        items = []
        while type(event := self.next_event()) is not SequenceEndEvent:
            items.append(self._node(event, depth))
        last = self._last_line(start, event, items[-1] if items else None)
        return Sequence(tuple(items), mark.line + self.first_line, mark.column + 1, last)

    def _mapping(self, start: Any, mark: Mark, depth: int) -> Mapping:
        entries = []
        seen = set()
        while type(event := self.next_event()) is not MappingEndEvent:
            key = self._node(event, depth)
            if type(key) is not Scalar:
                self._refuse(event.start_mark, "a key that is not a text", "Write 'key: value'.")
            name = key.text
            if name == "<<":
                self._refuse(event.start_mark, "a merge key ('<<')", "Write the keys out.")
            if name in seen:
                what = f"the key {name[:60]!r} a second time"
                self._refuse(event.start_mark, what, "Keep one of the two.")
            seen.add(name)
            entries.append(MappingEntry(key, self._node(self.next_event(), depth)))
        last = self._last_line(start, event, entries[-1].value if entries else None)
        return Mapping(tuple(entries), mark.line + self.first_line, mark.column + 1, last)

    def _last_line(self, start: Any, end: Any, last: Node | None) -> int:
        """Find where it ends: a flow collection at its bracket, a block one with its last value.

        The parser ends a block one only where the next thing starts, behind any comments.
        """
        if start.flow_style or last is None:
            line: int = end.end_mark.line
            return line + self.first_line
        return last.end_line

    def _refuse(self, mark: Mark, what: str, hint: str) -> NoReturn:
        raise StrictYamlError(
            f"{what} is not allowed here",
            hint=hint,
            line=mark.line + self.first_line,
            column=mark.column + 1,
        )

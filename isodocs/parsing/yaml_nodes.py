"""From YAML text to nodes, by the parser events of PyYAML.

Nothing is resolved or constructed, so an alias bomb costs nothing. libyaml parses where PyYAML was
built with it, PyYAML's own parser otherwise; the two give the same nodes. This is the only module
of its kind that imports the library; `strict_yaml` imports it for what `plain_yaml` leaves to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from yaml.error import MarkedYAMLError, YAMLError
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

from isodocs.errors import StrictYamlError
from isodocs.model.characters import FORBIDDEN, FORBIDDEN_HINT
from isodocs.model.node import Mapping, MappingEntry, Node, Scalar, Sequence
from isodocs.words import say

if TYPE_CHECKING:
    from yaml.error import Mark

DEPTH = 16
"""The deepest nesting read."""


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


def read(text: str, first_line: int) -> Node:
    """The nodes of a block that was checked; raises StrictYamlError and nothing else."""
    try:
        return _NodeBuilder(_EventParser(text), text, first_line).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise StrictYamlError(
            say("not readable as YAML: {problem}", problem=error.problem or error.context),
            hint=say(
                "Check the indentation, quote values that hold ': ' or ' #', close every quote."
            ),
            line=first_line + (mark.line if mark else 0),
            column=mark.column + 1 if mark else 1,
        ) from None
    except (YAMLError, ValueError, OverflowError) as error:
        # e.g. an escape beyond Unicode, or a %YAML version that is not a number
        raise StrictYamlError(
            say("not readable as YAML: {error}", error=str(error)[:120]),
            hint=say("Write plain 'key: value' lines."),
            line=first_line,
            column=1,
        ) from None


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
            self._refuse(
                event.start_mark, say("a directive"), say("Delete the line that starts with '%'.")
            )
        node = self._node(self.next_event(), 0)
        self.next_event()  # document end
        event = self.next_event()
        if type(event) is not StreamEndEvent:
            hint = say("Keep one block; do not write '---' inside it.")
            self._refuse(event.start_mark, say("a second YAML document"), hint)
        return node

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        mark = event.start_mark
        if kind is AliasEvent or event.anchor is not None:
            hint = say("Write the value out; put a text that starts with '&' or '*' in quotes.")
            self._refuse(mark, say("an anchor or alias ('&' or '*')"), hint)
        if event.tag is not None:
            hint = say(
                "Delete it: every value is a text. Put a text that starts with '!' in quotes."
            )
            self._refuse(mark, say("a tag ('!')"), hint)
        if kind is ScalarEvent:
            return self._scalar(event, mark)
        if depth >= DEPTH:
            self._refuse(
                mark,
                say("nesting deeper than {depth}", depth=DEPTH),
                say("Write plain lists and keys."),
            )
        if kind is SequenceStartEvent:
            return self._sequence(event, mark, depth + 1)
        return self._mapping(event, mark, depth + 1)

    def _scalar(self, event: Any, mark: Mark) -> Scalar:
        line, end = mark.line, event.end_mark
        last = end.line
        if last > line and end.column == 0:  # a block scalar ends where the next line starts
            last -= 1
        if self.has_escapes and (match := FORBIDDEN.search(event.value)):
            what = say(
                "an escape for an invisible or control character (U+{ord:04X})", ord=ord(match[0])
            )
            self._refuse(mark, what, FORBIDDEN_HINT)
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
                self._refuse(
                    event.start_mark, say("a key that is not a text"), say("Write 'key: value'.")
                )
            name = key.text
            if name == "<<":
                self._refuse(
                    event.start_mark, say("a merge key ('<<')"), say("Write the keys out.")
                )
            if name in seen:
                what = say("the key {name!r} a second time", name=name[:60])
                self._refuse(event.start_mark, what, say("Keep one of the two."))
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
            say("{what} is not allowed here", what=what),
            hint=hint,
            line=mark.line + self.first_line,
            column=mark.column + 1,
        )

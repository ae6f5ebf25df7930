"""YAML in the plain, harmless subset that front matter and configuration need.

Strings, sequences and mappings only. Refused, with place and remedy: aliases and anchors, merge
keys, tags, duplicate keys, keys that are not plain text, directives, several documents, control,
direction-changing and invisible characters, nesting deeper than 16, blocks over the size limit.

The block is read as events over libyaml where PyYAML has it, over its pure parser otherwise; with
events nothing is ever resolved, so an alias bomb costs nothing.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from isodocs.errors import IsodocsError
from isodocs.model.node import Entry, Mapping, Node, Scalar, Sequence

LIMIT = 256 * 1024
"""The largest block read, in bytes."""
DEPTH = 16
"""The deepest nesting read."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_NESTING = re.compile(r"[\[{]{%d}|(?:[-?:] ){%d}" % (DEPTH + 1, DEPTH + 1))
_LOADER: type[Any] = getattr(yaml, "CLoader", yaml.Loader)


class StrictYamlError(IsodocsError):
    """The block is not of the subset that is read; it knows its line and column."""


def read(data: bytes | str, *, first_line: int = 1, limit: int = LIMIT) -> Node:
    """Read one block; `first_line` is the line of the file on which it starts.

    An empty block is an empty scalar. Raises StrictYamlError and nothing else.
    """
    text = _text(data, first_line, limit)
    reader = _Reader(_LOADER(text), first_line)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise StrictYamlError(
            f"not readable as YAML: {error.problem or error.context}",
            hint="Check the indentation, quote values that hold ': ' or '#', close every quote.",
            line=line,
            column=mark.column + 1 if mark else 0,
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise StrictYamlError(
            f"not readable as YAML: {str(error)[:120]}",
            hint="Write plain 'key: value' lines.",
            line=first_line,
        ) from None
    finally:
        reader.close()


def _text(data: bytes | str, first_line: int, limit: int) -> str:
    if len(data) > limit:
        raise StrictYamlError(
            f"the block is larger than {limit // 1024} KiB",
            hint="Keep the front matter to facts about the document; text belongs below it.",
            line=first_line,
        )
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise StrictYamlError(
                "not UTF-8 text",
                hint="Save the file as UTF-8.",
                line=first_line + data.count(b"\n", 0, error.start),
                column=error.start - data.rfind(b"\n", 0, error.start),
            ) from None
    for pattern, message, hint in (
        (
            _FORBIDDEN,
            "an invisible, control or direction-changing character",
            "Delete it; it can make text look other than it is.",
        ),
        (_NESTING, f"nested deeper than {DEPTH} levels", "Write plain lists and keys."),
    ):
        if match := pattern.search(data):
            code = f" (U+{ord(match[0][0]):04X})" if pattern is _FORBIDDEN else ""
            raise StrictYamlError(
                message + code,
                hint=hint,
                line=first_line + data.count("\n", 0, match.start()),
                column=match.start() - data.rfind("\n", 0, match.start()),
            )
    return data


class _Reader:
    """Builds nodes from the parser's events."""

    def __init__(self, loader: Any, first_line: int) -> None:
        self.loader = loader
        self.next = loader.get_event
        self.offset = first_line

    def close(self) -> None:
        self.loader.dispose()

    def document(self) -> Node:
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return Scalar("", self.offset, 1, self.offset)
        if event.explicit and (event.version or event.tags):
            self.refuse(event, "a YAML directive", "Delete the line that starts with '%'.")
        node = self.node(self.next(), 0)
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            self.refuse(event, "a second YAML document", "Keep one block between the '---' lines.")
        return node

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            self.refuse(event, "an anchor or alias ('&' or '*')", "Write the value out, or quote it.")
        mark = event.start_mark
        line, column = mark.line + self.offset, mark.column + 1
        if kind is yaml.ScalarEvent:
            if event.tag is not None:
                self.refuse(event, f"a tag ({event.tag})", "Delete it; every value is a text here.")
            end = event.end_mark
            last = end.line + self.offset - (1 if end.column == 0 and end.line > mark.line else 0)
            return Scalar(event.value, line, column, last)
        if event.tag is not None:
            self.refuse(event, f"a tag ({event.tag})", "Delete it; every value is a text here.")
        if depth >= DEPTH:
            self.refuse(event, f"nested deeper than {DEPTH} levels", "Write plain lists and keys.")
        if kind is yaml.SequenceStartEvent:
            return self.sequence(line, column, depth)
        return self.mapping(line, column, depth)

    def sequence(self, line: int, column: int, depth: int) -> Sequence:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return Sequence(tuple(items), line, column, self.last(event, line))

    def mapping(self, line: int, column: int, depth: int) -> Mapping:
        entries = []
        seen = set()
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(event, "a key that is not a text", "Write 'key: value'.")
            if key.text == "<<":
                self.refuse(event, "a merge key ('<<')", "Write the keys out.")
            if key.text in seen:
                self.refuse(event, f"a repeated key ({key.text[:60]!r})", "Keep one of the two.")
            seen.add(key.text)
            entries.append(Entry(key, self.node(self.next(), depth + 1)))
        return Mapping(tuple(entries), line, column, self.last(event, line))

    def last(self, event: Any, line: int) -> int:
        """The last line of a collection: its end mark may stand at the start of the next one."""
        end = event.end_mark
        number: int = end.line + self.offset - (1 if end.column == 0 else 0)
        return max(number, line)

    def refuse(self, event: Any, what: str, hint: str) -> NoReturn:
        mark = event.start_mark
        raise StrictYamlError(
            f"{what} is not read here", hint=hint, line=mark.line + self.offset, column=mark.column + 1
        )

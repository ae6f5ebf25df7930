"""YAML in the plain, harmless subset that front matter, configuration and records need.

Strings, sequences and mappings only; `key:` with nothing behind it is an empty string. Refused,
with place and remedy: aliases and anchors, merge keys, tags, duplicate keys, keys that are not
plain text, directives, several documents, nesting deeper than 16, blocks over the size limit, and
control, direction-changing and invisible characters (also when written as an escape).

The characters at which YAML 1.1 breaks lines and an editor does not (a lone
carriage return, U+0085, U+2028, U+2029) are refused, so a line number is the one an editor shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.errors import StrictYamlError
from isodocs.model.characters import FORBIDDEN, FORBIDDEN_HINT
from isodocs.parsing import conflict
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.node import Node

LIMIT = 256 * 1024
"""The largest block read, in bytes."""
_PLAIN_BYTES = bytes(range(0x20, 0x7F)) + b"\n"


def read(data: bytes | str, *, first_line: int = 1, limit: int = LIMIT) -> Node:
    """Read one block; `first_line` is the line of the file on which it starts.

    An empty block is an empty scalar. Raises StrictYamlError and nothing else.
    """
    text = _checked(data, first_line, limit)
    # readers are loaded where there is YAML to read, and the library where it is not plain
    from isodocs.parsing import plain_yaml

    plain = plain_yaml.read(text, first_line)
    if plain is not None:
        return plain
    from isodocs.parsing import yaml_nodes

    return yaml_nodes.read(text, first_line)


def _checked(data: bytes | str, first_line: int, limit: int) -> str:
    """Return the text of a block that is small enough and holds no forbidden character."""
    if len(data) > limit:
        raise StrictYamlError(
            say("the block is larger than {limit} KiB", limit=limit // 1024),
            hint=say("Keep it to facts about the document; text belongs below it."),
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
                say("not UTF-8 text"),
                hint=say("Save the file as UTF-8."),
                line=first_line + data.count(b"\n", 0, error.start),
                column=error.start - data.rfind(b"\n", 0, error.start),
            ) from None
    else:
        text = data
    if match := FORBIDDEN.search(text):
        raise StrictYamlError(
            say(
                "an invisible, control or direction-changing character (U+{ord:04X})",
                ord=ord(match[0]),
            ),
            hint=FORBIDDEN_HINT,
            line=first_line + text.count("\n", 0, match.start()),
            column=match.start() - text.rfind("\n", 0, match.start()),
        )
    return text

"""Front matter in TOML between `+++` lines, as Hugo and Zola have it: read, and written as YAML.

Values are read as they are written, like those of YAML: `2.10` stays `2.10`. What is below
`[extra]` (Zola) or `[params]` (Hugo), where other fields of a page go, counts as if it were
above.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, time

from isodocs.errors import IsodocsError, StrictYamlError
from isodocs.expressions import expression
from isodocs.model.node import Mapping, MappingEntry, Node, Scalar, Sequence
from isodocs.parsing import yaml_edit
from isodocs.words import say

_OWN_FIELDS = ("extra", "params")
_LONGEST = 64 * 1024
"""A longer block is not read: the time that `tomllib` takes may grow with its square."""
_PLACE = expression(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_KEY = expression(r"""[ \t]*+["']?([^=\[\]#"'\n]++)["']?[ \t]*+=""")
_TABLE = expression(r"""[ \t]*+\[\[?[ \t]*+["']?([\w.-]++)""")


def read(block: bytes, first_line: int) -> Mapping:
    """Read a block that begins on line `first_line` of its file.

    Raises StrictYamlError with the place for what TOML does not allow.
    """
    text = block.decode("utf-8", "replace").replace("\r\n", "\n")
    if len(block) > _LONGEST:
        raise StrictYamlError(
            say("the front matter is too long to be TOML"), hint=_HINT, line=first_line, column=1
        )
    try:
        values = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line, column = (int(found[1] or 1), int(found[2] or 1)) if found else (1, 1)
        message = say("the front matter is not TOML: {sub}", sub=_PLACE.sub("", str(error)))
        raise StrictYamlError(
            message, hint=_HINT, line=first_line + line - 1, column=column
        ) from None
    except (ValueError, RecursionError):  # a number of thousands of figures, lists within lists
        raise StrictYamlError(
            say("the front matter cannot be read as TOML"), hint=_HINT, line=first_line, column=1
        ) from None
    lines = dict(reversed([*_keys(text, first_line)]))
    for table in _OWN_FIELDS:
        inner = values.get(table)
        if isinstance(inner, dict):
            del values[table]
            values = {**inner, **values}
    return _mapping(values, lines, first_line)


_HINT = say("Correct it, or write it as YAML: a line '---', lines 'key: value', a line '---'.")


def as_yaml(mapping: Mapping, newline: str) -> bytes:
    """The same facts as a block of YAML, one key to a line.

    Raises IsodocsError for lists of lists and of tables: on one line no one could read them.
    """
    return "".join(f"{line}{newline}" for line in _lines(mapping, "")).encode()


def _lines(mapping: Mapping, indent: str) -> Iterator[str]:
    for key, value in mapping:
        name = f"{indent}{yaml_edit.quoted(key.text)}:"
        if isinstance(value, Mapping) and value.entries:
            yield name
            yield from _lines(value, f"{indent}  ")
        elif isinstance(value, Mapping):
            yield f"{name} {{}}"
        elif isinstance(value, Scalar):
            yield f"{name} {yaml_edit.written(value.text)}"
        else:
            texts = tuple(item.text for item in value.items if isinstance(item, Scalar))
            if len(texts) < len(value.items):
                raise IsodocsError(
                    say(
                        "'{text}' is more than a list of texts, so it is not rewritten as YAML",
                        text=key.text,
                    ),
                    hint=say("Write this front matter as YAML yourself, between lines '---'."),
                    line=key.line,
                    column=key.column,
                )
            yield f"{name} {yaml_edit.written(texts)}"


def _keys(text: str, first_line: int) -> Iterator[tuple[str, int]]:
    """The keys and tables of a block with their lines, as they come."""
    for number, line in enumerate(text.split("\n"), first_line):
        if match := _KEY.match(line) or _TABLE.match(line):
            yield match[1].strip(), number


def _mapping(values: dict[str, object], lines: dict[str, int], line: int) -> Mapping:
    entries = []
    for name, value in values.items():
        at = lines.get(name, line)
        entries.append(MappingEntry(Scalar(name, at, 1, at), _node(value, lines, at)))
    return Mapping(tuple(entries), line, 1, line)


def _node(value: object, lines: dict[str, int], line: int) -> Node:
    if isinstance(value, dict):
        return _mapping(value, lines, line)
    if isinstance(value, list):
        return Sequence(tuple(_node(item, lines, line) for item in value), line, 1, line)
    return Scalar(_text(value), line, 1, line)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | time) else str(value)

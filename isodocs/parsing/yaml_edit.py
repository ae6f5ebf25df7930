"""A block of `key: value` lines edited in place: only the lines that must change do.

Comments, order, indentation, quoting style and line ends of everything else stay byte for byte;
libraries that load and dump YAML keep none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC

from isodocs.errors import IsodocsError, StrictYamlError
from isodocs.expressions import expression
from isodocs.model.node import Mapping, MappingEntry, Node, Scalar, Sequence
from isodocs.parsing import strict_yaml
from isodocs.words import say

_KEY = expression(r"""(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*+|[^\s?"'].*?):(?=\s|$)""")
_DOUBLE = expression(r'"(?:[^"\\]|\\.)*"')
_SINGLE = expression(r"'(?:[^']|'')*'")
_COMMENT = expression(r"(?<![ \t])[ \t]++#.*")
# behind the key of a value of several lines, or behind the | or > that opens a text
_HEAD_COMMENT = expression(r"(?:[ \t]+[|>][-+0-9]*)?([ \t]+#.*)")
# a list or mapping on one line, up to the comment behind it
_FLOW = expression(
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<![ \t])#|[ \t]+(?![ \t#])|[^"'# \t])*"""
)
_PLAIN_START = expression(r"[\w(/]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


Value = str | tuple[str, ...] | None
"""What a key is to hold: a text, a list of texts, or nothing, so that it goes."""


class YamlEditError(IsodocsError):
    """The block cannot be edited in place, or not so that it says what was asked."""


def edit(
    block: bytes,
    changes: MappingABC[str, Value],
    *,
    order: SequenceABC[str] = (),
    first_line: int = 1,
    newline: str = "\n",
) -> bytes:
    """Set top-level keys of a YAML block to texts or lists of texts, or remove them (None).

    A missing key goes behind the key that precedes it in `order`, an unknown one to the end.
    The result is read back before it is returned: each changed key reads as asked, every other
    as before. Raises YamlEditError for a block that cannot be read or edited so, and for a text
    that YAML may not hold here (control and invisible characters). `first_line` is where the
    block is in its file, for the places of errors; `newline` ends added lines.
    """
    before = _mapping(block, first_line)
    # cut at "\n" only: these are the lines the nodes count
    lines = re.findall(r"[^\n]++\n?|\n", block.decode())
    for entry in reversed(before.entries):  # from the end, so that line numbers stay true
        if entry.key.text in changes:
            _change(lines, entry, changes[entry.key.text], first_line, newline)
    for key, value in changes.items():
        if value is not None and before.get(key) is None:
            current = _mapping("".join(lines).encode(), 0)
            indent = " " * (current.column - 1)
            at = _place(current, key, order, len(lines))
            if at and not lines[at - 1].endswith("\n"):
                lines[at - 1] += newline
            lines.insert(at, f"{indent}{quoted(key)}: {written(value)}{newline}")
    edited = "".join(lines).encode()
    _verify(before, _mapping(edited, first_line), changes)
    return edited


def quoted(value: str, style: str = "") -> str:
    """Write `value` as YAML that reads back as exactly this text.

    `style` is the quote to keep (`"` or `'`); without one, quotes come only where they must.
    """
    if not value.isprintable():
        style = '"'
    if not style and _is_plain(value):
        return value
    if style == "'" or (not style and '"' in value and "'" not in value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def written(value: str | tuple[str, ...], style: str = "") -> str:
    """Write a text, or a list of texts on one line; `style` is the quote of a text to keep."""
    if isinstance(value, str):
        return quoted(value, style)
    items = ", ".join(quoted(item, '"') for item in value)
    return f"[{items}]"


def _is_plain(value: str) -> bool:
    return (
        _PLAIN_START.match(value) is not None
        and not value.endswith((" ", ":"))
        and ": " not in value
        and " #" not in value
    )


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _mapping(block: bytes, first_line: int) -> Mapping:
    """Read the block; an empty one is an empty mapping."""
    try:
        root = strict_yaml.read(block, first_line=first_line)
    except StrictYamlError as error:
        raise YamlEditError(
            error.message, hint=error.hint, line=error.line, column=error.column
        ) from None
    if isinstance(root, Scalar) and not root.text:
        return Mapping((), first_line, 1, first_line)
    if not isinstance(root, Mapping) or _is_flow(block):
        raise YamlEditError(
            say("the keys are not written one to a line, as 'key: value'"),
            hint=say("Write each key on a line of its own, without braces around them."),
            line=first_line,
            column=1,
        )
    return root


def _is_flow(block: bytes) -> bool:
    """Whether the first thing that is not a comment is an opening brace."""
    return re.match(rb"(?>(?:[ \t]*+(?:#[^\n]*+)?\r?+\n)*)[ \t]*+\{", block) is not None


def _change(
    lines: list[str], entry: MappingEntry, value: Value, first_line: int, newline: str
) -> None:
    """Replace or remove the lines of one entry."""
    first = entry.key.line - first_line
    # an empty value may be placed behind the last line
    last = max(min(entry.value.end_line - first_line, len(lines) - 1), first)
    while last > first and not lines[last].strip():  # blank lines behind a block of text
        last -= 1
    if value is None:
        del lines[first : last + 1]
        return
    line, end = _cut(lines[first])
    key = _KEY.match(line, entry.key.column - 1)
    if key is None:  # '? key', which no one writes by hand
        raise _cannot(entry.key)
    rest = line[key.end() :]
    gap, style, tail = " ", "", ""
    if first == last and entry.value.line == entry.key.line:
        old = rest.lstrip(" \t")
        style, tail = _style_and_tail(rest, entry.value)
        # with no old value, the blanks there are the comment's
        gap = (tail != rest and rest[: len(rest) - len(old)]) or " "
    elif comment := _HEAD_COMMENT.match(rest):
        tail = comment[1]
    lines[first : last + 1] = [
        f"{line[: key.end()]}{gap}{written(value, style)}{tail}{end or newline}"
    ]


def _cut(line: str) -> tuple[str, str]:
    """Separate a line from its end."""
    end = "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
    return line.removesuffix(end), end


def _style_and_tail(rest: str, old: Node) -> tuple[str, str]:
    """Return the quote an old one-line value is written in, and the comment behind the value.

    `rest` is what supports `key:`.
    """
    text = rest.lstrip(" \t")
    if not isinstance(old, Scalar):
        match = _FLOW.match(text)
        return "", text[match.end() :] if match else ""
    if match := _DOUBLE.match(text) or _SINGLE.match(text):
        return text[0], text[match.end() :].rstrip()
    comment = _COMMENT.search(rest if not old.text else text)
    return "", comment[0] if comment else ""


def _place(current: Mapping, key: str, order: SequenceABC[str], end: int) -> int:
    """Return the index of the line before which a new key belongs; `current` starts at line 0."""
    if not current.entries:
        return end
    behind = current.entries[-1]
    if key in order:
        earlier = set(order[: order.index(key)])
        known = [entry for entry in current if entry.key.text in order]
        preceding = [entry for entry in known if entry.key.text in earlier]
        if known and not preceding:
            return known[0].key.line
        behind = preceding[-1] if preceding else behind
    # an empty value may be placed behind the last line
    return min(max(behind.value.end_line, behind.key.line) + 1, end)


def _cannot(key: Scalar) -> YamlEditError:
    return YamlEditError(
        say("{text!r} cannot be edited in place as it is written", text=key.text),
        hint=say("Write it on one line, as 'key: value', and try again."),
        line=key.line,
        column=key.column,
    )


def _verify(before: Mapping, after: Mapping, changes: MappingABC[str, Value]) -> None:
    """Refuse an edit that does not read back as asked: a guard, whatever the YAML was."""
    wanted = {e.key.text: _plain(e.value) for e in before if e.key.text not in changes}
    for key, value in changes.items():
        if value is not None:
            wanted[key] = value if isinstance(value, str) else list(value)
    found = {entry.key.text: _plain(entry.value) for entry in after}
    if wanted != found:
        wrong = next(key for key in {**wanted, **found} if wanted.get(key) != found.get(key))
        raise _cannot(before.key(wrong) or Scalar(wrong, before.line, before.column, before.line))


def _plain(node: Node) -> object:
    """Return a node's content without its places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {entry.key.text: _plain(entry.value) for entry in node}

"""The YAML block at the top of a Markdown file: found, read, and edited in place.

The block begins with a `---` line at the very top and ends with a line `---` or `...`. Editing
replaces only the lines it must: comments, order, quotes and line endings of all others stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass

from isodocs.model.config import FIELDS
from isodocs.model.node import Entry, Mapping, Scalar
from isodocs.model.problem import Problem
from isodocs.parsing import strict_yaml

_BOM = b"\xef\xbb\xbf"
_OPEN = re.compile(rb"---[ \t]*\r?\n")
_CLOSE = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _./()+-]*(?<! )", re.ASCII)
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*$")


@dataclass(frozen=True, slots=True)
class Split:
    """A file cut in two. `block` is None without front matter; lines are 1-based.

    `start` and `end` are the block's byte offsets. `problem` tells of a block that never ends or
    a byte order mark.
    """

    block: bytes | None
    start: int
    end: int
    body: bytes
    body_line: int
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What was read; `mapping` is None when there is no block or it cannot be read."""

    mapping: Mapping | None
    body: bytes
    body_line: int
    problems: tuple[Problem, ...] = ()


def has_front_matter(data: bytes) -> bool:
    """Whether the file begins like one with front matter."""
    return _OPEN.match(data, 3 if data.startswith(_BOM) else 0) is not None


def split(data: bytes) -> Split:
    """Find the block; never raises."""
    offset = len(_BOM) if data.startswith(_BOM) else 0
    opening = _OPEN.match(data, offset)
    if opening is None:
        return Split(None, 0, 0, data, 1)
    start = opening.end()
    closing = _CLOSE.search(data, start)
    if closing is None:
        problem = Problem(
            "front-matter",
            "the front matter never ends",
            "Close it with a line '---' before the text begins.",
            1,
            1,
        )
        return Split(None, 0, 0, data, 1, problem)
    problem = None
    if offset:
        problem = Problem(
            "front-matter",
            "the file begins with a byte order mark",
            "Save it as UTF-8 without a byte order mark.",
            1,
            1,
        )
    end = closing.end()
    return Split(
        data[start : closing.start()],
        start,
        closing.start(),
        data[end:],
        data.count(b"\n", 0, end) + 1,
        problem,
    )


def read(data: bytes) -> FrontMatter:
    """Read the front matter; never raises, whatever is wrong is a placed problem."""
    parts = split(data)
    problems = [parts.problem] if parts.problem else []
    if parts.block is None:
        return FrontMatter(None, parts.body, parts.body_line, tuple(problems))
    mapping = None
    try:
        root = strict_yaml.read(parts.block, first_line=2)
        if isinstance(root, Mapping):
            mapping = root
        elif isinstance(root, Scalar) and not root.text:
            mapping = Mapping((), 2, 1, 2)
        else:
            problems.append(
                Problem(
                    "front-matter",
                    "the front matter holds no 'key: value' lines",
                    "Write one fact to a line, for example 'id: SOP-014'.",
                    2,
                    1,
                )
            )
    except strict_yaml.StrictYamlError as error:
        problems.append(
            Problem("front-matter", error.message, error.hint, error.line, error.column)
        )
    return FrontMatter(mapping, parts.body, parts.body_line, tuple(problems))


def edit(data: bytes, changes: MappingABC[str, str | None]) -> bytes:
    """Set top-level keys to texts, or remove them (None); everything else stays byte for byte.

    A new key goes after the known field that comes before it in the order of the design. Raises
    ValueError when the file has no front matter that can be read.
    """
    parts = split(data)
    matter = read(data)
    if parts.block is None or matter.mapping is None:
        raise ValueError("the file has no front matter that can be edited")
    newline = "\r\n" if b"\r\n" in data[: parts.end] else "\n"
    lines = parts.block.decode().splitlines(keepends=True)
    lines = _only_real_line_ends(lines)
    entries = {entry.key.text: entry for entry in matter.mapping}
    for key in sorted(
        (key for key in changes if key in entries), key=lambda k: -entries[k].key.line
    ):
        first, last = _span(entries[key], lines)
        value = changes[key]
        if value is None:
            lines[first : last + 1] = []
        else:
            lines[first : last + 1] = [_replaced(lines[first], entries[key], value, newline)]
    for key, value in changes.items():
        if key not in entries and value is not None:
            current = strict_yaml.read("".join(lines))
            at = _insertion(key, current if isinstance(current, Mapping) else None, lines)
            lines.insert(at, f"{quoted(key)}: {quoted(value)}{newline}")
    return data[: parts.start] + "".join(lines).encode() + data[parts.end :]


def quoted(value: str) -> str:
    """`value` as YAML that reads back as exactly this text, quoted only when it must be."""
    if _PLAIN.fullmatch(value) and not value.endswith(":") and value not in ("...", "---"):
        return value
    if "'" not in value and all(32 <= ord(c) < 127 or ord(c) > 160 for c in value):
        return f"'{value}'" if value != value.strip() or _risky(value) else value
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return '"' + re.sub(r"[\x85\xa0]", lambda m: f"\\x{ord(m[0]):02x}", text) + '"'


def _risky(value: str) -> bool:
    """Whether plain YAML would read the text as something else."""
    return (
        not value
        or value[0] in "-?:,[]{}#&*!|>'\"%@`"
        or ": " in value
        or " #" in value
        or value.endswith(":")
        or value in ("...", "---", "<<")
    )


def _only_real_line_ends(lines: list[str]) -> list[str]:
    """Join what `splitlines` cut at characters that are no line ends in YAML 1.2."""
    joined: list[str] = []
    for line in lines:
        if joined and not joined[-1].endswith("\n"):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _span(entry: Entry, lines: list[str]) -> tuple[int, int]:
    """First and last index, in the block, of the lines an entry occupies."""
    first = entry.key.line - 2
    last = max(entry.value.end_line - 2, first)
    while last > first and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
        last -= 1
    return first, last


def _replaced(line: str, entry: Entry, value: str, newline: str) -> str:
    """The entry's line with a new value; key, spacing, quote style and comment stay."""
    one_line = isinstance(entry.value, Scalar) and entry.value.line == entry.value.end_line
    if not one_line or not isinstance(entry.value, Scalar):
        key = line[: line.index(":", entry.key.column - 1)]
        return f"{key}: {quoted(value)}{newline}"
    old = entry.value
    end = "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
    text = line.removesuffix(end)
    if not old.text and old.column >= len(text):
        return f"{text.rstrip()} {quoted(value)}{end or newline}"
    start = old.column - 1
    tail = text[start:]
    style = tail[:1] if tail[:1] in "'\"" else ""
    comment = _comment_after(tail, style)
    written = quoted(value)
    if style == '"' and not written.startswith('"'):
        written = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif style == "'" and not written.startswith(('"', "'")):
        written = "'" + value.replace("'", "''") + "'"
    return f"{text[:start]}{written}{comment}{end or newline}"


def _comment_after(tail: str, style: str) -> str:
    """The comment, with its blanks, behind a one-line scalar that starts `tail`."""
    if style:
        inner = r"\"(?:[^\"\\]|\\.)*\"" if style == '"' else r"'(?:[^']|'')*'"
        match = re.match(inner, tail)
        return tail[match.end() :] if match else ""
    match = _COMMENT.search(tail)
    first = re.search(r"[ \t]+#", tail)
    return tail[first.start() :] if match and first else ""


def _insertion(key: str, mapping: Mapping | None, lines: list[str]) -> int:
    """The index at which a new key belongs."""
    if mapping is None:
        return len(lines)
    before = FIELDS[: FIELDS.index(key)] if key in FIELDS else FIELDS
    at = len(lines) if key not in FIELDS else 0
    for entry in mapping:
        if entry.key.text in before and key in FIELDS:
            last = max(entry.value.end_line, entry.key.line) - 1
            at = max(at, last + 1)
    return min(at, len(lines))

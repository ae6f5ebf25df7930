"""What looks like front matter and is none, so that a gap can say exactly what it is.

People put a licence comment or an empty line above the block, or lose its first line.
"""

from __future__ import annotations

import re
from collections.abc import Container

from isodocs.expressions import expression
from isodocs.model.config import FIELDS, Config
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import front_matter
from isodocs.words import say

_FAR = 64 * 1024
"""So much of a file is looked at, in bytes."""
_BOM = b"\xef\xbb\xbf"
_RULE = expression(rb"---[ \t]*")
_RULE_OF_TOML = expression(rb"\+\+\+[ \t]*")
_KEY = expression(rb"[\"']?([A-Za-z][\w .-]{0,60}?)[\"']?[ \t]*:(?:[ \t]|$)")
_TOML = expression(rb"[\"']?([A-Za-z][\w-]*)[\"']?[ \t]*=")
_CONTINUED = expression(rb"(?:[ \t]+\S|-[ \t]|#)")
_OPENINGS = (
    (expression(rb"[ \t]+---[ \t]*"), say("begins with blanks before its first line '---'")),
    (expression(rb"-{4,}[ \t]*"), say("begins with more than three hyphens")),
    (expression(rb"---[ \t]*[A-Za-z]+[ \t]*"), say("has a word behind its first line '---'")),
    (expression(rb"[ \t]*(?:\xe2\x80[\x90-\x95]){1,3}-{0,2}[ \t]*"), say("begins with dashes")),
    (expression(rb"[ \t]*(?:```|~~~).*"), say("is in a block of code")),
)  # fmt: skip


class Look(NamedTuple):
    """What was found instead of front matter: its line, what is wrong with it, its keys."""

    line: int
    what: str
    hint: str
    keys: frozenset[str]


def is_identified(data: bytes, config: Config) -> bool:
    """Whether a file declares an identifier: cheap, for files no one said are controlled.

    So does one whose front matter is not where it must be: a gap says so, and it is not lost.
    """
    key = config.key("id")
    name = re.escape(key.encode())
    if re.search(rb"^[\"']?" + name + rb"[\"']?\s*[:=]", data[:65536], re.MULTILINE) is None:
        return False
    if front_matter.has_front_matter(data):
        return True
    found = look(data, known_keys(config))
    return found is not None and key in found.keys


def known_keys(config: Config) -> tuple[str, ...]:
    """The names that our fields have here."""
    return tuple(config.key(name) for name in FIELDS)


def look(data: bytes, known: Container[str] = ()) -> Look | None:
    """What in a file without front matter looks like it; None where nothing does.

    `known` keys distinguish it from other text where nothing else does.
    """
    lines = [line.rstrip(b"\r") for line in data[:_FAR].removeprefix(_BOM).split(b"\n")]
    top = _below_comments(lines)
    if top >= len(lines):
        return None
    first = lines[top]
    rest = lines[top + 1 :]
    if _RULE_OF_TOML.fullmatch(first):
        keys = _keys(rest, _TOML, b"+++")
        found = _misplaced(lines, top, keys) if top else None
        return found._replace(hint=found.hint.replace("---", "+++")) if found else None
    if _RULE.fullmatch(first):
        return _misplaced(lines, top, _keys(rest, _KEY, b"---", b"...")) if top else None
    opening = next((what for pattern, what in _OPENINGS if pattern.fullmatch(first)), "")
    if opening:
        mark = first.strip()
        keys = _keys(rest, _KEY, mark, mark[:3], b"---")
        hint = say("Begin the file with a line of exactly '---', and end the block with another.")
        if any(key in known for key in keys):
            return Look(top + 1, opening, hint, keys)
    return _bare(lines, top, known)


def _below_comments(lines: list[bytes]) -> int:
    """The index of the first line that is neither empty nor part of a comment of HTML."""
    at = 0
    while at < len(lines):
        text = lines[at].strip()
        if text.startswith(b"<!--"):
            while at < len(lines) and b"-->" not in lines[at]:
                at += 1
            if at < len(lines) and lines[at].split(b"-->", 1)[1].strip():
                return at
        elif text:
            return at
        at += 1
    return at


def _misplaced(lines: list[bytes], top: int, keys: frozenset[str]) -> Look | None:
    if not keys:
        return None
    above = lines[:top]
    what = say("a comment") if any(line.strip() for line in above) else _empty(len(above))
    return Look(
        top + 1,
        say("begins in line {top}, below {what}", top=top + 1, what=what),
        say("Move it up: the line '---' must be the first line of the file."),
        keys,
    )


def _empty(number: int) -> str:
    return say("an empty line") if number == 1 else say("{number} empty lines", number=number)


def _bare(lines: list[bytes], top: int, known: Container[str]) -> Look | None:
    """Lines `key: value` at the top, with or without a `---` below them."""
    keys: list[str] = []
    closed = False
    for line in lines[top:]:
        if match := _KEY.match(line):
            keys.append(match[1].decode())
        elif not _CONTINUED.match(line):
            closed = _RULE.fullmatch(line) is not None
            break
    ours = [key for key in keys if key in known]
    if len(ours) < 2 and not (closed and len(keys) > 1 and ours):
        return None
    lacks = say("its first line '---'") if closed else say("the lines '---' around it")
    hint = say("Write a line '---' above it") + ("." if closed else say(", and another below it."))
    return Look(top + 1, say("lacks {lacks}", lacks=lacks), hint, frozenset(keys))


def _keys(lines: list[bytes], pattern: re.Pattern[bytes], *closing: bytes) -> frozenset[str]:
    """The keys of a block that ends with one of the lines `closing`; none where it does not."""
    keys: list[str] = []
    for line in lines:
        if line.strip() in closing:
            return frozenset(keys)
        if match := pattern.match(line):
            keys.append(match[1].decode())
        elif line.strip() and not keys and not line.startswith(b"#"):
            return frozenset()
    return frozenset()

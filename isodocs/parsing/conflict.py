"""Conflict marks that Git left in a file: `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`.

Git writes them at the beginning of a line, seven characters and then a blank and a name, or more
of them inside a conflict of a conflict (gitattributes(5), conflict-marker-size). A file that holds
them is two files at once, so nothing in it is read as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from isodocs.expressions import expression
from isodocs.model.problem import Problem
from isodocs.words import say

KIND = "conflict"
MESSAGE = say("unresolved Git conflict marks")
HINT = say(
    "Keep what is right of the two sides and delete the lines that begin "
    "with <<<<<<<, =======, >>>>>>> or |||||||; until then nothing in this "
    "file is read. Where two took one number, `git merge --abort`, `isodocs "
    "renumber` on your own branch, and merge again."
)
_LABEL = rb"(?:[ \t][^\r\n]*)?(?=[\r\n]|\Z)"
_BEGINS = expression(rb"<{7,}" + _LABEL)
_ENDS = expression(rb">{7,}" + _LABEL)
_PARTS = expression(rb"(?:={7,}|\|{7,})" + _LABEL)
_ANY = expression(rb"^(?:<{7,}|>{7,}|={7})" + _LABEL, re.MULTILINE)
_FENCE = expression(rb" {0,3}(`{3,}(?=[^`\r\n]*(?:[\r\n]|\Z))|~{3,})")


def problem(line: int) -> Problem:
    """What is reported of a file whose first mark is in `line`."""
    return Problem(KIND, MESSAGE, HINT, line, 1)


def in_data(data: bytes) -> int:
    """The line of the first mark in a table, YAML or JSON; 0 where there is none."""
    if b"<<<<<<<" not in data and b">>>>>>>" not in data and b"=======" not in data:
        return 0
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found = _ANY.search(lines)
    return lines.count(b"\n", 0, found.start()) + 1 if found else 0


def in_markdown(data: bytes, body: int = 0) -> int:
    """The line of the first mark in a Markdown file; 0 where there is none.

    The text begins at the byte `body`, the front matter is before it. In fenced code marks are
    text, `=======` alone underlines a heading, and `>>>>>>>` alone is a quotation.
    """
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return 0
    if line := in_data(data[:body]):
        return line
    before = data.count(b"\n", 0, body)
    parted = False
    for number, text in _outside_code(data[body:]):
        if _BEGINS.match(text) or (parted and _ENDS.match(text)):
            return before + number
        parted = parted or _PARTS.match(text) is not None
    return 0


def first_side(data: bytes) -> bytes:
    """The file as the first side of every conflict has it."""
    kept, left_out, inside = [], False, False
    for line in data.splitlines(keepends=True):
        if _BEGINS.match(line):
            inside = True
        elif inside and _ENDS.match(line):
            inside = left_out = False
        elif inside and _PARTS.match(line):
            left_out = True
        elif not left_out:
            kept.append(line)
    return b"".join(kept)


def _outside_code(text: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that are in no fenced code, with their numbers."""
    fence = b""
    for number, line in enumerate(text.split(b"\n"), start=1):
        found = _FENCE.match(line)
        if not fence:
            if found:
                fence = found[1]
            else:
                yield number, line
        elif found and found[1].startswith(fence) and not line.strip().strip(fence[:1]):
            fence = b""

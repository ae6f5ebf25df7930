"""A text -> its sections, cut into the pieces that a redline compares with their like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import front_matter, markdown

_HEADING = expression(r"\s{0,3}(?:#{1,6}(?:\s|$)|(?:=+|-{2,})\s*$)")
_UNIT_START = expression(r"\s*(?:[|>]|[-*+]\s|\d{1,9}[.)]\s)")
_FENCE = expression(r"\s{0,3}(`{3,}|~{3,})")


class TextUnit(NamedTuple):
    """A paragraph, list item, table row or line of code, blanks made single."""

    text: str
    line: int


class TextPart(NamedTuple):
    """A section of one revision."""

    level: int
    title: str
    path: tuple[str, ...]
    line: int
    raw: str
    units: tuple[TextUnit, ...]
    words: Counter[str]


def parts_of(matter: front_matter.FrontMatter) -> list[TextPart]:
    """Cut a body at its headings."""
    body = matter.body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = body.split("\n")
    sections = markdown.outline(body).sections
    first = sections[0].line if sections else len(lines) + 1
    parts = []
    if "".join(lines[: first - 1]).strip():
        parts.append(_part(0, "", (), lines[: first - 1], matter.body_line))
    path: list[tuple[int, str]] = []
    for section in sections:
        while path and path[-1][0] >= section.level:
            path.pop()
        path.append((section.level, section.title))
        titles = tuple(title for _, title in path)
        own = lines[section.line - 1 : section.end_line]
        line = section.line + matter.body_line - 1
        parts.append(_part(section.level, section.title, titles, own, line))
    return parts


def _part(level: int, title: str, path: tuple[str, ...], lines: list[str], line: int) -> TextPart:
    units = tuple(_units(lines, line))
    words = Counter(word for unit in units for word in unit.text.lower().split())
    return TextPart(level, title, path, line, "\n".join(lines).rstrip(), units, words)


def _units(lines: Sequence[str], first_line: int) -> Iterator[TextUnit]:
    """Cut lines into what is compared with its like; in code every line stands for itself."""
    fence = ""
    gathered: list[str] = []
    start = first_line
    for number, line in enumerate(lines, first_line):
        mark = _FENCE.match(line)
        code = bool(fence or mark)
        if gathered and (code or not line.strip() or _UNIT_START.match(line)):
            yield _joined(gathered, start)
            gathered = []
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        if code and line.strip():
            yield TextUnit(line.rstrip(), number)
        elif line.strip():
            start = start if gathered else number
            gathered.append(line)
            if _HEADING.match(line):  # or its underline
                yield _joined(gathered, start)
                gathered = []
    if gathered:
        yield _joined(gathered, start)


def _joined(lines: Sequence[str], line: int) -> TextUnit:
    return TextUnit(" ".join(" ".join(lines).split()), line)

"""The numbers that Word counts by itself: of headings, paragraphs and lists.

The file does not say them, and other texts refer to them; so they are counted here as Word does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.office.package import number_of

if TYPE_CHECKING:
    from isodocs.office.package import XmlNode
    from isodocs.office.styles import Numbered, Styles

_PLACE = expression(r"%([1-9])")
_LEVELS = 9
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST = 10_000
"""No list counts further."""


class _Level(NamedTuple):
    """How one level of a list is counted and written."""

    form: str
    text: str
    start: int
    restarts: bool
    legal: bool
    indent: int


class Counted(NamedTuple):
    """The number of one paragraph: `label` as Word shows it, `value` as it counts it.

    `ordered` is False for bullets, `compound` says that the number names levels above, such as
    4.2.1, which no list of Markdown can say.
    """

    level: int
    ordered: bool
    label: str
    value: int
    form: str
    compound: bool
    indent: int
    list_id: str = ""


class Numbering:
    """The lists of one document, and how far each has been counted."""

    def __init__(self, root: XmlNode | None, styles: Styles) -> None:
        self._abstract: dict[str, XmlNode] = {}
        self._lists: dict[str, XmlNode] = {}
        self._styles = styles
        self._levels: dict[str, Mapping[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for node in root.elements if root else ():
            if node.tag == "w:abstractNum":
                self._abstract[node.attributes.get("w:abstractNumId", "")] = node
            elif node.tag == "w:num":
                self._lists[node.attributes.get("w:numId", "")] = node

    def count(self, numbered: Numbered) -> Counted | None:
        """The number of the next paragraph of a list; None where there is no such list."""
        levels = self._of(numbered.list_id)
        at = numbered.level
        level = levels.get(at)
        if level is None or level.form == "none":
            return None
        if level.form == "bullet":
            return Counted(at, False, "•", 0, level.form, False, level.indent, numbered.list_id)
        counts = self._counts.setdefault(self._shared(numbered.list_id), [None] * _LEVELS)
        self._restart(numbered.list_id, at, counts)
        before = counts[at]
        counts[at] = level.start if before is None else min(before + 1, _MOST)
        for deeper in range(at + 1, _LEVELS):
            if deeper not in levels or levels[deeper].restarts:
                counts[deeper] = None
        value = counts[at] or 0
        label = _PLACE.sub(lambda m: self._shown(int(m[1]) - 1, levels, counts, level), level.text)
        compound = len(_PLACE.findall(level.text)) > 1
        return Counted(
            at,
            True,
            label.strip(),
            value,
            level.form,
            compound,
            level.indent,
            numbered.list_id,
        )

    def _shown(
        self, at: int, levels: Mapping[int, _Level], counts: list[int | None], own: _Level
    ) -> str:
        level = levels.get(at)
        if level is None:
            return ""
        value = counts[at]
        return shown(
            level.start if value is None else value, "decimal" if own.legal else level.form
        )

    def _restart(self, list_id: str, at: int, counts: list[int | None]) -> None:
        """Begin again where this list says so, the first time that it is met."""
        if (list_id, at) in self._begun:
            return
        self._begun.add((list_id, at))
        node = self._lists.get(list_id)
        for override in node.elements if node else ():
            start = override.value("w:startOverride")
            if override.attributes.get("w:ilvl") == str(at) and start:
                counts[at] = number_of(start, 1) - 1

    def _shared(self, list_id: str) -> str:
        """The definition that a list shares its counting with."""
        node = self._lists.get(list_id)
        return node.value("w:abstractNumId") if node else ""

    def _of(self, list_id: str) -> Mapping[int, _Level]:
        if list_id not in self._levels:
            self._levels[list_id] = self._read(list_id)
        return self._levels[list_id]

    def _read(self, list_id: str) -> Mapping[int, _Level]:
        own = self._lists.get(list_id)
        abstract = self._abstract.get(self._shared(list_id))
        if own is None or abstract is None:
            return {}
        if linked := abstract.value("w:numStyleLink"):
            other = self._styles.numbering_of(linked)
            abstract = self._abstract.get(self._shared(other), abstract)
        found = dict(_levels(abstract))
        for override in own.elements:
            found.update(_levels(override))
        return found


def _levels(node: XmlNode) -> list[tuple[int, _Level]]:
    found = []
    for level in node.elements:
        at = number_of(level.attributes.get("w:ilvl", ""), _LEVELS)
        if level.tag != "w:lvl" or at >= _LEVELS:
            continue
        start = level.value("w:start")
        ind = level.first("w:pPr", "w:ind")
        indent = (
            (ind.attributes.get("w:left") or ind.attributes.get("w:start") or "") if ind else ""
        )
        found.append(
            (
                at,
                _Level(
                    level.value("w:numFmt") or "decimal",
                    level.value("w:lvlText"),
                    number_of(start, 1),
                    level.value("w:lvlRestart") != "0",
                    bool(level.switch("w:isLgl")),
                    number_of(indent),
                ),
            )
        )
    return found


def shown(value: int, form: str) -> str:
    """A number as a form of Word writes it."""
    if form in ("lowerLetter", "upperLetter") and value > 0:
        times, letter = divmod(value - 1, 26)
        text = chr(ord("a") + letter) * min(times + 1, 20)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        text, rest = "", value
        for size, letters in _ROMAN:
            times, rest = divmod(rest, size)
            text += letters * times
        return text.upper() if form == "upperRoman" else text
    return f"{value:02}" if form == "decimalZero" else str(value)

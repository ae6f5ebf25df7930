"""Two revisions of a document -> what changed, by field, section, paragraph and word.

Comparing is bounded: common beginnings and ends are set aside first, and where what remains
could still take more than a moment it is shown as replaced whole and the redline says `coarse`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from isodocs.expressions import expression
from isodocs.history.text_parts import TextPart, TextUnit, parts_of
from isodocs.model.node import Mapping, Node, Scalar
from isodocs.model.node import Sequence as NodeList
from isodocs.model.redline import (
    FieldChange,
    Paragraph,
    Redline,
    Run,
    RunKind,
    SectionChange,
    SectionStatus,
)
from isodocs.parsing import front_matter

# with the blank before it, so that blanks are not words of their own to be compared
_WORD = expression(r"(?<!\s)\s*+(?:\w+(?:[.\-/:'’]\w+)*|[^\w\s])")
_NUMBER = expression(r"^[\d.]+\s+")
_MOST_PAIRS = 250_000
"""Pairs of equal items a comparison may have to weigh; difflib grows with them."""
_MOST_ITEMS = 3_000
_ALIKE = 0.5
_Span = tuple[bool, int, int, int, int]
"""Whether two slices are equal, and where they start and end in old and new."""


def redline(old: bytes, new: bytes) -> Redline:
    """Compare two revisions of a document, given as the bytes of their files; never raises."""
    before, after = front_matter.read(old), front_matter.read(new)
    comparison = _Comparison()
    return Redline(
        fields=tuple(_field_changes(old, before, new, after)),
        sections=tuple(comparison.sections(parts_of(before), parts_of(after))),
        coarse=comparison.coarse,
    )


def lines_redline(old: bytes, new: bytes) -> Redline:
    """Compare two texts that are not Markdown, such as tables, line by line; never raises."""
    comparison = _Comparison()
    before, after = (_lines(data) for data in (old, new))
    return Redline((), tuple(comparison.sections(before, after)), comparison.coarse)


def _lines(data: bytes) -> list[TextPart]:
    """All lines as one part, each of them compared with its like."""
    lines = data.decode("utf-8", "replace").splitlines()
    units = tuple(TextUnit(line, number) for number, line in enumerate(lines, 1) if line.strip())
    words = Counter(word for unit in units for word in unit.text.lower().split())
    return [TextPart(0, "", (), 1, "\n".join(lines).rstrip(), units, words)] if units else []


# -- fields ---------------------------------------------------------------------------------


def _field_changes(
    old: bytes, before: front_matter.FrontMatter, new: bytes, after: front_matter.FrontMatter
) -> Iterator[FieldChange]:
    """Compare field by field, or the raw blocks where one of them cannot be read."""
    blocks = front_matter.split(old).block, front_matter.split(new).block
    unreadable = [
        block is not None and matter.mapping is None
        for block, matter in zip(blocks, (before, after), strict=True)
    ]
    if any(unreadable):
        texts = [None if block is None else block.decode("utf-8", "replace") for block in blocks]
        if texts[0] != texts[1]:
            yield FieldChange("front matter", *texts)
        return
    olds, news = dict(_fields(before.mapping)), dict(_fields(after.mapping))
    for name in dict.fromkeys((*news, *olds)):
        if olds.get(name) != news.get(name):
            yield FieldChange(name, olds.get(name), news.get(name))


def _fields(node: Mapping | None, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in node or ():
        name = prefix + entry.key.text
        if isinstance(entry.value, Mapping) and entry.value.entries:
            yield from _fields(entry.value, f"{name}.")
        else:
            yield name, _shown(entry.value)


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, NodeList):
        return ", ".join(_shown(item) for item in node.items)
    return "; ".join(f"{entry.key.text}: {_shown(entry.value)}" for entry in node)


# -- comparing ------------------------------------------------------------------------------


class _Comparison:
    """Compares parts; remembers whether anything was too large to compare closely."""

    def __init__(self) -> None:
        self.coarse = False

    def sections(self, olds: list[TextPart], news: list[TextPart]) -> Iterator[SectionChange]:
        """Yield the sections in their new order, removed ones behind their old neighbour."""
        pairs = self._matches(olds, news)
        stay = _longest_rising([pairs[index] for index in sorted(pairs)])
        removed: dict[int, list[TextPart]] = defaultdict(list)
        new_of = {old: new for new, old in pairs.items()}
        neighbour = -1
        for index, part in enumerate(olds):
            if index in new_of:
                neighbour = new_of[index]
            else:
                removed[neighbour].append(part)
        yield from map(self._removed, removed[-1])
        for index, part in enumerate(news):
            if index in pairs:
                yield self._both(olds[pairs[index]], part, moved=pairs[index] not in stay)
            else:
                paragraphs = tuple(_whole(RunKind.INSERT, unit) for unit in part.units)
                yield SectionChange(
                    SectionStatus.ADDED, part.level, "", part.title, 0, part.line, False, paragraphs
                )
            yield from map(self._removed, removed[index])

    def _removed(self, part: TextPart) -> SectionChange:
        paragraphs = tuple(_whole(RunKind.DELETE, unit) for unit in part.units)
        return SectionChange(
            SectionStatus.REMOVED, part.level, part.title, "", part.line, 0, False, paragraphs
        )

    def _both(self, old: TextPart, new: TextPart, *, moved: bool) -> SectionChange:
        if old.raw == new.raw:
            status = SectionStatus.UNCHANGED
            paragraphs: tuple[Paragraph, ...] = tuple(map(_same, old.units, new.units))
        else:
            paragraphs = tuple(self._paragraphs(old, new))
            changed = any(paragraph.changed for paragraph in paragraphs)
            status = SectionStatus.CHANGED if changed else SectionStatus.REFORMATTED
        return SectionChange(
            status, new.level, old.title, new.title, old.line, new.line, moved, paragraphs
        )

    def _matches(self, olds: list[TextPart], news: list[TextPart]) -> dict[int, int]:
        """Map new sections to old ones: the surest likeness first, each section once."""
        pairs: dict[int, int] = {}
        keys: tuple[Callable[[TextPart], Hashable], ...] = (
            lambda part: part.path,
            lambda part: part.title.casefold(),
            lambda part: _NUMBER.sub("", part.title.casefold()),
            lambda part: tuple(unit.text for unit in part.units[1:]) or part.path,
        )
        for key in keys:
            free = defaultdict(list)
            taken = set(pairs.values())
            for index in range(len(olds) - 1, -1, -1):
                if index not in taken:
                    free[key(olds[index])].append(index)
            for index, part in enumerate(news):
                if index not in pairs and free[key(part)]:
                    pairs[index] = free[key(part)].pop()
        left_old = sorted(set(range(len(olds))) - set(pairs.values()))
        left_new = [index for index in range(len(news)) if index not in pairs]
        if len(left_old) * len(left_new) > _MOST_ITEMS:
            self.coarse = True
            return pairs
        scored = sorted(
            (-_likeness(olds[old].words, news[new].words), new, old)
            for old in left_old
            for new in left_new
        )
        taken = set(pairs.values())
        for score, new, old in scored:
            if -score >= _ALIKE and new not in pairs and old not in taken:
                pairs[new] = old
                taken.add(old)
        return pairs

    def _paragraphs(self, old: TextPart, new: TextPart) -> Iterator[Paragraph]:
        olds, news = old.units, new.units
        if old.level and new.level:  # a heading is compared with its heading, however new
            yield self._paragraph(olds[0], news[0])
            olds, news = olds[1:], news[1:]
        spans = self._spans([unit.text for unit in olds], [unit.text for unit in news])
        for equal, i1, i2, j1, j2 in spans:
            if equal:
                yield from map(_same, olds[i1:i2], news[j1:j2])
            else:
                yield from self._replaced(olds[i1:i2], news[j1:j2])

    def _replaced(self, olds: Sequence[TextUnit], news: Sequence[TextUnit]) -> Iterator[Paragraph]:
        """Pair paragraphs that are alike, in order; the rest was deleted or inserted whole."""
        if len(olds) * len(news) > _MOST_ITEMS:
            self.coarse = True
            yield from (_whole(RunKind.DELETE, unit) for unit in olds)
            yield from (_whole(RunKind.INSERT, unit) for unit in news)
            return
        words = [Counter(unit.text.lower().split()) for unit in news]
        at = 0
        for old in olds:
            mine = Counter(old.text.lower().split())
            scores = [(_likeness(mine, words[index]), -index) for index in range(at, len(news))]
            score, position = max(scores, default=(0.0, 0))
            if score >= _ALIKE or len(olds) == len(news) == 1:
                yield from (_whole(RunKind.INSERT, unit) for unit in news[at:-position])
                yield self._paragraph(old, news[-position])
                at = 1 - position
            else:
                yield _whole(RunKind.DELETE, old)
        yield from (_whole(RunKind.INSERT, unit) for unit in news[at:])

    def _paragraph(self, old: TextUnit, new: TextUnit) -> Paragraph:
        """Compare word by word."""
        # a blank before the first words makes them equal to the same words further on
        olds, news = _WORD.findall(f" {old.text}"), _WORD.findall(f" {new.text}")
        cells = [_cells(olds), _cells(news)]
        pairs = zip(*cells, strict=True) if len(cells[0]) == len(cells[1]) else [(olds, news)]
        runs: list[Run] = []
        for first, (before, after) in enumerate(pairs):
            for equal, i1, i2, j1, j2 in self._spans(before, after):
                gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
                if first == i1 == j1 == 0:
                    gone, come = gone.removeprefix(" "), come.removeprefix(" ")
                if equal:
                    runs.append(Run(RunKind.EQUAL, come))
                else:
                    runs += [Run(RunKind.DELETE, gone)] if gone else []
                    runs += [Run(RunKind.INSERT, come)] if come else []
        return Paragraph(tuple(_joined_runs(runs)), old.line, new.line)

    def _spans(self, olds: Sequence[str], news: Sequence[str]) -> Iterator[_Span]:
        """Yield equal and differing slices; one differing slice where comparing costs too much."""
        shorter = min(len(olds), len(news))
        head = next((i for i in range(shorter) if olds[i] != news[i]), shorter)
        rest = shorter - head
        tail = next((i for i in range(rest) if olds[-1 - i] != news[-1 - i]), rest)
        if head:
            yield True, 0, head, 0, head
        i2, j2 = len(olds) - tail, len(news) - tail
        middle_old, middle_new = olds[head:i2], news[head:j2]
        if _is_costly(middle_old, middle_new):
            self.coarse = True
            yield False, head, i2, head, j2
        elif middle_old or middle_new:
            matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
            for tag, a1, a2, b1, b2 in matcher.get_opcodes():
                yield tag == "equal", a1 + head, a2 + head, b1 + head, b2 + head
        if tail:
            yield True, i2, len(olds), j2, len(news)


def _is_costly(olds: Sequence[str], news: Sequence[str]) -> bool:
    if not olds or not news:
        return False
    if max(len(olds), len(news)) > _MOST_ITEMS:
        return True
    counts = Counter(news)
    return sum(counts[item] for item in olds) > _MOST_PAIRS


def _cells(words: list[str]) -> list[list[str]]:
    """The words of a table row by cell, which is compared with its like; others are one cell."""
    if words[:1] != [" |"]:
        return [words]
    cells: list[list[str]] = []
    for index, word in enumerate(words):
        if word.strip() == "|" and words[index - 1] != "\\":
            cells.append([])
        cells[-1].append(word)
    return cells


def _joined_runs(runs: list[Run]) -> Iterator[Run]:
    """Runs of one kind that follow each other as one."""
    for kind, group in groupby(runs, key=lambda run: run.kind):
        yield Run(kind, "".join(run.text for run in group))


def _same(old: TextUnit, new: TextUnit) -> Paragraph:
    return Paragraph((Run(RunKind.EQUAL, new.text),), old.line, new.line)


def _whole(kind: RunKind, unit: TextUnit) -> Paragraph:
    inserted = kind is RunKind.INSERT
    lines = (0, unit.line) if inserted else (unit.line, 0)
    return Paragraph((Run(kind, unit.text),), *lines)


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return the share of words in common, from 0 to 1, whatever their order (Dice)."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the longest rising subsequence: the sections that kept their order."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    rising = set()
    number_or_none = ends[-1] if ends else None
    while number_or_none is not None:
        rising.add(number_or_none)
        number_or_none = before[number_or_none]
    return rising

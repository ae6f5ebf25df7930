"""A text that came back from a form: what was not touched keeps its bytes, and two edits meet.

Browsers send every line end as CRLF, so lines are compared without their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

_END = expression(r"\r\n|\r|\n")
_ENDS = ("\n", "\r\n", "\r")


class _Edit(NamedTuple):
    """Lines from `start` up to `end` of a base, and what takes their place."""

    start: int
    end: int
    lines: tuple[str, ...]


def sent(text: str) -> str:
    """A text with the line ends that are compared."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def keeping(old: str, new: str) -> str:
    """The new text with the line ends of the old one: each line that stays has its own.

    A line that changed has the end of the one in whose place it is, a new one that of the line
    before it.
    """
    if sent(old) == sent(new):
        return old
    lines, wanted = _lines(old), _lines(sent(new))
    ends = [_end(line) for line in lines]
    usual = max((*_ENDS,), key=ends.count)
    made: list[str] = []
    last, at, was = usual, 0, 0
    for before, now, size in _matches([sent(line) for line in lines], wanted):
        replaced = ends[was:before]
        for number, line in enumerate(wanted[at:now]):
            last = (replaced[number] if number < len(replaced) else "") or last
            made.append(line.removesuffix("\n") + (last if line.endswith("\n") else ""))
        made += lines[before : before + size]
        was, at = before + size, now + size
        last = next((end for end in reversed(ends[:was]) if end), last)
    mixed = "".join(made)  # an end of an old Mac before an empty line would be one of Windows
    return mixed if sent(mixed) == sent(new) else sent(new).replace("\n", usual)


def three_way(base: str, ours: str, theirs: str) -> str | None:
    """The base with what both changed; None where both changed the same lines, or lines that meet.

    Line ends are those of `theirs`, which is what is there.
    """
    began = _lines(sent(base))
    mine, others = (_edits(began, _lines(sent(text))) for text in (ours, theirs))
    merged: list[_Edit] = []
    for edit in sorted({*mine, *others}):
        before = merged[-1] if merged else None
        if before is not None and edit.start <= before.end:
            return None
        merged.append(edit)
    made: list[str] = []
    at = 0
    for edit in merged:
        made += [*began[at : edit.start], *edit.lines]
        at = edit.end
    return keeping(theirs, "".join([*made, *began[at:]]))


def _edits(base: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    found = []
    at = was = 0
    for old, now, size in _matches(base, new):
        if (was, at) != (old, now):
            found.append(_Edit(was, old, tuple(new[at:now])))
        was, at = old + size, now + size
    return found


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """The lines that both have: where they begin in each, and how many; the ends are the last."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = SequenceMatcher(
        None, old[same : len(old) - tail], new[same : len(new) - tail], autojunk=False
    )
    found = [(0, 0, same)] if same else []
    found += [(a + same, b + same, size) for a, b, size in middle.get_matching_blocks() if size]
    return [*found, (len(old) - tail, len(new) - tail, tail)]


def _lines(text: str) -> list[str]:
    """The lines with their ends, of which the last may have none."""
    cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [text[begin:end] for begin, end in pairwise(cuts) if begin != end]


def _end(line: str) -> str:
    return next((end for end in ("\r\n", "\r", "\n") if line.endswith(end)), "")

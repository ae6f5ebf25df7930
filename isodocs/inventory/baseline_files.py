"""The files of a baseline, one line for each gap, so that a difference shows what changed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from isodocs.errors import CanonicalError
from isodocs.expressions import expression
from isodocs.model import layout
from isodocs.model.problem import Problem
from isodocs.model.waiver import RECORDED, Baseline, RecordedGap
from isodocs.statements.canonical import LIMIT, dump, load
from isodocs.statements.shape import Shape
from isodocs.words import say

_LINE = expression(r"([A-Z]{3}[0-9]{3}) (error|warning) ([0-9a-f]{16})(?: (.+))?", re.ASCII)
_LIMIT = 16 * LIMIT
_HINT = say(
    "Restore the file from history. What is accepted later is a waiver: `isodocs waive`; what is "
    "closed is dropped by `isodocs adopt --baseline`."
)


def read(files: Mapping[str, bytes]) -> Baseline:
    """The baseline that these files hold; one that cannot be read records nothing."""
    problems: list[tuple[str, Problem]] = []
    said = {path: _read(path, data, problems) for path, data in sorted(files.items())}
    first = said.pop(RECORDED, None)
    if first is None or problems:
        return Baseline(problems=tuple(problems))
    on, gaps, documents = first
    left = Counter(each.key for each in gaps)
    for dropped in said.values():
        left.subtract(each.key for each in (dropped[1] if dropped else ()))
    kept = []
    for each in gaps:
        if left[each.key] > 0:
            left[each.key] -= 1
            kept.append(each)
    counts = Counter(each.rule for each in gaps)
    return Baseline(on, tuple(kept), counts, documents)


def _read(
    path: str, data: bytes, problems: list[tuple[str, Problem]]
) -> tuple[date, tuple[RecordedGap, ...], frozenset[str]] | None:
    keys = ("v", "on", "gaps", *(("documents",) if path == RECORDED else ()))
    try:
        top = Shape(load(data, readable=True, limit=_LIMIT), say("the baseline"), keys)
        day = top.day("on")
        if top.number("v") != 1 or day is None:
            raise CanonicalError(say("the baseline names no day, or is of another version"))
        lines = [item for item in top.items("gaps") if isinstance(item, str)]
        found = [_LINE.fullmatch(line) for line in lines]
        if len(lines) != len(top.items("gaps")) or not all(found) or lines != sorted(lines):
            raise CanonicalError(say("the baseline: 'gaps' must be lines of gaps, in their order"))
        documents = top.texts("documents") if path == RECORDED else ()
    except CanonicalError as error:
        problem = Problem(
            "baseline",
            say("the baseline cannot be read: {message}", message=error.message),
            _HINT,
            1,
        )
        problems.append((path, problem))
        return None
    gaps = (RecordedGap(m[1], m[2], m[3], m[4] or "") for m in found if m)
    return day, tuple(gaps), frozenset(documents)


def recorded(on: date, gaps: Iterable[RecordedGap], documents: Iterable[str]) -> bytes:
    """The file that records the gaps of a first day."""
    return _write(on, gaps, documents=sorted(documents))


def dropped(on: date, gaps: Iterable[RecordedGap]) -> tuple[str, bytes]:
    """Path and content of a file that drops gaps which are closed."""
    data = _write(on, gaps)
    return f"{layout.BASELINE}dropped.{hashlib.sha256(data).hexdigest()[:16]}.json", data


def _write(on: date, gaps: Iterable[RecordedGap], **more: Any) -> bytes:
    lines = sorted(_line(gap) for gap in gaps)
    return dump({"v": 1, "on": on.isoformat(), "gaps": lines, **more}, readable=True)


def _line(gap: RecordedGap) -> str:
    return " ".join(filter(None, (gap.rule, gap.level, gap.fingerprint, *_plain(gap.about))))


def _plain(text: str) -> Iterator[str]:
    """What a gap is about, in printable words of bounded length."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    if words:
        yield " ".join(words)[:120]

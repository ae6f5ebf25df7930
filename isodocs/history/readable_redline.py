"""A redline as it is read best: words that two wordings share by chance tear nothing apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from isodocs.dataclass import replace
from isodocs.model.redline import Redline, Run, RunKind, SectionChange

_BRIDGE = 30
"""As many unchanged characters at most are taken into the changes around them."""


def readable(redline: Redline) -> Redline:
    """The same changes, with short unchanged pieces between longer changes taken in."""
    shown = (
        change._replace(text=readable(change.text)) if change.text else change
        for change in redline.shown
    )
    sections = tuple(map(_section, redline.sections))
    return replace(redline, sections=sections, shown=tuple(shown))


def _section(section: SectionChange) -> SectionChange:
    paragraphs = (
        paragraph._replace(runs=tuple(folded(paragraph.runs))) for paragraph in section.paragraphs
    )
    return section._replace(paragraphs=tuple(paragraphs))


def folded(runs: Sequence[Run]) -> Iterator[Run]:
    """Take a short unchanged piece between two longer changes as changed, too.

    Old and new are read more easily whole; only the cells of a table stay apart. The measure is
    that of diff-match-patch: no longer than what changed on either side.
    """
    spans: list[tuple[str, str]] = []
    for equal, group in groupby(runs, key=lambda run: run.kind is RunKind.EQUAL):
        stretch = list(group)
        old = "".join(run.text for run in stretch if run.kind is not RunKind.INSERT)
        new = "".join(run.text for run in stretch if run.kind is not RunKind.DELETE)
        if not equal and len(spans) > 1:
            (before_old, before_new), (bridge, _) = spans[-2:]
            changed = min(max(len(before_old), len(before_new)), max(len(old), len(new)))
            if len(bridge) <= min(changed, _BRIDGE) and "|" not in bridge:
                del spans[-2:]
                old, new = f"{before_old}{bridge}{old}", f"{before_new}{bridge}{new}"
        spans.append((old, new))
    for old, new in spans:
        if old == new:
            yield Run(RunKind.EQUAL, old)
            continue
        yield from (Run(RunKind.DELETE, text) for text in (old,) if text)
        yield from (Run(RunKind.INSERT, text) for text in (new,) if text)

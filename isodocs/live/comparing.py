"""What one check found and another did not."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from isodocs.model.news import GapDifference

if TYPE_CHECKING:
    from isodocs.model.gap import Gap


def differing(before: Iterable[Gap], after: Iterable[Gap]) -> GapDifference:
    """The difference between two lists of gaps, each in the order of its list."""
    left = Counter(before)
    came = []
    for gap in after:
        if left[gap]:
            left[gap] -= 1
        else:
            came.append(gap)
    went = list(left.elements())
    altered: list[tuple[Gap, Gap]] = []
    for alike in (_fingerprint, _words):
        came, went, pairs = _paired(came, went, alike)
        altered += pairs
    return GapDifference(tuple(came), tuple(went), tuple(altered))


def _paired(
    came: Iterable[Gap], went: Iterable[Gap], alike: Callable[[Gap], Hashable]
) -> tuple[list[Gap], list[Gap], list[tuple[Gap, Gap]]]:
    """What has no pair of each, and the pairs of gaps that are alike."""
    before: defaultdict[Hashable, deque[Gap]] = defaultdict(deque)
    for gap in went:
        before[alike(gap)].append(gap)
    new, pairs = [], []
    for gap in came:
        same = before[alike(gap)]
        if same:
            pairs.append((same.popleft(), gap))
        else:
            new.append(gap)
    return new, [gap for same in before.values() for gap in same], pairs


def _fingerprint(gap: Gap) -> Hashable:
    return gap.fingerprint


def _words(gap: Gap) -> Hashable:
    """What a gap says: one of a text that is changed again has the digest of another text."""
    found = gap.finding
    return (gap.code, found.document, found.place.path, found.message)

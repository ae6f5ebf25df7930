"""What hooks found out about one commit or push to one management system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isodocs.model.config import PATH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.model.gap import Gap


@dataclass(frozen=True, slots=True)
class HookVerdict:
    """What is refused: `reasons` in words, `gaps` as `check` would report them.

    `open` are the other gaps that it brings and that count: they are reported, and stop no one.
    """

    ref: str
    reasons: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    open: tuple[Gap, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the commit or push must not go through."""
        return bool(self.reasons or self.gaps)


def brought(found: Iterable[Gap], before: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those gaps that weigh something and were not there before, or were lighter then.

    A note or a waived one that weighs more now is new.
    """
    known = tuple(before)
    stopping = {gap.fingerprint for gap in known if gap.blocks}
    weighing = {gap.fingerprint for gap in known if gap.counts} | stopping
    return tuple(
        gap
        for gap in found
        if (gap.counts or gap.blocks)
        and gap.fingerprint not in (stopping if gap.blocks else weighing)
    )


def sum_up(gaps: Iterable[Gap]) -> bool:
    """Whether one of the gaps that weigh something is of many documents."""
    return any(
        gap.rule.of_many and gap.finding.place.path in ("", PATH) and (gap.counts or gap.blocks)
        for gap in gaps
    )


def stops(gap: Gap, *, collecting: bool) -> bool:
    """Whether a gap stops what brings it; `collecting` lets documents wait for their approvals."""
    return gap.blocks and not (collecting and gap.rule.waits_for_approval)

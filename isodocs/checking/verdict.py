"""What hooks found out about one commit or push to one management system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def stops(gap: Gap, *, collecting: bool) -> bool:
    """Whether a gap stops what brings it; `collecting` lets documents wait for their approvals."""
    return gap.blocks and not (collecting and gap.rule.waits_for_approval)

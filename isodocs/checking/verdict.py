"""What hooks found out about one commit or push to one management system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model.config import PATH
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.model.gap import Gap
    from isodocs.model.register import Register

_SHOWN = 3
"""So many reasons, and hints, are named in short."""


@immutable(frozen=True, slots=True)
class HookVerdict:
    """What is refused: `reasons` in words, `gaps` as `check` would report them.

    `open` are the other gaps that it brings and that count: they are reported, and stop no one.
    `documents` are those that a commit changes, as its message names them; None where not known.
    `tree` is that of the whole repository which it would make, where that is all that was judged.
    """

    ref: str
    reasons: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    open: tuple[Gap, ...] = ()
    documents: tuple[str, ...] | None = None
    tree: str = ""

    @property
    def refused(self) -> bool:
        """Whether the commit or push must not go through."""
        return bool(self.reasons or self.gaps)


def in_short(verdicts: Iterable[HookVerdict]) -> tuple[str, str]:
    """Why something is refused, and what to do about it, in a sentence or two each."""
    found = [*verdicts]
    gaps = [gap.finding for verdict in found for gap in verdict.gaps]
    reasons = [reason for verdict in found for reason in verdict.reasons]
    hints = [*dict.fromkeys(gap.hint for gap in gaps if gap.hint)][:_SHOWN]
    return listed([*reasons, *(gap.message for gap in gaps)], most=_SHOWN), joined(" ", hints)


def not_yet_committed(register: Register) -> tuple[str, ...]:
    """The revisions of documents that came, or were changed, with what is not yet a commit."""
    labels = []
    for entry in register:
        for transition in entry.history.transitions:
            document = transition.new
            if not transition.stamp.committed and document:
                declared = (
                    say(" ({declared})", declared=document.declared) if document.declared else ""
                )
                labels.append(joined("", (document.label, declared)))
    return tuple(sorted(set(labels)))


def brought(found: Iterable[Gap], before: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those gaps that weigh something and were not there before, or were lighter then.

    A note or a waived one that weighs more now is new. One of the first day stops again what brings
    it back after it was closed, unless it was there as part of one about many documents.
    """
    known = tuple(before)
    stopping = {gap.fingerprint for gap in known if gap.blocks}
    weighing = {gap.fingerprint for gap in known if gap.counts} | stopping
    return tuple(
        gap
        for gap in found
        if (gap.counts or gap.blocks)
        and gap.fingerprint not in (stopping if gap.blocks else weighing)
        and not (gap.recorded and (not gap.blocks or _was_part(gap, weighing)))
    )


def _was_part(gap: Gap, known: set[str]) -> bool:
    """Whether a gap was reported before, as part of one about many documents."""
    parts = gap.parts_of
    return bool(parts) and not any(part.isdisjoint(known) for part in parts)


def sum_up(gaps: Iterable[Gap]) -> bool:
    """Whether one of the gaps that weigh something is of many documents."""
    return any(
        gap.rule.of_many and gap.finding.place.path in ("", PATH) and (gap.counts or gap.blocks)
        for gap in gaps
    )


def stops(gap: Gap, *, collecting: bool) -> bool:
    """Whether a gap stops what brings it; `collecting` lets documents wait for their approvals."""
    return gap.blocks and not (collecting and gap.rule.waits_for_approval)

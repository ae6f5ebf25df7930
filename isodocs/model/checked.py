"""What a check found, as it is reported: values alone, without the register they came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.gap import EVERYTHING, Gap, Level, LookedAt
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import State
    from isodocs.model.waiver import BurnDown


class StandardChecked(NamedTuple):
    """How far one standard is covered: in words, and in numbers.

    `counts` are its clauses by status; `strength`, and `strong` in words, what coverage rests on.
    """

    name: str
    summary: str
    strong: str
    counts: Mapping[str, int]
    strength: Mapping[str, int]


class Checked(NamedTuple):
    """The gaps, worst first, and what they are about.

    `states` says how many documents are in each state; states no one is in are left out.
    """

    on: date
    source: str  # which view of the repository
    organisation: str
    standards: Mapping[str, StandardChecked]
    in_preparation: tuple[str, ...]
    states: Mapping[State, int]
    gaps: tuple[Gap, ...]
    looked_at: LookedAt = EVERYTHING
    burn_down: BurnDown | None = None  # what was recorded on the first day

    @property
    def failed(self) -> bool:
        """Whether any gap is new: an error or a warning that no running waiver silences."""
        return any(gap.is_new for gap in self.gaps)

    @property
    def recorded(self) -> tuple[Gap, ...]:
        """The gaps that were there on the first day."""
        return tuple(gap for gap in self.gaps if gap.recorded)

    @property
    def tally(self) -> Mapping[str, int]:
        """Gaps that are new by level, then notes, waived ones and those of the first day."""
        open_gaps = [gap for gap in self.gaps if not (gap.waived_until or gap.recorded)]
        tally = {str(level): sum(gap.level is level for gap in open_gaps) for level in Level}
        tally["waived"] = sum(bool(gap.waived_until) for gap in self.gaps)
        tally["recorded"] = len(self.recorded)
        return tally

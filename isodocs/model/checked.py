"""What a check found, as it is reported: values alone, without the register they came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from isodocs.model.gap import EVERYTHING, Gap, Level, LookedAt

if TYPE_CHECKING:
    from isodocs.model.document import State


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

    @property
    def failed(self) -> bool:
        """Whether any gap counts: an error or a warning that no running waiver silences."""
        return any(gap.counts for gap in self.gaps)

    @property
    def tally(self) -> Mapping[str, int]:
        """Gaps that count by level, then notes and waived ones."""
        open_gaps = [gap for gap in self.gaps if not gap.waived_until]
        tally = {str(level): sum(gap.level is level for gap in open_gaps) for level in Level}
        tally["waived"] = len(self.gaps) - len(open_gaps)
        return tally

"""How states of documents and clauses strike a reader."""

from __future__ import annotations

from isodocs.model.coverage import CoverageStatus
from isodocs.model.document import State
from isodocs.model.dossier import Tone

TONES = {State.EFFECTIVE: Tone.GOOD, State.DRAFT: Tone.WARNING, State.AWAITING: Tone.WARNING}
COVERED = {
    CoverageStatus.COVERED: Tone.GOOD,
    CoverageStatus.PARTIAL: Tone.WARNING,
    CoverageStatus.GAP: Tone.BAD,
    CoverageStatus.NOT_APPLICABLE: Tone.PLAIN,
}


def tone(state: State) -> Tone:
    """How a state strikes: in force is good, what is being written is not yet."""
    return TONES.get(state, Tone.PLAIN)

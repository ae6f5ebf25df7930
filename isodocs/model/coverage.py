"""What each clause of a standard rests on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.applicability import ControlDecision
    from isodocs.model.correspondence import Relation
    from isodocs.model.requirement import Requirement


class CoverageStatus(StrEnum):
    """How well a clause is answered."""

    COVERED = "covered"
    PARTIAL = "partial"
    GAP = "gap"
    NOT_APPLICABLE = "not applicable"


class Strength(StrEnum):
    """How a clause comes to rest on a document, strongest first.

    A section with text names it; the front matter names it; a table elsewhere (the matrix of a
    manual, the Statement of Applicability) says that the document answers it; the document names a
    clause of another standard that asks the same; the clause above is named.
    """

    LOCATED = "located"
    CLAIMED = "claimed"
    MAPPED = "mapped"
    CORRESPONDING = "corresponding"
    INHERITED = "inherited"


@immutable(frozen=True, slots=True)
class ClauseEvidence:
    """One document behind a clause.

    `path` and `line` are where the clause is named. `through` is what leads there when the document
    does not name it: the clause above, the equal clause of another standard, or the document whose
    table maps it. `why_not` says why it does not count fully, `partly` whether it counts at all
    then. Where it is a clause of another standard, `relation` is what that asks as against this
    one, `in_part` whether it answers this one only in part, and `mapped_by` the document whose
    table maps that clause. `says_little`: its text is too short for all the clauses it is behind.
    """

    document: str
    title: str
    revision: str
    state: State
    strength: Strength
    path: str
    line: int
    section: str = ""
    through: str = ""
    why_not: str = ""
    partly: bool = False
    relation: Relation | None = None
    in_part: bool = False
    mapped_by: str = ""
    says_little: bool = False

    @property
    def counts(self) -> bool:
        """Whether the clause is covered by this document."""
        return not self.why_not


class ClauseCoverage(NamedTuple):
    """One auditable clause: its status, the reason in words, and the documents behind it.

    `decision` is what the Statement of Applicability says of a control, and `shown` are the
    records and files that it names and that are there.
    """

    requirement: Requirement
    status: CoverageStatus
    reason: str
    evidence: tuple[ClauseEvidence, ...] = ()
    decision: ControlDecision | None = None
    shown: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """The reason, short enough for a table.

        Of what answers another standard, and this one only in part, it names the documents; the
        reason says the difference as well.
        """
        found = [item for item in self.evidence if item.partly]
        alike: dict[str, list[str]] = {}
        for item in found:
            if item.in_part:
                state = "" if item.state is State.EFFECTIVE else f", {item.state}"
                alike.setdefault(item.through, []).append(f"{item.document}{state}")
        if self.status is not CoverageStatus.PARTIAL or self.decision or not alike:
            return self.reason
        reasons = [f"{item.document}: {item.why_not}" for item in found if not item.in_part]
        reasons += [f"{', '.join(ids)} in part, as {clause}" for clause, ids in alike.items()]
        return "; ".join(reasons)

    @property
    def has_text(self) -> bool:
        """Whether a text in force is behind it, though it may be overdue for review."""
        return any(i.state is State.EFFECTIVE and not i.says_little for i in self.evidence)


class Coverage(NamedTuple):
    """All auditable clauses of one standard, in its order."""

    standard: str
    rows: tuple[ClauseCoverage, ...]

    @property
    def counts(self) -> Mapping[CoverageStatus, int]:
        """How many clauses have each status, zeros included."""
        counts = dict.fromkeys(CoverageStatus, 0)
        for row in self.rows:
            counts[row.status] += 1
        return counts

    @property
    def applicable(self) -> int:
        """How many auditable clauses apply."""
        return len(self.rows) - self.counts[CoverageStatus.NOT_APPLICABLE]

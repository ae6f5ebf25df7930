"""What must exist to be shown at an audit, as `schemas/must-be-shown.yaml` lists it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.model.readiness import Weight
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.audit import Area, AuditKind
    from isodocs.model.period import Period
    from isodocs.model.requirement import RequirementMap


class DocumentWanted(NamedTuple):
    """A document of its own kind: by its type, or by a word in its title or a section's."""

    types: tuple[str, ...]
    words: tuple[str, ...]


class RecordWanted(NamedTuple):
    """A record of a kind with one of the fields `having`, whose newest day is within a time.

    Those whose status is in `without` do not count. With `or_none` it is enough that the
    configuration says that there are none, and why. Where some must be `current`, it is doubted if
    all there are have ended.
    """

    kind: str
    having: tuple[str, ...] = ()
    within: Period | None = None
    without: tuple[str, ...] = ()
    or_none: bool = False
    current: bool = False


class Expectation(NamedTuple):
    """One thing that must exist; any of `document`, `record` and `fact` shows it.

    `clauses` say where each standard asks for it; it is expected for those standards only, and
    where there are none, for every standard. `stops` and `fixes` are the audits that its absence
    blocks, or makes work before. `of_process`: it is also asked of one process alone.
    """

    id: str
    what: str
    area: Area
    stops: frozenset[AuditKind]
    fixes: frozenset[AuditKind]
    clauses: Mapping[str, str]
    document: DocumentWanted | None = None
    record: RecordWanted | None = None
    fact: str = ""
    of_process: bool = False

    def clause_of(self, requirements: RequirementMap) -> str:
        """Where a standard asks for it, itself or as the edition it includes; empty where not."""
        base = requirements.base.id if requirements.base else ""
        return self.clauses.get(requirements.id) or self.clauses.get(base, "")

    def weight(self, purpose: AuditKind) -> Weight | None:
        """What its absence means for an audit; None where that audit does not ask for it."""
        if purpose in self.stops:
            return Weight.STOPS
        return Weight.FIX if purpose in self.fixes else None

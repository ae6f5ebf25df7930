"""What supports a statement: a seal that holds or none, a delegation, the commit it came with.

A statement says of itself who decided what and when. Here is what of that is more than its word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.authority.deputies import Deputies
from isodocs.dataclass import immutable
from isodocs.model.judgement import Assurance, Judgement
from isodocs.statements.provenance import ProvenanceError, Signed, Traces
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.approval import (
        ApprovalRecord,
        ApprovalStatement,
        Delegation,
        DelegationRecord,
        Ending,
        Sealed,
    )
    from isodocs.model.confirmation import Confirmation, ConfirmationRecord
    from isodocs.model.history import Stamp
    from isodocs.model.register import Register


@immutable(frozen=True, slots=True)
class StatementEvidence:
    """What supports one statement.

    `assurance` is None where its seal does not hold or cannot be checked; `fault` says why.
    `deputy` is the delegation by which its giver acted in another's place. `brought` is the commit
    that first brought it: it was there then, by the clock of the person who committed.
    """

    assurance: Assurance | None
    fault: str = ""
    deputy: Delegation | None = None
    brought: Stamp | None = None

    @property
    def label(self) -> str:
        """The level as reports show it; `none` where nothing holds."""
        return self.assurance.label if self.assurance else "none"


class Evidences:
    """Looks up what supports the statements of one register."""

    def __init__(self, register: Register) -> None:
        self._authority = register.inventory.authority
        self._ledger = register.ledger
        self._traces = Traces(self._authority) if self._authority else None
        self._deputies = (
            Deputies(self._authority, self._ledger, register.inventory.delegations)
            if self._authority
            else None
        )

    def of_approval(
        self,
        record: ApprovalRecord,
        statement: ApprovalStatement,
        judgement: Judgement | None = None,
    ) -> StatementEvidence:
        """What supports an approval, a rejection, a withdrawal or a review.

        `judgement` is one that the record had a part in, which spares looking at its seal again.
        """
        brought = self._ledger.arrivals.get(record.path)
        known = judgement.assurances.get(record.path) if judgement else None
        assurance, fault = (known, "") if known else self._seal(record.sealed, statement)
        wanted = judgement.rule.assurance if judgement and judgement.rule else "recorded"
        deputy = self._deputy(record, statement, wanted) if assurance else None
        return StatementEvidence(assurance, fault, deputy, brought)

    def of_delegation(
        self, record: DelegationRecord, given: Delegation | Ending
    ) -> StatementEvidence:
        """What supports a delegation, or its early end."""
        assurance, fault = self._seal(record.sealed, given)
        return StatementEvidence(assurance, fault, None, self._ledger.arrivals.get(record.path))

    def of_confirmation(self, record: ConfirmationRecord, made: Confirmation) -> StatementEvidence:
        """What supports a confirmation that someone read a revision."""
        assurance, fault = self._seal(record.sealed, made)
        return StatementEvidence(assurance, fault, None, self._ledger.arrivals.get(record.path))

    def _seal(self, sealed: Sealed, made: Signed) -> tuple[Assurance | None, str]:
        if self._traces is None:
            return None, say("there is no authority register to judge it by")
        try:
            return self._traces.trace(made, sealed).assurance, ""
        except ProvenanceError as error:
            return None, error.message

    def _deputy(
        self, record: ApprovalRecord, statement: ApprovalStatement, wanted: str
    ) -> Delegation | None:
        if self._authority is None or self._deputies is None:
            return None
        named = self._authority.versions.get(statement.authority.version)
        if named is None or named.holds(statement.person, statement.role):
            return None
        return self._deputies.delegation(statement, record, named, wanted)


def weakest(found: Iterable[Assurance]) -> Assurance | None:
    """What all of these reach; None where there are none."""
    known = list(found)
    if not known:
        return None
    return Assurance(
        all(a.signed for a in known),
        all(a.user_verified for a in known),
        all(a.timestamped for a in known),
    )

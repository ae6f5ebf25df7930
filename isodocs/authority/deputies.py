"""Who acts in a role in another's place, by a delegation given for a dated absence."""

from __future__ import annotations

from collections.abc import Iterable

from isodocs.authority.seal import Purpose, SealError, assess
from isodocs.model.approval import ApprovalRecord, Delegation, DelegationRecord, Statement
from isodocs.model.authority import ApprovalRule, Authority, AuthorityHistory
from isodocs.model.history import Ledger
from isodocs.model.judgement import Assurance


class Deputies:
    """Judges delegations by one repository's authority register and what its ledger knows."""

    def __init__(
        self,
        authority: AuthorityHistory,
        ledger: Ledger,
        records: Iterable[DelegationRecord],
    ) -> None:
        self.authority = authority
        self.ledger = ledger
        self.records = tuple(record for record in records if record.delegation)

    def acts(
        self,
        statement: Statement,
        record: ApprovalRecord,
        authority: Authority,
        rule: ApprovalRule,
    ) -> bool:
        """Whether the person of `statement` was a deputy in its role on its day (`delegation`)."""
        return self.delegation(statement, record, authority, rule.assurance) is not None

    def delegation(
        self,
        statement: Statement,
        record: ApprovalRecord,
        authority: Authority,
        wanted: str = "recorded",
    ) -> Delegation | None:
        """The delegation by which the person of `statement` acted in its role on its day.

        Whoever delegates must hold the role in `authority`, with at least the assurance `wanted`,
        and the delegation must not have come after what it is to justify, neither by history nor
        by what the two say.
        """
        arrival = self.ledger.arrivals.get(record.path)
        for found in self.records:
            given = found.delegation
            if given is None or (given.role, given.deputy) != (statement.role, statement.person):
                continue
            came = self.ledger.arrivals.get(found.path)
            late = came and arrival and came.order > arrival.order
            if late or given.signed_at > statement.signed_at:
                continue
            if not given.start <= statement.day <= given.until:
                continue
            if not authority.holds(given.person, given.role):
                continue
            assurance = self.assurance(found)
            if assurance is not None and assurance.reaches(wanted):
                return given
        return None

    def assurance(self, record: DelegationRecord) -> Assurance | None:
        """What stands behind a delegation; None when it does not count at all."""
        given = record.delegation
        if given is None or given.project != self.authority.project:
            return None
        named = self.authority.versions.get(given.authority.version)
        if named is None or named.sha256 != given.authority.sha256:
            return None
        known = named.people.get(given.person)
        if known is None or known.name != given.name:
            return None
        try:
            return assess(
                record.sealed,
                Purpose.DELEGATION,
                given.person,
                given.key,
                named,
                self.authority,
            )
        except SealError:
            return None

"""Who acts in a role in another's place, by a delegation given for a dated absence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.statements.provenance import ProvenanceError, trace

if TYPE_CHECKING:
    from isodocs.model.approval import (
        ApprovalRecord,
        ApprovalStatement,
        Delegation,
        DelegationRecord,
        Ending,
    )
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
        found = tuple(records)
        self.records = tuple(record for record in found if record.delegation)
        self._endings: dict[str, list[DelegationRecord]] = {}
        for record in found:
            if record.ending:
                self._endings.setdefault(record.ending.delegation, []).append(record)

    def acts(
        self,
        statement: ApprovalStatement,
        record: ApprovalRecord,
        authority: Authority,
        rule: ApprovalRule,
    ) -> bool:
        """Whether the person of `statement` was a deputy in its role on its day (`delegation`)."""
        return self.delegation(statement, record, authority, rule.assurance) is not None

    def delegation(
        self,
        statement: ApprovalStatement,
        record: ApprovalRecord,
        authority: Authority,
        wanted: str = "recorded",
    ) -> Delegation | None:
        """The delegation by which the person of `statement` acted in its role on its day.

        Anyone who delegates must hold the role in `authority`, with at least the assurance
        `wanted`, and the delegation must not have come after what it is to justify, nor been ended
        before it, neither by history nor by what the statements say.
        """
        arrival = self.ledger.arrivals.get(record.path)
        for found in self.records:
            given = found.delegation
            if given is None or (given.role, given.deputy) != (statement.role, statement.person):
                continue
            came = self.ledger.arrivals.get(found.path)
            reaches = self.ledger.graph.reaches
            if came and arrival and not reaches(came.order, arrival.order):
                continue
            if given.signed_at > statement.signed_at:
                continue
            if not given.start <= statement.day <= given.until:
                continue
            if not authority.holds(given.person, given.role):
                continue
            assurance = self.assurance(found)
            if assurance is None or not assurance.reaches(wanted):
                continue
            if any(
                ending.signed_at <= statement.signed_at or self._before(end.path, record.path)
                for end, ending in self._endings_of(found, given, assurance)
            ):
                continue
            return given
        return None

    def _before(self, first: str, second: str) -> bool:
        """Whether one file can have come into history before another.

        What has no place there is new, and what came on a line of its own shows nothing of when.
        """
        came, arrival = (self.ledger.arrivals.get(path) for path in (first, second))
        if came is None or arrival is None:
            return came is not None
        return not self.ledger.graph.reaches(arrival.order, came.order)

    def _endings_of(
        self, record: DelegationRecord, given: Delegation, assurance: Assurance
    ) -> Iterator[tuple[DelegationRecord, Ending]]:
        """The early ends of a delegation that count.

        Anyone who gave it or acts by it may end it; where it is signed, so must its end be.
        """
        for found in self._endings.get(record.sha256, ()):
            ending = found.ending
            if ending is None or ending.person not in (given.person, given.deputy):
                continue
            weight = self._weigh(found, ending)
            if weight is not None and (weight.signed or not assurance.signed):
                yield found, ending

    def in_force(self) -> Iterator[tuple[DelegationRecord, Delegation, Assurance]]:
        """The delegations that count and that no one has ended, whatever their days."""
        for found in self.records:
            assurance = self.assurance(found)
            given = found.delegation
            if given is None or assurance is None:
                continue
            if next(self._endings_of(found, given, assurance), None) is None:
                yield found, given, assurance

    def on(self, day: date, rule: ApprovalRule, role: str) -> Iterator[Delegation]:
        """The delegations by which someone may approve in `role` on a day, by the newest version.

        As `delegation` decides on an approval that is given, this foresees which would count.
        """
        for _, given, assurance in self.in_force():
            acts = given.role == role and given.start <= day <= given.until
            held = self.authority.current.holds(given.person, role)
            if acts and held and assurance.reaches(rule.assurance):
                yield given

    def assurance(self, record: DelegationRecord) -> Assurance | None:
        """What supports a delegation; None when it does not count at all."""
        return self._weigh(record, record.delegation) if record.delegation else None

    def _weigh(self, record: DelegationRecord, made: Delegation | Ending) -> Assurance | None:
        """What supports a statement; None when it does not count at all."""
        try:
            return trace(made, record.sealed, self.authority).assurance
        except ProvenanceError:
            return None

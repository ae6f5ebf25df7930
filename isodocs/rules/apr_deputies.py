"""APR: approvals by deputies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.persons import last_days
from isodocs.authority.deputies import Deputies
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.model.approval import Delegation
    from isodocs.model.register import Register


# Who has left by then is in the records.
@rule("APR019", "deputy-approval-late", Level.WARNING, ("5.3",), blocks=False, of_documents=False)
def deputy_approval_late(register: Register) -> Iterator[Finding]:
    """A deputy's approval was committed after the absence had ended.

    Why: A deputy has authority for a limited time (ISO 9001:2015, 5.3). The date in an approval is
    stated by the deputy; the commit shows that it could not be seen earlier.

    Example: Dora was deputy until 31 January. An approval dated 20 January is committed on 15
    March.

    Remedy: The person who was absent reviews the text and records the review: `isodocs review ID`.
    The person who holds the role by then can do so as well.
    """
    inventory = register.inventory
    if inventory.authority is None or not inventory.delegations:
        return
    deputies = Deputies(inventory.authority, register.ledger, inventory.delegations)
    for entry in register:
        status = entry.in_force or entry.newest
        judgement = status.judgement
        reviews = judgement.reviews if judgement else ()
        reviewed = {review.statement.person for review in reviews if review.statement}
        for record in judgement.accepted if judgement else ():
            statement, came = record.statement, register.ledger.arrivals.get(record.path)
            version = inventory.authority.versions.get(
                statement.authority.version if statement else 0
            )
            if statement is None or came is None or came.when is None or version is None:
                continue
            if version.holds(statement.person, statement.role):
                continue
            given = deputies.delegation(statement, record, version)
            if given is None or came.when.date() <= given.until:
                continue
            current = inventory.authority.current
            if any(p == given.person or current.holds(p, given.role) for p in reviewed):
                continue
            late = counted((came.when.date() - given.until).days, "day")
            yield Finding(
                say(
                    "{name} approved as deputy on {day}; the approval was committed on "
                    "{when}, {late} after the absence ended",
                    name=statement.name,
                    day=statement.day,
                    when=came.when.date(),
                    late=late,
                ),
                say(
                    "{reviewer}: review the text and record the review with `isodocs review {id}`.",
                    reviewer=_reviewer(register, given),
                    id=entry.id,
                ),
                Place(record.path),
                entry.id,
                subject=record.path,
                owner=status.document.owner,
            )


def _reviewer(register: Register, given: Delegation) -> str:
    """Who reviews what a deputy approved: who was absent, or has the role now."""
    authority = register.inventory.authority
    known = authority.current.people.get(given.person) if authority else None
    if known is None or given.person in last_days(register):
        return say("The {role} of today", role=given.role)
    return known.name

"""APR: approvals by deputies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.authority.deputies import Deputies
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("APR019", "deputy-approval-late", Level.WARNING, ("5.3",), blocks=False)
def deputy_approval_late(register: Register) -> Iterator[Finding]:
    """A deputy's approval was committed after the absence had ended.

    Why: A deputy has authority for a limited time (ISO 9001:2015, 5.3). The date in an approval is
    stated by the deputy; the commit shows that it could not be seen earlier.

    Example: Dora was deputy until 31 January. An approval dated 20 January is committed on 15
    March.

    Remedy: The person who was absent reviews the text and records the review: `isodocs review ID`.
    """
    inventory = register.inventory
    if inventory.authority is None or not inventory.delegations:
        return
    deputies = Deputies(inventory.authority, register.ledger, inventory.delegations)
    for entry in register:
        status = entry.in_force or entry.newest
        judgement = status.judgement
        reviewed = (
            {r.statement.person for r in judgement.reviews if r.statement} if judgement else ()
        )
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
            if given.person in reviewed:
                continue
            late = counted((came.when.date() - given.until).days, "day")
            yield Finding(
                f"{statement.name} approved as deputy on {statement.day}; the approval was "
                f"committed on {came.when.date()}, {late} after the absence ended",
                f"{_name(register, given.person)}: review the text and record the review with "
                f"`isodocs review {entry.id}`.",
                Place(record.path),
                entry.id,
                subject=record.path,
                owner=status.document.owner,
            )


def _name(register: Register, person: str) -> str:
    authority = register.inventory.authority
    known = authority.current.people.get(person) if authority else None
    return known.name if known else person

"""The plan: what is due, and what is in the way of an audit, each thing once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.duty import Duty
from isodocs.model.period import Period
from isodocs.readiness.duties import duties
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.readiness import Point, Readiness
    from isodocs.model.register import Register

BEFORE = Period(2, "week")
"""What an audit needs is ready so long before it: evidence has to be there."""


def plan(register: Register, until: date, audit: Readiness | None = None) -> tuple[Duty, ...]:
    """Every duty up to `until`, the overdue included, and what else `audit` needs.

    What is wrong today is due today; only preparation waits until shortly before the audit.
    """
    found = [duty for duty in duties(register) if duty.day is None or duty.day <= until]
    if audit:
        found += _for_audit(audit, found)
    return tuple(sorted(found, key=lambda duty: duty.order))


def held_by(register: Register, owners: Collection[str]) -> frozenset[str]:
    """The owners and, of people among them, the roles they hold: all of it is theirs to do."""
    authority = register.inventory.authority
    roles = authority.current.roles.values() if authority else ()
    held = (role.id for role in roles if any(person in role.holders for person in owners))
    return frozenset((*owners, *held))


def _for_audit(audit: Readiness, due: Iterable[Duty]) -> Iterator[Duty]:
    known = {duty.place for duty in due}
    late = {duty.subject for duty in due if duty.overdue(audit.on)}
    day = max(BEFORE.before(audit.until), audit.on) if audit.until else audit.on
    for point in audit.points:
        on_the_plan = point.is_late_duty and (point.place in known or _about(point) in late)
        if on_the_plan or point.planned or point.is_question:
            continue
        yield Duty(
            str(audit.purpose),
            _about(point),
            point.message.removeprefix(say("{about}: ", about=_about(point))),
            audit.on if point.is_wrong_today else day,
            point.owner,
            point.place,
            point.remedy,
        )


def _about(point: Point) -> str:
    """The identifier it is about; what says two gaps on one record apart supports it."""
    return point.subject.split(" ")[0]

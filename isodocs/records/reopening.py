"""A closed record is opened again: what that takes, and what of it stays.

A record that was closed without proof is taken up by a later record or opened again. Opening it
gives the day and the reason, and changes nothing else. Afterwards what is missing is added, and
nothing is taken out. So what the record said at its closing stays apart from what came later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.record_law import DayKind
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import Record

DAY = "reopened"
REASON = "reopened-because"
_STATE = ("status", "closed", DAY, REASON)


def reopens(before: Record, now: Record) -> bool:
    """Whether `now` is the closed record `before`, opened again and otherwise unchanged.

    New due days may come with it.
    """
    opened, closed = now.day(DAY), before.day("closed")
    kind = kinds()[before.kind]
    same = (now.kind, now.id) == (before.kind, before.id)
    if not same or opened is None or not now.text(REASON) or now.text("status") in kind.closed:
        return False
    if (opened, now.text(REASON)) == (before.day(DAY), before.text(REASON)):
        return False
    if closed is not None and opened < closed:
        return False
    names = {*before.values, *now.values} - set(may_change(before.kind))
    return all(before.text(name) == now.text(name) for name in names)


def keeps(opened: Record, now: Record) -> bool:
    """Whether `now` still says something wherever the record that was opened again did."""
    may_go = {*may_change(opened.kind)} - {DAY, REASON}
    same = (now.kind, now.id) == (opened.kind, opened.id)
    return same and all(now.text(name) for name in opened.values if name not in may_go)


def may_change(kind: str) -> tuple[str, ...]:
    """The fields that may change while a record of this kind is opened again."""
    fields = kinds()[kind].fields.values()
    return (*_STATE, *(field.name for field in fields if field.day is DayKind.DUE))

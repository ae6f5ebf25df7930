"""Numbered copies for those who hold them, as the records of distribution say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.copies.collect import handed_out, holders_of
from isodocs.dataclass import replace
from isodocs.errors import IsodocsError
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.register import Register

_NEW = say(
    "`isodocs new distribution --set document=ID --set revision=N --set copy=1 --set holder=WHO`"
)


def numbered(register: Register, copies: Iterable[ControlledCopy]) -> list[ControlledCopy]:
    """A copy for each who holds one of these revisions; raises IsodocsError where no one does."""
    found = [
        replace(copy, holder=holder)
        for copy in copies
        for holder in holders_of(register, copy.id, copy.revision)
    ]
    if not found:
        raise IsodocsError(
            say("no one holds a printed copy of what is in force, as records/distribution says"),
            hint=say("Record who is to have one: {new}", new=_NEW),
        )
    return found


def to_exchange(register: Register, copies: Iterable[ControlledCopy]) -> Iterator[str]:
    """The printed copies of other revisions of these documents that are still out, in words."""
    for copy in {copy.id: copy for copy in copies}.values():
        for each in handed_out(register, copy.id):
            if each.is_out and each.revision != copy.revision:
                number = (
                    say(" copy {number}", number=each.holder.number) if each.holder.number else ""
                )
                yield say(
                    "{id} revision {revision}{number}: {name}",
                    id=copy.id,
                    revision=each.revision,
                    number=number,
                    name=each.holder.name,
                )

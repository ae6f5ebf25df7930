"""What changed lately: revisions that came into force or ended, and what is on its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.document import State
from isodocs.model.dossier import Tone
from isodocs.model.page import PageText, TimeLine, TimeLineEntry
from isodocs.named_tuple import NamedTuple
from isodocs.portal.views import addresses

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.register import Entry
    from isodocs.portal.snapshot import PortalSnapshot

_MOST = 9
_WRITING = (State.DRAFT, State.AWAITING)


class LateChange(NamedTuple):
    """A revision that reached a state on a day; `change` says what it changed."""

    day: date
    document: str
    title: str
    number: str
    state: State
    change: str


def lately(snapshot: PortalSnapshot) -> tuple[LateChange, ...]:
    """The latest first."""
    return snapshot.once("lately", _lately)


def _lately(snapshot: PortalSnapshot) -> tuple[LateChange, ...]:
    on = snapshot.register.on
    found = [change for entry in snapshot.register for change in _of(entry, on)]
    found.sort(key=lambda each: (-each.day.toordinal(), each.document))
    return tuple(found[:_MOST])


def _of(entry: Entry, on: date) -> Iterator[LateChange]:
    for status in (entry.in_force, entry.pending):
        if status is None:
            continue
        day = status.effective_on
        if status.state in _WRITING:
            when = status.form.first.when
            day = when.date() if when else on
        if day:
            document = status.document
            yield LateChange(
                day, entry.id, document.title, status.number, status.state, document.change
            )


def time_line(snapshot: PortalSnapshot, wording: Wording) -> TimeLine:
    """The same as part of a page."""
    on = snapshot.register.on
    said = wording.word("Revision {number}: {state}")
    return TimeLine(
        tuple(
            TimeLineEntry(
                each.day,
                PageText(f"{each.document} {each.title}", to=addresses.document(each.document)),
                " · ".join(
                    filter(
                        None,
                        (
                            said.format(number=each.number, state=wording.state(each.state))
                            if each.number
                            else wording.state(each.state),
                            each.change,
                        ),
                    )
                ),
                Tone.WARNING if each.state in _WRITING else Tone.PLAIN,
                each.day > on,
            )
            for each in lately(snapshot)
        )
    )

"""What is due, and whose it is: the same list that `isodocs due` prints."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from isodocs.assess.persons import named
from isodocs.model.dossier import Tone
from isodocs.model.page import PageText
from isodocs.model.period import Period
from isodocs.portal.views import addresses
from isodocs.readiness.duties import duties
from isodocs.words import capital

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.duty import Duty
    from isodocs.portal.snapshot import PortalSnapshot


AHEAD = Period(60, "day")


def due(snapshot: PortalSnapshot) -> tuple[Duty, ...]:
    """All that is due, the longest overdue first."""
    return snapshot.once("due", lambda snapshot: duties(snapshot.register))


def soon(snapshot: PortalSnapshot) -> list[Duty]:
    """What is overdue, and what is due within the time that `isodocs due` looks ahead."""
    until = AHEAD.after(snapshot.register.on)
    return [duty for duty in due(snapshot) if duty.day is None or duty.day <= until]


def in_words(wording: Wording, listed: Collection[Duty], on: date) -> str:
    """How many there are, and how many of them are overdue."""
    late = sum(duty.overdue(on) for duty in listed)
    said = wording.word("{number} due within {days} days, {late} of them overdue")
    return said.format(number=len(listed), days=AHEAD.count, late=late)


def rows(
    snapshot: PortalSnapshot, wording: Wording, listed: Iterable[Duty]
) -> list[dict[str, Any]]:
    """Duties as a list, each with its day, what it is about and whose it is."""
    known = addresses.known(snapshot)
    return [
        {
            "when": when(duty, snapshot, wording),
            "about": PageText(duty.subject, to=known.get(duty.subject, "")),
            "what": capital(duty.what),
            "owner": PageText(named(snapshot.register, duty.owner), to=known.get(duty.owner, "")),
        }
        for duty in listed
    ]


def when(duty: Duty, snapshot: PortalSnapshot, wording: Wording) -> PageText:
    """Its day, and how late it is."""
    if duty.day is None:
        return PageText(wording.word("never done"), Tone.BAD)
    day = wording.day(duty.day, short=True)
    if duty.overdue(snapshot.register.on):
        return PageText(wording.word("{day}, overdue").format(day=day), Tone.BAD)
    return PageText(day)

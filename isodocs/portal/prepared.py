"""What every reader asks for first, found out before a snapshot takes the place of another."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.assess.coverage import coverage
from isodocs.portal.views import (
    addresses,
    audits_ahead,
    changed_lately,
    document_page,
    document_story,
    due,
    my_day,
    search,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from isodocs.portal.snapshot import PortalSnapshot

_OFTEN: Mapping[str, Callable[[PortalSnapshot], object]] = {
    document_page.LINKS: document_page.links,
    my_day.PROPOSED: my_day.proposed,
    search.KIND: search.rows,
}
_SELDOM: Mapping[str, Callable[[PortalSnapshot], object]] = {
    document_story.TRAIL: document_story.whole_trail,
    together.ELSEWHERE: together.on_branches,
}


def follow(snapshot: PortalSnapshot, asked: frozenset[str] | None) -> None:
    """Find out what takes longer and is likely to be asked for: as it was of the one before."""
    for kind, find in (_OFTEN if asked is None else {**_OFTEN, **_SELDOM}).items():
        if asked is None or kind in asked:
            with suppress(Exception):  # who asks for it gets the reason
                find(snapshot)


def prepare(snapshot: PortalSnapshot) -> None:
    """Find it out; what is asked less often waits until someone asks."""
    register = snapshot.register
    for id in register.maps:
        coverage(register, id)
    competence(register)
    addresses.known(snapshot)
    due.due(snapshot)
    audits_ahead.ahead(snapshot)
    changed_lately.lately(snapshot)

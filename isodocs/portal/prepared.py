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
    document_story,
    due,
    search,
    together,
)

if TYPE_CHECKING:
    from isodocs.portal.snapshot import PortalSnapshot


def follow(snapshot: PortalSnapshot, asked: frozenset[str] | None) -> None:
    """Find out what takes longer and is likely to be asked for: as it was of the one before."""
    with suppress(Exception):  # who asks for it gets the reason
        if asked is None or search.KIND in asked:
            search.rows(snapshot)
        if asked and document_story.TRAIL in asked:
            document_story.whole_trail(snapshot)
        if asked and together.ELSEWHERE in asked:
            together.on_branches(snapshot)


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

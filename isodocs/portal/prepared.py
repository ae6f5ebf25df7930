"""What every reader asks for first, found out before a snapshot takes the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.assess.coverage import coverage
from isodocs.portal.views import addresses, audits_ahead, changed_lately, due

if TYPE_CHECKING:
    from isodocs.portal.snapshot import PortalSnapshot


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

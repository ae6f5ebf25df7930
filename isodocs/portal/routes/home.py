"""The overview, my day, and searching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.portal.asking import PortalPage
from isodocs.portal.views import dashboard, my_day, search, to_do_here

if TYPE_CHECKING:
    from isodocs.portal.asking import Asking, Routes


def overview(asked: Asking) -> PortalPage:
    """Where everything is at a glance."""
    made = dashboard.dashboard(asked.snapshot, asked.wording)
    return PortalPage("dashboard.html", asked.word("Overview"), made)


def mine(asked: Asking) -> PortalPage:
    """What one person, or everyone, has to do."""
    person, word = asked.text("person") or asked.me, asked.word
    made = my_day.day_of(asked.snapshot, asked.wording, person)
    who = to_do_here.person_of(asked.snapshot, asked.me) if person == asked.me else None
    several = bool(asked.deeds and who and len(to_do_here.awaited_by(asked.snapshot, who)) > 1)
    done = {
        "approve": word("Your approval is recorded and committed."),
        "reject": word("Your rejection is recorded and committed."),
    }.get(asked.text("done"), "")
    return PortalPage("my_day.html", word("My day"), {**made, "several": several, "done": done})


def find(asked: Asking) -> PortalPage:
    """What has all of the words that someone typed."""
    made = search.found(asked.snapshot, asked.wording, asked.text("q"))
    return PortalPage("search.html", asked.word("Search"), made)


ROUTES: Routes = (("/", overview), ("/my-day", mine), ("/search", find))

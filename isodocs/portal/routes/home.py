"""The overview, my day, and searching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.portal.asking import PortalPage
from isodocs.portal.views import dashboard, my_day, search

if TYPE_CHECKING:
    from isodocs.portal.asking import Asking, Routes


def overview(asked: Asking) -> PortalPage:
    """Where everything is at a glance."""
    made = dashboard.dashboard(asked.snapshot, asked.wording)
    return PortalPage("dashboard.html", asked.word("Overview"), made)


def mine(asked: Asking) -> PortalPage:
    """What one person, or everyone, has to do."""
    made = my_day.day_of(asked.snapshot, asked.wording, asked.text("person") or asked.me)
    return PortalPage("my_day.html", asked.word("My day"), made)


def find(asked: Asking) -> PortalPage:
    """What has all of the words that someone typed."""
    made = search.found(asked.snapshot, asked.wording, asked.text("q"))
    return PortalPage("search.html", asked.word("Search"), made)


ROUTES: Routes = (("/", overview), ("/my-day", mine), ("/search", find))

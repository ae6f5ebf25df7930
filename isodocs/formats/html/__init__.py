"""A page of HTML, complete in itself: it opens by double click and needs neither script nor net."""

from __future__ import annotations

from isodocs.formats import WithPage

TAKES = WithPage


def write(report: WithPage) -> str:
    """The page of a report."""
    from isodocs.formats.html.draw import draw

    return draw(report.page())

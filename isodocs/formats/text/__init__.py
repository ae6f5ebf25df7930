"""Text for people at a terminal; how it is laid out, styled and made safe is beside this."""

from __future__ import annotations

from isodocs.formats import Report
from isodocs.words import translated

TAKES = Report


def write(report: Report) -> str:
    """The lines of a report, without blank ones at its end."""
    return "\n".join(map(translated, report.text())).rstrip("\n") + "\n"

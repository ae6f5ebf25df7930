"""What people and programs read: one file for each report, its class named after the file.

What a report has (data, rows, text ...) decides its formats: `isodocs.formats`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from isodocs.formats import Report


def named(report: str) -> type[Report]:
    """The class of a report: `OwnStandardsReport` of `own_standards`."""
    module = import_module(f"{__name__}.{report}")
    return cast("type[Report]", getattr(module, f"{report.title().replace('_', '')}Report"))

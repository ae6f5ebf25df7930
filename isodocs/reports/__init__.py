"""What people and programs read: one file for each report, its class named after the file.

What a report is and has decides its formats: `isodocs.formats`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from isodocs.formats import Shown


def named(report: str) -> type[Shown]:
    """The class of a report: `OwnStandardsReport` of `own_standards`."""
    module = import_module(f"{__name__}.{report}")
    return cast("type[Shown]", getattr(module, f"{report.title().replace('_', '')}Report"))

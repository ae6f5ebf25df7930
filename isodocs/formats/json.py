"""JSON, in the form that the published schema of each report says."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from isodocs.formats import Report

if TYPE_CHECKING:
    from isodocs.formats import Data

TAKES = Report


def write(report: Report) -> str:
    """The data of a report as one JSON object."""
    return as_text(report.data())


def as_text(data: Data) -> str:
    """One JSON object; only ASCII, so that nothing in it steers a terminal."""
    return json.dumps(data, indent=2, default=_plain) + "\n"


def _plain(value: object) -> str:
    """Days and moments, as ISO 8601 writes them."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")

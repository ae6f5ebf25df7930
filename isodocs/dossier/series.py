"""Series of measurements as a table: the values, where they go, and whether the last is good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.measurements import all_series
from isodocs.model.dossier import DossierTable, Value
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.assess.measurements import Series
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_MET: Mapping[bool | None, str | None] = {True: "met", False: "missed", None: None}


def series_part(series: Iterable[Series]) -> DossierTable:
    """Figures with their days and values, the oldest first."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            tuple(row.text("date") for row in each.rows),
            tuple(row.text("value") for row in each.rows),
            each.last.text("unit") or each.unit or None,
            each.trend,
            each.direction or None,
            each.day,
            each.target or None,
            _MET[each.met],
        )
        for each in series
    ]
    figures = ("figure", "days", "values", "unit", "trend", "direction", "last", "target", "met")
    shown = ("figure", "trend", "last", "target", "met")
    return DossierTable("series", say("Figures and their trend"), figures, rows, shown=shown)


def series_among(register: Register, records: Iterable[Record]) -> DossierTable:
    """The series of which some of these records are, each as a whole."""
    mine = {id(record) for record in records}
    return series_part(
        series for series in all_series(register) if any(id(row) in mine for row in series.rows)
    )

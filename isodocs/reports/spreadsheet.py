"""Comma-separated values (RFC 4180) that a spreadsheet may open without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from isodocs.reports.escape import one_line

_FORMULA = ("=", "+", "-", "@")


def render(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The header and the rows as text; None is an empty cell.

    A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV
    injection).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = one_line(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text

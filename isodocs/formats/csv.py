"""Comma-separated values (RFC 4180) that a spreadsheet may open without harm."""

from __future__ import annotations

import csv
import io

from isodocs.formats import Report, Rows, cell
from isodocs.formats.text.escape import one_line

TAKES = Report
_FORMULA = tuple("=+-@＝＋－＠")
"""Also in the wide form in which East Asian keyboards write them."""


def write(report: Report) -> str:
    """The rows of a report below their names."""
    return table(report.rows())


def table(rows: Rows) -> str:
    """The header and the rows as text.

    A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV
    injection).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.header)
    writer.writerows([_cell(value) for value in row] for row in rows.rows)
    return out.getvalue()


def _cell(value: object) -> str:
    text = one_line(cell(value))
    return f"'{text}" if text.startswith(_FORMULA) else text

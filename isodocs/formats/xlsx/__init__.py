"""A workbook for Excel and LibreOffice: texts, days and numbers, and never a formula."""

from __future__ import annotations

from isodocs.formats import Origin, Report, WithSheets
from isodocs.model.sheet import labelled

TAKES = Report
ENDING = ".xlsx"


def write(report: Report) -> bytes:
    """The workbook of a report; its rows as one table, where it has no sheets of its own."""
    from isodocs.formats.xlsx.book import book

    sheets = (
        report.sheets()
        if isinstance(report, WithSheets)
        else (labelled(report.title, *report.rows()),)
    )
    head = report.data()
    return book(
        tuple(sheets),
        title=report.title,
        organisation=head.get("organisation") or "",
        source=head.get("source") or "",
        on=head.get("on"),
        tool=head.get("tool") or "",
        origin=report.origin or Origin(),
    )

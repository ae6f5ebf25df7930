"""`--output FILE.xlsx`: reports and records as workbooks of Excel."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from isodocs.records.record_kinds import kinds
from tests.helpers.command import invoke, refused
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder


def written(at: Path, file: Path, *arguments: str) -> Any:
    result = invoke(*arguments, "--on", "2026-11-20", "--output", str(file), at=at)
    assert result.stderr == f"Written to {file}\n"
    return openpyxl.load_workbook(file)


@pytest.mark.parametrize(
    ("arguments", "sheets"),
    [
        ("register", ["Master document register", "About"]),
        ("competence", ["Matrix", "Requirements", "Read and understood", "About"]),
        ("audits", ["Audits", "Clauses", "Sites and processes", "About"]),
        (
            "coverage --matrix",
            ["ISO 9001-2015", "ISO-IEC 27001-2022", "ISO 14001-2015 (in preparation)", "About"],
        ),
    ],
)
def test_reports_fill_sheets(
    arguments: str, sheets: list[str], sample: Path, tmp_path: Path
) -> None:
    """The ending of the file is enough to say what it is."""
    book = written(sample, tmp_path / "shout.XLSX", *arguments.split())
    assert book.sheetnames == sheets
    for sheet in book.worksheets[:-1]:
        assert sheet.max_row > 2
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    said = {row[0].value: row[1].value for row in book["About"]}
    assert said["Command"] == f"isodocs {arguments} --on 2026-11-20 --output shout.XLSX"
    assert len(said["Commit"]) == 40


def test_the_same_command_makes_the_same_file(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    call = ("nonconformities", "--format", "xlsx")
    book = written(sample, file, *call)
    assert book["About"]["B6"].value.endswith("--format xlsx --output report.xlsx")
    first = file.read_bytes()
    written(sample, file, *call)
    assert file.read_bytes() == first


def test_records_can_be_edited_and_read_again(repo: RepositoryBuilder, tmp_path: Path) -> None:
    table = (
        "equipment,calibrated,result,as-found,uncertainty,note\n"
        "CAL-001,2025-03-12,passed,0.10,=1+1,007\n"
        "CAL-002,1899-12-31,soon,about 2,,\n"
    )
    repo.commit(
        "Start",
        {**base(), "records/calibration.csv": table, "records/equipment.csv": EQUIPMENT},
    )
    book = written(repo.path, tmp_path / "r.xlsx", "records", "calibration")
    sheet = book.worksheets[0]
    head, first, second = ([*row] for row in sheet.iter_rows(max_row=3))
    names = [cell.value for cell in head]
    shown = ["equipment", "calibrated", "result", "as-found", "uncertainty", "note"]
    assert names[:8] == [*shown, "place", "next-due"]
    assert {*names} - {"place", "next-due"} == {*kinds()["calibration"].fields}
    folded = {n for n, c in zip(names, head, strict=True) if is_hidden(sheet, c)}
    assert folded == {*names[8:]}
    assert [cell.value for cell in first[:7]] == [
        *("CAL-001", datetime(2025, 3, 12), "passed", 0.1, "=1+1", "007"),
        "records/calibration.csv:2",
    ]
    assert first[3].number_format == "0.00"
    assert [cell.value for cell in second[:4]] == ["CAL-002", "1899-12-31", "soon", "about 2"]
    rules = {
        str(rule.sqref).partition("2:")[0]: (rule.type, rule.errorStyle, offered(book, rule))
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["A"] == ("list", "warning", ["CAL-001", "CAL-002"])
    assert rules["B"][:2] == ("date", None)
    assert rules["C"] == ("list", None, ["passed", "adjusted", "failed"])
    assert rules["D"][0] == "decimal"
    assert book["Lists"].sheet_state == "hidden"


EQUIPMENT = "id,name,status,interval\nCAL-001,Caliper,in-use,1 year\nCAL-002,Gauge,in-use,1 year\n"


def is_hidden(sheet: Any, cell: Any) -> bool:
    at = next(
        (d for d in sheet.column_dimensions.values() if d.min <= cell.column <= d.max),
        None,
    )
    return at is not None and bool(at.hidden)


def offered(book: Any, rule: Any) -> list[str] | None:
    if rule.type != "list":
        return None
    sheet, _, area = rule.formula1.partition("!")
    return [cell.value for (cell,) in book[sheet][area.replace("$", "")]]


def test_a_workbook_is_not_printed(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Start", base())
    for more in ((), ("--output", "-")):
        said = refused("register", "--format", "xlsx", *more, at=repo.path)
        assert "add --output FILE.xlsx" in said

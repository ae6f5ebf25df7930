"""Matrices of trainings are imported cell by cell, and grades are not remarks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from isodocs.office.registers import RegisterRead, recognise
from isodocs.office.training_matrix import training_matrix
from tests.office.test_tables import said, sheet, taken

MATRIX = (
    "Stand März 2025;;;;\n"
    "Mitarbeiter;Abteilung;Brandschutz;Staplerschein;Eintritt\n"
    "Anna Berg;Lager;12.03.2025;;01.02.2020\n"
    "Jan Voss;Lager;13.03.2025;geplant;01.02.2021\n"
    "Ute Klein;Büro;;14.03.2025;01.02.2022\n"
)


def test_each_day_of_a_matrix_is_a_row(tmp_path: Path) -> None:
    file = tmp_path / "Schulungsmatrix.csv"
    file.write_text(MATRIX, "utf-8")
    found = taken(tmp_path, file)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "records/training.csv").read_text())))
    assert [(row["person"], row["competence"], row["date"]) for row in rows] == [
        ("Anna Berg", "Brandschutz", "2025-03-12"),
        ("Jan Voss", "Brandschutz", "2025-03-13"),
        ("Jan Voss", "Staplerschein", "geplant"),
        ("Ute Klein", "Staplerschein", "2025-03-14"),
    ]
    columns = [loss["what"] for loss in found["losses"] if loss["kind"] == "column"]
    assert [what.partition(" is not")[0] for what in columns if "not understood" in what] == [
        "the column 'Abteilung'",
        "the column 'Eintritt'",
    ]
    assert "'date' is 'geplant', which is not a day" in str(said(found, "cell"))
    again = taken(tmp_path, file)
    assert "0 rows added" in again["title"]


@pytest.mark.parametrize("name", ["Qualifikationsmatrix", "Training matrix", "Skills matrix 2026"])
def test_a_matrix_is_known_by_the_name_of_its_file(name: str) -> None:
    rows = (["Employee", "First aid", "Forklift"], ["Ann Berg", "2026-01-05", "2026-02-06"])
    read = training_matrix(sheet(*rows), name)
    assert read
    assert [row.values["competence"] for row in read.rows] == ["First aid", "Forklift"]
    assert training_matrix(sheet(*rows), "Birthdays") is None


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Note", ("1,3", "2"), "result"),
        ("Note", ("gut", "sehr gut"), "result"),
        ("Note", ("pays late", "2"), "note"),
        ("Notes", ("", ""), "note"),
        ("note", ("1", "2"), "note"),
    ],
)
def test_a_grade_is_no_remark(heading: str, cells: tuple[str, str], field: str) -> None:
    heads = ["Lieferant", "Status", heading]
    rows = [["A", "approved", cells[0]], ["B", "approved", cells[1]]]
    read = recognise(sheet(heads, *rows), "Lieferanten")
    assert isinstance(read, RegisterRead)
    assert dict(read.columns)[heading] == field

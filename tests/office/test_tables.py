"""Registers of Excel become rows of records, and a table that was exported comes back merged."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from isodocs.errors import OfficeError
from isodocs.office.registers import MasterList, NotUnderstood, RegisterRead, recognise
from isodocs.office.workbook import CellRead, RowRead, SheetRead, read_csv, read_workbook
from isodocs.records.choice_labels import choice_called, labels_of
from isodocs.records.record_kinds import kinds
from tests.helpers.command import invoke, published, run
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.word_files import archive, relationships

SUPPLIERS = (
    "id,name,supplies,status,evaluated,result,note\n"
    "0007,Acme,steel,approved,2026-01-05,good,\n"
    "0008,Baker,bolts,approved,2026-02-06,good,old\n"
    "0009,Cole,paint,conditional,2026-03-07,fair,\n"
)


def sheet(*rows: Sequence[str], name: str = "Sheet1") -> SheetRead:
    read = [RowRead(at, [CellRead(c) for c in row]) for at, row in enumerate(rows, 1)]
    return SheetRead(name, read)


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(at: Path, file: Path, code: int = 0) -> dict[str, Any]:
    result = invoke("import", str(file), "--format", "json", at=at)
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    published("imported").validate(found)
    only: dict[str, Any] = found["files"][0]
    return only


def said(file: dict[str, Any], kind: str) -> dict[str, str]:
    return {loss["place"]: loss["what"] for loss in file["losses"] if loss["kind"] == kind}


def test_cells_are_what_excel_shows() -> None:
    book = workbook(
        Data=[["a", date(2026, 10, 26), 3.0, 0.1 + 0.2, True, None, "x"], [], ["=1+1", " b "]]
    )
    (read,) = read_workbook(book)
    first, last = read.rows
    assert [cell.text for cell in first.cells] == ["a", "2026-10-26", "3", "0.3", "yes", "", "x"]
    assert first.cells[1].is_day
    assert (last.number, last.cells[1].text) == (3, " b ")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffa;b;;\r\n1;Müller;;\r\n",
        "sep=;\na;b\n1;Müller\n",
        "a\tb\n1\tMüller\n",
        'a,b\n"1","Müller"\n',
    ],
)
def test_csv_as_spreadsheets_write_it(text: str) -> None:
    for encoding in ("utf-8",) if "\ufeff" in text else ("utf-8", "utf-16", "cp1252"):
        rows = read_csv(text.encode(encoding)).rows
        assert [[cell.text for cell in row.cells][:2] for row in rows] == [
            ["a", "b"],
            ["1", "Müller"],
        ]


@pytest.mark.parametrize(
    ("heads", "file", "kind", "fields"),
    [
        ("Employee|Training|Date|Trainer", "x", "training", "person competence date provider"),
        ("Mitarbeiter|Schulung|Datum", "Schulungen 2026", "training", "person competence date"),
        ("Employé|Formation|Date", "Formations", "training", "person competence date"),
        ("Equipo|Fecha de calibración|Resultado", "x", "calibration",
         "equipment calibrated result"),
        ("Prüfmittel|Kalibriert am|Ergebnis|Nächste Kalibrierung", "x", "calibration",
         "equipment calibrated result due"),
        ("Leverancier|Status|Diensten", "Leveranciers", "supplier", "name status"),
        ("Risk|Likelihood|Impact|Risk owner|Category|Status", "Risk register", "risk",
         "title likelihood impact owner kind status"),
        ("Equip \nID|Equip Status|Equipment Description|Mfg|Model No.|Serial No."
         "|Date Put In-Service|Location|CAL Interval|a|b|c|d|e|f", "List", "equipment",
         "id status description serial since location interval"),
        ("Name|E-Mail|Abteilung|Eintritt", "People", "people", "name email department joined"),
    ],
)  # fmt: skip
def test_a_register_is_known_by_name_and_headings(
    heads: str, file: str, kind: str, fields: str
) -> None:
    read = recognise(sheet(["My list"], heads.split("|"), ["a"] * 6), file)
    assert isinstance(read, RegisterRead)
    assert read.kind.name == kind
    assert [field for _, field in read.columns] == fields.split()


def test_hidden_sheets_and_formulas_without_a_result_are_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    shown.title = "Liste"
    for row in (
        ["Nr.", "Lieferant", "Produkte", "Status", "Bewertung am"],
        ["007", '="Weber "&"AG"', "Bleche", "approved", date(2026, 3, 1)],
    ):
        shown.append(row)
    before = book.create_sheet("Alt")
    before.append(["Nr.", "Lieferant", "Produkte", "Status"])
    before.append(["001", "Kern KG", "Lack", "former"])
    before.sheet_state = "hidden"
    file = tmp_path / "Lieferanten.xlsx"
    book.save(file)
    found = taken(tmp_path, file)
    assert said(found, "table") == {"sheet Alt": "not taken: the sheet is hidden"}
    assert said(found, "cell").keys() == {"sheet Liste, B2"}
    (row,) = csv.DictReader(io.StringIO((tmp_path / "records/supplier.csv").read_text("utf-8")))
    assert (row["id"], row["name"], row["evaluated"]) == ("007", "", "2026-03-01")


def test_other_tables_are_named_and_left() -> None:
    other = recognise(sheet(["Month", "Sales"], ["May", "7"]), "Sales")
    assert isinstance(other, NotUnderstood)
    assert other.headings == ("Month", "Sales")
    listed = recognise(sheet(["Doc no", "Title", "Rev"], ["SOP-001", "x", "2"]), "Master list")
    assert isinstance(listed, MasterList)
    assert listed.rows == ((2, {"id": "SOP-001", "title": "x", "revision": "2"}),)


def test_a_register_is_imported_with_what_is_wrong_by_cell(tmp_path: Path) -> None:
    file = tmp_path / "Lieferanten.xlsx"
    rows: list[list[Any]] = [
        ["Lieferant", "Produkte", "Status", "Bewertet am", "Telefon"],
        ["Müller", "Drehteile", "approved", date(2026, 3, 1), "123"],
        ["Bo", "Eloxal", "bewährt", "5/1/2026", None],
    ]
    file.write_bytes(workbook(Liste=rows))
    found = taken(tmp_path, file)
    assert found["target"] == "records/supplier.csv"
    assert said(found, "cell").keys() == {"sheet Liste, C3", "sheet Liste, D3"}
    columns = [loss["text"] + loss["what"] for loss in found["losses"] if loss["kind"] == "column"]
    assert any("Lieferant → name, Produkte → supplies" in text for text in columns)
    assert any("'Telefon' is not understood; 1 cell left out" in text for text in columns)
    table = (tmp_path / "records/supplier.csv").read_text("utf-8")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == ["SUP-001", "SUP-002"]
    assert "Müller" in table
    assert taken(tmp_path, file)["outcome"] == "as before"
    assert (tmp_path / "records/supplier.csv").read_text("utf-8") == table


def test_a_list_of_equipment_holds_the_last_calibrations_too(tmp_path: Path) -> None:
    rows = [
        ("Prüfmittel-Nr", "Bezeichnung", "Status", "Kalibriert am", "Ergebnis", "Regal"),
        ("0007", "Messschieber", "in Gebrauch", "3.3.26", "i.O.", "A"),
        ("0008", "Waage", "gesperrt", "", "", "B"),
        ("0009", "Lehre", "In-Use", "4.3.26", "i.O. nach Justage", ""),
    ]
    repo = RepositoryBuilder(tmp_path / "repo")
    (tmp_path / "Prüfmittel.xlsx").write_bytes(workbook(Liste=rows))
    file = taken(repo.path, tmp_path / "Prüfmittel.xlsx")
    lists = {
        name: list(csv.DictReader((repo.path / f"records/{name}.csv").read_text().splitlines()))
        for name in ("equipment", "calibration")
    }
    assert [(each["id"], each["status"]) for each in lists["equipment"]] == [
        ("0007", "in-use"),
        ("0008", "quarantined"),
        ("0009", "in-use"),
    ]
    assert [
        (each["equipment"], each["calibrated"], each["result"]) for each in lists["calibration"]
    ] == [("0007", "2026-03-03", "passed"), ("0009", "2026-03-04", "i.O. nach Justage")]
    lost = [loss for loss in file["losses"] if loss["lost"]]
    assert ["'Regal'" in loss["what"] for loss in lost] == [True]
    assert {loss["text"] for loss in file["losses"] if "are read as" in loss["what"]} == {
        "gesperrt → quarantined, in Gebrauch → in-use",
        "i.O. → passed",
    }
    assert "'result' is 'i.O. nach Justage'" in said(file, "cell")["sheet Liste, E4"]
    again = taken(repo.path, tmp_path / "Prüfmittel.xlsx")
    assert "0 rows added, 0 changed, 2 as they were" in again["title"]


@pytest.mark.parametrize(
    ("kind", "field", "said", "choice"),
    [
        ("supplier", "status", "Nicht zugelassen", "blocked"),
        ("equipment", "status", "gesperrt", "quarantined"),
        ("risk", "treatment", "Mindern", "reduce"),
        ("risk", "kind", "Chance", "opportunity"),
        ("calibration", "result", "n.i.O.", "failed"),
        ("calibration", "result", "nicht i.O.", "failed"),
        ("calibration", "result", "wirksam", ""),
        ("supplier", "importance", "élevée", "high"),
    ],
)
def test_words_of_other_languages_are_choices_of_their_field(
    kind: str, field: str, said: str, choice: str
) -> None:
    assert choice_called(kinds()[kind].fields[field], said) == choice


def test_each_label_of_a_field_means_one_choice() -> None:
    """Else it would be read as none."""
    for kind in kinds().values():
        for field in kind.fields.values():
            labels = [label for choice in field.choices for label in labels_of(choice)]
            assert sorted(labels) == sorted(set(labels)), (kind.name, field.name)


def company(tmp_path: Path) -> RepositoryBuilder:
    repo = RepositoryBuilder(tmp_path / "company")
    repo.commit("Start", {"isodocs.yaml": "organisation: x\n", "records/supplier.csv": SUPPLIERS})
    return repo


def rows_of(repo: RepositoryBuilder) -> dict[str, dict[str, str]]:
    text = (repo.path / "records/supplier.csv").read_text("utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def test_a_table_edited_in_excel_is_merged_with_what_changed_meanwhile(tmp_path: Path) -> None:
    repo = company(tmp_path)
    target = tmp_path / "exported.csv"
    assert invoke("export", "supplier", "--output", str(target), at=repo.path).exit_code == 0
    places = [row["place"] for row in csv.DictReader(target.open(encoding="utf-8"))]
    assert places[0].startswith("records/supplier.csv:2@")
    commit = places[0].partition("@")[2]
    repo.commit(
        "Meanwhile",
        {
            "records/supplier.csv": SUPPLIERS.replace("bolts", "bolts and nuts").replace(
                "paint,conditional", "paint,blocked"
            )
        },
    )
    edited = (
        "\ufeffid;name;supplies;status;evaluated;result;note;place;next-due;;\r\n"
        "7;Acme;steel;approved;05.01.2026;excellent;;records/supplier.csv:2;;;\r\n"  # zeros, day
        "8;Baker;bolts;approved;06.02.2026;good;new;records/supplier.csv:3;;;\r\n"
        "9;Cole;paint;approved;31.02.2026;fair;;records/supplier.csv:4;;;\r\n"  # conflict, no day
        "10;Dale;glue;aproved;;;;;;;\r\n"
        "11;Eve;wire;approved;;;;;;;\r\n"
    )
    file = tmp_path / "supplier.csv"
    file.write_bytes(edited.replace("supplier.csv:3;", f"supplier.csv:3@{commit};").encode())
    found = taken(repo.path, file, code=1)
    assert found["outcome"] == "partly taken"
    assert found["title"] == "supplier: 1 row added, 2 changed, 1 as they were"
    now = rows_of(repo)
    assert list(now) == ["0007", "0008", "0009", "11"]
    assert (now["0007"]["result"], now["0007"]["evaluated"]) == ("excellent", "2026-01-05")
    assert (now["0008"]["supplies"], now["0008"]["note"]) == ("bolts and nuts", "new")
    assert (now["0009"]["status"], now["0009"]["evaluated"]) == ("blocked", "2026-03-07")
    assert said(found, "conflict") == {
        "D4": "not taken: 'status': the repository has 'blocked' now, the file 'approved'"
    }
    assert said(found, "cell").keys() == {"E4", "D5", "A6"}  # 11 among 0007 ...
    # The same file again, and one that does not say what it was exported from: nothing goes back.
    merged = rows_of(repo)
    for content in (file.read_bytes(), edited.encode()):
        file.write_bytes(content)
        again = taken(repo.path, file, code=1)
        assert again["title"].startswith("supplier: 0 rows added, 0 changed")
        assert rows_of(repo) == merged


def test_a_table_of_another_repository_changes_nothing_that_is_edited_here(tmp_path: Path) -> None:
    repo = company(tmp_path)
    target = tmp_path / "exported.csv"
    assert invoke("export", "supplier", "--output", str(target), at=repo.path).exit_code == 0
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Start", {"isodocs.yaml": "organisation: y\n"})
    assert taken(other.path, target)["title"].startswith("supplier: 3 rows added")
    table = other.path / "records/supplier.csv"
    edited = table.read_text("utf-8").replace("paint,conditional", "paint,blocked")
    table.write_text(edited, "utf-8")
    for _ in ("not committed", "committed"):
        again = taken(other.path, target, code=1)
        assert again["title"] == "supplier: 0 rows added, 0 changed, 2 as they were"
        assert list(said(again, "conflict").values()) == [
            "not taken: 'status': the repository has 'blocked', the file 'conditional'"
        ]
        assert table.read_text("utf-8") == edited
        other.commit("Take them in", {"records/supplier.csv": edited})


def test_a_workbook_comes_back_and_final_rows_stay(tmp_path: Path) -> None:
    repo = company(tmp_path)
    training = (
        "person,competence,date\nann,fire,2026-01-05\nann,fire,2026-01-05\nbo,gauges,2026-02-06\n"
    )
    repo.commit("Trained", {"records/training.csv": training})
    for kind in ("supplier", "training"):
        target = tmp_path / f"{kind}.xlsx"
        run("records", kind, "--format", "csv", at=repo.path)
        done = invoke("records", kind, "--output", str(target), at=repo.path)
        assert done.exit_code == 0, done.output
        assert taken(repo.path, target)["outcome"] == "as before"
        book = openpyxl.load_workbook(target)
        made = book.worksheets[0]
        heads = [cell.value for cell in made[1]]
        if kind == "supplier":
            made.cell(3, heads.index("note") + 1, "seen")
        else:
            made.cell(2, heads.index("competence") + 1, "other")
            made.cell(6, heads.index("person") + 1, "cy")
            made.cell(6, heads.index("competence") + 1, "fire")
            made.cell(6, heads.index("date") + 1, date(2026, 3, 1))
        book.save(target)
    assert taken(repo.path, tmp_path / "supplier.xlsx")["title"].startswith(
        "supplier: 0 rows added, 1 changed"
    )
    assert rows_of(repo)["0008"]["note"] == "seen"
    found = taken(repo.path, tmp_path / "training.xlsx", code=1)
    assert list(said(found, "conflict").values()) == [
        "not taken: 'competence': such records stay as they were written; add a row"
    ]
    text = (repo.path / "records/training.csv").read_text("utf-8")
    assert text == f"{training}cy,fire,2026-03-01\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_not_edited_comes_back_unchanged(tmp_path: Path, ending: str) -> None:
    odd = (
        'id,name,supplies,status,evaluate-every,note\n1,"Two\nlines",=1+1,Approved,1 year,  a  b\n'
    )
    repo = RepositoryBuilder(tmp_path / "company")
    figures = "- figure: scrap\n  date: 2026-01-01\n  value: 8.10\n  evidence: [a.pdf, b.pdf]\n"
    repo.commit("Start", {"records/supplier.csv": odd, "records/measurement.yaml": figures})
    for kind in ("supplier", "measurement"):
        file = tmp_path / f"{kind}.{ending}"
        assert invoke("export", kind, "--output", str(file), at=repo.path).exit_code == 0
        found = taken(repo.path, file)
        assert (found["outcome"], found["losses"]) == ("as before", [])
    assert (repo.path / "records/supplier.csv").read_text("utf-8") == odd


def test_a_hostile_workbook_is_refused() -> None:
    main = '<Relationship Id="1" Type="x/officeDocument" Target="x.xml"/>'
    other = archive({"_rels/.rels": relationships(main), "x.xml": "<a/>"})
    with pytest.raises(OfficeError, match="not a workbook"):
        read_workbook(other)
    entities = archive({"_rels/.rels": "<!DOCTYPE a []><a/>"})
    with pytest.raises(OfficeError, match="declares a document type"):
        read_workbook(entities)


def test_no_number_is_beyond_measure() -> None:
    """Rows, styles and days that no program writes are read as text, and stop nothing."""
    many, main = "9" * 5000, '<Relationship Id="1" Type="x/officeDocument" Target="x.xml"/>'
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ids = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    cells = "".join(
        f'<c s="{style}" t="{kind}"><v>{value}</v></c>'
        for style, kind, value in (("0", "n", 2958465), (many, "n", 7), ("0", "s", many))
    )
    row = f'<row r="{many}">{cells}</row>'
    book = '<workbookPr date1904="1"/><sheets><sheet name="S" r:id="s"/></sheets>'
    parts = {
        "_rels/.rels": relationships(main),
        "x.xml": f"<workbook {space} {ids}>{book}</workbook>",
        "_rels/x.xml.rels": relationships(
            '<Relationship Id="s" Type="x/worksheet" Target="s.xml"/>'
            '<Relationship Id="t" Type="x/styles" Target="t.xml"/>'
        ),
        "t.xml": f'<styleSheet {space}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
        "s.xml": f"<worksheet {space}><sheetData>{row}</sheetData></worksheet>",
    }
    (sheet,) = read_workbook(archive(parts))
    assert [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows] == [
        (1, ["2958465", "7"])
    ]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("_rels/.rels", relationships(main))
    broken = data.getvalue().replace(b"\x09\x04\x05\x00]", b"\x09\x04\x05\x00\xff", 1)
    assert broken != data.getvalue()
    with pytest.raises(OfficeError, match="cannot be unpacked"):
        read_workbook(broken)


def test_a_list_is_compared_with_documents_named_by_field_or_file(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "SOP-001 Buying.md").write_text("---\ntitle: Buying\n---\n# Buying\n")
    (folder / "other.md").write_text("---\nid: SOP-002\ntitle: Selling\n---\n# Selling\n")
    file = tmp_path / "list.csv"
    file.write_text("Doc no,Title,Rev\nSOP-001,Buying,1\nSOP-002,Sales,1\nSOP-003,Gone,1\n")
    found = taken(tmp_path, file)
    assert said(found, "master-list") == {
        "row 3": "SOP-002 has another title in the document: Selling",
        "row 4": "SOP-003 is in the list and not among the documents",
    }


def test_figures_that_lost_their_zeros_are_named(tmp_path: Path) -> None:
    heads = ["id", "name", "status", "evaluated"]
    rest = ["approved", "2026-01-05"]
    rows = [heads, ["007", "Acme", *rest], [8, "Baker", *rest], ["009", "Cole", *rest]]
    file = tmp_path / "supplier.xlsx"
    file.write_bytes(workbook(supplier=rows))
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", {"isodocs.yaml": "standards: [iso-9001-2015]\n"})
    first = taken(repo.path, file)
    place = "sheet supplier, A3"
    assert "zeros before them, such as 007" in said(first, "cell")[place]
    assert said(taken(repo.path, file), "cell") == {}, "said once, as it is in the records"
    file.write_bytes(workbook(supplier=[*rows, [12, "Dean", *rest]]))
    assert said(taken(repo.path, file), "cell").keys() == {"sheet supplier, A5"}
    plain = tmp_path / "plain" / "supplier.xlsx"
    plain.parent.mkdir()
    phones = [["0301234567", "Eve", *rest], ["08912", "Fox", *rest], ["555", "Guy", *rest]]
    plain.write_bytes(workbook(supplier=[heads, *phones]))
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Start", {"isodocs.yaml": "standards: [iso-9001-2015]\n"})
    assert said(taken(other.path, plain), "cell") == {}, "of different lengths"

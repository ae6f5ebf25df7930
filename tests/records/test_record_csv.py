"""Tables as spreadsheets leave them: what is read, what is reported, and how rows are added."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from isodocs.errors import LifecycleError
from isodocs.model.problem import Problem
from isodocs.model.record import Record
from isodocs.records import record_csv, record_edit, record_tables, row_append
from isodocs.records import record_parsing as reader
from isodocs.records.record_kinds import kinds

PATH = "records/training.csv"
ROW = {"person": "ann", "competence": "M", "date": "2026-01-05"}


def read(text: str | bytes, path: str = PATH) -> tuple[Record, ...]:
    return reader.parse(path, "b", text.encode() if isinstance(text, str) else text)


def told(text: str | bytes, path: str = PATH) -> list[tuple[int, str]]:
    return [(p.line, p.message) for record in read(text, path) for p in record.problems]


@pytest.mark.parametrize(
    "text",
    [
        "person,competence,date\nann,M,2026-01-05\n",
        "sep=;\r\nperson;competence;date\r\nann;M;2026-01-05\r\n",
        '"sep=,"\nperson,competence,date\nann,M,2026-01-05\n',
        "\ufeffsep=|\nperson|competence|date\nann|M|2026-01-05\n",
        "person\tcompetence\tdate\nann\tM\t2026-01-05\n",
        "\n\n;;\nperson;competence;date\nann;M;2026-01-05\n",
        "person,competence,date\nann,M,2026-01-05,, \n",
        "person,competence,date\rann,M,2026-01-05\r",
        "person,competence,date,,\r\nann,M,2026-01-05,,\r\n,,,,\r\n",
        '"person","competence","date"\n"ann","M","2026-01-05"',
        "date,person,competence\n2026-01-05,\u00a0ann,M\n",
        "Person,COMPETENCE,Date\nann,M,2026-01-05\n",
    ],
)
def test_what_spreadsheets_write_is_the_same_row(text: str) -> None:
    (row,) = read(text)
    assert (dict(row.values), row.problems) == (ROW, ())


def test_a_title_above_the_header_is_reported_with_the_line_taken_for_it() -> None:
    text = "Training 2026;;\n\nperson;competence;date\nann;M;2026-01-05\n"
    (row,) = read(text)
    assert (row.values, row.line) == (ROW, 4)
    (problem,) = row.problems
    assert (problem.line, problem.message) == (1, "line 1 is above the header and is not read")
    assert "Line 3 was taken for the header" in problem.hint


@pytest.mark.parametrize("title", ["Competence;;", "Person; Date;"])
def test_names_in_other_capitals_above_a_header_of_more_are_a_title(title: str) -> None:
    (row,) = read(f"{title}\nPerson;Competence;Date\nann;M;2026-01-05\n")
    assert (row.values, row.line) == (ROW, 3)
    assert "line 1 is above the header" in row.problems[0].message


@pytest.mark.parametrize("header", ["Person,person", "person,Person", "PERSON,Person"])
def test_columns_that_differ_in_capitals_only_are_one_column_twice(header: str) -> None:
    values = "ann,ben" if header != "Person,person" else "ben,ann"
    text = f"{header},competence,date\n{values},M,2026-01-05\n"
    (row,) = read(text)
    assert row.values == ROW, "the one spelt as it should be is read, else the first"
    ((line, message),) = told(text)
    assert (line, message.endswith("is there twice")) == (1, True)
    after = record_edit.edit(kinds()["training"], row, text.encode(), {"person": "cy"})
    assert after.decode() == text.replace("ann", "cy")


def test_a_column_that_no_kind_has_keeps_its_capitals() -> None:
    text = "Person,Competence,Date,Room\nann,M,2026-01-05,2\n"
    ((_, message),) = told(text)
    assert "unknown field 'Room'" in message


def test_a_row_is_added_below_a_header_in_other_capitals() -> None:
    text = b"PERSON,Competence,Date\nann,M,2026-01-05\n"
    after, _ = row_append.append(kinds()["training"], PATH, text, [{**ROW, "person": "ben"}])
    assert after == text + b"ben,M,2026-01-05\n"


def test_a_cell_behind_the_last_column_that_says_something_is_a_gap() -> None:
    rows = read("person,competence,date\nann,M,2026-01-05,lost\nben,M,2026-01-05\n")
    assert [row.text("person") for row in rows] == ["", "ben"]
    assert told("person,competence,date\nann,M,2026-01-05,lost\n") == [
        (2, "the row has 4 cells, the header 3")
    ]


@pytest.mark.parametrize("character", ["\u200b", "\u00ad", "\u200f", "\u202e", "\x07", "\r"])
def test_a_hidden_character_costs_its_own_row_only(character: str) -> None:
    text = (
        f"person,competence,date\nann,M,2026-01-05\nb{character}n,M,2026-01-05\ncy,M,2026-01-05\n"
    )
    assert [row.text("person") for row in read(text)] == ["ann", "", "cy"]
    what = f"an invisible or control character (U+{ord(character):04X}) is not allowed here"
    assert told(text) == [(3, what)]


def test_a_hidden_character_in_a_list_in_yaml_costs_its_own_row_only() -> None:
    row = "- person: {}\n  competence: M\n  date: 2026-01-05\n"
    text = row.format("ann") + row.format("b\u200bn") + row.format("cy")
    assert {(r.text("person"), r.line) for r in read(text, "records/training.yaml")} == {
        ("ann", 1),
        ("", 4),
        ("cy", 7),
    }


def test_a_hidden_character_in_the_header_is_reported_and_the_rows_are_read() -> None:
    (row,) = read("person,comp\u200betence,date\nann,M,2026-01-05\n")
    assert row.values == ROW
    assert [(p.line, p.column) for p in row.problems] == [(1, 12)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("person,competence\n".encode("utf-16"), "UTF-16"),
        ("person,competence\nann,M\n".encode("utf-16-le"), "UTF-16"),
        ("person\nM\u00fcller\n".encode("cp1252"), "not UTF-8 text"),
    ],
)
def test_another_encoding_is_one_problem(data: bytes, says: str) -> None:
    ((_, message),) = told(data)
    assert says in message


def test_a_quote_that_never_ends_costs_its_own_row_only() -> None:
    text = 'person,competence,date\n"ann,M,2026-01-05\nben,M,2026-01-05\ncy,"M",2026-01-05\n'
    assert [row.text("person") for row in read(text)] == ["", "ben", "cy"]


def test_many_quotes_that_never_end_are_not_read_for_ever() -> None:
    text = "person,competence,date\n" + 'a,"b\n\n""x\n' * 400
    assert len(told(text)) < 1600


def test_choices_in_other_capitals_are_shown_as_they_are_spelt() -> None:
    text = "id,name,supplies,status\nS-1,Firm,bolts,APPROVED\nS-2,Firm,bolts,good\n"
    first, second = read(text, "records/supplier.csv")
    assert (first.text("status"), first.problems) == ("approved", ())
    assert [p.message for p in second.problems] == ["'status' is 'good'."]
    (story,) = read("---\nrecord: change\nstatus: Proposed\n---\n", "records/x.md")
    assert story.text("status") == "proposed"


# -- adding rows ---------------------------------------------------------------------------------

VALUE = st.text("ab ;,\"'\tß\n", min_size=1, max_size=6).map(str.strip).filter(bool)
TABLES = (
    "person,competence,date,note\nben,M,2026-01-05,x\n",
    "person;competence;date;note\nben;M;2026-01-05;x",
    "\ufeffperson;competence;date;note;;\r\nben;M;2026-01-05;x;;\r\n;;;;;\r\n",
    "sep=,\r\n\r\ndate,note,person,competence\r\n2026-01-05,x,ben,M\r\n",
    "person,competence,date,note\rben,M,2026-01-05,x\r",
)


@given(st.sampled_from(TABLES), VALUE)
def test_rows_are_added_in_the_form_of_the_table(text: str, note: str) -> None:
    assume(note.casefold() == note)
    before = text.encode()
    after, (added,) = row_append.append(kinds()["training"], PATH, before, [{**ROW, "note": note}])
    assert after.startswith(before)
    assert added.text("note") == note.replace("\r\n", "\n")
    assert [r.text("person") for r in read(after)] == ["ben", "ann"]
    assert (b"\r\n" in after) is (b"\r\n" in before)


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        (PATH, "person,date\nben,2026-01-05\n", "no column competence"),
        (PATH, 'person,competence,date\n"ben,M', "cannot be added to"),
        (PATH, "person,competence,date\n<<<<<<< HEAD\n", "conflict marks"),
        ("records/training.yaml", "[{person: ben}]\n", "cannot be added to"),
        ("records/training.yaml", "- {person: ben\n", "cannot be added to"),
    ],
)
def test_a_table_that_cannot_take_rows_is_left_alone(path: str, text: str, says: str) -> None:
    with pytest.raises(LifecycleError, match=says):
        row_append.append(kinds()["training"], path, text.encode(), [ROW])


def test_the_table_to_add_to_is_the_one_that_is_there() -> None:
    kind = kinds()["training"]
    assert row_append.table_of(kind, ["records/people.csv"]) == PATH
    there = [
        "records/training/2025.csv",
        "records/training/2026.csv",
        "records/training-berlin.csv",
    ]
    assert row_append.table_of(kind, there) == "records/training/2026.csv"
    assert row_append.table_of(kind, ["records/training.CSV"]) == "records/training.CSV"


@given(
    st.lists(st.lists(st.text('a,;"\n\r\t \ufeff\u200b=<>x', max_size=5), max_size=4), max_size=5)
)
def test_whatever_a_table_holds_it_is_read_or_reported(cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(cells)
    sheet = record_csv.read(out.getvalue().encode())
    if not isinstance(sheet, Problem):
        for row in sheet.rows():
            assert row.problem or len(row.cells) <= len(sheet.header)


KNOWN = ("person", "competence", "date")
LINE = "ann,M,2026-01-05"


def training(data: str, name: str = "training.csv") -> tuple[int, list[str]]:
    """How many rows are read, and what is said of the others."""
    found = reader.parse(f"records/{name}", "b", data.encode())
    said = [f"{p.line}: {p.message}" for r in found for p in r.problems]
    return sum(bool(r.kind) for r in found), said


@pytest.mark.parametrize("sep", [",", ";", "\t", "|", " | "])
def test_what_gives_known_columns_parts_the_cells(sep: str) -> None:
    header = sep.join((*KNOWN, "remarks (a,b;c,d,e;f)" if sep not in (",", ";") else "remarks"))
    sheet = record_csv.read(f"{header}\n{LINE.replace(',', sep)}\n".encode(), KNOWN)
    assert isinstance(sheet, record_csv.Sheet)
    assert sheet.header[:3] == KNOWN
    assert len(next(iter(sheet.rows())).cells) == 3


@pytest.mark.parametrize(
    ("first", "sep"),
    [("SEP = ;", ";"), ("sep=\t", "\t"), (r"sep=\t", "\t"), ('"sep=|"', "|"), ("sep=;;;", ";")],
)
def test_a_line_that_says_the_separator(first: str, sep: str) -> None:
    table = f"{first}\n{','.join(KNOWN)}\n{LINE}\n".replace(",", sep)
    assert training(table) == (1, [])


@pytest.mark.parametrize(
    "data",
    ["<table><tr><td>ann</td></tr></table>\n", '[{"who": "ann"}]\n', "who\u2028ann\u2028bob"],
)
def test_a_text_that_is_no_table_is_reported_without_any_row(data: str) -> None:
    assert training(data)[1]
    assert training("person,competence,date\n") == (0, []), "control: an empty table"


def test_a_table_beyond_all_measure_is_read_as_far_as_it_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record_csv, "MOST_ROWS", 3)
    monkeypatch.setattr(record_csv, "MOST_COLUMNS", 5)
    monkeypatch.setattr(record_tables, "_MOST_VALUES", 20)
    header = ",".join(KNOWN)
    assert training(f"{header}\n" + f"{LINE}\n" * 3) == (3, [])
    rows, said = training(f"{header}\n" + f"{LINE}\n" * 9)
    assert rows == 3
    assert said == ["5: a table has at most 3 rows; from this line on it is not read"]
    rows, said = training(f"{header},a,b,c\n{LINE}\n")
    assert (rows, said) == (0, ["1: the table has more than 5 columns and is not read"])
    assert training(f"{header},,,,,,\n{LINE},,,,,\n") == (1, []), "control: columns without a name"
    item = "- person: ann\n  competence: M\n  date: 2026-01-05\n"
    rows, said = training(item * 5, "training.yaml")
    assert rows == 3
    assert said == ["10: a table has at most 3 rows; from this line on it is not read"]
    rows, said = training(f"[{'{a: b}, ' * 20}]\n", "training.yaml")
    assert (rows, said) == (0, ["1: the table has more than 20 values and is not read"])

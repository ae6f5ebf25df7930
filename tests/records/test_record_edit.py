"""Records edited in place: what is asked changes, and nothing else does."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import IsodocsError
from isodocs.records import record_edit, record_parsing
from isodocs.records.record_kinds import kinds

PATH = "records/risk.csv"
COLUMNS = ["id", "note", "title", "own column"]
CELL = st.text(st.sampled_from('ab ,;"\n\u00e4'), max_size=8).map(str.strip)


def table(rows: list[list[str]], delimiter: str, end: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([COLUMNS, *rows])
    return out.getvalue().encode()


@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4),
    st.integers(0, 3),
    CELL,
    st.sampled_from([",", ";"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_one_cell_of_a_csv_table_changes(
    cells: list[tuple[str, str, str]], at: int, value: str, delimiter: str, end: str
) -> None:
    """Whatever stands in the cells, quotes, separators and line ends included."""
    rows = [[f"R-{n}", *row] for n, row in enumerate(cells)]
    data = table(rows, delimiter, end)
    number = at % len(rows)
    (record,) = (r for r in record_parsing.parse(PATH, "", data) if r.id == f"R-{number}")
    after = record_edit.edit(kinds()["risk"], record, data, {"note": value})
    rows[number][1] = value
    read = list(csv.reader(io.StringIO(after.decode(), newline=""), delimiter=delimiter))
    assert [[c.strip() for c in row] for row in read[1:]] == rows


def test_a_row_of_yaml_keeps_its_dash() -> None:
    data = b"- id: A\n  what: x\n"
    (record,) = record_parsing.parse("records/action.yaml", "", data)
    kind = kinds()["action"]
    assert record_edit.edit(kind, record, data, {"what": "", "owner": "ann"}) == (
        b"- id: A\n  owner: ann\n"
    )
    assert record_edit.edit(kind, record, data, {"id": "B"}) == b"- id: B\n  what: x\n"


@pytest.mark.parametrize("data", [b"[{id: A, what: x}]\n", b"-\n  id: A\n  what: x\n"])
def test_a_table_written_otherwise_is_not_touched(data: bytes) -> None:
    (record,) = record_parsing.parse("records/action.yaml", "", data)
    with pytest.raises(IsodocsError):
        record_edit.edit(kinds()["action"], record, data, {"what": "y"})

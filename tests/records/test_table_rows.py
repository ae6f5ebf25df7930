"""Rows are taken out and put in order; what they say, and what else is in the file, stays."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import IsodocsError
from isodocs.records import record_parsing, table_rows
from isodocs.records.record_kinds import kinds

PATH, YAML = "records/risk.csv", "records/action.yaml"
CELL = st.text(st.sampled_from('ab ,;"\nä'), max_size=6)


@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5),
    st.data(),
    st.sampled_from([",", ";"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_rows_of_csv_in_another_order_are_the_same_bytes(
    cells: list[tuple[str, str]], data: st.DataObject, sep: str, end: str, ended: bool
) -> None:
    rows = [[f"R-{n}", *row] for n, row in enumerate(cells)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sep, lineterminator=end).writerows([["id", "title", "own"], *rows])
    before = out.getvalue().encode()
    before = before if ended else before.removesuffix(end.encode())
    order = data.draw(st.permutations(range(len(rows))))
    order = order[: data.draw(st.integers(0, len(rows)))]
    after = table_rows.arranged(PATH, before, order)
    read = list(csv.reader(io.StringIO(after.decode(), newline=""), delimiter=sep))
    assert read[1:] == [rows[at] for at in order]
    assert table_rows.arranged(PATH, before, range(len(rows))) == before
    wide = table_rows.widened(kinds()["risk"], PATH, before, ["title", "note"])
    assert [r.values for r in record_parsing.parse(PATH, "", wide)] == [
        r.values for r in record_parsing.parse(PATH, "", before)
    ]
    assert wide.splitlines()[0].endswith(b"note")


def test_comments_of_yaml_go_with_their_row_and_stay_without_it() -> None:
    data = b"# all\n- id: A\n  what: x\n\n# two\n- id: B\n  what: y\n"
    assert table_rows.arranged(YAML, data, [1, 0]) == (
        b"# all\n\n# two\n- id: B\n  what: y\n- id: A\n  what: x\n"
    )
    assert table_rows.arranged(YAML, data, [0]) == b"# all\n\n# two\n- id: A\n  what: x\n"
    assert table_rows.arranged(YAML, b"- id: A\n", []) == b"[]\n"


@pytest.mark.parametrize("data", [b"[{id: A}, {id: B}]\n", b"-\n  id: A\n- id: B\n"])
def test_a_table_that_is_not_written_row_by_row_is_not_touched(data: bytes) -> None:
    with pytest.raises(IsodocsError, match="cannot be put in order"):
        table_rows.arranged(YAML, data, [1, 0])


def test_a_row_is_found_again_by_its_number_or_by_what_surrounds_it() -> None:
    def met(path: str, before: str, after: str) -> dict[int, int]:
        kind = kinds()[path.split("/")[1].split(".")[0]]
        base, now = (record_parsing.parse(path, "", t.encode()) for t in (before, after))
        return {line: r.line for line, r in table_rows.counterparts(kind, base, now).items()}

    assert met(PATH, "id,title\nA,x\nB,y\n", "id,title\nB,z\nC,x\n") == {3: 2}
    path, head = "records/training.csv", "person,course\n"
    three = f"{head}ann,a\nbob,b\ncid,c\n"
    assert met(path, three, f"{head}new,n\nann,a\nbob,changed\ncid,c\n") == {2: 3, 3: 4, 4: 5}
    assert met(path, three, f"{head}ann,a\ncid,c\n") == {2: 2, 4: 3}
    assert met(path, three, f"{head}ann,a\nx,1\ny,2\ncid,c\n") == {2: 2, 4: 5}
    assert met(path, f"{head}ann,a\nann,a\n", f"{head}ann,a\n") == {2: 2}

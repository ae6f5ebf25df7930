"""`isodocs records`: every kind of record as a table, whatever kind it is."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from isodocs.records.record_kinds import kinds
from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder

ON = "2026-11-20"


def ids(at: Path, *words: str) -> list[str]:
    """The ids of the records listed."""
    found = run_json("records", "records", *words, "--on", ON, at=at)["records"]
    return [record["id"] for record in found]


@pytest.mark.parametrize("kind", ["nonconformity", "training", "equipment"])
def test_it_reads_well(sample: Path, kind: str) -> None:
    text = run("records", kind, "--on", ON, at=sample)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(f"records-{kind}", text)


def test_the_kinds_kept_here_are_listed_with_their_retention(sample: Path) -> None:
    text = run("records", "--on", ON, at=sample)
    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"^calibration +[0-9]+  [0-9-]{10}  10 years from calibrated$", text, re.M)
    assert "calibration.csv" in run("records", "--on", ON, at=sample, width=110)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_its_list_in_every_format(sample: Path, kind: str) -> None:
    found = run_json("records", "records", kind, "--on", ON, at=sample)
    (counted,) = found["kinds"]
    assert counted["count"] == len(found["records"])
    table = run("records", kind, "--format", "csv", "--on", ON, at=sample)
    assert len([*csv.DictReader(io.StringIO(table))]) == counted["count"]
    text = run("records", kind, "--on", ON, at=sample)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        (["status=open"], {"NC-2026-002", "NC-2026-003", "NC-2026-004"}),
        (["--status", "open"], {"NC-2026-002", "NC-2026-003", "NC-2026-004"}),
        (["--status=OPEN", "source=stage-1"], {"NC-2026-004"}),
        (["status!=open"], {"NC-2025-001", "NC-2026-001"}),
        (["raised=2025"], {"NC-2025-001"}),
        (["clauses=7.2"], {"NC-2025-001"}),
        (["verified=", "implemented!="], set()),
        (["closed!="], {"NC-2025-001", "NC-2026-001"}),
    ],
)
def test_conditions_choose(sample: Path, conditions: list[str], wanted: set[str]) -> None:
    assert {*ids(sample, "nonconformities", *conditions)} == wanted


def test_what_is_due_next_is_beside_each_record(sample: Path) -> None:
    found = run_json("records", "records", "equipment", "--on", ON, at=sample)["records"]
    assert {r["id"]: r["next_due"] for r in found}["CAL-003"] == "2026-10-09"


def test_a_past_day_has_the_records_of_that_day(sample: Path) -> None:
    early = run_json("records", "records", "nonconformity", "--on", "2025-03-01", at=sample)
    assert [r["id"] for r in early["records"]] == ["NC-2025-001"]


def test_columns_are_chosen(sample: Path) -> None:
    table = run("records", "risk", "--columns", "id,level", "--format", "csv", at=sample)
    assert table.splitlines()[0] == "id,level,place,next-due"
    assert "likelihood" in run("records", "risk", "--all", at=sample)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["supplyer"], "Did you mean 'supplier'?"),
        (["risk", "stats=open"], "risk has no field 'stats'. Did you mean 'status'?"),
        (["risk", "--stats", "x"], "risk has no field 'stats'. Did you mean 'status'?"),
        (["risk", "--status"], "--status needs a value"),
        (["risk", "open"], "write FIELD=VALUE"),
        (["risk", "--columns", "id,levle"], "Did you mean 'level'?"),
        (["--columns", "id"], "need a KIND"),
        (["../../etc/passwd"], "no kind of record"),
    ],
)
def test_a_wrong_word_is_refused_with_a_hint(sample: Path, words: list[str], says: str) -> None:
    assert says in refused("records", *words, at=sample)


def test_no_records_is_no_error(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    assert "0 records of 0 kinds" in run("records", at=repo.path)
    assert "`isodocs new supplier` begins one" in run("records", "supplier", at=repo.path)
    repo.write("records/supplier.csv", "id,name,supplies,status\nSUP-1,Acme,Bar,approved\n")
    said = run("records", "supplier", "status=blocked", at=repo.path)
    assert "None of 1: `isodocs records supplier` lists them all." in said


def test_nothing_in_a_cell_breaks_a_table_or_runs_in_a_spreadsheet(
    repo: RepositoryBuilder,
) -> None:
    name = "=HYPERLINK(1) | <b> " + "x" * 5_000
    rows = f"id,name,supplies,status,owner\nSUP-1,{name},steel,approved,ann\n"
    repo.commit("Start", {**base(), "records/supplier.csv": rows})
    text = run("records", "supplier", at=repo.path)
    assert max(map(len, text.splitlines())) <= 80
    assert len(text) < 6_000
    table = run("records", "supplier", "--format", "csv", at=repo.path)
    assert "'=HYPERLINK" in table
    page = run("records", "supplier", "--format", "markdown", at=repo.path)
    assert "\\| \\<b\\>" in page

"""`isodocs show`: everything about what a name stands for, whatever that is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import base, document
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.story import DAY

ON = "2026-11-20"


def show(at: Path, *words: str, on: str = ON) -> dict[str, Any]:
    """What is shown of one thing, its parts by name."""
    (found,) = run_json("show", "show", *words, "--on", on, at=at)["shown"]
    found["parts"] = {part["name"]: part["rows"] for part in found["parts"]}
    found["facts"] = {fact["name"]: fact["value"] for fact in found["facts"]}
    shown: dict[str, Any] = found
    return shown


@pytest.mark.parametrize(
    "name", ["SOP-009", "NC-2026-002", "CAL-001", "arun.patel", "CERT-9001-2024"]
)
def test_it_reads_well(sample: Path, name: str) -> None:
    text = run("show", name, "--on", ON, at=sample)
    lines = [line for line in text.splitlines() if not line.startswith("|")]
    assert max(map(len, lines)) <= 80
    golden.check(f"show-{name}", text)


def test_a_document_is_shown_as_it_is_in_force_though_its_file_is_newer(sample: Path) -> None:
    shown = show(sample, "SOP-009")
    assert shown["facts"]["revision"] == "2"
    assert "Sampling plan by risk" not in shown["facts"]["change"]
    assert [row["name"] for row in shown["parts"]["approvals"]] == [
        "Margaret Ellis",
        "Piotr Zieliński",
    ]
    assert "`isodocs show SOP-009 --revision 3`" in shown["notices"][0]
    coming = show(sample, "SOP-009", "--current-file")
    assert coming["notices"][0] == "NOT IN FORCE: Revision 3 awaits approval."
    assert coming["text"] != shown["text"]
    assert show(sample, "SOP-009", "--revision", "3")["text"] == coming["text"]


def test_a_day_shows_the_text_of_that_day(sample: Path) -> None:
    then = show(sample, "SOP-004", on="2025-03-01")
    assert then["facts"]["revision"] == "2"
    assert then["text"] == show(sample, "SOP-004", "--revision", "2")["text"]


def test_what_was_changed_after_its_approval_is_shown_as_it_was_approved(sample: Path) -> None:
    shown, file = show(sample, "WI-004"), show(sample, "WI-004", "--current-file")
    assert shown["text"] != file["text"]
    assert "changed after its approval" in shown["notices"][0]
    assert file["notices"][0].startswith("NOT IN FORCE: this is the file as it is.")
    assert file["text"] in (sample / file["path"]).read_text("utf-8")


def test_a_draft_and_an_end_are_called_what_they_are(story: Path) -> None:
    shown = show(story, "SOP-001", "--current-file", on=DAY)
    assert shown["notices"][0] == "NOT IN FORCE: Revision 3 is a draft."
    assert show(story, "SOP-001", "--revision", "1", on=DAY)["notices"] == [
        "NOT IN FORCE: Revision 1 has been superseded.",
        "In force is revision 2: `isodocs show SOP-001`",
    ]


RECORDS = {
    "records/people.csv": "id,name,email,roles,left\n"
    "ann,Ann Author,ann@example.com,author,\nben,Ben Bold,b@example.com,,2024-01-31\n",
    "records/supplier.csv": "id,name,supplies,status,owner,evaluated,certificate\n"
    "SUP-1,Steel Ltd,steel,approved,ann,2024-01-10,evidence/cert.txt\n"
    "X-1,Other Ltd,oil,approved,ann,2024-01-10,\n",
    "records/equipment.csv": "id,description,status,owner\nX-1,Micrometer,in-use,ann\n",
    "records/evidence/cert.txt": "certificate\n",
    "records/evidence/photo.txt": "photo\n",
    "records/nonconformities/NC-1.md": "---\nrecord: nonconformity\nid: NC-1\ntitle: Late steel\n"
    "status: open\nsource: supplier\ngrade: minor\nsupplier: SUP-1\nraised: 2024-02-01\n"
    "owner: ann\naction-due: 2024-02-20\nevidence: [records/evidence/photo.txt, "
    "records/evidence/gone.txt]\n"
    f"evidence-sha256: [{hashlib.sha256(b'other').hexdigest()}, {'0' * 64}]\n"
    "documents: [SOP-001]\n---\n# Late steel\n\nIt came \x1b[31mlate.\n",
    "records/training.csv": "person,competence,course,date\nann,,Reading,2024-01-03\n",
}


@pytest.fixture
def company(repo: RepositoryBuilder) -> Path:
    files = {**base(), "documents/SOP-001.md": document("SOP-001", status="draft"), **RECORDS}
    repo.commit("Start", files, date="2024-02-10T09:00:00+00:00")
    return repo.path


def test_references_are_followed_both_ways(company: Path) -> None:
    supplier = show(company, "SUP-1", on="2024-03-01")
    assert [row["id"] for row in supplier["parts"]["nonconformity"]] == ["NC-1"]
    finding = show(company, "NC-1", on="2024-03-01")
    named = {(row["field"], row["kind"], row["id"]) for row in finding["parts"]["refers-to"]}
    assert named == {
        ("supplier", "supplier", "SUP-1"),
        ("owner", "person", "ann"),
        ("documents", "document", "SOP-001"),
    }
    assert show(company, "SOP-001", on="2024-03-01")["parts"]["nonconformity"][0]["id"] == "NC-1"
    person = show(company, "ann", on="2024-03-01")
    assert {"supplier", "equipment", "nonconformity"} <= {*person["parts"]}


def test_evidence_is_there_changed_or_gone(company: Path) -> None:
    rows = show(company, "NC-1", on="2024-03-01")["parts"]["evidence"]
    assert [(row["file"], row["state"]) for row in rows] == [
        ("records/evidence/photo.txt", "CHANGED since it was recorded"),
        ("records/evidence/gone.txt", "not there"),
    ]
    assert rows[0]["sha256"] == hashlib.sha256(b"photo\n").hexdigest()
    (row,) = show(company, "SUP-1", on="2024-03-01")["parts"]["evidence"]
    assert (row["state"], row["file"]) == (
        "there, no digest recorded",
        "records/evidence/cert.txt",
    )


def test_the_chain_of_a_finding_counts_days_and_names_what_is_late(company: Path) -> None:
    chain = {row["step"]: row for row in show(company, "NC-1", on="2024-03-01")["parts"]["chain"]}
    assert chain["finding"]["days"] == 0
    assert chain["action"]["state"] == "overdue since 2024-02-20"
    assert chain["effectiveness"]["state"] == "open"


def test_an_ambiguous_name_is_reported_with_the_choices(company: Path) -> None:
    said = refused("show", "X-1", at=company)
    assert "'X-1' names 2 records: equipment:X-1 and supplier:X-1" in said
    assert show(company, "supplier:X-1", on="2024-03-01")["title"] == "Other Ltd"
    assert show(company, "records/equipment.csv:2", on="2024-03-01")["sort"] == "equipment"
    assert "holds 2 records" in refused("show", "records/supplier.csv", at=company)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("sop-001", "SOP-001"),
        ("documents/SOP-001.md", "SOP-001"),
        ("records/nonconformities/NC-1.md", "NC-1"),
        ("Ann Author", "ann"),
        ("ann@example.com", "ann"),
        ("person:ben", "ben"),
        ("records/people.csv:2", "ann"),
        ("director", "director"),
    ],
)
def test_many_ways_to_name_it(company: Path, typed: str, id: str) -> None:
    assert show(company, typed, on="2024-03-01")["id"] == id


def test_what_is_unknown_comes_with_a_suggestion(company: Path) -> None:
    assert "Did you mean 'SUP-1'?" in refused("show", "SUP1", at=company)
    assert "Did you mean" not in refused("show", "qqqqqqqqqq", at=company)
    assert "no revision '9'" in refused("show", "SOP-001", "--revision", "9", at=company)
    assert "about documents" in refused("show", "NC-1", "--revision", "1", at=company)


def test_someone_who_left_is_called_so(company: Path) -> None:
    assert show(company, "ben", on="2024-03-01")["notices"] == ["Left on 2024-01-31."]


def test_nothing_in_a_record_steers_a_terminal_or_breaks_a_table(company: Path) -> None:
    for format_name in ("text", "csv", "markdown"):
        text = run("show", "NC-1", "--format", format_name, "--on", "2024-03-01", at=company)
        assert "\x1b[31mlate" not in text
    assert "\\x1b[31mlate" in run("show", "NC-1", "--on", "2024-03-01", at=company)


def test_a_huge_cell_is_cut_in_text_and_whole_in_json(repo: RepositoryBuilder) -> None:
    huge = "long " * 2_000
    rows = f"id,what,owner,due,from\nACT-1,{huge},ann,2024-05-01,SUP-1\n"
    repo.commit("Start", {**base(), **RECORDS, "records/action.csv": rows})
    text = run("show", "SUP-1", "--on", "2024-03-01", at=repo.path)
    assert len(text) < 8_000
    (row,) = show(repo.path, "SUP-1", on="2024-03-01")["parts"]["action"]
    assert row["what"] == huge.strip()

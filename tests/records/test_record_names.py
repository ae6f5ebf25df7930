"""Tables that are not read: those that look like records are reported, all others are evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.record import RecordKind
from isodocs.records import record_names
from isodocs.records import record_parsing as reader
from isodocs.records.record_kinds import kinds

OTHER = b"gauge,value\nA,3.01\n"
TRAININGS = b"person,competence,date\nann,M,2026-01-05\n"


def report(path: str, data: bytes = OTHER) -> str:
    """What is said of a file: the kind of its problem and of the records it is taken to mean."""
    found = reader.parse(path, "b", data) or reader.of_path(path)
    return " ".join(f"{p.kind}: {p.message}" for record in found for p in record.problems)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("training-register", "training"),
        ("training-berlin", "training"),
        ("training-q1-2026", "training"),
        ("Training (copy)", "training"),
        ("2026 training", "training"),
        ("TrainingRegister", "training"),
        ("schulungsnachweise", "training"),
        ("skills-matrix", "competence"),
        ("staff", "people"),
        ("risk_register", "risk"),
        ("Risiken 2026", "risk"),
        ("registre-des-risques", "risk"),
        ("approved-suppliers", "supplier"),
        ("lieferanten", "supplier"),
        ("suppliers - Kopie", "supplier"),
        ("Maßnahmenplan", "action"),
        ("Pru\u0308fmittel", "equipment"),
        ("legal-compliance-register", "legal-requirement"),
        ("audit-schedule", "audit-programme"),
        ("capa", "nonconformity"),
        ("ncr-log", "nonconformity"),
        ("SoA", "applicability"),
        ("Processes 2026", "process"),
        ("Prozesslandkarte", "process"),
        ("swot-analysis", "issue"),
        ("scrap-log", "nonconforming-output"),
        ("annual-training-plan", "training-plan"),
        ("Unfälle", "incident"),
        ("batch-release-register", "release"),
        ("HACCP-study", "hazard"),
        ("Umweltaspekte", "aspect"),
        ("information-assets", "asset"),
        ("mock-recall-2026", "exercise"),
        ("BIA", "business-impact"),
        ("Kennzahlen", "measurement"),
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".CSV", ".yaml", ".xlsx", ".tsv", ".ods"])
def test_a_name_that_people_use_is_reported_with_the_name_to_give_it(
    name: str, kind: str, ending: str
) -> None:
    data = b"- gauge: A\n" if ending == ".yaml" else OTHER
    said = report(f"records/{name}{ending}", data)
    assert said.startswith(record_names.NO_KIND)
    assert f"Did you mean {kind!r}" in said


@pytest.mark.parametrize(
    "path",
    [
        "records/bore-measurements.csv",
        "records/supplier-prices.csv",
        "records/equipment-temperatures.csv",
        "records/audit-samples.csv",
        "records/soap-tests.csv",
        "records/audits/AUD-1/samples.csv",
        "records/audits/AUD-1.xlsx",
        "records/training/attendance-scan.xlsx",
        "records/evidence/training-register.csv",
        "records/measurements.tsv",
        "records/process-data.csv",
        "records/release-notes.csv",
        "records/training/certificate.pdf",
    ],
)
def test_any_other_table_is_evidence(path: str) -> None:
    assert report(path) == ""


@pytest.mark.parametrize(
    "path",
    [
        *(f"records/{k.name}.csv" for k in kinds().values() if not k.table),
        "records/nonconformities.csv",
        "records/nonconformities-2026.csv",
        "records/nonconformities/2026.csv",
        "records/nonconformities.xlsx",
        "records/audits.yaml",
        "records/changes/all.csv",
    ],
)
def test_a_table_of_what_is_kept_one_to_a_file_is_an_error(path: str) -> None:
    data = b"- id: 1\n" if path.endswith(".yaml") else OTHER
    assert report(path, data).startswith(record_names.NO_TABLE)


def test_columns_tell_a_kind_whatever_the_name_is() -> None:
    assert "Did you mean 'training'" in report("records/anything.csv", TRAININGS)
    text = b"- person: ann\n  competence: M\n  date: 2026-01-05\n"
    assert "Did you mean 'training'" in report("records/anything.yaml", text)
    spread = b"ID;Title;Status;Source;Grade;Raised;Owner\n"
    assert "Did you mean 'nonconformity'" in report("records/audits/AUD-1/anything.csv", spread)
    assert report("records/machines.csv", b"id,name,location\n") == ""


@pytest.mark.parametrize("ending", [".CSV", ".Csv", ".YAML", ".Yml"])
def test_endings_in_any_capitals_are_read(ending: str) -> None:
    data = TRAININGS if ending.lower() == ".csv" else b"- {person: ann}\n"
    (row,) = reader.parse(f"records/training{ending}", "b", data)
    assert (row.kind, row.text("person")) == ("training", "ann")


@pytest.mark.parametrize("ending", [".MD", ".markdown", ".mdown"])
def test_stories_in_other_endings_are_read(ending: str) -> None:
    (story,) = reader.parse(f"records/nc/1{ending}", "b", b"---\nrecord: change\nid: C-1\n---\n")
    assert (story.kind, story.id) == ("change", "C-1")


def test_front_matter_of_a_record_that_is_not_where_it_must_be_is_reported() -> None:
    said = report("records/nc/1.md", b"\n---\nrecord: change\nid: C-1\n---\n")
    assert "begins in line 2, below an empty line" in said
    assert report("records/audits/README.md", b"# Audits\n\nHow we file them.\n") == ""


@given(
    st.sampled_from([*kinds().values()]), st.sampled_from(["", " (copy)", "-2026", "_final", " Q1"])
)
def test_every_usual_name_leads_to_its_kind_and_the_names_of_kinds_are_read(
    kind: RecordKind, beside: str
) -> None:
    for name in kind.also_called:
        stem = name.removesuffix("*").removesuffix("-")
        said = report(f"records/{stem}{beside}.xlsx")
        assert f"Did you mean {kind.name!r}" in said or record_names.NO_TABLE in said, name
    assert record_names.kind_of(f"records/{kind.name}.csv") is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("FRM-022 list of suppliers", "supplier"),
        ("F-8.4 Supplier list", "supplier"),
        ("Liste der Lieferanten", "supplier"),
        ("registre-formation", "training"),
        ("QM-Schulungen", "training"),
        ("register-of-risks", "risk"),
        ("hazard-register", "hazard"),
        ("FMEA 2026", "risk"),
        ("incident register 2026", "incident"),
        ("deviation-log", "nonconformity"),
        ("mgmt-review", "management-review"),
        ("obligations", "legal-requirement"),
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".json", ".csv.txt", ".xltx", ".sqlite", ".md"])
def test_a_name_behind_words_that_say_nothing(name: str, kind: str, ending: str) -> None:
    table = b"# Register\n\n| gauge | value |\n|---|---|\n| A | 3.01 |\n"
    said = report(f"records/{name}{ending}", table if ending == ".md" else OTHER)
    assert f"Did you mean {kind!r}" in said


@pytest.mark.parametrize(
    "path",
    [
        "records/supplier-prices.json",
        "records/incident-response-plan.json",
        "records/accident-insurance.csv",
        "records/hazardous-substances.csv",
        "records/drills.csv",
        "records/training/README.md",
        "records/audits/AUD-1/checklist.md",
        "records/management-review/2026/minutes.md",
        "records/notes.csv.txt",
        "records/evidence/training.json",
    ],
)
def test_what_only_begins_like_a_kind_is_evidence(path: str) -> None:
    assert report(path, b"# Notes\n\n| gauge | value |\n|---|---|\n| A | 3.01 |\n") == ""


def test_a_note_without_a_table_is_a_note() -> None:
    assert report("records/training.md", b"# Training\n\nSee the table | beside this.\n") == ""
    table = b"# Training\n\na | b\n-|-\nc | d\n"
    (found,) = reader.parse("records/training.md", "b", table)
    assert found.problems[0].line == 4


def test_a_folder_in_other_capitals_is_reported_once() -> None:
    paths = ["Records/training.csv", "Records/audit/x.md", "records/risk.csv", "Records.csv"]
    (found,) = reader.misspelt(paths)
    assert found.path == "Records/training.csv"
    assert "'Records/' is not read" in found.problems[0].message
    assert not [*reader.misspelt(["Records/photo.png", "docs/Records/training.csv"])]

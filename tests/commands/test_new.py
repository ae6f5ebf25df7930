"""`isodocs new` for records: asked for what is needed, checked, and added in place."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from isodocs.commands import new
from isodocs.records import record_parsing
from tests.helpers.command import invoke, refused, run
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder

START = "2024-01-02T09:00:00+00:00"
YEAR = date.today().year
NC = f"NC-{YEAR}-001"
COMPETENCE = "id,title,kind,everybody\nMEAS,Measuring,process,yes\n"
TRAINING = "person;competence;date;note\r\nann;MEAS;2024-01-05;by hand\r\n"
STORY = ("--set", "source=process", "--set", "grade=minor", "--set", "raised=2024-05-02")
CALIBRATED = ("--set", "calibrated=2024-05-01", "--set", "result=passed")
OWNER = ("--owner", "quality-manager")


@pytest.fixture
def purchasing(repo: RepositoryBuilder) -> RepositoryBuilder:
    files = {**base(), **approved(clauses='{iso-9001-2015: ["8.4.1"]}')}
    repo.commit("Start", {**files, "records/competence.csv": COMPETENCE}, date=START)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    return repo


def text(purchasing: RepositoryBuilder, path: str) -> str:
    return (purchasing.path / path).read_bytes().decode()


def row(person: str, *more: str) -> tuple[str, ...]:
    fields = (f"person={person}", "competence=MEAS", "date=2024-05-06", *more)
    return ("new", "training", *(part for field in fields for part in ("--set", field)))


def test_a_story_begins_with_the_next_number(purchasing: RepositoryBuilder) -> None:
    at = purchasing.path
    shown = run("new", "nonconformity", "Gauge: no label", *STORY, *OWNER, at=at)
    assert f"  new      records/nonconformities/{NC}.md" in shown.splitlines()
    run("new", "nonconformity", "Other", *STORY, *OWNER, "--clause", "7.1.5.2", at=at)
    assert text(purchasing, f"records/nonconformities/{NC}.md").startswith(
        f"---\nrecord: nonconformity\nid: {NC}\ntitle: 'Gauge: no label'\nstatus: open\n"
        "source: process\ngrade: minor\nraised: 2024-05-02\nowner: quality-manager\n---\n"
        "# Gauge: no label\n\n## What was found\n".replace("'", '"')
    )
    second = f"records/nonconformities/NC-{YEAR}-002.md"
    assert 'clauses: ["7.1.5.2"]\n' in text(purchasing, second)
    said = invoke("check", "--select", "REC", at=at)
    assert said.exit_code == 0, said.output
    fields = ("id=CERT-1", "standard=iso-9001-2015", "body=Certify Ltd")
    given = (part for field in fields for part in ("--set", field))
    shown = run("new", "certification", "ISO 9001", *given, at=at)
    assert "isodocs set CERT-1 target=YYYY-MM-DD" in shown  # what lies ahead comes first


def test_a_record_joins_those_of_its_kind(purchasing: RepositoryBuilder) -> None:
    old = "---\nrecord: nonconformity\nid: CAR-0041\ntitle: x\nstatus: open\nsource: process\n"
    old += "grade: minor\nraised: 2024-01-03\nowner: quality-manager\n---\n# x\n"
    purchasing.commit("Old", {"records/car/2024/CAR-0041.md": old}, date=START)
    shown = run("new", "nonconformity", "New", *STORY, *OWNER, "--dry-run", at=purchasing.path)
    assert f"records/car/{YEAR}/CAR-0042.md" in shown
    assert not (purchasing.path / f"records/car/{YEAR}").exists()


def test_an_audit_has_the_checklist_of_its_clauses(purchasing: RepositoryBuilder) -> None:
    fields = ("standards=iso-9001-2015", "criteria=ISO 9001", "scope=Purchasing", "auditors=dora")
    options = [part for f in (*fields, "planned=2024-09-02") for part in ("--set", f)]
    run("new", "audit", "Purchasing", *options, "--clause", "8.4", at=purchasing.path)
    found = text(purchasing, f"records/audits/AUD-{YEAR}-01.md")
    lines = [line for line in found.splitlines() if line.startswith("| 8.4.")]
    assert [line.split()[1] for line in lines] == ["8.4.1", "8.4.2", "8.4.3"]
    assert "| SOP-001; " in lines[0]
    run("new", "audit", "Anything", *options, at=purchasing.path)
    assert "[insert a line for each clause" in text(purchasing, f"records/audits/AUD-{YEAR}-02.md")


def test_a_table_is_begun_with_its_header(purchasing: RepositoryBuilder) -> None:
    run(*row("ann", 'note=Said: "fine", really'), "--commit", at=purchasing.path)
    header, line = text(purchasing, "records/training.csv").splitlines()
    assert header.startswith("person,competence,also-for,course,kind,")
    assert line.startswith("ann,MEAS,,,")
    assert line.endswith(',"Said: ""fine"", really"')
    assert purchasing.git("status", "--porcelain") == ""


def test_a_row_is_added_and_nothing_else_changes(purchasing: RepositoryBuilder) -> None:
    before = b"\xef\xbb\xbf" + TRAINING.encode().removesuffix(b"\r\n")
    purchasing.write("records/training-2023.csv", "person,competence,date\nann,MEAS,2023-01-05\n")
    place = purchasing.write("records/training-2024.csv", before)
    run(*row("dora", "note=a;b"), at=purchasing.path)
    assert place.read_bytes() == before + b'\r\ndora;MEAS;2024-05-06;"a;b"\r\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("[]\n", ""),
        ("# Ours\n- person: ann\n  competence: MEAS\n  date: 2024-01-05", "\n"),
        ("  - person: ann\n    competence: MEAS\n    date: 2024-01-05\n", ""),
    ],
)
def test_a_row_of_yaml(purchasing: RepositoryBuilder, before: str, after: str) -> None:
    place = purchasing.write("records/training.yaml", before)
    run(*row("dora", "note=yes: 'no'"), at=purchasing.path)
    written = place.read_text()
    kept = "" if before == "[]\n" else before + after
    assert written.startswith(kept)
    added = written.removeprefix(kept)
    assert added.lstrip(" ").startswith("- person: dora\n")
    last = record_parsing.parse("records/training.yaml", "", written.encode())[-1]
    assert last.text("note") == "yes: 'no'"
    assert last.problems == ()


def test_the_digest_of_evidence_is_written(purchasing: RepositoryBuilder) -> None:
    scan = b"%PDF a scan"
    purchasing.write("records/evidence/ann.pdf", scan)
    shown = run(*row("ann", "certificate=records/evidence/ann.pdf"), at=purchasing.path)
    assert "git add records/evidence/ann.pdf" in shown
    assert hashlib.sha256(scan).hexdigest() in text(purchasing, "records/training.csv")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("training",), "needs person, competence and date"),
        (("equipment",), "measuring equipment needs description and status"),
        (("evidence",), "evidence kept elsewhere needs what, where and clauses"),
        (
            ("calibration", "--set", "equipment=C-9", *CALIBRATED),
            "names 'C-9', which is not measuring equipment known here.",
        ),
        (
            ("calibration", "--set", "equipment=C-9", *CALIBRATED),
            "record it first: `isodocs new equipment`.",
        ),
        (("training", "--set", "person=ann"), "--set date=... (The day it was finished)"),
        (("training", "--set", "persn=ann"), "no field 'persn'. Did you mean 'person'?"),
        (("training", "--set", "person"), "write FIELD=VALUE"),
        (("training", "A title"), "leave it out, and give what the record says with --set"),
        (("training", "--id", "T-1"), "has no field for --id"),
        (row("anne")[1:], "'person' names 'anne', which is not a person known here."),
        (row("ann", "date=2024-02-30")[1:], "which is not a calendar date"),
        (row("ann", "result=good")[1:], "Write one of effective, partly, not-effective."),
        (("nonconformity", "X", *STORY), "needs owner"),
        (("nonconformity", "X", *STORY, *OWNER, "--clause", "8.10"), "Did you mean 8.1?"),
        (("competence", "X", "--id", "MEAS", "--set", "kind=process"), "MEAS already"),
        (("nonconfirmity", "X"), "Did you mean 'nonconformity'?"),
        (("procedure", "X", "--set", "a=b"), "--set is for records"),
        (("procedure",), "needs a title"),
    ],
)
def test_what_cannot_be_is_refused(
    purchasing: RepositoryBuilder, args: tuple[str, ...], says: str
) -> None:
    said = refused("new", *args, at=purchasing.path)
    assert says in " ".join(said.split())
    assert purchasing.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("path", "content", "says"),
    [
        ("records/training.csv", "person,competence\n", "the table has no column date"),
        ("records/training.csv", 'person,competence,date\n"ann,MEAS', "cannot be added to"),
        ("records/training.yaml", "- {person: ann\n", "cannot be added to"),
        ("records/training.yaml", "[{person: ann}]\n", "cannot be added to"),
    ],
)
def test_a_table_that_cannot_be_added_to_is_left_alone(
    purchasing: RepositoryBuilder, path: str, content: str, says: str
) -> None:
    place = purchasing.write(path, content)
    assert says in refused(*row("ann"), at=purchasing.path)
    assert place.read_text() == content


def test_a_type_of_document_comes_first(purchasing: RepositoryBuilder) -> None:
    config = CONFIG.replace("types:\n", "types:\n  audit: {prefix: AUD}\n")
    purchasing.commit("Types", {"isodocs.yaml": config}, date=START)
    run("new", "audit", "How we audit", at=purchasing.path)
    assert "type: audit" in text(purchasing, "documents/AUD-001-how-we-audit.md")


def test_on_a_terminal_what_is_needed_is_asked_for(
    purchasing: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new, "can_answer", lambda: True)
    answers = "nobody-knows\ncomplaint\ninternal-audit\nminor\n\n\n"
    answer = invoke("new", "nonconformity", "Late", at=purchasing.path, stdin=answers)
    assert answer.exit_code == 0, answer.output
    assert "Where it came from. (internal-audit, stage-1" in answer.output
    assert "'source' is 'nobody-knows'." in answer.output
    written = text(purchasing, f"records/nonconformities/{NC}.md")
    assert f"raised: {date.today()}\nowner: quality-manager\n" in written


def test_what_is_plain_is_not_asked_for(repo: RepositoryBuilder) -> None:
    """One standard in use is the one that is meant; a finding that nobody dates is of today."""
    repo.commit("Start", base())
    said = refused("new", "audit", "X", at=repo.path)
    assert "an audit needs criteria, scope, auditors and planned" in said
    run("new", "nonconformity", "X", "--set", "source=process", "--set", "grade=minor",
        "--set", "owner=quality-manager", at=repo.path)  # fmt: skip
    (made,) = repo.path.glob("records/nonconformities/*.md")
    assert f"raised: {date.today()}" in made.read_text()

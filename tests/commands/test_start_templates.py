"""`isodocs init --start`: a system to begin with, and the way of its first document into force."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from tests.helpers import clock
from tests.helpers.command import invoke, refused, run, run_json
from tests.helpers.repository import RepositoryBuilder

ANN = "Ann Author <ann@example.com>"
BEGIN = ("init", "--organisation", "Hartwell Precision", "--person", ANN, "--commit")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.stop(monkeypatch, datetime(2026, 11, 30, 12, tzinfo=UTC))


def test_the_first_day_is_honest_and_a_document_comes_into_force(repo: RepositoryBuilder) -> None:
    repo.configure("user", name="Ann Author", email="ann@example.com")
    printed = run(*BEGIN, "--start", "iso-9001", "--size", "small", at=repo.path, width=200)
    assert "with 6 documents to fill in and 21 empty tables for records" in printed

    checked = invoke("check", "--format", "json", at=repo.path)
    gaps = json.loads(checked.stdout)["gaps"]
    assert checked.exit_code == 1
    assert {gap["code"] for gap in gaps} == {"DOC021", "CLS005"}
    assert all(gap["owner"] for gap in gaps)
    roles = {"operations-manager", "quality-manager", "top-management"}
    assert {gap["owner"] for gap in gaps} == roles
    to_write = [gap for gap in gaps if gap["code"] == "DOC021"]
    texts = [path.read_text() for path in (repo.path / "documents").rglob("*.md")]
    assert len(to_write) == sum(text.count("[insert ") for text in texts)
    counted = [gap for gap in gaps if gap["code"] == "CLS005"]
    assert {gap["level"] for gap in counted} == {"warning"}
    assert sorted(gap["document"] for gap in counted) == sorted(
        path.name[:7] for path in (repo.path / "documents").rglob("*.md")
    )

    (covered,) = run_json("coverage", "coverage", at=repo.path)["standards"]
    summary = covered["summary"]
    assert (summary["covered"], summary["gap"], summary["claimed"]) == (0, 0, 0)
    assert summary["waiting"] == summary["partial"] == summary["applicable"]
    said = run("coverage", at=repo.path)
    assert "65 claimed, none by a document in force" in said
    ready = invoke("readiness", "stage-1", at=repo.path, width=200)
    assert ready.exit_code == 1
    assert "Not ready" in ready.stdout
    assert "POL-001: still a draft; nothing else in force shows ISO 9001:2015 5.2.1 and 5.2.2" in (
        ready.stdout
    )
    assert "→ top-management: Bring POL-001 into force." in ready.stdout

    policy = next((repo.path / "documents/policies").glob("POL-001*.md"))
    held = invoke("submit", "POL-001", "--effective", "2026-11-30", at=repo.path)
    assert "placeholder text: [insert" in held.stderr
    written = re.sub(r"\[insert [^]]*\]", "shafts for pumps, from one to fifty", policy.read_text())
    policy.write_text(written)
    for words in (
        ("submit", "POL-001", "--effective", "2026-11-30"),
        ("approve", "POL-001", "--yes"),
    ):
        repo.git("commit", "--quiet", "--all", "--message", " ".join(words))
        run(*words, at=repo.path)
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "Approve")
    rows = run_json("register", "register", at=repo.path)["documents"]
    assert [row["state"] for row in rows if row["id"] == "POL-001"] == ["effective"]
    assert "2 claimed and 63 more by documents that are not in force" in run(
        "coverage", at=repo.path, width=200
    )


def test_nothing_is_written_over_or_beside_what_is_there(repo: RepositoryBuilder) -> None:
    repo.write("records/risk.csv", "id\n")
    assert "nothing is written over it" in refused(*BEGIN, "--start", "iso-9001", at=repo.path)
    repo.write("documents/a.md", "---\nid: SOP-001\ntitle: A\n---\nText.\n")
    said = refused(*BEGIN, "--start", "iso-9001", at=repo.path)
    assert "there is 1 document here already" in said
    assert "isodocs adopt" in said
    assert not (repo.path / "isodocs.yaml").exists()


def test_what_begun_already_or_has_no_templates_is_refused(repo: RepositoryBuilder) -> None:
    said = refused(*BEGIN, "--start", "iso-22301", at=repo.path)
    assert "no templates for ISO 22301:2019" in said
    assert "iso-9001" in said
    run(*BEGIN, at=repo.path)
    for words in (("--size", "small"), ("--start", " , ")):
        assert "--start iso-9001" in refused(*BEGIN, *words, at=repo.path)
    assert "begun here already" in refused(*BEGIN, "--start", "iso-9001", at=repo.path)


def test_an_integrated_system_begins_without_a_malformed_gap(repo: RepositoryBuilder) -> None:
    """Everything at once: only what is still to be written, decided and approved."""
    repo.configure("user", name="Ann Author", email="ann@example.com")
    run(*BEGIN, "--start", "27001", "--start", "ISO 9001,iso-14001,45001,13485", at=repo.path)
    gaps = json.loads(invoke("check", "--format", "json", at=repo.path).stdout)["gaps"]
    assert {gap["code"] for gap in gaps} == {"DOC021", "CLS005", "SOA002", "SOA007"}
    assert all(gap["owner"] for gap in gaps)
    assert "owner: information-security-manager" in (repo.path / "isodocs.yaml").read_text()
    for standard in run_json("coverage", "coverage", at=repo.path)["standards"]:
        summary = standard["summary"]
        assert summary["waiting"] == summary["applicable"], standard["id"]
        assert (summary["covered"], summary["records_shown"]) == (0, 0), standard["id"]


def test_integrated_is_quality_environment_and_safety(repo: RepositoryBuilder) -> None:
    repo.configure("user", name="Ann Author", email="ann@example.com")
    run(*BEGIN, "--start", "integrated", "--size", "small", at=repo.path)
    found = run_json("coverage", "coverage", at=repo.path)["standards"]
    assert [one["id"] for one in found] == ["iso-9001-2015", "iso-14001-2015", "iso-45001-2018"]

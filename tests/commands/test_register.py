"""`isodocs register`: the master document register as a quality manager reads it."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.story import DAY


def ids(story: Path, *args: str) -> list[str]:
    found = run_json("register", "register", "--on", DAY, *args, at=story)
    return [document["id"] for document in found["documents"]]


@pytest.mark.parametrize("width", [80, 110])
def test_it_reads_well(story: Path, width: int) -> None:
    text = run("register", "--on", DAY, at=story, width=width)
    assert max(map(len, text.splitlines())) <= width
    golden.check(f"register-{width}", text)


def test_what_is_due_comes_by_its_day_with_the_overdue_first(story: Path) -> None:
    golden.check("register-due", run("register", "--due", "--on", "2026-05-01", at=story))
    assert ids(story, "--due") == ["SOP-002"]


def test_json_tells_in_full_who_approved_what(story: Path) -> None:
    found = run_json("register", "register", "--on", DAY, at=story)
    assert found["assurance"] == "recorded"
    documents = {document["id"]: document for document in found["documents"]}
    policy = documents["POL-001"]["revision"]
    assert [(a["name"], a["role_title"], a["meaning"]) for a in policy["approvals"]] == [
        ("Quinn Quality", "Quality Manager", "approval"),
        ("Dora Director", "Director", "approval"),
    ]
    assert policy["approvals"][1]["signed_at"] == "2024-01-22T08:30:00+01:00"
    purchasing = documents["SOP-001"]
    assert (purchasing["revision"]["number"], purchasing["revision"]["state"]) == ("2", "effective")
    assert (purchasing["pending"]["number"], purchasing["pending"]["state"]) == ("3", "draft")
    waiting = documents["SOP-003"]["revision"]
    assert (waiting["effective"], waiting["declared_effective"]) == (None, "2024-02-01")


def test_csv_has_a_row_for_each_document(story: Path) -> None:
    rows = list(csv.DictReader(StringIO(run("register", "--on", DAY, "--format", "csv", at=story))))
    assert len(rows) == 6
    assert rows[1]["approved_by"] == "Quinn Quality (Quality Manager); Dora Director (Director)"
    assert (rows[2]["revision"], rows[2]["pending_revision"]) == ("2", "3")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--type", "policy", "--type", "Form"), ["FRM-001", "POL-001"]),
        (("--owner", "dora"), ["FRM-001"]),
        (("--state", "draft"), ["SOP-001"]),
        (("--state", "awaiting-approval"), ["SOP-003"]),
        (("--type", "procedure", "--state", "obsolete"), ["SOP-004"]),
        (("--owner", "director"), []),
    ],
)
def test_filters(story: Path, options: tuple[str, ...], found: list[str]) -> None:
    assert ids(story, *options) == found


def test_nothing_found_is_said(story: Path) -> None:
    assert "\nNo document.\n" in run("register", "--owner", "director", "--on", DAY, at=story)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--type", "procedures"), "Did you mean 'procedure'?"),
        (("--owner", "quality manger"), "Did you mean 'quality-manager'?"),
        (("--state", "final"), "effective"),
        (("--staged", "--rev", "HEAD"), "exclude each other"),
    ],
)
def test_a_wrong_filter_is_refused(story: Path, options: tuple[str, ...], says: str) -> None:
    assert says in refused("register", "--on", DAY, *options, at=story)


def test_a_past_day_and_a_commit(story: Path) -> None:
    then = run_json("register", "register", "--on", "2024-02-15", at=story)
    assert [document["id"] for document in then["documents"]] == ["FRM-001", "POL-001", "SOP-001"]
    assert then["documents"][2]["revision"]["number"] == "1"
    committed = run_json("register", "register", "--on", DAY, "--rev", "HEAD", at=story)
    assert committed["documents"][2]["pending"] is None


def test_what_is_staged(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()})
    repo.stage({path("SOP-002"): document("SOP-002", status="draft")})
    repo.write(path("SOP-003"), document("SOP-003", status="draft"))
    found = run_json("register", "register", "--staged", "--on", DAY, at=repo.path)
    assert [document["id"] for document in found["documents"]] == ["SOP-001", "SOP-002"]


def test_a_document_that_is_gone_or_there_twice_is_marked(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved(), **approved("SOP-002")})
    repo.commit("Oops", {path("SOP-002"): None, "documents/copy.md": document()})
    text = run("register", "--on", DAY, at=repo.path, width=110)
    assert "! the file is gone" in text
    assert "! 2 files carry this identifier" in text


def test_a_title_cannot_run_in_a_spreadsheet(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved(title="'=HYPERLINK(A1)'")})
    assert "'=HYPERLINK" in run("register", "--on", DAY, "--format", "csv", at=repo.path)


def test_long_names_leave_room_for_one_another(repo: RepositoryBuilder) -> None:
    id = "coordinated-disclosure-of-security-vulnerabilities"
    text = document(id, title="Coordinated disclosure of security vulnerabilities")
    repo.commit("Start", {**base(), f"documents/{id}.md": text})
    lines = run("register", "--on", DAY, at=repo.path).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum("vulnerabilities" in line for line in lines) == 2


def test_people_with_the_same_initials_are_told_apart(repo: RepositoryBuilder) -> None:
    from isodocs.authority import authority_register
    from tests.helpers import company

    twin = authority_register.write(company.AUTHORITY).replace(b"Dora Director", b"Quentin Q")
    twins = authority_register.parse(twin)
    text = document("POL-001")
    files = {
        **base(),
        authority_register.path_of(1): twin,
        path("POL-001"): text,
        **company.approval("POL-001", 1, text, by=twins, project=twins.sha256),
        **company.approval(
            "POL-001", 1, text, role="director", person="dora", by=twins, project=twins.sha256
        ),
    }
    repo.commit("Start", files)
    shown = run("register", "--on", DAY, at=repo.path)
    assert "QQ Quentin Q, QQ2 Quinn Quality" in shown


def test_a_revision_approved_for_later_is_seen_below_a_newer_draft(repo: RepositoryBuilder) -> None:
    """In the register, in `show` and for those who read it ahead."""
    repo.commit("Start", {**base(), **approved(effective="2999-01-01")})
    repo.write(path(), document("SOP-001", 2, status="draft"))
    assert "→ rev 1 approved, effective 2999-01-01" in run("register", at=repo.path)
    shown = run("show", "SOP-001", at=repo.path, width=200)
    assert "Revision 1 is approved and takes effect on 2999-01-01" in shown
    assert "`isodocs show SOP-001 --revision 1`" in shown
    assert "confirms SOP-001 revision 1" in run("confirm", "SOP-001", "-n", at=repo.path)

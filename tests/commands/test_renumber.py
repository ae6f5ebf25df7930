"""`isodocs renumber`: two things with one number, and which of them gets another."""

from __future__ import annotations

import pytest

from tests.helpers.command import invoke, refused, run
from tests.helpers.company import approved, base, document
from tests.helpers.repository import RepositoryBuilder

START = "2024-01-02T09:00:00+00:00"
LATER = "2024-02-02T09:00:00+00:00"
MINE = "documents/procedures/SOP-001-complaints.md"
COMPLAINTS = document(
    "SOP-001", status="draft", title="Complaints", body="# SOP-001 Complaints\n\nSee SOP-001-A.\n"
)
FORM = document(
    "FRM-001",
    status="draft",
    type="form",
    body="# Form\n\nOf [SOP-001](../procedures/SOP-001-complaints.md). SOP-001.\n",
)
OLD_FORM = FORM.replace("FRM-001", "FRM-002")
NC = """\
---
record: nonconformity
id: NC-2024-001
title: {0}
status: {1}
source: process
grade: minor
raised: 2024-01-10
owner: quality-manager
---
# {0}
"""


@pytest.fixture
def same_number_twice(repo: RepositoryBuilder) -> RepositoryBuilder:
    """An approved SOP-001, another one with the same number, and forms that speak of it."""
    start = {**base(), **approved(), "documents/forms/FRM-002.md": OLD_FORM}
    repo.commit("Start", start, date=START)
    repo.commit("Complaints", {MINE: COMPLAINTS, "documents/forms/FRM-001.md": FORM}, date=LATER)
    return repo


def text(repo: RepositoryBuilder, path: str) -> str:
    return (repo.path / path).read_text()


def check(repo: RepositoryBuilder, *codes: str) -> str:
    select = [part for code in codes for part in ("--select", code)]
    return invoke("check", *select, at=repo.path).output


def test_the_one_that_is_not_approved_gets_the_next_number(
    same_number_twice: RepositoryBuilder,
) -> None:
    assert "DOC003" in check(same_number_twice, "DOC")
    before = text(same_number_twice, "documents/SOP-001.md")
    shown = run("renumber", "SOP-001", at=same_number_twice.path)

    assert "documents/SOP-001.md keeps it" in shown
    assert not (same_number_twice.path / MINE).exists()
    mine = text(same_number_twice, "documents/procedures/SOP-002-complaints.md")
    assert "id: SOP-002\n" in mine
    assert "# SOP-002 Complaints\n\nSee SOP-001-A.\n" in mine
    assert text(same_number_twice, "documents/SOP-001.md") == before
    assert "DOC003" not in check(same_number_twice, "DOC")


def test_what_came_with_it_follows_and_the_rest_is_listed(
    same_number_twice: RepositoryBuilder,
) -> None:
    shown = run("renumber", "SOP-001", at=same_number_twice.path)
    assert "[SOP-002](../procedures/SOP-002-complaints.md). SOP-002." in text(
        same_number_twice, "documents/forms/FRM-001.md"
    )
    # Of a form that was there before, only the link to the file is beyond doubt.
    assert "[SOP-001](../procedures/SOP-002-complaints.md). SOP-001." in text(
        same_number_twice, "documents/forms/FRM-002.md"
    )
    assert "still name SOP-001" in shown
    assert "documents/forms/FRM-002.md" in shown.partition("still name")[2]
    assert "FRM-001" not in shown.partition("still name")[2]


def test_a_number_that_one_thing_has_alone_follows_everywhere(
    same_number_twice: RepositoryBuilder,
) -> None:
    run("renumber", "FRM-001", "FRM-009", at=same_number_twice.path)
    record = NC.format("Gauge", "open").replace("owner:", "documents: [FRM-009]\nowner:")
    same_number_twice.commit("NC", {"records/nonconformities/NC-2024-001.md": record})
    run("renumber", "FRM-009", "FRM-010", at=same_number_twice.path)
    assert "documents: [FRM-010]" in text(
        same_number_twice, "records/nonconformities/NC-2024-001.md"
    )
    assert (same_number_twice.path / "documents/forms/FRM-010.md").is_file()


def test_a_file_can_be_named_and_a_number_chosen(same_number_twice: RepositoryBuilder) -> None:
    assert "becomes SOP-007" in run("renumber", MINE, "SOP-007", "-n", at=same_number_twice.path)
    assert "becomes SOP-007" in run("renumber", "SOP-001", "SOP-007", at=same_number_twice.path)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("documents/SOP-001.md",), "approved revision 1, and the number is part"),
        ((MINE, "FRM-002"), "is or was in use"),
        ((MINE, "sop-001"), "is or was in use"),
        ((MINE, "../x"), "cannot be an identifier"),
        (("SOP-099",), "there is no document or record 'SOP-099'"),
    ],
)
def test_what_cannot_be_renumbered_is_refused(
    same_number_twice: RepositoryBuilder, args: tuple[str, ...], words: str
) -> None:
    assert words in refused("renumber", *args, at=same_number_twice.path)
    assert same_number_twice.git("status", "--porcelain") == ""


def test_an_approved_document_alone_keeps_its_number(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()}, date=START)
    assert "SOP-001 keeps its number" in refused("renumber", "SOP-001", at=repo.path)


def test_on_ones_own_branch_before_the_merge(same_number_twice: RepositoryBuilder) -> None:
    """The server has the number already; afterwards the merge has nothing to decide."""
    place = "records/nonconformities/NC-2024-001.md"
    same_number_twice.branch("server").commit("Theirs", {place: NC.format("Theirs", "open")})
    same_number_twice.checkout("main")
    same_number_twice.commit("Mine", {place: NC.format("Mine", "open")})
    same_number_twice.git("update-ref", "refs/remotes/origin/main", "server")
    run("renumber", "NC-2024-001", "--commit", at=same_number_twice.path)
    same_number_twice.merge("server")
    assert "id: NC-2024-002\n" in text(same_number_twice, "records/nonconformities/NC-2024-002.md")
    assert "# Theirs" in text(same_number_twice, place)
    assert "REC007" not in check(same_number_twice, "REC")


def test_a_closed_record_keeps_its_number(same_number_twice: RepositoryBuilder) -> None:
    same_number_twice.commit("Closed", {"records/nonconformities/a.md": NC.format("A", "closed")})
    assert "the record is closed" in refused("renumber", "NC-2024-001", at=same_number_twice.path)
    same_number_twice.commit("Open", {"records/nonconformities/b.md": NC.format("B", "open")})
    run("renumber", "NC-2024-001", at=same_number_twice.path)
    assert "id: NC-2024-002" in text(same_number_twice, "records/nonconformities/b.md")


def test_rows_that_two_people_add_stay_and_one_gets_another_number(
    same_number_twice: RepositoryBuilder,
) -> None:
    """The attributes of `init` merge both rows; the number taken twice is found and put right."""
    head = "id,kind,title,owner,status\n"
    rows = {
        "a": "RSK-002,risk,Fire,quality-manager,open\n",
        "b": "RSK-002,risk,Ice,quality-manager,open\n",
    }
    table = head + "RSK-001,risk,Water,quality-manager,open\n"
    attributes = {".gitattributes": "records/**/*.csv merge=union\n", "records/risk.csv": table}
    same_number_twice.commit("Risks", attributes)
    for branch, row in rows.items():
        same_number_twice.checkout("main").branch(branch).commit(
            branch, {"records/risk.csv": table + row}
        )
    same_number_twice.merge("a")

    assert text(same_number_twice, "records/risk.csv") == table + rows["b"] + rows["a"]
    assert "REC007" in check(same_number_twice, "REC")
    run("renumber", "RSK-002", at=same_number_twice.path)
    assert text(same_number_twice, "records/risk.csv") == table + rows["b"] + rows["a"].replace(
        "-002", "-003"
    )
    assert "REC007" not in check(same_number_twice, "REC")


def test_a_number_is_rewritten_nowhere_inside_a_longer_one(repo: RepositoryBuilder) -> None:
    place, other = "documents/SOP-1.md", "documents/FRM-001.md"
    body = (
        "# SOP-1\n\nSOP-1.2, SOP-10, SOP-1..2, SOP-1é and [a](../old/XSOP-1.md), [b](SOP-1.md.bak),"
        " [c](SOP-1.md), [d](documents/SOP-1.md#x), ![e](SOP-1/e.png). SOP-1.\n"
    )
    repo.commit(
        "Start",
        {
            **base(),
            place: document("SOP-1", status="draft", title="One", body=body),
            other: document("FRM-001", status="draft", type="form", body=body),
            "documents/SOP-1/e.png": "picture",
        },
    )
    run("renumber", "SOP-1", "SOP-7", at=repo.path)
    wanted = (
        "# SOP-7\n\nSOP-1.2, SOP-10, SOP-1..2, SOP-1é and [a](../old/XSOP-1.md), [b](SOP-1.md.bak),"
        " [c](SOP-7.md), [d](documents/SOP-7.md#x), ![e](SOP-1/e.png). SOP-7.\n"
    )
    assert text(repo, other).endswith(wanted)
    assert text(repo, "documents/SOP-7.md").endswith(wanted)


def test_a_name_of_dots_is_put_right_without_touching_paths(repo: RepositoryBuilder) -> None:
    body = "# Two\n\n[up](../documents/x.md) and so on ... ..\n"
    wrong = document("SOP-1", status="draft", title="Two", body=body).replace("id: SOP-1", "id: ..")
    repo.commit("Start", {**base(), "documents/two.md": wrong})
    run("renumber", "documents/two.md", "SOP-2", at=repo.path)
    assert text(repo, "documents/two.md") == wrong.replace("id: ..", "id: SOP-2")


def test_a_link_with_escapes_follows_the_file(repo: RepositoryBuilder) -> None:
    form = document(
        "FRM-001", status="draft", type="form", body="# F\n\n[x](../documents/SOP-1%20A.md)\n"
    )
    files = {
        "documents/SOP-1 A.md": document("SOP-1", status="draft", title="A"),
        "documents/FRM-001.md": form,
    }
    repo.commit("Start", {**base(), **files})
    run("renumber", "SOP-1", "SOP-7", at=repo.path)
    assert "(../documents/SOP-7%20A.md)" in text(repo, "documents/FRM-001.md")

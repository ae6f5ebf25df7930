"""`isodocs diff`: the right two texts, and a redline that reads well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.story import DAY


def sides(at: Path, *args: str, on: str = DAY) -> tuple[str, str]:
    found = run_json("redline", "diff", *args, "--on", on, at=at)
    return found["old"]["what"], found["new"]["what"]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("diff-default", ("SOP-001",)),
        ("diff-revisions", ("SOP-001", "1", "2")),
        ("diff-full", ("SOP-001", "1", "2", "--full")),
        ("diff-altered", ("SOP-002",)),
    ],
)
def test_it_reads_well(story: Path, name: str, args: tuple[str, ...]) -> None:
    text = run("diff", *args, "--on", DAY, at=story)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(name, text)


@pytest.mark.parametrize(
    ("args", "old", "new"),
    [
        (("SOP-001",), "revision 2 (effective", "the current file: revision 3 (draft)"),
        (("SOP-001", "1"), "revision 1 (superseded", "the current file: revision 3"),
        (("SOP-001", "1", "2"), "revision 1 (superseded", "revision 2 (effective"),
        (("SOP-001", "2024-03-01", "2024-07-01"), "revision 1 (in force on", "revision 2 (in"),
        (("SOP-002",), "revision 1 (effective", "revision 1, changed since its approval"),
    ],
)
def test_which_texts_are_compared(story: Path, args: tuple[str, ...], old: str, new: str) -> None:
    before, after = sides(story, *args)
    assert before.startswith(old)
    assert new in after


def test_a_file_in_force_is_compared_with_the_revision_before_it(story: Path) -> None:
    before, after = sides(story, "SOP-001", on="2024-06-02")
    assert before == "revision 1 (superseded, in force 2024-02-01 to 2024-05-31)"
    assert after == "the current file: revision 2 (effective from 2024-06-01)"


def test_a_document_that_is_gone_is_compared_by_its_last_text(repo: RepositoryBuilder) -> None:
    repo.commit("One", {**base(), **approved()})
    repo.commit("Two", approved(revision=2, body="# Purchasing\n\nBuy nothing.\n"))
    repo.commit("Gone", {path(): None})
    assert sides(repo.path, "SOP-001")[0].startswith("revision 1")


def test_the_end_of_a_document_changes_its_fields_only(repo: RepositoryBuilder) -> None:
    repo.commit("In force", {**base(), **approved()})
    repo.write(path(), document(status="obsolete", effective="2025-07-01"))
    found = run_json("redline", "diff", "SOP-001", "--on", DAY, at=repo.path)
    assert [field["name"] for field in found["fields"]] == ["status", "effective"]
    assert {section["status"] for section in found["sections"]} == {"unchanged"}
    assert found["new"]["what"] == "the current file: revision 1, declared obsolete"


def test_the_approved_end_of_a_document_is_compared_with_what_it_ends(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("In force", {**base(), **approved()})
    end = document(status="obsolete", effective="2024-03-01")
    repo.commit("Retire", {path(): end, **approval("SOP-001", 1, end)})
    before, after = sides(repo.path, "SOP-001")
    assert before == "revision 1 before its end"
    assert after == "the current file: revision 1 (obsolete from 2024-03-01)"


def test_without_approvals_a_day_means_the_file_as_it_stood(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()}, date="2024-01-10T09:00Z")
    repo.commit("Two", {path(): document(body="# Other\n")}, date="2024-03-10T09:00Z")
    before, after = sides(repo.path, "SOP-001", "2024-02-01")
    assert before == "the file as it was on 2024-02-01, with no approval recorded"
    assert after.startswith("the current file: revision 1")
    refusal = refused("diff", "SOP-001", "2023-12-31", "--on", DAY, at=repo.path)
    assert "SOP-001 was not there on 2023-12-31" in refusal


def test_json_holds_every_word(story: Path) -> None:
    found = run_json("redline", "diff", "SOP-001", "1", "2", "--on", DAY, at=story)
    assert found["changed"]
    section = next(s for s in found["sections"] if s["new_title"] == "Evaluating suppliers")
    runs = [run for paragraph in section["paragraphs"] for run in paragraph["runs"]]
    assert {"kind": "delete", "text": " twelve"} in runs
    assert {"kind": "insert", "text": "- price"} in runs
    assert any("five years" in run["text"] for run in runs)


def test_equal_texts_are_said_to_be(story: Path) -> None:
    assert "\nNo differences.\n" in run("diff", "SOP-001", "2", "2", "--on", DAY, at=story)


def test_what_stands_in_a_text_cannot_steer_the_terminal(repo: RepositoryBuilder) -> None:
    repo.commit("One", {**base(), **approved()})
    text = document(revision=2, body="# Purchasing\n\nBuy \x1b[2Jnothing.\n")
    repo.commit("Two", {path(): text, **approval("SOP-001", 2, text)})
    shown = run("diff", "SOP-001", "--on", DAY, at=repo.path)
    assert "\x1b" not in shown
    assert "\\x1b[2Jnothing" in shown


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("SOP-003",), "has only one revision: nothing to compare it with"),
        (("SOP-001", "7"), "has no revision '7'; it has 1, 2, 3"),
        (("SOP-001", "2024-01-15"), "no revision of SOP-001 was in force on 2024-01-15"),
        (("SOP-001", "1999-01-01"), "nothing as old"),
        (("SOP-0001",), "Did you mean 'SOP-001'?"),
    ],
)
def test_what_cannot_be_compared(story: Path, args: tuple[str, ...], says: str) -> None:
    assert says in refused("diff", *args, "--on", DAY, at=story)


def test_a_round_is_compared_with_the_one_before(repo: RepositoryBuilder) -> None:
    first = document(revision=2, effective="2999-01-01", body="# Purchasing\n\nBuy better.\n")
    draft = document(revision=2, status="draft", effective="", body="# Purchasing\n\nBuy best.\n")
    repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
    repo.commit("Round 1", {path(): first}, date="2024-02-02T09:00:00+00:00")
    on = "2024-06-01"
    assert "no other text of SOP-001 rev 2" in refused(
        "diff", "SOP-001", "--round", "--on", on, at=repo.path
    )
    repo.commit("Draft", {path(): draft}, date="2024-03-02T09:00:00+00:00")
    text = run("diff", "SOP-001", "--round", "--on", on, at=repo.path)
    assert "revision 2, round 1" in text
    assert "{+best+}" in text
    assert "leave OLD out" in refused("diff", "SOP-001", "1", "--round", at=repo.path)

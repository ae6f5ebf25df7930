"""`isodocs history`: a document's life, from facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from isodocs.model.approval import Decision, Meaning
from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import ANN, approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.story import DAY


def life(at: Path, id: str = "SOP-001", on: str = DAY) -> dict[str, Any]:
    return run_json("history", "history", id, "--on", on, at=at)


@pytest.mark.parametrize("id", ["SOP-001", "SOP-002", "SOP-003", "POL-001"])
def test_it_reads_well(story: Path, id: str) -> None:
    text = run("history", id, "--on", DAY, at=story)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(f"history-{id}", text)


def test_revisions_come_newest_first_with_their_spans(story: Path) -> None:
    found = life(story)
    assert found["document"]["in_force"] == "2"
    assert [
        (r["number"], r["state"], r["effective"], r["until"], r["commits"])
        for r in found["revisions"]
    ] == [
        ("3", "draft", None, None, 1),
        ("2", "effective", "2024-06-01", None, 1),
        ("1", "superseded", "2024-02-01", "2024-05-31", 2),
    ]
    assert found["revisions"][0]["first"]["commit"] is None
    assert found["revisions"][2]["authors"][0]["author"] == "Ann Author"


def test_every_decision_has_its_outcome(story: Path) -> None:
    decisions = life(story)["revisions"][1]["decisions"]
    assert [(d["outcome"], d["reason"]) for d in decisions] == [
        ("rejected", "Say what happens to rejected goods."),
        ("approved", ""),
    ]
    reviews = life(story, "POL-001")["revisions"][0]["decisions"]
    assert [d["outcome"] for d in reviews] == ["approved", "approved", "reviewed"]


def test_a_move_is_told_with_both_places(story: Path) -> None:
    (move,) = life(story)["moves"]
    assert (move["from"], move["to"]) == ("documents/SOP-001.md", "documents/purchasing/SOP-001.md")
    assert move["author"] == "Quinn Quality"


def test_an_alteration_after_approval_is_flagged(story: Path) -> None:
    (revision,) = life(story, "SOP-002")["revisions"]
    assert [change["subject"] for change in revision["alterations"]] == ["Fix a word"]


def test_a_past_day_knows_nothing_of_what_came_later(story: Path) -> None:
    found = life(story, on="2024-05-12")
    assert [(r["number"], r["state"]) for r in found["revisions"]] == [
        ("2", "awaiting approval"),
        ("1", "effective"),
    ]


def test_decisions_that_do_not_count_say_why(repo: RepositoryBuilder) -> None:
    text = document()
    records = {
        **approval("SOP-001", 1, text, role="director", person="dora"),
        **approval("SOP-001", 1, "other bytes", at="2024-01-21T10:00:00+00:00"),
        **approval("SOP-001", 1, text, at="2024-01-22T10:00:00+00:00"),
        **approval("SOP-001", 1, text, at="2024-01-23T10:00:00+00:00"),
        **approval(
            "SOP-001",
            1,
            text,
            at="2024-01-24T10:00:00+00:00",
            decision=Decision.WITHDRAW,
            meaning=Meaning.WITHDRAWAL,
        ),
    }
    repo.commit("All", {**base(), path(): text, **records}, author=ANN)
    found = life(repo.path)["revisions"][0]["decisions"]
    assert [d["outcome"] for d in found] == [
        "does not count",
        "does not count",
        "replaced",
        "replaced",
        "withdrawn",
    ]
    assert "cannot approve procedures" in found[0]["why"]
    assert "approved a different version of this file" in found[1]["why"]
    assert "! void" in run("history", "SOP-001", "--on", DAY, at=repo.path)


def test_retirement_keeps_the_approval_before_it(repo: RepositoryBuilder) -> None:
    repo.commit("In force", {**base(), **approved()})
    end = document(status="obsolete", effective="2025-01-01", change="No longer bought.")
    signed = approval("SOP-001", 1, end, at="2024-12-01T10:00:00+00:00")
    repo.commit("Retire", {path(): end, **signed}, date="2024-12-01T11:00Z")
    found = life(repo.path)
    assert found["document"]["state"] == "obsolete"
    assert [d["outcome"] for d in found["revisions"][0]["decisions"]] == ["approved", "retired"]


def test_a_document_without_authority_register_is_not_judged(repo: RepositoryBuilder) -> None:
    text = document()
    repo.commit("Only a document", {path(): text, **approval("SOP-001", 1, text)})
    (decision,) = life(repo.path)["revisions"][0]["decisions"]
    assert (decision["outcome"], decision["why"]) == (
        "not judged",
        "there is no authority register to judge it by",
    )


def test_a_document_that_is_gone_still_has_its_life(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()})
    repo.commit("Tidy up", {path(): None}, author="Eve <eve@example.com>")
    found = life(repo.path)
    assert (found["document"]["present"], found["removed"]["author"]) == (False, "Eve")
    assert "Removed 2024-01-10 by Eve" in run("history", "SOP-001", "--on", DAY, at=repo.path)


def test_a_shallow_clone_says_that_it_knows_not_all(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()})
    repo.commit("More", {"notes.txt": "x"})
    assert "shallow clone" in run("history", "SOP-001", "--on", DAY, at=repo.clone(depth=1).path)


def test_it_is_found_by_path_and_a_wrong_name_is_corrected(story: Path) -> None:
    assert run("history", "documents/SOP-002.md", "--on", DAY, at=story).startswith("SOP-002 ")
    assert "Did you mean 'SOP-001'?" in refused("history", "SOP-01", "--on", DAY, at=story)

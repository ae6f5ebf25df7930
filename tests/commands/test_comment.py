"""`isodocs comment` and `isodocs comments`: what is said about a draft, from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.helpers import clock
from tests.helpers.command import published, refused, run, run_json
from tests.helpers.company import QUINN, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

DRAFT = document(revision=2, status="draft", change="Clearer.")
AT = {"date": "2024-01-02T09:00:00+00:00"}


@pytest.fixture
def drafted(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> RepositoryBuilder:
    """The second revision is a draft, and Git knows Quinn."""
    clock.stop(monkeypatch, datetime(2024, 6, 3, 9, tzinfo=UTC))
    repo.commit("Start", {**base(), **approved()}, **AT)
    repo.commit("Draft", {path(): DRAFT}, date="2024-05-02T09:00:00+00:00")
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    return repo


def test_a_comment_from_its_beginning_to_its_end(drafted: RepositoryBuilder) -> None:
    at = drafted.path
    said = run(
        *("comment", "sop-001", "Which ones?", "--passage", "approved suppliers"),
        *("--yes", "--commit"),
        at=at,
    )
    assert "Quinn Quality comments on SOP-001 rev 2, section “Purchasing”." in said
    assert drafted.git("log", "-1", "--format=%an: %s") == (
        "Quinn Quality: SOP-001 rev 2: comment by Quinn Quality"
    )
    (comment,) = run_json("comments", "comments", at=at)["comments"]
    published("comment").validate(json.loads((at / comment["path"]).read_text()))
    listed = run("comments", "SOP-001", at=at)
    assert "1 comment, 1 without an answer" in listed
    assert f"{comment['id']} open “approved suppliers” (Purchasing, line 12)" in listed
    submit = ("submit", "SOP-001", "--effective", "2024-07-01")
    assert "SOP-001 rev 2 has 1 comment without an answer" in refused(*submit, at=at)
    answer = ("--answer", comment["id"], "--as", "ann", "--yes", "--commit")
    run("comment", "SOP-001", "Those of FRM-001.", *answer, at=at)
    assert "Comments (1)" in run("show", "SOP-001", "--revision", "2", at=at)
    trail = run("audit-trail", "SOP-001", at=at)
    assert "claimed in the name of Quinn Quality: commented on SOP-001 revision 2" in trail
    assert "claimed in the name of Ann Author: answered a comment on SOP-001" in trail
    run("comment", "SOP-001", "--resolve", comment["id"], "--yes", at=at)
    assert "no comments" in run("comments", at=at)
    assert "resolved" in run("comments", "--all", at=at)
    run(*submit, at=at)


def test_what_does_not_go_together_is_refused(drafted: RepositoryBuilder) -> None:
    at = drafted.path
    assert "what do you say?" in refused("comment", "SOP-001", at=at)
    both = ("comment", "SOP-001", "x", "--answer", "abcd", "--passage", "y")
    assert "comment on a passage, or give one of" in refused(*both, at=at)
    assert "no comment begins with 'abcd'" in refused(
        "comment", "SOP-001", "--resolve", "abcd", at=at
    )


def test_who_wrote_a_draft_hides_no_objection(drafted: RepositoryBuilder) -> None:
    at = drafted.path
    drafted.commit(
        "Draft", {path(): DRAFT + "\nMore.\n"}, author=QUINN, date="2024-05-03T09:00:00+00:00"
    )
    run("comment", "SOP-001", "I cannot approve this.", "--as", "dora", "--yes", "--commit", at=at)
    (comment,) = run_json("comments", "comments", at=at)["comments"]
    hide = ("comment", "SOP-001", "Not meant.", "--hide", comment["id"], "--yes")
    assert "Quinn Quality wrote the text" in refused(*hide, at=at)
    answer = ("--answer", comment["id"], "--yes", "--commit")
    run("comment", "SOP-001", "It is better now.", *answer, at=at)
    assert "Quinn Quality wrote the text" in refused(*hide, "--as", "quinn", at=at)
    run(*hide, "--as", "dora", at=at)


def test_what_must_not_be_read_is_hidden_and_still_asks_for_an_answer(
    drafted: RepositoryBuilder,
) -> None:
    at, secret = drafted.path, "Ask Dr. Moreau, 555-0199."
    run("comment", "SOP-001", secret, "--yes", "--commit", at=at)
    (comment,) = run_json("comments", "comments", at=at)["comments"]
    answer = ("--answer", comment["id"], "--as", "ann", "--yes", "--commit")
    run("comment", "SOP-001", f"I did: {secret}", *answer, at=at)
    hide = ("--hide", comment["id"], "--yes", "--commit")
    assert "what do you say?" in refused("comment", "SOP-001", *hide, at=at)
    other = ("comment", "SOP-001", "Not nice.", *hide, "--as", "ann")
    assert "Ann Author may not settle" in refused(*other, at=at)
    done = run("comment", "SOP-001", "A private number.", *hide, at=at)
    assert "Quinn Quality hides their own comment" in done
    shown = [run(*each, at=at) for each in SHOWN]
    assert not [each for each in shown if secret in each]
    assert "Quinn Quality, 2024-06-03: hidden" in shown[0]
    assert "Quinn Quality hid what was said before, 2024-06-03: A private number." in shown[0]
    assert "hid what was said in a comment on SOP-001" in " ".join(shown[2].split())
    (comment,) = run_json("comments", "comments", at=at)["comments"]
    first = [comment["hidden"], comment["text"], comment["state"]]
    assert first == [True, "", "answered"]
    assert [(step["act"], step["hidden"]) for step in comment["steps"]] == [
        ("answer", True),
        ("hide", False),
    ]
    published("comment").validate(
        json.loads(next((at / ".isodocs/comments").rglob("*.json")).read_text())
    )
    assert "is hidden already" in refused("comment", "SOP-001", "Once more.", *hide, at=at)
    again = ("--answer", comment["id"], "--yes", "--commit")
    run("comment", "SOP-001", "Whom do I ask?", *again, at=at)
    assert "Whom do I ask?" in run("comments", at=at), "what is said later is shown"
    assert secret in drafted.git("log", "-p", "--all"), "Git keeps it"
    assert "comment without an answer" in refused(
        "submit", "SOP-001", "--effective", "2024-07-01", at=at
    )


SHOWN = (
    ("comments",),
    ("comments", "--all", "--format", "csv"),
    ("audit-trail",),
    ("audit-trail", "--format", "json"),
    ("show", "SOP-001", "--revision", "2"),
    ("check", "--full", "--exit-zero"),
)

"""`isodocs audit-trail`: everything history tells, each entry with whose word it is."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from isodocs.model.approval import TOKEN
from isodocs.model.trail import EventKind
from tests.helpers import golden, signed_company
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import KEYS, approval, base, deputy
from tests.helpers.signed_story import DAY, FORGED
from tests.helpers.story import DAY as PLAIN_DAY
from tests.rules.test_any_repository import FILES

RECORD, SEAL = approval("SOP-001", 1, document())


def trail(at: Path, *args: str, on: str = DAY) -> dict[str, Any]:
    return run_json("audit-trail", "audit-trail", *args, "--on", on, at=at)


def kinds(at: Path, *args: str) -> list[str]:
    return [event["event"] for event in trail(at, *args)["events"]]


def one(at: Path, kind: EventKind, *args: str) -> dict[str, Any]:
    (found,) = (event for event in trail(at, *args)["events"] if event["event"] == kind)
    return dict(found)


@pytest.fixture
def one_approval(repo: RepositoryBuilder) -> RepositoryBuilder:
    files = {path(): document(), **approval("SOP-001", 1, document())}
    repo.commit("Start", {**base(), **files}, date="2024-01-21T09:00:00+00:00")
    return repo


def test_it_reads_well(signed_story: Path) -> None:
    text = run("audit-trail", "--on", DAY, at=signed_story)
    assert max(map(len, text.splitlines())) <= 80
    golden.check("audit-trail-signed", text)


def test_it_reads_well_where_nothing_is_signed(story: Path) -> None:
    text = run("audit-trail", "--on", PLAIN_DAY, at=story)
    assert max(map(len, text.splitlines())) <= 80
    golden.check("audit-trail", text)
    assert "signed " not in text


def test_nothing_of_history_is_left_out(signed_story: Path) -> None:
    found = trail(signed_story)
    assert found["total"] == len(found["events"])
    told = {event["commit"]["id"] for event in found["events"] if event["commit"]}
    builder = RepositoryBuilder(signed_story, object_format=None)
    assert told == set(builder.git("rev-list", "HEAD").split())
    assert found["tip"] == builder.head()


def test_each_kind_of_event_says_whose_word_it_is(signed_story: Path) -> None:
    by_kind: dict[str, set[str]] = {}
    for event in trail(signed_story)["events"]:
        by_kind.setdefault(event["event"], set()).add(event["basis"])
    assert by_kind == {
        EventKind.CONFIGURATION: {"git"},
        EventKind.REGISTER_VERSION: {"git"},
        EventKind.OWNER_SIGNED: {"signed"},
        EventKind.KEY_PROVEN: {"signed"},
        EventKind.BEGUN: {"git"},
        EventKind.SUBMITTED: {"git"},
        EventKind.SHOWN_FILE: {"git"},
        EventKind.APPROVED: {"signed"},
        EventKind.REJECTED: {"signed"},
        EventKind.WITHDRAWN: {"claimed"},
        EventKind.REVIEWED: {"signed"},
        EventKind.DELEGATED: {"signed"},
        EventKind.STATEMENT_REMOVED: {"git"},
        EventKind.DECLARED_OBSOLETE: {"git"},
        EventKind.MOVED: {"git"},
        EventKind.ALTERED: {"git"},
        EventKind.WAIVER: {"git"},
        EventKind.RETAINED: {"git"},
    }


def test_a_statement_that_was_removed_is_told_with_what_it_said(signed_story: Path) -> None:
    said = one(signed_story, EventKind.WITHDRAWN)
    assert (said["reason"], said["assurance"]) == ("Not from Quinn.", "recorded")
    assert said["remark"] == "its record is gone since"
    assert said["commit"]["author"] == "Eve"
    gone = one(signed_story, EventKind.STATEMENT_REMOVED)
    assert gone["path"] == next(iter(FORGED))
    shown = run("audit-trail", "--on", DAY, at=signed_story)
    assert "claimed in the name of Quinn Quality: withdrew" in shown


def test_a_deputy_and_the_one_stood_in_for(signed_story: Path) -> None:
    (event,) = (
        e for e in trail(signed_story, "SOP-002")["events"] if e["giver"] and e["giver"]["for"]
    )
    assert event["giver"]["for"] == {"person": "quinn", "name": "Quinn Quality"}
    assert event in trail(signed_story, "--person", "quinn")["events"]
    assert event in trail(signed_story, "--person", "dora")["events"]
    assert event not in trail(signed_story, "--person", "eve@example.com")["events"]


def test_the_trail_of_one_document(signed_story: Path) -> None:
    found = trail(signed_story, "sop-002")
    assert {event["document"] for event in found["events"]} == {"SOP-002"}
    assert found["only"] == "about SOP-002"
    assert len(found["events"]) < found["total"]
    text = run("audit-trail", "SOP-002", "--on", DAY, at=signed_story)
    assert f"{len(found['events'])} of {found['total']} events (about SOP-002 only)." in text


@pytest.mark.parametrize(
    "who", ["eve@example.com", "EVE", "Eve"], ids=["address", "capitals", "name"]
)
def test_somebody_whom_the_register_does_not_know_is_found_by_their_commits(
    signed_story: Path, who: str
) -> None:
    assert {e["commit"]["author"] for e in trail(signed_story, "--person", who)["events"]} == {
        "Eve"
    }


def test_between_two_days_whoever_says_so(one_approval: RepositoryBuilder) -> None:
    """Signed in July with a date in January: whoever looks at either month sees it."""
    text = document("SOP-002")
    late = {path("SOP-002"): text, **approval("SOP-002", 1, text)}
    one_approval.commit("Late", late, date="2024-07-05T09:00:00+00:00")
    said = ["--since", "2024-01-20", "--until", "2024-01-20"]
    brought = ["--since", "2024-07-01", "--until", "2024-07-31"]
    for days in (said, brought):
        found = trail(one_approval.path, "SOP-002", *days, on="2024-08-01")
        assert "approved" in [event["event"] for event in found["events"]]
    assert not trail(one_approval.path, "--since", "2024-08-01", on="2024-08-01")["events"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--person", "quin"), "Did you mean 'quinn'?"),
        (("--since", "2024-05-01", "--until", "2024-04-01"), "--until is before --since"),
        (("SOP-01",), "Did you mean 'SOP-001'?"),
        (("--since", "May"), "is not a valid date"),
    ],
)
def test_what_cannot_be_asked(signed_story: Path, options: tuple[str, ...], says: str) -> None:
    assert says in refused("audit-trail", "--on", DAY, *options, at=signed_story)


def test_a_past_day_and_a_commit(signed_story: Path) -> None:
    then = trail(signed_story, on="2024-01-21")
    assert then["events"][-1]["event"] == "approved"
    earlier = trail(signed_story, "--rev", "HEAD~3")
    assert EventKind.MOVED not in [event["event"] for event in earlier["events"]]


def test_what_is_not_yet_committed_comes_last(one_approval: RepositoryBuilder) -> None:
    text = document("SOP-002")
    for name, data in {path("SOP-002"): text, **approval("SOP-002", 1, text)}.items():
        one_approval.write(name, data)
    *_, begun, submitted, approved = trail(one_approval.path)["events"]
    assert [e["event"] for e in (begun, submitted, approved)] == [
        "revision-begun",
        "revision-submitted",
        "approved",
    ]
    assert approved["commit"] is None
    assert approved["basis"] == "signed"
    assert "\nNot yet committed\n" in run("audit-trail", "--on", DAY, at=one_approval.path)


def test_a_signature_that_comes_later_is_an_event_of_its_own(repo: RepositoryBuilder) -> None:
    files = approval("SOP-001", 1, document())
    signature = files.pop(SEAL)
    repo.commit("Start", {**base(), path(): document(), **files})
    repo.commit("Sign", {SEAL: signature}, author="Eve <eve@example.com>")
    said = one(repo.path, EventKind.APPROVED)
    assert (said["basis"], said["assurance"]) == ("claimed", "none")
    assert "is missing" in said["remark"]
    added = one(repo.path, EventKind.SIGNATURE)
    assert (added["basis"], added["assurance"], added["document"]) == (
        "signed",
        "signed",
        "SOP-001",
    )


def test_a_signature_that_does_not_hold_proves_nothing(repo: RepositoryBuilder) -> None:
    files = approval("SOP-001", 1, document(), key=KEYS["eve"], names=KEYS["quinn"])
    repo.commit("Start", {**base(), path(): document(), **files})
    said = one(repo.path, EventKind.APPROVED)
    assert said["basis"] == "claimed"
    assert said["remark"].startswith("does not count: ")


def test_a_delegation_that_nobody_signed_is_only_claimed(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), path(): document(), **deputy(signed=False)})
    said = one(repo.path, EventKind.DELEGATED)
    assert (said["basis"], said["assurance"]) == ("claimed", "recorded")


def test_changed_removed_and_put_back(one_approval: RepositoryBuilder) -> None:
    data = (one_approval.path / RECORD).read_bytes()
    one_approval.commit("Change", {RECORD: data + b" "})
    one_approval.commit("Remove", {RECORD: None, SEAL: None})
    one_approval.commit("Put back", {RECORD: data + b"  "})
    tail = trail(one_approval.path)["events"][-4:]
    assert [event["event"] for event in tail] == [
        "statement-changed",
        "statement-removed",
        "statement-removed",
        "statement-restored",
    ]
    assert tail[0]["what"] == "the record of a decision on SOP-001 rev 1 was changed"
    assert tail[2]["what"] == "the signature of a decision on SOP-001 rev 1 was removed"
    assert tail[3]["what"].endswith("was brought again, with another content")


def test_what_a_merge_left_out_is_shown_though_no_commit_holds_it(
    one_approval: RepositoryBuilder,
) -> None:
    one_approval.branch("side")
    text = document("SOP-002")
    one_approval.commit("Two", {path("SOP-002"): text, **approval("SOP-002", 1, text)})
    one_approval.branch("keep", "HEAD~1")
    one_approval.commit("Other", {"notes.txt": "x"})
    one_approval.merge("side", files={})
    found = [event for event in trail(one_approval.path)["events"] if "lost" in event["event"]]
    assert [event["event"] for event in found] == [
        "document-lost-in-a-merge",
        "statement-lost-in-a-merge",
        "statement-lost-in-a-merge",
    ]
    assert {event["commit"] for event in found} == {None}
    assert "\nWithout a commit\n" in run("audit-trail", "--on", DAY, at=one_approval.path)


def test_a_time_after_its_own_commit_is_remarked(repo: RepositoryBuilder) -> None:
    files = approval("SOP-001", 1, document(), at="2024-01-22T10:00:00+00:00")
    repo.commit("Start", {**base(), path(): document(), **files}, date="2024-01-21T09:00:00+00:00")
    assert "a time later than that of its commit" in one(repo.path, EventKind.APPROVED)["remark"]


def test_author_and_committer_are_both_named(one_approval: RepositoryBuilder) -> None:
    one_approval.commit("Edit", {path(): document() + "x"}, committer="Eve <eve@example.com>")
    (event,) = trail(one_approval.path, "--person", "Eve")["events"]
    assert (event["commit"]["author"], event["commit"]["committer"]) == ("Ann Author", "Eve")
    shown = run("audit-trail", "--on", DAY, at=one_approval.path)
    assert "committed by Eve <eve@example.com>" in " ".join(shown.split())


def test_a_version_of_the_register_without_effect(one_approval: RepositoryBuilder) -> None:
    two = signed_company.following(owners=("quinn",), threshold=1)
    files = signed_company.version_files(two, signers=("quinn",))
    one_approval.commit("A coup", files, author="Eve <eve@example.com>")
    versions = [
        e for e in trail(one_approval.path)["events"] if e["event"] == EventKind.REGISTER_VERSION
    ]
    assert [event["remark"] for event in versions] == ["", "this version has no effect"]
    signatures = [
        e for e in trail(one_approval.path)["events"] if e["event"] == EventKind.OWNER_SIGNED
    ]
    assert (signatures[-1]["basis"], signatures[-1]["remark"]) == ("git", "it is none that counts")


def test_damaged_files_are_events_too(one_approval: RepositoryBuilder) -> None:
    bad = {
        ".isodocs/approvals/SOP-001/1/x.json": "{}",
        ".isodocs/approvals/x.json.sig": "x",
        ".isodocs/delegations/x.json": b"\xff\x00",
        ".isodocs/authority/0002.json": "{}",
        ".isodocs/authority/keys/x.json": "[]",
        ".isodocs/waivers/x.yaml": "&a [",
        ".isodocs/other.txt": "x",
        SEAL + TOKEN: "x",
    }
    one_approval.commit("Noise", bad)
    tail = trail(one_approval.path)["events"][-len(bad) :]
    assert {event["path"] for event in tail} == set(bad)


def test_hostile_names_are_shown_and_not_obeyed(repo: RepositoryBuilder) -> None:
    evil = "records/a\n\x1b[31m\u202e=cmd.md"
    repo.commit("x", {**base(), evil: "x"}, author="=HYPER\x1b[1m\u202e <a@b>")
    text = run("audit-trail", "--on", DAY, at=repo.path)
    assert "\x1b" not in text
    assert "\u202e" not in text
    rows = list(
        csv.DictReader(StringIO(run("audit-trail", "--on", DAY, "--format", "csv", at=repo.path)))
    )
    assert {row["author"][:7] for row in rows} == {"'=HYPER"}
    assert "\x1b" not in str(rows)
    trail(repo.path)


def test_a_shallow_clone_and_an_empty_repository_say_so(
    one_approval: RepositoryBuilder, tmp_path: Path
) -> None:
    one_approval.commit("More", {"notes.txt": "x"})
    shallow = one_approval.clone(depth=1).path
    assert trail(shallow)["shallow"] is True
    shown = run("audit-trail", "--on", DAY, at=shallow)
    assert "what came before its first commits is missing" in " ".join(shown.split())
    empty = RepositoryBuilder(tmp_path / "empty").path
    found = trail(empty)
    assert (found["events"], found["tip"]) == ([], None)
    assert "Nothing is committed here yet" in run("audit-trail", "--on", DAY, at=empty)


def test_a_spreadsheet_row_for_each_event(signed_story: Path) -> None:
    out = run("audit-trail", "--on", DAY, "--format", "csv", at=signed_story)
    rows = list(csv.DictReader(StringIO(out)))
    assert [int(row["number"]) for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == trail(signed_story)["total"]
    approvals = [row for row in rows if row["event"] == "approved" and row["document"] == "SOP-002"]
    assert [(row["name"], row["for"], row["basis"]) for row in approvals] == [
        ("Dora Director", "Quinn Quality", "signed"),
        ("Quinn Quality", "", "signed"),
    ]


def test_two_files_with_one_identifier_and_one_put_back(one_approval: RepositoryBuilder) -> None:
    one_approval.commit("Copy", {"documents/copy.md": document()})
    one_approval.commit("No copy", {"documents/copy.md": None})
    one_approval.commit("Gone", {path(): None})
    one_approval.commit("Back", {path(): document()})
    told = [e["what"] for e in trail(one_approval.path, "SOP-001")["events"] if not e["giver"]]
    assert told == [
        "SOP-001 rev 1: begun",
        "SOP-001 rev 1: put into its final form for approval, effective 2024-02-01",
        "SOP-001 rev 1: begun once more, in another file: documents/copy.md",
        "SOP-001 rev 1: put into its final form for approval, effective 2024-02-01",
        "SOP-001 rev 1: removed from documents/copy.md",
        "SOP-001 rev 1: removed from documents/SOP-001.md",
        "SOP-001 rev 1: put back",
        "SOP-001 rev 1: put into its final form for approval, effective 2024-02-01",
    ]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FILES)
def test_whatever_is_there_every_change_of_a_document_is_told(
    one_approval: RepositoryBuilder, files: dict[str, str]
) -> None:
    for place in (one_approval.path / "documents").rglob("*.md"):
        place.unlink()
    for name, content in files.items():
        one_approval.write(f"documents/{name}", content)
    found = trail(one_approval.path)["events"]
    told = " ".join(f"{e['path']} {e['what']}" for e in found if e["commit"] is None)
    same = (one_approval.path / path()).exists() and (
        one_approval.path / path()
    ).read_text() == document()
    assert same or path() in told


def test_the_rows_that_a_commit_added_and_took_away_are_shown(repo: RepositoryBuilder) -> None:
    header, ann, quinn = "person,competence,date", "ann,K1,2024-01-15", "quinn,K1,2024-01-16"
    table = "records/training.csv"
    repo.commit("Start", {**base(), table: f"{header}\n{ann}\n"})
    repo.commit("Sorted", {table: f"{header}\n{quinn}\n{ann}\n"})
    repo.commit("Moved", {table: f"{header}\n{quinn}\n"})
    said = [e["what"] for e in trail(repo.path)["events"] if e["event"] == EventKind.RETAINED]
    assert said == [
        f"the record {table} was added: added ann, K1, 2024-01-15",
        f"the record {table} was changed: added quinn, K1, 2024-01-16",
        f"the record {table} was changed: removed ann, K1, 2024-01-15",
    ]


def test_rows_of_two_branches_are_compared_with_what_each_commit_changed(
    repo: RepositoryBuilder,
) -> None:
    header, ann, quinn = "person,competence,date", "ann,K1,2024-01-15", "quinn,K1,2024-01-16"
    table = "records/training.csv"
    start = repo.commit("Start", {**base(), table: f"{header}\n"})
    repo.branch("one", start).commit("Ann", {table: f"{header}\n{ann}\n"})
    repo.branch("two", start).commit("Quinn", {table: f"{header}\n{quinn}\n"})
    repo.merge("one", files={table: f"{header}\n{ann}\n{quinn}\n"})
    said = [e["what"] for e in trail(repo.path)["events"] if e["event"] == EventKind.RETAINED]
    assert sorted(said) == [
        f"the record {table} was added",
        f"the record {table} was changed",
        f"the record {table} was changed: added ann, K1, 2024-01-15",
        f"the record {table} was changed: added quinn, K1, 2024-01-16",
    ]

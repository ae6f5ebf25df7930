"""How sure approvals are is told wherever a document is shown, and never more than holds."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from isodocs.model.approval import SIGNATURE, TOKEN
from isodocs.model.authority import ApprovalRule
from tests.helpers import company, golden, signed_company
from tests.helpers.command import invoke, run, run_json
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import AUTHORITY, approval, base, read_back, with_people
from tests.helpers.signed_story import DAY
from tests.helpers.ssh import SK_ED25519, SoftKey
from tests.helpers.time_authority import TimeAuthority, needs_openssl

LEVELS = ("recorded", "signed", "signed + user-verified", "signed + timestamped")


def life(at: Path, id: str = "SOP-001") -> dict[str, Any]:
    return run_json("history", "history", id, "--on", DAY, at=at)


def listed(at: Path) -> dict[str, Any]:
    return run_json("register", "register", "--on", DAY, at=at)


def decision(at: Path, id: str = "SOP-001") -> dict[str, Any]:
    (found,) = life(at, id)["revisions"][0]["decisions"]
    return dict(found)


@pytest.mark.parametrize("id", ["SOP-001", "SOP-002", "POL-001"])
def test_a_signed_life_reads_well(signed_story: Path, id: str) -> None:
    text = run("history", id, "--on", DAY, at=signed_story)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(f"history-signed-{id}", text)


def test_the_register_says_signed_and_not_recorded(signed_story: Path) -> None:
    text = run("register", "--on", DAY, at=signed_story)
    assert "Assurance: signed. A signature proves" in text
    assert "recorded" not in text
    found = listed(signed_story)
    assert found["assurance"] == "signed"
    assert {d["revision"]["assurance"] for d in found["documents"] if d["id"] != "SOP-003"} == {
        "signed"
    }


def test_nothing_is_said_of_approvals_where_there_are_none(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), path(): document(status="draft")})
    assert "Approvals are" not in run("register", "--on", DAY, at=repo.path)
    found = listed(repo.path)
    assert found["assurance"] is None
    assert found["documents"][0]["revision"]["assurance"] is None


def test_a_deputy_is_shown_as_one(signed_story: Path) -> None:
    made = life(signed_story, "SOP-002")["revisions"][0]["decisions"][0]
    assert (made["name"], made["for"]) == (
        "Dora Director",
        {"person": "quinn", "name": "Quinn Quality"},
    )
    who = "Dora Director, Quality Manager for Quinn Quality by delegation"
    assert made["in_words"].startswith(f"{who}, approved SOP-002 revision 1 on 2024-02-10 10:00 ")
    rows = csv.DictReader(
        StringIO(run("register", "--on", "2024-03-01", "--format", "csv", at=signed_story))
    )
    (row,) = (row for row in rows if row["id"] == "SOP-002")
    assert row["approved_by"] == "Dora Director (Quality Manager for Quinn Quality by delegation)"
    assert row["assurance"] == "signed"


def test_a_copy_for_people_names_who_when_meaning_and_what_proves_it(signed_story: Path) -> None:
    """21 CFR 11.50: printed name, date and time, meaning, wherever the record is shown."""
    (revision,) = (d["revision"] for d in listed(signed_story)["documents"] if d["id"] == "POL-001")
    assert len(revision["approvals"]) == 2
    (made,) = (one for one in revision["approvals"] if one["person"] == "dora")
    assert made["in_words"].startswith(
        "Dora Director, Director, approved POL-001 revision 1 on 2024-01-22 08:30 +01:00 "
        "(meaning: approval). Evidence: signed with SHA256:"
    )
    assert "in history since 2024-01-22" in made["in_words"]
    brought = made["brought"]
    assert (brought["author"], brought["date"]) == ("Ann Author", "2024-01-22T17:00:00+00:00")


def test_a_time_is_a_claim_and_the_commit_its_bound(repo: RepositoryBuilder) -> None:
    """Signed today, dated back a year: the record says so, and since when it can be seen."""
    text = document()
    files = approval("SOP-001", 1, text, at="2023-01-20T10:00:00+00:00")
    repo.commit("All", {**base(), path(): text, **files}, date="2024-01-25T09:00:00+00:00")
    made = decision(repo.path)
    assert made["signed_at"] == "2023-01-20T10:00:00+00:00"
    assert made["stamped_at"] is None
    assert made["brought"]["date"] == "2024-01-25T09:00:00+00:00"
    shown = run("history", "SOP-001", "--on", DAY, at=repo.path)
    assert "in history since 2024-01-25" in " ".join(shown.split())
    assert "as stated by the signer unless time-stamped" in " ".join(shown.split())


def test_a_signature_that_does_not_hold_proves_nothing(repo: RepositoryBuilder) -> None:
    text = document()
    files = approval("SOP-001", 1, text)
    _, signature = files
    _, files[signature] = approval("SOP-001", 1, text, person="dora").values()
    repo.commit("All", {**base(), path(): text, **files})
    made = decision(repo.path)
    assert (made["assurance"], made["outcome"]) == ("none", "does not count")
    assert made["fault"]
    assert "Evidence: nothing proven: " in made["in_words"]
    shown = run("history", "SOP-001", "--on", DAY, at=repo.path)
    assert "nothing proven; in history since" in " ".join(shown.split())
    assert "verified" not in shown


def test_what_is_only_recorded_is_called_so_where_signatures_are_wanted(
    repo: RepositoryBuilder,
) -> None:
    text = document()
    repo.commit("All", {**base(), path(): text, **approval("SOP-001", 1, text, signed=False)})
    made = decision(repo.path)
    assert (made["assurance"], made["outcome"], made["key"]) == ("recorded", "does not count", None)


@pytest.fixture
def two_levels(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Policies must be signed, everything else is only recorded; Dora has a hardware key."""
    key = SoftKey(SK_ED25519, "dora")
    dora = replace(AUTHORITY.people["dora"], keys=(key.line,))
    register = read_back(
        replace(
            AUTHORITY,
            people=with_people(AUTHORITY, dora),
            rules=(
                ApprovalRule(("policy",), ("director",), assurance="signed"),
                ApprovalRule(("*",), ("quality-manager",)),
            ),
        )
    )
    keys = {**signed_company.KEYS, "dora": key}
    files = {
        "isodocs.yaml": company.CONFIG,
        **signed_company.version_files(register, keys=keys),
        **signed_company.proof("quinn", keys["quinn"]),
        **signed_company.proof("dora", key),
    }
    policy, procedure = document("POL-001"), document()
    common: dict[str, Any] = {"by": register, "project": register.sha256}
    record, signature = approval(
        "POL-001", 1, policy, person="dora", role="director", key=key, **common
    ).items()
    touched = key.sign(record[1], f"isodocs-approval-v1@{signed_company.DOMAIN}", flags=5)
    files |= {path("POL-001"): policy, record[0]: record[1], signature[0]: touched}
    files |= {path(): procedure, **approval("SOP-001", 1, procedure, signed=False, **common)}
    repo.commit("All", files)
    return repo


def test_different_levels_are_told_apart(two_levels: RepositoryBuilder) -> None:
    text = run("register", "--on", DAY, at=two_levels.path)
    assert max(map(len, text.splitlines())) <= 80
    golden.check("register-levels", text)
    found = listed(two_levels.path)
    assert found["assurance"] == "recorded"
    assert [d["revision"]["assurance"] for d in found["documents"]] == [
        "signed + user-verified",
        "recorded",
    ]
    words = decision(two_levels.path, "POL-001")["in_words"]
    assert "a hardware key that checked its user" in words


@needs_openssl
def test_a_time_stamp_is_anothers_word(repo: RepositoryBuilder, tmp_path: Path) -> None:
    clock = TimeAuthority(tmp_path / "tsa")
    register = read_back(replace(AUTHORITY, timestamp_roots=(clock.root.pem,)))
    text = document()
    files = approval("SOP-001", 1, text, by=register, project=register.sha256)
    (signature,) = (name for name in files if name.endswith(SIGNATURE))
    token = clock.stamp(files[signature])
    good = {**base(register), path(): text, **files, signature + TOKEN: token}
    repo.commit("All", good)
    made = decision(repo.path)
    assert made["assurance"] == "signed + timestamped"
    assert made["stamped_at"] > made["signed_at"]
    assert ", time-stamped 20" in made["in_words"]
    repo.commit("Spoilt", {signature + TOKEN: token[:-1]})
    made = decision(repo.path)
    assert (made["assurance"], made["stamped_at"]) == ("signed", None)
    assert "its time stamp does not count" in made["in_words"]


def test_who_is_asked_sees_what_others_decided_and_how_sure_that_is(
    repo: RepositoryBuilder,
) -> None:
    policy = document("POL-001", title="Quality policy")
    files = approval("POL-001", 1, policy)
    repo.commit("Submitted", {**base(), path("POL-001"): policy, **files})
    repo.commit("Storing", {path("SOP-002"): document("SOP-002", title="Storing")})
    asked = invoke("approve", "--as", "dora", at=repo.path)
    assert asked.exit_code == 0
    assert max(map(len, asked.stdout.splitlines())) <= 80
    said = " ".join(asked.stdout.split())
    assert "POL-001 rev 1, Quality policy, effective 2024-02-01 (as director)" in said
    assert "For a policy each approval is signed." in said
    assert "approved, Quinn Quality, Quality Manager, 2024-01-20 10:00 +00:00 (signed with" in said
    assert "SOP-002" not in said

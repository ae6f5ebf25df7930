"""`isodocs confirm` where approvals are signed: who signs, who is recorded, what awaits whom."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from isodocs.machine import signing_keys
from isodocs.machine.signing_keys import SigningKey
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import KEYS, approval, approved, base, confirmed
from tests.helpers.ssh import Keygen, needs_keygen
from tests.threats.attack import START

MUST_KNOW = {
    "records/people.csv": "id,name,joined\n"
    "ann,Ann Author,2020-01-01\nben,Ben Operator,2020-01-01\n",
    "records/competence.yaml": "- {id: AWARE, title: Aware, kind: awareness, everybody: yes, "
    "documents: [SOP-001, SOP-002]}\n",
}
TABLE = "records/confirmation.csv"


@pytest.fixture
def two_to_read(repo: RepositoryBuilder) -> RepositoryBuilder:
    files = {**base(), **MUST_KNOW, **approved(), **approved("SOP-002", effective="2024-03-01")}
    repo.commit("Start", files, author="Eve <eve@example.com>", date=START)
    repo.configure("user", name="Ann Author", email="ann@example.com")
    return repo


@pytest.fixture
def key_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ann's key, which lives in memory, signs as an agent's would."""
    known = {key.line: key for key in KEYS.values()}
    monkeypatch.setattr(
        signing_keys,
        "_at_hand",
        lambda _: iter([SigningKey(signing_keys.ssh_key.read_line(KEYS["ann"].line))]),
    )
    monkeypatch.setattr(
        SigningKey, "sign", lambda me, data, space: known[me.public.line].sign(data, space)
    )


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_keys, "_at_hand", lambda _: iter(()))


def readings(at: Path, person: str) -> dict[str, tuple[str | None, str | None]]:
    found = run_json("competence-matrix", "competence", "--person", person, at=at)
    return {r["document"]: (r["confirmed"], r["assurance"]) for r in found["readings"]}


@pytest.mark.usefixtures("key_at_hand")
def test_several_at_once_each_signed(two_to_read: RepositoryBuilder) -> None:
    shown = run("confirm", at=two_to_read.path)
    assert "SOP-001 revision 1, Purchasing, overdue since 2024-03-02" in shown
    assert "SOP-002 revision 1, Purchasing, overdue since 2024-03-31" in shown
    shown = run("confirm", "SOP-001", "sop-002", "--yes", "--commit", at=two_to_read.path)
    assert "Ann Author confirms SOP-001 revision 1, SOP-002 revision 1 as read" in shown
    assert "It will be signed with SHA256:" in shown
    assert not (two_to_read.path / TABLE).exists()
    assert {a for _, a in readings(two_to_read.path, "ann").values()} == {"signed"}
    assert "Ann Author has nothing to confirm." in run("confirm", at=two_to_read.path)
    said = refused("confirm", "SOP-001", "--yes", at=two_to_read.path)
    assert "(signed)" in said
    trail = run_json("audit-trail", "audit-trail", "SOP-002", at=two_to_read.path)
    (event,) = (e for e in trail["events"] if e["event"] == "confirmed")
    assert (event["basis"], event["giver"]["person"]) == ("signed", "ann")
    assert event["what"] == "confirmed SOP-002 rev 1 as read and understood"


@pytest.mark.usefixtures("no_key")
def test_whoever_has_a_key_is_not_recorded_by_a_row(two_to_read: RepositoryBuilder) -> None:
    said = refused("confirm", "SOP-001", "--yes", at=two_to_read.path)
    assert "this would not count" in said
    assert "--key" in said
    assert not (two_to_read.path / TABLE).exists()


@pytest.mark.usefixtures("no_key")
def test_a_supervisor_records_for_whom_has_none(two_to_read: RepositoryBuilder) -> None:
    shown = run("confirm", "SOP-001", "SOP-002", "--as", "ben", "--yes", at=two_to_read.path)
    assert "This will be recorded, not signed" in shown
    rows = list(csv.DictReader((two_to_read.path / TABLE).read_text().splitlines()))
    assert [(r["person"], r["document"]) for r in rows] == [("ben", "SOP-001"), ("ben", "SOP-002")]
    assert {a for _, a in readings(two_to_read.path, "ben").values()} == {"recorded"}
    assert "19" not in readings(two_to_read.path, "ann")
    text = run("competence", at=two_to_read.path)
    assert "recorded" in text


@pytest.mark.usefixtures("no_key")
def test_a_row_that_only_claims_is_told(two_to_read: RepositoryBuilder) -> None:
    two_to_read.write(TABLE, "person,document,revision,date\nann,SOP-001,1,2024-05-02\n")
    text = run("competence", "--person", "ann", at=two_to_read.path)
    assert "2 to have read and understood: 1 only claimed, 1 to read" in text
    assert "a row of 2024-05-02 claims it, unsigned" in " ".join(text.split())
    waiting = run("confirm", at=two_to_read.path)
    assert "an unsigned row of 2024-05-02 does not count" in " ".join(waiting.split())
    found = run_json("competence-matrix", "competence", "--person", "ann", at=two_to_read.path)
    (claim,) = (r for r in found["readings"] if r["claimed"])
    assert (claim["document"], claim["confirmed"], claim["assurance"]) == ("SOP-001", None, None)


@pytest.mark.usefixtures("key_at_hand")
def test_what_comes_next_is_read_before_it_takes_effect(two_to_read: RepositoryBuilder) -> None:
    text = document("SOP-001", 2, effective="2999-01-01")
    files = {path(): text, **approval("SOP-001", 2, text), **confirmed("SOP-001", 1, document())}
    two_to_read.commit(
        "Next", files, author="Eve <eve@example.com>", date="2024-03-01T10:00:00+00:00"
    )
    shown = run("confirm", "SOP-001", "--yes", "--commit", at=two_to_read.path)
    assert "Ann Author confirms SOP-001 revision 2 as read" in shown
    assert "What it changed: Improved after an audit." in shown


@needs_keygen
def test_a_key_of_somebody_unknown_to_the_register(
    two_to_read: RepositoryBuilder, tmp_path: Path
) -> None:
    Keygen(tmp_path / "keys").make("ed25519", "ben")
    at = str(tmp_path / "keys" / "ben.pub")
    said = refused("confirm", "SOP-001", "--as", "ben", "--key", at, "--yes", at=two_to_read.path)
    assert "Ben Operator is not in the authority register" in said


@pytest.mark.usefixtures("no_key")
def test_the_proof_of_awareness_holds_both_kinds(two_to_read: RepositoryBuilder) -> None:
    two_to_read.commit(
        "Read", confirmed("SOP-001", 1, document()), date="2024-03-01T10:00:00+00:00"
    )
    run("confirm", "SOP-001", "--as", "ben", "--yes", "--commit", at=two_to_read.path)
    shown = " ".join(run("coverage", "--explain", "7.3", at=two_to_read.path).split())
    assert "Confirmation of reading: 2" in shown
    assert "ann, SOP-001 rev 1, signed .isodocs/confirmations/SOP-001/1/ann." in shown
    assert "ben, SOP-001 rev 1, recorded records/confirmation.csv:2" in shown


HEAD = ("person", "document", "revision", "date")


@pytest.mark.usefixtures("no_key")
@pytest.mark.parametrize(
    ("table", "before"),
    [
        (TABLE, ",".join(HEAD) + "\n"),
        (TABLE, ";".join(HEAD) + "\r\nann;SOP-001;1;2024-02-05\r\n"),
        (TABLE, "\ufeffsep=;\r\n" + ";".join(reversed(HEAD)) + ";note\r\n"),
        ("records/confirmation/2026.csv", ",".join(HEAD)),
        (
            "records/confirmation.yaml",
            "- {person: ann, document: SOP-001, revision: 1, date: 2024-02-05}\n",
        ),
    ],
)
def test_the_row_goes_into_the_table_that_is_there(
    two_to_read: RepositoryBuilder, table: str, before: str
) -> None:
    two_to_read.configure("user", name="Ben Operator", email="ben@example.com")
    two_to_read.write(table, before)
    run("confirm", "SOP-001", "SOP-002", "--as", "ben", "--yes", at=two_to_read.path)
    after = (two_to_read.path / table).read_bytes()
    assert after.startswith(before.encode())
    assert after.count(b"ben") == 2
    assert [p.name for p in two_to_read.path.glob("records/confirmation*")] == [
        Path(table).parts[1]
    ]
    assert {d for d, (day, _) in readings(two_to_read.path, "ben").items() if day} == {
        "SOP-001",
        "SOP-002",
    }

"""Have a signature time-stamped, as people do it: ask, send, attach."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isodocs.checking.check import check
from isodocs.model.authority import ApprovalRule, Authority
from isodocs.workspace import View, Workspace
from tests.helpers import company, signed_company
from tests.helpers.command import refused, run
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.time_authority import TimeAuthority, needs_openssl

pytestmark = needs_openssl
START = "2024-01-02T09:00:00+00:00"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TimeAuthority:
    return TimeAuthority(tmp_path_factory.mktemp("authority"))


def register(authority: TimeAuthority, assurance: str = "timestamped") -> Authority:
    """The signed company's register, where approvals need this assurance."""
    first = signed_company.AUTHORITY
    return signed_company.read_back(
        replace(
            first,
            rules=(ApprovalRule(("*",), ("quality-manager",), assurance=assurance),),
            timestamp_roots=(authority.root.pem,),
        )
    )


def approval(
    version: Authority, text: str, at: str = "2024-01-20T10:00:00+00:00"
) -> dict[str, bytes]:
    return signed_company.approval("SOP-001", 1, text, by=version, project=version.sha256, at=at)


def build(repo: RepositoryBuilder, version: Authority) -> str:
    """The company with one signed procedure; returns the path of its approval."""
    text = company.document()
    given = approval(version, text)
    files: dict[str, str | bytes] = {
        **signed_company.base(version),
        company.path(): text,
        ".gitattributes": ".isodocs/** -text\n",
        **given,
    }
    repo.commit("Start", files, date=START)
    repo.configure("user", name="Ann Author", email="ann@example.com")
    return min(given, key=len)


@pytest.fixture
def waiting(repo: RepositoryBuilder, authority: TimeAuthority) -> tuple[RepositoryBuilder, str]:
    """A company whose approvals need a time stamp, and the path of one that has none yet."""
    return repo, build(repo, register(authority))


def answered(repo: RepositoryBuilder, authority: TimeAuthority, *args: str) -> list[Path]:
    """Ask as the command says, and let the authority answer instead of curl."""
    shown = run("timestamp", "request", *args, at=repo.path)
    commands = [line for line in shown.splitlines() if "--data-binary" in line]
    answers = []
    for command in commands:
        words = shlex.split(command)
        question = Path(words[words.index("--data-binary") + 1].removeprefix("@"))
        answer = Path(words[words.index("--output") + 1])
        answer.write_bytes(authority.answer(question.read_bytes()))
        answers.append(answer)
    assert shown.splitlines()[-1] == f"  isodocs timestamp attach {shlex.join(map(str, answers))}"
    return answers


def gaps(repo: RepositoryBuilder) -> dict[str, str]:
    """Why approvals do not count, by name of the rule."""
    view = View(date(2024, 3, 1), latest=True)
    found = check(Workspace.open(repo.path).register(view), select=["APR"])
    said: dict[str, str] = {}
    for gap in found.gaps:
        said[gap.name] = said.get(gap.name, "") + gap.finding.message
    return said


def test_from_the_question_to_an_approval_that_counts(
    waiting: tuple[RepositoryBuilder, str], authority: TimeAuthority
) -> None:
    repo, record = waiting
    assert gaps(repo)["approval-too-weak"].endswith(
        "is only signed; a procedure needs an approval that is timestamped: "
        "there is no time stamp beside its signature"
    )
    answers = answered(repo, authority, "SOP-001", "--url", "https://time.example.com/tsr")
    assert [answer.name for answer in answers] == [
        f"SOP-001.1.{Path(record).stem}.tsr",
    ]
    assert repo.git("status", "--porcelain") == ""  # the questions lie outside what is kept
    shown = run("timestamp", "attach", *map(str, answers), "--commit", at=repo.path)
    assert f"new      {record}.sig.tsr" in shown
    assert "By its time stamp the signature of Quinn Quality on SOP-001 rev 1 existed on" in shown
    assert repo.git("show", "--name-status", "--format=%s").split("\n") == [
        "Add a time stamp",
        "",
        f"A\t{record}.sig.tsr",
    ]
    assert gaps(repo) == {}
    assert (repo.path / f"{record}.sig.tsr").read_bytes() == answers[0].read_bytes()


def test_the_command_to_send_it_is_complete(waiting: tuple[RepositoryBuilder, str]) -> None:
    repo, record = waiting
    folder = repo.path.parent / "to send"
    args = ("--to", str(folder), "--url", "https://time.example.com/tsr")
    shown = run("timestamp", "request", f"{record}.sig", *args, at=repo.path)
    (question,) = folder.iterdir()
    (command,) = [line for line in shown.replace("\\\n", "").splitlines() if "curl" in line]
    assert shlex.split(command) == [
        "curl",
        "--fail",
        "--header",
        "Content-Type: application/timestamp-query",
        "--data-binary",
        f"@{question}",
        "--output",
        str(question.with_suffix(".tsr")),
        "https://time.example.com/tsr",
    ]


def test_a_dry_run_adds_nothing(
    waiting: tuple[RepositoryBuilder, str], authority: TimeAuthority
) -> None:
    repo, record = waiting
    (answer,) = answered(repo, authority, record)
    shown = run("timestamp", "attach", str(answer), "--dry-run", at=repo.path)
    assert "Nothing was written" in shown
    assert repo.git("status", "--porcelain") == ""


def test_several_at_once_or_none(repo: RepositoryBuilder, authority: TimeAuthority) -> None:
    version = register(authority, "signed")
    text = company.document("SOP-002")
    second = signed_company.approval("SOP-002", 1, text, by=version, project=version.sha256)
    build(repo, version)
    repo.commit("Second", {company.path("SOP-002"): text, **second}, date=START)
    answers = answered(repo, authority, "SOP-001", "SOP-002")
    answers[1].write_bytes(answers[1].read_bytes()[:-1])
    assert "damaged" in refused("timestamp", "attach", *map(str, answers), at=repo.path)
    assert repo.git("status", "--porcelain") == ""
    answers = answered(repo, authority, "SOP-001", "SOP-002")
    shown = run("timestamp", "attach", *map(str, answers), at=repo.path)
    assert "git commit -m 'Add 2 time stamps'" in shown
    assert len(repo.git("status", "--porcelain").splitlines()) == 2


def test_a_delegation_is_stamped_too(repo: RepositoryBuilder, authority: TimeAuthority) -> None:
    version = register(authority, "signed")
    build(repo, version)
    given = signed_company.deputy(by=version, project=version.sha256)
    repo.commit("Deputy", given, date=START)
    (answer,) = answered(repo, authority, min(given, key=len))
    shown = run("timestamp", "attach", str(answer), at=repo.path)
    assert "the signature of Quinn Quality on a delegation existed on" in shown


def test_a_token_for_nothing_here(
    waiting: tuple[RepositoryBuilder, str], authority: TimeAuthority
) -> None:
    repo, _ = waiting
    place = repo.path.parent / "other.tsr"
    place.write_bytes(authority.stamp(b"another signature"))
    said = refused("timestamp", "attach", str(place), at=repo.path)
    assert "over no signature in this repository" in said
    assert "Fetch the commit" in said


def test_an_answer_to_another_question(
    waiting: tuple[RepositoryBuilder, str], authority: TimeAuthority
) -> None:
    repo, record = waiting
    (answer,) = answered(repo, authority, record)
    earlier = answer.read_bytes()
    run("timestamp", "request", record, at=repo.path)  # writes a new question over the old one
    assert "another request" in refused("timestamp", "attach", str(answer), at=repo.path)
    elsewhere = repo.path.parent / "kept.tsr"  # without its question it is judged by itself
    elsewhere.write_bytes(earlier)
    assert "existed on" in run("timestamp", "attach", str(elsewhere), at=repo.path)


def test_an_authority_that_is_not_named(
    waiting: tuple[RepositoryBuilder, str], tmp_path: Path
) -> None:
    repo, record = waiting
    stranger = TimeAuthority(tmp_path / "stranger")
    (answer,) = answered(repo, stranger, record)
    assert "does not hold" in refused("timestamp", "attach", str(answer), at=repo.path)
    assert not (repo.path / f"{record}.sig.tsr").exists()


def test_a_token_is_never_replaced(
    waiting: tuple[RepositoryBuilder, str], authority: TimeAuthority
) -> None:
    repo, record = waiting
    first = answered(repo, authority, "SOP-001")
    kept = repo.path.parent / "again.tsr"
    kept.write_bytes(first[0].read_bytes())
    run("timestamp", "attach", str(first[0]), at=repo.path)
    assert "none is ever replaced" in refused("timestamp", "attach", str(kept), at=repo.path)
    assert "time stamp already" in refused("timestamp", "request", "SOP-001", at=repo.path)
    assert "time stamp already" in refused("timestamp", "request", record, at=repo.path)
    twice = [str(kept), str(first[0])]
    (repo.path / f"{record}.sig.tsr").unlink()
    assert "none is ever replaced" in refused("timestamp", "attach", *twice, at=repo.path)


def test_a_token_put_there_by_hand_counts_only_for_its_own_signature(
    repo: RepositoryBuilder, authority: TimeAuthority
) -> None:
    version = register(authority)
    first = f"{build(repo, version)}.sig"
    later = approval(version, company.document(), at="2024-01-21T10:00:00+00:00")
    record = min(later, key=len)
    token = authority.stamp(repo.git("show", f"HEAD:{first}").encode() + b"\n")
    repo.commit("Another", {**later, f"{record}.sig.tsr": token}, date=START)
    assert "for a different signature" in gaps(repo)["approval-too-weak"]
    repo.commit("At its place", {f"{first}.tsr": token}, date=START)
    assert gaps(repo) == {}


def test_approval_and_time_stamp_come_into_history_together(
    repo: RepositoryBuilder, authority: TimeAuthority
) -> None:
    """On a protected branch an approval that needs a time stamp is not committed without."""
    version = register(authority)
    text = company.document()
    draft = company.document(status="draft")
    repo.commit("Start", {**signed_company.base(version), company.path(): draft}, date=START)
    given = approval(version, text)
    repo.stage({company.path(): text, **given})
    record = min(given, key=len)
    (answer,) = answered(repo, authority, "SOP-001")
    shown = run("timestamp", "attach", str(answer), "--dry-run", at=repo.path)
    assert f"new      {record}.sig.tsr" in shown
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    run("timestamp", "attach", str(answer), "--commit", at=repo.path)
    assert repo.git("status", "--porcelain") == ""
    assert set(repo.git("show", "--name-only", "--format=").split()) == {
        company.path(),
        record,
        f"{record}.sig",
        f"{record}.sig.tsr",
    }
    assert gaps(repo) == {}


def test_what_has_moved_on_does_not_go_along(
    repo: RepositoryBuilder, authority: TimeAuthority
) -> None:
    version = register(authority)
    text = company.document()
    repo.commit("Start", {**signed_company.base(version), company.path(): text}, date=START)
    given = approval(version, text)
    record = min(given, key=len)
    repo.stage({**given, company.path(): text + "More.\n"})
    (answer,) = answered(repo, authority, record)
    shown = run("timestamp", "attach", str(answer), at=repo.path)
    assert f"git add {record} {record}.sig\n" in shown


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (".isodocs/approvals/SOP-001/1/quality-manager.quinn.0000000000000000.json", "no such"),
        ("SOP-002", "there is no document 'SOP-002'"),
    ],
)
def test_what_cannot_be_asked_for(
    waiting: tuple[RepositoryBuilder, str], wanted: str, says: str
) -> None:
    assert says in refused("timestamp", "request", wanted, at=waiting[0].path)


def test_an_unsigned_approval_has_nothing_to_stamp(repo: RepositoryBuilder) -> None:
    files = {**company.base(), **company.approved()}
    repo.commit("Start", files, date=START)
    assert "no one has signed SOP-001" in refused("timestamp", "request", "SOP-001", at=repo.path)
    record = next(name for name in files if "approvals" in name)
    assert "it is not signed" in refused("timestamp", "request", record, at=repo.path)


def test_questions_do_not_go_among_the_records(waiting: tuple[RepositoryBuilder, str]) -> None:
    repo, _ = waiting
    place = str(repo.path / ".isodocs/approvals")
    said = refused("timestamp", "request", "SOP-001", "--to", place, at=repo.path)
    assert "a folder outside .isodocs" in said


def test_without_the_extra_every_step_says_what_to_install(
    waiting: tuple[RepositoryBuilder, str],
    authority: TimeAuthority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repo, record = waiting
    (answer,) = answered(repo, authority, record)
    run("timestamp", "attach", str(answer), "--commit", at=repo.path)
    assert gaps(repo) == {}
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    install = "pip install rfc3161-client"
    assert install in gaps(repo)["approval-too-weak"]
    assert install in refused("timestamp", "attach", str(answer), at=repo.path)

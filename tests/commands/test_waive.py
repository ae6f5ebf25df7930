"""`isodocs waive`: one gap is accepted until a day, and nothing else is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from isodocs.checking.run import run as gaps_of
from isodocs.workspace import View, Workspace
from tests.helpers import clock
from tests.helpers.command import refused, run
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approved as signed_approved
from tests.helpers.signed_company import base as signed_base

TODAY = date(2024, 6, 3)
SOON, LATER, TOO_FAR = date(2024, 8, 1), date(2024, 12, 2), date(2025, 6, 4)
RISKS = (
    "id,kind,title,owner,status,due\n"
    "RSK-001,risk,Fire,quality-manager,open,2024-01-01\n"
    "RSK-002,risk,Water,quality-manager,open,2024-01-01\n"
)
FOLDER = ".isodocs/waivers"


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2024, 6, 3, 9, tzinfo=UTC)
    clock.stop(monkeypatch, moment)


@pytest.fixture
def overdue(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A company whose procedure was to be reviewed long ago, and Git knows Quinn."""
    files = {**base(), **approved(review_every="3 months")}
    repo.commit("Start", {**files, "records/risks.csv": RISKS}, date="2024-01-02T09:00:00+00:00")
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    return repo


def waived(repo: RepositoryBuilder) -> list[tuple[str, str, str]]:
    """The gaps that are waived: rule, subject, until when."""
    gaps = gaps_of(Workspace.open(repo.path).register(View(TODAY, latest=True)))
    return [(g.code, g.finding.subject, g.waived_until) for g in gaps if g.waived_until]


def waive(repo: RepositoryBuilder, *args: str, until: date = SOON, reason: str = "It waits") -> str:
    return run("waive", *args, "--until", str(until), "--reason", reason, "--yes", at=repo.path)


def files(repo: RepositoryBuilder) -> list[Path]:
    return sorted((repo.path / FOLDER).glob("*")) if (repo.path / FOLDER).exists() else []


def test_a_gap_is_waived_renewed_and_counts_again(overdue: RepositoryBuilder) -> None:
    assert "isodocs waive DOC023 SOP-001" in run("waive", "SOP-001", at=overdue.path)
    waive(overdue, "review-overdue", "SOP-001", "--commit")
    assert waived(overdue) == [("DOC023", "", str(SOON))]
    assert overdue.git("status", "--porcelain") == ""
    waive(overdue, "DOC023", "SOP-001", until=LATER, reason="It waits: 'longer' # than thought")
    assert waived(overdue) == [("DOC023", "", str(LATER))]
    assert len(files(overdue)) == 1
    run("waive", "DOC023", "SOP-001", "--end", "--yes", at=overdue.path)
    assert waived(overdue) == []
    assert files(overdue) == []


def test_a_waiver_that_names_the_path_is_renewed_and_not_doubled(
    overdue: RepositoryBuilder,
) -> None:
    (path,) = (p for p in approved() if p.endswith(".md"))
    overdue.write(
        f"{FOLDER}/mine.yaml",
        f"rule: DOC023\ndocument: {path}\nreason: It waits\ngranted-by: Quinn Quality\n"
        f"granted: {TODAY}\nuntil: {SOON}\n",
    )
    assert waived(overdue) == [("DOC023", "", str(SOON))]
    waive(overdue, "DOC023", "SOP-001", until=LATER)
    assert [file.name for file in files(overdue)] == ["mine.yaml"]
    assert waived(overdue) == [("DOC023", "", str(LATER))]


def test_a_row_of_a_table_is_waived_alone(overdue: RepositoryBuilder) -> None:
    before = gaps_of(Workspace.open(overdue.path).register(View(TODAY, latest=True)))
    code = next(g.code for g in before if "RSK-001" in g.finding.subject + g.finding.message)
    waive(overdue, code, "RSK-001")
    assert [(rule, "RSK-001" in subject) for rule, subject, _ in waived(overdue)] == [(code, True)]


def test_the_gap_of_a_removed_record_is_waived_by_its_number(overdue: RepositoryBuilder) -> None:
    story, rest = "records/nonconformity/NC-1.md", "status: open\nsource: process\ngrade: minor\n"
    head = f"id: NC-1\ntitle: Late\n{rest}owner: quality-manager\nraised: 2024-01-02\n"
    text = f"---\n{head}---\n# Late\n"
    overdue.commit("Nonconformity", {story: text})
    (overdue.path / story).unlink()
    soon = ("--until", str(SOON), "--reason", "x")
    assert "not yet committed" in refused("waive", "REC034", "NC-1", *soon, at=overdue.path)
    overdue.git("rm", "--quiet", story)
    overdue.commit("Remove")
    assert "REC034" in run("waive", "NC-1", at=overdue.path)
    waive(overdue, "REC034", "NC-1", reason="Entered by mistake")
    assert [rule for rule, *_ in waived(overdue)] == ["REC034"]
    codes = {g.code for g in gaps_of(Workspace.open(overdue.path).register(View(TODAY)))}
    assert "CFG005" not in codes
    run("waive", "REC034", "NC-1", "--end", "--yes", at=overdue.path)
    assert waived(overdue) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("DOC023", "SOP-001", "--until", str(SOON)), "--reason TEXT"),
        (("DOC023", "SOP-001", "--reason", "x"), "--until DAY"),
        (("DOC023", "SOP-001", "--until", str(SOON), "--end"), "--until DAY"),
        (("DOC023", "SOP-001", "--until", str(TOO_FAR), "--reason", "x"), "at most 12 months"),
        (("DOC023", "SOP-001", "--until", "2024-01-01", "--reason", "x"), "is over"),
        (("DOC023", "MAN-001", "--until", str(SOON), "--reason", "x"), "has no gap of DOC023"),
        (("APR004", "SOP-001", "--until", str(SOON), "--reason", "x"), "Its gaps: DOC023"),
        (("DOC923", "SOP-001", "--until", str(SOON), "--reason", "x"), "Did you mean 'DOC"),
        (("CFG011", "SOP-001", "--until", str(SOON), "--reason", "x"), "cannot be waived"),
        (("DOC023", "SOP-001", "--end"), "there is no waiver of DOC023"),
        (
            ("DOC023", "SOP-001", "--until", str(SOON), "--reason", "x", "--as", "nora"),
            "nora",
        ),
    ],
)
def test_what_cannot_be_waived_is_refused(
    overdue: RepositoryBuilder, args: tuple[str, ...], words: str
) -> None:
    assert words in refused("waive", *args, at=overdue.path)
    assert files(overdue) == []


def test_the_same_day_or_an_earlier_one_renews_nothing(overdue: RepositoryBuilder) -> None:
    waive(overdue, "DOC023", "SOP-001")
    again = ("waive", "DOC023", "SOP-001", "--reason", "x", "--until", str(SOON))
    assert f"it is waived until {SOON} already" in refused(*again, at=overdue.path)


def test_a_dry_run_writes_no_waiver(overdue: RepositoryBuilder) -> None:
    assert "Nothing was written" in waive(overdue, "DOC023", "SOP-001", "--dry-run")
    assert files(overdue) == []


def test_where_approvals_are_signed_what_they_protect_is_not_waived(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("Start", {**signed_base(), **signed_approved()}, date="2024-01-02T09:00:00+00:00")
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    asked = ("APR002", "SOP-001", "--until", str(SOON), "--reason", "x")
    assert "cannot be waived where approvals are signed" in refused("waive", *asked, at=repo.path)

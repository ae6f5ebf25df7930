"""The sample company: the same each time, believable, and with no gap but those it names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from isodocs import resources
from isodocs.assess.matrix import matrix_rows
from isodocs.assess.soa import statement
from isodocs.checking import check
from isodocs.checking.check import CheckResult
from isodocs.errors import LifecycleError
from isodocs.lifecycle.sample import Sample, materialise
from isodocs.model.applicability import Implementation, TableApproval
from isodocs.model.approval import Meaning
from isodocs.model.audit import AuditKind
from isodocs.model.coverage import CoverageStatus, Strength
from isodocs.model.document import State
from isodocs.model.readiness import Weight
from isodocs.model.register import Register
from isodocs.readiness.readiness import readiness
from isodocs.workspace import View, Workspace
from tests.helpers.command import invoke

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 20)
STANDARD = "iso-9001-2015"
SECURITY = "iso-27001-2022"
ENVIRONMENT = "iso-14001-2015"
_ROW = re.compile(r"^\| (\S+) \| ([A-Z]{3}[0-9]{3}) \| .+ \| .+ \|$", re.MULTILINE)
HOSTILE = """\
[user]
name = Somebody Else
email = else@example.org
[core]
autocrlf = true
quotePath = false
hooksPath = hooks
[commit]
gpgSign = true
[i18n]
commitEncoding = ISO-8859-1
[init]
defaultBranch = trunk
templateDir = template
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return materialise(tmp_path_factory.mktemp("sample") / "demo")


@pytest.fixture(scope="module")
def result(sample: Sample) -> CheckResult:
    return check.check(Workspace.open(sample.directory).register(View(DAY)))


@pytest.fixture(scope="module")
def register(result: CheckResult) -> Register:
    return result.register


def git(sample: Sample, *args: str) -> str:
    process = subprocess.run(
        ["git", *args], cwd=sample.directory, capture_output=True, encoding="utf-8", check=True
    )
    return process.stdout


def test_its_gaps_are_those_its_readme_names(sample: Sample, result: CheckResult) -> None:
    told = Counter(_ROW.findall((sample.directory / "README.md").read_text()))
    found = Counter((g.finding.document or g.finding.place.path, g.code) for g in result.gaps)
    assert found == told
    assert len(told) >= 10
    assert len({code for _, code in told}) >= 10


def test_an_open_clause_says_of_which_standard(result: CheckResult) -> None:
    (gap,) = (gap for gap in result.gaps if gap.code == "CLS004")
    assert "7.1.6 Organizational knowledge (ISO 9001:2015): no document" in gap.finding.message


def test_one_gap_is_waived_and_one_waiver_has_lapsed(result: CheckResult) -> None:
    waived = [(gap.code, gap.finding.document) for gap in result.gaps if gap.waived_until]
    assert waived == [("DOC023", "WI-006")]
    lapsed = [gap.finding.document for gap in result.gaps if gap.code == "CFG006"]
    assert lapsed == ["SOP-006"]


def test_it_is_the_same_whatever_the_user_has_set(sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "home/template/hooks").mkdir(parents=True)
    (tmp_path / "home/.gitconfig").write_text(HOSTILE)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "TZ": "Pacific/Auckland",
        "LC_ALL": "POSIX",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "Somebody Else",
        "GIT_DEFAULT_HASH": "sha256",
    }
    subprocess.run(
        [sys.executable, "-m", "isodocs", "demo", "made here"], cwd=tmp_path, env=env, check=True
    )
    head = subprocess.run(
        ["git", "rev-parse", "main"], cwd=tmp_path / "made here", capture_output=True, check=True
    )
    assert head.stdout.decode() == git(sample, "rev-parse", "HEAD")
    for file in resources.path("sample-repo").glob("README.md"):
        assert (tmp_path / "made here" / file.name).read_bytes() == file.read_bytes()


def test_git_finds_nothing_wrong_with_it(sample: Sample) -> None:
    assert git(sample, "fsck", "--strict", "--no-progress") == ""
    assert git(sample, "status", "--porcelain") == ""
    assert git(sample, "branch", "--format=%(refname:short)") == "main\n"


def test_who_looks_around_may_go_on_with_the_work(sample: Sample, register: Register) -> None:
    email = git(sample, "config", "--local", "user.email").strip()
    authority = register.inventory.authority
    assert authority is not None
    person = authority.current.person_with(email)
    assert person is not None
    assert person.name == sample.person
    assert authority.current.holds(person.id, "quality-manager")


def test_its_history_is_the_work_of_many_over_years(sample: Sample) -> None:
    commits = [line.split("\t") for line in git(sample, "log", "--format=%an\t%at").splitlines()]
    assert len(commits) == sample.commits
    assert len({author for author, _ in commits}) >= 8
    moments = [int(moment) for _, moment in commits]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == len(moments)
    assert datetime.fromtimestamp(moments[0], UTC).date() < DAY
    assert moments[0] - moments[-1] > 3 * 365 * 24 * 3600


def test_its_documents_are_many_and_of_every_type(register: Register) -> None:
    assert len(register.documents) >= 45
    types = Counter(document.type for document in register.documents)
    assert types["procedure"] >= 14
    assert types["work-instruction"] >= 7
    assert types["form"] >= 8
    assert set(types) == set(register.config.types)


@pytest.mark.parametrize("state", State)
def test_every_state_occurs(register: Register, state: State) -> None:
    assert any(status.state is state for entry in register for status in entry.revisions)


def test_revisions_wait_in_every_way_while_the_one_before_is_in_force(register: Register) -> None:
    waiting = {
        entry.id: (entry.in_force.number, entry.pending.number, entry.pending.state)
        for entry in register
        if entry.in_force and entry.pending
    }
    assert waiting == {
        "POL-001": ("2", "3", State.APPROVED),
        "SOA-001": ("1", "2", State.DRAFT),
        "SOP-001": ("3", "4", State.DRAFT),
        "SOP-009": ("2", "3", State.AWAITING),
    }


def test_what_is_out_of_use_was_taken_out_of_it_properly(register: Register) -> None:
    obsolete = {entry.id: entry for entry in register if entry.state is State.OBSOLETE}
    assert set(obsolete) == {"WI-002", "FRM-009"}
    assert all(entry.newest.approved_on for entry in obsolete.values())
    assert obsolete["FRM-009"].document.superseded_by == "FRM-012"


def test_every_revision_is_in_the_ledger_and_was_approved(register: Register) -> None:
    sources = {path.stem for path in (ROOT / "sample-repo/files").glob("*.md")}
    found = {f"{entry.id}.r{status.number}" for entry in register for status in entry.revisions}
    assert {source.partition("-altered")[0] for source in sources} == found
    unapproved = {
        f"{entry.id}.r{status.number}"
        for entry in register
        for status in entry.revisions
        if not status.approved_on
    }
    assert unapproved == {
        *("SOP-001.r4", "SOA-001.r2", "SOP-009.r3", "FRM-011.r1"),
        *("WI-011.r1", "POL-003.r1", "REG-009.r1"),
    }


def test_a_role_changed_hands_and_reviews_were_recorded(register: Register) -> None:
    authority = register.inventory.authority
    assert authority is not None
    assert sorted(authority.versions) == [1, 2, 3]
    before, after = (authority.versions[n].roles["quality-manager"].holders for n in (1, 2))
    assert before != after
    named = {r.statement.authority.version for r in register.inventory.approvals if r.statement}
    assert named == {1, 2, 3}
    meanings = Counter(r.statement.meaning for r in register.inventory.approvals if r.statement)
    assert meanings[Meaning.PERIODIC_REVIEW] >= 10
    assert len(meanings) == 2


def test_a_document_moved_and_kept_its_history(register: Register) -> None:
    entry = register.entries["REG-002"]
    paths = [step.new.path for step in entry.history.transitions if step.new]
    assert len(set(paths)) == 2
    assert entry.place_path == paths[-1]
    assert [status.number for status in entry.revisions] == ["1", "2"]


def test_an_approval_covers_the_drawing_that_is_shown(register: Register) -> None:
    (record,) = register.records_by_revision["WI-001", "2"]
    assert record.statement is not None
    assert [part.path for part in record.statement.parts] == [
        "documents/work-instructions/WI-001.md",
        "documents/work-instructions/images/WI-001-datums.svg",
    ]


@pytest.mark.parametrize("standard", [STANDARD, SECURITY])
def test_each_covered_clause_has_a_section_of_its_own(result: CheckResult, standard: str) -> None:
    for row in result.coverages[standard].rows:
        if row.evidence and row.status is not CoverageStatus.NOT_APPLICABLE:
            best = {item.strength for item in row.evidence}
            assert Strength.LOCATED in best, row.requirement.number


def test_coverage_shows_every_kind_of_status_and_strength(result: CheckResult) -> None:
    rows = [row for coverage in result.coverages.values() for row in coverage.rows]
    assert {row.status for row in rows} == set(CoverageStatus)
    best = {row.evidence[0].strength for row in rows if row.evidence}
    assert {Strength.LOCATED, Strength.CORRESPONDING} <= best
    preparing = result.coverages[ENVIRONMENT].counts
    assert min(preparing[s] for s in (CoverageStatus.COVERED, CoverageStatus.PARTIAL)) >= 5
    assert preparing[CoverageStatus.GAP]


def test_what_answers_only_in_part_is_named_in_a_table_and_told_in_the_reason(
    result: CheckResult,
) -> None:
    rows = {row.requirement.number: row for row in result.coverages[ENVIRONMENT].rows}
    assert rows["4.2"].brief == "REG-006, SOP-002 in part, as iso-9001-2015:4.2"
    assert len(rows["4.2"].reason) > 2 * len(rows["4.2"].brief)
    assert rows["5.2"].brief.startswith("POL-003: still a draft; POL-001 in part, as iso-9001")
    assert rows["6.1.2"].brief == rows["6.1.2"].reason == "REG-009: still a draft"


def test_every_control_is_decided_and_the_approved_rows_count(register: Register) -> None:
    found = statement(register, SECURITY)
    assert found is not None
    assert not found.missing
    assert len(found.table.decisions) == 93
    assert found.approval is TableApproval.CHANGED
    assert found.approved is not None
    now, approved = (t.decisions["A.8.22"].state for t in (found.table, found.approved))
    assert (now, approved) == (Implementation.IMPLEMENTED, Implementation.PARTLY)


def test_documents_serve_several_standards(result: CheckResult) -> None:
    claims = {
        document.id: {claim.standard for claim in document.claims}
        for document in result.register.documents
    }
    assert sum(len(standards) > 1 for standards in claims.values()) >= 8
    assert claims["SOP-015"] == {STANDARD, SECURITY, ENVIRONMENT}


def test_the_matrix_of_the_manual_agrees_with_the_documents(register: Register) -> None:
    manual = register.entries["MAN-001"].document
    rows = matrix_rows(register, manual, register.outline(manual))
    named = {clause.standard for row in rows for clause in row.clauses}
    assert named == {STANDARD, SECURITY}
    assert len(rows) >= 20
    assert not any(row.unknown or row.missing for row in rows)


def test_each_audit_is_about_its_own_standard(result: CheckResult) -> None:
    found = readiness(result.register, result.gaps, AuditKind.STAGE_2, [SECURITY])
    assert found.until == date(2027, 2, 9)
    about = {point.subject for point in found.points if point.weight is not Weight.ASK}
    assert "SOP-020" in about
    # its plan is accepted and its day to come
    assert "NC-2026-004" in {point.subject for point in found.of(Weight.ASK)}
    assert not about & {"SOP-009", "WI-004", "NC-2026-002"}


def test_the_documents_say_something(register: Register) -> None:
    for document in register.documents:
        outline = register.outline_here(document)
        assert outline is not None
        words = sum(section.words for section in outline.sections)
        assert words >= (100 if document.type == "form" else 130), document.id


def test_it_travels_in_a_wheel() -> None:
    """Setuptools leaves out names that begin with a dot; a script names every other file."""
    source = resources.path("sample-repo")
    script = (source / "history.yaml").read_text()
    for path in source.rglob("*"):
        assert not path.name.startswith(".")
        if path.is_file() and path.name != "history.yaml":
            assert path.stem in script, path


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(LifecycleError, match="is not empty"):
        materialise(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_demo_names_only_what_works(tmp_path: Path) -> None:
    place = tmp_path / "it's a demo"
    made = invoke("demo", str(place), at=tmp_path)
    assert made.exit_code == 0
    lines = re.findall(r"^  isodocs -C (.+?)(?: {2,}|$)", made.stdout, re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        shown = subprocess.run(
            f"{sys.executable} -m isodocs -C {line}",
            shell=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert shown.returncode == int(" check " in line or " readiness " in line), shown.stderr
        assert shown.stdout

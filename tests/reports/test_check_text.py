"""The check as people read it: a colleague's note for five gaps, a map of the work for thousands.

The whole screens are in `tests/commands/golden/`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from isodocs import formats
from isodocs.checking.check import CheckResult, check
from isodocs.model.gap import EVERYTHING, Finding, Gap, Level, Place
from isodocs.reports.check import FEW, CheckReport
from isodocs.rules.registry import all_rules
from isodocs.workspace import View, Workspace
from tests.helpers import golden
from tests.helpers.company import approval, approved, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import run

LOOKS = re.compile("\x1b\\[[0-9;]*m")
SCREEN = 40
"""Lines of an ordinary terminal window."""

WAIVER = """\
rule: DOC011
document: FRM-001
reason: The purchasing manager starts in July.
granted-by: dora
granted: 2024-05-01
until: 2024-07-31
"""
BODY = (
    "# Purchasing\n\n## Suppliers\n\nEvaluate them, see [the form](FRM-002.md). The limit is TBD.\n"
)


def five() -> dict[str, Content]:
    """Five documents with five gaps, and one more that a running waiver silences."""
    policy = document("POL-001", title="Quality policy", clauses="[5.2.1]")
    form = document("FRM-001", owner="purchaser", title="Supplier list")
    buying = document(clauses='["8.4", "8.10"]', body=BODY, references="[SOP-003]")
    return {
        **base(),
        path("POL-001"): policy,
        **approval("POL-001", 1, policy),
        path("FRM-001"): form,
        **approval("FRM-001", 1, form),
        path("SOP-001"): buying,
        **approval("SOP-001", 1, buying),
        **approved("SOP-002", title="Storage", review_every="12 months"),
        path("SOP-003"): document("SOP-003", status="draft", title="Returns"),
        ".isodocs/waivers/FRM-001.yaml": WAIVER,
        "isodocs.yaml": str(base()["isodocs.yaml"]) + "rules: {ignore: [CLS004, CLS005]}\n",
    }


def plain(result: CheckResult, *, width: int = 80, full: bool = False) -> str:
    return LOOKS.sub("", formats.write(CheckReport(result.checked, full, width=width), "text"))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("five") / "repo")
    for name, content in five().items():
        repo.write(name, content or "")
    return run(repo)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    """Some five thousand gaps in a hundred documents."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("many") / "repo")
    owners = ("quality-manager", "director", "quinn", "warehouse", "")
    for number in range(1, 101):
        id = f"SOP-{number:03}"
        links = "".join(f"See [form {n}](FRM-{n:03}.md).\n" for n in range(47 + number % 8))
        status = ("draft", "approved")[number % 2]
        text = document(id, status=status, owner=owners[number % 5], body=f"# A\n\n{links}\nTBD\n")
        repo.write(path(id), text.replace("---\n", "---\ndepartment: x\n", 1))
    for name, content in base().items():
        repo.write(name, content)
    return run(repo)


def test_five_gaps_fit_a_screen_and_read_like_a_note(few: CheckResult) -> None:
    assert sum(gap.counts for gap in few.gaps) == 5
    found = plain(few)
    assert len(found.splitlines()) <= SCREEN
    golden.check("check-5", found)


def test_thousands_are_told_by_rule_and_owner(many: CheckResult) -> None:
    assert sum(gap.counts for gap in many.gaps) > 5_000
    found = plain(many)
    assert len(found.splitlines()) <= SCREEN
    assert max(map(len, found.splitlines())) <= 80
    golden.check("check-5000", found)


def test_every_one_is_told_when_asked_for(many: CheckResult) -> None:
    found = plain(many, full=True)
    assert found.count("→") == sum(not gap.waived_until for gap in many.gaps)
    assert "By owner" not in found


def test_no_gaps(few: CheckResult) -> None:
    found = plain(replace(few, gaps=()))
    assert "No gaps" in found
    assert "explain" not in found
    assert "No gaps in what is staged." in _without_gaps(few, source="index")
    assert "No gaps in commit 0123abc." in _without_gaps(few, source="commit 0123abc")


def _without_gaps(found: CheckResult, **other: object) -> str:
    checked = found.checked._replace(gaps=(), looked_at=EVERYTHING, **other)
    return LOOKS.sub("", formats.write(CheckReport(checked, width=80), "text"))


def test_a_partial_check_says_what_it_looked_at(few: CheckResult) -> None:
    """No one may take "No gaps" of some rules, or of one document, for that of all."""
    for asked, says in (
        ({"select": ["CFG"]}, "Looked at only: rule CFG."),
        ({"select": ["CFG", "AUD"]}, "Looked at only: rules CFG and AUD."),
        ({"paths": ["isodocs.yaml"]}, "Looked at only: path isodocs.yaml."),
        ({"select": ["REF"], "ignore": ["REF"]}, "Left out: rule REF; rules CLS004 and CLS005"),
    ):
        result = check(few.register, **asked)
        found = plain(result)
        assert says in found
        assert "No gaps in what was looked at.\n`isodocs check` looks at everything." in found
        data = json.loads(formats.write(CheckReport(result.checked), "json"))
        assert not data["looked_at"]["everything"]
    ignoring = plain(replace(few, gaps=()))
    assert "Left out: rules CLS004 and CLS005 (ignored in isodocs.yaml)." in ignoring
    assert "No gaps in what was looked at.\nJudged is what is recorded" in ignoring


def test_notes_alone_are_no_work(few: CheckResult) -> None:
    note = Gap(all_rules()["DOC024"], Level.NOTE, Finding("the review is due", "Plan it."))
    found = plain(replace(few, gaps=(note,)))
    assert "No gaps to close in what was looked at; also 1 note." in found


def test_a_narrow_check_leaves_the_coverage_out(few: CheckResult) -> None:
    narrow = check(few.register, paths=["SOP-001"])
    found = plain(narrow)
    assert "applicable clauses" not in found
    assert "POL-001" not in found


def test_a_command_stays_on_one_line(few: CheckResult) -> None:
    for width in range(40, 100, 7):
        for line in plain(few, width=width).splitlines():
            assert line.count("`") % 2 == 0, line


def test_nothing_in_a_gap_steers_the_terminal(few: CheckResult) -> None:
    evil = Finding(
        "a\x1b[2Jb\u202e\nc\0d", "e\x07", Place("x\ny\x1b", 1), "SOP\r-1", owner="\x9b0m"
    )
    gap = Gap(all_rules()["DOC001"], Level.ERROR, evil, "2024-01-01", "f\x1b")
    for gaps in ((gap,), (replace(gap, waived_until=""),) * (FEW + 1)):
        found = plain(replace(few, gaps=gaps))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", found)


def test_the_day_and_what_was_looked_at_are_said(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()}, date="2024-01-20T12:00Z")
    result = check(Workspace.open(repo.path).register(View(date(2024, 6, 1), rev="HEAD")))
    heading, documents, *_ = plain(result).splitlines()
    assert heading.startswith("Test Works Ltd · ISO 9001:2015 · ")
    assert heading.endswith(", 2024-06-01")
    assert documents == "1 document: 1 effective"

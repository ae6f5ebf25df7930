"""The gaps of a first day: recorded once, shown always, and never a place to hide anything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from isodocs import formats
from isodocs.checking.check import check
from isodocs.checking.enforcement import judge_push
from isodocs.checking.run import baseline_in_force
from isodocs.errors import LifecycleError
from isodocs.inventory import baseline_files
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.record_baseline import plan_baseline
from isodocs.model.checked import Checked
from isodocs.model.waiver import RECORDED, RecordedGap
from isodocs.reports.check import CheckReport
from isodocs.repository.updates import Update
from isodocs.rules.registry import all_rules
from isodocs.statements.canonical import dump
from tests.helpers.company import CONFIG, document, path
from tests.lifecycle.conftest import Office

UNOWNED = document(
    "SOP-002", owner="The chief", body="# Two\n\nSee [three](three.md).\n", status="draft"
)
EMPTY = {"documents": [], "gaps": [], "on": "2024-06-03", "v": 1}
OTHER = document("SOP-003", owner="The boss", body="# Three\n\nText.\n", status="draft")


@pytest.fixture
def begun(office: Office) -> Office:
    """Two documents with gaps that were there on the first day, recorded."""
    office.repo.stage({path("SOP-002"): UNOWNED, path("SOP-003"): OTHER})
    office.commit()
    carry_out(office.workspace.git, plan_baseline(office.register))
    office.commit("Baseline")
    return office


def checked(office: Office) -> Checked:
    return check(office.register).checked


def new(office: Office) -> set[str]:
    return {f"{gap.code} {gap.finding.document}" for gap in checked(office).gaps if gap.is_new}


def push(office: Office, old: str) -> set[str]:
    update = Update("refs/heads/main", old, office.repo.head())
    (verdict,) = judge_push(office.workspace.git, [update], office.today)
    return {gap.code for gap in verdict.gaps}


def test_only_what_is_new_fails_and_what_is_left_is_counted(begun: Office) -> None:
    found = checked(begun)
    assert not found.failed
    recorded = {gap.code for gap in found.recorded}
    assert {"DOC011", "REF002"} <= recorded
    first = len(found.recorded)
    text = "\n".join(CheckReport(found, width=100).text())
    assert f"Recorded on 2024-06-03: {first} of {first} left" in text
    assert (
        f"No new gaps to close. {first} of the {first} gaps recorded on 2024-06-03 are left."
        in text
    )
    part = check(begun.register, select=["DOC011"]).checked
    assert CheckReport(part).data()["baseline"] is None
    assert "2 gaps recorded on 2024-06-03 are left." in "\n".join(CheckReport(part).text())
    # Lines move, and the gaps are the same ones.
    begun.repo.stage({path("SOP-002"): UNOWNED.replace("# Two\n", "# Two\n\nMore.\n\nAnd more.\n")})
    assert not new(begun)
    # The same link once more is one more gap; another owner who is not known is none.
    twice = UNOWNED + "\nAnd [again](three.md).\n"
    begun.repo.stage(
        {
            path("SOP-002"): twice,
            path("SOP-004"): document("SOP-004", owner="Nobody", status="draft"),
        }
    )
    assert new(begun) == {"REF002 SOP-002", "DOC011 SOP-004"}
    assert checked(begun).failed


def test_a_gap_that_is_closed_is_dropped_and_new_when_it_returns(begun: Office) -> None:
    with pytest.raises(LifecycleError, match="every gap that was recorded is still there"):
        plan_baseline(begun.register)
    begun.repo.stage({path("SOP-002"): UNOWNED.replace("The chief", "quality-manager")})
    begun.commit()
    assert "1 recorded gap is closed" in "\n".join(CheckReport(checked(begun), width=100).text())
    plan = plan_baseline(begun.register)
    assert plan.summary == "Drop 1 recorded gap that is closed."
    (change,) = plan.changes
    assert change.before is None  # what was recorded stays as it was written
    carry_out(begun.workspace.git, plan)
    begun.commit("Drop")
    begun.repo.stage({path("SOP-002"): UNOWNED})
    begun.commit()
    assert new(begun) == {"DOC011 SOP-002"}
    found = checked(begun).burn_down
    assert found is not None
    listed, first = found.rules["DOC011"]
    assert (listed, first) == (1, 2)


def test_one_that_was_removed_is_not_recorded_again(begun: Office) -> None:
    begun.repo.git("rm", "-q", RECORDED)
    begun.commit("Away with it")
    with pytest.raises(LifecycleError, match=r"is recorded once, and that of this .* was removed"):
        plan_baseline(begun.register)


def test_every_format_says_what_is_left(begun: Office) -> None:
    found = checked(begun)
    number = len(found.recorded)
    report = CheckReport(found, width=100)
    said = {
        name: formats.write(report, name)
        for name in ("json", "csv", "markdown", "sarif", "junit", "github", "gitlab")
    }
    data = json.loads(said["json"])
    assert data["summary"]["recorded"] == data["baseline"]["left"] == number
    assert data["summary"]["failed"] is False
    assert said["csv"].count(",yes\n") == number
    assert f"{number} of the {number} gaps recorded on 2024-06-03 are left" in said["markdown"]
    (run,) = json.loads(said["sarif"])["runs"]
    assert [result["baselineState"] for result in run["results"]].count("unchanged") == number
    assert run["properties"]["baseline"]["left"] == number
    assert said["junit"].count("recorded on the first day") == number
    assert said["github"].count("(recorded)") == number
    assert "::error" not in said["github"]
    assert said["gitlab"].count("Recorded on the first day") == number


def test_a_recorded_gap_is_a_gap_for_everything_else(begun: Office) -> None:
    """What readiness and hooks weigh is `counts`, which a baseline does not touch."""
    gaps = checked(begun).gaps
    without = begun.repo.path / RECORDED
    kept = without.read_bytes()
    without.unlink()
    begun.repo.git("rm", "-q", "--cached", RECORDED)
    bare = check(begun.register).gaps
    assert [(g.fingerprint, g.counts, g.level) for g in bare] == [
        (g.fingerprint, g.counts, g.level) for g in gaps
    ]
    assert not any(gap.recorded for gap in bare)
    without.parent.mkdir(exist_ok=True)
    without.write_bytes(kept)


@pytest.mark.parametrize("how", ["widened", "narrowed", "another"])
def test_a_baseline_that_is_changed_records_nothing_and_stops_a_push(
    begun: Office, how: str
) -> None:
    """Who may push could hide a new gap; so what is recorded is what was recorded first."""
    old = begun.repo.head()
    sneaky = document("SOP-004", owner="Nobody", status="draft")
    begun.repo.stage({path("SOP-004"): sneaky})
    (gap,) = (gap for gap in checked(begun).gaps if gap.is_new)
    mine = RecordedGap(gap.code, str(gap.level), gap.fingerprint)
    before = begun.register.inventory.baseline
    lines = {"widened": (*before.gaps, mine), "narrowed": before.gaps[1:], "another": (mine,)}[how]
    if how == "another":  # also where the old one was taken away in between
        begun.repo.stage({RECORDED: None})
        begun.commit()
    data = baseline_files.recorded(date(2024, 6, 3), lines, ["SOP-004"])
    begun.repo.stage({RECORDED: data})
    begun.commit()
    found = checked(begun)
    assert "CFG018" in {gap.code for gap in found.gaps if gap.is_new}
    assert not found.recorded
    assert "CFG018" in push(begun, old)


def test_what_approvals_rest_on_is_never_recorded(office: Office) -> None:
    altered = document(body="# Purchasing\n\nBuy anywhere.\n")
    office.repo.stage({path(): altered, path("SOP-002"): document("SOP-002")})
    office.commit()
    plan = plan_baseline_or_none(office)
    assert plan == "" or not {"REV005", "APR001"} & {line[:7] for line in plan.splitlines()}
    gaps = {gap.code: gap for gap in check(office.register).gaps}
    assert {"REV005", "APR001"} <= gaps.keys()
    lines = [RecordedGap(g.code, str(g.level), g.fingerprint) for g in gaps.values()]
    office.repo.stage({RECORDED: baseline_files.recorded(office.today, lines, [])})
    office.commit()
    found = checked(office)
    assert {"REV005", "APR001", "CFG018"} <= {gap.code for gap in found.gaps if gap.is_new}
    rules = all_rules()
    kept_apart = {code for code, rule in rules.items() if not rule.recordable}
    assert {
        *(c for c in rules if c[:3] in ("APR", "CFG")),
        "REV005",
        "REV006",
        "REC008",
        "REC015",
    } <= kept_apart
    assert {"DOC003", "DOC020", "DOC022", "TRN008", "TRN009", "REC009"} <= kept_apart
    assert {"DOC006", "DOC011", "REF002", "CLS004", "CLS008", "REC002"}.isdisjoint(kept_apart)


def plan_baseline_or_none(office: Office) -> str:
    try:
        (change,) = plan_baseline(office.register).changes
    except LifecycleError:
        return ""
    return (change.after or b"").decode()


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense",
        dump({**EMPTY, "gaps": ["DOC011 note 0123456789abcdef"]}, readable=True),
        dump({**EMPTY, "v": 2}, readable=True),
        dump({**EMPTY, "on": None}, readable=True),
    ],
)
def test_what_cannot_be_read_records_nothing(begun: Office, data: bytes) -> None:
    read = baseline_files.read({RECORDED: data})
    assert read.on is None
    assert read.problems


def test_what_was_reported_once_is_recorded_for_each(office: Office) -> None:
    """No document describes its changes; once one does, the others are reported by themselves."""
    texts = {
        path(f"SOP-{number:03}"): document(
            f"SOP-{number:03}", 2, change="", body=f"# {number}\n\nText.\n"
        )
        for number in range(2, 14)
    }
    office.repo.stage({path(): None, **texts})
    office.repo.stage({"isodocs.yaml": CONFIG})
    office.commit()
    gaps = {gap.code: gap for gap in check(office.register, select=["REV008"]).gaps}
    assert gaps["REV008"].finding.document == ""
    carry_out(office.workspace.git, plan_baseline(office.register))
    office.commit("Baseline")
    one = texts[path("SOP-002")].replace("effective:", "change: New suppliers.\neffective:")
    office.repo.stage({path("SOP-002"): one, path("SOP-014"): document("SOP-014", 2, change="")})
    found = check(office.register, select=["REV008"]).gaps
    assert len(found) == 12
    assert [gap.finding.document for gap in found if gap.is_new] == ["SOP-014"]


def test_a_baseline_that_comes_records_what_is_there_and_no_more(office: Office) -> None:
    """Lines for gaps to come, written by hand, would hide them; history that is cut shows none."""
    old = office.repo.head()
    (gap,) = (g for g in check(office.register).gaps if g.rule.recordable and g.counts)
    there = RecordedGap(gap.code, str(gap.level), gap.fingerprint)
    other = there._replace(fingerprint="0" * 16)
    for lines, day, documents, says in (
        ([there, there], office.today, [], "records 1 gap more than there is"),
        ([there, other], office.today, [], "records 1 gap more"),
        ([there], date(2031, 1, 1), [], "2031-01-01, which is to come"),
        ([there], office.today, ["SOP-001", "SOP-009"], "no commit has, such as 'SOP-009'"),
        ([there], office.today, ["SOP-001"], ""),
    ):
        office.repo.stage({RECORDED: baseline_files.recorded(day, lines, documents)})
        office.commit()
        update = Update("refs/heads/main", old, office.repo.head())
        (verdict,) = judge_push(office.workspace.git, [update], office.today)
        assert [says in reason for reason in verdict.reasons] == ([True] if says else [])
        office.repo.git("reset", "-q", "--soft", old)
    office.commit()
    register = office.register
    assert baseline_in_force(register).on == office.today
    cut = replace(register, ledger=replace(register.ledger, shallow=True))
    assert baseline_in_force(cut).on is None
    assert "CFG018" in {gap.code for gap in check(cut).gaps}


def test_no_merge_puts_another_baseline_in_its_place(begun: Office) -> None:
    """One written on a branch from before, in a merge that says main was merged into the branch."""
    repo, base = begun.repo, begun.repo.head()
    repo.git("switch", "-q", "-c", "side", "HEAD~1")
    repo.stage({RECORDED: baseline_files.recorded(begun.today, [], ["SOP-004"])})
    begun.commit()
    repo.git("merge", "-q", "-s", "ours", "-m", "Main", base)
    update = Update("refs/heads/main", base, repo.head())
    (verdict,) = judge_push(begun.workspace.git, [update], begun.today)
    assert "another baseline" in "\n".join(verdict.reasons)


def test_what_stops_a_push_stops_it_again_when_it_returns(office: Office) -> None:
    bad = document("SOP-002", status="draft", body="# Two\n\nText.\n")
    texts = [bad.replace("owner: ", "review-every: often\nowner: "), bad]
    office.repo.stage({path("SOP-002"): texts[0]})
    office.commit()
    carry_out(office.workspace.git, plan_baseline(office.register))
    office.commit("Baseline")
    old = office.repo.head()
    office.repo.stage({path("SOP-002"): texts[0] + "\nMore.\n"})
    office.commit()
    assert push(office, old) == set()
    for text in texts[::-1]:
        old = office.repo.head()
        office.repo.stage({path("SOP-002"): text})
        office.commit()
    assert push(office, old) == {"DOC007"}


def test_what_was_reported_once_hides_no_other_gap_of_its_rule(office: Office) -> None:
    texts = {
        path(f"SOP-{n:03}"): document(
            f"SOP-{n:03}", owner="The chief", status="draft", body=f"# {n}\n\nText.\n"
        ).replace("---\n", "---\nzone: 1\n", 1)
        for n in range(2, 14)
    }
    office.repo.stage(texts)
    office.commit()
    carry_out(office.workspace.git, plan_baseline(office.register))
    office.commit("Baseline")
    assert not new(office)
    other = texts[path("SOP-002")].replace("The chief", "Mallory").replace("zone", "aproved")
    office.repo.stage({path("SOP-002"): other})
    assert new(office) == {"DOC008 SOP-002", "DOC011 SOP-002"}

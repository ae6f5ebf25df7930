"""`isodocs set`: a record goes on, one field at a time, and nothing else in its file changes."""

from __future__ import annotations

import pytest

from tests.helpers.command import invoke, refused, run
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

START = "2024-01-02T09:00:00+00:00"
NC = "records/nonconformities/NC-2024-001.md"
STORY = """\
---
# Kept as it is.
record: nonconformity
id: NC-2024-001
title: 'Gauge'   # the old one
status: open
source: internal-audit
grade: minor
clauses:
  - "7.1.5.1"   # measuring
raised: 2024-01-10
owner: quality-manager
---
# Gauge

status: not a field
"""
AUDIT = """\
---
record: audit
id: AUD-2024-01
title: First
status: planned
standards: [iso-9001-2015]
criteria: [iso-9001-2015]
scope: all
auditors: [ann]
planned: 2024-01-10
---
# First
"""
RISKS = (
    "\ufeffid;kind;title;owner;status;note\r\n"
    'RSK-001;risk;"Fire; smoke";quality-manager;open;"say ""no"""\r\n'
    "RSK-002;risk;Water;quality-manager;open\r\n"
)
ACTIONS = """\
# What we promised.
- id: ACT-001   # first
  what: Buy
  owner: ann
  due: 2024-02-01

# between
- id: ACT-002
  what: "Sell"
  owner: ann
  due: 2024-02-02
"""
TRAINING = "person,competence,date,evaluated\nann,MEAS,2024-01-05,\n"


@pytest.fixture(scope="module")
def records_to_set(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("set") / "repo")
    files = {
        **base(),
        **approved(),
        NC: STORY,
        NC.replace("001", "002"): STORY.replace("NC-2024-001", "NC-2024-002").replace(
            "status: open", "status: closed"
        ),
        "records/audits/AUD-2024-01.md": AUDIT,
        "records/risk.csv": RISKS.encode(),
        "records/action.yaml": ACTIONS,
        "records/competence.csv": "id,title,kind\nMEAS,Measuring,process\n",
        "records/training.csv": TRAINING,
    }
    repo.commit("Start", files, date=START)
    return repo


@pytest.fixture(autouse=True)
def _as_committed(records_to_set: RepositoryBuilder) -> None:
    records_to_set.git("reset", "--quiet", "--hard")


def text(records_to_set: RepositoryBuilder, path: str) -> str:
    return (records_to_set.path / path).read_bytes().decode()


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, of two texts with the same number of lines."""
    old, new = before.split("\n"), after.split("\n")
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def test_a_field_that_is_there_keeps_its_line_quotes_and_comment(
    records_to_set: RepositoryBuilder,
) -> None:
    shown = run("set", "NC-2024-001", "title=Gauges: two", at=records_to_set.path)
    assert "title is 'Gauges: two', was 'Gauge'" in shown
    assert changed(STORY, text(records_to_set, NC)) == [
        ("title: 'Gauge'   # the old one", "title: 'Gauges: two'   # the old one")
    ]


def test_a_new_field_comes_where_its_kind_has_it(records_to_set: RepositoryBuilder) -> None:
    run(
        "set", "NC-2024-001", "corrected=2024-01-12", "correction=Withdrawn", at=records_to_set.path
    )
    place = "owner: quality-manager\n"
    added = f"{place}correction: Withdrawn\ncorrected: 2024-01-12\n"
    assert text(records_to_set, NC) == STORY.replace(place, added)


def test_lists_are_replaced_added_to_and_emptied(records_to_set: RepositoryBuilder) -> None:
    at = records_to_set.path
    run("set", "NC-2024-001", "clauses+=7.1.5.2", at=at)
    assert 'clauses: ["7.1.5.1", "7.1.5.2"]\n' in text(records_to_set, NC)
    run("set", "NC-2024-001", "clauses=8.5.1; 8.7", at=at)
    assert 'clauses: ["8.5.1", "8.7"]\n' in text(records_to_set, NC)
    run("set", "NC-2024-001", "clauses=", at=at)
    assert "clauses" not in text(records_to_set, NC)


def test_a_cell_of_a_table_changes_and_no_other(records_to_set: RepositoryBuilder) -> None:
    run("set", "RSK-001", "title=Fire, smoke", "status=accepted", at=records_to_set.path)
    run("set", "RSK-002", "note=a;b", at=records_to_set.path)
    assert text(records_to_set, "records/risk.csv") == RISKS.replace(
        '"Fire; smoke";quality-manager;open', "Fire, smoke;quality-manager;accepted"
    ).replace("Water;quality-manager;open\r", 'Water;quality-manager;open;"a;b"\r')


def test_a_row_of_yaml_changes_and_no_other(records_to_set: RepositoryBuilder) -> None:
    run("set", "ACT-001", "what=Buy: two", "done=2024-01-20", at=records_to_set.path)
    assert text(records_to_set, "records/action.yaml") == ACTIONS.replace(
        "what: Buy\n", 'what: "Buy: two"\n'
    ).replace("  due: 2024-02-01\n", "  due: 2024-02-01\n  done: 2024-01-20\n")


def test_a_row_without_a_number_is_named_by_its_line(records_to_set: RepositoryBuilder) -> None:
    run("set", "records/training.csv:2", "evaluated=2024-03-01", at=records_to_set.path)
    assert text(records_to_set, "records/training.csv") == TRAINING.replace(
        "2024-01-05,", "2024-01-05,2024-03-01"
    )
    said = refused("set", "records/training.csv:3", "evaluated=2024-03-01", at=records_to_set.path)
    assert "no record begins at line 3" in said
    said = refused("set", "records/calibration.csv:3", "result=passed", at=records_to_set.path)
    assert "there are no records in records/calibration.csv" in said


def test_an_audit_and_what_it_raised_name_each_other(records_to_set: RepositoryBuilder) -> None:
    run("set", "NC-2024-001", "audit=AUD-2024-01", at=records_to_set.path)
    assert 'findings: ["NC-2024-001"]\n' in text(records_to_set, "records/audits/AUD-2024-01.md")
    records_to_set.git("reset", "--quiet", "--hard")
    run("set", "AUD-2024-01", "findings=NC-2024-001", at=records_to_set.path)
    assert "audit: AUD-2024-01\n" in text(records_to_set, NC)
    said = invoke("check", "--select", "AUD006", at=records_to_set.path)
    assert "No gaps" in said.output

    events = "records/certification-event.csv"
    records_to_set.write(events, "id,kind,planned,findings\nCE-1,surveillance,2024-01-10,\n")
    run("set", "NC-2024-001", "event=CE-1", at=records_to_set.path)
    assert text(records_to_set, events).endswith("CE-1,surveillance,2024-01-10,NC-2024-001\n")


def test_a_new_nonconformity_is_listed_by_its_audit(records_to_set: RepositoryBuilder) -> None:
    story = ("source=internal-audit", "grade=minor", "raised=2024-01-11", "audit=AUD-2024-01")
    fields = [part for field in story for part in ("--set", field)]
    run(
        "new",
        "nonconformity",
        "Label",
        "--owner",
        "quality-manager",
        *fields,
        at=records_to_set.path,
    )
    made = next(
        p
        for p in (records_to_set.path / "records/nonconformities").iterdir()
        if "Label" in p.read_text()
    )
    assert f'findings: ["{made.stem}"]\n' in text(records_to_set, "records/audits/AUD-2024-01.md")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("NC-2024-001", "grade=bad"), "Write one of major, minor, observation, opportunity"),
        (("NC-2024-001", "gradee=major"), "Did you mean 'grade'?"),
        (("NC-2024-001", "raised=tomorrow"), "not a calendar date"),
        (("NC-2024-001", "owner=nobody"), "nobody"),
        (("NC-2024-001", "audit=AUD-2024-09"), "AUD-2024-09"),
        (("NC-2024-001", "id=NC-2024-007"), "isodocs renumber NC-2024-001"),
        (("NC-2024-001", "grade="), "cannot do without 'grade'"),
        (("NC-2024-001", "grade+=major"), "holds one value"),
        (("NC-2024-001", "grade"), "write FIELD=VALUE"),
        (("NC-2024-001", "grade=minor"), "says all of that already"),
        (("NC-2024-003", "grade=minor"), "Did you mean 'NC-2024-00"),
        (("NC-2024-002", "cause=Other"), "is closed, and a closed record stays as it is"),
        (("SOP-001", "title=Other"), "SOP-001 is a document"),
        (("records/training.csv:2", "date=2024-01-06"), "what such a row says stays"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_written(
    records_to_set: RepositoryBuilder, args: tuple[str, ...], words: str
) -> None:
    assert words in refused("set", *args, at=records_to_set.path)
    assert records_to_set.git("status", "--porcelain") == ""


def test_a_column_that_a_table_lacks_is_added(records_to_set: RepositoryBuilder) -> None:
    """Who gives a reason need not know how a table is written; the other rows stay."""
    before = text(records_to_set, "records/risk.csv").split("\r\n")
    run("set", "RSK-001", "postponed-because=Late", "level=high", at=records_to_set.path)
    after = text(records_to_set, "records/risk.csv").split("\r\n")
    header = max(before, key=lambda line: "status" in line)
    assert f"{header};level;postponed-because" in after
    assert next(line for line in after if "RSK-001" in line).endswith(";high;Late")
    assert [line for line in before if "RSK-002" in line] == [x for x in after if "RSK-002" in x]


def test_a_record_that_was_closed_a_moment_ago_can_be_opened_again(
    records_to_set: RepositoryBuilder,
) -> None:
    """Until it is committed, nothing is finished."""
    run("set", "NC-2024-001", "status=closed", at=records_to_set.path)
    run("set", "NC-2024-001", "status=open", at=records_to_set.path)
    assert text(records_to_set, NC) == STORY


def test_a_closed_record_is_opened_again_for_a_reason_and_then_goes_on(
    records_to_set: RepositoryBuilder,
) -> None:
    repo, name = records_to_set, "NC-2024-002"
    again = ("status=open", "reopened=2024-05-06", "reopened-because=No cause was found")
    assert f"isodocs set {name} status=open" in refused(
        "set", name, *again, "cause=Other", at=repo.path
    )
    run("set", name, *again, "closed=", at=repo.path)
    assert "Commit it first" in refused("set", name, "cause=Other", at=repo.path)
    repo.git("commit", "--quiet", "--all", "--no-verify", "-m", "Opened again")
    run("set", name, "cause=Other", at=repo.path)
    repo.git("reset", "--quiet", "--hard", "HEAD~1")


def test_without_a_value_the_fields_are_listed_with_what_they_say(
    records_to_set: RepositoryBuilder,
) -> None:
    shown = run("set", "NC-2024-001", at=records_to_set.path)
    assert "major | minor | observation | opportunity, required" in shown
    assert "now: minor" in shown


def test_dry_run_and_commit(records_to_set: RepositoryBuilder) -> None:
    assert "Nothing was written" in run("set", "ACT-002", "what=Rent", "-n", at=records_to_set.path)
    assert records_to_set.git("status", "--porcelain") == ""
    old = records_to_set.head()
    run("set", "ACT-002", "what=Rent", "--commit", at=records_to_set.path)
    assert records_to_set.git("log", "-1", "--format=%s") == "ACT-002: what"
    records_to_set.git("reset", "--quiet", "--hard", old)


def test_what_is_written_in_another_folder_is_found(records_to_set: RepositoryBuilder) -> None:
    run("set", "ACT-002", "what=Rent", at=records_to_set.path / "records")
    assert 'what: "Rent"' in text(records_to_set, "records/action.yaml")


def test_closing_without_proof_says_so_while_it_can_be_taken_back(
    records_to_set: RepositoryBuilder,
) -> None:
    """What is committed as closed stays closed, and NCR002 with it."""
    settings = ("status=closed", "closed=2024-02-01", "correction=Done", "cause=None seen")
    text = run("set", "NC-2024-001", *settings, at=records_to_set.path, width=300)
    assert "closed and does not show" in text
    assert "corrective action" in text
    assert "isodocs set NC-2024-001 status=open closed=" in text
    run("set", "NC-2024-001", "status=open", "closed=", at=records_to_set.path)
    assert "status: open" in (records_to_set.path / NC).read_text()


def test_what_comes_next_in_the_story_of_a_record_is_named(repo: RepositoryBuilder) -> None:
    story = (
        "---\nrecord: nonconformity\nid: NC-1\ntitle: T\nstatus: open\nsource: process\n"
        "grade: minor\nraised: 2026-01-02\nowner: ann\n---\n# T\n"
    )
    repo.commit("Begin", {**approved(), "records/nonconformities/NC-1.md": story})
    said = run("set", "NC-1", "due=2026-02-02", at=repo.path, width=300)
    assert "Correction comes next: correction, corrected (isodocs new nonconformity" in said
    said = run("set", "NC-1", "correction=Done", "corrected=2026-01-03", at=repo.path, width=300)
    assert "Cause comes next: cause, elsewhere, recurrence-of, takes-up (isodocs" in said


def test_where_all_choices_are_shown_the_opposite_is_not_suggested(
    records_to_set: RepositoryBuilder,
) -> None:
    said = refused("new", "training", "--set", "result=ineffective", at=records_to_set.path)
    assert "Did you mean" not in said


def test_the_fields_of_a_kind_are_in_plain_english(records_to_set: RepositoryBuilder) -> None:
    text = run("new", "audit", "--fields", at=records_to_set.path)
    assert "list of nonconformities, a; b" in text
    assert "list of people, a; b" in text

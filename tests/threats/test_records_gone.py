"""Threats to records of what happened: none may be taken out while it is open, or too early.

A nonconformity that is removed before an audit looks as if no one had ever raised it, and one whose
grade was lowered looks as if it had never been grave.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import START, gaps, later

NC, TABLE = "records/nonconformity/NC-2024-001.md", "records/complaint.csv"
OPEN = """\
---
record: nonconformity
id: NC-2024-001
title: Parts without inspection
status: open
source: internal-audit
grade: major
standard: iso-9001-2015
clauses: ["8.6"]
owner: quality-manager
raised: 2024-01-02
due: 2024-07-01
---
# Parts without inspection

Three parts left without an inspection.
"""
HEAD = "id,received,from,what,owner,due,closed\n"
ROWS = (
    "C-1,2024-01-02,Acme,Late order,quality-manager,2024-07-01,\n",
    "C-2,2024-01-02,Other,Wrong part,quality-manager,2024-07-01,\n",
)
RENUMBERED = {
    NC: None,
    "records/nonconformity/NC-2024-009.md": OPEN.replace("NC-2024-001", "NC-2024-009"),
}
Step = Callable[[RepositoryBuilder], object]


@pytest.fixture
def begun(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), NC: OPEN, TABLE: HEAD + "".join(ROWS)}, date=START)
    return repo


def merged(repo: RepositoryBuilder, text: str | None = None) -> None:
    """Merge a branch that changes something else, and let only the merge do this to the file."""
    repo.branch("side")
    later(repo, {"notes.txt": "x"})
    repo.checkout("main")
    repo.merge("side", files={NC: text}, date="2024-03-02T10:00:00+00:00")


GONE: dict[str, Step] = {
    "an open nonconformity": lambda r: later(r, {NC: None}),
    "an open nonconformity, not committed": lambda r: (r.path / NC).unlink(),
    "among evidence": lambda r: later(r, {NC: None, "records/evidence/NC.md": OPEN}),
    "under another ending": lambda r: later(r, {NC: None, NC.replace(".md", ".txt"): OPEN}),
    "outside of the records": lambda r: later(r, {NC: None, "archive/NC.md": OPEN}),
    "as a record of no kind": lambda r: later(
        r, {NC: OPEN.replace("record: nonconformity", "record: nothing")}
    ),
    "by a merge alone": merged,
    "a row": lambda r: later(r, {TABLE: HEAD + ROWS[1]}),
    "a table": lambda r: later(r, {TABLE: None}),
    "one of two of the same day, of which the other came later": lambda r: (
        later(r, {"records/complaint-2023.csv": HEAD + ROWS[0].replace("C-1", "C-3")}),
        later(r, {"records/complaint-2023.csv": HEAD}),
    ),
    "two of the same day, of which one got another number": lambda r: later(
        r, {TABLE: HEAD + ROWS[0].replace("C-1", "C-3")}
    ),
    "a row of a table that could not be read for a while": lambda r: (
        later(r, {TABLE: HEAD.encode("utf-16")}),
        later(r, {TABLE: HEAD + ROWS[1]}),
    ),
    "closed on a day before it was raised": lambda r: (
        later(r, {NC: OPEN.replace("open", "closed\nclosed: 1990-02-01")}),
        later(r, {NC: None}),
    ),
    "dated back": lambda r: (
        later(
            r,
            {NC: OPEN.replace("open", "closed\nclosed: 1990-02-01").replace("2024-01", "1990-01")},
        ),
        later(r, {NC: None}),
    ),
    "a row closed on a day before it was raised": lambda r: (
        later(r, {TABLE: HEAD + ROWS[0].replace(",\n", ",1990-02-01\n") + ROWS[1]}),
        later(r, {TABLE: HEAD + ROWS[1]}),
    ),
    "moved to a file that goes": lambda r: (
        later(r, {NC: None, "records/nonconformity/x.md": OPEN}),
        later(r, {"records/nonconformity/x.md": None}),
    ),
}

KEPT: dict[str, Step] = {
    "as it was": lambda r: None,
    "worked on": lambda r: later(r, {NC: OPEN.replace("major", "minor")}),
    "in another file": lambda r: later(r, {NC: None, "records/nonconformity/x.md": OPEN}),
    "in another table": lambda r: later(
        r, {TABLE: None, "records/complaint-2024.csv": HEAD + "".join(ROWS)}
    ),
    "in a table of another form": lambda r: later(
        r, {TABLE: (HEAD + "".join(ROWS)).replace(",", ";")}
    ),
    "under another number": lambda r: later(r, RENUMBERED),
    "under another number, after its day was corrected": lambda r: (
        later(r, {NC: OPEN.replace("2024-01-02", "2024-01-03")}),
        later(r, {p: t and t.replace("2024-01-02", "2024-01-03") for p, t in RENUMBERED.items()}),
    ),
    "under another number, not committed": lambda r: r.stage(RENUMBERED),
    "put back": lambda r: (later(r, {NC: None}), later(r, {NC: OPEN})),
    "planned, and given up": lambda r: (
        later(r, {"records/exercise.csv": "id,title,planned\nEX-1,Fire drill,2024-09-01\n"}),
        later(r, {"records/exercise.csv": "id,title,planned\n"}),
    ),
}


@pytest.mark.parametrize("step", GONE.values(), ids=GONE)
def test_49_record_taken_out(begun: RepositoryBuilder, step: Step) -> None:
    assert not {"REC008", "REC034"} & gaps(begun).keys()
    step(begun)
    assert {"REC008", "REC034"} & gaps(begun).keys()


@pytest.mark.parametrize("step", KEPT.values(), ids=KEPT)
def test_record_that_is_still_there(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC034" not in gaps(begun)


def test_record_whose_retention_has_ended(begun: RepositoryBuilder) -> None:
    closed = ROWS[0].replace(",\n", ",2024-02-01\n")
    later(begun, {TABLE: HEAD + closed + ROWS[1]})
    begun.commit("Tidy up", {TABLE: HEAD + ROWS[1]}, date="2034-03-01T10:00:00+00:00")
    assert "REC034" not in gaps(begun, on=date(2034, 3, 2))


MINOR = OPEN.replace("major", "minor")
BECAUSE = "reclassified-because: One slip\nreclassified-by: ann\ngrade: "
AGREED = MINOR.replace("grade: ", BECAUSE)
LESS: dict[str, Step] = {
    "in its file": lambda r: later(r, {NC: MINOR}),
    "not committed": lambda r: (r.path / NC).write_text(MINOR),
    "in two steps, of which one was explained": lambda r: (
        later(r, {NC: AGREED}),
        later(r, {NC: AGREED.replace("minor", "observation")}),
    ),
    "with a reason that was there before": lambda r: (
        later(r, {NC: OPEN.replace("grade: ", BECAUSE)}),
        later(r, {NC: AGREED}),
    ),
    "with a reason that was taken out again": lambda r: (
        later(r, {NC: AGREED}),
        later(r, {NC: MINOR}),
    ),
    "while it got another number": lambda r: later(
        r, {path: text and text.replace("major", "minor") for path, text in RENUMBERED.items()}
    ),
    "after it got another number": lambda r: (
        later(r, RENUMBERED),
        later(
            r, {path: text.replace("major", "minor") for path, text in RENUMBERED.items() if text}
        ),
    ),
    "while it was gone": lambda r: (later(r, {NC: None}), later(r, {NC: MINOR})),
    "as it was closed": lambda r: later(
        r, {NC: MINOR.replace("open", "closed\nclosed: 2024-02-01")}
    ),
    "by a merge alone": lambda r: merged(r, MINOR),
    "to no grade": lambda r: later(r, {NC: OPEN.replace("grade: major\n", "")}),
    "as what a process found": lambda r: (
        later(r, {NC: OPEN.replace("internal-audit", "surveillance")}),
        later(r, {NC: OPEN.replace("internal-audit", "process")}),
    ),
}
SAME: dict[str, Step] = {
    "as it was": lambda r: None,
    "with a reason": lambda r: later(r, {NC: AGREED}),
    "with a reason that came later": lambda r: (later(r, {NC: MINOR}), later(r, {NC: AGREED})),
    "with a reason that was corrected": lambda r: (
        later(r, {NC: AGREED}),
        later(r, {NC: AGREED.replace("One slip", "One part alone")}),
    ),
    "graver than at first": lambda r: (
        later(r, {"records/nonconformity/x.md": MINOR.replace("001", "002")}),
        later(r, {"records/nonconformity/x.md": OPEN.replace("001", "002")}),
    ),
    "set back": lambda r: (later(r, {NC: MINOR}), later(r, {NC: OPEN})),
    "with another source of the house": lambda r: later(
        r, {NC: OPEN.replace("internal-audit", "process")}
    ),
    "two that were raised on one day and got other numbers at once": lambda r: (
        later(r, {"records/nonconformity/x.md": MINOR.replace("001", "000")}),
        later(
            r,
            {
                NC: None,
                "records/nonconformity/x.md": None,
                "records/nonconformity/a.md": OPEN.replace("NC-2024-001", "NC-2"),
                "records/nonconformity/b.md": MINOR.replace("NC-2024-001", "NC-1"),
            },
        ),
    ),
}


@pytest.mark.parametrize("step", LESS.values(), ids=LESS)
def test_50_record_made_lighter(begun: RepositoryBuilder, step: Step) -> None:
    assert "REC035" not in gaps(begun)
    step(begun)
    assert "REC035" in gaps(begun)


@pytest.mark.parametrize("step", SAME.values(), ids=SAME)
def test_record_that_weighs_what_it_did(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC035" not in gaps(begun)


NO = OPEN.replace("due:", "effectiveness-reviewed: 2024-02-20\neffective: no\ndue:")
YES = NO.replace("effective: no", "effective: yes")
WHY = "result-changed-because: Entered in the wrong record\n"
EXERCISE, LAW = "records/exercise.csv", "records/legal-requirement.csv"
HELD = "id,title,kind,planned,held,result\nEX-1,Fire drill,drill,2024-01-10,2024-01-12,missed\n"
RISK = "records/risk.csv"
ASSESSED = "id,kind,title,owner,status,level,assessed\nR-1,risk,Fire,ann,open,high,2024-01-12\n"
CHECKED = "id,title,owner,status,checked,result\nL-1,Waste,ann,in-force,2024-01-12,not-compliant\n"
TURNED: dict[str, Step] = {
    "in its file": lambda r: later(r, {NC: YES}),
    "not committed": lambda r: (r.path / NC).write_text(YES),
    "for an earlier day": lambda r: later(r, {NC: YES.replace("02-20", "02-19")}),
    "without its day": lambda r: later(
        r, {NC: YES.replace("effectiveness-reviewed: 2024-02-20\n", "")}
    ),
    "in other words": lambda r: later(r, {NC: NO.replace("effective: no", "effective: TRUE")}),
    "after it was taken out": lambda r: (later(r, {NC: OPEN}), later(r, {NC: YES})),
    "with a reason that was there before": lambda r: (
        later(r, {NC: NO.replace("due:", f"{WHY}due:")}),
        later(r, {NC: YES.replace("due:", f"{WHY}due:")}),
    ),
    "under another number": lambda r: later(
        r, {NC: None, NC.replace("001", "009"): YES.replace("001", "009")}
    ),
    "of an exercise": lambda r: later(r, {EXERCISE: HELD.replace("missed", "met")}),
    "of an exercise, in part": lambda r: later(r, {EXERCISE: HELD.replace("missed", "partly")}),
    "of a risk": lambda r: (
        later(r, {RISK: ASSESSED}),
        later(r, {RISK: ASSESSED.replace("high", "medium")}),
    ),
    "of a law": lambda r: later(r, {LAW: CHECKED.replace("not-compliant", "compliant")}),
}
STAYS: dict[str, Step] = {
    "as it was": lambda r: None,
    "worse": lambda r: (
        later(r, {EXERCISE: HELD.replace("EX-1", "EX-2").replace("missed", "met")}),
        later(r, {EXERCISE: HELD.replace("EX-1", "EX-2")}),
    ),
    "found again on a later day": lambda r: later(r, {NC: YES.replace("02-20", "02-28")}),
    "with a reason": lambda r: later(r, {NC: YES.replace("due:", f"{WHY}due:")}),
    "with a reason that came later": lambda r: (
        later(r, {NC: YES}),
        later(r, {NC: YES.replace("due:", f"{WHY}due:")}),
    ),
    "set back": lambda r: (later(r, {NC: YES}), later(r, {NC: NO})),
    "never committed": lambda r: (
        r.write(NC.replace("001", "002"), NO.replace("001", "002")),
        r.write(NC.replace("001", "002"), YES.replace("001", "002")),
    ),
    "taken out, for another action": lambda r: later(r, {NC: OPEN}),
    "after a day that had not come": lambda r: (
        later(r, {NC: NO.replace("2024-02-20", "2042-02-20")}),
        later(r, {NC: NO}),
        later(r, {NC: YES.replace("02-20", "02-28")}),
    ),
    "with other capitals": lambda r: later(r, {NC: NO.replace("effective: no", "effective: No")}),
    "of a risk, assessed again": lambda r: (
        later(r, {RISK: ASSESSED}),
        later(r, {RISK: ASSESSED.replace("high", "medium").replace("01-12", "02-12")}),
    ),
    "of a law, looked at again": lambda r: later(
        r, {LAW: CHECKED.replace("not-compliant", "compliant").replace("01-12", "02-12")}
    ),
}


@pytest.fixture
def found(begun: RepositoryBuilder) -> RepositoryBuilder:
    """An action that did not work, an exercise that missed its target, and a law not met."""
    later(begun, {NC: NO, EXERCISE: HELD, LAW: CHECKED}, day="2024-02-25")
    return begun


@pytest.mark.parametrize("step", TURNED.values(), ids=TURNED)
def test_51_result_turned_round(found: RepositoryBuilder, step: Step) -> None:
    assert "REC036" not in gaps(found)
    step(found)
    assert "REC036" in gaps(found)


@pytest.mark.parametrize("step", STAYS.values(), ids=STAYS)
def test_result_that_is_what_was_found(found: RepositoryBuilder, step: Step) -> None:
    step(found)
    assert "REC036" not in gaps(found)


CALIBRATION = "records/calibration.csv"
RESULTS = "equipment,calibrated,result\nG-1,2023-12-01,passed\nG-1,2024-01-01,passed\n"
TOO_EARLY: dict[str, tuple[str, str, str, str]] = {
    "the file of a closed record": (
        NC,
        OPEN.replace("open", "closed\nclosed: 2024-02-01"),
        "",
        "REC008",
    ),
    "a closed row with a number": (
        TABLE,
        HEAD + ROWS[0].replace(",\n", ",2024-02-01\n") + ROWS[1],
        HEAD + ROWS[1],
        "REC034",
    ),
    "a final row": (CALIBRATION, RESULTS, RESULTS.replace("G-1,2023-12-01,passed\n", ""), "REC015"),
}


@pytest.mark.parametrize(("path", "kept", "left", "code"), TOO_EARLY.values(), ids=TOO_EARLY)
def test_49_retention_that_only_the_date_of_the_commit_has_ended(
    begun: RepositoryBuilder, path: str, kept: str, left: str, code: str
) -> None:
    later(begun, {path: kept})
    assert code not in gaps(begun)
    later(begun, {path: left or None}, day="2060-03-01")
    later(begun, {"notes.txt": "x"})
    assert code in gaps(begun)


def test_a_file_that_cannot_be_read_is_not_called_removed(begun: RepositoryBuilder) -> None:
    later(begun, {NC: OPEN.replace("grade: major", "grade: major\ngrade: minor")})
    said = gaps(begun)["REC034"]
    assert "is no longer read in its file, which was changed by Ann Author" in said


def test_what_went_is_named_once_for_each_file(begun: RepositoryBuilder) -> None:
    later(begun, {TABLE: HEAD})
    said = gaps(begun)["REC034"]
    assert "the complaint C-1 ('received' 2024-01-02) was removed by Ann Author" in said
    assert "as well as 1 other record" in said


def test_the_commit_is_named_that_took_a_row_out_of_what_could_not_be_read(
    begun: RepositoryBuilder,
) -> None:
    later(begun, {TABLE: HEAD.encode("utf-16")})
    later(begun, {TABLE: HEAD + ROWS[1]}, day="2024-03-02")
    assert f"{TABLE} the complaint C-1" in gaps(begun)["REC034"]
    assert "on 2024-03-02" in gaps(begun)["REC034"]

"""The commands that gaps show for putting a file back, run: wherever the file was, and is now."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence

import pytest

from isodocs.checking.check import check
from isodocs.workspace import View, Workspace
from tests.helpers.company import approval, approved, base, document
from tests.helpers.repository import Content, RepositoryBuilder
from tests.threats.attack import ON, START

SOP = "documents/SOP-001.md"
MOVED = "documents/buying & more/it's the SOP.md"
SECOND = document(revision=2, effective="2024-02-10")
NEXT = {SOP: SECOND, **approval("SOP-001", 2, SECOND)}
RECORD = next(iter(approval("SOP-001", 1, document())))
GIVEN = approval("SOP-001", 1, document())[RECORD]
NC = "records/nonconformities/a b.md"
CLOSED = """\
---
record: nonconformity
id: NC-2024-001
title: Gauge
status: closed
source: process
grade: minor
raised: 2024-01-10
owner: quality-manager
---
# Gauge
"""
TRAINING = "records/training/in the year.csv"
ROWS = "person,competence,date\nann,M,2024-01-02\nquinn,M,2024-01-03\n"

Steps = Sequence[Mapping[str, Content]]
LOSSES: dict[str, tuple[str, Steps, str, Content]] = {
    "put back to an older revision while it moved": (
        "REV002",
        [NEXT, {SOP: None, MOVED: document()}],
        MOVED,
        SECOND,
    ),
    "put back to an older revision, then moved": (
        "REV002",
        [NEXT, {SOP: document()}, {SOP: None, MOVED: document()}],
        MOVED,
        SECOND,
    ),
    "removed after it had moved": (
        "DOC022",
        [{SOP: None, MOVED: document()}, {MOVED: None}],
        MOVED,
        document(),
    ),
    "an approval altered twice": (
        "APR009",
        [{RECORD: GIVEN + b" "}, {RECORD: GIVEN + b"\n\n"}],
        RECORD,
        GIVEN,
    ),
    "an approval removed, then written otherwise": (
        "APR009",
        [{RECORD: None}, {RECORD: GIVEN + b" "}],
        RECORD,
        GIVEN,
    ),
    "an approval removed": ("APR009", [{RECORD: None}], RECORD, GIVEN),
    "a closed record": ("REC008", [{NC: CLOSED.replace("minor", "major")}], NC, CLOSED),
    "a closed record removed": ("REC008", [{NC: None}], NC, CLOSED),
}


def command(repo: RepositoryBuilder, code: str) -> str:
    """What the only gap of a rule says to type."""
    register = Workspace.open(repo.path / "quality").register(View(ON))
    (gap,) = check(register, select=[code]).gaps
    return re.findall(r"`(git .+?)`", gap.finding.hint)[0]


@pytest.mark.parametrize("name", LOSSES)
def test_what_is_shown_brings_the_file_back(repo: RepositoryBuilder, name: str) -> None:
    code, steps, place, wanted = LOSSES[name]
    start = {**base(), **approved(), NC: CLOSED, TRAINING: ROWS}
    for number, files in enumerate((start, *steps)):
        below = {f"quality/{path}": content for path, content in files.items()}
        repo.commit(f"{number}", below, date=START.replace("-02T", f"-{number + 2:02}T"))
    done = subprocess.run(
        ["bash", "-c", command(repo, code)],
        cwd=repo.path / "quality",
        env=repo.env,
        capture_output=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    data = wanted.encode() if isinstance(wanted, str) else wanted
    assert (repo.path / "quality" / place).read_bytes() == data


def test_what_is_shown_of_a_lost_row_is_the_table_that_had_it(repo: RepositoryBuilder) -> None:
    start = {**base(), **approved(), TRAINING: ROWS}
    repo.commit("Start", {f"quality/{p}": c for p, c in start.items()}, date=START)
    repo.commit("Less", {f"quality/{TRAINING}": ROWS.replace("quinn,M,2024-01-03\n", "")})
    shown = subprocess.run(
        ["bash", "-c", command(repo, "REC015")],
        cwd=repo.path / "quality",
        env=repo.env,
        capture_output=True,
        check=False,
    )
    assert shown.stdout.decode() == ROWS, shown.stderr

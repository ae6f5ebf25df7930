"""`isodocs competence`: the matrix as a quality manager reads it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
PEOPLE = """id,name,roles,joined
ann,Ann Author,operator,2020-01-01
ben,Ben Operator,operator; auditor,2024-05-10
"""
COMPETENCE = """- id: AWARE
  title: Awareness of ISO 9001
  kind: awareness
  everybody: yes
  within: 30 days
- id: MEAS
  title: Measuring with gauge and micrometer
  kind: process
  roles: [operator]
  evaluation: yes
  documents: [SOP-001]
- id: AUDIT
  title: Internal auditor
  kind: internal-auditor
  roles: [auditor]
  renew-every: 36 months
"""
TRAINING = """person,competence,date,evaluated,result
ann,AWARE,2021-02-01,,
quinn,AWARE,2021-02-01,,
ann,MEAS,2023-03-01,2023-05-01,effective
ben,MEAS,2024-05-11,,
ben,AUDIT,2021-06-20,,
"""


@pytest.fixture
def trained_people(repo: RepositoryBuilder) -> RepositoryBuilder:
    records = {
        "records/people.csv": PEOPLE,
        "records/competence.yaml": COMPETENCE,
        "records/training.csv": TRAINING,
    }
    repo.commit("Start", {**base(), **approved(), **records}, date="2024-01-10T09:00:00+00:00")
    return repo


@pytest.mark.parametrize("options", [(), ("--gaps",)])
def test_it_reads_well(trained_people: RepositoryBuilder, options: tuple[str, ...]) -> None:
    text = run("competence", "--on", DAY, *options, at=trained_people.path)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(f"competence{''.join(options)}", text)


def test_json_and_csv_say_the_same(trained_people: RepositoryBuilder) -> None:
    found = run_json("competence-matrix", "competence", "--on", DAY, at=trained_people.path)
    cells = {(c["person"], c["requirement"]): c["state"] for c in found["competences"]}
    rows = csv.DictReader(
        StringIO(run("competence", "--on", DAY, "--format", "csv", at=trained_people.path))
    )
    assert {(row["person"], row["requirement"]): row["state"] for row in rows} == cells
    assert cells["ben", "MEAS"] == "not evaluated"
    assert cells["ben", "AUDIT"] == "expiring"
    assert cells["ben", "AWARE"] == "to come"
    assert cells["dora", "AWARE"] == "missing"
    assert [r["person"] for r in found["readings"] if not r["confirmed"]] == ["ann", "ben"]


def test_one_person_or_role(trained_people: RepositoryBuilder) -> None:
    text = run("competence", "--on", DAY, "--person", "ann", "--gaps", at=trained_people.path)
    assert "Ben" not in text
    text = run("competence", "--on", DAY, "--role", "auditor", "--gaps", at=trained_people.path)
    assert "Ben Operator" in text
    assert "Ann" not in text
    assert "Did you mean 'ann'?" in refused(
        "competence", "--person", "anne", at=trained_people.path
    )


def test_without_records_it_says_what_is_wanted(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()}, date="2024-01-10T09:00:00+00:00")
    assert "`isodocs new competence` begins" in run("competence", "--on", DAY, at=repo.path)

"""What readiness says that a clause requires: each kind of duty, and each way it is not shown."""

from __future__ import annotations

import csv
from io import StringIO

from tests.helpers.command import invoke
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder
from tests.readiness.test_plan import DAY

HEAD = """\
id: house-rules-2024
display-name: House rules 2024
title: Rules of the house
publisher: Us
audits: [stage-2]
edition: "2024"
clauses:
"""
CLAUSE = """\
  - number: "{number}"
    title: Doors
    kind: requirement
    documented-information: [{{{kind}, what: "{what}"}}]
    evidence: [{{what: Key register, fresh: {fresh}}}]
"""
DUTIES = (
    ("1", "kind: maintain", "plan of the doors"),
    ("2", "kind: produce", "list of keys"),
    ("3", "kind: available", "what guests have to know, as far as needed"),
    ("4", "kind: retain", "who locked up"),
    ("5", "kind: retain", "who locked up early"),
    ("6", 'kind: available, as-evidence: "yes"', "that it was locked, as far as needed"),
    ("7", 'kind: available, as-evidence: "yes"', "that it was locked early, as far as needed"),
    ("8", "kind: retain", "what a tour of the house has shown"),
)
EVIDENCE = """\
id,what,where,clauses,looked-at,looked-at-by,seen
EVI-1,Keys,Board,5,2023-01-10,ann,3 keys
EVI-2,Keys,Board,7,2023-01-10,ann,3 keys
"""
AUDIT = (
    "---\nrecord: audit\nid: AUD-1\ntitle: A tour\nstatus: done\nkind: internal\n"
    "standards: [house-rules-2024]\ncriteria: [House rules]\nscope: The doors\n"
    "auditors: [ann]\nlead-auditor: ann\nplanned: 2024-05-10\nstarted: 2024-05-10\n"
    "finished: 2024-05-11\nreported: 2024-05-12\nclauses: [8]\n---\n# A tour\n\n"
    "Every door of the house was looked at with the people who lock up in the evening: the front "
    "door, the windows and the gate. Keys were counted on the board, and the register agreed. "
    "Nothing was found that is not as the rules have it.\n"
)
OLD = "the newest record is from 2023-01-10, and an auditor expects one from the last 12 months"
REQUIRED = [
    "1 requires documented information: plan of the doors; no document names this clause",
    "2 requires documented information: list of keys; no document names this clause",
    "3 requires documented information: what guests have to know, as far as needed; no document "
    "names this clause",
    "4 requires a record: who locked up; no record shows it",
    f"5 requires a record: who locked up early; {OLD}",
    "6 requires as evidence: that it was locked, as far as needed; no record shows it",
    f"7 requires as evidence: that it was locked early, as far as needed; {OLD}",
    "8 requires a record: what a tour of the house has shown; no record here shows it, but an "
    "internal audit looked at the clause",
]


def test_every_duty_in_every_state(repo: RepositoryBuilder) -> None:
    clauses = (CLAUSE.format(number=n, kind=k, what=w, fresh="12 months") for n, k, w in DUTIES)
    files = {
        **base(),
        **approved(),
        "isodocs.yaml": CONFIG.replace("iso-9001-2015", "house-rules-2024"),
        ".isodocs/standards/house-rules-2024.yaml": HEAD + "".join(clauses),
        "records/evidence.csv": EVIDENCE,
        "records/audits/aud-1.md": AUDIT,
    }
    repo.commit("Start", files, date="2024-07-01T09:00:00+00:00")
    report = invoke("readiness", "stage-2", "--on", DAY, "--format", "csv", at=repo.path).output
    messages = [row["message"] for row in csv.DictReader(StringIO(report))]
    said = [m.removeprefix("House rules 2024 ") for m in messages if "requires" in m]
    assert sorted(said) == REQUIRED

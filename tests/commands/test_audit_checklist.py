"""The checklist of an audit, and its report: all that is known, and what is not."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

DAY = "2026-11-20"
AUDIT = """\
---
record: audit
id: AUD-1
title: Buying
status: done
standards: [iso-9001-2015, house-rules]
criteria: [ISO 9001:2015]
scope: Buying
clauses: ["8.4"]
auditors: [quinn]
planned: 2024-03-01
started: 2024-03-01
finished: 2024-03-02
findings: [NC-1, NC-9]
---
# Buying

Three orders were followed.
"""
FINDING = """\
---
record: nonconformity
id: {id}
title: {title}
status: open
source: internal-audit
grade: minor
standard: iso-9001-2015
clauses: ["{clause}"]
audit: AUD-1
raised: 2024-03-02
owner: quality-manager
---
# {title}
"""


def company(repo: RepositoryBuilder) -> Path:
    body = '# Buying\n\n## Choosing {clause="iso-9001-2015:8.4.1"}\n\nFrom approved ones only.\n'
    files = {**base(), **approved(body=body), "records/audits/AUD-1.md": AUDIT}
    for id, title, clause in (("NC-1", "No criteria", "8.4.1"), ("NC-2", "No list", "8.4")):
        text = FINDING.format(id=id, title=title, clause=clause)
        files[f"records/nonconformities/{id}.md"] = text
    files["records/audit-programme.yaml"] = (
        "- {id: AP-1, standards: [iso-9001-2015], clauses: ['8.4', '9.2'], planned: 2024-03-01, "
        "due: 2024-03-31, audit: AUD-1}\n"
    )
    repo.commit("Begin", files, date="2024-03-03T09:00:00+00:00")
    return repo.path


def test_a_clause_has_what_is_asked_said_shown_and_found(repo: RepositoryBuilder) -> None:
    found = run_json(
        *("audit-checklist", "audit-checklist", "aud-1", "--on", "2024-06-01"), at=company(repo)
    )
    assert found["audit"]["path"] == "records/audits/AUD-1.md"
    assert found["not_known"] == ["house-rules"]
    (standard,) = found["standards"]
    assert [each["clause"] for each in standard["clauses"]] == ["8.4.1", "8.4.2", "8.4.3"]
    first, second, _ = standard["clauses"]
    assert first["documents"][0]["section"] == "Choosing"
    assert {"kind": "supplier", "number": 0, "newest": None, "proves": True} in first["records"]
    assert [each["id"] for each in first["findings"]] == ["NC-1", "NC-2"]
    assert [each["id"] for each in second["findings"]] == ["NC-2"]  # raised on the clause above
    assert first["last_audited"] == "2024-03-02"
    assert any("supplier" in each for each in first["look_for"])


def test_what_applies_of_a_standard_is_in_it_and_can_be_narrowed(sample: Path) -> None:
    rows = run("audit-checklist", "9001", "8.4", "9.2", "--on", DAY, "--format", "csv", at=sample)
    table = list(csv.DictReader(io.StringIO(rows)))
    numbers = [row["clause"] for row in table]
    assert numbers == ["8.4.1", "8.4.2", "8.4.3", "9.2.1", "9.2.2"]
    assert table[0]["title"].endswith(", general")
    assert {row["result"] + row["evidence_seen"] + row["finding"] for row in table} == {""}
    wrong = refused("audit-checklist", "AP-2026-03", "8.4", "--on", DAY, at=sample)
    assert "AP-2026-03 says itself which clauses it is of" in wrong
    assert "its clauses run" in refused("audit-checklist", "9001", "99", "--on", DAY, at=sample)


def test_a_checklist_has_room_to_write(sample: Path) -> None:
    page = run("audit-checklist", "AP-2026-03", "--on", DAY, "--format", "html", at=sample)
    assert page.count('<section class="sheet">') == 2
    assert page.count('<ul class="ticks">') == 2
    markdown = run("audit-checklist", "AP-2026-03", "--on", DAY, "--format", "markdown", at=sample)
    assert "## ISO 9001:2015 7.2 Competence" in markdown
    assert markdown.count("- [ ] conforms") == 2


def test_a_report_says_what_it_lacks(repo: RepositoryBuilder) -> None:
    at = company(repo)
    found = run_json("audit-report", "audit-report", "AUD-1", "--on", "2024-06-01", at=at)
    assert [each["id"] for each in found["findings"]] == ["NC-1", "NC-2"]
    assert [each["findings"] for each in found["clauses"]] == [["NC-1", "NC-2"], ["NC-2"], ["NC-2"]]
    assert found["missing"] == [
        "The record does not say with whom the auditors spoke (auditees).",
        "The record does not say what it comes to (conclusion).",
        "The record does not say when the report was handed over (reported).",
        "NC-9 is named as a finding, and no nonconformity has that number.",
        "NC-2 says that this audit raised it, and the audit does not name it.",
        "The report was due on 2024-04-01, and was not handed over yet.",
    ]
    assert found["not_covered"] == ["ISO 9001:2015 9.2.1", "ISO 9001:2015 9.2.2"]
    page = run("audit-report", "AUD-1", "--on", "2024-06-01", "--format", "html", at=at)
    assert "2 findings: 2 × minor" in page
    assert "Three orders were followed." in page


def test_a_report_that_lacks_nothing_says_so_by_silence(sample: Path) -> None:
    text = run("audit-report", "AUD-2026-02", "--on", DAY, at=sample)
    assert "lacks" not in text
    assert "18 clauses, with findings on 8.4.1." in text
    wrong = refused("audit-report", "AP-2026-03", "--on", DAY, at=sample)
    assert "no audit here is called 'AP-2026-03'. Did you mean 'AUD-2026-03'?" in wrong

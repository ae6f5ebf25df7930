"""Reports as pages: what they say of the sample company, and that nothing is passed over."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from tests.helpers.command import run

DAY = "2026-11-20"


def read(page: str) -> str:
    """The words of a page, without its style."""
    body = re.sub(r"</?(?:span|code|a|strong)\b[^>]*+>", "", page.partition("</style>")[2])
    return " ".join(unescape(re.sub(r"<[^>]*+>", " ", body)).split())


def shown(sample: Path, *arguments: str) -> str:
    return read(run(*arguments, "--on", DAY, "--format", "html", at=sample))


def test_corrective_actions_by_age_the_overdue_ones_first(sample: Path) -> None:
    page = shown(sample, "nonconformities", "--all")
    assert "3 nonconformities open, 1 overdue" in page
    assert "31 to 90 days 2, 1 overdue" in page
    assert "2 closed, half of them within 155 days." in page
    first = page.index("Evaluation of two heat treaters a year late")
    assert first < page.index("Account of an agency worker")
    assert "2026-10-23, 28 days overdue" in page
    assert re.search(r"NC-2026-001 minor .* 120 days yes, 2026-09-08", page)
    assert "2026-Q2 1 2026-Q3 2 2026-Q4 1" in page


def test_closed_ones_are_not_passed_over_in_silence(sample: Path) -> None:
    page = shown(sample, "nonconformities")
    assert "Closed ones are not shown: isodocs nonconformities --all has them." in page


def test_the_training_matrix_says_each_state_in_words(sample: Path) -> None:
    page = shown(sample, "competence")
    assert "2 competences not shown, 1 document to read" in page
    assert re.search(r"Lewis Carter \(machinist\) ✗ missing, due 2026-10-07", page)
    assert re.search(r"Arun Patel \(metrology-lead\) ✓ met ✓ until 2027-01-24", page)
    assert "? not evaluated, due 2026-09-10" in page
    assert "✗ to read by 2026-10-07" in page
    assert "to read: POL-001 revision 2, due 2026-10-07: isodocs confirm POL-001" in page


def test_the_audit_trail_is_a_time_line_the_newest_first(sample: Path) -> None:
    page = shown(sample, "audit-trail")
    assert "1 event to look at" in page
    months = re.findall(r"([A-Z][a-z]+ 20\d\d) \(\d+ events?\)", page)
    assert months[0] == "November 2026"
    assert months[-1] == "October 2023"
    assert "321: from Git" in page


def test_the_folder_of_reports_has_them_all(sample: Path, tmp_path: Path) -> None:
    run("report", str(tmp_path / "reports"), "--on", DAY, at=sample)
    index = (tmp_path / "reports" / "index.html").read_text()
    assert "Audit checklist AP-2026-03 Late shift" in index  # the next of the programme
    assert "Audit report AUD-2026-02 From order to dispatch" in index  # the last that was held
    assert re.findall(r'href="([a-z-]+)\.html"', index) == [
        *("readiness", "register", "coverage", "management-review", "nonconformities", "training"),
        *("certification", "audit-checklist", "audit-report", "audit-trail"),
    ]

"""Records of what was done are not taken in as documents, and are named."""

from __future__ import annotations

import pytest

from tests.adoption.test_look import seen

DOCUMENT = "---\nid: VA-0{0}\ntitle: Part {0}\nrevision: 1\nowner: QMB\n---\n# Part {0}\n"
SYSTEM = {f"qm/part-{n}.md": DOCUMENT.format(n) for n in range(1, 6)}


@pytest.mark.parametrize(
    "title",
    [
        "Auditbericht 2025",
        "Interner Audit-Bericht Q3/2025",
        "Managementbewertung 2025",
        "Protokoll der Managementbewertung vom 12.03.2025",
        "Audit report 2025",
        "Management review minutes 2024",
        "Internal audit report 2025 (ISO 9001:2015)",
        "Prüfbericht 2025-014",
        "Nonconformity report 2026",
        "Schulungsnachweis Brandschutz 2024",
    ],
)
def test_a_title_that_says_what_was_done_and_when(title: str) -> None:
    said = f"---\nid: FB-007\ntitle: {title}\nrevision: 3\nstatus: approved\n---\n# {title}\n"
    for text in (f"# {title}\n\nText.\n", said):
        found = seen({**SYSTEM, "qm/evidence.md": text}).candidates
        assert found.records == ("qm/evidence.md",)
        assert found.paths == tuple(SYSTEM)
        assert found.left == {("qm", "records of what was done"): 1}


@pytest.mark.parametrize(
    "title",
    [
        "Auditbericht",
        "Auditplan 2025",
        "Audit programme 2025",
        "Vorlage Auditbericht 2025",
        "Audit report template 2025",
        "Procedure for management review 2025",
        "Management review (ISO 9001:2015)",
        "Verfahren Managementbewertung 2025",
        "Quality policy 2025",
    ],
)
def test_a_title_of_a_document(title: str) -> None:
    found = seen({**SYSTEM, "qm/text.md": f"# {title}\n\nText.\n"}).candidates
    assert found.records == ()
    assert "qm/text.md" in found.paths


def test_next_year_is_left_out_as_well_and_no_document_is() -> None:
    record = "# Auditbericht 2025\n\nText.\n"
    found = seen({**SYSTEM, "qm/Auditbericht 2025.md": record}).candidates
    assert found.exclude == ("qm/Auditbericht ????.md",)
    beside = {"qm/Auditbericht 2025.md": record, "qm/Auditbericht neu!.md": "# How to write one\n"}
    assert "qm/Auditbericht 2025.md" in seen({**SYSTEM, **beside}).candidates.exclude


def test_a_copy_of_a_document_is_a_slip() -> None:
    """Three files, of which two are one document: the others keep the identifiers they say."""
    few = dict([*SYSTEM.items()][:2])
    found = seen({**few, "qm/part-1 - Kopie.md": DOCUMENT.format(1)})
    assert found.habits.identifiers.form == "field"
    assert list(found.counted.repeated) == ["VA-01"]


def test_one_identifier_in_texts_of_different_titles_distinguishes_nothing() -> None:
    alike = DOCUMENT.replace("id: VA-0{0}", "id: VA-01")
    found = seen({f"qm/part-{n}.md": alike.format(n) for n in range(1, 4)})
    assert found.habits.identifiers.form != "field"


NC = "---\nrecord: nonconformity\nid: NC-1\ntitle: Slip\nstatus: open\nowner: ann\n---\n# Slip\n"
KEPT = {
    "records/nonconformities/NC-1.md": NC,
    "records/nonconformities/evidence/photo.md": "# Photo\n\nText.\n",
}


@pytest.mark.parametrize("others", [SYSTEM, {}], ids=["beside documents", "alone"])
def test_what_is_read_as_a_record_is_no_document(others: dict[str, str]) -> None:
    found = seen({**others, **KEPT}).candidates
    assert found.paths == tuple(others)
    assert not any(pattern.startswith("records") for pattern in found.include)


def test_documents_may_be_in_a_folder_of_that_name() -> None:
    there = {f"records/part-{n}.md": DOCUMENT.format(n) for n in range(1, 6)}
    assert seen(there).candidates.paths == tuple(there)

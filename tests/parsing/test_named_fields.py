"""The fields of a document under the names that people give them, wherever they are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.config import Config, DayOrder
from isodocs.model.document import Document, Status
from isodocs.model.period import Period
from isodocs.parsing.document import parse
from isodocs.parsing.field_labels import field_called
from isodocs.parsing.header_block import stated

LABELS = Config(field_names="any", status_words={"Effective": "approved"})


def read(text: str, config: Config = LABELS) -> Document:
    return parse("documents/a.md", "0" * 40, text.encode(), config)


def said(text: str) -> dict[str, str]:
    return {fact.field: fact.value for fact in stated(text.encode())}


HEADED = "| Document Number | Title | Effective | Owner |\n|---|---|---|---|\n{}\n"
LONG = (
    "# A\n\n## B\n"
    + "\nText.\n" * 60
    + "{}\n\n| Version | Date | Author |\n|-|-|-|\n"
    + "| 1.0 | 2026-01-15 | QA |\n| 2.0 | 2026-04-05 | QA |\n"
)
"""Its list of versions is at the end."""
BESIDE = "| | |\n|---|---|\n| **Process Owner** | *Quality Manager* |\n| Version | 1.0 |\n"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "| Dokumentnr. | VA-01 | Revision | 3 | Titel | Beschaffung |\n"
            "|---|---|---|---|---|---|\n"
            "| Freigegeben von | Uwe Kern | Gültig ab | 01.03.2026 | Verantwortlich | QMB |\n\n"
            "# Beschaffung\n",
            {
                "id": "VA-01",
                "revision": "3",
                "title": "Beschaffung",
                "approved-by": "Uwe Kern",
                "effective": "01.03.2026",
                "owner": "QMB",
            },
        ),
        (
            "# Purchasing\n\n" + HEADED.format("| QP-1 | Purchasing | 2025-02-01 | QM |"),
            {"id": "QP-1", "title": "Purchasing", "effective": "2025-02-01", "owner": "QM"},
        ),
        (BESIDE, {"owner": "Quality Manager", "revision": "1.0"}),
        ("| Owner | Ann | Rev. | 3 |\n|---|---|---|---|\n", {"owner": "Ann", "revision": "3"}),
        ("**Document-ID:** QM-01\n**Revision**: 2  \n", {"id": "QM-01", "revision": "2"}),
        ("- **Dokument-ID:** QM-01\n- Status: Entwurf\n", {"id": "QM-01", "status": "Entwurf"}),
        ("Eigentümer: Frau Kühn\nGültig ab: 1. März 2026\n", {"owner": "Frau Kühn"}),
        ("Propriétaire : Mme Roux\n", {"owner": "Mme Roux"}),
        # a day that says no more is from when it holds, beside what only documents say
        ("Version: 2\nStand: 1.3.2026\n", {"revision": "2", "effective": "1.3.2026"}),
        ("Version: 2\nDate: 1.3.2026\nEffective: 1.4.2026\n", {"effective": "1.4.2026"}),
        ("# Minutes\n\nDate: 1.3.2026\n", {"effective": None}),
        # at the foot
        (
            "# A\n\n## B\n\n## C\n\n## D\nText.\n\n**Version:** 1.0\n**Datum:** 1.3.2026\n",
            {"revision": "1.0", "effective": "1.3.2026"},
        ),
        ("# A\n\n## B\n\n## C\n\n## D\nText.\n\nOwner: Ann\n", {"owner": None}),
        # a list of documents, of which the first is another
        (
            "# Document list\n\n| Title | Version | Owner |\n|-|-|-|\n| Purchasing | 2 | Ann |\n",
            {},
        ),
        (
            "# Purchasing\n\n| Title | Version | Owner |\n|-|-|-|\n| Purchasing | 2 | Ann |\n",
            {"title": "Purchasing", "revision": "2"},
        ),
        ("Eigenaar: Jan\nVersie: 2\n", {"owner": "Jan", "revision": "2"}),
        ("> **Owner:** [Ann](mailto:ann@example.com)\n", {"owner": "Ann"}),
        # several facts of one line
        (
            "**Owner:** on call. **Last reviewed:** 31 May 2026.\n",
            {"owner": "on call", "last-review": "31 May 2026."},
        ),
        ("> **Version**: 2.1 | **Owner**: Ann\n", {"revision": "2.1", "owner": "Ann"}),
        ("Version: 2.1 · Owner: Ann\n", {"revision": "2.1", "owner": "Ann"}),
        ("**Owner:** Ann | Bob\n", {"owner": "Ann | Bob"}),
        ("**Status:** ✅ Approved\n", {"status": "Approved"}),
        # the latest of a list of versions
        (
            "| Version | Status | Datum | Autor |\n|-|-|-|-|\n| 1.9 | Entwurf | 1.3.2026 | SG |\n"
            "| 1.10 | Freigegeben | 1.4.2026 | SG |\n| 1.0 | Entwurf | 1.2.2026 | SG |\n",
            {"revision": "1.10", "status": "Freigegeben", "effective": None},
        ),
        (
            "| Version | Date | Changes |\n|-|-|-|\n| - | | |\n| 2 | 2026-01-01 | New |\n",
            {"revision": "2"},
        ),
        (
            "# A\n\n## B\n\n## C\nOwner: Ann\n\n## 3. Änderungshistorie\n\n"
            "| Version | Datum | Autor |\n|-|-|-|\n| 0.1 | 1.3.2026 | SG |\n",
            {"revision": "0.1", "owner": None},
        ),
        (LONG.format("## 9. Revision History"), {"revision": "2.0", "effective": None}),
        (LONG.format("## 9. Versions of the tool"), {}),
        (LONG.format("```\n## Revision history"), {}),
        ("| Version | Size |\n|---|---|\n| 1 | 3 |\n| 2 | 4 |\n", {}),
        # a number without a colon, an interval for a day, one label of many rows
        ("**ISO 27001, A.8.5 | Version 1.0**\n", {"revision": "1.0", "owner": None}),
        ("*Rev. 3*\n", {"revision": "3"}),
        ("Next review: annually\n", {"review-every": "annually", "next-review": None}),
        (
            "| Tier | Meaning |\n|-|-|\n| Critical | A |\n| High | B |\n| **Standard** | C |\n"
            "| Low | D |\n",
            {},
        ),
        # what is not said
        ("**Owner:** [TODO]\nVersion: {{ version }}\nStatus: ____\n", {}),
        ("Next review: YYYY-MM-DD\nStatus: Draft / In review / Approved\n", {}),
        ("```\nOwner: Ann\n```\n<!--\nOwner: Ann\n-->\n", {}),
        ("# A\n\n## B\n\n## C\n\nOwner: Ann\n", {}),
        ("| Regulatory Requirement | Document Section |\n|---|---|\n| ISO 13485 7.2 | All |\n", {}),
        ("| Name | Version |\n|---|---|\n| App | 1.0 |\n| Other | 2.0 |\n", {}),
        (f"Owner: {'x' * 201}\n", {}),
    ],
)
def test_what_the_top_of_a_text_says(text: str, facts: dict[str, str]) -> None:
    found = said(text)
    assert {name: found.get(name) for name in facts} == facts
    assert facts or not found


@pytest.mark.parametrize(
    ("label", "field"),
    [
        *(
            ("Document ID", "id"),
            ("doc_id", "id"),
            ("last_reviewed_at", "last-review"),
            ("kind", "type"),
        ),
        *(("review_due", "next-review"), ("Revisionsstand", "revision"), ("Numéro", "")),
        *(("GÜLTIG AB", "effective"), ("Date d'effet:", "effective"), ("colour", "")),
    ],
)
def test_labels_are_compared_blind_to_how_they_are_written(label: str, field: str) -> None:
    assert field_called(label) == field


def test_front_matter_under_names_of_their_own() -> None:
    found = read(
        "---\nDocument ID: QP-1\nrev: 3\nDocument-Owner: Ann\nstate: Effective\n"
        "last_reviewed_on: 26 October 2026\nreview_due: 26.10.2027\nreview_in: 6\ncolour: red\n"
        "---\n# Purchasing\n"
    )
    assert (found.id, found.revision, found.owner, found.status) == (
        "QP-1",
        "3",
        "Ann",
        Status.APPROVED,
    )
    assert (found.last_review, found.next_review) == (date(2026, 10, 26), date(2027, 10, 26))
    assert found.review_every == Period(6, "month")
    assert [problem.kind for problem in found.problems] == ["unknown-field"]
    assert found.place("owner").line == 4


def test_front_matter_comes_before_what_the_text_says_and_our_names_before_others() -> None:
    found = read("---\nid: A-1\ndoc_id: B-1\nowner: ann\n---\n**Owner:** Bob\n**Version:** 2\n")
    assert (found.id, found.owner, found.revision) == ("A-1", "ann", "2")
    assert found.place("revision").line == 7


def test_a_text_without_front_matter_says_its_fields_itself() -> None:
    text = "# QP-1 Purchasing\n\n" + HEADED.format("| QP-1 | Purchasing | 4/1/2027 | QM |")
    found = read(text)
    assert (found.id, found.title, found.owner) == ("QP-1", "Purchasing", "QM")
    assert found.effective is None
    assert "which number is the month?" in found.problems[0].message
    assert found.problems[0].line == 5
    known = read(text, Config(field_names="any", dates=DayOrder.MONTH))
    assert (known.effective, known.problems) == (date(2027, 4, 1), ())


def test_nothing_is_read_so_where_the_configuration_does_not_say_it() -> None:
    found = read("---\nDocument ID: A-1\n---\n**Owner:** Bob\n", Config())
    assert (found.id, found.owner) == ("", "")


def test_a_name_of_the_configuration_is_found_however_it_is_written() -> None:
    config = Config(fields={"id": "document_id"})
    for key in ("document_id", "Document ID", "document-id"):
        assert read(f"---\n{key}: A-1\n---\n", config).id == "A-1"


@given(st.text("|-:*# \nOwner:ID1\r\\`<!>", max_size=120))
def test_no_text_fails(text: str) -> None:
    for fact in stated(text.encode()):
        assert fact.value == fact.value.strip()
        assert fact.line >= 1
    read(text)

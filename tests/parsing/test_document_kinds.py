"""What numbers, titles, names of files and folders say of the kind of a document."""

from __future__ import annotations

import pytest

from isodocs.parsing import document_kinds


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        *(("sop-capa", "procedure"), ("0-sop", "procedure"), ("SOP_Purchasing_Plan", "procedure")),
        *(("audit-plan", "plan"), ("02_Schulungsplan", "plan"), ("audit-program", "plan")),
        *(("tmpl-training-record", "form"), ("0090_Risk_Register_Template", "form")),
        *(("policy-exception-form", "form"), ("supplier-checklist", "form")),
        *(("0200_Policy_Incident_Process", "policy"), ("0650_Guideline_Exceptions", "guideline")),
        *(
            ("list-of-suppliers", "register"),
            ("soup-list", "register"),
            ("Dokumentenliste", "register"),
        ),
        *(("instructions-for-use", "manual"), ("instructions-on-labelling", "work-instruction")),
        *(
            ("process-map", ""),
            ("log-management", ""),
            ("manual-handling", ""),
            ("intended-use", ""),
        ),
        *(("nda-agreement", "agreement"), ("management-review-report", "report"), ("2026", "")),
    ],
)
def test_a_name_says_what_a_file_is(stem: str, kind: str) -> None:
    assert document_kinds.of_name(stem) == kind


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        *(("access-standards", ""), ("program", ""), ("records", "")),
        *(("sop-access", "procedure"), ("incident-response-plan", "plan"), ("access-form", "form")),
    ],
)
def test_what_may_be_a_subject_yields_to_the_folder(stem: str, kind: str) -> None:
    assert document_kinds.of_name(stem, "policy") == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *(("Performance Evaluation Plan (IVDD)", "plan"), ("SOP Corrective Action", "procedure")),
        *(("EC Declaration of Conformity", "declaration"), ("List of CAPAs", "register")),
        *(("Politique qualité", "policy"), ("Registro de proveedores", "register")),
        *(("Checklist: Software Release", "form"), ("Audit Plan", "plan"), ("Purchasing", "")),
    ],
)
def test_a_title_says_it_first_or_last(title: str, kind: str) -> None:
    assert document_kinds.of_title(title) == kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        *(("AUD-RPT-001", "report"), ("AUD-SCH-2026", "plan"), ("VA-014", "procedure")),
        *(("JD-QM-001", "job-description"), ("0210", ""), ("SUP-001", "")),
    ],
)
def test_letters_before_a_number_say_it(number: str, kind: str) -> None:
    assert document_kinds.of_number(number) == kind


def test_the_nearest_folder_counts_and_how_far_it_is() -> None:
    assert document_kinds.of_folder("docs/02-standards/logging.md") == ("standard", 0)
    assert document_kinds.of_folder("manual/hr/leave.md") == ("manual", 1)
    assert document_kinds.of_folder("docs/hr/leave.md") == ("", 0)

"""Coverage: what each clause rests on, and what does not count."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.coverage import coverage
from isodocs.assess.coverage_strength import summary
from isodocs.authority import authority_register
from isodocs.model.coverage import ClauseCoverage, Coverage, CoverageStatus, Strength
from isodocs.standards.load import load
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, approval, approved, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder

STANDARD = "iso-9001-2015"
ISO = load(STANDARD)
SOP, FRM = path("SOP-001"), path("FRM-001")
COVERED, PARTIAL = CoverageStatus.COVERED, CoverageStatus.PARTIAL
GAP, NOT_APPLICABLE = CoverageStatus.GAP, CoverageStatus.NOT_APPLICABLE


def assess(repo: RepositoryBuilder, on: str = "2024-06-01") -> Coverage:
    return coverage(Workspace.open(repo.path).register(View(date.fromisoformat(on))), STANDARD)


def row(repo: RepositoryBuilder, number: str = "8.4.1", on: str = "2024-06-01") -> ClauseCoverage:
    return next(row for row in assess(repo, on).rows if row.requirement.number == number)


def write(repo: RepositoryBuilder, *parts: dict[str, Content], config: str = CONFIG) -> None:
    for files in (base(), {"isodocs.yaml": config}, *parts):
        for name, content in files.items():
            repo.write(name, content or "")


def claiming(
    *numbers: str, id: str = "SOP-001", body: str = "", **options: str
) -> dict[str, Content]:
    clauses = ", ".join(f'"{number}"' for number in numbers)
    body = body or "# Purchasing\n\nBuy from approved suppliers only.\n"
    return {**approved(id, clauses=f"[{clauses}]", body=body, **options)}


def test_every_auditable_clause_is_there_in_order_and_nothing_else(repo: RepositoryBuilder) -> None:
    write(repo, claiming("8.4.1"))
    found = assess(repo)
    assert [row.requirement for row in found.rows] == list(ISO.auditable)
    assert sum(found.counts.values()) == len(ISO.auditable) == found.applicable
    assert found.counts[COVERED] == 1


def test_a_document_in_force_covers_what_it_claims(repo: RepositoryBuilder) -> None:
    write(repo, claiming("8.4.1"))
    found = row(repo)
    assert (found.status, found.reason) == (COVERED, "SOP-001 (claimed)")
    (evidence,) = found.evidence
    assert (evidence.document, evidence.revision, evidence.path, evidence.line) == (
        "SOP-001",
        "1",
        SOP,
        10,
    )
    assert row(repo, "8.4.2").status is GAP
    assert row(repo, "8.4.2").reason == "no document names this clause"


def test_a_claim_reaches_one_level_down_and_no_further(repo: RepositoryBuilder) -> None:
    write(repo, claiming("7.1"))
    below = row(repo, "7.1.2")
    assert (below.status, below.reason) == (COVERED, "SOP-001 (inherited)")
    assert row(repo, "7.1.5.1").status is GAP
    assert row(repo, "7.2").status is GAP


def test_a_claim_on_a_clause_says_nothing_about_the_one_above(repo: RepositoryBuilder) -> None:
    write(repo, claiming("7.1.5"))
    assert row(repo, "7.1.5.1").status is COVERED
    assert row(repo, "7.1.6").status is GAP


def test_a_theme_of_an_annex_says_nothing_of_its_controls(repo: RepositoryBuilder) -> None:
    config = CONFIG.replace(STANDARD, "iso-27001-2022")
    write(repo, {**approved(clauses='["A.5", "6.1"]')}, config=config)
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    rows = {r.requirement.number: r for r in coverage(register, "iso-27001-2022").rows}
    assert rows["A.5.1"].reason == "no document names this control"
    assert rows["6.1.1"].status is COVERED


def test_a_section_that_names_the_clause_is_stronger(repo: RepositoryBuilder) -> None:
    body = '# Purchasing\n\n## Suppliers {clause="8.4.1"}\n\nEvaluate them yearly.\n'
    write(repo, claiming("8.4.1", "8.4", body=body))
    (evidence,) = row(repo).evidence
    assert evidence.strength is Strength.LOCATED
    assert (evidence.section, evidence.line) == ("Suppliers", 14)
    assert row(repo, "8.4.2").evidence[0].strength is Strength.INHERITED


def test_the_strongest_document_comes_first(repo: RepositoryBuilder) -> None:
    body = "# Form\n\n## Suppliers {clause=8.4.1}\n\nName them.\n"
    write(repo, claiming("8.4.1"), approved("FRM-001", body=body))
    assert row(repo).reason == "FRM-001 (located), SOP-001 (claimed)"


def test_a_section_without_text_covers_nothing(repo: RepositoryBuilder) -> None:
    body = "# Purchasing\n\nBuy.\n\n## Suppliers {clause=8.4.1}\n"
    write(repo, approved(body=body))
    found = row(repo)
    assert (found.status, found.reason) == (GAP, "SOP-001: nothing is written there")


def test_text_elsewhere_stands_behind_the_claim_of_the_front_matter(
    repo: RepositoryBuilder,
) -> None:
    body = "# Purchasing\n\nBuy.\n\n## Suppliers {clause=8.4.1}\n"
    write(repo, claiming("8.4.1", body=body))
    assert row(repo).reason == "SOP-001 (claimed)"


@pytest.mark.parametrize(
    ("files", "on", "reason"),
    [
        ({SOP: document(status="draft", clauses="[8.4.1]")}, "2024-06-01", "still a draft"),
        ({SOP: document(clauses="[8.4.1]")}, "2024-06-01", "still awaiting approval"),
        (claiming("8.4.1"), "2024-01-25", "not effective before 2024-02-01"),
        (claiming("8.4.1"), "2026-01-21", "its review was due on 2026-01-20"),
    ],
)
def test_what_is_on_its_way_or_overdue_covers_partly(
    repo: RepositoryBuilder, files: dict[str, Content], on: str, reason: str
) -> None:
    write(repo, files)
    found = row(repo, on=on)
    assert (found.status, found.reason) == (PARTIAL, f"SOP-001: {reason}")


def test_an_obsolete_document_covers_nothing_and_is_named(repo: RepositoryBuilder) -> None:
    text = document(status="obsolete", clauses="[8.4.1]")
    write(repo, {SOP: text, **approval("SOP-001", 1, text)})
    found = row(repo)
    assert (found.status, found.reason) == (GAP, "SOP-001: obsolete")


def test_what_counts_makes_the_rest_unimportant(repo: RepositoryBuilder) -> None:
    write(repo, claiming("8.4.1"), {FRM: document("FRM-001", status="draft", clauses="[8.4.1]")})
    found = row(repo)
    assert (found.status, found.reason) == (COVERED, "SOP-001 (claimed)")
    assert [item.document for item in found.evidence] == ["SOP-001", "FRM-001"]


def test_the_revision_in_force_counts_not_the_draft_in_the_work_tree(
    repo: RepositoryBuilder,
) -> None:
    body = "# Purchasing\n\n## Suppliers {clause=8.4.1}\n\nEvaluate them.\n"
    repo.commit("One", {**base(), **approved(body=body)})
    text = document(revision=2, status="draft", clauses="[8.4.2]")
    repo.write(SOP, text)
    assert row(repo).reason == "SOP-001 (located)"
    assert row(repo).evidence[0].revision == "1"
    assert row(repo, "8.4.2").status is GAP
    (repo.path / SOP).unlink()
    assert row(repo).reason == "SOP-001: its file is gone or cannot be read"


def test_a_draft_that_is_gone_is_no_evidence(repo: RepositoryBuilder) -> None:
    repo.commit("One", {**base(), SOP: document(status="draft", clauses="[8.4.1]")})
    (repo.path / SOP).unlink()
    assert row(repo).reason == "no document names this clause"


def test_without_an_authority_register_nothing_is_shown_to_be_approved(
    repo: RepositoryBuilder,
) -> None:
    write(repo, claiming("8.4.1"))
    (repo.path / authority_register.path_of(1)).unlink()
    found = row(repo)
    assert (found.status, found.reason) == (
        PARTIAL,
        "SOP-001: declared approved, but no approval is recorded",
    )


def left_out(clause: str, document: str = "SOP-001") -> str:
    entry = f"{{justification: Made to drawings., document: {document}}}"
    return f'{CONFIG}not-applicable:\n  {STANDARD}:\n    "{clause}": {entry}\n'


def test_what_does_not_apply_is_out_of_the_reckoning(repo: RepositoryBuilder) -> None:
    write(repo, claiming("8.4.1"), config=left_out("8.3"))
    found = assess(repo)
    below = [number.number for number in ISO.auditable if number.number.startswith("8.3.")]
    out = [row for row in found.rows if row.status is NOT_APPLICABLE]
    assert [row.requirement.number for row in out] == below
    assert {row.reason for row in out} == {"Made to drawings."}
    assert found.applicable == len(ISO.auditable) - len(below)
    assert f"{len(below)} not applicable" in summary(found)


def test_what_was_left_out_without_ground_stays_a_gap(repo: RepositoryBuilder) -> None:
    write(repo, claiming("8.4.1"), config=left_out("5.1"))
    found = row(repo, "5.1.1")
    assert found.status is GAP
    assert found.reason.endswith("declared not applicable without sufficient ground")
    write(repo, claiming("8.4.1"), config=left_out("8.3", "SOP-999"))
    assert row(repo, "8.3.1").status is GAP


def test_the_summary_rounds_down(repo: RepositoryBuilder) -> None:
    numbers = [clause.number for clause in ISO.auditable]
    write(repo, claiming(*numbers[:-1], body="We plan, do and check what we agreed. " * 70))
    total = len(numbers)
    assert summary(assess(repo)) == (
        f"{total - 1} of {total} applicable clauses covered ({(total - 1) * 100 // total} %), "
        "1 not at all"
    )

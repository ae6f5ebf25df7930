"""A claim on a clause of one standard counts for what asks the same in another, and no further."""

from __future__ import annotations

import json
from datetime import date

import pytest

from isodocs.assess.coverage import coverage
from isodocs.model.correspondence import Relation
from isodocs.model.coverage import ClauseCoverage, CoverageStatus, Strength
from isodocs.workspace import View, Workspace
from tests.assess.test_coverage import write
from tests.helpers.command import run
from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import Content, RepositoryBuilder

QUALITY, ENVIRONMENT, SECURITY = "iso-9001-2015", "iso-14001-2015", "iso-27001-2022"
BOTH = CONFIG.replace(f"[{QUALITY}]", f"[{QUALITY}, {ENVIRONMENT}]")
THREE = CONFIG.replace(f"[{QUALITY}]", f"[{QUALITY}, {ENVIRONMENT}, {SECURITY}]")
COVERED, PARTIAL = CoverageStatus.COVERED, CoverageStatus.PARTIAL


def claims(standard: str, *numbers: str) -> str:
    return f"{{{standard}: [{', '.join(json.dumps(number) for number in numbers)}]}}"


def sop(standard: str, *numbers: str, id: str = "SOP-001", body: str = "") -> dict[str, Content]:
    return {**approved(id, clauses=claims(standard, *numbers), body=body or "# Title\n\nText.\n")}


def row(repo: RepositoryBuilder, standard: str, number: str) -> ClauseCoverage:
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    return next(r for r in coverage(register, standard).rows if r.requirement.number == number)


def test_what_is_equal_counts_and_says_through_what(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "7.5.2"), config=BOTH)
    found = row(repo, ENVIRONMENT, "7.5.2")
    assert (found.status, found.reason) == (COVERED, "SOP-001 (corresponding)")
    (item,) = found.evidence
    assert (item.strength, item.through) == (Strength.CORRESPONDING, f"{QUALITY}:7.5.2")
    assert item.relation is Relation.EQUAL


def test_what_corresponds_in_part_counts_partly_and_says_why(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "9.3.1"), config=BOTH)
    found = row(repo, ENVIRONMENT, "9.3")
    assert found.status is PARTIAL
    assert found.reason.startswith(
        f"corresponds to {QUALITY}:9.3.1 only in part: ISO 9001:2015 adds"
    )
    assert found.reason.endswith("(SOP-001)")


def test_nothing_counts_for_what_has_nothing_to_do_with_it(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "8.3.4"), config=BOTH)
    assert row(repo, ENVIRONMENT, "8.1").status is CoverageStatus.GAP


def test_only_standards_that_are_configured_lend_their_claims(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "7.5.2"), config=CONFIG.replace(QUALITY, ENVIRONMENT))
    assert not row(repo, ENVIRONMENT, "7.5.2").evidence


def test_the_whole_covers_its_parts(repo: RepositoryBuilder) -> None:
    write(repo, sop(ENVIRONMENT, "7.5.3"), config=BOTH)
    assert row(repo, QUALITY, "7.5.3.1").status is COVERED
    # it also asks that records are safe from alteration
    assert row(repo, QUALITY, "7.5.3.2").status is PARTIAL


def test_a_part_is_only_a_part_until_the_others_are_there(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "7.5.3.1"), config=BOTH)
    found = row(repo, ENVIRONMENT, "7.5.3")
    assert found.status is PARTIAL
    assert f"{QUALITY}:7.5.3.1 only together with 7.5.3.2" in found.reason
    write(repo, sop(QUALITY, "7.5.3.2", id="SOP-002"), config=BOTH)
    found = row(repo, ENVIRONMENT, "7.5.3")
    assert found.status is COVERED
    assert [item.document for item in found.evidence if item.counts] == ["SOP-001", "SOP-002"]


def test_a_part_in_a_draft_leaves_the_whole_open(repo: RepositoryBuilder) -> None:
    draft = document("SOP-002", status="draft", clauses=claims(QUALITY, "7.5.3.2"))
    write(repo, sop(QUALITY, "7.5.3.1"), {path("SOP-002"): draft}, config=BOTH)
    assert row(repo, ENVIRONMENT, "7.5.3").status is PARTIAL


def test_a_claim_on_the_clause_above_reaches_across(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "7.5"), config=BOTH)
    assert row(repo, ENVIRONMENT, "7.5.2").status is COVERED


def test_a_located_claim_keeps_its_section(repo: RepositoryBuilder) -> None:
    body = f'# Title\n\n## Writing {{clause="{QUALITY}:7.5.2"}}\n\nText.\n'
    write(repo, {**approved(body=body)}, config=BOTH)
    (item,) = row(repo, ENVIRONMENT, "7.5.2").evidence
    assert (item.section, item.strength) == ("Writing", Strength.CORRESPONDING)


def test_a_claim_of_its_own_is_stronger(repo: RepositoryBuilder) -> None:
    clauses = f'{{{QUALITY}: ["7.5.2"], {ENVIRONMENT}: ["7.5.2"]}}'
    write(repo, {**approved(clauses=clauses)}, config=BOTH)
    (item,) = row(repo, ENVIRONMENT, "7.5.2").evidence
    assert (item.strength, item.relation) == (Strength.CLAIMED, None)


def test_what_answers_in_part_is_not_told_where_something_answers_whole(
    repo: RepositoryBuilder,
) -> None:
    write(repo, sop(QUALITY, "9.3.1"), sop(ENVIRONMENT, "9.3", id="SOP-002"), config=BOTH)
    (item,) = row(repo, ENVIRONMENT, "9.3").evidence
    assert item.document == "SOP-002"


def test_a_draft_counts_partly_across_too(repo: RepositoryBuilder) -> None:
    write(
        repo,
        {path("SOP-001"): document(status="draft", clauses=claims(QUALITY, "7.5.2"))},
        config=BOTH,
    )
    found = row(repo, ENVIRONMENT, "7.5.2")
    assert (found.status, found.reason) == (PARTIAL, "SOP-001: still a draft")


def test_an_empty_claim_is_worth_nothing_in_part(repo: RepositoryBuilder) -> None:
    body = f'# Title\n\n## Review {{clause="{QUALITY}:9.3.1"}}\n'
    write(repo, {**approved(body=body)}, config=BOTH)
    assert not row(repo, ENVIRONMENT, "9.3").evidence


def test_what_the_other_standard_leaves_out_counts_partly_at_most(repo: RepositoryBuilder) -> None:
    """A clause of ISO 9001 that is declared not applicable is nothing to lean on elsewhere."""
    food = "iso-22000-2018"
    left_out = (
        f"\nnot-applicable:\n  {QUALITY}:\n"
        '    "7.1.5": {justification: Nothing is measured., document: SOP-001}\n'
    )
    config = CONFIG.replace(f"[{QUALITY}]", f"[{QUALITY}, {food}]") + left_out
    write(repo, sop(QUALITY, "7.1.5.1"), config=config)
    found = row(repo, food, "8.7")
    assert found.status is PARTIAL
    assert f"{QUALITY}:7.1.5.1 is declared not applicable" in found.reason


def test_a_row_of_a_matrix_reaches_across_and_names_its_table(repo: RepositoryBuilder) -> None:
    table = "# Manual\n\n| ISO 9001:2015 | Document |\n|---|---|\n| 7.5.2 | SOP-001 |\n"
    manual = {**approved("SOP-009", body=table)}
    write(repo, {**approved(body="# Title\n\nText.\n")}, manual, config=BOTH)
    (item,) = row(repo, ENVIRONMENT, "7.5.2").evidence
    assert (item.document, item.mapped_by) == ("SOP-001", "SOP-009")
    told = run("coverage", "--explain", f"{ENVIRONMENT}:7.5.2", "--on", "2024-06-01", at=repo.path)
    assert "by the table of SOP-009" in " ".join(told.split())


def test_many_documents_do_not_flood_a_reason(repo: RepositoryBuilder) -> None:
    files = [sop(QUALITY, "9.3.1", id=f"SOP-{n:03}") for n in range(1, 41)]
    write(repo, *files, config=BOTH)
    reason = row(repo, ENVIRONMENT, "9.3").reason
    assert "(SOP-001, SOP-002, SOP-003 and 37 more)" in reason
    assert len(reason) < 400


@pytest.mark.parametrize("format", ["text", "csv", "json", "oscal"])
def test_every_report_says_that_it_corresponds(repo: RepositoryBuilder, format: str) -> None:
    write(repo, sop(QUALITY, "7.5.2"), config=BOTH)
    told = run("coverage", ENVIRONMENT, "--format", format, "--on", "2024-06-01", at=repo.path)
    says = {"text": f"as {QUALITY}:7.5.2", "oscal": "corresponding"}
    assert says.get(format, f"{QUALITY}:7.5.2") in " ".join(told.split())


def test_the_whole_story_says_what_the_other_clause_asks(repo: RepositoryBuilder) -> None:
    write(repo, sop(QUALITY, "7.5.2", "9.3.1"), config=BOTH)
    for number, says in (("7.5.2", "asks the same"), ("9.3", "asks some of it")):
        args = ("coverage", "--explain", f"{ENVIRONMENT}:{number}", "--on", "2024-06-01")
        assert f"which {says}" in " ".join(run(*args, at=repo.path).split())


def test_one_claim_serves_three_standards(repo: RepositoryBuilder) -> None:
    write(repo, sop(ENVIRONMENT, "7.5.2"), config=THREE)
    assert [row(repo, id, "7.5.2").status for id in (QUALITY, ENVIRONMENT, SECURITY)] == [
        COVERED
    ] * 3

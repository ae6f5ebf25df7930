"""A claim of an edition counts for a supplement to it; what the supplement adds, it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from isodocs.assess.applicability import unfounded
from isodocs.assess.coverage import coverage
from isodocs.model.coverage import ClauseCoverage, CoverageStatus
from isodocs.model.register import Register
from isodocs.readiness.relevance import is_about
from isodocs.standards.load import load
from isodocs.workspace import View, Workspace
from tests.assess.test_corresponding_clauses import sop
from tests.assess.test_coverage import write
from tests.helpers.command import invoke, run
from tests.helpers.company import CONFIG, path
from tests.helpers.repository import RepositoryBuilder

BASE, SUPPLEMENT, OTHER = "iso-9001-2015", "iatf-16949-2016", "iso-14001-2015"
ALONE = CONFIG.replace(f"[{BASE}]", f"[{SUPPLEMENT}]")
BOTH = CONFIG.replace(f"[{BASE}]", f"[{BASE}, {SUPPLEMENT}]")
WITH_ANOTHER = CONFIG.replace(f"[{BASE}]", f"[{OTHER}, {SUPPLEMENT}]")
COVERED, PARTIAL, GAP = CoverageStatus.COVERED, CoverageStatus.PARTIAL, CoverageStatus.GAP


def register(repo: RepositoryBuilder) -> Register:
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


def row(repo: RepositoryBuilder, standard: str, number: str) -> ClauseCoverage:
    found = coverage(register(repo), standard).rows
    return next(each for each in found if each.requirement.number == number)


@pytest.mark.parametrize("config", [ALONE, BOTH])
def test_a_claim_of_the_edition_covers_its_clause_in_the_supplement(
    repo: RepositoryBuilder, config: str
) -> None:
    write(repo, sop(BASE, "8.4.1"), config=config)
    assert row(repo, SUPPLEMENT, "8.4.1").status is COVERED
    assert row(repo, SUPPLEMENT, "8.4.1.2").status is GAP  # the supplement's own


@pytest.mark.parametrize("config", [ALONE, BOTH])
def test_it_is_only_a_part_where_the_supplement_asks_more(
    repo: RepositoryBuilder, config: str
) -> None:
    write(repo, sop(BASE, "4.3"), config=config.replace(SUPPLEMENT, "acme-quality-2026"))
    own = {
        "id": "acme-quality-2026",
        "edition": "2026",
        "display-name": "Acme",
        "title": "What Acme asks",
        "publisher": "Acme",
        "includes": BASE,
        "clauses": [
            {"number": "4.3", "kind": "more", "asks": "Send it to Acme."},
            {"number": "4.3.1", "title": "Sites of Acme", "kind": "requirement"},
        ],
    }
    repo.commit("map", {".isodocs/standards/acme-quality-2026.yaml": yaml.safe_dump(own)})
    found = row(repo, "acme-quality-2026", "4.3")
    assert (found.status, found.requirement.more) == (PARTIAL, "Send it to Acme.")


def test_the_supplement_lends_to_the_edition_where_both_are_listed(repo: RepositoryBuilder) -> None:
    write(repo, sop(SUPPLEMENT, "8.4.1"), config=BOTH)
    assert row(repo, BASE, "8.4.1").status is COVERED


def test_another_standard_borrows_from_the_edition_through_the_supplement(
    repo: RepositoryBuilder,
) -> None:
    write(repo, sop(SUPPLEMENT, "7.5.2"), config=WITH_ANOTHER)
    assert row(repo, OTHER, "7.5.2").status is COVERED


def test_a_document_may_name_a_clause_of_the_edition_that_is_not_listed(
    repo: RepositoryBuilder,
) -> None:
    write(repo, sop(BASE, "8.4.1", "8.4.9"), config=ALONE)
    gaps = invoke("check", "--select", "CLS001,CLS002", "--full", at=repo.path).output
    assert "8.4.9" in gaps  # which is none
    assert "does not name" not in gaps  # isodocs.yaml need not name the edition
    run("show", "SOP-001", at=repo.path)
    why = run("coverage", "--explain", f"{SUPPLEMENT}:8.4.1", at=repo.path)
    assert "which asks the same" in " ".join(why.split())
    for kind in ("internal", "stage-1", "stage-2", "surveillance", "recertification"):
        assert "Shown:" in invoke("readiness", kind, at=repo.path).output


def test_a_heading_may_name_a_clause_of_the_edition(repo: RepositoryBuilder) -> None:
    body = "# Purchasing\n\n## Suppliers (ISO 9001:2015, 8.4.1)\n\nWe buy from approved ones.\n"
    files = sop(SUPPLEMENT, "8.4.1.2", body=body)
    write(repo, files, config=ALONE)
    assert row(repo, SUPPLEMENT, "8.4.1.2").status is COVERED
    assert path("SOP-001") in {entry.document.path for entry in register(repo)}


def test_a_record_of_the_edition_is_about_the_supplement_too(repo: RepositoryBuilder) -> None:
    write(repo, sop(BASE, "8.4.1"), config=BOTH)
    for id, standard in (("NC-1", BASE), ("NC-2", SUPPLEMENT)):
        text = f"---\nid: {id}\ntitle: Lost\nstandard: {standard}\n---\nIt was lost.\n"
        repo.commit("record", {f"records/nonconformity/{id}.md": text})
    found = register(repo)
    one, other = found.records["nonconformity"]
    about: list[Any] = [
        [is_about(found, record, (standard,)) for standard in (BASE, SUPPLEMENT)]
        for record in (one, other)
    ]
    assert about == [[True, True], [False, True]]


def test_the_supplement_narrows_what_may_be_left_out() -> None:
    for standard, leaves_out in ((BASE, True), (SUPPLEMENT, False)):
        clause = load(standard).get("8.5.3")
        assert clause is not None
        assert clause.may_be_not_applicable is leaves_out


def test_what_a_supplement_never_lets_go_stays_where_the_clause_above_goes(
    repo: RepositoryBuilder,
) -> None:
    """Design of products may be left out of IATF 16949, that of processes may not."""
    because = "{justification: Customers design the parts., document: SOP-001}"
    declared = f'not-applicable:\n  {SUPPLEMENT}: {{"8.3.1": {because}, "8.3.3": {because}}}\n'
    write(repo, sop(BASE, "8.3.1"), config=ALONE + declared)
    for number in ("8.3.1", "8.3.3", "8.3.3.1"):
        assert row(repo, SUPPLEMENT, number).status is CoverageStatus.NOT_APPLICABLE, number
    for number in ("8.3.1.1", "8.3.3.2", "8.3.3.3"):
        assert row(repo, SUPPLEMENT, number).status is not CoverageStatus.NOT_APPLICABLE, number


def test_what_goes_only_in_part_is_refused_with_the_parts_that_may(
    repo: RepositoryBuilder,
) -> None:
    because = "{justification: Customers design the parts., document: SOP-001}"
    declared = f'not-applicable:\n  {SUPPLEMENT}: {{"8.3": {because}}}\n'
    write(repo, sop(BASE, "8.3.1"), config=ALONE + declared)
    found = register(repo)
    (said,) = (unfounded(found, each) for each in found.config.not_applicable)
    assert said.startswith("clause 8.3 cannot be left out as a whole; 8.3.1, ")

"""CLS010, and the gaps that several standards have in common."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected, run

QUALITY, ENVIRONMENT, SECURITY = "iso-9001-2015", "iso-14001-2015", "iso-27001-2022"
TWO = CONFIG.replace(f"[{QUALITY}]", f"[{QUALITY}, {ENVIRONMENT}]")
THREE = CONFIG.replace(f"[{QUALITY}]", f"[{QUALITY}, {ENVIRONMENT}, {SECURITY}]")


def claiming(**clauses: str) -> str:
    each = [f"{standard.replace('_', '-')}: [{numbers}]" for standard, numbers in clauses.items()]
    return f"{{{', '.join(each)}}}"


def told(*says: str) -> Sequence[Expected]:
    hint = "Name the clauses in the front matter of the documents. To see what"
    return [Expected("isodocs.yaml:2:1", text, hint, "warning", "") for text in says]


CASES = (
    Case(
        "CLS010",
        "each names its own",
        work=approved(clauses=claiming(iso_9001_2015='"9.3"', iso_14001_2015='"9.3"')),
        config=TWO,
        also={"CLS004"},
    ),
    Case(
        "CLS010",
        "one standard only",
        work=approved(clauses=claiming(iso_9001_2015='"9.3"')),
        also={"CLS004"},
    ),
    Case(
        "CLS010",
        "exactly the same",
        work=approved(clauses=claiming(iso_9001_2015='"7.5.2"', iso_14001_2015='"8.2"')),
        config=TWO,
        also={"CLS004"},
    ),
    Case(
        "CLS010",
        "nothing names the second standard at all",
        work=approved(clauses=claiming(iso_9001_2015='"9.3.1"')),
        config=TWO,
        also={"CLS004"},
    ),
    Case(
        "CLS010",
        "a draft is not in force yet",
        work={
            **approved(clauses=claiming(iso_9001_2015='"9.3"', iso_14001_2015='"8.2"')),
            path("SOP-002"): document(
                "SOP-002", status="draft", clauses=claiming(iso_14001_2015='"9.3"')
            ),
        },
        config=TWO,
        also={"CLS004", "CLS005"},
    ),
    Case(
        "CLS010",
        "only the first standard is named",
        told(
            "4.1 and 9.3 of ISO 14001:2015 rely only on documents that name clauses"
            " of other standards, which ask for less"
        ),
        work=approved(clauses=claiming(iso_9001_2015='"4.1", "9.3.1"', iso_14001_2015='"8.2"')),
        config=TWO,
        also={"CLS004"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def uncovered(repo: RepositoryBuilder, config: str, **clauses: str) -> list[str]:
    case = Case("CLS004", "x", work=approved(clauses=claiming(**clauses)), config=config)
    case.build(repo)
    return [gap.finding.message for gap in run(repo).gaps if gap.code == "CLS004"]


def test_a_gap_that_three_standards_share_is_told_once(repo: RepositoryBuilder) -> None:
    each = {"iso_9001_2015": '"8.5.1"', "iso_14001_2015": '"8.2"', "iso_27001_2022": '"8.2"'}
    messages = uncovered(repo, THREE, **each)
    about = [message for message in messages if "Purpose of internal audits" in message]
    assert about == [
        "9.2.1 of ISO 9001:2015, 9.2.1 of ISO 14001:2015, 9.2.1 of ISO/IEC 27001:2022 (Purpose of "
        "internal audits): no document names these clauses"
    ]
    assert not [message for message in messages if message.startswith("9.2.1 General")]


def test_every_open_clause_is_told_exactly_once(repo: RepositoryBuilder) -> None:
    each = {"iso_9001_2015": '"8.5.1"', "iso_14001_2015": '"8.2"', "iso_27001_2022": '"8.2"'}
    config = THREE
    Case("CLS004", "x", work=approved(clauses=claiming(**each)), config=config).build(repo)
    result = run(repo)
    named = [c for gap in result.gaps if gap.code == "CLS004" for c in gap.finding.clauses]
    assert len(named) == len(set(named))
    open_clauses = {
        str(row.requirement.reference)
        for found in result.coverages.values()
        for row in found.rows
        if row.status == "gap" and not row.requirement.control
    }
    assert set(named) == open_clauses
    messages = [gap for gap in result.gaps if gap.code == "CLS004"]
    assert len(messages) < len(named) - 25


def test_what_one_standard_has_already_is_asked_of_the_other_alone(
    repo: RepositoryBuilder,
) -> None:
    messages = uncovered(repo, TWO, iso_9001_2015='"8.5.1"', iso_14001_2015='"9.2.2", "8.2"')
    assert "9.2.1 of ISO 9001:2015, 9.2.1 of ISO 14001:2015" in "\n".join(messages)
    assert "9.2.2 of" not in "\n".join(messages)

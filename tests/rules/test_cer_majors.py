"""CER004, CER005: major nonconformities at the decision on a certificate."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case
from tests.rules.test_cer_certification import MAJOR, gap, records

CASES = (
    Case(
        "CER004",
        "verified in time",
        work=records(major=MAJOR.format("body-verified: 2023-08-20\n"), decided="", expires=""),
    ),
    Case(
        "CER004",
        "not verified after six months",
        (
            gap(
                "status",
                "CERT-9001: verification of NC-1 by the body was due by 2023-12-02: "
                "stage 2 must be repeated (ISO/IEC 17021-1:2015, 9.5.3.2)",
                "Ask the certification body",
            ),
        ),
        work=records(major=MAJOR.format(""), decided="", expires=""),
        on="2024-02-01",
    ),
    Case(
        "CER005",
        "verified before the decision",
        work=records(major=MAJOR.format("body-verified: 2023-08-20\n")),
    ),
    Case(
        "CER005",
        "verified after the decision",
        (
            gap(
                "decided",
                "CERT-9001: granted on 2023-09-15, while the major nonconformity NC-1 "
                "was still open",
                "Correct the dates",
            ),
        ),
        work=records(major=MAJOR.format("body-verified: 2023-09-20\n")),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

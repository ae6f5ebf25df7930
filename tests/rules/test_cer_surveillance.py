"""CER001, CER002 and CER032: audits that are late, not arranged, or not recommended."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_cer_certification import event, gap, records

REFUSED = (
    "E8,CERT-9001,iso-9001-2015,surveillance,2024-05-02,2024-05-02,2024-05-02,not-recommended\n"
)
CASES = (
    Case("CER001", "there is still time", work=records()),
    Case(
        "CER001",
        "held in time",
        work=records(event("surveillance", "2024-08-20", "2024-08-20")),
        on="2024-10-15",
    ),
    Case(
        "CER001",
        "twelve months have passed",
        (
            gap(
                "decided",
                "CERT-9001: the surveillance audit was due by 2024-09-15 and has not "
                "been held (ISO/IEC 17021-1:2015, 9.1.3.3)",
                "Contact Certify Ltd at once and agree on a date.",
            ),
        ),
        work=records(),
        on="2024-09-16",
    ),
    Case(
        "CER032",
        "a later audit went well",
        work=records(REFUSED + event("special", "2024-05-20", "2024-05-20")),
    ),
    Case(
        "CER032", "a certificate that was withdrawn", work=records(REFUSED, withdrawn="2024-05-20")
    ),
    Case(
        "CER032",
        "a surveillance audit that ended without a recommendation",
        (
            Expected(
                "records/certification-event.csv:4:8",
                "E8: the surveillance of 2024-05-02 ended without a recommendation, and nothing "
                "follows",
                "Settle what it found with the certification body, and enter the audit that",
                document="",
            ),
        ),
        work=records(REFUSED),
    ),
    Case(
        "CER002",
        "an audit is planned",
        work=records(event("surveillance", "2024-08-20")),
        on="2024-07-01",
    ),
    Case(
        "CER002",
        "nothing is planned three months before",
        (
            gap(
                "decided",
                "CERT-9001: a surveillance audit is due by 2024-09-15 and has not been "
                "arranged (ISO/IEC 17021-1:2015, 9.1.3.3)",
                "Agree on a date with Certify Ltd and enter it as a certification event.",
                "warning",
            ),
        ),
        work=records(),
        on="2024-06-15",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

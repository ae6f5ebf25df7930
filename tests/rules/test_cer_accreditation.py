"""CER: whether the accreditation behind a certificate is one that counts for it."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_cer_certification import WHERE, gap, records

NONE = {
    "accreditation_body": "",
    "accreditation_number": "",
    "accreditation_scope": "",
    "recognised_under": "",
    "accreditation_verified": "",
}


def registered(scope: str = "ISO 9001, machining", until: str = "", under: str = "GACI MRA") -> str:
    return (
        "id,name,accreditation-body,accreditation-number,accreditation-scope,recognised-under,"
        f'valid-until,looked-up\nCB-1,Certify Ltd,UKAS,0042,"{scope}",{under},{until},2024-01-10\n'
    )


def with_register(text: str, **changes: str) -> dict[str, str | bytes]:
    return {**records(**NONE, **changes), "records/certification-body.csv": text}


CASES = (
    Case("CER006", "the register of bodies holds it", work=with_register(registered())),
    Case("CER006", "the body by its id", work=with_register(registered(), body="CB-1")),
    Case(
        "CER006",
        "a number that says there is none",
        (gap("body", "missing the number of the accreditation", "Ask the certification body"),),
        work=records(accreditation_number="n/a"),
    ),
    Case("CER022", "its scope names the standard", work=records()),
    Case(
        "CER022",
        "its scope names another standard only",
        (
            gap(
                "accreditation-scope",
                "CERT-9001: the scope of the accreditation, 'FSMS, ISO 22000:2018', does not "
                "include ISO 9001:2015",
                "Look up the scope",
            ),
        ),
        work=records(accreditation_scope="'FSMS, ISO 22000:2018'"),
        example=True,
    ),
    Case(
        "CER022",
        "the register's scope names another standard",
        (Expected(f"{WHERE}:1", "does not include ISO 9001:2015", "Look up", document=""),),
        work=with_register(registered("ISMS, ISO/IEC 27001")),
    ),
    Case(
        "CER022",
        "the register says less than the certificate",
        (
            gap(
                "accreditation-scope",
                "and 'ISMS, ISO/IEC 27001' in the entry of",
                "Look up the scope with the accreditation body, and correct what is wrong.",
            ),
        ),
        work={
            **with_register(registered("ISMS, ISO/IEC 27001")),
            **records(),
        },
    ),
    Case(
        "CER022",
        "the register says as much as the certificate",
        work={
            **with_register(registered("QMS, ISO 9001:2015")),
            **records(),
        },
    ),
    Case("CER023", "the arrangement of today", work=records(recognised_under="GACI MRA")),
    Case(
        "CER023",
        "no arrangement",
        (
            gap(
                "recognised-under",
                "CERT-9001: 'recognised-under' is 'our auditor', which is not a known arrangement",
                "Enter one of GACI MRA, IAF MLA, EA MLA",
            ),
        ),
        work=records(recognised_under="our auditor"),
        example=True,
    ),
    Case(
        "CER023",
        "the arrangement of laboratories",
        (gap("recognised-under", "which is for laboratories and inspection", "Enter one of"),),
        work=records(recognised_under="ILAC MRA"),
    ),
    Case("CER025", "it is valid", work=with_register(registered(until="2024-12-31"))),
    Case(
        "CER025",
        "it ended",
        (
            gap(
                "body",
                "CERT-9001: the accreditation of Certify Ltd ended on 2024-03-31",
                "Look it up with the accreditation body",
            ),
        ),
        work=with_register(registered(until="2024-03-31")),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

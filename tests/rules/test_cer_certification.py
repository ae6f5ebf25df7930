"""CER003, CER006 to CER009: certificates that are not what they seem, or not valid."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected

WHERE = "records/certification/cert-9001.md"
FIELDS = {
    "id": "CERT-9001",
    "title": "ISO 9001",
    "status": "open",
    "standard": "iso-9001-2015",
    "owner": "quality-manager",
    "body": "Certify Ltd",
    "accreditation-body": "UKAS",
    "accreditation-number": "0042",
    "accreditation-scope": "ISO 9001, machining",
    "recognised-under": "IAF MLA",
    "accreditation-verified": "2024-01-10",
    "decided": "2023-09-15",
    "expires": "2026-09-14",
}
EVENTS = "id,certification,standard,kind,planned,started,finished,result\n"
STAGE_1 = "E1,CERT-9001,iso-9001-2015,stage-1,2023-04-04,2023-04-04,2023-04-04,recommended\n"
STAGE_2 = "E2,CERT-9001,iso-9001-2015,stage-2,2023-06-01,2023-06-01,2023-06-02,recommended\n"
INITIAL = STAGE_1 + STAGE_2
MAJOR = """---
id: NC-1
title: No internal audits
status: open
source: stage-2
grade: major
raised: 2023-06-02
owner: quality-manager
due: 2024-12-31
event: E2
{0}---
# What was found

No audits in 2022.
"""


def records(
    events: str = "", major: str = "", initial: str = INITIAL, **changes: str
) -> dict[str, str | bytes]:
    """The company's certificate with these fields changed; an empty one is left out.

    Its stage 1 and stage 2 are on record.
    """
    files: dict[str, str | bytes] = {
        **approved(),
        WHERE: certificate(**changes),
        "records/certification-event.csv": EVENTS + initial + events,
    }
    return {**files, "records/nonconformities/nc-1.md": major} if major else files


def certificate(**changes: str) -> str:
    """The certificate with these fields changed; an empty one is left out."""
    fields = {**FIELDS, **{name.replace("_", "-"): value for name, value in changes.items()}}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", "# ISO 9001", "", "Our certificate.", ""])


def gap(field: str, says: str, hint: str, level: str = "error") -> Expected:
    line = 2 + list(FIELDS).index(field) if field in FIELDS else 2 + len(FIELDS)
    return Expected(f"{WHERE}:{line}:1", says, hint, level, document="")


def event(kind: str, planned: str, held: str = "") -> str:
    result = "recommended" if held else ""
    return f"E9,CERT-9001,iso-9001-2015,{kind},{planned},{held},{held},{result}\n"


CASES = (
    Case(
        "REC018",
        "a certificate that is closed while it runs",
        (
            gap(
                "status",
                "CERT-9001 (ISO 9001) is closed, and runs until 2026-09-14",
                "Set 'status' to open",
                "warning",
            ),
        ),
        work=records(status="closed", closed="2024-05-01"),
    ),
    Case(
        "CER003",
        "given up on its last day",
        work=records(withdrawn="2026-09-14"),
        on="2026-09-14",
        also={"DOC023"},
    ),
    Case(
        "CER003",
        "expired yesterday",
        (
            gap(
                "expires",
                "CERT-9001: the certificate expired on 2026-09-14; it can be restored "
                "without another stage 2 audit until 2027-03-14 (ISO/IEC 17021-1:2015, "
                "9.6.3.2.5)",
                "Stop claiming certification",
            ),
        ),
        work=records(accreditation_verified="2026-08-01"),
        on="2026-09-15",
        also={"DOC023"},
    ),
    Case("CER006", "a recognised accreditation", work=records()),
    Case(
        "CER006",
        "a certificate that nobody recognises",
        (
            gap(
                "body",
                "CERT-9001: no recognised accreditation is shown: missing the "
                "accreditation body, the number of the accreditation, the scope of the "
                "accreditation and",
                "Ask the certification body, and verify the answer with the accreditation body.",
            ),
        ),
        work=records(
            accreditation_body="",
            accreditation_number="",
            accreditation_scope="",
            recognised_under="",
            accreditation_verified="",
        ),
    ),
    Case("CER007", "looked up within a year", work=records(accreditation_verified="2023-06-01")),
    Case(
        "CER007",
        "looked up too long ago",
        (
            gap(
                "accreditation-verified",
                "CERT-9001: the accreditation 0042 was last verified on 2023-05-31",
                "Verify it with UKAS, and enter the date and the evidence.",
                "warning",
            ),
        ),
        work=records(accreditation_verified="2023-05-31"),
    ),
    Case(
        "CER008",
        "reinstated",
        work=records(suspended="2024-03-01", reinstated="2024-05-01"),
    ),
    Case(
        "CER008",
        "suspended",
        (
            gap(
                "suspended",
                "CERT-9001: suspended since 2024-03-01, until 2024-09-01 at the latest",
                "Resolve the cause, have the certification body verify it, and record",
            ),
        ),
        work=records(suspended="2024-03-01"),
    ),
    Case("CER009", "three years to the day", work=records(expires="2026-09-15")),
    Case(
        "CER009",
        "four years",
        (
            gap(
                "expires",
                "CERT-9001: granted on 2023-09-15, it cannot be valid until 2027-09-14:"
                " a cycle of three years ends on 2026-09-14",
                "Check the dates against the certificate.",
            ),
        ),
        work=records(expires="2027-09-14"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

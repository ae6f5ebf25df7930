"""CER029 and CER030: the change to the next edition, and who comes too late for one."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_cer_certification import INITIAL, records

OLD, NEW = "iso-27001-2013", "iso-27001-2022"
BOTH = CONFIG.replace("[iso-9001-2015]", f"[iso-9001-2015, {OLD}]")
ALSO = frozenset({"SOA001"})
YEARS = "".join(
    f"V{n},CERT-9001,{OLD},surveillance,{day},{day},{day},recommended\n"
    for n, day in enumerate(("2024-06-04", "2025-06-03"))
)
LATE = {
    "initial": INITIAL.replace("2023-", "2026-"),
    "decided": "2026-10-15",
    "expires": "2029-10-14",
    "accreditation_verified": "2026-10-20",
}
RENEWED = f"R0,CERT-9001,{OLD},recertification,2023-05-02,2023-05-02,2023-05-03,recommended\n"
CHANGE = f"T1,CERT-9001,{NEW},transition,2025-10-20,,,\n"


def company(events: str, **changes: str) -> dict[str, str | bytes]:
    """The company with a certificate to ISO/IEC 27001:2013."""
    initial = INITIAL.replace("iso-9001-2015", OLD)
    scope = {"accreditation_scope": "ISO/IEC 27001", "accreditation_verified": "2025-09-01"}
    return records(events, initial=initial, standard=OLD, **{**scope, **changes})


def applying(stage_2: str) -> dict[str, str | bytes]:
    """The company before its first certificate, with stage 2 arranged for a day."""
    stages = INITIAL.replace("iso-9001-2015", OLD)
    stages = stages.replace("2023-04-04", "2024-03-05").replace(
        "2023-06-01,2023-06-01,2023-06-02,recommended", f"{stage_2},,,"
    )
    days = {"decided": "", "expires": "", "accreditation_verified": "2024-04-02"}
    return records(initial=stages, standard=OLD, accreditation_scope="ISO/IEC 27001", **days)


CASES = (
    Case(
        "CER029",
        "the audit for the change is arranged",
        work=company(YEARS + CHANGE),
        config=BOTH,
        on="2025-10-10",
        also=ALSO,
    ),
    Case(
        "CER029",
        "three weeks before the end nothing is arranged",
        (
            Expected(
                "records/certification/cert-9001.md:5:1",
                "certificates to ISO/IEC 27001:2013 end on 2025-10-31, and no audit for the change "
                "to ISO/IEC 27001:2022 is arranged",
                f"`isodocs standards transition {OLD} {NEW}` lays out the way.",
                "warning",
                document="",
            ),
        ),
        work=company(YEARS),
        config=BOTH,
        on="2025-10-10",
        also=ALSO,
        example=True,
    ),
    Case(
        "CER029",
        "the recertification that the certificate came from is not the audit for the change",
        (
            Expected(
                "records/certification/cert-9001.md:5:1",
                "no audit for the change to ISO/IEC 27001:2022 is arranged",
                "lays out the way.",
                "warning",
                document="",
            ),
        ),
        work=company(RENEWED + YEARS),
        config=BOTH,
        on="2025-10-10",
        also=ALSO | {"CER026"},
    ),
    Case(
        "CER030",
        "certified before",
        work=company("", accreditation_verified="2024-04-02"),
        config=BOTH,
        on="2024-04-20",
        also=ALSO,
    ),
    Case(
        "CER030",
        "stage 2 arranged for a day on which it is to the new edition only",
        (
            Expected(
                "records/certification-event.csv:3:3",
                "stage 2 is to ISO/IEC 27001:2013; since 2024-05-01 first certifications are to "
                "ISO/IEC 27001:2022 only",
                "Ask the certification body to audit against the new edition",
                "warning",
                document="",
            ),
        ),
        work=applying("2024-06-10"),
        config=BOTH,
        also=ALSO,
        example=True,
    ),
    Case(
        "CER030",
        "stage 2 on the day before, which may be decided on after it",
        (
            Expected(
                "records/certification-event.csv:3:3",
                "what it finds may put off the decision, and from 2024-05-01 on first "
                "certifications are to ISO/IEC 27001:2022 only",
                "Ask the certification body to audit against the new edition",
                "note",
                document="",
            ),
        ),
        work=applying("2024-04-30"),
        config=BOTH,
        on="2024-04-20",
        also=ALSO,
    ),
    Case(
        "CER030",
        "a certificate of a day on which no first one is granted",
        (
            Expected(
                "records/certification/cert-9001.md:13:1",
                "a first certificate to ISO/IEC 27001:2013 was granted on 2024-05-20; since "
                "2024-05-01 they are to ISO/IEC 27001:2022 only",
                "of a renewal, name the certificate before in 'previous'",
                "note",
                document="",
            ),
        ),
        work=records(
            initial="",
            standard=OLD,
            decided="2024-05-20",
            expires="2025-10-31",
            accreditation_scope="ISO/IEC 27001",
            accreditation_verified="2024-05-20",
        ),
        config=BOTH,
        also=ALSO | {"CER012"},
    ),
    Case(
        "CER031",
        "what ends past doubt is taken to end",
        work=company(YEARS[: YEARS.index("V1")], accreditation_verified="2024-08-01"),
        config=BOTH,
        on="2024-09-01",
        also=ALSO,
    ),
    Case(
        "CER031",
        "it bears a later day than its edition",
        (
            Expected(
                "records/certification/cert-9001.md:14:1",
                "the certificate bears 2029-10-14; certificates to ISO 9001:2015 end on "
                "2029-09-30 (to be confirmed)",
                "`isodocs standards transition iso-9001-2015 iso-9001-2026` lays out the way.",
                "note",
                document="",
            ),
        ),
        work=records(**LATE),
        config=CONFIG.replace("24 months", "60 months"),
        on="2026-11-20",
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

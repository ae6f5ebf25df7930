"""CER: audits of certification bodies arranged in time, held, with a result, of a certificate."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_cer_certification import (
    INITIAL,
    MAJOR,
    STAGE_1,
    STAGE_2,
    WHERE,
    certificate,
    event,
    gap,
    records,
)
from tests.rules.test_cer_steps import SECOND, row

RECERTIFICATION = (
    "E9,CERT-9001,iso-9001-2015,recertification,2024-05-14,2024-05-14,2024-05-15,"
    "after-corrections\n"
)
RENEWING = {"decided": "2021-06-15", "expires": "2024-06-14"}
YEARS = "".join(
    f"V{n},CERT-9001,iso-9001-2015,surveillance,{day},{day},{day},recommended\n"
    for n, day in enumerate(("2022-06-01", "2023-05-31"))
)
NC = "records/nonconformities/nc-1.md"


def renewing(due: str, more: str = "") -> dict[str, str | bytes]:
    """A certificate that ends on 14 June 2024, and a major of the recertification audit."""
    major = MAJOR.format(more).replace("event: E2", "event: E9").replace("2024-12-31", due)
    major = major.replace("source: stage-2", "source: recertification")
    return records(
        YEARS + RECERTIFICATION,
        major.replace("raised: 2023-06-02", "raised: 2024-05-15"),
        initial=INITIAL.replace("2023-", "2021-").replace("2021-06", "2021-05"),
        **RENEWING,
    )


def change(**fields: str) -> dict[str, str | bytes]:
    text = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return {
        **records(),
        "records/changes/chg-1.md": "---\nid: CHG-1\ntitle: A second workshop\n"
        "status: implemented\npurpose: More room\nowner: quality-manager\nrequested: 2024-01-08\n"
        f"requested-by: ann\napproved: 2024-01-15\napproved-by: quinn\n{text}---\n"
        "# A second workshop\n\nWe rent the hall next door.\n",
    }


PROGRAMME = (
    "P1,CERT-9001,iso-9001-2015,stage-1,2024-07-02,,,\n"
    "P2,CERT-9001,iso-9001-2015,stage-2,2024-09-10,,,\n"
    "V1,CERT-9001,iso-9001-2015,surveillance,2025-08-20,,,\n"
    "V2,CERT-9001,iso-9001-2015,surveillance,2026-08-18,,,\n"
    "R1,CERT-9001,iso-9001-2015,recertification,2027-07-13,,,\n"
)
OTHER = certificate(id="CERT-2", body="Other Certifiers")


CASES = (
    Case(
        "CER014",
        "arranged for the last allowed day",
        work=records(event("surveillance", "2024-09-15")),
    ),
    Case(
        "CER014",
        "the first surveillance is arranged for its thirteenth month",
        (
            row(
                4,
                5,
                "E9: the surveillance audit of CERT-9001 is arranged for 2024-10-15, after "
                "the last allowed day, 2024-09-15 (ISO/IEC 17021-1:2015, 9.1.3.3)",
                "Agree on an earlier date with Certify Ltd",
            ),
        ),
        work=records(event("surveillance", "2024-10-15")),
        example=True,
    ),
    Case(
        "CER014",
        "the only one of a calendar year is arranged for the next",
        (row(5, 5, "2025-01-20, after the last allowed day, 2024-12-31", "Agree on an earlier"),),
        work=records(
            event("surveillance", "2023-11-14", "2023-11-14")
            + event("surveillance", "2025-01-20").replace("E9", "E10")
        ),
    ),
    Case(
        "CER014",
        "a recertification audit after the end",
        (row(6, 5, "2024-07-02, after the last allowed day, 2024-06-14", "Agree on an earlier"),),
        work=records(
            YEARS + event("recertification", "2024-07-02"),
            initial=INITIAL.replace("2023-", "2021-").replace("2021-06", "2021-05"),
            **RENEWING,
        ),
    ),
    Case(
        "CER015",
        "it was cancelled, another is arranged",
        work={
            **records(),
            "records/certification-event.csv": "id,certification,standard,kind,planned,started,"
            "finished,result,cancelled\n"
            + INITIAL.replace("recommended", "recommended,")
            + "E3,CERT-9001,iso-9001-2015,surveillance,2024-05-14,,,,2024-05-02\n"
            "E4,CERT-9001,iso-9001-2015,surveillance,2024-06-18,,,,\n",
        },
    ),
    Case(
        "CER015",
        "its date has passed a week ago, and nothing was entered",
        (
            row(
                4,
                5,
                "E9: planned for 2024-05-24, but neither held nor cancelled",
                "Enter 'started', 'finished' and 'result', or 'cancelled'.",
                "warning",
            ),
        ),
        work=records(event("surveillance", "2024-05-24")),
        example=True,
    ),
    Case("CER015", "it was yesterday", work=records(event("surveillance", "2024-05-31"))),
    Case(
        "CER016",
        "with its result",
        work=records(event("surveillance", "2024-05-14", "2024-05-14")),
    ),
    Case(
        "CER016",
        "held without a result",
        (
            row(
                4,
                7,
                "E9: ended on 2024-05-14, but has no result (ISO/IEC 17021-1:2015, 9.4.7)",
                "Enter the 'result' from the report.",
                "warning",
            ),
        ),
        work=records(event("surveillance", "2024-05-14", "2024-05-14").replace("recommended", "")),
        example=True,
    ),
    Case(
        "CER017",
        "for different sites",
        work={
            **records(
                INITIAL.replace("CERT-9001", "CERT-2").replace("E1,", "F1,").replace("E2,", "F2,"),
                sites="[Thornwick]",
            ),
            SECOND: certificate(id="CERT-2", sites="[Ashby]"),
        },
    ),
    Case(
        "CER017",
        "two for the same sites",
        (
            Expected(
                f"{WHERE}:5:1",
                "CERT-9001: CERT-2 to the same standard is valid at the same time",
                "Enter 'withdrawn' in the other",
                "warning",
                document="",
            ),
        ),
        work={
            **records(
                STAGE_1.replace("E1,CERT-9001", "F1,CERT-2")
                + STAGE_2.replace("E2,CERT-9001", "F2,CERT-2")
            ),
            SECOND: OTHER,
        },
        example=True,
    ),
    Case(
        "CER019",
        "a combined audit names the standards only",
        work={
            **records(),
            "records/certification-event.csv": "id,standards,kind,planned,started,finished,result\n"
            + "".join(
                f"E{n},iso-9001-2015,stage-{n},{day},{day},{day},recommended\n"
                for n, day in ((1, "2023-04-04"), (2, "2023-06-01"))
            ),
        },
    ),
    Case(
        "CER019",
        "it is of another standard than its certificate",
        (
            row(
                4,
                2,
                "E9: does not count for a certificate: CERT-9001 is a certification to "
                "iso-9001-2015",
                "Correct 'certification' or 'standard'",
                "warning",
            ),
        ),
        work=records(event("surveillance", "2024-06-18").replace("iso-9001", "iso-14001")),
        also={"REC006"},
    ),
    Case(
        "CER019",
        "there is no certificate yet",
        (
            Expected(
                "records/certification-event.csv:2",
                "there is no certification for it on record",
                "Correct",
                "warning",
                "",
            ),
        ),
        work={
            **approved(),
            "records/certification-event.csv": "id,standard,kind,planned\n"
            "E1,iso-9001-2015,stage-1,2024-06-18\n",
        },
        example=True,
    ),
    Case(
        "CER021",
        "due before the certificate expires",
        work=renewing("2024-06-10", "body-verified: 2024-05-28\n"),
    ),
    Case(
        "CER021",
        "due after the certificate expires",
        (
            Expected(
                f"{NC}:9:1",
                "NC-1: due on 2024-07-30, but the certification body must verify it by 2024-06-14 "
                "(ISO/IEC 17021-1:2015, 9.6.3.2.4)",
                "Set an earlier 'due'",
                "warning",
                document="",
            ),
        ),
        work=renewing("2024-07-30"),
        also={"CER027"},
        example=True,
    ),
    Case(
        "CER024",
        "the body was informed",
        work=change(kind="site", implemented="2024-02-01", body_told="2024-02-05"),
    ),
    Case(
        "CER024", "a change that concerns us", work=change(kind="product", implemented="2024-02-01")
    ),
    Case(
        "CER024",
        "a new site, not reported",
        (
            Expected(
                "records/changes/chg-1.md:11:1",
                "CHG-1: carried out on 2024-02-01, but not reported to the certification body "
                "(ISO/IEC 17021-1:2015, 8.5.3)",
                "Inform Certify Ltd",
                "warning",
                document="",
            ),
        ),
        work=change(kind="site", implemented="2024-02-01"),
        example=True,
    ),
    Case(
        "CER024",
        "the body was informed four months later",
        (
            Expected(
                "records/changes/chg-1.md:13:1",
                "CHG-1: carried out on 2024-01-20, and reported to the certification body only on "
                "2024-05-21 (ISO/IEC 17021-1:2015, 8.5.3)",
                "Nothing to enter",
                "note",
                document="",
            ),
        ),
        work=change(kind="site", implemented="2024-01-20", body_told="2024-05-21"),
    ),
    Case(
        "CER026",
        "surveillance while it is valid",
        work=records(event("surveillance", "2024-06-18")),
    ),
    Case(
        "CER026",
        "a recertification of what was never granted",
        (
            row(
                4,
                4,
                "E9: recertification on 2024-06-18, but CERT-9001 had not been granted",
                "Correct the date, 'kind' or 'certification'",
            ),
        ),
        work=records(event("recertification", "2024-06-18"), decided="", expires=""),
        example=True,
    ),
    Case(
        "CER026",
        "the programme that was agreed with the application",
        work=records(PROGRAMME, initial="", decided="", expires=""),
    ),
    Case(
        "CER026",
        "a programme whose surveillance comes before stage 2",
        (row(4, 4, "V1: surveillance on 2024-08-20, but CERT-9001 had not been", "Correct the"),),
        work=records(
            PROGRAMME.replace("2025-08-20", "2024-08-20"), initial="", decided="", expires=""
        ),
    ),
    Case(
        "CER026",
        "the day of the programme is over: that it was not held is another gap",
        work=records(PROGRAMME, initial="", decided="", expires=""),
        on="2025-09-01",
        also={"CER007", "CER015"},
    ),
    Case(
        "CER026",
        "a surveillance that was held before anything was granted",
        (row(4, 4, "E9: surveillance on 2024-05-20, but CERT-9001 had not been", "Correct the"),),
        work=records(event("surveillance", "2024-05-20", "2024-05-20"), decided="", expires=""),
    ),
    Case(
        "CER027",
        "verified before the certificate expires",
        work=renewing("2024-06-10", "body-verified: 2024-05-28\n"),
    ),
    Case(
        "CER027",
        "not verified two weeks before",
        (
            gap(
                "expires",
                "CERT-9001: verification of NC-1 by the body is due by 2024-06-14, the last day of "
                "the certificate (ISO/IEC 17021-1:2015, 9.6.3.2.4)",
                "Send the evidence",
                "warning",
            ),
        ),
        work=renewing("2024-06-10"),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

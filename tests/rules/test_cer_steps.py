"""CER: whether stage 1, stage 2, recertification and decision follow each other."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_cer_certification import (
    MAJOR,
    STAGE_1,
    STAGE_2,
    WHERE,
    certificate,
    gap,
    records,
)

EVENTS = "records/certification-event.csv"
SECOND = "records/certification/cert-2.md"
OPEN = {"decided": "", "expires": ""}


def row(line: int, column: int, says: str, hint: str, level: str = "error") -> Expected:
    return Expected(f"{EVENTS}:{line}:{column}", says, hint, level, document="")


def stage_2(held: str = "", result: str = "") -> str:
    return f"E2,CERT-9001,iso-9001-2015,stage-2,2024-07-02,{held},{held},{result}\n"


def renewal(finished: str, decided: str, *more: str, **changes: str) -> dict[str, str | bytes]:
    """The certificate and one that follows it, with the audit that renewed it."""
    audit = f"E8,CERT-9001,iso-9001-2015,recertification,{finished},{finished},{finished},{{0}}\n"
    held = audit.format(changes.pop("result", "recommended")) if finished else ""
    after = certificate(
        **{
            "id": "CERT-2",
            "previous": "CERT-9001",
            "decided": decided,
            "expires": "2026-09-14",
            "accreditation_verified": "2024-01-10",
            **changes,
        }
    )
    files = records(
        "".join((*SURVEILLANCES, held, *more)),
        decided="2020-09-15",
        expires="2023-09-14",
        initial=(STAGE_1 + STAGE_2).replace("2023-", "2020-"),
    )
    return {**files, SECOND: after}


SURVEILLANCES = (
    "V1,CERT-9001,iso-9001-2015,surveillance,2021-09-01,2021-09-01,2021-09-01,recommended\n",
    "V2,CERT-9001,iso-9001-2015,surveillance,2022-09-01,2022-09-01,2022-09-01,recommended\n",
)
LATER = "E7,CERT-2,iso-9001-2015,stage-2,2024-04-02,2024-04-02,2024-04-03,recommended\n"
SETTLED = "implemented: 2024-02-01\nbody-verified: 2024-03-05\n"


def finding(more: str = "") -> str:
    text = (
        MAJOR.format(more)
        .replace("event: E2", "event: E1")
        .replace("source: stage-2", "source: stage-1")
    )
    return text.replace("major", "minor").replace("raised: 2023-06-02", "raised: 2024-01-16")


def first_audits(major: str) -> dict[str, str | bytes]:
    one = STAGE_1.replace("2023-04-04", "2024-01-16")
    two = "E2,CERT-9001,iso-9001-2015,stage-2,2024-03-04,2024-03-04,2024-03-05,recommended\n"
    return records(initial=one + two, major=major, **OPEN)


CASES = (
    Case(
        "CER010",
        "stage 1 was held, stage 2 is arranged",
        work=records(initial=STAGE_1.replace("2023-", "2024-") + stage_2(), **OPEN),
    ),
    Case(
        "CER010",
        "both are arranged in order",
        work=records(
            initial="E1,CERT-9001,iso-9001-2015,stage-1,2024-06-11,,,\n" + stage_2(), **OPEN
        ),
    ),
    Case(
        "CER010",
        "stage 2 is arranged and there never was a stage 1",
        (
            row(
                2,
                5,
                "E2: stage 2 of CERT-9001 begins on 2024-07-02 without a successful stage 1 before "
                "it (ISO/IEC 17021-1:2015, 9.3.1)",
                "Agree on a stage 1 and enter it",
            ),
        ),
        work=records(initial=stage_2(), **OPEN),
        example=True,
    ),
    Case(
        "CER010",
        "stage 1 ended in not recommended, and came after stage 2",
        (row(3, 6, "E2: stage 2 of CERT-9001 began on 2023-06-01", "Agree on a stage 1"),),
        work=records(
            initial=STAGE_1.replace("recommended", "not-recommended")
            + STAGE_2
            + STAGE_1.replace("E1", "E3").replace("2023-04-04", "2023-07-04"),
        ),
    ),
    Case("CER011", "granted after stage 2", work=records()),
    Case(
        "CER011",
        "granted before stage 2 ended",
        (
            gap(
                "decided",
                "CERT-9001: granted on 2023-09-15, before E2 ended on 2023-09-20 "
                "(ISO/IEC 17021-1:2015, 9.5.3)",
                "Correct the dates or the result",
            ),
        ),
        work=records(
            initial=STAGE_1
            + "E2,CERT-9001,iso-9001-2015,stage-2,2023-09-19,2023-09-19,2023-09-20,recommended\n"
        ),
        example=True,
    ),
    Case(
        "CER011",
        "granted against the result",
        (gap("decided", "although the result of E2 is 'not-recommended'", "Correct the dates"),),
        work=records(initial=STAGE_1 + STAGE_2.replace("recommended", "not-recommended")),
    ),
    Case(
        "CER011",
        "not recommended at first, recommended by the next stage 2",
        work=records(
            initial=STAGE_1
            + STAGE_2.replace("recommended", "not-recommended")
            + STAGE_2.replace("E2", "E3").replace("2023-06", "2023-08")
        ),
    ),
    Case(
        "CER011",
        "renewed against the result",
        (
            Expected(
                f"{SECOND}:13:1",
                "CERT-2: renewed on 2023-09-10, although the result of E8 is 'not-recommended'",
                "Correct the dates",
                document="",
            ),
        ),
        work=renewal("2023-08-01", "2023-09-10", result="not-recommended"),
    ),
    Case("CER012", "its audits are on record", work=records()),
    Case(
        "CER012",
        "taken over from another body",
        work=records(initial="", transferred="2023-10-02"),
    ),
    Case(
        "CER012",
        "no audit is on record",
        (
            gap(
                "decided",
                "CERT-9001: granted on 2023-09-15, but its stage 1 and stage 2 are not on record",
                "Enter it from the report",
                "warning",
            ),
        ),
        work=records(initial=""),
        example=True,
    ),
    Case("CER012", "renewed by an audit", work=renewal("2023-08-01", "2023-09-10")),
    Case(
        "CER012",
        "renewed without an audit",
        (
            Expected(
                f"{SECOND}:13:1",
                "CERT-2: renewed on 2023-09-10, but its recertification audit is not on record",
                "Enter it from the report",
                "warning",
                document="",
            ),
        ),
        work=renewal("", "2023-09-10"),
    ),
    Case("CER013", "dates in order", work=records(applied="2023-01-09", issued="2023-09-20")),
    Case(
        "CER013",
        "issued before it was granted",
        (
            Expected(
                f"{WHERE}:15:1",
                "CERT-9001: issued on 2023-09-01, before it was granted on 2023-09-15",
                "Check both dates",
                document="",
            ),
        ),
        work=records(issued="2023-09-01"),
        example=True,
    ),
    Case(
        "CER013",
        "reinstated before it was suspended",
        (
            Expected(
                f"{WHERE}:16:1",
                "CERT-9001: reinstated on 2024-02-01, before it was suspended on 2024-03-01",
                "Check both dates",
                document="",
            ),
        ),
        work=records(suspended="2024-03-01", reinstated="2024-02-01"),
        also={"CER008"},
    ),
    Case(
        "CER013",
        "applied for after stage 1",
        (
            Expected(
                f"{WHERE}:15:1",
                "CERT-9001: audited (E1) on 2023-04-04, before it was applied for on 2023-05-02",
                "Check both dates",
                document="",
            ),
        ),
        work=records(applied="2023-05-02"),
    ),
    Case("CER018", "four months late", work=renewal("2023-09-12", "2024-01-15")),
    Case(
        "CER018",
        "seven months late, after another stage 2",
        work=renewal("2023-09-12", "2024-04-20", LATER),
    ),
    Case(
        "CER018",
        "seven months late, without another stage 2",
        (
            Expected(
                f"{SECOND}:13:1",
                "CERT-2: granted on 2024-04-20, more than six months after CERT-9001 ended on "
                "2023-09-14, without a stage 2 audit since (ISO/IEC 17021-1:2015, 9.6.3.2.5)",
                "Enter stage 2 if it was held",
                document="",
            ),
        ),
        work=renewal("2023-09-12", "2024-04-20"),
        example=True,
    ),
    Case("CER020", "settled before stage 2", work=first_audits(finding(SETTLED))),
    Case(
        "CER020",
        "nothing done before stage 2",
        (
            Expected(
                "records/nonconformities/nc-1.md:10:1",
                "NC-1: this finding of E1 was not settled before stage 2, E2",
                "Record what was done",
                document="",
            ),
        ),
        work=first_audits(finding()),
        example=True,
    ),
    Case("CER028", "a few months apart", work=records()),
    Case(
        "CER028",
        "two years apart",
        (
            row(
                3,
                5,
                "E2: stage 2 on 2024-07-02 is more than 12 months after stage 1, E1, which ended "
                "on 2023-04-04",
                "Ask the certification body",
                "warning",
            ),
        ),
        work=records(initial=STAGE_1 + stage_2(), **OPEN),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

"""TRN: whether the recognition of courses and providers is a fact."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Expected

COMPANY: dict[str, Content] = {
    **approved(),
    "records/people.csv": "id,name\nann,Ann Author\n",
    "records/competence.yaml": "- {id: LA, title: Leading audits, kind: lead-auditor, "
    "persons: [ann], recognised: yes}\n",
}
TRAINED = "person,competence,date,provider,recognised\nann,LA,2023-03-01,{},{}\n"
PROVIDERS = "id,name,recognised-by,number,scope,looked-up,valid-from,valid-until\n"
GOOD = "TP-1,Thornwick College,Register of auditors,A-117,lead auditors,2023-01-09,{},{}\n"


def records(provider: str = "TP-1", said: str = "", register: str = "") -> dict[str, Content]:
    files = {**COMPANY, "records/training.csv": TRAINED.format(provider, said)}
    return {**files, "records/provider.csv": PROVIDERS + register} if register else files


def unrecognised(why: str) -> tuple[Expected, ...]:
    says = f"no recognition is shown for the course of Ann Author ({why})"
    return (Expected("records/competence.yaml:1", says, "Enter who", "warning", document=""),)


def scoped(scope: str, about: str) -> dict[str, Content]:
    """The course of a recognised provider, and a competence that says what it is about."""
    files = records(register=GOOD.format("", "").replace("lead auditors", scope))
    wanted = str(files["records/competence.yaml"]).replace("kind:", f"{about}kind:")
    return {**files, "records/competence.yaml": wanted}


def outside(says: str, level: str = "warning") -> Expected:
    return Expected("records/provider.csv:2:5", says, "Enter in 'scope'", level, document="")


CASES = (
    *(
        Case(
            "TRN004",
            f"recognised by {said!r}",
            unrecognised("no one is named in 'recognised'"),
            records("", said),
        )
        for said in ("", "no", "None", "-", "n/a", "keine", "not yet")
    ),
    Case("TRN004", "named, and no register kept", work=records("", "Register of auditors")),
    *(
        Case(
            "TRN004",
            f"a provider of the register: {name}",
            work=records(name, "", GOOD.format("", "")),
        )
        for name in ("TP-1", "Thornwick College", "thornwick  college")
    ),
    *(
        Case("TRN004", why, unrecognised(why), records(name, said, GOOD.format(since, until)))
        for name, said, since, until, why in (
            ("", "CQI", "", "", "no provider is named"),
            ("Other", "CQI", "", "", "'Other' is not in the register of providers"),
            ("TP-1", "no", "", "", "'recognised' says 'no'"),
            ("TP-1", "", "", "2023-02-28", "the recognition of TP-1 ended on 2023-02-28"),
            ("TP-1", "", "2023-03-02", "", "TP-1 is recognised only from 2023-03-02 on"),
        )
    ),
    Case(
        "TRN004",
        "recognised until that day",
        work=records("TP-1", "", GOOD.format("2023-03-01", "2023-03-01")),
    ),
    Case(
        "TRN004",
        "a provider that no one recognises",
        unrecognised("no one recognises TP-1"),
        records("TP-1", "CQI", "TP-1,Thornwick College,none,,,,,\n"),
    ),
    Case("TRN010", "all that shows it", work=records(register=GOOD.format("", ""))),
    Case(
        "TRN010",
        "never looked up",
        (
            Expected(
                "records/provider.csv:2:6",
                "TP-1: recognition by Register of auditors is not shown: missing looked-up",
                "Look it up",
                "warning",
                document="",
            ),
        ),
        records(register=GOOD.format("", "").replace("2023-01-09", "")),
    ),
    *(
        Case("TRN011", f"a scope that covers it: {scope}", work=scoped(scope, about))
        for scope, about in (
            ("lead auditors", ""),
            ("Auditing", ""),
            ("All courses", "standard: iso-9001-2015, "),
            ("ISO 9001:2015 and ISO 14001", "standard: iso-9001-2015, "),
            ("14001; 9001", "standard: iso-9001-2015, "),
            ("Lead auditors by ISO 19011", "standard: iso-9001-2015, "),
            ("Audits", "standard: iso-9001-2015, "),
            ("QMS; EMS", "standard: iso-9001-2015, "),
            ("Quality management", "standard: iso-9001-2015, "),
            ("Management systems", "standard: iso-9001-2015, "),
        )
    ),
    Case(
        "TRN011",
        "another standard",
        (outside("'ISO 14001 lead auditors', which does not name LA (Leading audits): Ann"),),
        scoped("ISO 14001 lead auditors", "standard: iso-9001-2015, "),
    ),
    *(
        Case(
            "TRN011",
            scope,
            (outside(f"{scope!r}, which does not name LA", level),),
            scoped(scope, "standard: iso-9001-2015, "),
        )
        for scope, level in (
            ("EMS lead auditors", "warning"),
            ("ISO 14001 lead auditors; not ISO 9001", "warning"),
            ("Environmental lead auditors", "note"),
        )
    ),
    Case(
        "TRN011",
        "another subject",
        (outside("'Forklift trucks', which does not name LA", "note"),),
        scoped("Forklift trucks", ""),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

"""AUD: a line of the programme is done when all of it was audited, and so is each site."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.audit_scope import numbers
from isodocs.assess.audits import audited, carried_out, programme
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Expected, run
from tests.rules.test_aud_auditors import audit, codes, lena_owns_purchasing

ON = "2024-11-20"
HEADER = "id,title,standards,clauses,processes,sites,every,planned,due,audit\n"
LINE = "AP-1,Production,iso-9001-2015,8.5,production,Mill Lane,,2024-06-03,2024-06-28,AUD-1\n"
HELD = {"clauses": "['8.5']", "processes": "[Production]", "sites": "[mill lane]"}
BOTH = CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-14001-2015]")


def line(text: str = LINE) -> dict[str, Content]:
    return {"records/audit-programme.csv": HEADER + text}


def held(id: str = "AUD-1", **changes: str) -> dict[str, Content]:
    return audit(id, **{**HELD, **changes})


def overdue(repo: RepositoryBuilder, *files: dict[str, Content]) -> list[str]:
    codes(repo, lena_owns_purchasing(), *files)
    return [gap.finding.message for gap in run(repo, ON).gaps if gap.code == "AUD001"]


LATER = {"planned": "2024-07-01", "started": "2024-07-01", "finished": "2024-07-02"}
EARLIER = {"planned": "2024-05-06", "started": "2024-05-06", "finished": "2024-05-07"}


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        (held(), None),
        (held(clauses="['8']"), None),
        (held(clauses=""), None),
        (held(clauses="['7.2']"), "ISO 9001:2015 8.5.1, ISO 9001:2015 8.5.2"),
        (held(clauses="['8.5.1', '8.5.2', '8.5.3', '8.5.5', '8.5.6']"), "ISO 9001:2015 8.5.4"),
        (held(standards="[iso-14001-2015]", clauses=""), "ISO 9001:2015 8.5.1"),
        (held(sites="[Quern Street]"), "site Mill Lane"),
        (held(sites="[Quern Street, Mill Lane]"), None),
        (held(processes="[purchasing]"), "process production"),
        (held(processes=""), "process production"),
        (held(sites=""), None),
        ({**held(sites="[Quern Street]"), **held("AUD-2", **LATER)}, None),
        ({**held(sites="[Quern Street]"), **held("AUD-2", **EARLIER)}, "site Mill Lane"),
    ],
)
def test_a_line_is_done_when_all_of_it_was_audited(
    files: dict[str, Content], missing: str | None, repo: RepositoryBuilder
) -> None:
    found = overdue(repo, line(), files)
    if missing is None:
        assert not found
    else:
        (message,) = found
        assert f"AUD-1 did not cover {missing}" in message


def test_a_combined_audit_is_of_the_clause_in_each_of_its_standards(
    repo: RepositoryBuilder,
) -> None:
    """A number without a standard is not the whole of the second one."""
    both = audit(standards="[iso-9001-2015, iso-14001-2015]", clauses="['9.2', '8.4.1']")
    codes(repo, lena_owns_purchasing(), both, config=BOTH)
    register = Workspace.open(repo.path).register(View(date.fromisoformat(ON)))
    (record,) = register.records["audit"]
    found = {id: [*numbers(register, record, one)] for id, one in register.maps.items()}
    assert found == {
        "iso-9001-2015": ["8.4.1", "9.2.1", "9.2.2"],
        "iso-14001-2015": ["9.2.1", "9.2.2"],
    }
    looked_at = {
        clause.clause.number: clause.last
        for clause in audited(register, register.maps["iso-14001-2015"])
    }
    assert looked_at["9.2.1"] == date(2024, 6, 5)
    assert looked_at["9.1.1"] is None


def test_what_another_audit_made_up_for_is_done_on_its_day(repo: RepositoryBuilder) -> None:
    files = {**held(sites="[Quern Street]"), **held("AUD-2", **LATER)}
    codes(repo, lena_owns_purchasing(), line(), files)
    register = Workspace.open(repo.path).register(View(date.fromisoformat(ON)))
    (planned,) = programme(register)
    assert carried_out(register, planned) == date(2024, 7, 2)


CERTIFICATE = """---
id: CERT-1
title: ISO 9001
status: open
standard: iso-9001-2015
sites: [Mill Lane, Quern Street]
owner: quality-manager
body: Northgate
accreditation-body: A
accreditation-number: "1"
accreditation-scope: ISO 9001
recognised-under: IAF MLA
accreditation-verified: 2024-05-20
applied: 2024-05-20
---
# ISO 9001
"""
CERTIFIED = {**lena_owns_purchasing(), "records/certification/cert-1.md": CERTIFICATE}
AT_QUERN_STREET = LINE.replace("Mill Lane", "Quern Street").replace("AUD-1", "")
ALSO = {"AUD002", "DOC011"}
PROCESSES = """id,title,owner,inputs,outputs,measures,documents,status,note
PRC-1,Production,lena,order,parts,yield,SOP-002,,
PRC-2,Dispatch,lena,parts,parcel,on time,SOP-001,,
PRC-3,Smithy,lena,order,parts,yield,SOP-001,former,
PRC-4,Plating,lena,order,parts,yield,SOP-001,planned,
"""
REGISTER = {**lena_owns_purchasing(), "records/process.csv": PROCESSES}


def unaudited(last: str) -> tuple[Expected, ...]:
    says = f"CERT-1: the site Quern Street {last}, and no audit of it is planned"
    place = "records/certification/cert-1.md:6:1"
    return (Expected(place, says, "Plan an audit there", "warning", document=""),)


CASES = (
    Case(
        "AUD017",
        "every process",
        work={**REGISTER, **held(processes="[production, dispatch]")},
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD017",
        "one never",
        (
            Expected(
                "records/process.csv:3:2",
                "PRC-2: the process was never audited, and no audit of it is planned",
                "Plan an audit of it: name 'Dispatch' in 'processes'.",
                "warning",
                document="",
            ),
        ),
        {**REGISTER, **held()},
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD011",
        "both",
        work={**CERTIFIED, **held(sites="[Mill Lane, Quern Street]")},
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD011",
        "one never",
        unaudited("was never audited"),
        {**CERTIFIED, **held()},
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD011",
        "one is planned",
        work={**CERTIFIED, **held(), **line(AT_QUERN_STREET.replace("2024-06", "2025-01"))},
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD011",
        "longer ago than the programme allows",
        unaudited("was last audited on 2024-06-05"),
        {
            **CERTIFIED,
            **held(sites="[Quern Street]"),
            **held("AUD-2", **LATER, reported="2024-07-03"),
            **line(AT_QUERN_STREET.replace(",,2024", ",3 months,2024").replace(",\n", ",AUD-1\n")),
        },
        on=ON,
        also=ALSO,
    ),
)

OFTEN = LINE.replace("production", "dispatch").replace(",,2024", ",4 months,2024")
TO_COME = LINE.replace("2024-06", "2025-01").replace("AUD-1", "")


@pytest.mark.parametrize(
    ("files", "open_"),
    [
        (held(), {"PRC-2: the process was never audited"}),
        (held(processes="[production, PRC-2]"), set()),
        ({**held(), **line(TO_COME.replace("production", "dispatch"))}, set()),
        # An audit that names none looked at what its documents describe, or at everything.
        ({**held(), **held("AUD-2", processes="", documents="[SOP-001]")}, set()),
        (held(clauses="", processes=""), set()),
        (held(clauses="", processes="[production]"), {"PRC-2: the process was never audited"}),
        (held(clauses="['8']", processes=""), {"PRC-1", "PRC-2"}),
        (
            {
                **held(clauses="['4', '5', '6', '7']", processes=""),
                **held("AUD-2", clauses="['8', '9', '10']", processes=""),
            },
            set(),
        ),
        ({**held(), **line(TO_COME.replace("8.5,production", ","))}, set()),
        (
            {
                **held(processes="[production, dispatch]"),
                **line(OFTEN),
            },
            {"PRC-2: the process was last audited on 2024-06-05"},
        ),
        ({}, set()),
    ],
)
def test_each_process_of_the_register_is_audited(
    files: dict[str, Content], open_: set[str], repo: RepositoryBuilder
) -> None:
    codes(repo, REGISTER, files)
    found = {gap.finding.message for gap in run(repo, ON).gaps if gap.code == "AUD017"}
    assert len(found) == len(open_)
    assert all(any(message.startswith(known) for known in open_) for message in found)


def test_without_a_register_no_process_is_expected(repo: RepositoryBuilder) -> None:
    codes(repo, lena_owns_purchasing(), held(), line())
    assert "AUD017" not in {gap.code for gap in run(repo, ON).gaps}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


LEAVES_OUT = """
not-applicable:
  iso-9001-2015:
    "8.5.3": {justification: Nothing here belongs to others., document: SOP-001}
"""


@pytest.mark.parametrize(("config", "wanted"), [(CONFIG, True), (CONFIG + LEAVES_OUT, False)])
def test_what_does_not_apply_is_not_audited(
    config: str, wanted: bool, repo: RepositoryBuilder
) -> None:
    """Neither is it missing in a line that names the heading above it."""
    files = held(clauses="['8.5.1', '8.5.2', '8.5.4', '8.5.5', '8.5.6']")
    codes(repo, lena_owns_purchasing(), line(), files, config=config)
    register = Workspace.open(repo.path).register(View(date.fromisoformat(ON)))
    open_ = {found.clause.number for found in audited(register, register.maps["iso-9001-2015"])}
    assert ("8.5.3" in open_) is wanted
    (planned,) = programme(register)
    assert (carried_out(register, planned) is None) is wanted

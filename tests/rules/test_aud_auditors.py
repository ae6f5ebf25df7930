"""AUD: whether auditors were competent and free, and what a later audit makes up for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from isodocs.assess.audit_independence import ties
from isodocs.model.record import Record
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, approval, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Expected, run
from tests.rules.test_aud_audits import AUDIT, ON

CLAUSES = '["8.4.1", "8.4.2", "8.4.3"]'
PEOPLE = """id,name,roles,manager,top-management
lena,Lena Orchard,purchasing,dora,
rita,Rita Rowe,,quinn,
bo,Bo Buyer,,lena,
quinn,Quinn Quality,,dora,
dora,Dora Director,,,yes
"""
COMPETENCE = "- {id: AUDIT, title: Auditing, kind: internal-auditor}\n"
TRAINING = "person,competence,date\n"
EVERYONE = "".join(f"{id},AUDIT,2022-03-01\n" for id in ("lena", "rita", "bo", "quinn", "dora"))


def lena_owns_purchasing(
    owner: str = "lena", claims: str = CLAUSES, **more: str
) -> dict[str, Content]:
    """Lena owns purchasing; every auditor is trained."""
    text = document(owner=owner, clauses=f"{{iso-9001-2015: {claims}}}")
    other = document("SOP-002", clauses='{iso-9001-2015: ["8.5.1"]}', title="Production")
    return {
        path(): text,
        **approval("SOP-001", 1, text),
        path("SOP-002"): other,
        **approval("SOP-002", 1, other),
        "records/people.csv": PEOPLE,
        "records/competence.yaml": COMPETENCE,
        "records/training.csv": TRAINING + EVERYONE,
        **more,
    }


def audit(id: str = "AUD-1", **changes: str) -> dict[str, Content]:
    """An audit of 2024-06-03 by Rita of 8.4, reported in time."""
    fields = {**AUDIT, "id": id, "lead-auditor": "", "auditors": "[rita]", "clauses": "['8.4']"}
    fields |= {"documents": "", "auditees": ""}
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    text = "\n".join(["---", *lines, "---", "# Report", "", "What was found.", ""])
    return {f"records/audits/{id.lower()}.md": text}


def again(auditors: str = "[rita]", **changes: str) -> dict[str, Content]:
    days = {"started": "2024-09-02", "finished": "2024-09-03", "reported": "2024-09-10"}
    return audit("AUD-2", auditors=auditors, planned="2024-09-02", **{**days, **changes})


def codes(repo: RepositoryBuilder, *files: dict[str, Content], config: str = CONFIG) -> set[str]:
    """What is said about the auditors of the audits in these files."""
    for part in ({**base(), "isodocs.yaml": config}, *files):
        for name, text in part.items():
            repo.write(name, text or "")
    asked = ("AUD003", "AUD004", "AUD012", "AUD016")
    return {gap.code for gap in run(repo, ON).gaps if gap.code in asked}


def gap(says: str, hint: str, place: str, level: str = "warning") -> Expected:
    return Expected(place, says, hint, level, document="")


OWN = (
    ("someone else", {}, set()),
    ("the owner of all behind the clause", {"auditors": "[lena]"}, {"AUD004"}),
    ("a clause below", {"auditors": "[lena]", "clauses": "['8.4.2']"}, {"AUD004"}),
    ("another clause", {"auditors": "[lena]", "clauses": "['8.7']"}, set()),
    ("a colleague was there", {"auditors": "[lena, rita]"}, set()),
    ("a heading over more", {"auditors": "[lena]", "clauses": "['8']"}, {"AUD016"}),
    ("the whole standard", {"auditors": "[lena]", "clauses": ""}, {"AUD016"}),
    (
        "people of the auditor",
        {"auditors": "[lena]", "clauses": "['8.7']", "auditees": "[bo]"},
        {"AUD004"},
    ),
    (
        "people further down",
        {"auditors": "[dora]", "clauses": "['8.7']", "auditees": "[bo]"},
        {"AUD004"},
    ),
    ("the auditor's manager", {"auditees": "[quinn]"}, {"AUD016"}),
    ("top management", {"auditors": "[quinn]", "clauses": "['8.7']", "auditees": "[dora]"}, set()),
)


@pytest.mark.parametrize(("what", "changes", "expected"), OWN, ids=[what for what, *_ in OWN])
def test_auditors_are_not_free_of_their_own(
    what: str, changes: dict[str, str], expected: set[str], repo: RepositoryBuilder
) -> None:
    assert codes(repo, lena_owns_purchasing(), audit(**changes)) == expected, what


def test_the_manual_is_of_no_one_clause(repo: RepositoryBuilder) -> None:
    """It answers every clause; where it alone does, it counts."""
    every = '["4", "5", "6", "7", "8", "9", "10", "8.4.1"'
    manual = document("POL-001", owner="quality-manager", clauses=f"{{iso-9001-2015: {every}]}}")
    files = {
        path("POL-001"): manual,
        **approval("POL-001", 1, manual),
        **approval("POL-001", 1, manual, role="director", person="dora"),
    }
    assert codes(repo, lena_owns_purchasing(), files, audit(auditors="[lena]")) == {"AUD004"}
    assert codes(repo, audit(auditors="[quinn]", clauses="['5.1']")) == {"AUD004"}
    system = f"{CONFIG}owner: quality-manager\n"
    assert codes(repo, audit(auditors="[quinn]", clauses="['5.1']"), config=system) == {"AUD016"}
    assert codes(repo, audit(auditors="[quinn]", clauses="['8.4']")) == set()


def test_an_audit_has_one_note_on_its_auditors(repo: RepositoryBuilder) -> None:
    found = {**base(), **lena_owns_purchasing("rita"), **audit(clauses="['8']", auditees="[quinn]")}
    for name, text in found.items():
        repo.write(name, text or "")
    notes = [gap.finding.message for gap in run(repo, ON).gaps if gap.code == "AUD016"]
    assert notes == [
        "AUD-1: rita reports to quinn, whose work is audited; rita audited alone ISO 9001:2015 "
        "8.4.1, 8.4.2 and 8.4.3, and owns every document there"
    ]


def test_the_owner_of_the_day_of_the_audit_counts(repo: RepositoryBuilder) -> None:
    """Whoever took the procedure over afterwards was free of it."""
    old = document(owner="bo", clauses=f"{{iso-9001-2015: {CLAUSES}}}")
    new = old.replace("revision: 1", "revision: 2").replace("owner: bo", "owner: lena")
    new = new.replace("2024-02-01", "2024-08-01")
    repo.commit(
        "First", {**base(), **lena_owns_purchasing(), path(): old, **approval("SOP-001", 1, old)}
    )
    second = approval("SOP-001", 2, new, at="2024-07-20T10:00:00+00:00")
    repo.commit("Second", {path(): new, **second}, date="2024-07-20T12:00:00+00:00")
    assert codes(repo, audit(auditors="[lena]")) == set()
    assert codes(repo, audit(auditors="[bo]")) == {"AUD004"}
    assert codes(repo, audit(auditors="[rita]"), again("[lena]")) == {"AUD004"}


ENDS = (
    ("[rita]", {}, set()),
    ("[rita]", {"clauses": "['8']"}, set()),
    ("[rita]", {"clauses": "['8.4.1']"}, {"AUD004"}),
    ("[lena]", {}, {"AUD004"}),
    ("[kim]", {}, {"AUD003", "AUD004"}),
    ("[rita]", {"finished": "2024-12-02"}, {"AUD004"}),
)


@pytest.mark.parametrize(("auditors", "changes", "expected"), ENDS)
def test_a_sound_audit_of_the_same_ends_the_gap(
    auditors: str, changes: dict[str, str], expected: set[str], repo: RepositoryBuilder
) -> None:
    """By somebody competent and free, of all of it, and finished by the day."""
    files = {**lena_owns_purchasing(), **audit(auditors="[lena]")}
    assert codes(repo, files, again(auditors, **changes)) == expected


TRAINED = "person,competence,date,expires,passed,evaluated,result\n"
EVALUATED = COMPETENCE.replace("}", ", evaluation: yes, evaluate-within: 3 months}")
SHOWN = (
    ("trained afterwards", "lena,AUDIT,2024-06-04,,,,", False),
    ("the time to evaluate runs", "lena,AUDIT,2024-03-03,,,,", True),
    ("it was over on the day", "lena,AUDIT,2024-03-02,,,,", False),
    ("evaluated too late, and effective", "lena,AUDIT,2024-01-02,,,2024-07-01,effective", True),
    ("evaluated afterwards, and not effective", "lena,AUDIT,2024-05-01,,,2024-07-01,partly", False),
    ("evaluated on a day to come", "lena,AUDIT,2024-03-02,,,2024-12-01,effective", False),
    ("failed", "lena,AUDIT,2024-05-01,,no,,", False),
    ("lapsed", "lena,AUDIT,2022-05-01,2024-05-31,,2022-06-01,effective", False),
    (
        "lapsed, and renewed since",
        "lena,AUDIT,2022-05-01,2024-05-31,,2022-06-01,effective\n"
        "lena,AUDIT,2024-07-01,,,2024-08-01,effective",
        True,
    ),
)


@pytest.mark.parametrize(("what", "rows", "competent"), SHOWN, ids=[what for what, *_ in SHOWN])
def test_who_is_shown_to_be_competent(
    what: str, rows: str, competent: bool, repo: RepositoryBuilder
) -> None:
    records = {"records/competence.yaml": EVALUATED, "records/training.csv": f"{TRAINED}{rows}\n"}
    files = {**lena_owns_purchasing(owner="director"), **records, **audit(auditors="[lena]")}
    assert codes(repo, files) == (set() if competent else {"AUD003"}), what


ALSO = {"AUD002", "DOC011"}
"""Most clauses are in no audit, and Lena is not in the authority register."""
CASES = (
    Case("AUD012", "it is defined", work={**lena_owns_purchasing(), **audit()}, on=ON, also=ALSO),
    Case(
        "AUD012",
        "nothing says what an auditor must be able to do",
        (
            gap(
                "1 internal audit held, and no competence of kind 'internal-auditor' is defined",
                "isodocs new competence",
                "",
            ),
        ),
        {
            **lena_owns_purchasing(),
            **audit(),
            "records/competence.yaml": COMPETENCE.replace("internal-auditor", "process"),
        },
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD016",
        "a colleague was there",
        work={**lena_owns_purchasing(), **audit()},
        on=ON,
        also=ALSO,
    ),
    Case(
        "AUD016",
        "the owner audits a heading",
        (
            gap(
                "AUD-1: lena audited alone ISO 9001:2015 8.4.1, 8.4.2 and 8.4.3, and owns every",
                "someone else",
                "records/audits/aud-1.md:8:1",
                "note",
            ),
        ),
        {**lena_owns_purchasing(), **audit(auditors="[lena]", clauses="['8']")},
        on=ON,
        also=ALSO,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


@pytest.mark.parametrize("name", ["Purchasing", "p-1", "production"])
def test_the_owner_of_a_process_is_not_free_of_it(name: str, repo: RepositoryBuilder) -> None:
    """By its identifier or its title in the register of processes."""
    codes(
        repo,
        lena_owns_purchasing(),
        audit(auditors="[lena]", clauses="['8.7']", processes=f"[{name}]"),
    )
    register = Workspace.open(repo.path).register(View(date.fromisoformat(ON)))
    fields = {"id": "P-1", "title": "Purchasing", "owner": "purchasing"}
    process = Record("process", "P-1", "records/process.csv", 2, fields)
    known = replace(register.inventory, records=(*register.inventory.records, process))
    with_processes = replace(register, inventory=known)
    (audited,) = register.records["audit"]
    said = [tie.what for tie in ties(with_processes, audited) if tie.clear]
    assert said == ([] if name == "production" else ["owns the process Purchasing"])

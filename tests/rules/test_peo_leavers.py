"""PEO: what people who have left still answer for, and what is dated after their last day."""

from __future__ import annotations

import pytest

from isodocs.model.approval import Meaning
from isodocs.model.record import RecordField, RecordKind
from isodocs.records.record_kinds import kinds
from tests.helpers import signed_company as signed
from tests.helpers.company import approval, approved, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import ON, Case, Expected, run

PEOPLE = "id,name,roles,joined,left\n"
COMPANY: dict[str, Content] = approved()
LEFT, AFTER = "2024-03-31", "2024-05-02"
OWNED = document(owner="ann")
ANNS: dict[str, Content] = {path(): OWNED, **approval("SOP-001", 1, OWNED)}


def people(*rows: str) -> dict[str, Content]:
    return {"records/people.csv": PEOPLE + "".join(f"{row}\n" for row in rows)}


def gap(says: str, hint: str, place: str = "records/people.csv:2:5", **more: str) -> Expected:
    return Expected(place, says, hint, **{"document": "", **more})


SIGNED = {**signed.base(), **signed.approved()}
STANDS_IN = signed.deputy(start="2024-05-10", until="2024-06-30", at="2024-05-08T10:00:00+00:00")
LATE = signed.deputy(start="2024-05-18", until="2024-06-30", at="2024-05-18T10:00:00+00:00")
READ = signed.confirmed("SOP-001", 1, document())
REVIEWED = signed.approval(
    "SOP-001", 1, document(), meaning=Meaning.PERIODIC_REVIEW, at="2024-05-20T10:00:00+00:00"
)
GOODS = "id,description,status,owner\nEQ-1,Scale,quarantined,{}\n"
CASES = (
    Case("PEO001", "an owner who works here", work={**ANNS, **people("ann,Ann Author,,,")}),
    Case(
        "PEO001",
        "an owner who will leave",
        work={**ANNS, **people(f"ann,Ann Author,,,{ON}")},
    ),
    Case(
        "PEO001",
        "an owner who has left, and holds a role",
        (
            gap(
                "Ann Author (ann) left on 2024-03-31 and is still named for SOP-001 (owner) and "
                "role author in .isodocs/authority/",
                "Name a successor",
            ),
        ),
        work={**ANNS, **people(f"ann,Ann Author,,,{LEFT}")},
    ),
    Case(
        "PEO001",
        "an approver who has left holds the role and owns the register",
        (gap("role quality-manager in .isodocs/authority/", "isodocs authority"),),
        work={**COMPANY, **people(f"quinn,Quinn Quality,,,{LEFT}")},
    ),
    Case(
        "PEO001",
        "a deputy stands in for an approver who has left",
        (
            gap("named for owner of the authority register", "Name a successor"),
            gap(
                "Quinn Quality (quinn) left on 2024-05-15; Dora Director acts as "
                "quality-manager until 2024-06-30",
                "Name a successor by 2024-06-30",
                level="note",
            ),
        ),
        work={**SIGNED, **people("quinn,Quinn Quality,,,2024-05-15"), **STANDS_IN},
    ),
    Case(
        "PEO001",
        "the deputy's time is over",
        (gap("role quality-manager in .isodocs/authority/0001.json and owner of", "Name a"),),
        work={**SIGNED, **people("quinn,Quinn Quality,,,2024-05-15"), **STANDS_IN},
        on="2024-07-01",
    ),
    Case(
        "PEO001",
        "the deputy has left as well",
        (
            gap("role quality-manager in .isodocs/authority/0001.json and owner of", "Name a"),
            gap(
                "Dora Director (dora) left on 2024-05-20 and is still named for role director in "
                ".isodocs/authority/0001.json, owner of the authority register and deputy of "
                "quinn as quality-manager until 2024-06-30",
                "Name a",
                "records/people.csv:3:5",
            ),
        ),
        work={
            **SIGNED,
            **people("quinn,Quinn Quality,,,2024-05-15", "dora,Dora Director,,,2024-05-20"),
            **STANDS_IN,
        },
    ),
    Case(
        "PEO002",
        "the deputy of an approver who has left approves",
        work={
            **signed.base(),
            path(): document(),
            **people("quinn,Quinn Quality,,,2024-01-15"),
            **signed.deputy(),
            **signed.approval("SOP-001", 1, document(), person="dora"),
        },
        also={"PEO001"},
    ),
    Case(
        "PEO002",
        "a deputy was named after leaving",
        (
            gap(
                "role quality-manager: 'delegation to dora' is of 2024-05-18 and names Quinn "
                "Quality (quinn), whose last day was 2024-05-15",
                "Correct the day",
                next(iter(LATE)),
            ),
        ),
        work={**SIGNED, **people("quinn,Quinn Quality,,,2024-05-15"), **LATE},
        also={"PEO001"},
    ),
    Case(
        "PEO002",
        "signed as read after leaving",
        (
            gap(
                "SOP-001: 'confirmation of revision 1' is of 2024-02-01 and names Ann Author",
                "Correct the day",
                next(iter(READ)),
                document="SOP-001",
            ),
        ),
        work={**SIGNED, **people("ann,Ann Author,,,2024-01-31"), **READ},
        also={"PEO001"},
    ),
    Case(
        "PEO002",
        "reviewed after leaving",
        (
            gap(
                "SOP-001: 'review of revision 1' is of 2024-05-20 and names Quinn Quality",
                "Correct the day",
                next(iter(REVIEWED)),
                document="SOP-001",
            ),
        ),
        work={**SIGNED, **people("quinn,Quinn Quality,,,2024-05-15"), **REVIEWED},
        also={"PEO001"},
    ),
    Case(
        "PEO002",
        "approved before leaving",
        work={**COMPANY, **people("quinn,Quinn Quality,,,2024-01-20")},
        also={"PEO001"},
    ),
    Case(
        "PEO002",
        "approved after leaving",
        (
            gap(
                "SOP-001: 'approval of revision 1' is of 2024-01-20 and names Quinn Quality "
                "(quinn), whose last day was 2024-01-19",
                "Correct the day",
                next(iter(approval("SOP-001", 1, document()))),
                document="SOP-001",
            ),
        ),
        work={**COMPANY, **people("quinn,Quinn Quality,,,2024-01-19")},
        also={"PEO001"},
    ),
    Case(
        "PEO003",
        "one of two holders is left",
        work={
            **COMPANY,
            **people(f"rita,Rita,store,,{LEFT}", "bert,Bert,store,,"),
            "records/equipment.csv": GOODS.format("store"),
        },
    ),
    Case(
        "PEO003",
        "the only holder has left",
        (
            gap(
                "Rita held the role 'store' and left; it is still named for EQ-1",
                "Give the role",
                "records/people.csv:2:3",
                level="warning",
            ),
        ),
        work={
            **COMPANY,
            **people(f"rita,Rita,store,,{LEFT}"),
            "records/equipment.csv": GOODS.format("store"),
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


FIELDS = [
    (kind, field)
    for kind in kinds().values()
    for field in kind.fields.values()
    if field.refers in ("person", "owner")
]


@pytest.mark.parametrize(
    ("kind", "field"), FIELDS, ids=lambda value: getattr(value, "name", "value")
)
def test_every_field_that_names_a_person(
    kind: RecordKind, field: RecordField, repo: RepositoryBuilder
) -> None:
    """Whoever has left is named for nothing that is to come, and for nothing done since."""
    to_come, since, before = ({"PEO001"}, {"PEO002"}, set())
    assert found(repo, kind, field, "") == (
        before if field.names_only or always_dated(kind, field) else to_come
    )
    if field.on:
        assert found(repo, kind, field, AFTER) == since
        assert found(repo, kind, field, LEFT) == before
    for word in kind.ended:
        over = {word: "2024-05-20"} if word in kind.fields else {"status": word}
        if not field.on:
            assert found(repo, kind, field, "", **over) == before, word


def always_dated(kind: RecordKind, field: RecordField) -> bool:
    """Whether the day of a deed cannot be left out, as that of a training."""
    return any(kind.fields[day].required for day in field.on)


def found(
    repo: RepositoryBuilder, kind: RecordKind, field: RecordField, day: str, **more: str
) -> set[str]:
    """The gaps about leavers of one record that names Rita, done on a day if one is given."""
    days = dict.fromkeys(field.on, day) if day else {}
    values = {name: _any(kind.fields[name]) for name in kind.fields if kind.fields[name].required}
    values |= {"id": "X-1"} if "id" in kind.fields else {}
    values |= {field.name: "rita", **days, **more}
    for name, content in {**COMPANY, **people(f"rita,Rita Rowe,,,{LEFT}")}.items():
        repo.write(name, content)
    if kind.name == "people":
        repo.write("records/people.csv", table(values, {"id": "rita", "name": "R", "left": LEFT}))
    elif kind.table:
        repo.write(f"records/{kind.name}.csv", table(values))
    else:
        lines = [f"{name}: {value}" for name, value in values.items()]
        text = "\n".join(["---", f"record: {kind.name}", *lines, "---", "# X", ""])
        repo.write("records/x-1.md", text)
    return {gap.code for gap in run(repo).gaps if gap.code.startswith("PEO")}


def table(*rows: dict[str, str]) -> str:
    header = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(row.get(name, "") for name in header) for row in rows]
    return "\n".join([",".join(header), *lines, ""])


def _any(field: RecordField) -> str:
    by_form = {"date": "2024-02-01", "flag": "yes", "number": "1", "period": "1 year"}
    return field.choices[0] if field.choices else by_form.get(field.form, "x")

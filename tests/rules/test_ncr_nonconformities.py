"""NCR002, NCR003, NCR007, NCR009: records of nonconformities that do not show what was done."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

ON = "2024-11-20"
FULL = {
    "id": "NC-1",
    "title": "Gauges not calibrated",
    "status": "closed",
    "source": "internal-audit",
    "grade": "minor",
    "clauses": "[7.1.5.2]",
    "raised": "2024-02-01",
    "owner": "quality-manager",
    "due": "2024-05-01",
    "corrected": "2024-02-02",
    "cause": "The list had no owner.",
    "action": "The list has an owner.",
    "action-by": "ann",
    "implemented": "2024-03-01",
    "verified": "2024-03-15",
    "verified-by": "quinn",
    "effectiveness-due": "2024-09-01",
    "effectiveness-reviewed": "2024-08-30",
    "effectiveness-reviewed-by": "quinn",
    "effective": "yes",
    "closed": "2024-09-01",
}
OPEN = {"status": "open", "closed": ""}


def record(id: str = "NC-1", **changes: str) -> dict[str, str]:
    """A nonconformity closed as it should be, with these fields changed; empty ones left out."""
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    fields = {**FULL, "id": id, **changed}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    text = "\n".join(["---", *lines, "---", "# What was found", "", "Three gauges.", ""])
    return {f"records/nonconformities/{id.lower()}.md": text}


def only(*names: str, **changes: str) -> dict[str, str]:
    """One that has come as far as `names`, still open."""
    later = list(FULL)[9:]
    gone = {name.replace("-", "_"): "" for name in later if name not in names}
    return record(**{**gone, "status": "open", **changes})


def line(record: dict[str, str], field: str) -> str:
    ((path, text),) = record.items()
    number = 1 + [row.partition(":")[0] for row in text.splitlines()].index(field)
    return f"{path}:{number}:1"


def fails(
    code: str,
    what: str,
    files: dict[str, str],
    field: str,
    says: str,
    hint: str,
    level: str = "error",
    also: set[str] | None = None,
) -> Case:
    ((path, text),) = list(files.items())[-1:]
    place = line({path: text}, field) if f"\n{field}:" in text else f"{path}:1"
    gap = Expected(place, says, hint, level, document="")
    return Case(code, what, (gap,), work={**approved(), **files}, on=ON, also=also or set())


def passes(code: str, what: str, files: dict[str, str]) -> Case:
    return Case(code, what, work={**approved(), **files}, on=ON)


def taking_up(field: str, **changes: str) -> dict[str, str]:
    """Another one, still open, that takes up the first."""
    said = {"id": "NC-2", "raised": "2024-11-01", "due": "2025-03-01", field: "[NC-1]"}
    return only(**said | changes)


CASES = (
    passes("NCR002", "a remark needs no cause", only(status="closed", grade="observation")),
    fails(
        "NCR002",
        "closed with nothing to show",
        record(cause="", effectiveness_reviewed="", effective=""),
        "status",
        "NC-1 (minor): closed, but the record lacks cause and review of effectiveness",
        "Reopen it and record what is missing: `isodocs set NC-1 status=open closed= "
        "reopened=2024-11-20 'reopened-because=It lacks cause and review of effectiveness'`. Or "
        "raise another with 'takes-up: [NC-1]'.",
    ),
    fails(
        "NCR002",
        "closed with a cause that is none",
        record(cause="n/a"),
        "status",
        "NC-1 (minor): closed, but the record lacks cause",
        "Reopen it",
    ),
    passes("NCR002", "taken up by another", {**record(cause=""), **taking_up("takes-up")}),
    passes("NCR002", "it came back", {**record(cause=""), **taking_up("recurrence-of")}),
    *(
        fails(
            "NCR002",
            f"not taken up by one that is {how}",
            {**taking_up("takes-up", **other), **record(cause="", grade=grade)},
            "status",
            f"NC-1 ({grade}): closed, but the record lacks cause",
            "Reopen it",
        )
        for how, grade, other in (
            ("only a remark", "minor", {"grade": "observation"}),
            ("lighter", "major", {}),
            ("older", "minor", {"raised": "2024-08-30"}),
        )
    ),
    passes("NCR003", "verified by somebody else", record()),
    fails(
        "NCR003",
        "verified by whoever did it",
        record(verified_by="ann"),
        "verified-by",
        "NC-1 (minor): ann both carried out the action and verified it",
        "Ask someone else, and record who did.",
        "warning",
    ),
    passes("NCR007", "in order", record()),
    fails(
        "NCR007",
        "verified before it was done",
        record(verified="2024-02-20"),
        "verified",
        "'verified' is 2024-02-20, before 'implemented' (2024-03-01)",
        "Correct the wrong date.",
        "warning",
    ),
    Case(
        "NCR009",
        "the document was revised",
        history=(Commit({**approved(), **record(documents="[SOP-001]", raised="2024-01-15")}),),
        on=ON,
    ),
    Case(
        "NCR009",
        "the document was not revised since",
        (
            Expected(
                line(record(documents="[SOP-001]"), "documents"),
                "NC-1 (minor): lists SOP-001 as revised, but it was last changed on 2024-01-20",
                "isodocs revise SOP-001",
                "warning",
                document="",
            ),
        ),
        history=(Commit({**approved(), **record(documents="[SOP-001]")}),),
        on=ON,
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

"""AUD: internal audits and management reviews: held in time, complete, by people fit and free."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Expected

ON = "2024-11-20"
AUDIT = {
    "id": "AUD-1",
    "title": "The whole system",
    "status": "done",
    "standards": "[iso-9001-2015]",
    "criteria": "[ISO 9001]",
    "scope": "Everything",
    "documents": "[SOP-001]",
    "lead-auditor": "ann",
    "auditors": "[ann]",
    "auditees": "[dora]",
    "planned": "2024-06-03",
    "started": "2024-06-03",
    "finished": "2024-06-05",
    "reported": "2024-06-20",
}
REVIEW = {
    "id": "MR-1",
    "title": "Review 2024",
    "status": "held",
    "standards": "[iso-9001-2015]",
    "chair": "director",
    "held": "2024-05-06",
    "inputs": "[earlier-actions, changes, customer-satisfaction, objectives, process-performance, "
    "product-conformity, nonconformities, monitoring, audit-results, supplier-performance, "
    "resources, risk-actions, improvement]",
    "outputs": "[improvement, system-changes, resources]",
}
COMPETENCE = "- {id: AUDIT, title: Auditing, kind: internal-auditor, persons: [ann]}\n"
TRAINING = "person,competence,date\nann,AUDIT,2022-03-01\n"
PROGRAMME = "id,title,standards,clauses,planned,due,audit\n"


def story(kind: str, fields: dict[str, str], **changes: str) -> dict[str, str]:
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name}: {value}" for name, value in {**fields, **changed}.items() if value]
    body = ["---", "# Report", "", "What was found.", ""]
    return {f"records/{kind}/one.md": "\n".join(["---", *lines, *body])}


def audit(**changes: str) -> dict[str, str]:
    return story("audits", AUDIT, **changes)


def review(**changes: str) -> dict[str, str]:
    return story("management-reviews", REVIEW, **changes)


def case(
    code: str, what: str, *gaps: Expected, also: set[str] | None = None, **files: Content
) -> Case:
    """A company whose auditor is trained; keywords are files without the folder, `_` for `/`."""
    company: dict[str, Content] = {
        **approved(owner="director"),
        "records/competence.yaml": COMPETENCE,
        "records/training.csv": TRAINING,
    }
    return Case(code, what, gaps, work={**company, **files}, on=ON, also=also or set())


def at(kind: str, fields: dict[str, str], field: str) -> str:
    number = 2 + list(fields).index(field) if field in fields else 0
    return f"records/{kind}/one.md:{number}:1" if number else f"records/{kind}/one.md:1"


def gap(place: str, says: str, hint: str, level: str = "error") -> Expected:
    return Expected(place, says, hint, level, document="")


def of_audit(field: str, says: str, hint: str, level: str = "error") -> Expected:
    return gap(at("audits", AUDIT, field), says, hint, level)


def nonconformity(status: str = "open", audit: str = "AUD-1") -> dict[str, str]:
    fields = (
        f"id: NC-1\ntitle: x\nstatus: {status}\nsource: internal-audit\ngrade: observation\n"
        f"raised: 2024-06-04\nowner: quality-manager\naudit: {audit}\n"
    )
    return {"records/nonconformities/nc-1.md": f"---\n{fields}---\n# x\n\nWhat was found.\n"}


LINE = "AP-1,Purchasing,iso-9001-2015,8.4,2024-05-01,{0},{1}\n"
CASES = (
    case(
        "AUD001",
        "carried out",
        **audit(),
        **{"records/audit-programme.csv": PROGRAMME + LINE.format("2024-06-30", "AUD-1")},
    ),
    case(
        "AUD001",
        "not carried out",
        gap(
            "records/audit-programme.csv:2:6",
            "AP-1: was to be audited by 2024-11-19, 1 day ago",
            "Hold the audit",
        ),
        **audit(),
        **{"records/audit-programme.csv": PROGRAMME + LINE.format("2024-11-19", "")},
    ),
    case("AUD002", "an audit of the whole standard", **audit()),
    case(
        "AUD002",
        "clauses in no audit",
        gap(
            "",
            "ISO 9001:2015: not audited in time and in no plan: 4.1, 4.2, 4.3, 4.4.1, 4.4.2, "
            "5.1.1, 5.1.2, 5.2.1 and 54 more",
            "isodocs audits",
            "warning",
        ),
        **audit(clauses="[8.4]"),
    ),
    case("AUD003", "a trained auditor", **audit()),
    case(
        "AUD003",
        "trained only afterwards",
        of_audit(
            "auditors", "ann was not shown to be competent as an auditor on 2024-06-03", "new"
        ),
        **audit(),
        **{"records/training.csv": TRAINING.replace("2022-03-01", "2024-06-04")},
    ),
    case("AUD004", "somebody free", **audit()),
    case(
        "AUD004",
        "the owner audits the document, and so does who approved it",
        of_audit("auditors", "AUD-1: dora owns SOP-001", "somebody else"),
        of_audit("auditors", "AUD-1: quinn approved SOP-001", "somebody else"),
        of_audit("auditors", "AUD-1: quinn is among those whose work", "somebody else"),
        also={"AUD003"},
        **audit(auditors="[ann, dora, quinn]", auditees="[quinn]"),
    ),
    case("AUD005", "reported in time", **audit()),
    case(
        "AUD005",
        "no report after thirty days",
        gap(
            "records/audits/one.md:1",
            "finished on 2024-06-05; its report was due on 2024-07-05",
            "record the day in 'reported'",
            "warning",
        ),
        **audit(reported=""),
    ),
    case("AUD006", "they name each other", **audit(findings="[NC-1]"), **nonconformity()),
    case(
        "AUD006",
        "the audit does not list it",
        gap(
            "records/audits/one.md:1",
            "does not list NC-1, which says it was raised there",
            "name each other",
            "warning",
        ),
        **audit(),
        **nonconformity(),
    ),
    case(
        "AUD007",
        "closed with all it raised",
        **audit(status="closed", findings="[NC-1]"),
        **nonconformity("closed"),
    ),
    case(
        "AUD007",
        "closed while one is open",
        of_audit("status", "is closed, while NC-1 is still open", "Keep it at 'done'", "warning"),
        **audit(status="closed", findings="[NC-1]"),
        **nonconformity(),
    ),
    case("AUD008", "held half a year ago", **review()),
    case(
        "AUD008",
        "the next one is late",
        gap(
            at("management-reviews", REVIEW, "next-due"),
            "MR-1: the last management review of ISO 9001:2015, of 2023-11-19; the next was due "
            "on 2024-11-19",
            "isodocs new management-review",
        ),
        **review(held="2023-11-19"),
    ),
    case(
        "AUD008",
        "planned and never held",
        gap("", "ISO 9001:2015: no management review was ever held", "isodocs new"),
        **review(held="", status="planned", planned="2025-01-10"),
    ),
    case("AUD009", "all was looked at", **review()),
    case(
        "AUD009",
        "suppliers and resources were forgotten",
        gap(
            at("management-reviews", REVIEW, "inputs"),
            "leaves out, of the inputs that ISO 9001:2015 lists: supplier-performance",
            "next review",
            "warning",
        ),
        gap(
            at("management-reviews", REVIEW, "outputs"),
            "leaves out, of the outputs that ISO 9001:2015 lists: resources",
            "next review",
            "warning",
        ),
        **review(
            inputs=REVIEW["inputs"].replace("supplier-performance, ", ""),
            outputs="[improvement, system-changes]",
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

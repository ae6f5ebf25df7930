"""AUD: internal audits and management reviews: held in time, complete, by people fit and free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.helpers.company import CONFIG, approved
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
    "inputs": "[earlier-actions, changes, customer-satisfaction, interested-parties, objectives, "
    "process-performance, product-conformity, nonconformities, monitoring, audit-results, "
    "supplier-performance, resources, risk-actions, improvement]",
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
        f"id: NC-1\ntitle: Missed\nstatus: {status}\nsource: internal-audit\ngrade: observation\n"
        f"raised: 2024-06-04\nowner: quality-manager\naudit: {audit}\n"
    )
    return {"records/nonconformities/nc-1.md": f"---\n{fields}---\n# x\n\nWhat was found.\n"}


def of_the_body(findings: str, event: str) -> dict[str, str]:
    """What a surveillance raised: the findings that it lists, and the audit that one names."""
    found = nonconformity()["records/nonconformities/nc-1.md"]
    found = found.replace("internal-audit", "surveillance").replace(
        "audit: AUD-1", f"event: {event}"
    )
    row = f"CE-1,surveillance,2024-06-03,{findings}"
    return {
        "records/nonconformities/nc-1.md": found,
        "records/certification-event.csv": f"id,kind,planned,findings\n{row}\n",
    }


def not_met(id: str, clause: str, raised: str, **changes: str) -> dict[str, str]:
    """A complaint that is being worked on."""
    fields = {
        "id": id,
        "title": "Missed",
        "status": "open",
        "source": "customer-complaint",
        "grade": "minor",
        "standard": "iso-9001-2015",
        "clauses": f"['{clause}']",
        "raised": raised,
        "owner": "quality-manager",
        **changes,
    }
    lines = [f"{name}: {value}" for name, value in fields.items()]
    text = "\n".join(["---", *lines, "---", "# x", "", "What was found.", ""])
    return {f"records/nonconformities/{id.lower()}.md": text}


def planned(clauses: str, planned: str, every: str = "3 years", cancelled: str = "") -> str:
    """A programme of one line, due a month after it may begin."""
    month = f"{planned[:5]}{int(planned[5:7]) + 1:02}{planned[7:]}"
    header = "id,standards,clauses,every,planned,due,cancelled"
    return f"{header}\nAP-1,iso-9001-2015,{clauses},{every},{planned},{month},{cancelled}\n"


def not_again(says: str, standard: str = "ISO 9001:2015") -> Expected:
    says = f"{standard}: not met, and no audit is planned within 12 months: {says}"
    return gap(
        "",
        says,
        "Plan an audit, or set a shorter 'every', and record the reason in 'basis'.",
        "note",
    )


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
            "AP-1: audit overdue by 1 day (planned by 2024-11-19)",
            "Carry out the audit and enter its ID in 'audit', or enter another day in 'due' and",
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
            "ISO 9001:2015: not audited in time and not planned: 4.1, 4.2, 4.3, "
            "4.4.1, 4.4.2, 5.1.1, 5.1.2, 5.2.1 and 54 more",
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
            "auditors",
            "AUD-1: no record shows that ann was competent as an auditor on 2024-06-03",
            "new",
        ),
        **audit(),
        **{"records/training.csv": TRAINING.replace("2022-03-01", "2024-06-04")},
    ),
    case("AUD004", "somebody free", **audit()),
    case(
        "AUD004",
        "the owner audits the document, and so does who approved it",
        of_audit("auditors", "AUD-1: dora owns SOP-001", "Ask someone else to audit that part."),
        of_audit(
            "auditors", "AUD-1: quinn approved SOP-001", "Ask someone else to audit that part."
        ),
        of_audit(
            "auditors",
            "AUD-1: quinn is among those whose work",
            "Ask someone else to audit that part.",
        ),
        also={"AUD003"},
        **audit(auditors="[ann, dora, quinn]", auditees="[quinn]"),
    ),
    case("AUD005", "reported in time", **audit()),
    case(
        "AUD005",
        "no report after thirty days",
        gap(
            "records/audits/one.md:1",
            "AUD-1: finished on 2024-06-05; the report was due on 2024-07-05",
            "Report the results and record the date in 'reported'.",
            "warning",
        ),
        **audit(reported=""),
    ),
    case(
        "AUD005",
        "reported after the day, and no audit since",
        of_audit(
            "reported",
            "AUD-1: reported on 2024-07-30; the report was due on 2024-07-05",
            "Nothing to enter",
            "note",
        ),
        **audit(reported="2024-07-30"),
    ),
    case(
        "AUD005",
        "reported after the day, before the next audit",
        **audit(reported="2024-07-30"),
        **{
            "records/audits/two.md": audit(
                id="AUD-2", started="2024-09-02", finished="2024-09-03", reported="2024-09-20"
            )["records/audits/one.md"]
        },
    ),
    case("AUD006", "they name each other", **audit(findings="[NC-1]"), **nonconformity()),
    case(
        "AUD006",
        "the audit does not list it",
        gap(
            "records/audits/one.md:1",
            "AUD-1: does not list NC-1, which names this audit",
            "Link both records: 'findings' in the audit, 'audit' in the nonconformity.",
            "warning",
        ),
        **audit(),
        **nonconformity(),
    ),
    case("AUD006", "a body's audit lists it", also={"CER019"}, **of_the_body("NC-1", "")),
    case("AUD006", "it names a body's audit", also={"CER019"}, **of_the_body("", "CE-1")),
    case(
        "AUD006",
        "the two contradict each other",
        gap(
            "records/certification-event.csv:2:4",
            "CE-1: lists NC-1, which does not name this audit",
            "Link both records: 'findings' in the audit, 'event' in the nonconformity.",
            "warning",
        ),
        also={"CER019", "REC006"},
        **of_the_body("NC-1", "CE-9"),
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
        of_audit(
            "status", "AUD-1: closed while NC-1 is still open", "Keep it at 'done'", "warning"
        ),
        **audit(status="closed", findings="[NC-1]"),
        **nonconformity(),
    ),
    case("AUD008", "held half a year ago", **review()),
    case(
        "AUD008",
        "the next one is late",
        gap(
            at("management-reviews", REVIEW, "next-due"),
            "MR-1: the management review of ISO 9001:2015 was due on 2024-11-19 "
            "(last held on 2023-11-19)",
            "isodocs new management-review",
        ),
        **review(held="2023-11-19"),
    ),
    case(
        "AUD008",
        "the first is planned within a year of the first approval",
        **review(held="", status="planned", planned="2025-01-20"),
    ),
    case(
        "AUD008",
        "the first is planned for later, and none was ever held",
        gap(
            "",
            "ISO 9001:2015: no management review has been held",
            "`isodocs set MR-1 held=YYYY-MM-DD`",
        ),
        **review(held="", status="planned", planned="2025-01-21"),
    ),
    case("AUD009", "all was looked at", **review()),
    case(
        "AUD009",
        "suppliers and resources were forgotten",
        gap(
            at("management-reviews", REVIEW, "inputs"),
            "MR-1: missing, of what ISO 9001:2015 requires, inputs (9.3.2): supplier-performance; "
            "outputs (9.3.3): resources",
            "next review",
            "warning",
        ),
        **review(
            inputs=REVIEW["inputs"].replace("supplier-performance, ", ""),
            outputs="[improvement, system-changes]",
        ),
    ),
    case(
        "AUD010",
        "an audit may begin on the last day of the twelve months",
        **audit(),
        **not_met("NC-1", "8.6", "2024-08-01"),
        **{"records/audit-programme.csv": planned("8.6", "2025-08-01")},
    ),
    case(
        "AUD010",
        "an audit begins a day later",
        not_again("8.6 (NC-1)"),
        **audit(),
        **not_met("NC-1", "8.6", "2024-08-01"),
        **{"records/audit-programme.csv": planned("8.6", "2025-08-02")},
    ),
    case(
        "AUD010",
        "a line plans all that is below a heading",
        **audit(),
        **not_met("NC-1", "8.5.2", "2024-08-01"),
        **{"records/audit-programme.csv": planned("8", "2025-03-01")},
    ),
    case(
        "AUD010",
        "a heading was not met, and only a part of it is planned",
        not_again("8.4 (NC-1)"),
        **audit(),
        **not_met("NC-1", "8.4", "2024-08-01"),
        **{"records/audit-programme.csv": planned("8.4.1;8.4.2", "2025-03-01")},
    ),
    case(
        "AUD010",
        "the line says every year",
        **audit(),
        **not_met("NC-1", "8.6", "2024-08-01"),
        **{"records/audit-programme.csv": planned("8", "2026-03-01", "1 year")},
    ),
    case(
        "AUD010",
        "the line was cancelled, and others stand",
        not_again("8.6 (NC-1)"),
        **audit(),
        **not_met("NC-1", "8.6", "2024-08-01"),
        **{
            "records/audit-programme.csv": planned("8.6", "2025-03-01", cancelled="2024-09-01")
            + "AP-2,iso-9001-2015,5,,2025-03-01,2025-04-01,\n"
        },
    ),
    case(
        "AUD010",
        "audited since, or only remarked upon",
        **audit(),
        **not_met("NC-1", "8.6", "2024-06-04"),
        **not_met("NC-2", "7.2", "2024-08-01", grade="opportunity"),
        **{"records/audit-programme.csv": planned("5", "2025-03-01")},
    ),
    case(
        "AUD010",
        "the audit that raised it does not count as one since",
        not_again("8.6 (NC-1)"),
        **audit(findings="[NC-1]"),
        **not_met("NC-1", "8.6", "2024-06-04", source="internal-audit", audit="AUD-1"),
        **{"records/audit-programme.csv": planned("5", "2025-03-01")},
    ),
    case(
        "AUD010",
        "a year counts from the end of the audit that raised it",
        **audit(findings="[NC-1]"),
        **not_met("NC-1", "8.6", "2024-06-03", source="internal-audit", audit="AUD-1"),
        **{"records/audit-programme.csv": planned("8", "2025-06-05")},
    ),
    case(
        "AUD010",
        "several, in the order of the standard, the oldest of each first",
        not_again("7.2 (NC-6) and 8.6 (NC-4, NC-1 and 2 more)"),
        **audit(),
        **not_met("NC-1", "8.6", "2024-08-02", **{"recurrence-of": "[NC-2, NC-3, NC-4]"}),
        **not_met("NC-2", "8.6", "2024-08-03"),
        **not_met("NC-3", "8.6", "2024-08-04"),
        **not_met("NC-4", "8.6", "2024-08-01"),
        **not_met("NC-5", "5.3", "2024-08-01"),
        **not_met("NC-6", "7.2", "2024-10-01"),
        **{"records/audit-programme.csv": planned("5", "2025-03-01")},
    ),
    replace(
        case(
            "AUD010",
            "a clause of one standard and a control of another",
            not_again("8.6 (NC-1)"),
            not_again("A.5.18 (NC-2)", "ISO/IEC 27001:2022"),
            also={"SOA001"},
            **audit(standards="[iso-9001-2015, iso-27001-2022]"),
            **not_met("NC-1", "8.6", "2024-08-01"),
            **not_met("NC-2", "A.5.18", "2024-08-01", standard="iso-27001-2022"),
            **{"records/audit-programme.csv": planned("5", "2025-03-01")},
        ),
        config=CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-27001-2022]"),
    ),
    case(
        "AUD010",
        "no programme is kept",
        **audit(),
        **not_met("NC-1", "8.6", "2024-08-01"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

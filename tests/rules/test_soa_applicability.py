"""SOA: whether the Statement of Applicability is whole, founded, approved and true."""

from __future__ import annotations

import pytest

from isodocs.model.coverage import CoverageStatus
from tests.helpers.company import approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.statement import (
    LEFT_OUT,
    SECURE,
    SOA,
    STANDARD,
    TABLE,
    Row,
    line,
    shown,
    statement,
    table,
)
from tests.rules.case import Case, Commit, Expected, run

SOP = approved()
BOTH = SECURE.replace(f"[{STANDARD}]", f"[{STANDARD}, iso-42001-2023]")
WHOLE = {**SOP, **statement(table())}
EARLIER = "2024-01-20T12:00:00+00:00"


def stated(rows: dict[str, Row | None] | None = None, **every: str) -> dict[str, str | bytes]:
    return {**SOP, **statement(table(rows, **every))}


def wrong(
    code: str,
    what: str,
    rows: dict[str, Row | None],
    says: str,
    hint: str,
    place: str = "",
    level: str = "error",
    also: set[str] | None = None,
    **every: str,
) -> Case:
    document = "SOA-001" if code in ("SOA002", "SOA004") else ""
    place = place or f"{TABLE}:{line(next(iter(rows)))}:1"
    expected = Expected(place, says, hint, level, document)
    return Case(
        code, what, (expected,), work=stated(rows, **every), config=SECURE, also=also or set()
    )


CASES = (
    Case("SOA001", "a statement", work=WHOLE, config=SECURE),
    Case("SOA001", "a standard that asks for none", work=SOP),
    Case(
        "SOA001",
        "none at all, told once and not for each control",
        (
            Expected(
                "isodocs.yaml:2:1",
                "ISO/IEC 27001:2022 requires a Statement of Applicability (6.1.3), and "
                "there is none for its 93 controls",
                "isodocs soa --new iso-27001-2022",
                "warning",
                "",
            ),
        ),
        work=approved(clauses='["4.1", "A.5.1"]'),
        config=SECURE,
    ),
    Case("SOA002", "every control decided", work=WHOLE, config=SECURE),
    wrong(
        "SOA002",
        "a row that is not there",
        {"A.5.7": None},
        "undecided controls of ISO/IEC 27001:2022: A.5.7",
        "isodocs soa --gaps iso-27001-2022",
        place=TABLE,
    ),
    wrong(
        "SOA002",
        "rows in which nobody decided yet, told once",
        {f"A.5.{number}": {"applicable": ""} for number in range(1, 10)},
        "undecided controls of ISO/IEC 27001:2022: A.5.1, A.5.2, A.5.3, A.5.4, A.5.5 and 4 more",
        "Enter yes or no in 'applicable', in a row for each control. `isodocs",
    ),
    wrong(
        "SOA002",
        "an applicable control without its state",
        {"A.5.7": {"state": ""}},
        "A.5.7 Threat intelligence applies, but 'state' is empty",
        "implemented, partly, planned, not-implemented",
    ),
    Case(
        "SOA002",
        "a draft with open rows, which is only a warning",
        (
            Expected(
                f"{TABLE}:{line('A.5.7')}:1",
                "undecided controls of ISO/IEC 27001:2022: A.5.7",
                "Enter yes or no in 'applicable', in a row for each control. `isodocs",
                "warning",
                "SOA-001",
            ),
        ),
        work={
            **SOP,
            TABLE: table({"A.5.7": {"applicable": ""}}),
            SOA: shown(status="draft"),
        },
        config=SECURE,
        also={"SOA007"},
    ),
    Case(
        "SOA003",
        "a control of one's own",
        work=stated({"OWN-1": {}}),
        config=SECURE,
    ),
    wrong(
        "SOA003",
        "a control past the last",
        {"A.8.35": {}},
        "clause A.8 runs from A.8.1 to A.8.34",
        "`isodocs standards iso-27001-2022` lists the controls",
        place=f"{TABLE}:95:1",
    ),
    Case(
        "SOA003",
        "controls without their annex, clauses of the same number or not",
        work={**SOP, **statement(table().replace("A.5.", "5."))},
        config=SECURE,
    ),
    wrong(
        "SOA003",
        "a number that is neither",
        {"5.38": {}},
        "5.38 is not in ISO/IEC 27001:2022",
        "a control of your own has an identifier such as OWN-1",
        place=f"{TABLE}:95:1",
    ),
    wrong(
        "SOA003",
        "the rows of another edition, told once",
        {f"A.18.2.{number}": {} for number in range(1, 5)},
        "4 rows do not count: A.18.2.1, A.18.2.2, A.18.2.3 and A.18.2.4 are not"
        " controls of ISO/IEC 27001:2022, or are duplicates",
        "`isodocs soa --gaps iso-27001-2022` explains each. Another edition",
        place=f"{TABLE}:95:1",
    ),
    wrong(
        "SOA003",
        "a heading",
        {"A.5": {}},
        "A.5 is a heading",
        "a row for each control below it",
        place=f"{TABLE}:95:1",
    ),
    Case(
        "SOA003",
        "a control twice",
        (Expected(f"{TABLE}:95:1", "A.5.1 is there twice; the row at", "Keep one", document=""),),
        work={**SOP, **statement(table() + "A.5.1,,no,Left out,,,,\n")},
        config=SECURE,
    ),
    Case("SOA004", "a reason for leaving out", work=stated({"A.7.4": LEFT_OUT}), config=SECURE),
    wrong(
        "SOA004",
        "no reason for leaving out",
        {"A.7.4": {**LEFT_OUT, "justification": ""}},
        "A.7.4 Physical security monitoring is excluded without a justification",
        "Enter in 'justification' why it does not apply.",
    ),
    wrong(
        "SOA004",
        "no reason for leaving several out, told once",
        {f"A.7.{number}": {**LEFT_OUT, "justification": ""} for number in range(1, 9)},
        "A.7.1, A.7.2, A.7.3, A.7.4, A.7.5 and 3 more are excluded without a justification",
        "`isodocs soa --gaps iso-27001-2022` lists them",
    ),
    wrong(
        "SOA004",
        "no reason for taking in, told once",
        {"A.7.4": {"justification": ""}, "A.7.5": {"justification": ""}},
        "A.7.4 and A.7.5 apply without a justification",
        "which risk, law or contract",
        level="warning",
    ),
    Case(
        "SOA005",
        "a document that claims the control, which the row does not name",
        work={
            **approved(clauses='["A.5.7"]'),
            **statement(table({"A.5.7": {"documents": ""}})),
        },
        config=SECURE,
    ),
    Case(
        "SOA005",
        "nothing behind what is only planned",
        work=stated({"A.5.7": {"documents": "", "state": "planned"}}),
        config=SECURE,
        also={"SOA009"},
    ),
    wrong(
        "SOA005",
        "implemented, with nothing to show it",
        {"A.5.7": {"documents": ""}},
        "A.5.7 Threat intelligence is declared implemented without evidence",
        "Name a document, a record or a file",
        level="warning",
    ),
    wrong(
        "SOA005",
        "a statement filled in halfway, told once",
        {f"A.8.{number}": {"documents": ""} for number in range(1, 35)},
        "A.8.1, A.8.2, A.8.3, A.8.4, A.8.5 and 29 more are declared implemented without evidence",
        "`isodocs soa --gaps iso-27001-2022` lists them",
        level="warning",
    ),
    wrong(
        "SOA005",
        "a control of one's own with nothing to show it",
        {"OWN-1": {"documents": ""}},
        "OWN-1",
        "Name a document",
        place=f"{TABLE}:95:1",
        level="warning",
    ),
    Case("SOA006", "documents in force", work=WHOLE, config=SECURE),
    Case(
        "SOA006",
        "a draft behind two controls, told once",
        (
            Expected(
                f"{TABLE}:{line('A.5.7')}:1",
                "SOP-002, named for A.5.7 and A.5.8, is still a draft",
                "Bring it into force",
                "warning",
                "",
            ),
        ),
        work={
            **stated({"A.5.7": {"documents": "SOP-002"}, "A.5.8": {"documents": "SOP-002"}}),
            path("SOP-002"): document("SOP-002", status="draft"),
        },
        config=SECURE,
    ),
    Case("SOA007", "the table as it was approved", work=WHOLE, config=SECURE),
    Case(
        "SOA007",
        "no document shows the table",
        (
            Expected(
                TABLE,
                "the current Statement of Applicability for ISO/IEC 27001:2022 is not "
                "approved: no controlled document shows it, so no approval covers it",
                f'write {{% include "/{TABLE}" %}}',
                "warning",
                "",
            ),
        ),
        work={**SOP, TABLE: table()},
        config=SECURE,
    ),
    Case(
        "SOA007",
        "a document that awaits approval",
        (
            Expected(
                TABLE,
                "SOA-001, which shows it, is still awaiting approval",
                "`isodocs submit SOA-001`",
                "warning",
                "",
            ),
        ),
        work={**SOP, **statement(table(), approved=False)},
        config=SECURE,
        also={"APR001"},
    ),
    Case(
        "SOA007",
        "approved for a day to come",
        (
            Expected(
                TABLE,
                "SOA-001, which shows it, is not effective before 2024-07-01",
                "It counts from 2024-07-01",
                "note",
                "",
            ),
        ),
        work={**SOP, **statement(table(), effective="2024-07-01")},
        config=SECURE,
    ),
    Case(
        "SOA007",
        "a table changed after the approval",
        (
            Expected(
                TABLE,
                "SOA-001, which shows it, is still awaiting approval",
                "Have SOA-001 approved: `isodocs submit SOA-001`. After a change of",
                "warning",
                "",
            ),
        ),
        history=(Commit(WHOLE, date=EARLIER),),
        work={TABLE: table({"A.7.4": LEFT_OUT})},
        config=SECURE,
        also={"APR001", "APR007"},
    ),
    Case(
        "SOA007",
        "a new table on its way with the next revision",
        (
            Expected(
                TABLE,
                "it was changed since SOA-001 revision 1 was approved",
                "It counts once revision 2 of SOA-001 is approved",
                "note",
                "",
            ),
        ),
        history=(Commit(WHOLE, date=EARLIER),),
        work={TABLE: table({"A.7.4": LEFT_OUT}), SOA: shown(2, "draft")},
        config=SECURE,
    ),
    Case("SOA008", "left out and nothing more", work=stated({"A.7.4": LEFT_OUT}), config=SECURE),
    wrong(
        "SOA008",
        "left out and implemented",
        {"A.7.4": {**LEFT_OUT, "state": "implemented"}},
        "A.7.4 Physical security monitoring is excluded, but declared implemented",
        "Correct 'applicable'",
        level="warning",
    ),
    wrong(
        "SOA008",
        "several left out and planned, told once",
        {f"A.7.{number}": {**LEFT_OUT, "state": "planned"} for number in (4, 5)},
        "A.7.4 and A.7.5 are excluded, but declared planned",
        "Correct 'applicable'",
        level="warning",
    ),
    wrong(
        "SOA008",
        "left out and shown by a document",
        {"A.7.4": {**LEFT_OUT, "documents": "SOP-001"}},
        "A.7.4 Physical security monitoring is excluded, but evidence is named for it",
        "Correct 'applicable', or clear 'state' and the evidence in the row.",
        level="warning",
    ),
    Case(
        "SOA008",
        "left out, and a risk is treated by it, or kept in check",
        tuple(
            Expected(
                f"{TABLE}:{line('A.7.4')}:1",
                f"A.7.4 is excluded, but {risk} names it",
                "Correct 'applicable', or 'controls' or 'clauses' of the risk.",
                "warning",
                "",
            )
            for risk in ("RSK-2", "RSK-3")
        ),
        work={
            **stated({"A.7.4": LEFT_OUT}),
            "records/risk.csv": "id,kind,title,standard,clauses,controls,treatment,action,done,"
            "owner,assessed,status\n"
            f"RSK-1,risk,Break-in,{STANDARD},A.7.4,,accept,,,quinn,2024-05-04,accepted\n"
            f"RSK-2,risk,Theft,{STANDARD},A.7.4; A.7.5,A.7.4,reduce,Lock,,quinn,2024-05-04,open\n"
            f"RSK-3,risk,Flood,{STANDARD},,A.7.4,accept,,,quinn,2024-05-04,accepted\n"
            f"RSK-4,risk,Fire,{STANDARD},A.7.4,A.7.4,reduce,Lock,2024-05-05,quinn,2024-05-04,closed\n",
        },
        config=SECURE,
    ),
    wrong(
        "SOA008",
        "a clause that applies to every organisation",
        {"6.1.3": {**LEFT_OUT}},
        "6.1.3 Information security risk treatment is excluded, but every organisation needs it",
        "Correct 'applicable'",
        place=f"{TABLE}:95:1",
        level="warning",
    ),
    Case(
        "SOA010",
        "a table of one file, beside no other standard with controls",
        work={**SOP, "records/applicability.csv": table()},
        config=SECURE,
        also={"SOA007"},
    ),
    Case(
        "SOA010",
        "a table named after kind and standard, beside another standard with controls",
        work={**SOP, "records/applicability-iso-27001-2022.csv": table()},
        config=BOTH,
        also={"SOA001", "SOA007"},
    ),
    Case(
        "SOA010",
        "a table of one of two standards with controls, and it does not say of which",
        (
            Expected(
                "records/applicability.csv:2",
                "the rows of this statement do not name their standard, so they do not count",
                f"Name the table {TABLE}",
                "warning",
                "",
            ),
        ),
        work={**SOP, "records/applicability.csv": table()},
        config=BOTH,
        also={"SOA001"},
    ),
    *(
        Case(
            "SOA010",
            f"a table called {name}, of an edition or a catalogue that is not in use",
            (
                Expected(
                    f"records/{name}.csv:2",
                    f"belong to {says}, which is not in use",
                    f"Name the table {TABLE}",
                    "warning",
                    "",
                ),
            ),
            work={**SOP, f"records/{name}.csv": table()},
            config=SECURE,
            also={"SOA001"},
        )
        for name, says in (
            ("applicability/iso-27001-2013", "iso-27001-2013"),
            ("applicability/cis-controls", "CIS"),
        )
    ),
    Case(
        "SOA010",
        "a table for a standard that is not in use",
        (
            Expected(
                f"{TABLE}:2",
                "the rows of this statement belong to iso-27001-2022, which is not in "
                "use, so they do not count",
                "List the standard under 'standards:'",
                "warning",
                "",
            ),
        ),
        work={**SOP, TABLE: table()},
        config=SECURE.replace(STANDARD, "iso-9001-2015"),
    ),
    Case(
        "SOA008",
        "left out in isodocs.yaml and taken in by the statement",
        (
            Expected(
                "isodocs.yaml:12:5",
                "isodocs.yaml excludes A.7.4, but the statement includes A.7.4; the "
                "statement counts",
                "Remove it from 'not-applicable:'.",
                "warning",
                "",
            ),
        ),
        work=WHOLE,
        config=f"{SECURE}not-applicable:\n  iso-27001-2022:\n"
        '    "A.7.4": {justification: No premises, document: SOP-001}\n',
    ),
    Case("SOA009", "every control in place", work=WHOLE, config=SECURE),
    wrong(
        "SOA009",
        "what is planned, told once",
        {"A.5.7": {"state": "planned"}, "A.5.8": {"state": "partly"}},
        "A.5.7 and A.5.8 apply but are not fully implemented",
        "the risk treatment plan says who does what",
        level="note",
    ),
    Case(
        "CLS006",
        "a claim on a control that the statement takes in",
        work={**approved(clauses='["A.7.4"]'), **statement(table())},
        config=SECURE,
    ),
    Case(
        "CLS006",
        "a claim on a control that the statement leaves out",
        (
            Expected(
                f"{path('SOP-001')}:10:11",
                "claims A.7.4, which is declared not applicable",
                f"Remove the claim, or remove the row A.7.4 from {TABLE}",
                "warning",
            ),
        ),
        work={**approved(clauses='["A.7.4"]'), **statement(table({"A.7.4": LEFT_OUT}))},
        config=SECURE,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def test_the_approved_rows_count_while_a_new_table_waits(repo: RepositoryBuilder) -> None:
    handbook = approved(body=f"# Handbook\n\n{'We lock doors and keep visitors away. ' * 120}\n")
    first = {**handbook, **statement(table({"A.7.4": LEFT_OUT}))}
    Case(
        "",
        "",
        history=(Commit(first, date=EARLIER),),
        work={TABLE: table({"A.7.5": LEFT_OUT}), SOA: shown(2, "draft")},
        config=SECURE,
    ).build(repo)
    rows = {row.requirement.number: row for row in run(repo).coverages["iso-27001-2022"].rows}
    assert rows["A.7.4"].status is CoverageStatus.NOT_APPLICABLE
    assert rows["A.7.5"].status is CoverageStatus.COVERED


def test_without_approval_nothing_counts_as_left_out(repo: RepositoryBuilder) -> None:
    Case("", "", work={**SOP, TABLE: table({"A.7.4": LEFT_OUT})}, config=SECURE).build(repo)
    rows = {row.requirement.number: row for row in run(repo).coverages["iso-27001-2022"].rows}
    assert rows["A.7.4"].status is CoverageStatus.GAP
    assert "declared not applicable without sufficient ground" in rows["A.7.4"].reason
    assert rows["A.7.5"].status is CoverageStatus.PARTIAL
    assert "is not approved" in rows["A.7.5"].reason


def test_two_standards_with_statements_do_not_mix(repo: RepositoryBuilder) -> None:
    both = SECURE.replace("[iso-27001-2022]", "[iso-27001-2022, iso-42001-2023, iso-9001-2015]")
    Case("", "", work=WHOLE, config=both).build(repo)
    gaps = [gap for gap in run(repo).gaps if gap.code.startswith("SOA")]
    assert [(gap.code, gap.finding.subject) for gap in gaps] == [("SOA001", "iso-42001-2023")]

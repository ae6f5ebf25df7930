"""CLS006, CLS007, CLS014 and CLS015: clauses declared not applicable."""

from __future__ import annotations

from collections import defaultdict

import pytest

from isodocs.model.audit import EVERY_STAGE
from isodocs.model.gap import Gap
from isodocs.standards.load import available, load
from tests.helpers.company import CONFIG, approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected, run
from tests.rules.test_cls_clauses import EVERY, SOP, claiming, draft

LAB = "iso-17025-2017"


def left_out(
    clause: str, because: str = "Made to drawings of customers", document: str = "SOP-001"
) -> str:
    entry = f"{{justification: {because}, document: {document}}}"
    return f'{CONFIG}not-applicable:\n  iso-9001-2015:\n    "{clause}": {entry}\n'


def unfounded(what: str, config: str, says: str, **work: str) -> Case:
    return Case(
        "CLS007",
        what,
        (
            Expected(
                "isodocs.yaml:11:5",
                says,
                "Remove it from 'not-applicable:', or name a clause that can be left out",
                document="",
            ),
        ),
        work=approved(),
        config=config,
    )


CASES = (
    Case(
        "CLS006",
        "a claim on what applies",
        work=claiming('clauses: ["8.4.1"]'),
        config=left_out("8.3"),
    ),
    Case(
        "CLS006",
        "a claim on the clause above",
        work=claiming('clauses: ["8"]'),
        config=left_out("8.3"),
    ),
    Case(
        "CLS006",
        "a claim on what was left out",
        (
            Expected(
                f"{SOP}:10:11",
                "claims 8.3.4, which is declared not applicable",
                "Remove the claim, or remove the declaration from isodocs.yaml. This",
                "warning",
            ),
        ),
        work=claiming('clauses: ["8.3.4"]'),
        config=left_out("8.3"),
        example=True,
    ),
    Case("CLS007", "a justification in force", work=approved(), config=left_out("8.3")),
    Case(
        "CLS007",
        "a document that is a draft",
        (
            Expected(
                "isodocs.yaml:11:5",
                "SOP-001, which justifies leaving out 8.3, is still a draft",
                "Bring SOP-001 into force; until then the clause applies.",
                document="",
            ),
        ),
        work=draft(),
        config=left_out("8.3"),
    ),
    Case(
        "CLS007",
        "a document that waits for its day",
        (
            Expected(
                "isodocs.yaml:11:5",
                "SOP-001, which justifies leaving out 8.3, is not effective before 2024-07-01",
                "It counts from 2024-07-01 on; until then the clause applies.",
                document="",
            ),
        ),
        work=approved(effective="2024-07-01"),
        config=left_out("8.3"),
    ),
    unfounded(
        "a clause that applies to all", left_out("5.1"), "clause 5.1 applies to every organisation"
    ),
    Case("CLS014", "what is left out as a rule", work=approved(), config=left_out("8.3")),
    Case(
        "CLS014",
        "what the standard lets go and certification bodies seldom do",
        (
            Expected(
                "isodocs.yaml:11:5",
                "clause 8.5.4 is declared not applicable, which certification bodies rarely accept",
                "Ask yours before the audit whether it agrees with the reason in SOP-001.",
                "warning",
                document="",
            ),
        ),
        work=approved(),
        config=left_out("8.5.4"),
        example=True,
    ),
    Case(
        "CLS014",
        "a heading over clauses of either kind",
        (
            Expected(
                "isodocs.yaml:11:5",
                "rarely accept for 8.5.1, 8.5.2, 8.5.4 and 2 more",
                "remove the declaration from 'not-applicable:'",
                "warning",
                document="",
            ),
        ),
        work=approved(),
        config=left_out("8.5"),
    ),
    Case(
        "CLS015",
        "both options of a laboratory",
        (
            Expected(
                "isodocs.yaml:2:1",
                "documents claim option A (8.1.2) and option B (8.1.3) of ISO/IEC 17025:2017, of "
                "which one is followed",
                "Declare the other, with what goes with it, under 'not-applicable:': '\"8.1.3\": ",
                "note",
                document="",
            ),
        ),
        work=claiming(f'clauses: {{{LAB}: ["8.1.2", "8.1.3"]}}'),
        config=CONFIG.replace("iso-9001-2015", LAB),
        example=True,
    ),
    Case(
        "CLS015",
        "one of them",
        work=claiming(f'clauses: {{{LAB}: ["8.1.2"]}}'),
        config=CONFIG.replace("iso-9001-2015", LAB),
    ),
    unfounded("a clause that does not exist", left_out("8.9"), "8.9 is not in ISO 9001:2015"),
    unfounded("no reason", left_out("8.3", "''"), "clause 8.3 is left out without a justification"),
    unfounded(
        "no document",
        left_out("8.3", document="''"),
        "no controlled document holds the justification",
    ),
    unfounded(
        "a document that is not there",
        left_out("8.3", document="MAN-001"),
        "MAN-001, which justifies leaving out 8.3, does not exist",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


@pytest.mark.parametrize("standard", available())
def test_what_the_standard_forbids_is_an_error_and_nothing_else_is(
    standard: str, repo: RepositoryBuilder
) -> None:
    """Each clause of each standard, declared alone, with a justification in force."""
    known = load(standard)
    followed = known.alternatives[:1]  # of alternatives one is left, and tests/assess has more
    declared_alone = [c for c in known if known.alternative_of(c.number) not in followed]
    lines = [
        f'    "{clause.number}": {{justification: We do no such work, document: SOP-001}}\n'
        for clause in declared_alone
    ]
    config = CONFIG.replace("iso-9001-2015", standard)
    declared = f"{config}not-applicable:\n  {standard}:\n{''.join(lines)}"
    Case("", "", config=declared, work=approved()).build(repo)
    found = {(gap.finding.subject, gap.code, str(gap.level)) for gap in run(repo).gaps}
    for clause in declared_alone:
        said = {(code, level) for subject, code, level in found if subject == str(clause.reference)}
        forbidden = ("CLS007", "error") in said
        assert forbidden is not clause.may_be_not_applicable, clause.number
        assert (("CLS014", "warning") in said) is clause.rarely_left_out, clause.number


def test_a_laboratory_follows_one_of_two_options(repo: RepositoryBuilder) -> None:
    """ISO/IEC 17025:2017, 8.1: what `check` says of the choice, and whether the clauses apply."""
    lab = load(LAB)
    a, b = ["8.1.2", *(f"8.{n}" for n in range(2, 10))], ["8.1.3"]

    def gaps(*numbers: str, also: str = "") -> dict[str, list[Gap]]:
        lines = (
            f'    "{n}": {{justification: Not our option, document: SOP-001}}' for n in numbers
        )
        config = CONFIG.replace("iso-9001-2015", lab.id + also)
        declared = f"not-applicable:\n  {lab.id}:\n" + "\n".join(lines) + "\n"
        repo.write("isodocs.yaml", config + (declared if numbers else ""))
        found: dict[str, list[Gap]] = defaultdict(list)
        result = run(repo)
        rows = {row.requirement.number: str(row.status) for row in result.coverages[lab.id].rows}
        statuses.append((rows["8.1.2"], rows["8.5.1"], rows["8.1.3"]))
        for gap in result.gaps:
            found[gap.code].append(gap)
        return found

    statuses: list[tuple[str, str, str]] = []
    Case("", "", work=claiming(f'clauses: {{{lab.id}: ["4.1.1"]}}')).build(repo)
    found = gaps()
    hints = [g.finding.hint for g in found["CLS004"] if g.finding.subject == f"{lab.id}:8.1.3"]
    assert "Where you follow option A (8.1.2), declare 8.1.3 not applicable" in hints[0]
    for numbers, also, out, says in (
        (b, "", ("gap", "gap", "not applicable"), ""),
        (a, ", iso-9001-2015", ("not applicable", "not applicable", "gap"), ""),
        (a, "", ("gap", "gap", "gap"), "rests on a management system to ISO 9001"),
        ([*a, *b], "", ("gap", "gap", "gap"), "are both left out"),
        (["8.5", *b], "", ("gap", "gap", "not applicable"), "8.5 goes with option A (8.1.2)"),
    ):
        found = gaps(*numbers, also=also)
        assert [says in gap.finding.message for gap in found["CLS007"]] == [True] * bool(says)
        assert all(gap.stops(audit) for gap in found["CLS007"] for audit in EVERY_STAGE)
        assert statuses[-1] == out, numbers
        assert "Where you follow" not in "".join(g.finding.hint for g in found["CLS004"])


def test_what_is_left_out_without_ground_is_told_once(repo: RepositoryBuilder) -> None:
    without = EVERY.replace('"5.1.1", "5.1.2", ', "")
    Case("", "", config=left_out("5.1"), work=claiming(without)).build(repo)
    result = run(repo)
    assert [gap.code for gap in result.gaps] == ["CLS007"]
    rows = {row.requirement.number: row for row in result.coverages["iso-9001-2015"].rows}
    assert "declared not applicable without sufficient ground" in rows["5.1.1"].reason


def test_a_justification_to_come_is_not_called_missing(repo: RepositoryBuilder) -> None:
    """Its document is approved and takes effect on a later day."""
    without = EVERY.replace('"8.3.1", ', "")
    work = {**claiming(without), **approved(effective="2024-07-01")}
    Case("", "", config=left_out("8.3"), work=work).build(repo)
    rows = {row.requirement.number: row for row in run(repo).coverages["iso-9001-2015"].rows}
    assert "but SOP-001, which justifies leaving out 8.3, is not effective" in rows["8.3.1"].reason
    assert "ground" not in rows["8.3.1"].reason

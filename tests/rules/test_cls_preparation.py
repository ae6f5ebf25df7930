"""CLS009: a standard in preparation is told once, and drowns nobody in its gaps."""

from __future__ import annotations

import pytest

from isodocs.model.gap import Level
from tests.helpers.command import invoke, run_json
from tests.helpers.command import run as ran
from tests.helpers.company import CONFIG, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected, run
from tests.rules.test_cer_certification import records as certified

ENV = "iso-14001-2015"
PREPARING = CONFIG.replace("[iso-9001-2015]\n", f"[iso-9001-2015]\nin-preparation: [{ENV}]\n")
ISMS = PREPARING.replace(ENV, "iso-27001-2022")
NOTE = "ISO 14001:2015 is in preparation: {} of 32 applicable clauses covered"


def told(text: str, hint: str = "`isodocs coverage iso-14001-2015 --gaps`") -> tuple[Expected]:
    return (Expected("isodocs.yaml:3:1", text, hint, level="note", document=""),)


def claiming(*clauses: str) -> dict[str, str | bytes]:
    return approved(clauses=f"{{{ENV}: [{', '.join(clauses)}]}}")


CASES = (
    Case("CLS009", "nothing is in preparation", work=approved()),
    Case(
        "CLS009", "nothing claims it yet", told(NOTE.format(0)), work=approved(), config=PREPARING
    ),
    Case(
        "CLS009",
        "one document is in force",
        told(NOTE.format(1) + " (3 %), 31 not at all"),
        work=claiming('"5.2"'),
        config=PREPARING,
    ),
    Case(
        "CLS009",
        "a certificate to it holds",
        (
            Expected(
                "isodocs.yaml:2:1",
                "ISO 9001:2015 is in preparation, and CERT-9001 certifies it until 2026-09-14: 0",
                "List iso-9001-2015 under 'standards:'",
                document="",
            ),
        ),
        work=certified(),
        config=CONFIG.replace("standards:", "in-preparation:"),
    ),
    Case(
        "CLS009",
        "another edition has taken its place",
        told(
            "ISO 14001:2015 is in preparation, although it was replaced by ISO 14001:2026 "
            "(2026-04-15); certificates to it end on 2029-04-30 (to be confirmed), in ",
            "Prepare for iso-14001-2026 instead",
        ),
        work=approved(),
        config=PREPARING.replace("24 months", "60 months"),
        on="2026-05-29",
    ),
    Case(
        "CLS009",
        "no first certificate is to it any more",
        (
            Expected(
                "isodocs.yaml:3:1",
                "first certificates are to the new edition only from 2024-05-01 on",
                "Prepare for iso-27001-2022 instead",
                "warning",
                document="",
            ),
        ),
        work=approved(),
        config=PREPARING.replace(ENV, "iso-27001-2013"),
    ),
    Case(
        "CLS009",
        "a draft is no gap of its own",
        told("1 partly, 31 not at all"),
        work={path("SOP-001"): document(status="draft", clauses=f'{{{ENV}: ["5.2"]}}')},
        config=PREPARING,
    ),
    Case(
        "CLS001",
        "a claim on a clause that it does not have",
        (Expected(f"{path('SOP-001')}:10:28", "8.4 is not in ISO 14001:2015", "Correct it"),),
        work=claiming('"8.4"'),
        config=PREPARING,
        also={"CLS009"},
    ),
    Case("SOA001", "in preparation", work=approved(), config=ISMS, also={"CLS009"}),
    Case(
        "CFG002",
        "no such standard to prepare",
        (
            Expected(
                "isodocs.yaml:3:1",
                "no requirement map 'iso-14001'",
                "iso-9001-2015",
                document="",
            ),
        ),
        work=approved(),
        config=PREPARING.replace(ENV, "iso-14001"),
    ),
    Case(
        "CFG001",
        "worked to and in preparation",
        (
            Expected(
                "isodocs.yaml:3:18",
                "'iso-9001-2015' is under 'standards' and under 'in-preparation'",
                "Leave it under 'standards'",
                document="",
            ),
        ),
        work=approved(),
        config=PREPARING.replace(ENV, "iso-9001-2015"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def test_it_adds_one_note_to_what_was_there(repo: RepositoryBuilder) -> None:
    Case("CLS009", "before", work=approved()).build(repo)
    before = run(repo)
    repo.write("isodocs.yaml", PREPARING)
    after = run(repo)
    # the lines of isodocs.yaml moved, so without the place
    known = [(gap.code, gap.finding.message) for gap in before.gaps]
    (new,) = (gap for gap in after.gaps if (gap.code, gap.finding.message) not in known)
    assert (new.code, new.level) == ("CLS009", Level.NOTE)
    assert len(after.gaps) == len(before.gaps) + 1


def test_numbers_without_a_standard_still_mean_the_one_in_use(repo: RepositoryBuilder) -> None:
    text = document(body='# Buying {clause="8.4.1"}\n\nOnly from these.\n', clauses='["8.4.2"]')
    files = {"isodocs.yaml": PREPARING, path("SOP-001"): text}
    for name, content in {**base(), **files}.items():
        repo.write(name, content)
    rows = run(repo).coverages["iso-9001-2015"].rows
    named = {row.requirement.number for row in rows if row.evidence}
    assert named == {"8.4.1", "8.4.2"}


@pytest.fixture
def preparing(repo: RepositoryBuilder) -> RepositoryBuilder:
    files = {**base(), "isodocs.yaml": PREPARING, **claiming('"5.2"')}
    repo.commit("Start", files, date="2024-01-20T12:00:00+00:00")
    return repo


def test_every_list_of_standards_says_so(preparing: RepositoryBuilder) -> None:
    at = preparing.path
    words = "ISO 14001:2015 (in preparation)"
    on = ("--on", "2024-06-01")
    checked = invoke("check", *on, at=at).stdout
    assert f"· {words} ·" in checked.splitlines()[0]
    assert f"\n{words}: 1 of 32" in checked
    assert f"Coverage of {words}" in ran("coverage", *on, at=at)
    assert f"Clauses of {words}" in ran("coverage", "--matrix", *on, at=at)
    assert "in preparation" in ran("standards", at=at)
    assert ran("audits", *on, at=at).endswith(f"Left out: {words}; `isodocs audits {ENV}`\n")
    assert f"{words}: 0 of 32 clauses" in ran("audits", ENV, *on, at=at)
    for command, schema in (("coverage", "coverage"), ("standards", "standards")):
        given = on if command == "coverage" else ()
        listed = run_json(schema, command, *given, at=at)["standards"]
        assert [known["id"] for known in listed if known["in_preparation"]] == [ENV]
        assert ENV not in [known["id"] for known in listed if known["in_use"]]
    matrix = run_json("coverage-matrix", "coverage", "--matrix", *on, at=at)["standards"]
    assert [known["in_preparation"] for known in matrix] == [False, True]


def test_readiness_leaves_it_out_until_it_is_named(preparing: RepositoryBuilder) -> None:
    def ask(*args: str) -> str:
        on = ("--on", "2024-06-01")
        return invoke("readiness", "stage-1", *on, *args, at=preparing.path).stdout

    every = ask()
    assert "Readiness for stage 1, ISO 9001:2015" in every
    assert "Readiness for stage 1, ISO 14001" not in every
    assert every.endswith("Left out: ISO 14001:2015 (in preparation); name it with --standard.\n")
    assert "Left out: ISO 14001:2015 (in preparation)." in ask("--format", "markdown")
    assert f'"left_out": [\n    "{ENV}"' in ask("--format", "json")
    named = ask("--standard", ENV)
    assert "Readiness for stage 1, ISO 14001:2015 (in preparation)" in named
    # in full: what check tells as one note stands here clause by clause
    assert "ISO 14001:2015 6.1.3 requires" in named
    assert "(CLS004)" in named
    assert "`isodocs coverage --explain iso-14001-2015:6.1.3`" in named
    assert "Left out" not in named


def test_where_nothing_else_is_worked_to_readiness_is_about_it(
    preparing: RepositoryBuilder,
) -> None:
    preparing.write("isodocs.yaml", PREPARING.replace("standards: [iso-9001-2015]\n", ""))
    text = invoke("readiness", "stage-1", "--on", "2024-06-01", at=preparing.path).stdout
    assert "Readiness for stage 1, ISO 14001:2015 (in preparation)" in text
    assert "(CLS004)" in text


def test_a_column_of_a_matrix_is_of_the_standard_it_names(preparing: RepositoryBuilder) -> None:
    table = (
        "# Manual\n\n| ISO 14001:2015 | Document |\n| --- | --- |\n| 9.2.2 | SOP-001 |\n\n"
        "## More\n\n| Clause | Document |\n| --- | --- |\n| 8.4.1 | SOP-001 |\n"
    )
    preparing.write(path("SOP-002"), document("SOP-002", status="draft", body=table))
    found = run(preparing).coverages
    for standard, number in ((ENV, "9.2.2"), ("iso-9001-2015", "8.4.1")):
        row = next(row for row in found[standard].rows if row.requirement.number == number)
        assert [item.document for item in row.evidence] == ["SOP-001"], standard
    other = next(r for r in found["iso-9001-2015"].rows if r.requirement.number == "9.2.2")
    assert not other.evidence

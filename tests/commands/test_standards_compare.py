"""`isodocs standards compare` and `transition`, as people and programs use them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from isodocs.standards import load
from isodocs.words import in_language
from tests.helpers.command import invoke, run, run_json
from tests.helpers.company import CONFIG, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

OLD, NEW = "iso-27001-2013", "iso-27001-2022"
ON = ("--on", "2024-06-01")
SOA = (
    "control,applicable,justification,state,owner,documents\n"
    "A.9.4.3,yes,Passwords are used,implemented,quality-manager,SOP-001\n"
    "A.11.1.6,no,There is no such area,,,\n"
)


@pytest.fixture
def certified(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Certified to the edition of 2013; its only standard, so that marks need no name beside."""
    files = {
        **base(),
        "isodocs.yaml": CONFIG.replace("iso-9001-2015", OLD),
        **approved(clauses=f'{{{OLD}: ["7.5.2", "10.1", "A.9.4.3"]}}'),
        path("SOP-002"): document("SOP-002", status="draft", clauses=f'{{{OLD}: ["7.2"]}}'),
        f"records/applicability/{OLD}.csv": SOA,
    }
    for name, content in files.items():
        repo.write(name, content)
    return repo


@pytest.mark.parametrize("other", ["iso-13485-2016", "iso-17025-2017"])
def test_where_only_the_edition_before_is_compared_it_is_named(tmp_path: Path, other: str) -> None:
    for one, two in (("iso-9001-2026", other), (other, "iso-9001-2026")):
        text = " ".join(run("standards", "compare", one, two, at=tmp_path).split())
        before = f"{one} {two}".replace("2026", "2015")
        assert f"not known here. That does not say that they have nothing in common: {one}" in text
        assert text.endswith(f"`isodocs standards compare {before}`.")


def test_two_editions_are_compared_completely(tmp_path: Path) -> None:
    found = run_json("comparison", "standards", "compare", OLD, NEW, at=tmp_path)
    assert found["known"]
    assert found["correspondence"] == f"{OLD}--{NEW}"
    pairs = {(p["from"], p["to"]): p["relation"] for p in found["pairs"]}
    assert pairs["10.1", "10.2"] in ("equal", "intersects-with", "subset-of", "superset-of")
    told = {p["to"] for p in found["pairs"]} | {c["number"] for c in found["only_in_to"]}
    assert told == {clause.number for clause in load.load(NEW).auditable}


def test_titles_are_in_the_reader_s_language(tmp_path: Path) -> None:
    with in_language("de"):
        text = " ".join(run("standards", "compare", OLD, NEW, at=tmp_path).split())
    assert "Uhrensynchronisation" in text
    assert "Erkenntnisse über Bedrohungen" in text
    assert "Threat intelligence" not in text


def test_the_other_way_round_says_the_reverse(tmp_path: Path) -> None:
    there = run_json("comparison", "standards", "compare", OLD, NEW, at=tmp_path)
    back = run_json("comparison", "standards", "compare", NEW, OLD, at=tmp_path)
    turned = {"subset-of": "superset-of", "superset-of": "subset-of"}
    assert {(p["from"], p["to"], p["relation"]) for p in there["pairs"]} == {
        (p["to"], p["from"], turned.get(p["relation"], p["relation"])) for p in back["pairs"]
    }
    assert there["only_in_to"] == back["only_in_from"]


def test_nothing_known_is_said_and_is_not_nothing_in_common(tmp_path: Path) -> None:
    args = ("standards", "compare", "iso-13485-2016", "iso-14001-2015")
    assert "not known here" in run(*args, at=tmp_path)
    found = run_json("comparison", *args, at=tmp_path)
    assert not found["known"]
    assert found["summary"]["only_in_to"] is None


def test_every_two_standards_fit_into_eighty_columns(tmp_path: Path) -> None:
    for one, other in (("iso-9001-2015", "iso-14001-2015"), (OLD, NEW)):
        text = run("standards", "compare", one, other, at=tmp_path)
        assert max(map(len, text.splitlines())) <= 80


def test_a_spreadsheet_has_each_pair_with_its_standards(tmp_path: Path) -> None:
    text = run(
        "standards", "compare", "iso-9001-2015", "iso-14001-2015", "--format", "csv", at=tmp_path
    )
    assert "iso-9001-2015:7.5.2,Creating and updating,iso-14001-2015:7.5.2," in text


def test_one_standard_twice_is_wrong_usage(tmp_path: Path) -> None:
    result = invoke("standards", "compare", OLD, OLD, at=tmp_path)
    assert result.exit_code == 2


def steps(repo: RepositoryBuilder) -> dict[str, dict[str, object]]:
    found = run_json("transition", "standards", "transition", OLD, NEW, *ON, at=repo.path)
    return {clause["number"]: clause for clause in found["clauses"]}


def test_what_documents_cover_is_carried_over(certified: RepositoryBuilder) -> None:
    found = steps(certified)
    assert set(found) == {clause.number for clause in load.load(NEW).auditable}
    assert (found["7.5.2"]["covered"], found["7.5.2"]["to_do"]) == ("covered", "name it in SOP-001")
    assert found["7.5.2"]["owners"]
    assert found["7.5.2"]["change"] == "unchanged"


def test_a_draft_is_not_taken_for_more(certified: RepositoryBuilder) -> None:
    assert steps(certified)["7.2"]["covered"] == "partial"
    to_do = "bring SOP-002 into force or up to date, and name it there"
    assert steps(certified)["7.2"]["to_do"] == to_do


def test_what_is_anew_has_to_be_written(certified: RepositoryBuilder) -> None:
    found = steps(certified)["A.5.7"]
    assert (found["change"], found["covered"], found["from"]) == ("anew", "gap", [])
    assert "write it" in str(found["to_do"])


def test_numbers_that_changed_are_told(certified: RepositoryBuilder) -> None:
    found = steps(certified)["10.2"]
    assert [link["number"] for link in found["from"]] == ["10.1"]  # type: ignore[attr-defined]
    assert found["covered"] in ("covered", "partial")


def test_rows_of_the_statement_carry_over(certified: RepositoryBuilder) -> None:
    found = steps(certified)
    text = run("standards", "transition", OLD, NEW, *ON, at=certified.path)
    assert "What it means for the Statement of Applicability" in text
    assert found["A.5.17"]["applicable_before"] == "yes"
    assert "new: decide on it" in text


def test_what_is_named_already_is_no_work(certified: RepositoryBuilder) -> None:
    both = f'{{{OLD}: ["7.5.2"], {NEW}: ["7.5.2"]}}'
    for name, content in approved(clauses=both).items():
        certified.write(name, content)
    assert steps(certified)["7.5.2"]["to_do"] is None


@pytest.mark.parametrize("listed", ["", NEW, f"iso-9001-2015, {OLD}"])
def test_neither_standard_has_to_be_listed(certified: RepositoryBuilder, listed: str) -> None:
    certified.write("isodocs.yaml", CONFIG.replace("[iso-9001-2015]", f"[{listed}]"))
    assert steps(certified)["7.5.2"]["covered"] == "covered"


def test_text_fits_and_a_plan_is_markdown(certified: RepositoryBuilder) -> None:
    text = run("standards", "transition", OLD, NEW, *ON, at=certified.path)
    assert max(map(len, text.splitlines())) <= 80
    plan = run("standards", "transition", OLD, NEW, *ON, "--format", "markdown", at=certified.path)
    new = plan.split("## To write")[1].split("\n## ")[0]
    assert "| A.5.7 | Threat intelligence | new |" in new
    assert "## What it means for the Statement of Applicability" in plan
    sheet = run("standards", "transition", OLD, NEW, *ON, "--format", "csv", at=certified.path)
    assert f"{NEW}:A.5.7" in sheet


def test_without_a_correspondence_nothing_is_counted(certified: RepositoryBuilder) -> None:
    text = run("standards", "transition", OLD, "iso-13485-2016", *ON, at=certified.path)
    assert "is not known here" in " ".join(text.split())


EDITIONS = ("standards", "transition", "iso-9001-2015", "iso-9001-2026", "--on", "2026-11-29")
NOT_DESIGNED = "Customers give the drawings"


@pytest.fixture
def makers(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Certified to ISO 9001:2015, one document approved and one a draft; nothing is designed."""
    why = f"{{justification: {NOT_DESIGNED}, document: SOP-001}}"
    config = CONFIG.replace("24 months", "60 months") + "owner: quality-manager\n"
    config += f'not-applicable: {{iso-9001-2015: {{"8.3": {why}}}}}\n'
    files = {
        **base(),
        "isodocs.yaml": config,
        **approved(clauses='{iso-9001-2015: ["7.3", "7.5.3.1", "8.6", "10.1", "10.3"]}'),
        path("SOP-002"): document(
            "SOP-002", status="draft", clauses='{iso-9001-2015: ["8.4.1", "8.4.3"]}'
        ),
    }
    for name, content in files.items():
        repo.write(name, content)
    return repo


def test_each_clause_has_the_work_that_is_left_and_someone_to_do_it(
    makers: RepositoryBuilder,
) -> None:
    found = run_json("transition", *EDITIONS, at=makers.path)
    work = {clause["number"]: clause["work"] for clause in found["clauses"]}
    assert [work[n] for n in ("7.1.6", "7.3", "8.4.1", "8.6", "8.3.4", "7.5.3.1", "10.1")] == [
        *("write", "complete", "finish", "compare", "declare", "name", "name")
    ]
    assert all(clause["owners"] for clause in found["clauses"])
    counts = found["counts"]
    assert sum(counts["work"].values()) == sum(counts["changes"].values()) == len(work)
    assert all(list(work.values()).count(name) == n for name, n in counts["work"].items())


SUMMARY = re.compile(
    r"(\d+) clauses: (\d+) new, (\d+) changed or merged, (\d+) moved, (\d+) unchanged, "
    r"(\d+) unchanged as far as is known"
)


def test_text_sheet_and_data_count_alike(makers: RepositoryBuilder) -> None:
    """A claim on the same clause of a third standard settles nothing that is to be confirmed."""
    config = (makers.path / "isodocs.yaml").read_text("utf-8")
    makers.write(
        "isodocs.yaml", config.replace("[iso-9001-2015]", "[iso-27001-2022, iso-9001-2015]")
    )
    both = '{iso-27001-2022: ["7.5.2"], iso-9001-2015: ["7.5.2", "8.2.4", "7.5.1"]}'
    for name, content in approved(clauses=both).items():
        makers.write(name, content)
    found = run_json("transition", *EDITIONS, at=makers.path)
    data = {c["number"]: (c["change"], c["work"]) for c in found["clauses"]}
    assert {data[n] for n in ("7.5.2", "8.2.4")} == {("unsure", "compare")}
    assert data["7.5.1"] == ("unchanged", "name")
    sheet = csv.DictReader(run(*EDITIONS, "--format", "csv", at=makers.path).splitlines())
    rows = {row["clause"].partition(":")[2]: (row["change"], row["work"]) for row in sheet}
    assert rows == data
    text = run(*EDITIONS, at=makers.path)
    counted = SUMMARY.search(" ".join(text.split()))
    changes, work = found["counts"]["changes"], found["counts"]["work"]
    assert counted
    order = ("anew", "changed", "moved", "unchanged", "unsure")
    assert [*map(int, counted.groups())] == [len(data), *(changes[name] for name in order)]
    assert changes == {name: [how for how, _ in data.values()].count(name) for name in changes}
    assert work == {name: [left for _, left in data.values()].count(name) for name in work}
    table = text.split("WORK")[1]
    for name, words in (("write", "To write"), ("compare", "To compare"), ("name", "To name")):
        assert re.search(rf"\n{words}.*? {work[name]} ", table), name
        lines = text.split(f"\n{words}")[2].split("\n\n")[0] if name != "name" else ""
        listed = re.findall(r"^(\d+(?:\.\d+)+) ", lines, re.MULTILINE)
        assert name == "name" or listed == [n for n, one in data.items() if one[1] == name]


def test_the_days_are_those_of_the_edition_that_ends(makers: RepositoryBuilder) -> None:
    edition = run_json("transition", *EDITIONS, at=makers.path)["edition"]
    assert edition["replaced"] == "2026-09-16"
    assert edition["days_left"] > 0
    assert "certificates_end" in edition["to_be_confirmed"]
    text = " ".join(run(*EDITIONS, at=makers.path).split())
    assert "certificates to it end on 2029-09-30 (to be confirmed)" in text
    other = (*EDITIONS[:3], "iso-14001-2015")
    assert run_json("transition", *other, at=makers.path)["edition"] is None


def test_a_document_has_its_work_and_its_claim_in_one_place(makers: RepositoryBuilder) -> None:
    begun, first = run_json("transition", *EDITIONS, at=makers.path)["documents"]
    assert begun["work"] == {"complete": ["8.4.3"], "finish": ["8.4.1"]}
    assert first["work"] == {
        "complete": ["7.3"],
        "compare": ["8.6"],
        "name": ["7.5.3.1", "10.1"],
    }
    claim = 'iso-9001-2026: ["7.3", "7.5.3.1", "8.6", "10.1"]'
    assert first["claim"] == claim
    text = " ".join(run(*EDITIONS, at=makers.path).split())
    assert f"complete 7.3; compare 8.6; name 7.5.3.1, 10.1 {claim}" in text
    assert "isodocs revise SOP-002" in text
    assert "First add iso-9001-2026 to `in-preparation:`" in text
    config = (makers.path / "isodocs.yaml").read_text("utf-8")
    makers.write("isodocs.yaml", f"{config}in-preparation: [iso-9001-2026]\n")
    assert "First add" not in run(*EDITIONS, at=makers.path)
    assert f"8.3.5, 8.3.6: {NOT_DESIGNED}" in text


def test_what_is_claimed_as_proposed_is_done(makers: RepositoryBuilder) -> None:
    before = '{iso-9001-2015: ["7.3", "7.5.3.1", "8.6", "10.1", "10.3"]'
    claim = run_json("transition", *EDITIONS, at=makers.path)["documents"][1]["claim"]
    for name, content in approved(clauses=f"{before}, {claim}}}").items():
        makers.write(name, content)
    found = run_json("transition", *EDITIONS, at=makers.path)
    work = {clause["number"]: clause["work"] for clause in found["clauses"]}
    assert {work[number] for number in ("7.3", "7.5.3.1", "8.6", "10.1")} == {"none"}
    assert "SOP-001" not in {one["document"] for one in found["documents"]}


def test_what_the_next_standard_does_not_let_go_is_to_be_written(makers: RepositoryBuilder) -> None:
    why = "{justification: Products need nothing after delivery, document: SOP-001}"
    config = (makers.path / "isodocs.yaml").read_text("utf-8")
    makers.write("isodocs.yaml", config.replace('{"8.3":', f'{{"8.5.5": {why}, "8.3":'))
    for target, work in (("iatf-16949-2016", "write"), ("iso-9001-2026", "declare")):
        found = run_json("transition", *EDITIONS[:3], target, at=makers.path)
        step = next(clause for clause in found["clauses"] if clause["number"] == "8.5.5")
        assert step["work"] == work
        said = "it may not be left out of this standard: write it"
        assert step["to_do"].startswith(said) is (work == "write")
    text = " ".join(run(*EDITIONS[:3], "iatf-16949-2016", at=makers.path).split())
    assert "nothing after delivery, and may not be left out of this standard" in text


def test_a_sheet_and_a_plan_have_the_most_work_first(makers: RepositoryBuilder) -> None:
    sheet = run(*EDITIONS, "--format", "csv", at=makers.path).splitlines()
    assert any(",partial," in line for line in sheet)  # the word of JSON
    work = [line.rpartition(",")[2] for line in sheet]
    assert work[0] == "work"
    assert list(dict.fromkeys(work[1:])) == [
        *("write", "complete", "finish", "compare", "declare", "name")
    ]
    plan = run(*EDITIONS, "--format", "markdown", at=makers.path)
    places = [plan.index(f"## To {word}") for word in ("write", "complete", "compare", "name")]
    assert places == sorted(places)
    assert max(map(len, run(*EDITIONS, at=makers.path).splitlines())) <= 80

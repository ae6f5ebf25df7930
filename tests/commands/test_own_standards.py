"""Maps of one's own, from the first line to coverage, and to and from other tools."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from isodocs import resources
from isodocs.standards import load
from isodocs.standards.parse import parse_map
from tests.helpers.command import invoke, refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

ID = "acme-quality-2026"
ON = ("--on", "2024-06-01")
FILE = f".isodocs/standards/{ID}.yaml"
CATALOGUES = Path(__file__).parents[1] / "standards" / "catalogues"
CATALOG = str(CATALOGUES / "catalog.json")
TITLE = ("--title", "What Acme asks: of its suppliers")
MAP = """\
id: acme-quality-2026
display-name: Acme Q-26
title: What Acme asks of its suppliers
publisher: Acme
edition: "2026"
clauses:
  - {number: Q, title: Quality, kind: heading}
  - {number: Q-1, title: First articles, kind: requirement, asks: Show us the first of a kind.}
  - {number: Q-2, title: Changes, kind: requirement}
  - {number: Q-3, title: Photographs, kind: control}
"""


@pytest.fixture
def acme(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A company that works to ISO 9001 and to what Acme asks; SOP-001 answers Q-1."""
    files = {**base(), **approved(clauses=f'{{{ID}: ["Q-1"]}}'), FILE: MAP}
    config = str(files["isodocs.yaml"]).replace("iso-9001-2015", f"iso-9001-2015, {ID}")
    repo.commit("Start", {**files, "isodocs.yaml": config}, date="2024-01-20T12:00:00+00:00")
    return repo


def test_a_map_is_begun_checked_and_mended(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    shown = run("standards", "new", ID, *TITLE, "--publisher", "Acme", at=repo.path)
    assert f"new      {FILE}" in shown
    assert f"List {ID} under 'standards:'" in shown
    text = (repo.path / FILE).read_text()
    assert 'title: "What Acme asks: of its suppliers"' in text
    assert "# What Acme asks, clause by clause." in text
    assert "sound. What Acme asks: of its suppliers" in run("standards", "check", at=repo.path)
    checked = run_json("own-standards", "standards", "check", at=repo.path)
    assert [found["id"] for found in checked["maps"]] == [ID]
    assert checked["faults"] == []
    assert "this map is there already" in refused("standards", "new", ID, *TITLE, at=repo.path)

    (repo.path / FILE).write_text(text.replace("kind: requirement", "kind: requirment"))
    for which in ((), (ID,), (FILE,)):
        result = invoke("standards", "check", *which, at=repo.path)
        line = text[: text.index("kind: requirement")].count("\n") + 1
        assert result.exit_code == 1
        assert f"{FILE}:{line}:11: clause 1.1: 'kind' is 'requirment'. Did you" in result.output
        assert "Write one of heading, requirement, control." in result.output
    assert "'kind' is 'requirment'" in refused("standards", ID, at=repo.path)


def test_each_file_that_is_named_is_told_in_its_turn(acme: RepositoryBuilder) -> None:
    """Also two of one id, which no draft is to hide."""
    (acme.path / "drafts").mkdir()
    draft, bad = f"drafts/{ID}.yaml", f"drafts/bad/{ID}.yaml"
    (acme.path / draft).write_text(MAP)
    (acme.path / bad).parent.mkdir()
    (acme.path / bad).write_text(MAP.replace("kind: control", "kind: photograph"))
    which = (draft, bad, FILE)
    result = invoke("standards", "check", *which, at=acme.path)
    assert result.exit_code == 1
    told = [line.partition(":")[0] for line in result.stdout.splitlines() if line[0] != " "]
    assert told == [*which]

    result = invoke("standards", "check", *which, "--format", "json", at=acme.path)
    assert result.exit_code == 1
    content = json.loads(result.stdout)
    published = json.loads((resources.path("schemas") / "own-standards.schema.json").read_text())
    Draft202012Validator(published).validate(content)
    assert [found["path"] for found in content["maps"]] == [draft, FILE]
    assert [(fault["path"], fault["line"]) for fault in content["faults"]] == [(bad, 10)]


def test_nothing_is_written_that_would_not_do(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    at = repo.path
    assert "comes with isodocs" in refused("standards", "new", "iso-9001-2015", *TITLE, at=at)
    assert "year of an edition" in refused("standards", "new", "acme", *TITLE, at=at)
    assert "has no requirement map" in refused("standards", "check", at=at)
    assert "there is no requirement map 'nowhere'" in refused(
        "standards", "check", "nowhere", at=at
    )
    assert "Nothing was written" in run("standards", "new", ID, *TITLE, "--dry-run", at=at)
    assert not (at / FILE).exists()
    assert "sound. ISO 9001:2015" in run("standards", "check", "iso-9001-2015", at=at)


def test_it_is_told_like_any_standard(acme: RepositoryBuilder) -> None:
    text = run("standards", at=acme.path)
    assert f"yourownmap:{FILE}" in "".join(text.split())
    assert "Show us the first of a kind." in run("standards", "Acme Q-26", "Q-1", at=acme.path)
    told = " ".join(run("standards", ID, "Q-3", at=acme.path).split())
    assert "not shown here; Acme publishes the text" in told
    assert "Yes, where the organisation does not choose it: under `not-applicable:`" in told
    listed = run_json("standards", "standards", ID, at=acme.path)["standards"][0]
    assert (listed["path"], listed["in_use"], listed["controls"]) == (FILE, True, 1)
    kinds = {clause["number"]: clause["kind"] for clause in listed["clauses"]}
    assert kinds == {"Q": "heading", "Q-1": "requirement", "Q-2": "requirement", "Q-3": "control"}
    assert "Did you mean Q-1?" in refused("standards", ID, "q1", at=acme.path)


def test_its_coverage_is_looked_at_with_the_rest(acme: RepositoryBuilder) -> None:
    report = run_json("coverage", "coverage", *ON, at=acme.path)
    (_, found) = report["standards"]
    assert {clause["number"]: clause["status"] for clause in found["clauses"]} == {
        "Q-1": "covered",
        "Q-2": "gap",
        "Q-3": "gap",
    }
    text = run("coverage", ID, "--explain", "Q-2", *ON, at=acme.path)
    assert "Acme Q-26, clause Q-2: Changes" in text


def test_no_one_outside_audits_it_unless_it_says_so(acme: RepositoryBuilder) -> None:
    """No certificate is granted to a law; what nothing answers in it is all that can be missing."""
    said = refused("readiness", "stage-2", "--standard", "acme q 26", *ON, at=acme.path)
    assert "no stage-2 audit is held of Acme Q-26" in said
    assert "`isodocs readiness internal` says how far it is." in said
    assert f"'audits:' in {FILE}" in said
    text = invoke("readiness", "stage-2", *ON, at=acme.path).stdout
    assert "Left out: Acme Q-26 (no stage-2 audit of it is held)." in text
    assert "Acme Q-26: no certification" not in text
    internal = ("readiness", "internal", "--standard", ID, *ON, "--format", "json")
    (found,) = json.loads(invoke(*internal, at=acme.path).stdout)["readiness"]
    stops = [point for point in found["points"] if point["weight"] == "stops you"]
    assert [(point["area"], point["subject"]) for point in stops] == [
        ("clauses", f"{ID}:Q-2"),
        ("clauses", f"{ID}:Q-3"),
    ]
    assert {a["area"] for a in found["areas"] if a["expected"]} == {"clauses", "approvals"}

    rows = (
        "records/audit-programme.csv",
        "id,title,standards,planned,due\nAP-1,All,iso-9001-2015,2024-09-02,2024-09-30\n",
    )
    review = "records/management-reviews/MR-1.md"
    story = "id: MR-1\ntitle: Review\nstatus: held\nstandards: [iso-9001-2015]\nchair: director\n"
    acme.write(*rows)
    acme.write(review, f"---\n{story}held: 2024-05-06\n---\n# Review\n")
    looked = run("check", "--exit-zero", "--full", "--select", "AUD", *ON, at=acme.path)
    assert "Acme Q-26: no management review" not in looked
    assert "Acme Q-26: not audited" not in looked

    audits = "audits: [internal, stage-1, stage-2]"
    acme.write(FILE, MAP.replace("clauses:", f"{audits}\nclauses:", 1))
    text = invoke("readiness", "stage-2", "--standard", ID, *ON, at=acme.path).stdout
    assert re.search(r"certification +0/2  2 blocking", text)
    looked = run("check", "--exit-zero", "--full", "--select", "AUD", *ON, at=acme.path)
    assert "Acme Q-26: no management review has been held" in " ".join(looked.split())
    assert "Acme Q-26: not audited in time and not planned: Q-1" in " ".join(looked.split())
    acme.write(FILE, MAP.replace("clauses:", f"{audits.replace('2', '3')}\nclauses:", 1))
    assert "'audits' has 'stage-3'. Did you mean 'stage-2'?" in refused(
        "standards", ID, at=acme.path
    )


def test_a_map_and_the_documents_that_answer_it_may_come_in_one_commit(
    acme: RepositoryBuilder,
) -> None:
    acme.write(FILE, MAP + "  - {number: Q-4, title: Returns, kind: requirement}\n")
    found = run_json("standards", "standards", ID, at=acme.path)["standards"][0]
    assert found["clauses"][-1]["number"] == "Q-4"
    report = run_json("coverage", "coverage", ID, "--rev", "HEAD", *ON, at=acme.path)
    assert report["standards"][0]["clauses"][-1]["number"] == "Q-3"


def test_each_control_of_a_catalogue_is_decided_on_by_itself(repo: RepositoryBuilder) -> None:
    claims = '{workshops-2024: ["AC", "AC-2", "GV.OC"]}'
    files = {**base(), **approved(clauses=claims)}
    config = str(files["isodocs.yaml"]).replace("iso-9001-2015", "workshops-2024")
    repo.commit("Start", {**files, "isodocs.yaml": config}, date="2024-01-20T12:00:00+00:00")
    run("standards", "import", CATALOG, "--id", "workshops-2024", at=repo.path)
    report = run_json("coverage", "coverage", *ON, at=repo.path)["standards"][0]
    statuses = {clause["number"]: clause["status"] for clause in report["clauses"]}
    assert statuses == {"AC-1": "gap", "AC-2": "covered", "AC-2(1)": "gap", "GV.OC-01": "gap"}
    (told,) = run_json("coverage", "coverage", "--explain", "AC-2", *ON, at=repo.path)["standards"]
    assert [clause["number"] for clause in told["clauses"]] == ["AC-2", "AC-2(1)"]
    lines = run("coverage", *ON, at=repo.path).splitlines()
    assert {"AC Access Control", "GV GOVERN", "GV.OC Context"} <= {line.strip() for line in lines}


def test_no_standard_yet_suggests_the_one_that_documents_claim(repo: RepositoryBuilder) -> None:
    files = {**base(), **approved(clauses='{iso-13485-2016: ["7.4.1"]}')}
    config = str(files["isodocs.yaml"]).replace("standards: [iso-9001-2015]\n", "")
    repo.commit("Start", {**files, "isodocs.yaml": config}, date="2024-01-20T12:00:00+00:00")
    assert "`standards: [iso-13485-2016]`" in refused("coverage", at=repo.path)
    repo.write("isodocs.yaml", config + "standards: [iso-27001-2002]\n")
    assert "`standards: [iso-27001-2022]`" in refused("coverage", at=repo.path)


def test_a_catalogue_is_imported_and_imported_again(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    args = ("standards", "import", CATALOG, "--id", "workshops-2024")
    shown = run(*args, "--name", "SP 1-23", at=repo.path)
    assert "What controls ask is their first sentence: US government" in shown
    assert "4 of 7 entries need an answer." in shown
    path = repo.path / ".isodocs/standards/workshops-2024.yaml"
    assert "# Imported: OSCAL catalogue" in path.read_text()
    assert "sound. SP 1-23" in run("standards", "check", at=repo.path)

    assert "there is a map of this name already" in refused(*args, at=repo.path)
    again = run(*args, "--name", "SP 1-23", "--replace", at=repo.path)
    assert "Nothing to do" in again
    sound = path.read_text()
    path.write_text(sound.replace("audits: [internal]", "audits: [internal, stage-1]"))
    run(*args, "--name", "SP 1-23", "--replace", at=repo.path)
    assert "audits: [internal, stage-1]" in path.read_text()
    profile = str(CATALOGUES / "profile.json")
    run(*args, "--replace", "--profile", profile, "--no-text", at=repo.path)
    assert "asks:" not in path.read_text()
    assert "AC-2(1)" in path.read_text()
    assert 'number: "AC-2"' not in path.read_text()


def test_a_framework_is_imported(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    library = str(CATALOGUES / "library.yaml")
    args = ("standards", "import", library, "--id", "guild-2026")
    assert "Numbers and titles only" in run(*args, "--commit", at=repo.path)
    assert "Import Workshop rules as the requirement map guild-2026" in repo.git("log", "-1")
    assert "SP.01" in run("standards", "guild-2026", at=repo.path)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((CATALOG, "--id", "iso-9001-2015"), "comes with isodocs"),
        ((CATALOG, "--id", "nist"), "year of an edition"),
        (("nowhere.json", "--id", "x-2026"), "there is no such file"),
        ((str(CATALOGUES / "profile.json"), "--id", "x-2026"), "not an OSCAL catalogue or"),
        (
            (str(CATALOGUES / "library.yaml"), "--id", "x-2026", "--profile", CATALOG),
            "--profile is for OSCAL",
        ),
    ],
)
def test_what_cannot_be_imported_is_said(
    repo: RepositoryBuilder, args: tuple[str, ...], says: str
) -> None:
    repo.commit("Start", base())
    assert says in refused("standards", "import", *args, at=repo.path)
    assert not (repo.path / ".isodocs/standards").exists()


@pytest.mark.parametrize("id", load.available())
def test_every_map_is_exported_whole(tmp_path: Path, id: str) -> None:
    text = run("standards", "export", id, at=tmp_path)
    known = load.load(id)
    whole = tuple(replace(clause, more="") for clause in known)
    assert parse_map(text, f"{id}.yaml", own=True).requirements == whole
    oscal = run("standards", "export", id, "--format", "oscal", at=tmp_path)
    assert oscal == run("standards", "export", id, "--format", "oscal", at=tmp_path)
    ids = [*_ids(json.loads(oscal)["catalog"])]
    assert len(ids) == len(set(ids)) == len(known.requirements)


def _ids(holder: dict[str, Any]) -> list[str]:
    below = [*holder.get("groups", ()), *holder.get("controls", ())]
    assert not ("groups" in holder and "controls" in holder), holder.get("id")
    return [id for entry in below for id in (entry["id"], *_ids(entry))]


def test_what_is_exported_can_be_imported(tmp_path: Path, repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    file = tmp_path / "iso.json"
    file.write_text(run("standards", "export", "iso-27001-2022", "--format", "oscal", at=repo.path))
    run("standards", "import", str(file), "--id", "again-2022", "--text", at=repo.path)
    text = (repo.path / ".isodocs/standards/again-2022.yaml").read_text()
    again, known = parse_map(text, "again-2022.yaml", own=True), load.load("iso-27001-2022")
    assert [(c.number, c.title, c.auditable) for c in again] == [
        (c.number, c.title, c.auditable) for c in known
    ]
    for told, meant in zip(again, known, strict=True):
        assert told.control == meant.control
        assert told.may_be_not_applicable == meant.may_be_not_applicable
        assert told.asks[:99] == meant.asks[:99]


def test_coverage_as_assessment_results(acme: RepositoryBuilder) -> None:
    args = ("coverage", ID, *ON, "--format", "oscal")
    text = run(*args, at=acme.path)
    assert text == run(*args, at=acme.path)
    (result,) = json.loads(text)["assessment-results"]["results"]
    assert {f["title"]: f["target"]["status"]["state"] for f in result["findings"]} == {
        "Q-1 First articles": "satisfied",
        "Q-2 Changes": "not-satisfied",
        "Q-3 Photographs": "not-satisfied",
    }
    (observation,) = result["observations"]
    assert observation["relevant-evidence"][0]["href"] == "documents/SOP-001.md"
    assert result["findings"][0]["related-observations"] == [
        {"observation-uuid": observation["uuid"]}
    ]
    assert {result["start"], result["end"], observation["collected"]} == {"2024-06-01T00:00:00Z"}
    catalog = json.loads(run("standards", "export", ID, "--format", "oscal", at=acme.path))
    asked = [f["target"]["target-id"] for f in result["findings"]]
    told = json.dumps(catalog)
    assert all(f'"{statement}"' in told for statement in asked)


def test_what_is_left_out_is_excluded_from_the_results(story: Path) -> None:
    args = ("coverage", *ON, "--format", "oscal")
    (result,) = json.loads(run(*args, at=story))["assessment-results"]["results"]
    (selection,) = result["reviewed-controls"]["control-selections"]
    excluded = {control["control-id"] for control in selection["exclude-controls"]}
    assert "c-8.3.2" in excluded
    assert not any(f["target"]["target-id"] == "c-8.3.2_smt" for f in result["findings"])
    assert "8.3.2: " in selection["remarks"]

"""What is read of a repository of documents before anything is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from isodocs.adoption.look import Existing, look
from isodocs.model.config import Config, DayOrder
from isodocs.parsing.file_names import named_after
from tests.helpers.command import invoke, run, run_json
from tests.helpers.repository import RepositoryBuilder

ON = date(2026, 11, 1)
HEADED = (
    "# {0} Process\n\n| Document Number | Title | Effective | Owner |\n|---|---|---|---|\n"
    "| QP-000{1} | {0} Process | {1}/2/2025 | Quality Manager |\n\n## Purpose\n\n{2}\n"
)


def seen(files: dict[str, str]) -> Existing:
    return look({path: text.encode() for path, text in files.items()}, ON)


def test_the_folder_with_the_numbers_is_the_system() -> None:
    files = {f"Quality_Manual/QP-000{n}_Part_{n}.md": f"# Part {n}\n" for n in range(1, 9)}
    tools = ("README.md", ".github/pull_request_template.md", ".claude/notes.md", "LICENSE.md")
    found = seen({**files, **dict.fromkeys(tools, "# Text\n")})
    assert found.candidates.paths == tuple(files)
    assert found.candidates.include == ("Quality_Manual/**/*.md",)
    assert found.candidates.sure
    assert found.habits.identifiers.form == "file-name"


def test_policies_are_documents_where_procedures_beside_them_alone_have_identifiers() -> None:
    procedures = {f"procedures/{name}.md": f"---\nid: {name}\n---\n# A\n" for name in "abcd"}
    policies = {f"policies/{name}.md": "---\nname: Access\n---\n# A\n" for name in "efgh"}
    others = {"narratives/i.md": "# A\n", "policies/README.md": "# Policies\n"}
    found = seen({**procedures, **policies, **others})
    assert found.candidates.paths == (*policies, *procedures)


def test_what_tests_and_generators_wrote_is_left_out() -> None:
    text = "---\nid: {}\nrevision: 1\n---\n# Text\n"
    files = {f"templates/en/{n}.md": text.format(f"EN-{n}") for n in range(9)}
    output = {f"test-output/en/{n}.md": text.format(f"EN-{n}") for n in range(9)}
    found = seen({**files, **output, "templates/README.md": "# How to use them\n"})
    assert found.candidates.paths == tuple(files)
    assert found.candidates.exclude == ("**/README.md",)
    assert {why for _, why in found.candidates.left} == {
        "of programs and tests",
        "about the repository",
    }
    beside = seen({**files, **{f"policies/{n}.md": text.format(n) for n in range(9)}})
    assert beside.candidates.include == ("policies/**/*.md",)


def test_what_is_left_to_fill_in_is_a_document_too() -> None:
    form = "# Policy\n\n> Owner: [ROLE]\n> Version: [VERSION]\n> Effective date: [DATE]\n"
    files = {f"{language}/policy-{n}.md": form for language in ("de", "en") for n in range(4)}
    found = seen({**files, **{f"templates-de/{n}.md": form for n in range(2)}})
    assert found.candidates.sure
    assert found.candidates.paths == tuple(files)
    assert found.candidates.left == {("templates-de", "templates and examples"): 2}


def test_what_a_tool_keeps_beside_a_document_is_not_one() -> None:
    text = "---\nid: SOP-00{0}\nowner: Ann\n---\n# Part\n"
    files = {f"sop/SOP-00{n}_Part.md": text.format(n) for n in range(1, 4)}
    notes = {f"sop/SOP-00{n}_Part.status.md": "---\nstatus: done\n---\n# State\n" for n in (1, 2)}
    other = {f"sop/SOP-00{n}_Part.checked.md": "Seen.\n" for n in range(1, 4)}
    found = seen({**files, **notes, **other})
    assert found.candidates.paths == tuple(files)
    assert found.candidates.exclude == ("**/*.checked.md", "**/*.status.md")
    assert found.candidates.left == {("sop", "notes beside documents"): 5}
    kept = {
        "sop/SOP-001_Part.annex.md": "# Annex\n",
        "sop/SOP-002_Part.de.md": "# Teil\n",
        "sop/SOP-003_Part.status.md": text.format(9),
        "sop/SOP-004_Other.status.md": "# Status of orders\n",
    }
    beside = seen({**files, **kept})
    assert set(beside.candidates.paths) == {*files, *kept}
    mixed = seen({**files, **kept, **notes}).candidates
    assert set(mixed.paths) == {*files, *kept}


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        *(("09_Penetration_Testing", ""), ("public-relations", ""), ("build-process", "")),
        *(("unit-tests", "of programs and tests"), ("site-packages", "of programs and tests")),
        ("Test_Output", "of programs and tests"),
    ],
)
def test_folders_of_programs_are_told_from_subjects(folder: str, why: str) -> None:
    files = {f"{folder}/SOP-00{n}_Part.md": "# Part\n" for n in range(1, 4)}
    left = seen({**files, "policies/SOP-009_Other.md": "# Other\n"}).candidates.left
    assert left == ({(folder, why): 3} if why else {})


def test_few_documents_among_much_else_do_not_take_it_all_in() -> None:
    files = {f"wiki/page-{n}.md": "# Page\n\nText.\n" for n in range(30)}
    controlled = {f"wiki/sop/SOP-00{n}.md": "# SOP\n" for n in range(1, 4)}
    found = seen({**files, **controlled})
    assert found.candidates.paths == tuple(controlled)
    assert found.candidates.left == {("wiki", "outside the folders of the others"): 30}


def test_without_a_sign_every_text_is_taken_and_is_said_to_be_a_guess() -> None:
    found = seen({"guides/a.md": "# A\n", "roles/b.md": "# B\n", "README.md": "# C\n"})
    assert not found.candidates.sure
    assert found.candidates.paths == ("guides/a.md", "roles/b.md")


@pytest.mark.parametrize(
    ("paths", "where"),
    [
        (("p/SOP-1_A.md", "p/SOP-2_B.md"), "file-name"),
        (("p/SOP-1-annex-a.md", "p/SOP-1-annex-b.md"), "whole-file-name"),
        (("p/it/a.md", "p/hr/a.md"), "folder-and-name"),
        (("p/it/01_a.md", "p/it/02_b.md", "p/hr/01_a.md"), "folder-and-number"),
        (("p/it/01_a.md", "p/it/01_b.md", "p/hr/01_a.md"), "folder-and-name"),
        (("x/it/a.md", "y/it/a.md"), "path"),
    ],
)
def test_identifiers_are_where_no_two_documents_have_the_same(
    paths: tuple[str, ...], where: str
) -> None:
    assert seen(dict.fromkeys(paths, "# Text\n")).habits.identifiers.form == where


@pytest.mark.parametrize(
    ("ids", "form"),
    [
        (("P-1", "P-2", "P-3", "P-4", "P-1"), "field"),
        (("P-1", "P-2", "P-3", "P-1"), "file-name"),
        (("P-1", "P-2", "P-3", "P-1", "P-2"), "file-name"),
    ],
)
def test_one_identifier_that_is_there_twice_does_not_rename_all(
    ids: tuple[str, ...], form: str
) -> None:
    texts = {f"docs/{n}.md": f"---\nid: {id}\n---\nText.\n" for n, id in enumerate(ids)}
    assert seen(texts).habits.identifiers.form == form


@pytest.mark.parametrize("folder", ["archive", "alt", "old", "superseded"])
def test_old_copies_in_a_folder_of_their_own_are_left_out(folder: str) -> None:
    files = {f"docs/P-{n}_Part.md": "# Part\n" for n in range(4)}
    found = seen({**files, f"docs/{folder}/P-1_Part.md": "# Part\n"}).candidates
    assert found.paths == tuple(files)
    assert found.left == {(f"docs/{folder}", "archived"): 1}


def test_identifiers_are_in_headings_where_names_of_files_have_none() -> None:
    def texts(*titles: str) -> dict[str, str]:
        return {f"docs/{n}.md": f"# {title}\n\nText.\n" for n, title in enumerate(titles)}

    headed = seen(texts("REF-1: Scope", "VA-02.1 \u2013 Einkauf", "QP 3", "Glossary"))
    assert headed.habits.identifiers.form == "heading"
    assert headed.habits.said["id"] == 2
    assert headed.candidates.sure is False  # two of four
    twice = seen(texts("REF-1: Scope", "REF-1: Scope in short"))
    assert twice.habits.identifiers.form == "file-name"
    of_others = seen(texts("ISO-9001 Manual", "COVID-19", "Q1 2026"))
    assert of_others.habits.identifiers.form == "file-name"


def test_the_day_of_a_change_is_not_that_from_which_a_text_holds() -> None:
    head = "# Policy\n\n| Version | Status | Datum | Autor | Bemerkung |\n|---|---|---|---|---|\n"
    row = "| 1.0 | Entwurf | 10.01.2023 | FB | Ersterstellung |\n"
    said = seen({f"policies/{n}.md": head + row for n in range(3)}).habits.said
    assert (said["revision"], said["status"], "effective" in said) == (3, 3, False)
    of_text = "# Policy\n\n| Version | Datum | Owner |\n|---|---|---|\n| 1.0 | 10.01.2023 | QMB |\n"
    said = seen({f"policies/{n}.md": of_text for n in range(3)}).habits.said
    assert (said["effective"], said["owner"]) == (3, 3)


def test_all_texts_of_a_document_are_of_one_type() -> None:
    files = {"p/a.md": "# Review\n", "p/a.de.md": "# Vorlage\n", "p/b.md": "# B\n"}
    types = seen(files).habits.types
    assert {path: kind for path, (kind, _) in types.by_path.items()} == {
        "p/a.md": "form",
        "p/a.de.md": "form",
    }


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *(
            ("QMS \u2013 Quality Policy \u2013 Firm", "policy"),
            ("WI - Welding", "work-instruction"),
        ),
        *(("Firm | Passwortrichtlinie", "policy"), ("MAP \u2013 Compliance \u2013 2026", "")),
    ],
)
def test_a_part_of_a_title_speaks_of_its_type(title: str, kind: str) -> None:
    types = seen({"p/a.md": f"# {title}\n", "p/b.md": "# B\n"}).habits.types
    assert types.by_path.get("p/a.md", ("",))[0] == kind


def test_notes_on_releases_and_pages_of_folders_are_not_documents() -> None:
    files = dict.fromkeys(
        ("docs/SOP-1_A.md", "docs/SOP-2_B.md", "docs/hosting/index.md", "docs/release-notes.md"),
        "# Text\n\nWho releases says what changed, for users, before it is released to them.\n",
    )
    others = {
        "docs/index.md": "<!-- Some licence that is long -->\n# All\n",
        "docs/VERSION_0.0.10_RELEASE_NOTES.md": "# Notes\n",
        "docs/VERSION.md": "# Version\n",
        "docs/SEARCH-TOOL-README.md": "# Tool\n",
    }
    found = seen({**files, **others}).candidates
    assert set(found.paths) == set(files)
    assert "docs/index.md" in found.exclude
    assert ("docs", "pages that only lead to others") in found.left


def test_files_of_other_programs_beside_documents_are_named(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    texts = {f"docs/SOP-{n}_Part.md": "# Part\n" for n in (1, 2)}
    beside = ("docs/annex.pdf", "SOP-9_Old.docx", "assets/poster.pdf", "tests/docs/x.xlsx")
    repo.commit("As it was", {**texts, **dict.fromkeys(beside, "x")})
    seen = run_json("adoption", "adopt", at=repo.path)
    assert seen["other_files"] == ["SOP-9_Old.docx", "docs/annex.pdf"]
    for said in (run("adopt", at=repo.path), run("init", "--person", "A <a@x.org>", at=repo.path)):
        assert "2 files that may be documents too" in " ".join(said.split())


def test_a_standard_that_no_document_names_is_not_taken(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("As it was", {"docs/SOP-1_A.md": "# A\n", "docs/SOP-2_B.md": "# B\n"})
    for said in (run("adopt", at=repo.path), run("init", "--person", "A <a@x.org>", at=repo.path)):
        assert "No standard was found" in said
    assert "standards: []" in (repo.path / "isodocs.yaml").read_text()
    repo.git("add", "--all")
    said = invoke("check", at=repo.path).stdout
    assert "No clause is measured" in said
    assert "ISO" not in said


def test_days_show_their_order_or_leave_it_open() -> None:
    def habits(*days: str) -> Any:
        texts = {f"p/SOP-{n}.md": f"---\neffective: {day}\n---\n" for n, day in enumerate(days)}
        return seen(texts).habits

    assert habits("2026-01-02").dates is None
    assert habits("13/1/2026", "4/1/2027").dates is DayOrder.DAY
    assert habits("1/13/2026", "4/1/2027").dates is DayOrder.MONTH
    assert habits("May 27, 2025").dates is DayOrder.DAY
    annual = "---\nversion: 1\nreview frequency: Annual\n---\n# A\n\n**Owner:** Ann\n"
    assert seen({f"p/SOP-{n}.md": annual for n in (1, 2)}).habits.dates is None
    assert seen({"p/SOP-1.md": "---\nreview-every: 12\n---\n"}).habits.dates is DayOrder.DAY
    unsure = habits("4/1/2027", "2026-01-01")
    assert (unsure.dates, unsure.open_days) == (None, ("4/1/2027",))


@pytest.mark.parametrize(
    ("texts", "standards"),
    [
        (("standard: ISO 13485:2016\n---\nLike ISO 9001:2015.",) * 4, {"iso-13485-2016": 4}),
        (("---\nWe work to ISO 9001:2015.", "---\nISO 9001, 7.5"), {"iso-9001-2015": 2}),
        (("---\nISO 9001 asks for it.",), {"iso-9001-2015": 1}),
        (("---\nNothing of it.",), {}),
    ],
)
def test_the_standards_that_documents_name(
    texts: tuple[str, ...], standards: dict[str, int]
) -> None:
    files = {f"docs/SOP-00{n}.md": f"---\nid: SOP-00{n}\n{t}\n" for n, t in enumerate(texts)}
    assert seen(files).habits.standards == standards


def test_the_standard_that_most_name_is_begun_with() -> None:
    texts = ("ISO/IEC 27001:2022", "ISO/IEC 27001:2022", "ISO 9001:2015", *["Nothing"] * 9)
    found = seen({f"policies/p-{n}.md": f"# Policy\n\n{t}\n" for n, t in enumerate(texts)})
    assert found.standards == ("iso-27001-2022",)
    even = seen({f"policies/p-{n}.md": f"# Policy\n\n{t}\n" for n, t in enumerate(texts[1:])})
    assert even.standards == ()
    once = seen({f"policies/p-{n}.md": f"# Policy\n\n{t}\n" for n, t in enumerate(texts[2:])})
    assert once.standards == ()


def test_names_of_files_become_identifiers_that_can_be_used() -> None:
    names = ("Risk assessment (V2)", "_template", "Prüfmittel+Überwachung", "SOP-1 Purchasing")
    config = Config(identifier_from="file-name")
    assert [named_after(f"docs/{name}.md", config) for name in names] == [
        "Risk-assessment-V2",
        "template",
        "Pruefmittel-Ueberwachung",
        "SOP-1",
    ]


def test_a_field_that_is_still_to_be_filled_in_is_meant_to_be_there(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    form = "---\ntitle: Part {}\nowner: [{}]\neffective_date: [TBD]\nversion: 1\n---\n# Part\n"
    owners = ("TBD", "TBD", "Quality Manager")
    texts = {f"policies/p-{n}.md": form.format(n, owner) for n, owner in enumerate(owners)}
    habits = seen(texts).habits
    assert "owner" in habits.required
    repo.commit("As it was", texts)
    run("init", "--person", "Ann <ann@example.com>", at=repo.path)
    repo.git("add", "--all")
    found = invoke("check", "--on", "2026-11-01", "--format", "csv", at=repo.path).stdout
    assert found.count("the field 'owner' is not filled in") == 2
    assert "must be a text" not in found


def test_owners_of_translations_are_not_roles_of_their_own() -> None:
    owned = "---\nowner: {}\nversion: 1\n---\n# Text\n"
    names = {"a.md": "QMR", "a.de.md": "QMB", "b.md": "QMR", "b.de.md": "QMB", "c.md": "QMR"}
    texts = {f"policies/{name}": owned.format(owner) for name, owner in names.items()}
    assert seen(texts).habits.owners == ("QMR", "QMR", "QMR")


def test_words_for_a_status_may_say_more_in_parentheses() -> None:
    words = ("PRODUKTIV (RAG)", "Freigegeben", "In Review", "Somehow", "approved")
    texts = {f"p/SOP-{n}.md": f"---\nid: SOP-{n}\nstatus: {w}\n---\n" for n, w in enumerate(words)}
    assert seen(texts).habits.status_words == {
        "Freigegeben": "approved",
        "In Review": "draft",
        "PRODUKTIV (RAG)": "approved",
    }


def test_what_a_few_tables_among_many_say_is_not_how_fields_are_written() -> None:
    table = "# Labels\n\n| Name | Meaning |\n|---|---|\n| Owner | who pays |\n| Type | what |\n"
    many = {f"handbook/page-{n}.md": "# Page\n\nText.\n" for n in range(400)}
    few = {f"handbook/labels-{n}.md": table for n in range(3)}
    assert seen({**many, **few}).habits.field_names == "exact"
    assert seen({**dict([*many.items()][:40]), **few}).habits.field_names == "any"


def test_a_place_to_sign_does_not_say_who_approved() -> None:
    text = "# Policy\n\n**Owner:** Ann\n**Approved by:** Unit Lead — [Name, Signature, Date]\n"
    texts = {f"policies/p-{n}.md": text for n in range(3)}
    assert seen(texts).habits.said == {"owner": 3}


def test_documents_are_typed_by_number_title_and_folder(tmp_path: Path) -> None:
    texts = {
        "qms/SOPs/VA-1_Einkauf.md": "# Einkauf\n",
        "qms/SOPs/VA-2_Verkauf.md": "# Verkauf\n",
        "qms/other/Zutritt.md": "# Passwortrichtlinie\n",
        "qms/other/Notizen.md": "# Notizen\n",
        "qms/SOPs/Audit.md": "---\ntype: SOP\n---\n# Audit\n",
        "qms/WI-7_Löten.md": "# Löten\n",
    }
    types = seen(texts).habits.types
    assert types.names == ("SOP", "policy", "work-instruction")
    assert types.files == {
        "SOP": ("qms/SOPs/**",),
        "policy": ("qms/other/Zutritt.md",),
        "work-instruction": ("qms/WI-7_Löten.md",),
    }
    assert types.untyped == 1
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("As it was", texts)
    said = run("adopt", at=repo.path, width=200)
    assert "Type: SOP 3 (said in the file and by its number), policy 1 (by its title, a gue" in said
    run("init", "--person", "Ann <ann@example.com>", at=repo.path)
    repo.git("add", "--all")
    register = run_json("register", "register", "--on", "2026-11-01", at=repo.path)
    shown = {each["id"]: each["type"] for each in register["documents"]}
    assert shown["VA-2"] == "SOP"
    assert (shown["Zutritt"], shown["Notizen"], shown["WI-7"]) == ("policy", "", "work-instruction")


def test_a_title_does_not_outweigh_the_name_of_a_file_or_its_folder() -> None:
    files = {
        "docs/qms/capa/0-sop.md": "# CAPA and its report\n",
        "docs/standards/logging.md": "# Logging manual\n",
        "docs/manual/hr/leave.md": "# Leave policy\n",
        "docs/manual/hr/travel.md": "# Travel\n",
        "docs/list-of-suppliers/index.md": "# Suppliers\n\n" + "- A supplier of parts\n" * 9,
    }
    types = seen(files).habits.types.by_path
    assert [f"{kind} by {why}" for kind, why in map(types.__getitem__, sorted(files))] == [
        "register by name",
        "policy by title",
        "manual by folder",
        "procedure by name",
        "standard by folder",
    ]


def test_the_roles_that_documents_name_as_owners_are_taken_over(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    owners = ("Head of IT", "Head of IT", "Qualitätsleiter", "Susan Orwell", "#java")
    repo.commit(
        "As it was",
        {f"p/SOP-{n}.md": f"---\nid: SOP-{n}\nowner: '{o}'\n---\n" for n, o in enumerate(owners)},
    )
    assert [role["id"] for role in run_json("adoption", "adopt", at=repo.path)["roles"]] == [
        "head-of-it",
        "qualitaetsleiter",
    ]
    said = run("init", "--person", "Ann <ann@example.com>", at=repo.path)
    assert "2 roles are taken from the owners that documents name: Head of IT and Qualit" in said
    repo.git("add", "--all")
    gaps = json.loads(
        invoke("check", "--on", "2026-11-01", "--format", "json", at=repo.path).stdout
    )["gaps"]
    unknown = [gap["message"] for gap in gaps if gap["code"] == "DOC011"]
    assert len(unknown) == 2
    assert "unknown owner '#java'" in "".join(unknown)


def test_init_takes_in_what_is_there_as_it_is_written(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    names = ("Document_Control", "Internal_Audit", "Purchasing", "Complaints")
    files = {
        f"Quality_Manual/QP-000{n}_{name}_Process.md": HEADED.format(
            name.replace("_", " "), n, "ISO 13485:2016. We do it so."
        )
        for n, name in enumerate(names, 1)
    }
    repo.commit("As it was", {**files, "README.md": "# Us\n", ".github/a.md": "# A\n"})
    before = repo.git("status", "--porcelain")
    seen = run_json("adoption", "adopt", at=repo.path)
    assert [(one["field"], one["name"], one["found"], one["wrong"]) for one in seen["fields"]] == [
        ("id", "id", 4, 0),
        ("title", "title", 4, 0),
        ("type", "", 4, 0),
        ("owner", "owner", 4, 0),
        ("effective", "effective", 1, 3),
    ]
    assert seen["fields"][0]["examples"] == ["QP-0001", "QP-0002", "QP-0003"]
    assert seen["open_days"] == ["1/2/2025", "3/2/2025", "4/2/2025"]
    text = run("adopt", at=repo.path)
    assert "What is here · 4 documents" in text
    assert "1 in .github: of a tool" in text
    assert repo.git("status", "--porcelain") == before
    said = run("init", "--organisation", "X", "--person", "Ann <ann@example.com>", at=repo.path)
    assert "4 existing documents have been added." in said
    assert "4 documents of 4 name ISO 13485:2016." in said
    assert "Which number is the month in 1/2/2025, 3/2/2025 and 4/2/2025?" in said
    repo.git("add", "--all")
    register = run_json("register", "register", "--on", "2026-11-01", at=repo.path)
    shown = [(each["id"], each["title"]) for each in register["documents"]]
    assert shown == [
        (f"QP-000{n}", f"{name.replace('_', ' ')} Process") for n, name in enumerate(names, 1)
    ]
    assert "standards: [iso-13485-2016]" in (repo.path / "isodocs.yaml").read_text()
    assert "field-names: any" in (repo.path / "isodocs.yaml").read_text()
    assert "isodocs.yaml says how documents are read" in run("adopt", at=repo.path)


def test_where_there_is_no_document_adopt_says_so(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", {"README.md": "# Us\n"})
    assert "No Markdown file here looks like a document." in run("adopt", at=repo.path)
    assert run("adopt", "--format", "csv", at=repo.path) == "field,name,found,wrong,examples\n"


@pytest.mark.parametrize(
    ("files", "documents", "form", "language", "translations"),
    [
        ("POL-1/de.md=id:POL-1,lang:de POL-1/en.md=id:POL-1,lang:en", 1, "field", "en", ()),
        ("a.md=owner:q a.de.md=owner:q", 1, "file-name", "", ("de",)),
        ("access-policy-en.md=owner:q access-policy-de.md=owner:q", 1, "file-name", "en", ("de",)),
        ("p/de/a.md=owner:q p/en/a.md=owner:q p/en/b.md=owner:q", 2, "file-name", "en", ("de",)),
        ("d/a.md=id:A i18n/de/x/a.md=id:A", 1, "field", "", ()),
        ("a.md=id:A,lang:de b.md=id:A,lang:en,translation_of:A", 1, "field", "de", ()),
        ("it/vpn.md=owner:q hr/vpn.md=owner:q", 2, "folder-and-name", "", ()),
    ],
)
def test_files_in_several_languages_are_one_document(
    files: str, documents: int, form: str, language: str, translations: tuple[str, ...]
) -> None:
    texts = {}
    for path, _, facts in (file.partition("=") for file in files.split()):
        lines = "\n".join(facts.replace(":", ": ").split(","))
        texts[f"policies/{path}"] = f"---\n{lines}\nversion: 1\n---\n# {path}\n"
    found = seen(texts)
    habits = found.habits
    assert (found.documents, habits.identifiers.form) == (documents, form)
    assert (habits.language, habits.translations) == (language, translations)


def test_init_takes_two_languages_for_one_document(repo: RepositoryBuilder) -> None:
    for language in ("de", "en"):
        repo.write(f"policies/{language}/access.md", f"---\nowner: q\n---\n# {language}\n")
    repo.commit("Policies", {})
    said = run("init", "--person", "Ann <ann@example.com>", "--organisation", "X", at=repo.path)
    assert "1 existing document in 2 texts has been added" in " ".join(said.split())
    (listed,) = run_json("register", "register", at=repo.path)["documents"]
    assert (listed["id"], [text["id"] for text in listed["translations"]]) == (
        "access",
        ["access@de"],
    )


def test_what_comes_into_force_is_a_line_each_and_its_files_are_counted(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    form = "---\nid: SOP-{0}\nrevision: 2\nstatus: Released\n---\n# Part {0}\n\nWe do it so.\n"
    texts = {f"sops/SOP-{n}.md": form.format(n) for n in range(1, 4)}
    repo.commit("As it was", {**texts, "sops/SOP-9.md": form.format(9)})
    repo.commit("Without what is gone", {"sops/SOP-9.md": None})
    run("init", "--person", "Ann <ann@example.com>", at=repo.path)
    repo.git("add", "--all")
    day = ("adopt", "--effective", "2999-01-04", "--as", "ann", "--dry-run")
    brief = run(*day, at=repo.path)
    assert brief.count("SOP-") == 3
    assert "changed  3 files (effective)" in brief
    assert "sops/SOP-1.md" not in brief
    whole = run(*day, "--verbose", at=repo.path)
    assert whole.count("sops/SOP-") == 3
    refused = invoke("adopt", "--verbose", at=repo.path)
    assert "--verbose belongs to --effective" in refused.stderr
    again = invoke("init", "--start", "iso-14001", at=repo.path, catch=True)
    assert "isodocs coverage --gaps" in str(getattr(again.exception, "hint", again.stderr))

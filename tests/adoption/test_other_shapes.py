"""Documents in shapes that repositories have, and how they are read from them."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.adoption.look import Existing, look
from isodocs.lifecycle.first_config import first_config
from isodocs.model.config import Config
from isodocs.model.document import Document
from isodocs.parsing import config as config_parsing
from isodocs.parsing.document import parse
from isodocs.parsing.header_block import stated
from isodocs.parsing.status_words import status_meant

ON = date(2026, 11, 1)
ANY_NAMES = Config(identifier_from="file-name", field_names="any")


def seen(files: dict[str, str]) -> Existing:
    return look({path: text.encode() for path, text in files.items()}, ON)


def read(files: dict[str, str]) -> dict[str, Document]:
    """The documents as `check` reads them with what `init` writes."""
    existing = seen(files)
    config = config_parsing.parse(first_config("", existing.standards, existing))
    return {path: parse(path, "", files[path].encode(), config) for path in files}


def test_a_folder_called_as_those_of_programs_may_hold_the_only_documents() -> None:
    files = {f"public/docs/sgc/PRO-00{n}_Parte.md": f"---\nid: PRO-00{n}\n---\n" for n in range(4)}
    code = {"src/notes.md": "# Notes\n", "node_modules/a/POL-1_x.md": "---\nid: POL-1\n---\n"}
    assert seen({**files, **code}).candidates.paths == tuple(files)


def test_a_folder_among_those_of_documents_is_one_where_it_is_written_as_they_are() -> None:
    text = "---\ntitle: {0} policy\nslug: {0}\nweight: 1\n---\n\n### Purpose\n"
    names = ("access", "backup", "passwords", "testing", "vendor")
    files = {f"{name}/index.md": text.format(name) for name in names}
    assert seen(files).candidates.paths == tuple(files)
    other = {**files, "vendor/index.md": "# A library\n"}
    assert seen(other).candidates.left == {("vendor", "of programs and tests"): 1}


def test_notes_beside_each_document_are_not_documents() -> None:
    files = {
        f"{name}/{name}.md": f"---\nid: POL-{n}\nowner: Ann\n---\n# {name}\n"
        for n, name in enumerate(("cash", "lending", "privacy"))
    }
    notes = {f"{path.partition('/')[0]}/NOTES.md": "# Notes\n" for path in files}
    found = seen({**files, **notes, "README.ko.md": "# Read me\n"})
    assert found.candidates.paths == tuple(files)
    assert set(dict(found.candidates.left)) == {
        *((name, "notes beside documents") for name in ("cash", "lending", "privacy")),
        ("", "about the repository"),
    }


def test_numbers_in_names_serve_where_few_say_theirs_and_one_is_given_twice() -> None:
    names = [f"SGC-0{n}_Parte.md" for n in range(10, 22)] + ["SGC-010_Otra.md"]
    files = {f"sgc/{name}": "# Parte\n\nTexto.\n" for name in names}
    for name in names[:8]:
        files[f"sgc/{name}"] = f"---\nid: {name[:7]}\n---\n# Parte\n"
    found = seen(files)
    assert found.habits.identifiers.form == "file-name"
    assert {document.id for document in read(files).values()} == {name[:7] for name in names}
    files["sgc/SGC-021_Parte.md"] = "---\nid: SGC-099\n---\n"  # names of files say another number
    assert seen(files | {f"sgc/{names[0]}": "---\nid: X-1\n---\n"}).habits.identifiers.form != (
        "file-name"
    )


def test_front_matter_in_a_block_of_code_at_the_top_is_read() -> None:
    text = (
        "```yaml\n---\ntitle: Cash Policy\nowner: Pat Wells\nversion: v1.0\n"
        "effective: 2026-07-01\n---\n```\n\n## Statement\n\n```yaml\nowner: someone\n```\n"
    )
    said = {fact.field: fact.value for fact in stated(text.encode())}
    assert said == {
        "title": "Cash Policy",
        "owner": "Pat Wells",
        "revision": "v1.0",
        "effective": "2026-07-01",
    }
    assert not stated(b"# Cash\n\n```yaml\nowner: Pat Wells\nversion: 1\n```\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("**R\u00e9f\u00e9rence :** PRO-QUA-001", {"id": "PRO-QUA-001"}),
        ("**R\u00e9f\u00e9rence :** ISO 9001", {}),
        ("**Reference:** PRO-QUA-001", {}),
        ("**Version:** 0.1 (2026-06-19)", {"revision": "0.1"}),
        ("**Category:** Initial access", {}),
        (
            "**Review:** Annual + after each incident",
            {"review-every": "Annual + after each incident"},
        ),
        ("**Review:** Ann Lee", {}),
        ("\ufeff**Owner:** Ann Lee", {"owner": "Ann Lee"}),
    ],
)
def test_lines_at_the_top(line: str, said: dict[str, str]) -> None:
    assert {fact.field: fact.value for fact in stated(f"{line}\n".encode())} == said


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("DRAFT \u2014 pending the board", "draft"),
        ("Draft for approval", "draft"),
        ("Entwurf - in Abstimmung", "draft"),
        ("Approved pending changes", ""),
        ("Final draft", ""),
    ],
)
def test_what_begins_as_a_draft_is_one(word: str, meant: str) -> None:
    assert status_meant(word) == meant


def test_related_documents_are_their_codes_and_files() -> None:
    text = "# A\n\n**Related:** SOP-014 (Purchasing, all); WI-3 and the order form\n"
    document = parse("sop/SOP-001.md", "", text.encode(), ANY_NAMES)
    assert [reference.id for reference in document.references] == ["SOP-014", "WI-3"]
    text = "---\nreferences: [SOP-014_Buying.md, '../wi/WI-3.md#tools', ISO 9001]\n---\n# A\n"
    document = parse("sop/SOP-001.md", "", text.encode(), ANY_NAMES)
    assert [reference.id for reference in document.references] == ["SOP-014", "WI-3", "ISO 9001"]


def test_where_a_text_was_translated_from_may_be_said_in_other_words() -> None:
    text = "---\nid: {0}\nlang: {1}\nkind: Form/Template\ntranslated_from: {2}\n---\n# {0}\n"
    files = {
        f"p/{id}.{language}.md": text.format(id, language, of)
        for id in ("VPN", "Access", "Leave")
        for language, of in (("de", "original"), ("en", f"{id}.de.md of 5 August"))
    }
    found = seen({**files, "p/Badge.en.md": "---\nid: Badge\nlang: en\n---\n# Badge form\n"})
    assert found.documents == 4
    assert "translated_from" in found.habits.others
    assert found.habits.types.by_path["p/Badge.en.md"][0] == "form"


def _imported(more: dict[str, str]) -> dict[str, str]:
    """Nine documents with our names of fields, and some that say them in their own way."""
    ours = "---\ntitle: Part\nrevision: 3\nowner: QM\n---\nText.\n"
    return {f"docs/VA-{n}_Part.md": ours for n in range(10, 19)} | more


def test_a_document_that_says_several_fields_in_its_own_way_is_read_as_it_says_them() -> None:
    matter = "---\ndoc_no: WI-1\nversion: 2\nvalid_from: 2025-04-07\n---\nText.\n"
    found = read(_imported({"docs/WI-1_Packing.md": matter}))["docs/WI-1_Packing.md"]
    assert (found.revision, found.effective) == ("2", date(2025, 4, 7))
    text = "# Packing\n\nVersion: 2\nOwner: QM\nValid from: 7.4.2025\n\n## How\n\nText.\n"
    found = read(_imported({"docs/WI-1_Packing.md": text}))["docs/WI-1_Packing.md"]
    assert (found.revision, found.owner) == ("2", "QM")


def test_a_revision_by_another_name_is_not_left_alone() -> None:
    files = _imported({"docs/WI-1_Packing.md": "---\nversion: 2\ncolour: red\n---\nText.\n"})
    assert seen(files).habits.others == ("colour",)
    (problem,) = read(files)["docs/WI-1_Packing.md"].problems
    assert problem.subject == "version"


def test_identifiers_that_are_not_used_are_named() -> None:
    found = seen(_imported({"docs/Manual.md": "---\nid: QMH-01\n---\nText.\n"}))
    assert found.habits.identifiers.unused == {"Manual": "QMH-01"}

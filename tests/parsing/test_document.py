"""A file's bytes as a typed document."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.config import Config
from isodocs.model.document import Document, Reference, Status
from isodocs.model.period import Period
from isodocs.parsing.document import parse
from isodocs.parsing.file_names import language_in_path, named_after
from isodocs.parsing.front_matter_look import is_identified

WHOLE = b"""\
---
id: SOP-014
title: Purchasing and supplier control
type: procedure
revision: 03
status: approved   # what the author declares
owner: purchasing-manager
effective: 2026-12-01
review-every: 12 months
last-review: 2026-11-01
clauses:
  iso-9001-2015: ["8.4.1", 8.10]
  iso-27001-2022: [A.5.19]
references: [FRM-022, POL-001]
change: Supplier review every six months.
superseded-by: SOP-099
approved-by: [Quinn, Dora]
---
# Purchasing

Text.
"""
ONE = Config(standards=("iso-9001-2015",))


def read(data: bytes, config: Config = ONE, path: str = "documents/a.md") -> Document:
    return parse(path, "0" * 40, data, config)


def front(*lines: str, config: Config = ONE) -> Document:
    return read("\n".join(["---", *lines, "---", "Text."]).encode(), config)


def test_a_whole_document() -> None:
    found = read(WHOLE)
    assert found.problems == ()
    assert (found.id, found.title, found.type) == (
        "SOP-014",
        "Purchasing and supplier control",
        "procedure",
    )
    assert (found.revision, found.declared, found.status) == ("03", "approved", Status.APPROVED)
    assert (found.owner, found.effective) == ("purchasing-manager", date(2026, 12, 1))
    assert (found.review_every, found.last_review) == (Period(12, "month"), date(2026, 11, 1))
    assert (found.superseded_by, found.approved_by) == ("SOP-099", "Quinn, Dora")
    assert found.label == "SOP-014 rev 03"


def test_clauses_stay_as_written_with_their_places() -> None:
    claims = [(c.standard, c.clause, c.line, c.column) for c in read(WHOLE).claims]
    assert claims == [
        ("iso-9001-2015", "8.4.1", 12, 19),
        ("iso-9001-2015", "8.10", 12, 28),
        ("iso-27001-2022", "A.5.19", 13, 20),
    ]


def test_references_have_their_places() -> None:
    assert read(WHOLE).references == (Reference("FRM-022", 14, 14), Reference("POL-001", 14, 23))


def test_digests_are_of_the_whole_file_and_of_the_text_below() -> None:
    found = read(WHOLE)
    body = WHOLE.split(b"---\n", 2)[2]
    assert found.sha256 == hashlib.sha256(WHOLE).hexdigest()
    assert found.body_sha256 == hashlib.sha256(body).hexdigest()
    assert (found.size, found.body_line) == (len(WHOLE), 19)


def test_front_matter_alone_does_not_change_the_digest_of_the_text() -> None:
    assert read(WHOLE.replace(b"approved ", b"draft ")).body_sha256 == read(WHOLE).body_sha256


def test_a_plain_list_of_clauses_means_the_one_standard() -> None:
    (claim,) = front("clauses: ['8.4.1']").claims
    assert (claim.standard, claim.clause) == ("iso-9001-2015", "8.4.1")
    (named,) = front("clauses: ['iso-14001-2015:8.1']").claims
    assert (named.standard, named.clause) == ("iso-14001-2015", "8.1")


def test_one_text_may_list_several_clauses() -> None:
    said = {
        '"§4.2, §7.3"': ["§4.2", "§7.3"],
        "8.4; 8.5 and 8.6": ["8.4", "8.5", "8.6"],
        "clause 9.2, clause 9.3": ["clause 9.2", "clause 9.3"],
        "A.5.1, A.5.2": ["A.5.1", "A.5.2"],
        "8.4, where we buy": ["8.4, where we buy"],
    }
    for text, clauses in said.items():
        for form in (f"clauses: {text}", f"clauses: {{iso-9001-2015: [{text}]}}"):
            if "[" not in form or text.startswith('"') or "," not in text:
                assert [claim.clause for claim in front(form).claims] == clauses, form


def test_a_plain_list_is_ambiguous_with_two_standards() -> None:
    found = front("clauses: ['8.4.1']", config=Config(standards=("a", "b")))
    assert found.claims == ()
    (problem,) = found.problems
    assert "does not say of which standard" in problem.message
    assert (problem.line, problem.column) == (2, 11)


def test_words_and_names_of_this_repository() -> None:
    config = Config(
        fields={"id": "document_id", "effective": "effective_date"},
        status_words={"released": "approved"},
        extra_fields=("department",),
    )
    found = front(
        "document_id: A-1",
        "effective_date: 2024-02-01",
        "status: released",
        "department: x",
        config=config,
    )
    assert found.problems == ()
    assert (found.id, found.status, found.declared) == ("A-1", Status.APPROVED, "released")
    assert found.place("effective").line == 3
    assert front("id: A-1", config=config).problems[0].kind == "unknown-field"


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("documents/SOP-014.md", "SOP-014"),
        ("documents/SOP-014/index.md", "SOP-014"),
        ("documents/SOP-014/README.md", "SOP-014"),
        ("SOP-014.en.md", "SOP-014"),
        ("README.md", "README"),
    ],
)
def test_identifiers_from_file_names(path: str, id: str) -> None:
    config = Config(identifier_from="file-name")
    assert read(b"---\nid: other\n---\n", config, path).id == id


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"---\nid: A\n---\n", True),
        (b"---\ntitle: x\n'id' : A\n---\n", True),
        (b"---\r\nid: A\r\n---\r\n", True),
        (b"---\ntitle: my id: A\n---\n", False),
        (b"---\nidentity: A\n---\n", False),
        (b"id: A\n", False),
        (b"", False),
    ],
)
def test_whether_a_file_declares_an_identifier(data: bytes, is_one: bool) -> None:
    assert is_identified(data, Config()) is is_one


def test_missing_fields_are_empty_and_stand_at_the_top() -> None:
    found = front("title: A")
    assert (found.id, found.status, found.effective, found.review_every) == ("", None, None, None)
    assert str(found.place("owner")) == "documents/a.md:1"
    assert str(found.place("title")) == "documents/a.md:2:1"
    assert found.label == "documents/a.md"


KEY = st.sampled_from(
    ["id", "title", "status", "effective", "review-every", "clauses", "references", "x", "owner"]
)
VALUE = st.sampled_from(
    ["A", "''", "[a, b]", "{a: [b]}", "{a: {b: c}}", "2024-02-30", "|\n  x", ""]
)


@given(st.lists(st.tuples(KEY, VALUE), max_size=6, unique_by=lambda pair: pair[0]))
def test_any_value_in_any_field_is_read_or_is_a_placed_problem(
    pairs: list[tuple[str, str]],
) -> None:
    found = front(*(f"{key}: {value}" for key, value in pairs))
    assert found.has_front_matter
    assert all(p.line > 1 and p.column and p.message and p.hint for p in found.problems)
    assert "\n" not in found.id


@given(st.binary(max_size=300))
def test_reading_never_raises(data: bytes) -> None:
    found = read(data)
    assert found.size == len(data)
    is_identified(data, Config())


TOPS = (
    *("---", "<!--", "-->", "", "id: A", "title: B", "+++", "id = 1", "```", "<<<<<<< a"),
    *("=======", ">>>>>>> b", "# C", " ---", "\u2014", "- x", "\x00", "\u200b", "----"),
)


@given(
    st.lists(
        st.sampled_from(TOPS),
        max_size=9,
    )
)
def test_whatever_stands_at_the_top_is_read_without_an_exception(lines: list[str]) -> None:
    for data in ("\n".join(lines).encode(), "\r\n".join(lines).encode()):
        is_identified(data, Config())
        parse("a.md", "b", data, Config())


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Control of documents\n", "Control of documents"),
        ("Text.\n\n## *Second* [level](x.md) {#id} ##\n", "Second level"),
        ("Control\n=======\n", "Control"),
        ("```\n# code\n```\n\n# Real\n", "Real"),
        ("<!--\n# no\n-->\n<h1 id='a'>A &amp; B</h1>\n", "A & B"),
        ("- item\n---\n\nText.\n", ""),
        ("#hashtag\n", ""),
        ("", ""),
        ("# Report of \\<Name\\>, <b>2026</b>\n", "Report of <Name>, 2026"),
        ("# Weber Ltd\n\n# Purchasing\n\nText.\n", "Purchasing"),
        ("# Purchasing\n\n# Purpose\n\nText.\n\n# Scope\n", "Purchasing"),
        ("# Purchasing\n\nText.\n\n# Scope\n", "Purchasing"),
        ("## Part\n\n# Whole\n", "Part"),
        ("**Work instruction**\n\n**WI-4: Welding**\n\n|a|b|\n", "WI-4: Welding"),
        ("**Duties of roles**\n\n# 1. Welder\n", "Duties of roles"),
        ("**For internal use**\n\n# Purchasing\n", "Purchasing"),
        ("**Owner:** Ann Lee\n\n## Purchasing\n", "Purchasing"),
        ("**Owner:** Ann Lee\n\n## Purpose\n\n## Steps\n", ""),
        ("## 1. General Information\n\nText.\n", ""),
        ("# 1. Welding\n\nText.\n\n# 2. Testing\n", ""),
        ("# 1. Welding\n\nText.\n\n## 2. Testing\n", "1. Welding"),
        ("# Introduction\n\n# Purpose\n\nText.\n\n# Scope\n", "Introduction"),
        ("**Revision: 2**\n\nText.\n", ""),
    ],
)
def test_a_title_falls_back_to_the_first_heading(body: str, title: str) -> None:
    assert parse("a.md", "b", f"---\nid: A\n---\n{body}".encode(), Config()).title == title
    assert parse("a.md", "b", f"---\ntitle: T\n---\n{body}".encode(), Config()).title == "T"


@pytest.mark.parametrize(
    ("path", "id", "language"),
    [
        ("QP-7.5-01.md", "QP-7.5-01", ""),
        ("docs/Release_17.1.MD", "Release_17.1", ""),
        ("SOP-014.en.md", "SOP-014", "en"),
        ("SOP-014.pt-BR.markdown", "SOP-014", "pt-BR"),
        ("A.5_Policies.md", "A.5", ""),
        ("QP-0001_Document_Control_Process.md", "QP-0001", ""),
        ("SOP-014 Purchasing.de.md", "SOP-014", "de"),
        ("SOP-014-purchasing.md", "SOP-014", ""),
        ("QP-7.5-01 - Records.md", "QP-7.5-01", ""),
        ("HR-SOP-3_Leave/index.md", "HR-SOP-3", ""),
        ("SOP-014-2_Annex.md", "SOP-014-2", ""),
        ("ISO-9001-manual.md", "ISO-9001-manual", ""),
        ("2024_plan.md", "2024_plan", ""),
        ("policy.html.md.erb", "policy", ""),
        ("de/SOP-1/index.de.md", "SOP-1", "de"),
        ("SOP-014.v2.md", "SOP-014.v2", ""),
    ],
)
def test_only_the_ending_and_a_language_are_cut_off_a_file_name(
    path: str, id: str, language: str
) -> None:
    named = named_after(path, Config(identifier_from="file-name"))
    assert (named, language_in_path(path)) == (id, language)


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("guides/it/vpn.md", "guides.it.vpn"),
        ("docs/2-qms/capa/0-sop.de.md", "docs.2-qms.capa.0-sop"),
        ("roles/sfia (legacy)/Größe.md", "roles.sfia-legacy.Groesse"),
        ("U\u0308bersicht/Mu\u0308ll.md", "Uebersicht.Muell"),  # as macOS names files
        (f"quality/{'a' * 60}/b.md", f"{'a' * 60}.b"),
        (f"quality/{'a' * 40}/{'b' * 30}.md", "b" * 30),
        (f"quality/{'a' * 70}.md", "a" * 64),
        (f"{'a/' * 60}b.md", f"{'a.' * 31}b"),
    ],
)
def test_a_path_may_be_the_identifier(path: str, id: str) -> None:
    assert named_after(path, Config(identifier_from="path")) == id


def test_the_whole_name_of_a_file_may_be_its_identifier() -> None:
    config = Config(identifier_from="whole-file-name")
    assert named_after("docs/SOP-014-annex-a.en.md", config) == "SOP-014-annex-a"

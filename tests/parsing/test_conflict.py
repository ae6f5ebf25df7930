"""Conflict marks of Git: found wherever they are marks, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import CanonicalError
from isodocs.model.config import Config
from isodocs.parsing import config as config_parsing
from isodocs.parsing import conflict, front_matter
from isodocs.parsing import document as document_parsing
from isodocs.parsing import waiver as waiver_parsing
from isodocs.records import record_parsing
from isodocs.statements.canonical import load

BOTH = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n"
DIFF3 = "<<<<<<< HEAD\nours\n||||||| 3d21821\nbase\n=======\ntheirs\n>>>>>>> other\n"
NESTED = "<<<<<<<<< Temporary merge branch 1\nx\n=========\ny\n>>>>>>>>> Temporary merge branch 2\n"


def in_text(text: str) -> int:
    data = text.encode()
    return conflict.in_markdown(data, len(data) - len(front_matter.split(data).body))


@pytest.mark.parametrize("marks", [BOTH, DIFF3, NESTED, BOTH.replace("\n", "\r\n")])
def test_marks_are_found_in_data_and_in_text(marks: str) -> None:
    assert conflict.in_data(f"person\n{marks}".encode()) == 2
    assert in_text(f"# A\n\nText.\n{marks}") == 4
    assert in_text(f"---\nid: A\n{marks}---\n# A\n") == 3


@pytest.mark.parametrize("left", ["<<<<<<< HEAD\n", ">>>>>>> other\n", "=======\n"])
def test_one_mark_left_behind_in_data_is_a_conflict(left: str) -> None:
    assert conflict.in_data(f"person\nann\n{left}".encode()) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\n\nText.\n",
        "Title\n==========\n\nText.\n",
        "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n```\n",
        "~~~~ text\n<<<<<<< HEAD\n~~~\n>>>>>>> b\n~~~~\n",
        ">>>>>>> a quotation of a quotation\n",
        "|||||||\n|-|-|-|-|-|-|\n",
        "<<<<<< six\n",
        "Git writes <<<<<<< HEAD into the file.\n",
        "<<<<<<<html>\n",
    ],
)
def test_what_only_looks_like_marks_is_text(text: str) -> None:
    assert in_text(text) == 0


def test_a_mark_behind_fenced_code_is_one() -> None:
    assert in_text("```\ncode\n```\n\n<<<<<<< HEAD\n") == 5
    assert in_text("Title\n=======\n\n>>>>>>> other\n") == 4


@given(st.lists(st.sampled_from(["a,b", "=", "<<<<<<", ">", "", "x <<<<<<< y"]), max_size=8))
def test_other_lines_are_never_a_conflict(lines: list[str]) -> None:
    assert conflict.in_data("\n".join(lines).encode()) == 0


@given(st.lists(st.sampled_from(["a", "", "- b", "c: d"]), max_size=6), st.integers(0, 6))
def test_the_first_side_is_the_text_that_was_there(lines: list[str], at: int) -> None:
    whole = [f"{line}\n" for line in lines]
    for marks in (BOTH, DIFF3, NESTED.replace("x\n", "ours\n")):
        given_ = "".join([*whole[:at], marks, *whole[at:]])
        ours = "".join([*whole[:at], "ours\n", *whole[at:]])
        assert conflict.first_side(given_.encode()) == ours.encode()


TABLE = (
    "person,competence,date\n<<<<<<< HEAD\nann,M,2026-01-05\n=======\nben,M,2026-01-05\n>>>>>>> b\n"
)
STORY = "---\nrecord: nonconformity\nid: NC-1\n---\n# What\n\n" + BOTH


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("records/training.csv", TABLE, 2),
        ("records/training.csv", TABLE.replace("\n", "\r"), 2),
        ("records/training.yaml", f"- person: ann\n{BOTH}", 2),
        ("records/nc/1.md", STORY, 7),
        ("records/nc/1.md", f"---\nrecord: nonconformity\n{BOTH}---\n", 3),
        ("records/nc/1.md", f"{BOTH.replace('ours', '---')}record: nonconformity\n---\n", 1),
    ],
)
def test_a_record_in_conflict_is_one_problem_and_no_data(path: str, text: str, line: int) -> None:
    (record,) = record_parsing.parse(path, "b", text.encode())
    assert (record.kind, record.values) == ("", {})
    assert [(p.line, p.message) for p in record.problems] == [(line, conflict.MESSAGE)]


def test_a_document_in_conflict_keeps_nothing_but_its_identity() -> None:
    fields = BOTH.replace("ours", "revision: 1").replace("theirs", "revision: 2")
    head = f"---\nid: SOP-001\n{fields}---\n# T\n"
    document = document_parsing.parse("documents/a.md", "b", head.encode(), Config())
    assert (document.id, document.title, document.revision) == ("SOP-001", "", "1")
    assert [(p.kind, p.line) for p in document.problems] == [(conflict.KIND, 3)]
    assert not document.has_front_matter


def test_configuration_waivers_and_statements_in_conflict_say_so() -> None:
    (problem,) = config_parsing.parse(f"organisation: A\n{BOTH}".encode()).problems
    assert (problem.message, problem.line) == (conflict.MESSAGE, 2)
    (problem,) = waiver_parsing.parse("w.yaml", f"rule: REC001\n{BOTH}".encode()).problems
    assert (problem.message, problem.line) == (conflict.MESSAGE, 2)
    with pytest.raises(CanonicalError, match=r"conflict marks \(line 2\)"):
        load(b'{"a":\n<<<<<<< HEAD\n1}\n')

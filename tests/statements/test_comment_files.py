"""A comment is read back as it was written, and whatever a file holds, it is only a problem."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.model.comment import CommentAct, Passage, Remark
from isodocs.statements import comment_files

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ASKED = Remark(
    CommentAct.COMMENT,
    "SOP-014",
    "Which list?\nWe keep two.",
    "quinn",
    "Quinn Quality",
    NOW,
    rev="3",
    sha256="a" * 64,
    passage=Passage("approved suppliers", "Buying"),
)
ANSWERED = Remark(
    CommentAct.ANSWER, "SOP-014", "The one in FRM-022.", "ann", "Ann", NOW, comment="b" * 64, turn=1
)
PATH, DATA = comment_files.file_of(ASKED)
LATER = {"type": "answer", "comment": "b" * 64}


@pytest.mark.parametrize(
    "remark", [ASKED, ANSWERED, ANSWERED._replace(act=CommentAct.RESOLVE, text="")]
)
def test_what_is_written_is_read(remark: Remark) -> None:
    path, data = comment_files.file_of(remark)
    record = comment_files.read(path, data)
    assert (record.remark, record.problems) == (remark, ())
    assert record.document == "SOP-014"
    assert data.count(b"\n") > 5, "a comment is read line by line in a diff"


def with_changes(**changes: object) -> tuple[str, bytes]:
    """A comment that another program wrote, under the name that its content asks for."""
    value = {**json.loads(DATA), **changes}
    data = json.dumps({key: each for key, each in value.items() if each is not None}).encode()
    return comment_files._path("SOP-014", data), data


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert comment_files.read(*with_changes(mood="kind")).remark == ASKED


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"v": 2}, "not of version 1"),
        ({"type": None}, "lacks 'type'"),
        ({"type": "joke"}, "one of comment, answer, resolve, reopen"),
        ({"sha256": "abc"}, "a SHA-256 digest"),
        ({"text": ""}, "a text that is not empty"),
        ({"text": "a\u202eb"}, "direction-changing"),
        ({"said_at": "yesterday"}, "a moment such as"),
        ({"type": "answer"}, "lacks 'comment', 'turn'"),
        ({"passage": 3}, "must be a text"),
        ({**LATER, "turn": 0}, "a whole number from 1 to 1000000000"),
        ({**LATER, "turn": 10**4299}, "a whole number from 1 to 1000000000"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, object], says: str) -> None:
    record = comment_files.read(*with_changes(**changes))
    assert record.remark is None
    assert says in record.problems[0].message


def test_an_edited_comment_is_not_read() -> None:
    record = comment_files.read(PATH, DATA.replace(b"two", b"six"))
    assert "it was moved or edited" in record.problems[0].message
    merged = comment_files.read(PATH, b"<<<<<<< HEAD\n" + DATA + b"=======\n>>>>>>> other\n")
    assert merged.remark is None


KEYS = st.sampled_from(["v", "type", "doc", "text", "said_at", "comment", "turn"])


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@settings(max_examples=40)
@given(st.binary(max_size=99) | st.dictionaries(KEYS, st.none() | st.text()).map(as_json))
def test_no_content_stops_the_reader(data: bytes) -> None:
    assert comment_files.read(PATH, data).remark is None

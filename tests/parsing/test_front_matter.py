"""Front matter: found, read without ever raising, and edited line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.errors import IsodocsError
from isodocs.model.characters import FORBIDDEN
from isodocs.model.node import Mapping, Scalar
from isodocs.parsing import front_matter
from isodocs.parsing.front_matter import edit, has_front_matter, read, split
from isodocs.parsing.yaml_edit import YamlEditError, quoted
from tests.parsing.test_strict_yaml import FRAGMENTS, plain

DOCUMENT = b"""---
# Purchasing
id:   SOP-014   # as on the label
title: "Purchasing: suppliers"  # short
type: 'procedure'
revision: 4
status:            # draft | approved
owner: [buyer, "a # b"] # see [1]
change: >  # folded
  Review twice a year.

  # part of the text
clauses:
  iso-9001-2015: ["8.4.1"]  # all
  # behind the list

site: don't
---
# Purchasing
"""


def values(data: bytes) -> dict[str, object]:
    mapping = read(data).mapping
    assert mapping is not None
    return {entry.key.text: plain(entry.value) for entry in mapping}


class TestSplitting:
    def test_block_and_body_are_told_apart(self) -> None:
        parts = split(b"---\nid: A\n---\n# Title\n")
        assert (parts.block, parts.body, parts.body_line) == (b"id: A\n", b"# Title\n", 4)
        assert parts.problem is None

    @pytest.mark.parametrize(
        "data", [b"---\nid: A\n...\nx", b"---\r\nid: A\r\n---\r\nx", b"--- \nid: A\n---\t\nx"]
    )
    def test_other_ways_to_write_the_fences(self, data: bytes) -> None:
        assert split(data).body == b"x"
        assert values(data) == {"id": "A"}

    @pytest.mark.parametrize(
        "data", [b"", b"# T\n", b"----\nid: A\n---\n", b" ---\na: b\n---\n", b"---"]
    )
    def test_a_file_without_front_matter_is_all_body(self, data: bytes) -> None:
        assert not has_front_matter(data)
        matter = read(data)
        assert (matter.mapping, matter.body, matter.body_line) == (None, data, 1)
        assert matter.problems == ()

    def test_dashes_inside_the_block_do_not_end_it(self) -> None:
        assert values(b"---\na: |\n  ---\nb: --- x\n---\n") == {"a": "---\n", "b": "--- x"}

    def test_an_empty_block_is_an_empty_mapping(self) -> None:
        assert read(b"---\n---\nx").mapping == Mapping((), 2, 1, 2)


class TestProblems:
    @pytest.mark.parametrize(
        ("data", "words", "place"),
        [
            (b"---\nid: A\n# Title\n", "never ends", (1, 1)),
            (b"\xef\xbb\xbf---\nid: A\n---\n", "byte order mark", (1, 1)),
            (b"---\nid: A\nid: B\n---\n", "a second time", (3, 1)),
            (b"---\nid: *a\n---\n", "anchor or alias", (2, 5)),
            (b"---\njust words\n---\n", "no 'key: value'", (2, 1)),
            (b"---\n- a\n---\n", "no 'key: value'", (2, 1)),
            (b"---\nid: A\n---\nx\n\xff", "not UTF-8", (5, 1)),
            (b"---\nid: \xff\n---\n", "not UTF-8", (2, 5)),
            (b"---\nid: A\n---\nx\0y", "NUL", (4, 2)),
            ("# Title".encode("utf-16"), "UTF-16", (1, 1)),
        ],
    )
    def test_each_fault_is_said_once_with_its_place_and_remedy(
        self, data: bytes, words: str, place: tuple[int, int]
    ) -> None:
        (problem,) = read(data).problems
        assert problem.kind == "front-matter"
        assert words in problem.message
        assert (problem.line, problem.column) == place
        assert problem.hint

    def test_a_byte_order_mark_does_not_hide_the_block(self) -> None:
        assert values(b"\xef\xbb\xbf---\nid: A\n---\n") == {"id": "A"}

    @given(st.one_of(st.binary(), FRAGMENTS.map(lambda text: f"---\n{text}\n---\nx".encode())))
    @settings(max_examples=100, deadline=None)
    def test_no_input_raises(self, data: bytes) -> None:
        matter = read(data)
        assert data.endswith(matter.body)
        assert matter.body_line == data[: len(data) - len(matter.body)].count(b"\n") + 1
        assert split(data).block is None or matter.mapping is not None or matter.problems


class TestEditing:
    @pytest.mark.parametrize(
        ("key", "value", "old", "new"),
        [
            ("id", "SOP-015", b"id:   SOP-014   # as", b"id:   SOP-015   # as"),
            ("title", 'Say "x"', b'"Purchasing: suppliers"  #', b'"Say \\"x\\""  #'),
            ("type", "it's", b"'procedure'", b"'it''s'"),
            ("revision", "5", b"revision: 4\n", b"revision: 5\n"),
            ("revision", "a: b", b"revision: 4\n", b'revision: "a: b"\n'),
            ("status", "draft", b"status:            #", b"status: draft            #"),
            ("owner", "buyer", b'[buyer, "a # b"] #', b"buyer #"),
            ("site", "two\nlines", b"don't", b'"two\\nlines"'),
            (
                "change",
                "Corrected.",
                b">  # folded\n  Review twice a year.\n\n  # part of the text\n",
                b"Corrected.  # folded\n",
            ),
            (
                "clauses",
                "none",
                b'clauses:\n  iso-9001-2015: ["8.4.1"]  # all\n',
                b"clauses: none\n",
            ),
        ],
    )
    def test_only_the_lines_of_the_value_change(
        self, key: str, value: str, old: bytes, new: bytes
    ) -> None:
        assert DOCUMENT.count(old) == 1
        assert edit(DOCUMENT, {key: value}) == DOCUMENT.replace(old, new)

    def test_a_key_is_removed_with_all_its_lines(self) -> None:
        edited = edit(DOCUMENT, {"change": None, "clauses": None, "nowhere": None})
        assert b"Review" not in edited
        assert list(values(edited)) == [
            "id",
            "title",
            "type",
            "revision",
            "status",
            "owner",
            "site",
        ]
        assert b"  # behind the list\n\nsite" in edited

    def test_a_missing_key_goes_where_readers_expect_it(self) -> None:
        edited = edit(DOCUMENT, {"effective": "2026-12-01", "references": "FRM-022", "note": "n"})
        assert list(values(edited)) == [
            *("id", "title", "type", "revision", "status", "owner", "effective"),
            *("change", "clauses", "references", "site", "note"),
        ]

    def test_a_key_that_comes_first_goes_above_the_first_known_one(self) -> None:
        assert edit(b"---\n# c\nx: y\ntitle: T\n---\n", {"id": "A"}) == (
            b"---\n# c\nx: y\nid: A\ntitle: T\n---\n"
        )

    def test_the_order_may_be_another(self) -> None:
        data = b"---\ndocument_id: A\nowner: B\n---\n"
        order = ("document_id", "version", "owner")
        assert list(values(edit(data, {"version": "2"}, order=order))) == list(order)

    @pytest.mark.parametrize(
        ("data", "edited"),
        [
            (b"---\r\nid: A\r\n---\r\nx", b"---\r\nid: B\r\ntitle: T\r\n---\r\nx"),
            (b"---\n  id: A\n---\n", b"---\n  id: B\n  title: T\n---\n"),
            (b"\xef\xbb\xbf---\n---\n", b"\xef\xbb\xbf---\nid: B\ntitle: T\n---\n"),
            (b'---\n"id": A\n---\n', b'---\n"id": B\ntitle: T\n---\n'),
            (b"---\nid: A\n...\n", b"---\nid: B\ntitle: T\n...\n"),
            (b"---\nid: |+\n  A\n\n---\n", b"---\nid: B\ntitle: T\n\n---\n"),
        ],
    )
    def test_line_ends_indentation_and_fences_stay(self, data: bytes, edited: bytes) -> None:
        assert edit(data, {"id": "B", "title": "T"}) == edited

    @pytest.mark.parametrize(
        ("data", "changes", "words"),
        [
            (b"# Title\n", {"id": "B"}, "no front matter"),
            (b"---\n{id: A}\n---\n", {"id": "B"}, "one to a line"),
            (b"---\n- id\n---\n", {"id": "B"}, "one to a line"),
            (b"---\n? id\n: A\n---\n", {"id": "B"}, "'id' cannot be edited"),
            (b"---\nid: A\nid: B\n---\n", {"id": "B"}, "second time"),
            (b"---\nid: A\n---\n", {"id": "a\x00b"}, "control character"),
            (b"---\nid: A\n---\n", {"id": "a\u202eb"}, "control character"),
            (b"---\nid: A\n---\n", {"<<": "b"}, "merge key"),
        ],
    )
    def test_what_cannot_be_edited_is_refused_and_says_why(
        self, data: bytes, changes: dict[str, str], words: str
    ) -> None:
        with pytest.raises(IsodocsError, match=words) as caught:
            edit(data, changes)
        assert caught.value.hint
        assert caught.value.line >= 1

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            ("SOP-014", "SOP-014"),
            ("8.10", "8.10"),
            ("Review, twice (a year).", "Review, twice (a year)."),
            ("Änderung", "Änderung"),
            ("", '""'),
            (" x", '" x"'),
            ("x:", '"x:"'),
            ("a #b", '"a #b"'),
            ("- x", '"- x"'),
            ('"x"', "'\"x\"'"),
            ("a\tb", '"a\\tb"'),
        ],
    )
    def test_quotes_come_only_where_they_must(self, value: str, written: str) -> None:
        assert quoted(value) == written

    @given(
        key=st.sampled_from([*values(DOCUMENT), "effective", "new key", "y: z"]),
        value=st.text().filter(lambda text: not FORBIDDEN.search(text)),
    )
    @settings(max_examples=100, deadline=None)
    def test_what_was_written_is_what_is_read(self, key: str, value: str) -> None:
        edited = edit(DOCUMENT, {key: value})
        assert values(edited) == values(DOCUMENT) | {key: value}
        kept = [line for line in DOCUMENT.splitlines() if line in edited.splitlines()]
        mapping = read(DOCUMENT).mapping
        assert mapping is not None
        old = mapping.get(key)
        lines = (
            0 if old is None else old.end_line - (mapping.key(key) or Scalar("", 0, 0, 0)).line + 1
        )
        assert len(DOCUMENT.splitlines()) - len(kept) <= lines

    @given(
        FRAGMENTS,
        st.dictionaries(st.sampled_from(["a", "id", "key"]), st.one_of(st.none(), st.text())),
    )
    @settings(max_examples=100, deadline=None)
    def test_any_block_is_edited_truly_or_refused(
        self, block: str, changes: dict[str, str | None]
    ) -> None:
        data = f"---\nid: x\n{block}\n---\nbody".encode()
        before = front_matter.read(data).mapping
        try:
            edited = edit(data, changes)
        except YamlEditError:
            return
        assert before is not None
        assert edited.endswith(b"body")
        wanted = {e.key.text: plain(e.value) for e in before if e.key.text not in changes}
        wanted |= {key: value for key, value in changes.items() if value is not None}
        assert values(edited) == wanted

"""The redline: what an approver is shown of a change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.history.redline import redline
from isodocs.model.redline import (
    FieldChange,
    Paragraph,
    Redline,
    RunKind,
    SectionChange,
    SectionStatus,
)

OLD = b"""---
id: SOP-014
revision: 3
clauses:
  iso-9001-2015: ["8.4.1"]
references: [FRM-022]
---
For all sites.

# Purchasing

## Selecting
The buyer evaluates each supplier every twelve months.

- delivery
- quality

## Ordering
Orders are
written.

## Receiving
| Check | Who |
|---|---|
| count | store |

## Archive
Paper copies are kept for five years in the cellar.
"""
NEW = b"""---
id: SOP-014
revision: 4
clauses:
  iso-9001-2015: ["8.4.1", "8.4.2"]
change: Six months.
---
For all sites.

# Purchasing

## Receiving
| Check | Who |
|---|---|
| count | buyer |
| label | store |

## Selecting suppliers
The buyer evaluates each critical supplier every six months.

- quality

## Ordering
Orders are written.

## Measuring
Late deliveries are counted.
"""


def marked(paragraph: Paragraph) -> str:
    """The paragraph with `[-deleted-]` and `{+inserted+}` words."""
    signs = {RunKind.EQUAL: "%s", RunKind.DELETE: "[-%s-]", RunKind.INSERT: "{+%s+}"}
    return "".join(signs[run.kind] % run.text for run in paragraph.runs)


def section(found: Redline, title: str) -> SectionChange:
    return next(part for part in found.sections if part.title == title)


def body(text: str) -> bytes:
    return f"---\nid: A\n---\n{text}".encode()


class TestFields:
    def test_each_changed_field_is_told_with_old_and_new(self) -> None:
        assert redline(OLD, NEW).fields == (
            FieldChange("revision", "3", "4"),
            FieldChange("clauses.iso-9001-2015", "8.4.1", "8.4.1, 8.4.2"),
            FieldChange("change", None, "Six months."),
            FieldChange("references", "FRM-022", None),
        )

    def test_comments_order_and_quotes_are_no_change(self) -> None:
        old, new = b"---\nid: A # x\nowner: b\n---\n", b"---\nowner: 'b'\nid: A\n---\n"
        assert redline(old, new).fields == ()

    def test_front_matter_that_cannot_be_read_is_compared_as_it_stands(self) -> None:
        found = redline(b"---\nid: A\n---\n", b"---\nid: *a\n---\n")
        assert found.fields == (FieldChange("front matter", "id: A\n", "id: *a\n"),)


class TestSections:
    def test_every_section_has_its_fate_in_the_new_order(self) -> None:
        found = redline(OLD, NEW)
        assert [(part.title, part.status.value, part.moved) for part in found.sections] == [
            ("", "unchanged", False),
            ("Purchasing", "unchanged", False),
            ("Receiving", "changed", True),
            ("Archive", "removed", False),
            ("Selecting suppliers", "changed", False),
            ("Ordering", "reformatted", False),
            ("Measuring", "added", False),
        ]
        assert found.changed
        assert not found.coarse

    def test_a_renamed_section_is_known_by_its_words(self) -> None:
        part = section(redline(OLD, NEW), "Selecting suppliers")
        assert part.renamed
        assert (part.old_title, part.old_line, part.new_line) == ("Selecting", 12, 18)

    def test_a_renumbered_section_is_the_same_section(self) -> None:
        old = body("# 5.2 Purchasing\nOne.\n# 5.3 Storing\nTwo.\n")
        new = body(
            "# 5.2 Planning\nThree words here.\n# 5.3 Purchasing\nOne.\n# 5.4 Storing\nTwo.\n"
        )
        found = redline(old, new)
        assert [(part.old_title, part.new_title) for part in found.sections] == [
            ("", "5.2 Planning"),
            ("5.2 Purchasing", "5.3 Purchasing"),
            ("5.3 Storing", "5.4 Storing"),
        ]
        assert not any(part.moved for part in found.sections)

    def test_sections_with_one_title_keep_their_order(self) -> None:
        text = "# A\n## Scope\nfirst\n# B\n## Scope\n{}\n"
        found = redline(body(text.format("second")), body(text.format("third")))
        assert [part.status for part in found.sections] == [
            *[SectionStatus.UNCHANGED] * 3,
            SectionStatus.CHANGED,
        ]

    def test_a_changed_clause_mark_is_a_change_of_its_heading(self) -> None:
        found = redline(body("# A {clause=8.1}\nx\n"), body("# A {clause=8.2}\nx\n"))
        assert [marked(part) for part in found.sections[0].paragraphs] == [
            "# A {clause=[-8.1-]{+8.2+}}",
            "x",
        ]

    def test_identical_revisions_have_no_change(self) -> None:
        found = redline(OLD, OLD)
        assert not found.changed
        assert {part.status for part in found.sections} == {SectionStatus.UNCHANGED}

    def test_a_hash_in_code_is_no_heading(self) -> None:
        found = redline(body("# A\n```\n# b\n```\n"), body("# A\n```\n# c\n```\n"))
        (part,) = found.sections
        assert marked(part.paragraphs[2]) == "#[- b-]{+ c+}"


class TestWords:
    def test_only_the_words_that_differ_are_marked(self) -> None:
        part = section(redline(OLD, NEW), "Selecting suppliers")
        assert [marked(paragraph) for paragraph in part.paragraphs] == [
            "## Selecting{+ suppliers+}",
            "The buyer evaluates each{+ critical+} supplier every[- twelve-]{+ six+} months.",
            "[-- delivery-]",
            "- quality",
        ]

    def test_a_table_is_compared_row_by_row(self) -> None:
        part = section(redline(OLD, NEW), "Receiving")
        assert [marked(paragraph) for paragraph in part.paragraphs][3:] == [
            "| count |[- store-]{+ buyer+} |",
            "{+| label | store |+}",
        ]

    def test_lines_lead_to_both_files(self) -> None:
        part = section(redline(OLD, NEW), "Receiving")
        assert [(item.old_line, item.new_line) for item in part.paragraphs] == [
            *[(22, 12), (23, 13), (24, 14), (25, 15)],
            (0, 16),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            ("one two", "zero one two", "{+zero+} one two"),
            ("a, b", "a b", "a[-,-] b"),
            ("see 8.4.1", "see 8.4.2", "see[- 8.4.1-]{+ 8.4.2+}"),
            ("every twelve months", "every six weeks", "every[- twelve months-]{+ six weeks+}"),
            ("same", "other", "[-same-]{+other+}"),
        ],
    )
    def test_words_and_numbers_stay_whole(self, old: str, new: str, shown: str) -> None:
        (part,) = redline(body(old), body(new)).sections
        assert [marked(paragraph) for paragraph in part.paragraphs] == [shown]


WORDS = st.lists(
    st.sampled_from(
        ["a", "b", "c,", "8.4", "\n", "\n\n", "\n# T\n", "\n- i", "\n|x|", "```\n", "_"]
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(WORDS, st.text()), st.one_of(WORDS, st.text()))
@settings(max_examples=100, deadline=None)
def test_both_texts_can_be_read_from_the_redline(old: str, new: str) -> None:
    found = redline(body(old), body(new))
    for text, dropped in ((old, RunKind.INSERT), (new, RunKind.DELETE)):
        shown = "".join(
            run.text
            for part in found.sections
            for paragraph in part.paragraphs
            for run in paragraph.runs
            if run.kind is not dropped
        )
        words = text.encode("utf-8", "replace").decode()
        assert sorted("".join(shown.split())) == sorted("".join(words.split()))


@given(st.binary(), st.binary())
@settings(max_examples=100, deadline=None)
def test_no_input_raises(old: bytes, new: bytes) -> None:
    assert redline(old, new).changed == redline(new, old).changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 25_000, "b a a " * 16_000),
        (
            "\n\n".join(f"w{n} x" for n in range(9_000)),
            "\n\n".join(f"x w{n * 7}" for n in range(9_000)),
        ),
        (
            "".join(f"# A{n}\nx{n}\n" for n in range(2_000)),
            "".join(f"# B{n}\ny{n}\n" for n in range(2_000)),
        ),
    ],
)
def test_what_is_too_large_to_compare_closely_is_shown_whole_and_said(old: str, new: str) -> None:
    found = redline(body(old), body(new))
    assert found.coarse
    assert found.changed

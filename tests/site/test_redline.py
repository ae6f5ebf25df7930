"""What a redline says was in one of the two texts, as its readers saw it."""

from __future__ import annotations

from hypothesis import given, settings

from isodocs.model.redline import RunKind
from isodocs.rendering.body import Body, body
from isodocs.rendering.surroundings import Surroundings
from isodocs.site.redline import GAP, ChangedText, changed_text
from isodocs.site.text_lines import lines_of
from tests.helpers.markdown_texts import FILES, texts


def made(text: str) -> Body:
    return body(text, Surroundings("docs/a.md", FILES))


def compared(old: str, new: str) -> ChangedText:
    before, after = made(old), made(new)
    return changed_text(lines_of(before), lines_of(after), before, after)


def sides(changed: ChangedText) -> tuple[list[str], list[str]]:
    """What each block says on the old side and on the new one."""
    found: tuple[list[str], list[str]] = ([], [])
    for block in changed.blocks:
        for side, other in zip(found, (RunKind.INSERT, RunKind.DELETE), strict=True):
            words = "".join(run.text for run in block.runs if run.kind is not other).split()
            side.append(" ".join(words))
    return found


@settings(max_examples=25)
@given(texts, texts)
def test_each_side_of_a_line_is_a_line_of_that_text(old: str, new: str) -> None:
    for side, text in zip(sides(compared(old, new)), (old, new), strict=True):
        known = {line.text for line in lines_of(made(text))}
        assert {words for words in side if words} <= known


@settings(max_examples=10)
@given(texts)
def test_a_text_has_not_changed_from_itself(text: str) -> None:
    changed = compared(text, text)
    assert [block.kind for block in changed.blocks if block.kind != GAP] == []
    assert (changed.new_pictures, changed.old_pictures, changed.coarse) == (0, 0, False)


def test_a_change_is_below_its_heading_and_what_is_between_is_a_gap() -> None:
    text = "# A\n\nOne.\n\nTwo.\n\n## B\n\nThree.\n\n- {} of it\n- five\n\n{}## C\n\nEnd.\n"
    old, new = text.format("four", ""), text.format("six", "```\ncode\n```\n\n")
    blocks = compared(old, new).blocks
    assert [block.kind for block in blocks] == ["heading", GAP, "item", GAP, "code"]
    assert [(str(run.kind), run.text) for run in blocks[2].runs] == [
        *(("delete", "four"), ("insert", "six"), ("equal", " of it")),
    ]


def test_neither_comments_nor_markup_come_to_light() -> None:
    changed = compared(
        "One <!-- planted --> **two** [x](javascript:planted).\n\n<script>planted</script>\n",
        "One <!-- sown --> *three* [x](https://example.com/sown).\n",
    )
    said = repr(changed)
    assert "planted" not in said
    assert "sown" not in said

"""Tables of Markdown in which nothing is markup but the table itself."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from isodocs.formats import Rows, markdown
from isodocs.formats.text.escape import one_line

TEXT = st.text(st.sampled_from("ab1 \\`*_{}[]()<>|&;#~!:-=+\n\t\x1b\"'"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=2, max_size=2))
@example(["![x](y)", "<b>bold</b>"])
@example(["a | b", "&lt;"])
@example(["`code", "~~gone~~"])
def test_a_cell_shows_what_it_was_given(texts: list[str]) -> None:
    text = "\n".join(markdown.table(Rows(("one", "two"), [texts, [None, 3]])))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    cells = [token.children or [] for token in tokens if token.type == "inline"]
    assert all({child.type for child in cell} <= {"text", "text_special"} for cell in cells)
    shown = ["".join(child.content for child in cell) for cell in cells]
    assert shown == ["one", "two", *(one_line(given).strip() for given in texts), "", "3"]

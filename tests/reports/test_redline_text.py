"""How a redline looks: marks, colours, and what is shortened."""

from __future__ import annotations

import re

from isodocs import formats
from isodocs.history.redline import redline
from isodocs.reports.redline import RedlineReport


def shown(old: str, new: str, *, full: bool = False, colour: bool = False) -> str:
    def file(text: str) -> bytes:
        return f"---\nid: A\n---\n{text}".encode()

    text = formats.write(RedlineReport(redline(file(old), file(new)), full=full), "text")
    return text if colour else re.sub("\x1b\\[[0-9;]*m", "", text)


LONG = " ".join(f"word{number}" for number in range(60))


def test_marks_are_there_and_colour_comes_on_top() -> None:
    text = shown("# T\n\nBuy old goods.\n", "# T\n\nBuy new goods.\n", colour=True)
    assert "Buy \x1b[31;9m[-old-]\x1b[0m \x1b[32m{+new+}\x1b[0m goods." in text


def test_long_unchanged_text_is_shortened_around_the_change() -> None:
    old, new = f"# T\n\n{LONG} old {LONG}\n", f"# T\n\n{LONG} new {LONG}\n"
    text = " ".join(shown(old, new).split())
    assert "word0 word1 word2 word3 … word52" in text
    assert "word59 [-old-] {+new+} word0" in text
    assert text.endswith("word7 …")
    assert "word30" not in text
    assert "word30" in shown(old, new, full=True)


def test_words_that_two_wordings_share_by_chance_do_not_tear_them_apart() -> None:
    text = shown(
        "# T\n\nIt is listed in the equipment register, REG-002.\n",
        "# T\n\nIt is listed in the [equipment register](../registers/REG-002.md).\n",
    )
    words = "[-equipment register, REG-002-] {+[equipment register](../registers/REG-002.md)+}."
    assert words in " ".join(text.split())
    near = shown("# T\n\nEach 3 months or 4 weeks.\n", "# T\n\nEach 5 months or 6 weeks.\n")
    assert "Each [-3-] {+5+} months or [-4-] {+6+} weeks." in near


def test_unchanged_sections_and_paragraphs_take_one_line() -> None:
    old = "# A\n\nx\n\n# B\n\ny\n\n# C\n\none\n\ntwo\n\nold\n"
    text = shown(old, old.replace("old", "new"))
    assert "… 2 sections unchanged: A, B" in text
    assert "  … 2 paragraphs unchanged\n  [-old-] {+new+}" in text


def test_the_fate_of_each_section_is_said() -> None:
    old = "Preface.\n\n# A\n\none two three\n\n# B\n\nfour  five\n\n# C\n\nsix\n"
    new = "Foreword.\n\n# B\n\nfour five\n\n# A\n\none two three\n\n# D\n\nseven eight nine\n"
    text = shown(old, new)
    assert "Text before the first heading (changed, line 4)" in text
    assert "(only blanks and line ends differ" in text
    assert "moved, line" in text
    assert "{+# D+} (added, line 14)" in text
    assert "[-# C-] (removed, was line 14)" in text
    assert "1 section changed, 1 section added, 1 section removed" in text


def test_code_keeps_its_indent() -> None:
    old, new = "# A\n\n```\nif x:\n    go\n```\n", "# A\n\n```\nif x:\n    stop\n```\n"
    assert "\n      [-go-] {+stop+}\n" in shown(old, new)


def test_fields_are_shown_even_when_front_matter_cannot_be_read() -> None:
    changes = redline(b"---\nid: A\nowner: x\n---\n", b"---\nid: *a\n---\n")
    text = formats.write(RedlineReport(changes), "text")
    assert "front matter:" in text


def test_a_comparison_that_was_too_large_says_so() -> None:
    old = "# A\n\n" + "\n\n".join(f"a{n} b{n}" for n in range(3500))
    text = shown(old, old.replace("a", "c"))
    assert "too large to compare word by word" in text

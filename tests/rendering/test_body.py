"""A body shows every file that was approved with it, once, in its place or behind the text."""

from __future__ import annotations

import base64

import pytest

from isodocs.rendering import html
from isodocs.rendering.body import Body, body
from isodocs.rendering.elements import words
from isodocs.rendering.surroundings import Surroundings
from tests.helpers.markdown_texts import DAMAGED, PICTURE


def of(text: str, files: dict[str, bytes] | None = None, **more: object) -> Body:
    return body(text, Surroundings("docs/a.md", files or {}, **more))  # type: ignore[arg-type]


def shown(made: Body) -> str:
    return html.write(made.nodes, str)


@pytest.mark.parametrize(
    "directive",
    [
        "{% include part.md %}",
        "--8<-- 'part.md'",
        "{!part.md!}",
        "![[part.md]]",
        "<!--@include: part.md-->",
        "```{include} part.md\n```",
        "<iframe src='part.md'></iframe>",
    ],
)
def test_an_include_is_shown_where_it_is_written(directive: str) -> None:
    made = of(f"one\n\n{directive}\n\nthree\n", {"docs/part.md": b"two *words*\n"})
    said = words(made.nodes)
    assert said.index("one") < said.index("two words") < said.index("three")
    assert "part.md" not in said
    assert not made.appended


def test_an_include_within_words_is_shown_behind_them() -> None:
    made = of("Read {% include part.md %} and sign.", {"_includes/part.md": b"the part"})
    said = words(made.nodes)
    assert "Read {% include part.md %} and sign." in said
    assert said.count("the part") == 1


def test_includes_within_includes_end() -> None:
    files = {"docs/a1.md": b"A {% include b1.md %}\n", "docs/b1.md": b"B\n\n{% include a1.md %}\n"}
    said = words(of("{% include a1.md %}\n", files).everything)
    assert "A" in said
    assert "B" in said


def test_what_an_included_text_shows_counts_from_there_and_from_the_document() -> None:
    files = {
        "parts/x.md": b"![one](one.png) ![two](two.png)",
        "parts/one.png": PICTURE,
        "docs/two.png": PICTURE + b"2",
    }
    made = of("{% include ../parts/x.md %}\n", files)
    assert len(made.pictures) == 2
    assert not made.appended


def test_a_file_that_the_text_does_not_show_is_behind_it() -> None:
    files = {
        "docs/table.csv": b"a,b\n1,2\n",
        "docs/form.pdf": b"%PDF-1.7\0",
        "docs/p.png": PICTURE,
        "docs/page.html": b"<p>page <script>x</script></p>",
    }
    made = of("text", files)
    said = {path: words(nodes) for path, nodes in made.appended}
    assert said == {
        "docs/table.csv": "a,b\n1,2\n\n",
        "docs/form.pdf": "",
        "docs/p.png": "p.png\n",
        "docs/page.html": "page \n",
    }


def test_a_picture_is_known_by_its_content() -> None:
    files = {"docs/x.png": b"<script>alert(1)</script>", "docs/y.txt": PICTURE}
    made = of("![no](x.png) ![yes](y.txt)", files)
    (picture,) = made.pictures.values()
    assert picture.kind == "png"
    assert "[no]" in shown(made)
    assert [path for path, _ in made.appended] == ["docs/x.png"]


def test_a_picture_in_the_text_itself_is_shown() -> None:
    address = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"
    assert len(of(f"![x]({address})").pictures) == 1
    assert not of("![x](data:image/png;base64,AAAA)").pictures


def test_what_a_copy_cannot_show_is_named() -> None:
    made = of("![x](https://e.org/x.png) <svg><text>drawn</text></svg>\n\n![y](gone.png)")
    assert made.not_shown == ("<svg>", "https://e.org/x.png", "gone.png")
    assert "[x]" in shown(made)


def test_links_lead_to_what_is_known() -> None:
    pages = {"docs/b.md": "B.html"}
    written = shown(of("[b](b.md#part) [c](c.md) [d](#own)\n\n# D {#own}", pages=pages))
    assert '<a href="B.html#t-part">b</a>' in written
    assert "<a>c</a>" in written
    assert '<a href="#t-own">d</a>' in written


def test_headings_are_listed() -> None:
    made = of("# One\n\ntext\n\n> ## Two *more*\n")
    assert [(h.level, h.title, h.anchor) for h in made.headings] == [
        (1, "One", "t-one"),
        (2, "Two more", "t-two-more"),
    ]


def test_footnotes_lead_to_their_text() -> None:
    written = shown(of("Text[^n] and [^none].\n\n[^n]: Note.\n"))
    assert '<sup><a href="#t-fn-n">1</a></sup>' in written
    assert '<li id="t-fn-n">' in written
    assert "[^none]" in written


def test_a_damaged_picture_is_a_picture_to_a_page() -> None:
    assert len(of("![x](d.png)", {"docs/d.png": DAMAGED}).pictures) == 1


@pytest.mark.parametrize(
    "text",
    [
        "between <min>one</min> and <text>two <path> three",
        "<svg><title>one</title><text>two</text></svg> three",
        "<math><mi>one</mi><mtext>two</mtext></math> three",
        "<template>\n\none\n\ntwo <noscript><b>three",
        ">" * 120 + " one two three",
        "{% include part.md %}\n{% one two three %}",
        "{% include part.md words='one two three' %}",
        "```{include} part.md\n:caption: one two three\n```",
        "![[part.md|one two three]]",
    ],
)
def test_no_word_is_lost(text: str) -> None:
    said = words(of(text, {"docs/part.md": b"PART"}).nodes)
    assert all(word in said for word in ("one", "two", "three"))


def test_what_only_looks_like_a_tag_stays_as_it_was_written() -> None:
    text = "<textarea>a <path> b</textarea> <img alt='<min>' src=p.png>"
    made = of(text, {"docs/p.png": PICTURE})
    assert "a <path> b" in words(made.nodes)
    assert 'alt="&lt;min&gt;"' in shown(made)


@pytest.mark.parametrize("tag", ["!--", "select", "xmp", "textarea", "style"])
def test_raw_html_that_does_not_end_takes_no_include_with_it(tag: str) -> None:
    made = of(f"<div><{tag}>\n\n{{% include part.md %}}\n", {"docs/part.md": b"# PART\n"})
    assert [title for _, title, _ in made.headings] == ["PART"]


@pytest.mark.parametrize("link", ["xlink:href='map.png'", 'href="sub/../map.png"'])
def test_a_drawing_is_shown_with_the_pictures_that_it_links(link: str) -> None:
    """No program that shows it loads them, and once is enough."""
    drawing = f"<svg xmlns='x'><image width='9' {link}/><a href='map.png'>y</a></svg>".encode()
    made = of("![x](flow.svg)", {"docs/flow.svg": drawing, "docs/map.png": PICTURE})
    (found,) = made.pictures.values()
    assert (
        f'href="data:image/png;base64,{base64.b64encode(PICTURE).decode()}"'.encode() in found.data
    )
    assert b"<a href='map.png'>" in found.data
    assert made.appended == ()
    assert made.not_shown == ()


def test_a_drawing_whose_picture_is_not_there_says_so() -> None:
    drawing = (
        b'<svg xmlns="x"><image href="https://e.org/x.png"/><image href="data:image/png,"/></svg>'
    )
    made = of("![x](flow.svg)", {"docs/flow.svg": drawing})
    assert made.not_shown == ("docs/flow.svg: https://e.org/x.png",)
    (found,) = made.pictures.values()
    assert found.data == b'<svg xmlns="x"><image /><image href="data:image/png,"/></svg>'

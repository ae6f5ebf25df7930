"""Whatever a document holds, it can be printed, says the same as its page, and runs nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from isodocs.rendering.blocks import Block, blocks
from isodocs.rendering.body import body
from isodocs.rendering.elements import words
from isodocs.rendering.runs import BREAK, breakable, clean
from isodocs.rendering.surroundings import Surroundings
from isodocs.rendering.typst import BODY, Press
from tests.helpers.markdown_texts import FILES, texts

DAY = date(2026, 3, 2)
TEMPLATE = """\
#import "body.typ": show-blocks
#let data = json(bytes(sys.inputs.copy))
#set document(title: "T", date: datetime(year: 2026, month: 3, day: 2))
#heading(level: 1)[T]
#show-blocks(data.blocks, data.names, "pictures/")
"""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    folder = tmp_path_factory.mktemp("press")
    template = folder / "test.typ"
    template.write_text(TEMPLATE)
    root = folder / "root"
    root.mkdir()
    return Press(root, template)


def laid_out(text: str, press: Press | None = None) -> list[Block]:
    made = body(text, Surroundings("docs/a.md", FILES))
    small = {n: p.is_small for n, p in made.pictures.items() if press is None or press.take(p)}
    return blocks(made.everything, small)


def printed(text: str, press: Press) -> bytes:
    found = laid_out(text, press)
    names = sorted({b["name"] for b in walk(found) if b.get("name")} | set(anchors(found)))
    return press.print({"blocks": found, "names": names}, DAY).pdf


def walk(found: list[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        yield from walk(block.get("blocks", []))
        for item in block.get("items", ()):
            yield from walk(item)
        for cell in block.get("cells", ()):
            yield from walk(cell["blocks"])


def runs(found: list[Block]) -> Iterator[dict[str, Any]]:
    for block in walk(found):
        yield from block.get("runs", ())


def anchors(found: list[Block]) -> Iterator[str]:
    return (run["anchor"] for run in runs(found) if "anchor" in run)


def said(found: list[Block]) -> str:
    """All words of the blocks, without blanks."""
    pieces = []
    for block in walk(found):
        pieces.append(block.get("text", ""))
        pieces += [run.get("text", run.get("alt", "")) for run in block.get("runs", ())]
        pieces.append(block.get("alt", ""))
    return "".join("".join(pieces).replace("\u200b", "").split())


def read(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@given(texts)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_text_can_be_printed(press: Press, text: str) -> None:
    assert printed(text, press).startswith(b"%PDF-")


@given(texts)
@settings(max_examples=150, deadline=None)
def test_a_print_says_every_word_of_the_page(text: str) -> None:
    made = body(text, Surroundings("docs/a.md", FILES))
    small = {name: picture.is_small for name, picture in made.pictures.items()}
    names = {*small, "p.png"}
    on_page = "".join(clean(words(made.everything)).replace("\u200b", "").split())
    in_print = said(blocks(made.everything, small))
    for name in names:
        in_print = in_print.replace(name, "")
        on_page = on_page.replace(name, "")
    assert sorted(in_print) == sorted(on_page)


def test_code_of_typst_is_text(press: Press) -> None:
    hostile = '#eval("1+1") #include "/etc/passwd" #read("copy.typ") $x^2$ [*_ \\ // /* <l> @r "'
    pdf = read(printed(f"`{hostile}`\n\n```\n{hostile}\n```\n", press))
    assert pdf.count("".join(hostile.split())) == 2


def test_the_same_text_is_the_same_bytes_for_archives_and_for_all_readers(press: Press) -> None:
    text = "# One\n\n![a](p.png) [^1]\n\n### Three\n\n[^1]: note\n\n| a |\n|---|\n" + "| b |\n" * 90
    pdf = printed(text, press)
    assert pdf == printed(text, press)
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DAY


@pytest.mark.parametrize(
    "text",
    [
        ">" * 90 + " x",
        "\n".join("  " * depth + "- x" for depth in range(60)),
        "<div>" * 2_000 + "x",
        "<ul><li>" * 500 + "x",
        "<table><tr><td>" * 200 + "x",
        "<b>" * 1_000 + "x",
        "|" + "a long head|" * 70 + "\n|" + "--|" * 70 + "\n|" + "long words|" * 70 + "\n",
        "x" * 50_000,
    ],
    ids=["quotations", "lists", "divisions", "raw-lists", "tables", "bold", "columns", "word"],
)
def test_a_text_beyond_any_page_is_printed_whole(press: Press, text: str) -> None:
    made = body(text, Surroundings("docs/a.md"))
    pdf = read(printed(text, press))
    assert len(pdf) >= 0.99 * len("".join(words(made.nodes).split()))


@given(st.text("aZ9/\\äЖ文 ", max_size=300), st.integers(6, 90))
def test_a_word_longer_than_a_line_may_break_and_stays_the_same(text: str, most: int) -> None:
    broken = breakable(text, most)
    assert broken.replace(BREAK, "") == text
    assert not re.search(rf"[aZ9/\\äЖ]{{{most + 1},}}", broken)
    assert not re.search(f"文{BREAK}|{BREAK}文", broken)


def test_where_a_word_may_break() -> None:
    """A digest stays whole in a line and not in a heading; a long path may break in both."""
    digest, path = "0123456789abcdef" * 4, "C:\\" + "documents\\" * 12
    found = laid_out(f"# {digest}\n\n{digest} `{path}`\n\n- {path}\n")
    heading, paragraph, listed, *_ = found
    assert BREAK in heading["runs"][0]["text"]
    assert paragraph["runs"][0]["text"] == f"{digest} "
    assert BREAK in paragraph["runs"][1]["text"]
    assert BREAK in listed["items"][0][0]["runs"][0]["text"]


def test_characters_that_no_font_has_are_shown_by_their_numbers(press: Press) -> None:
    found = blocks(body("a \U000e0041 \ue000 b", Surroundings("a.md")).nodes, {})
    made = press.print({"blocks": found, "names": []}, DAY)
    assert "U+E000" in read(made.pdf)


def test_pictures_stand_in_words_only_where_they_are_small(press: Press) -> None:
    found = laid_out("one ![s](small.png) two ![l](p.png) three ![d](damaged.png)", press)
    assert [block["kind"] for block in found[:3]] == ["paragraph", "picture", "paragraph"]
    assert "[d]" in said(found)
    assert "picture" in str(found[0]["runs"])


def test_without_typst_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from isodocs.errors import ProgramMissingError

    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ProgramMissingError, match="PDF needs the package typst") as raised:
        Press(tmp_path, BODY)
    assert "isodocs[pdf]" in raised.value.hint


def test_a_name_in_the_head_of_a_table_is_there_once_though_the_head_is_repeated(
    press: Press,
) -> None:
    head = "<table><thead><tr><th><a id=n>h</a>" + "<th>h" * 15 + "</thead>"
    wide = f"{head}<tr><td>c<tr><td>c</table>\n\n[l](#n)"
    long = "<table><thead><tr><th><a id=n>h</thead>" + "<tr><td>c" * 90 + "</table>\n\n[l](#n)"
    for text in (wide, long):
        page = PdfReader(io.BytesIO(printed(text, press))).pages[-1]
        assert [annotation.get_object()["/Subtype"] for annotation in page["/Annots"]] == ["/Link"]


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ("<tr><th>a<th>b<tr><td>c<td>d", 1),
        ("<tr><th rowspan=2>a<th>b<tr><th>c<tr><td>d<td>e", 2),
        ("<tr><th>a<td>b<tr><th>c<td>d", 0),
        ("<tr><th>a<th>b", 0),
        ("<thead><tr><td>a</thead><tr><th>b<tr><td>c", 1),
    ],
)
def test_rows_of_headings_at_the_top_are_the_head(rows: str, head: int) -> None:
    (table,) = blocks(body(f"<table>{rows}</table>", Surroundings("a.md")).nodes, {})
    assert table["head"] == head


def test_words_in_a_list_without_items_are_printed() -> None:
    assert "words" in said(laid_out("<ul>words</ul>"))


def test_a_picture_in_code_is_printed(press: Press) -> None:
    found = laid_out("<pre><img src=p.png>x</pre>", press)
    assert [block["kind"] for block in found[:2]] == ["code", "picture"]

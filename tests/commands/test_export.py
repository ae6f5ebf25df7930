"""Documents as files of Word: what they say on each page, and changes that can be taken or left."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import ProgramMissingError
from isodocs.office.block_redline import DELETE, INSERT, redlined
from isodocs.office.docx_blocks import DocxText
from isodocs.office.package import Package, XmlNode
from isodocs.office.word import read_word
from isodocs.rendering.blocks import blocks
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from tests.helpers.command import invoke
from tests.helpers.outlines import text_outline
from tests.helpers.word_files import docx as word_file
from tests.helpers.word_files import p

DAY = "2026-11-20"
FILES = Path(__file__).parents[2] / "sample-repo/files"
ON_PAGES = "SOP-004 · Revision 3|effective 1 December 2025|Piotr| NUMPAGES | PAGE "


def exported(sample: Path, folder: Path, *words: str) -> bytes:
    target = folder / "made.docx"
    result = invoke("export", *words, "--on", DAY, "--output", str(target), at=sample)
    assert result.exit_code == 0, result.output
    return target.read_bytes()


def page_texts(data: bytes) -> str:
    package = Package(data)
    names = [n for n in package.names if n.startswith(("word/header", "word/footer"))]
    return " ".join(node.text for name in names if (node := package.xml(name)))


def test_a_document_says_on_each_page_what_it_is_and_reads_back(
    sample: Path, tmp_path: Path
) -> None:
    data = exported(sample, tmp_path, "SOP-004")
    said = page_texts(data)
    for part in (
        "SOP-004 · Revision 3",
        "effective 1 December 2025",
        "Piotr",
        " NUMPAGES ",
        " PAGE ",
    ):
        assert part in said
    back = read_word(data, "made.docx", "x")
    assert back.fields["id"] == "SOP-004"
    assert back.fields["title"] == "Control of measuring equipment"
    source = next(path for path in sample.rglob("SOP-004.md")).read_text("utf-8")
    was, now = text_outline(source.split("---\n", 2)[2]), text_outline(back.markdown)
    assert [text for _, text in was.headings][1:] == [
        text for _, text in now.headings if text not in ("Approvals", "Revision history")
    ][1:]
    assert was.tables == now.tables[1:-2]
    assert was.lists == now.lists
    alone = invoke("export", "SOP-004", "1", at=sample)
    assert "compared with --redline" in alone.output


def test_a_template_is_filled_in_and_hostile_ones_are_refused(sample: Path, tmp_path: Path) -> None:
    template = docx.Document()
    template.sections[0].header.paragraphs[0].text = "ACME {{id}} rev {{ revision }} ({{status}})"
    template.sections[0].footer.add_table(1, 1, 100000).cell(
        0, 0
    ).text = "{{page}}/{{pages}} {{other}}"
    template.sections[0].even_page_header.paragraphs[0].text = "Even {{id}}"
    template.add_paragraph("Cover")
    template.add_table(1, 1).cell(0, 0).text = "By {{approved-by}}"
    template.add_paragraph("{{text}}")
    template.add_paragraph("End of document")
    template.add_section()  # with the same headers and footers
    place = tmp_path / "company.docx"
    template.save(str(place))
    (file,) = sample.rglob("POL-001.md")
    kept = file.read_bytes()
    file.write_bytes(kept + b"\n1. Write {{title}} and {{page}} into a template.\n")
    data = exported(sample, tmp_path, "POL-001", "--template", str(place), "--current-file")
    told = read_word(data, "x", "x").markdown
    assert "1. Write {{title}} and {{page}} into a template." in told.replace("\\", "")
    file.write_bytes(kept)
    data = exported(sample, tmp_path, "POL-001", "--template", str(place))
    said = page_texts(data)
    assert said.count("ACME POL-001 rev 2 (in force)") == 1
    assert "Even POL-001" in said
    assert "Aldwyke" not in said  # the header that is there says enough
    assert "{{other}}" in said
    assert " NUMPAGES " in said
    text = read_word(data, "x", "x").markdown
    assert text.startswith("Cover")
    assert "| By Ruth Hargreaves" in text
    assert text.rstrip().endswith("End of document")
    place.write_bytes(word_file(p("x"))[:400])
    with pytest.raises(Exception, match="damaged or cut off"):
        invoke(
            "export",
            "POL-001",
            "--template",
            str(place),
            "--output",
            str(tmp_path / "n.docx"),
            at=sample,
        )


def test_a_template_may_lack_what_a_document_needs(sample: Path, tmp_path: Path) -> None:
    """No lists, no style of headings, no section: other programs leave them out."""
    template = docx.Document()
    for name, relation in list(template.part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del template.part.rels[name]
    template.styles["Heading 1"].delete()
    template.element.body.clear_content()
    template.element.body.remove(template.element.body.sectPr)
    place = tmp_path / "bare.docx"
    template.save(str(place))
    data = exported(sample, tmp_path, "SOP-004", "--template", str(place))
    assert "SOP-004 · Revision 3" in page_texts(data)
    source = next(path for path in sample.rglob("SOP-004.md")).read_text("utf-8")
    lists = text_outline(source.split("---\n", 2)[2]).lists
    assert text_outline(read_word(data, "x", "x").markdown).lists == lists


def test_without_the_package_it_says_what_to_install(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "isodocs.office.docx_copy", None)
    with pytest.raises(ProgramMissingError) as error:
        invoke("export", "POL-001", at=sample)
    assert "isodocs[office]" in error.value.hint


def taken(node: XmlNode, accept: bool) -> Iterator[str]:
    """The words when all changes are accepted, or all rejected; a line for each paragraph kept."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == ("w:del" if accept else "w:ins") or child.tag in ("w:pPr", "w:instrText"):
            continue
        else:
            yield from taken(child, accept)


def test_a_redline_is_both_texts_as_tracked_changes(sample: Path, tmp_path: Path) -> None:
    both = exported(sample, tmp_path, "SOP-004", "1", "2", "--redline")
    root = Package(both).xml("word/document.xml")
    assert root is not None
    assert list(root.below("w:ins"))
    assert list(root.below("w:del"))
    new, old = ("".join("".join(taken(root, accept)).split()) for accept in (True, False))
    for text, number in ((new, 2), (old, 1)):
        source = (FILES / f"SOP-004.r{number}.md").read_text("utf-8")
        words = text_outline(source.split("---\n", 2)[2]).words
        title, _, rest = words.partition("Purpose")
        assert title
        assert f"Purpose{rest}" in text
    with_changes = read_word(both, "x", "x")
    assert {loss.kind for loss in with_changes.losses} >= {"tracked"}


WORDS = st.sampled_from(["all", "sites", "buy", "from", "approved", "suppliers", "**only**", "a|b"])
LINE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
PART = st.one_of(
    LINE,
    LINE.map(lambda text: f"## {text}"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {i}" for i in items)),
    st.lists(LINE, min_size=1, max_size=3).map(
        lambda rows: "| h | i |\n|---|---|\n" + "\n".join(f"| {r} | x |" for r in rows)
    ),
)
TEXT = st.lists(PART, max_size=5).map("\n\n".join)


def of_text(markdown: str) -> list[Any]:
    return blocks(body(markdown, Surroundings("x.md")).nodes, {})


def left(value: Any, without: str) -> Any:
    """Blocks without what has one change, and without the mark of the other."""
    if isinstance(value, list):
        kept = [left(each, without) for each in value]
        return [each for each in kept if each is not None]
    if not isinstance(value, dict):
        return value
    if value.get("change") == without:
        return None
    return {key: left(each, without) for key, each in value.items() if key != "change"}


def words_of(value: Any) -> str:
    if isinstance(value, list):
        return "".join(map(words_of, value))
    if isinstance(value, dict):
        inner = ("runs", "blocks", "items", "cells")
        return value.get("text", "") + "".join(words_of(value[k]) for k in inner if k in value)
    return ""


WITHIN = """1. What happened:

   ___

2. Why, and why no one noticed:

   | Why | Answer |
   |---|---|
   | 1 | x |

   Ask again.

3. What to run

   ```
   one
   two
   ```

4. What to look at

   - a list below

     | In it | A table |
     |---|---|
     | 2 | y |

5. The effect
"""


def test_what_is_between_items_of_a_list_stays_in_them() -> None:
    made = docx.Document()
    DocxText(made, {}, date(2026, 1, 2)).write(of_text(WITHIN))
    data = io.BytesIO()
    made.save(data)
    back = read_word(data.getvalue(), "x.docx", "x").markdown
    assert [kinds(block) for block in of_text(back)] == [kinds(b) for b in of_text(WITHIN)]
    assert words_of(of_text(back)) == words_of(of_text(WITHIN))


def kinds(block: dict[str, Any]) -> Any:
    """What a block is made of, without its words."""
    inner = [[kinds(each) for each in item] for item in block.get("items", ())]
    return (block["kind"], inner) if inner else block["kind"]


def test_a_form_with_lines_and_tables_in_its_list_reads_back(sample: Path, tmp_path: Path) -> None:
    back = read_word(exported(sample, tmp_path, "FRM-005"), "made.docx", "x")
    source = next(sample.rglob("FRM-005.md")).read_text("utf-8").split("---\n", 2)[2]
    lists = [
        [kinds(block) for block in of_text(text) if block["kind"] == "list"]
        for text in (source, back.markdown)
    ]
    assert lists[0] == lists[1]
    assert len(lists[0]) == 1


@given(TEXT, TEXT)
def test_what_is_left_of_a_redline_is_one_of_its_texts(old: str, new: str) -> None:
    both = redlined(of_text(old), of_text(new))
    assert words_of(left(both, DELETE)) == words_of(of_text(new))
    assert words_of(left(both, INSERT)) == words_of(of_text(old))
    assert redlined(of_text(old), of_text(old)) == of_text(old)

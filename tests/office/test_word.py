"""What a file of Word says becomes Markdown and front matter; what is lost is reported."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isodocs.office.markdown import MarkdownWriter
from isodocs.office.word import WordText, read_word
from isodocs.rendering.body import body
from isodocs.rendering.elements import Element, Node, words
from isodocs.rendering.surroundings import Surroundings
from tests.helpers.word_files import PNG, docx, p, part, table


def read(text: str, name: str = "Purchasing.docx", **more: object) -> WordText:
    return read_word(docx(text, **more), name, "purchasing")  # type: ignore[arg-type]


def lost(text: WordText) -> list[tuple[str, str, str]]:
    return [(loss.kind, loss.place, loss.text) for loss in text.losses]


def test_headings_have_the_numbers_that_word_counts() -> None:
    text = read(
        p("Einkauf", "Titel")
        + p("Zweck", "berschrift1", "1:0")
        + p("Ablauf", "berschrift1", "1:0")
        + p("Angebot", "berschrift2", "1:1")
        + p("Prüfung", "berschrift2", "1:1")
        + p("Nach dem Haus", "Haus")
        + p("Each supplier is assessed.", number="1:1")
    )
    assert text.fields == {"title": "Einkauf"}
    assert text.markdown == (
        "# Einkauf\n\n## 1 Zweck\n\n## 2 Ablauf\n\n### 2.1 Angebot\n\n### 2.2 Prüfung\n\n"
        "#### Nach dem Haus\n\n2.3 Each supplier is assessed.\n"
    )
    assert not text.losses


def test_lists_are_within_each_other_and_go_on_counting() -> None:
    text = read(
        p("one", number="2:0")
        + p("below", number="2:1")
        + p("two", number="2:0")
        + p("between")
        + p("three", number="2:0")
        + p("a letter", number="3:0")
    )
    assert text.markdown == ("1. one\n   - below\n2. two\n\nbetween\n\n3. three\n\n1) a letter\n")
    assert [loss.kind for loss in text.losses] == ["list"]


def test_a_table_keeps_its_cells_and_merged_ones() -> None:
    plain = read(table(["A|B", "C"], [p("one") + p("two"), p("x", number="2:1")]))
    assert plain.markdown == "| A\\|B | C |\n|---|---|\n| one<br>two | <ul><li>x</li></ul> |\n"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    start, on = ('<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>")
    merged = read(
        table(
            [wide + p("over two"), "c"], [start + p("over"), "e", "f"], [on + p("more"), "h", "i"]
        )
    )
    (node,) = body(merged.markdown, Surroundings("x.md")).nodes[:1]
    assert 'colspan="2"' in merged.markdown
    assert 'rowspan="2"' in merged.markdown
    assert words([node]).split() == "over two c over more e f h i".split()
    assert [loss.kind for loss in merged.losses] == ["table"]


def test_notes_links_code_and_quotations() -> None:
    note = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = part(
        "footnotes",
        f'<w:footnote w:id="7">{p("What it <means>".replace("<", "&lt;"))}</w:footnote>',
    )
    link = '<w:hyperlink r:id="web"><w:r><w:t>the site</w:t></w:r></w:hyperlink>'
    mark = '<w:bookmarkStart w:id="1" w:name="_Ref1"/>'
    inner = '<w:hyperlink w:anchor="_Ref1"><w:r><w:t>above</w:t></w:r></w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "https://b.example"'
        '</w:instrText><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>field</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    bad = '<w:hyperlink r:id="bad"><w:r><w:t>no</w:t></w:r></w:hyperlink>'
    text = read(
        p("Zweck und Ziel", "berschrift1", more=mark)
        + p("See", more=note + link + inner + field + bad)
        + p("a  b", "Code")
        + p("c*", "Code")
        + p("Said", "Zitat"),
        parts={"footnotes.xml": notes},
        links={"web": "https://a.example/x", "bad": "javascript:alert(1)"},
    )
    assert text.markdown == (
        "# Zweck und Ziel\n\nSee[^1][the site](https://a.example/x)[above](#zweck-und-ziel)"
        "[field](https://b.example)no\n\n```\na  b\nc*\n```\n\n> Said\n\n"
        "[^1]: What it \\<means>\n"
    )
    assert lost(text) == [("link", "section 'Zweck und Ziel'", "no → javascript:alert(1)")]


def test_pictures_are_beside_the_text_under_names_of_ours() -> None:
    def drawing(id: str) -> str:
        return (
            '<w:r><w:drawing><wp:docPr id="1" name="x" descr="A plan"/><a:graphic>'
            f'<a:blip r:embed="{id}"/></a:graphic></w:drawing></w:r>'
        )

    text = read(
        p(more=drawing("../../evil.png") + drawing("logo.png") + drawing("plan.emf")),
        parts={"../../evil.png": PNG, "logo.png": PNG, "plan.emf": b"\x01\0\0\0 EMF"},
    )
    assert text.markdown == ("![A plan](purchasing-1.png)[purchasing-2.emf](purchasing-2.emf)\n")
    assert text.pictures == {"purchasing-1.png": PNG, "purchasing-2.emf": b"\x01\0\0\0 EMF"}


def test_tracked_changes_comments_boxes_and_hidden_words_are_reported() -> None:
    changed = (
        '<w:ins w:author="Ann" w:date="2026-01-02T00:00:00Z"><w:r><w:t> new</w:t></w:r></w:ins>'
        '<w:del w:author="Bo"><w:r><w:delText> old</w:delText></w:r></w:del>'
        '<w:r><w:commentReference w:id="3"/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>"
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{p('In a box')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"
    )
    comment = part("comments", f'<w:comment w:id="3" w:author="Cem">{p("Really?")}</w:comment>')
    text = read(
        p("Scope", "berschrift1") + p("Text", more=changed), parts={"comments.xml": comment}
    )
    assert text.markdown == "# Scope\n\nText new`a=b`\n\n> In a box\n"
    at = "section 'Scope'"
    assert sorted(lost(text)) == [
        ("box", at, "In a box"),
        ("comment", at, "Really?"),
        ("formula", at, "a=b"),
        ("hidden", at, "secret"),
        ("tracked", at, "new"),
        ("tracked", at, "old"),
    ]
    said = [loss.what for loss in text.losses]
    assert "inserted by Ann on 2026-01-02, not yet accepted; it is taken" in said
    assert "deleted by Bo, not yet accepted; it is left out" in said


def test_the_page_header_is_front_matter_in_five_languages() -> None:
    headers = {
        "Document no.|Revision|Approved by|Effective date": "en",
        "Dokumenten-Nr.|Revisionsstand|Freigegeben von|Gültig ab": "de",
        "Numéro de document|Indice de révision|Approuvé par|Date d'application": "fr",
        "Código|Revisión|Aprobado por|Fecha de vigencia": "es",
        "Documentnummer|Versie|Goedgekeurd door|Geldig vanaf": "nl",
    }
    values = ("QP-014", "3", "Ann Berg", "26.10.2026")
    wanted = {
        "id": "QP-014",
        "title": "Zweck",
        "revision": "3",
        "effective": "26.10.2026",
        "approved-by": "Ann Berg",
    }
    for labels in headers:
        names = labels.split("|")
        beside = table(*([name, value] for name, value in zip(names, values, strict=True)))
        above = table(names, list(values))
        inside = table(
            [f"{n}: {v}" for n, v in zip(names, values, strict=True)],
            ["ACME", "Seite 1 von 5", "", ""],
        )
        for head in (beside, above, inside):
            text = read(p("Zweck", "berschrift1"), parts={"header1.xml": part("hdr", head)})
            assert text.fields == wanted, labels
            left = [loss.text for loss in text.losses]
            assert left == (["ACME"] if head is inside else []), labels


def test_who_signed_is_said_in_a_table_and_a_table_of_the_text_says_nothing() -> None:
    signed = table(["", "Written", "Approved by"], ["Name", "Bo", "Ann Berg"], ["Date", "1", "2"])
    assert read(signed + p("x")).fields["approved-by"] == "Ann Berg"
    rows = [["Class", "Approved by", "Owner"], ["A", "visit", "one"], ["B", "form", "two"]]
    assert set(read(table(*rows, ["C", "none", "x"]) + p("x")).fields) == {"title"}
    assert set(read(table(["Class", "Approved by"], ["A", "visit"])).fields) == {"title"}


def test_a_header_without_labels_properties_and_the_name_of_the_file() -> None:
    lines = part("hdr", p("Document #:") + p("FM6-QM.SLQ015") + p("Revision: B") + p("Title:"))
    assert read(p("x"), parts={"header1.xml": lines}).fields == {
        "id": "FM6-QM.SLQ015",
        "title": "Purchasing",
        "revision": "B",
    }
    head = part("hdr", p("SOP-007 Rev. 4"))
    assert read(p("x"), parts={"header1.xml": head}).fields == {
        "id": "SOP-007",
        "title": "Purchasing",
        "revision": "4",
    }
    custom = (
        '<Properties xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="Document owner"><vt:lpwstr>Dana</vt:lpwstr></property></Properties>'
    )
    text = read(p("x"), name="WI-003 Setting up.docx", parts={"docProps/custom.xml": custom})
    assert text.fields == {"id": "WI-003", "title": "Setting up", "owner": "Dana"}


def test_two_sources_that_differ_are_reported() -> None:
    head = part("hdr", table(["Revision", "4"]))
    text = read(table(["Revision", "3"], ["Owner", "Ann"]) + p("x"), parts={"header1.xml": head})
    assert text.fields["revision"] == "3"
    assert ("field", "", "4") in lost(text)


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    def bold(text: str) -> str:
        return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"

    text = read(bold("1. Scope") + p("All sites.") + bold("1.1 Sites") + p("Two.") + p("Three."))
    assert text.markdown.startswith("## 1. Scope\n\nAll sites.\n\n### 1.1 Sites")


INLINE = st.text("ab *_`[]()<>&#|\\!~{}.:-+1\n", min_size=1, max_size=24)
LOOKS = st.sampled_from(["strong", "em", "s", "u", "code"])


def nodes() -> st.SearchStrategy[Node]:
    return st.recursive(
        INLINE,
        lambda inner: st.builds(
            lambda tag, children: Element(tag, {}, tuple(children)),
            LOOKS,
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=5,
    )


@given(st.lists(nodes(), min_size=1, max_size=3), st.booleans())
def test_any_words_read_back_as_the_same_words(content: list[Node], in_cell: bool) -> None:
    paragraph = Element("p", {}, tuple(content))
    cell = Element("tr", {}, (Element("td", {}, (paragraph,)),))
    shown = Element("table", {}, (Element("tbody", {}, (cell,)),)) if in_cell else paragraph
    markdown = MarkdownWriter({}).write((Element("p", {}, ("x",)), shown))
    back = body(markdown, Surroundings("x.md")).nodes
    assert "".join(words(back).split()) == "x" + "".join(words((shown,)).split())


def test_no_words_are_lost_where_a_mark_has_no_end() -> None:
    """A paragraph that goes on with the next one, and a field whose end never comes."""
    gone = '<w:pPr><w:rPr><w:del w:author="Bo"/></w:rPr></w:pPr>'
    joins = f"<w:p>{gone}<w:r><w:t>{{}}</w:t></w:r></w:p>"
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    row = table(["First", joins.format("In a cell"), "Last"])
    body = p("One") + joins.format("Two") + p("-three") + joins.format("Before") + row
    text = read_word(docx(body + p("Four", more=field) + p("Five") + joins.format("End")), "x", "x")
    assert text.markdown.split("\n\n") == [
        "One",
        "Two-three",
        "Before",
        "| First | In a cell | Last |\n|---|---|---|",
        "Four",
        "Five",
        "End\n",
    ]
    assert [loss.kind for loss in text.losses] == ["field"]

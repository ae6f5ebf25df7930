"""The outline of a Markdown body."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.model.outline import ClauseMark, LinkKind, Outline
from isodocs.parsing import anchors, markdown_tokens
from isodocs.parsing.markdown import outline


def targets(found: Outline) -> list[tuple[str, str, int]]:
    return [(link.kind.value, link.target, link.line) for link in found.links]


def placeholders(body: str) -> list[str]:
    return [found.text for found in outline(body).placeholders]


class TestSections:
    def test_headings_become_sections_with_their_lines(self) -> None:
        body = "# Purchasing\ntext\n\n## Selecting\n\nmore\n\nStoring\n-------\nlast\n"
        found = outline(body, first_line=10)
        assert [(s.level, s.title, s.line, s.end_line) for s in found.sections] == [
            (1, "Purchasing", 10, 12),
            (2, "Selecting", 13, 16),
            (2, "Storing", 17, 19),
        ]

    def test_a_title_is_what_a_reader_sees(self) -> None:
        (section,) = outline("## The *new* `FRM-1` [form](a.md) &amp; more ##\nx\n").sections
        assert section.title == "The new FRM-1 form & more"

    def test_hashes_in_code_and_quotations_start_no_section(self) -> None:
        found = outline("# A\n```\n# b\n```\n    # c\n> # D\n")
        assert [section.title for section in found.sections] == ["A"]
        assert "d" in found.anchors  # but the quoted heading can be linked to

    def test_words_count_text_lists_tables_and_code(self) -> None:
        body = (
            "intro\n# A\none two\n- three\n\n|four|five|\n|-|-|\n|six|--|\n\n`seven`\n"
            "## B\neight\n### C\nnine\n# D\nten\n"
        )
        found = outline(body)
        assert [(s.title, s.words, s.words_below) for s in found.sections] == [
            ("A", 7, 9),
            ("B", 1, 2),
            ("C", 1, 1),
            ("D", 1, 1),
        ]

    def test_a_script_without_blanks_has_words_too(self) -> None:
        (section,) = outline("# 目的\n本手順書は購買を管理する。\n").sections
        assert section.words > 5


class TestAnchors:
    def test_repeated_titles_get_numbers_as_on_the_forges(self) -> None:
        found = outline("# Scope\nx\n# Scope\nx\n# Scope-1\nx\n# Scope\nx\n")
        assert [section.slug for section in found.sections] == [
            *("scope", "scope-1", "scope-1-1", "scope-2"),
        ]

    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("5.2 Who does what?", "52-who-does-what"),
            ("Prüfung & Freigabe", "prüfung--freigabe"),
            ("a_b - c", "a_b---c"),
        ],
    )
    def test_punctuation_is_dropped_and_blanks_become_hyphens(self, title: str, slug: str) -> None:
        assert outline(f"# {title}\nx").sections[0].slug == slug

    def test_html_names_anchors(self) -> None:
        body = (
            'x <a name="one"></a> y\n\n<div class="c" id=two>\n<img name="no" alt="id=no">\n</div>'
            '\n<!-- <a id="no"> -->\n'
        )
        assert outline(body).anchors == {"one", "two"}

    @pytest.mark.parametrize(
        ("body", "anchor"),
        [
            ("<h2>Scope</h2>", "scope"),
            ('<h2 align="center">Scope &amp; <em>purpose</em></h2>', "scope--purpose"),
            ("<h1>\n  What for\n</h1>", "what-for"),
            ("<H3 CLASS=x>Scope</H3>", "scope"),
            ("Text <h4>Scope **and** `code`</h4> text", "scope-and-code"),
            ("<details><summary><h3>More</h3></summary>\n\nx\n\n</details>", "more"),
            ("<h2>\n\nScope\n\n</h2>", "scope"),
            ("# Scope\n\n<h2>Scope</h2>", "scope-1"),
            ('<h2 id="own">Scope</h2>', "own"),
            ("## Buy ![Icon](i.png)\nx", "buy"),
            ("## Buy ![Icon](i.png)\nx", "buy-icon"),
            ("## Scope\n{: #own}\n\nx", "own"),
            ("Text.\n{:#own .red}", "own"),
            ("A *word*{: #own} more", "own"),
            ("- item\n{: #own}", "own"),
            ("{#own}\n## Scope", "own"),
            ("A [span]{#own} here", "own"),
            ("![x](y.png){#own width=50%}", "own"),
            ("(own)=\n## Scope", "own"),
            ("(own)=\nA paragraph.", "own"),
            ("> (own)=\n> ## Scope", "own"),
            ("```{figure} x.png\n:name: own\n```", "own"),
            ("::: {#own .x}\ntext\n:::", "own"),
            ("| a |\n|---|\n| b |\n\n: Caption {#own}", "own"),
            ("## Scope {/* #own */}", "own"),
            ("Text. ^own", "^own"),
            ("Text.\n\n^own", "^own"),
            ("## 1.2 Own", "own"),
            ("## Über uns", "uber-uns"),
            ("``` {#own .python}\nx\n```", "own"),
            (":::{note}\n:name: own\nText\n:::", "own"),
            ("Text[^a].\n\n[^a]: Note", "fn-a"),
        ],
    )
    def test_what_names_a_place(self, body: str, anchor: str) -> None:
        assert anchor in outline(body).anchors

    @pytest.mark.parametrize(
        "body",
        [
            *("`{: #own}`", "```\n{: #own}\n```", "Use {#own} here", "The set { #own", "(own)= x"),
            *("<!-- <h2>own</h2> -->", "<h2 title=own>x</h2>", "<h7>own</h7>", "</h2>own</h2>"),
            *("<p>own</p>", "```\n(own)=\n```", "[own]", "own", "{: .own}", '{: title="own"}'),
        ],
    )
    def test_what_names_none(self, body: str) -> None:
        assert "own" not in outline(body).anchors

    def test_a_line_that_only_names_a_place_fills_no_section(self) -> None:
        assert placeholders("## Scope\n{: #own}\n") == ["empty section 'Scope'"]

    @pytest.mark.parametrize(
        ("fragment", "anchor"),
        [
            *(("scope", "scope"), ("user-content-scope", "scope"), ("scope:~:text=buy", "scope")),
            *(("top", ""), ("TOP", ""), (":~:text=buy%20it", ""), ("L3", ""), ("L3-L5", "")),
            *(("L3C2-L4C5", ""), ("L3-5", ""), ("Lager", "Lager"), ("L3x", "L3x")),
            *(("topic", "topic"), ("markdown-header-scope", "scope")),
        ],
    )
    def test_what_a_fragment_names(self, fragment: str, anchor: str) -> None:
        assert anchors.named(fragment) == anchor


class TestFootnotes:
    def test_one_word_is_no_link(self) -> None:
        found = outline("# A\n\nGauges[^1] as[^c].\n\n## B\n\n[^1]: Mandatory.\n[^c]: SOP-014\n")
        assert (found.links, found.placeholders, found.problems) == ((), (), ())

    def test_what_it_says_is_looked_at_also_further_down(self) -> None:
        body = (
            "x[^1]\n[^1]: See [a](a.md).\n\n    More ![b](b.png) TBD\n\n    # T\n\n"
            "> [^2]: [c](c.md)\n\n- [^3]: x\n\n      [d](d.md)\n"
        )
        found = outline(body)
        assert targets(found) == [
            *(
                ("link", "a.md", 2),
                ("image", "b.png", 4),
                ("link", "c.md", 8),
                ("link", "d.md", 12),
            ),
        ]
        assert [p.line for p in found.placeholders] == [4]
        assert found.sections == ()

    def test_what_looks_like_one_and_is_none(self) -> None:
        body = "    [^1]: code\n\n`[^1]: x`\n\n[^1] : [a](a.md)\n\n[c]: b.md\n[c]\n"
        assert [link.target for link in outline(body).links] == ["a.md", "b.md"]

    def test_it_ends_a_definition_before_it(self) -> None:
        assert targets(outline("[a]\n\n[a]: b.md\n[^1]: Note\n")) == [("link", "b.md", 1)]


class TestBrokenLinks:
    @pytest.mark.parametrize(
        ("text", "says", "column"),
        [
            ("the [form][frm-022] here", "the link names the label 'frm-022'", 10),
            ("the [form][] here", "the label 'form'", 10),
            ("the [*old* `form`][x y]", "the label 'x y'", 18),
            ("![form][frm]", "the image names the label 'frm'", 7),
            ("[![i](i.png)][frm]", "the label 'frm'", 13),
            ("[FRM 022](../forms/FRM 022.md)", "a blank in '../forms/FRM 022.md'", 9),
            ("[f](a b.md#c d)", "makes this no link", 3),
            ("![f](my pic.png)", "makes this no image", 4),
            ("[f](FRM (1) b.docx)", "makes this no link", 3),
            ("![^1]\n\n[^1]: pic.png", "shows an image in some places", 1),
        ],
    )
    def test_what_markdown_leaves_as_text(self, text: str, says: str, column: int) -> None:
        found = outline(f"first\n\n{text}\n")
        (problem,) = found.problems
        assert says in problem.message
        assert (problem.kind, problem.line, problem.column) == ("link", 3, column)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "[ ]",
                "[x]",
                "- [ ] a\n- [x] b",
                "a[0][1]",
                "as in [1][2]",
                "[1, 3][4]",
                "f[x](a b)",
            ),
            *("[a](b)[c](d)", "[a][b]\n\n[b]: c", r"\[a\]\[b\]", r"\[a][b]", "`[a][b]`", "[a]"),
            *("press [Ctrl][Alt][Del]", "text[^1][^2]", "[see][@smith]", "[A-Z][0-9]", "[[a][b]]"),
            *(
                "[a](<b c.md>)",
                '[a](b.md "c d")',
                "[a] (see b.md)",
                "```\n[a][b]\n```",
                "$x[i][j]$",
            ),
            *("[note](see below)", "[A][B](c.md)", "x [ ][ ]"),
        ],
    )
    def test_what_is_meant_as_it_is(self, text: str) -> None:
        assert outline(text).problems == ()


class TestClauseMarks:
    @pytest.mark.parametrize(
        ("block", "clauses"),
        [
            ('{clause="iso-9001-2015:8.4.1"}', ["iso-9001-2015:8.4.1"]),
            (
                '{clause="iso-9001-2015:8.4.1 8.4.2"}',
                ["iso-9001-2015:8.4.1", "iso-9001-2015:8.4.2"],
            ),
            ("{clause=8.4.1,8.4.2}", ["8.4.1", "8.4.2"]),
            ("{clause='a:4.1, b:4.2 4.3'}", ["a:4.1", "b:4.2", "b:4.3"]),
            ("{#own .red clauses=8.10 n=1}", ["8.10"]),
            ("{: clause=8.1 }", ["8.1"]),
            ("{#own}", []),
        ],
    )
    def test_an_attribute_block_is_no_part_of_the_title(
        self, block: str, clauses: list[str]
    ) -> None:
        (section,) = outline(f"## Evaluating suppliers {block}\nx\n").sections
        assert (section.title, section.slug) == ("Evaluating suppliers", "evaluating-suppliers")
        assert [mark.text for mark in section.clause_marks] == clauses

    def test_each_mark_knows_its_place(self) -> None:
        (section,) = outline('## A {clause="iso:8.4.1 8.4.2"}\nx\n', first_line=5).sections
        assert section.clause_marks == (
            ClauseMark("iso:8.4.1", 5, 15),
            ClauseMark("iso:8.4.2", 5, 25),
        )

    def test_an_identifier_of_its_own_is_an_anchor_besides_the_slug(self) -> None:
        assert outline("## A b {#own}\nx\n").anchors == {"a-b", "own"}

    @pytest.mark.parametrize("title", ["Using {braces}", "The set {a, b}", "Empty {}"])
    def test_other_braces_are_text(self, title: str) -> None:
        (section,) = outline(f"# {title}\nx\n").sections
        assert section.title == title
        assert outline(f"# {title}\nx\n").problems == ()

    @pytest.mark.parametrize("block", ['{clause="8.4.1}', "{clause: 8.4.1}", "{clause=8.4.1"])
    def test_a_mark_that_cannot_be_read_is_a_problem(self, block: str) -> None:
        (problem,) = outline(f"x\n# A {block}\nx\n").problems
        assert (problem.kind, problem.line, problem.column) == ("clause-mark", 2, 5)
        assert problem.hint


class TestLinks:
    def test_all_ways_to_point_at_something(self) -> None:
        body = (
            "see [a](../b%20c.md#d 'title') and\n![alt](i.png) <https://e.org/x> [r] [text][r]\n\n"
            "[r]: <x y.md>\n\n"
            '<p><img alt="" src="j&amp;k.png"><a href=l.md>l</a></p>\n'
        )
        assert targets(outline(body)) == [
            ("link", "../b%20c.md#d", 1),
            ("image", "i.png", 2),
            ("link", "https://e.org/x", 2),
            ("link", "x y.md", 2),
            ("link", "x y.md", 2),
            ("image", "j&k.png", 6),
            ("link", "l.md", 6),
        ]

    def test_a_link_knows_its_text_and_column(self) -> None:
        found = outline("x [the *old* form](a.md) [![pic](i.png)](b.md) [again](a.md)\n").links
        assert [(link.text, link.target, link.column) for link in found] == [
            ("the old form", "a.md", 20),
            ("pic", "i.png", 34),
            ("pic", "b.md", 42),
            ("again", "a.md", 56),
        ]

    def test_links_in_headings_lists_quotes_and_tables(self) -> None:
        body = "# [a](a)\n- [b](b)\n  > [c](c)\n\n| h |\n|---|\n| x |\n| [d](d) |\n"
        assert [(link.target, link.line) for link in outline(body, first_line=11).links] == [
            *(("a", 11), ("b", 12), ("c", 13), ("d", 18)),
        ]

    def test_code_and_comments_hold_no_links(self) -> None:
        body = (
            "`[a](b)` `<img src=x>`\n\n```\n[c](d)\n```\n\n"
            "<!-- ![e](f) <img src=g> -->\n\n    [h](i)\n"
        )
        assert outline(body).links == ()

    def test_a_dangerous_target_is_shown_not_hidden(self) -> None:
        assert targets(outline("[x](javascript:alert(1))")) == [("link", "javascript:alert(1)", 1)]

    @pytest.mark.parametrize(
        "line",
        [
            *('{% include "x.md" %}', "{%- include 'x.md' -%}", "{% include_relative x.md a=b %}"),
            *("{{#include x.md}}", "{{#include x.md:1:2}}", "!include x.md", '--8<-- "x.md"'),
        ],
    )
    def test_includes(self, line: str) -> None:
        assert targets(outline(f"text\n\n{line}\n")) == [(LinkKind.INCLUDE.value, "x.md", 3)]
        assert outline(f"`{line}`\n\n```\n{line}\n```\n").links == ()


class TestTables:
    def test_header_and_rows_are_plain_text_with_lines(self) -> None:
        body = "x\n\n| *A* | B |\n|:--|--:|\n| [c](d) | `e` \\| f |\n| g |\n"
        (table,) = outline(body, first_line=5).tables
        assert (table.header.cells, table.header.line) == (("A", "B"), 7)
        assert [(row.cells, row.line) for row in table.rows] == [
            (("c", "e | f"), 9),
            (("g", ""), 10),
        ]

    def test_a_header_alone_is_a_table(self) -> None:
        assert outline("| A |\n|---|\n").tables[0].rows == ()


class TestPlaceholders:
    @pytest.mark.parametrize(
        "text",
        [
            *(
                "TBD",
                "TBC",
                "TODO",
                "FIXME",
                "XXX",
                "[insert name]",
                "[your company]",
                "lorem ipsum",
            ),
            *("<insert date, if any>", "<insert name here>", "[Enter Name]", "Lorem Ipsum"),
            *("[State the limits of it]", "[Add document]", "[List the laws]", "[Fill in]"),
            *("[Date]", "[DATE]", "[Name]", "[FRAMEWORK]", "[DD/MM/YYYY]", "[YYYY-MM-DD]"),
            *("[YOUR_ORGANISATION_NAME]", "[OWNER_ROLE, e.g. Officer]", "<Company Name>"),
        ],
    )
    def test_what_somebody_meant_to_fill_in(self, text: str) -> None:
        assert placeholders(f"The owner is {text}.") == [text]
        assert placeholders(f"# Title {text}\nx") == [text]
        assert placeholders(f"| {text} |\n|---|\n| x |") == [text]

    @pytest.mark.parametrize(
        "text",
        [
            *("[List of suppliers]", "[CONFIDENTIAL]", "[CEO]", "[Added]", "[1]", "<td>"),
            *(
                "tbd",
                "TBDs",
                "FRM-XXX",
                "`TODO`",
                "[your company](x.md)",
                "Name: ______",
                "[x] done",
            ),
            *(
                "```\nTODO\n```",
                "    TODO",
                "<!-- TODO -->",
                "a <!-- TODO --> b",
                "mastodon",
                "[ ]",
            ),
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        assert placeholders(text) == []

    def test_a_placeholder_knows_its_place(self) -> None:
        body = "first\nsecond `TBD` and TBD\nand TODO TODO\n\n<b>\nTBC</b>\n"
        assert [(p.text, p.line, p.column) for p in outline(body, first_line=3).placeholders] == [
            *(("TBD", 4, 18), ("TODO", 5, 5), ("TODO", 5, 10), ("TBC", 8, 1)),
        ]

    def test_an_empty_section_is_one(self) -> None:
        body = "# A\n## B\n<!-- write me -->\n## C\n---\n## D\n![x](y)\n## E\n### F\nx\n# G\n"
        assert placeholders(body) == ["empty section 'B'", "empty section 'C'", "empty section 'G'"]


_PIECES = (
    *(
        "a",
        "# ",
        "## x {clause=8.1}",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "1. ",
        "    ",
        "```",
        "~~~",
        "`",
        "*",
    ),
    *(
        "**",
        "_",
        "[",
        "](",
        ")",
        "![",
        "]: ",
        "<",
        ">",
        "<a id=x>",
        "<!--",
        "-->",
        "|",
        "|-|\n",
        "---",
    ),
    *(
        "===",
        "\\",
        "&amp;",
        "TBD",
        "[insert x]",
        "{% include x %}",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "é",
        "\u2028",
    ),
)
FRAGMENTS = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)


@given(st.one_of(st.text(), FRAGMENTS))
@settings(max_examples=100, deadline=None)
def test_every_text_has_an_outline_that_fits_it(body: str) -> None:
    found = outline(body, first_line=3)
    last = 3 + len(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    places = [*found.sections, *found.links, *found.placeholders]
    assert all(3 <= place.line < last for place in places)
    starts = [section.line for section in found.sections]
    assert starts == sorted(set(starts))
    for section, following in zip(found.sections, [*starts, last][1:], strict=True):
        assert section.line <= section.end_line < following
        assert section.words <= section.words_below


@pytest.mark.parametrize("unit", ["[", "![", "[a\n", "[[a]", "a\n", "- a\n", "|\n", "a|b\n-|-\n"])
def test_what_would_take_the_parser_seconds_is_not_given_to_it(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_parser(body: str) -> None:
        raise AssertionError("the parser was asked")

    monkeypatch.setattr(markdown_tokens, "read", no_parser)
    found = outline(unit * (100_000 // len(unit)), first_line=7)
    (problem,) = found.problems
    assert (problem.kind, problem.line) == ("markdown", 7)
    assert found.sections == found.links == ()


@pytest.mark.parametrize(
    "unit", ["> ", "* ", "*a ", "`", "<", "<!--", "](", "&", "\\", "~~a ", "<a b=c ", "{% "]
)
def test_deep_or_unclosed_markup_is_read(unit: str) -> None:
    assert outline(unit * (20_000 // len(unit))).problems == ()


def test_an_ordinary_long_document_is_read() -> None:
    body = "\n".join(
        f"## Section {n}\n\n- See [form {n}](forms/{n}.md) for it.\n" for n in range(2_000)
    )
    found = outline(body)
    assert (len(found.sections), len(found.links), found.problems) == (2_000, 2_000, ())

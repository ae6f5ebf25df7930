"""REF002, REF003, REF006: links to files and sections that do not exist."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_ref_references import OTHER, SOP, draft


def link(code: str, what: str, text: str, says: str, hint: str, level: str = "error") -> Case:
    """A draft whose text, on line 12, points at something: the first thing in brackets."""
    target = text.partition("](")[2].removesuffix(")")
    column = f":{text.index(target) + 1}" if target else ""
    gap = Expected(f"{SOP}:12{column}", says, hint, level)
    return Case(code, what, (gap,), work={**OTHER, **draft(text)})


BARE = frozenset({"DOC006"})
"""What is said of documents that are only there to be linked to."""
PARTS = 'standards: [iso-9001-2015]\ndocuments: {include: ["source/**/*.md"]}\nrequired: [id]\n'
PART = "---\nid: SOP-00{}\n---\n# Part\n\n## Text\n\n{}\n"
MIDDLEMAN = {"config.rb": "activate :syntax\n", "source/index.html.erb": "<%= parts %>\n"}
CASES = (
    Case(
        "REF002",
        "a file, a folder and a page of the web",
        work={
            **OTHER,
            **draft("[a](SOP-002.md) [b](../documents/) [c](https://example.com/x?y#z)"),
        },
    ),
    link(
        "REF002",
        "a file that is not there",
        "[form](FRM-001.md)",
        "link to FRM-001.md, which does not exist",
        "Correct the path, relative to the folder of the document.",
    ),
    link(
        "REF002",
        "a file that moved",
        "[store](../old/SOP-002.md)",
        "link to ../old/SOP-002.md",
        "If it was moved, write SOP-002.md.",
    ),
    link(
        "REF002",
        "a file in other capitals",
        "[store](sop-002.md)",
        "link to sop-002.md",
        "Case matters: the file is documents/SOP-002.md.",
    ),
    Case(
        "REF002",
        "what a site copies as it is, in a folder below",
        work={
            **draft("[form](/forms/Order%20form.pdf) and ![plan](/img/plan.png)"),
            "portal/static/forms/Order form.pdf": b"form",
            "web/public/img/plan.png": b"plan",
        },
    ),
    Case(
        "REF002",
        "from the page that a text is a part of",
        config=PARTS,
        work={
            **MIDDLEMAN,
            "source/parts/01-buying.md": PART.format(1, "Use the [form](parts/order.pdf)."),
            "source/parts/order.pdf": b"form",
        },
    ),
    Case(
        "REF003",
        "a section in another part of the same page",
        config=PARTS,
        work={
            **MIDDLEMAN,
            "source/parts/01-buying.md": PART.format(1, "See [there](#2.-storing)."),
            "source/parts/02-storing.md": PART.format(2, "# 2. Storing\n\nKeep it dry."),
        },
    ),
    Case(
        "REF003",
        "a section of another text that has a page of its own",
        (
            Expected(
                "source/parts/01-buying.md:8:13",
                "there is no section '#2.-storing'",
                "That section is in another document: write 02-storing.md#2-storing.",
            ),
        ),
        config=PARTS,
        work={
            "source/parts/01-buying.md": PART.format(1, "See [there](#2.-storing)."),
            "source/parts/02-storing.md": PART.format(2, "# 2. Storing\n\nKeep it dry."),
        },
    ),
    *(
        Case(
            "REF003",
            f"a section in another chapter of a book that {settings} describes",
            config=PARTS.replace("source", "book"),
            work={
                f"book/{settings}": "title: Manual\n",
                "book/01-buying.md": PART.format(1, "See [there](#storing)."),
                "book/parts/02-storing.md": PART.format(2, "# Keeping it {#storing}\n\nKeep it."),
            },
        )
        for settings in ("_quarto.yml", "_bookdown.yml", "pandoc.yaml")
    ),
    Case(
        "REF003",
        "a section of a text beside the book",
        (
            Expected(
                "source/book/01-buying.md:8:13",
                "there is no section '#storing'",
                "That section is in another document: write ../02-storing.md#storing.",
            ),
        ),
        config=PARTS,
        work={
            "source/book/_quarto.yml": "title: Manual\n",
            "source/book/01-buying.md": PART.format(1, "See [there](#storing)."),
            "source/02-storing.md": PART.format(2, "# Storing\n\nKeep it dry."),
        },
    ),
    Case("REF006", "codes in brackets", work=draft("[ORG][QM] is what it is filed under.")),
    Case(
        "REF002",
        "a section of any text, named without words as in MyST",
        work={
            **OTHER,
            **draft("[](storage-rules)"),
            "documents/other.md": "---\nid: SOP-003\n---\n(storage-rules)=\n# Storage\n",
        },
        also=BARE,
    ),
    link(
        "REF002",
        "a section that no text has, named without words",
        "[](storage-rules)",
        "link to storage-rules",
        "Correct the path, relative to the folder of the document.",
    ),
    Case(
        "REF002",
        "the title of a table of MyST",
        work={**OTHER, **draft("```{csv-table} Preliminary hazards\n:file: a.csv\n```")},
    ),
    Case(
        "REF002",
        "the page that is made from another template",
        work={
            **OTHER,
            "documents/a/one.md.tmpl": "---\nid: SOP-003\n---\n[b](two.md) [c](three.md)\n",
            "documents/b/two.md.tmpl": "---\nid: SOP-004\n---\nText.\n",
            "documents/a/three.md.tmpl": "---\nid: SOP-005\n---\nText.\n",
        },
        config=CONFIG.replace("*.md", "*.md*"),
        also=BARE,
    ),
    Case(
        "REF002",
        "addresses of the site that is built from here",
        work={
            **OTHER,
            **draft("[a](/SOP-002.html) [b](/documents/SOP-002.md) [c](/terms) [d](/about.html)"),
        },
    ),
    link(
        "REF002",
        "a file counted from the top that is not there",
        "![logo](/images/logo.png)",
        "image to /images/logo.png",
        "Correct the path",
    ),
    link(
        "REF002",
        "a path that leaves the repository",
        "![x](../../etc/passwd)",
        "image to ../../etc/passwd, which is outside",
        "Only files in that folder are controlled: move the file there",
    ),
    link(
        "REF002",
        "a file on a mapped drive",
        "[form](O:/QM/FRM-022.docx)",
        "link to O:/QM/FRM-022.docx, a drive that other readers may not have",
        "Add the file to the repository, or link to its web address.",
    ),
    link(
        "REF002",
        "a file on a disk",
        "[form](C:\\QM\\FRM-022.docx)",
        "link to C:\\QM\\FRM-022.docx, a drive",
        "Add the file to the repository, or link to its web address.",
    ),
    Case(
        "REF002",
        "pages of the project on its forge",
        work={
            **OTHER,
            **draft(
                "[a](../../issues/12) [b](../../../issues) [c](../../../-/merge_requests/3) "
                "[d](../../../wiki/Terms#x) [e](../../../releases/tag/v1) [f](../../pull/7)"
            ),
        },
    ),
    link(
        "REF002",
        "an image on the forge, which no approval could bind",
        "![x](../../../wiki/x.png)",
        "image to ../../../wiki/x.png, which is outside",
        "Only files in that folder are controlled: move the file there",
    ),
    link(
        "REF002",
        "another address outside",
        "[x](../../../issue-log/12)",
        "link to ../../../issue-log/12, which is outside",
        "Only files in that folder are controlled: move the file there",
    ),
    Case(
        "REF003",
        "a section that is there",
        work={**OTHER, **draft("[a](SOP-002.md#dry-goods) [b](#purchasing)")},
    ),
    Case(
        "REF003",
        "a section as a site builder writes it, and the title",
        work={**OTHER, **draft("[a](/SOP-002.html#Dry_goods) [b](SOP-002.md#storage)")},
    ),
    link(
        "REF003",
        "a section that was renamed",
        "[dry](SOP-002.md#dry-good)",
        "no section '#dry-good' in documents/SOP-002.md. Did you mean 'dry-goods'?",
        "Write the heading in lower case, with hyphens for spaces.",
    ),
    link(
        "REF003",
        "a section of the document itself",
        "[x](#selling)",
        "no section '#selling'",
        "heading",
    ),
    Case(
        "REF003",
        "a section that the generator of a site writes",
        work={**draft("Ask [Ann](#ann-lee).\n\n{{generator:team}}")},
    ),
    Case(
        "REF003",
        "the page, its source and words in it",
        work={
            **OTHER,
            **draft("[a](#top) [b](SOP-002.md#L3) [c](SOP-002.md?plain=1#L3-L5) [d](#:~:text=Buy)"),
        },
    ),
    link(
        "REF003",
        "words to look for in a section that is not there",
        "[x](#selling:~:text=buy)",
        "no section '#selling:~:text=buy'",
        "heading",
    ),
    link(
        "REF003",
        "a section that another document has, as on a site of one page",
        "[x](#dry-goods)",
        "no section '#dry-goods'",
        "That section is in another document: write SOP-002.md#dry-goods.",
    ),
    link(
        "REF003",
        "a section in HTML that is not there",
        "[x](#selling) <h2>Buying</h2>",
        "no section '#selling'",
        "heading",
    ),
    Case(
        "REF006",
        "whole addresses",
        work=draft(
            "[a](https://example.com/a_(b)) [b](mailto:a@example.com) [c](tel:+4912345) <http://[::1]/>"
        ),
    ),
    link(
        "REF006",
        "one slash",
        "[a](http:/example.com)",
        "http:/example.com is not a proper web",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
    link(
        "REF006",
        "a scheme misspelt",
        "[a](htps://example.com)",
        "htps://example.com is not a proper web",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
    link(
        "REF006",
        "no scheme",
        "[a](www.example.com)",
        "www.example.com is not a proper web",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
    link(
        "REF006",
        "mail to nobody",
        "[a](mailto:sales)",
        "mailto:sales is not a proper",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
    link(
        "REF006",
        "a program",
        "[a](javascript:alert(1))",
        "could run or reveal something",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
    Case(
        "REF006",
        "mail to two, and to whom the reader likes",
        work=draft(
            "[a](mailto:ann@example.com,quinn@example.com) [b](mailto:?subject=Complaint) "
            "[c](mailto:ann@example.com?cc=quinn@example.com&subject=A) "
            "[d](mailto:a%2Cb@example.com)"
        ),
    ),
    link(
        "REF006",
        "mail to one and to nobody",
        "[a](mailto:ann@example.com,sales)",
        "mailto:ann@example.com,sales is not a proper",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
    Case(
        "REF006",
        "a label that is defined nowhere",
        (
            Expected(
                f"{SOP}:12:18",
                "the link names the label 'frm-022', which is not defined",
                "'[frm-022]: path/to/the/file'",
                "warning",
            ),
        ),
        work=draft("Fill in the [form][frm-022] and the [list][l].\n\n[l]: https://example.com"),
    ),
    Case(
        "REF006",
        "a blank in a target",
        (
            Expected(
                f"{SOP}:12:9",
                "a blank in '../forms/FRM 022.md' makes this no link",
                "angle brackets",
                "warning",
            ),
        ),
        work=draft("[FRM 022](../forms/FRM 022.md)"),
    ),
    link(
        "REF006",
        "nothing",
        "[a]()",
        "a link without a target",
        "Write the full address, or a path relative to the document.",
        "warning",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)

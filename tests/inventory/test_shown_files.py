"""What documents show: every form of docs/shown-files.md is a part of the document, or a gap."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.inventory import shown_files
from isodocs.model.outline import LinkKind
from isodocs.model.shown import ShownFiles
from isodocs.parsing import link_places
from isodocs.parsing.html_references import HtmlReference, references
from isodocs.parsing.html_tokens import Doubt, HtmlReader
from isodocs.parsing.markdown import outline
from isodocs.repository.snapshot import SnapshotFile
from tests.helpers.shown_forms import NOT_SHOWN, SHOWING, UNSURE, named

DOCUMENT = "documents/SOP-001.md"


def shown(body: str, files: Mapping[str, str], mkdocs: str = "") -> ShownFiles:
    """What a document with this body shows among these files."""
    by_name = defaultdict(list)
    for path in files:
        by_name[path.rpartition("/")[2]].append(path)
    tops, bases = link_places.site(["documents"], [("mkdocs.yml", mkdocs)] if mkdocs else [])
    site = link_places.Site(tuple(tops), tuple(bases), lambda name: by_name.get(name, []))
    found, _ = shown_files.follow(
        {DOCUMENT: outline(body, first_line=10)},
        {DOCUMENT},
        files,
        site,
        lambda paths: ((path, SnapshotFile(path, "", files[path].encode())) for path in paths),
    )
    return found[DOCUMENT]


@pytest.mark.parametrize("form", SHOWING)
def test_what_is_shown_is_a_part(form: str) -> None:
    text, path = (named(part, 1) for part in SHOWING[form])
    body = f"# A\n\n{text}\n\nEnd.\n"
    found = shown(body, {path: "", "documents/other.md": "", "documents/figure.html": ""})
    assert path in found.files
    assert not found.unfollowed
    without = shown(body, {})
    assert path in without.candidates or without.missing, "also when it is taken away"


@pytest.mark.parametrize("form", UNSURE)
def test_what_nobody_can_find_out_is_a_gap(form: str) -> None:
    text, says = UNSURE[form]
    found = shown(f"# A\n\n{text}\n", {"documents/x.png": ""})
    assert any(says in flaw.message for flaw in found.unfollowed), found
    assert found.unfollowed[0].line == 12


@pytest.mark.parametrize("form", NOT_SHOWN)
def test_what_is_not_shown_is_no_part(form: str) -> None:
    files = {"documents/p1.png": "", "documents/t1.md": ""}
    found = shown(f"# A\n\n{named(NOT_SHOWN[form], 1)}\n", files)
    assert not found.files
    assert not found.unfollowed
    assert not found.missing


class TestIncludes:
    def test_what_an_include_shows_is_shown(self) -> None:
        files = {
            "documents/a.md": "{{#include sub/b.md}}",
            "documents/sub/b.md": "![beside it](c.png) ![as pasted](d.png)",
            "documents/sub/c.png": "",
            "documents/d.png": "",
        }
        found = shown("{{#include a.md}}", files)
        assert set(found.files) == set(files)
        assert found.files["documents/d.png"].source == "documents/sub/b.md"

    def test_a_flaw_within_an_include_is_placed_there(self) -> None:
        found = shown(
            "{{#include a.md}}", {"documents/a.md": "text\n\n![a](gone.png)\n<base href=x>"}
        )
        assert [(flaw.source, flaw.line) for flaw in found.missing] == [("documents/a.md", 3)]
        assert [(flaw.source, flaw.line) for flaw in found.unfollowed] == [("documents/a.md", 4)]

    def test_includes_in_a_circle_end(self) -> None:
        files = {"documents/a.md": "{{#include b.md}}", "documents/b.md": "{{#include a.md}}"}
        assert set(shown("{{#include a.md}}\n{{#include SOP-001.md}}", files).files) == set(files)

    def test_a_chain_without_end_is_a_gap(self) -> None:
        files = {f"documents/{n}.md": f"{{{{#include {n + 1}.md}}}}" for n in range(30)}
        found = shown("{{#include 0.md}}", files)
        assert len(found.files) < 30
        assert "are not followed" in found.unfollowed[0].message

    def test_so_many_files_that_nobody_reads_them_are_a_gap(self) -> None:
        files = {f"documents/{n}.png": "" for n in range(shown_files.MOST_FILES + 1)}
        found = shown("".join(f"![a]({n}.png)\n" for n in range(len(files))), files)
        assert "are not followed" in found.unfollowed[0].message

    def test_names_without_end_are_looked_for_only_so_far(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shown_files, "MOST_NAMES", 10)
        found = shown("!include x\n" * 20, {})
        assert not found.unfollowed, "control: one name, however often it is written"
        found = shown("".join(f"!include x{n}\n" for n in range(20)), {"documents/x15.md": ""})
        assert len(found.missing) == 10
        (problem,) = found.unfollowed
        assert "more than 10 files are not looked for" in problem.message

    def test_a_style_sheet_and_a_page_show_more(self) -> None:
        files = {
            "documents/a/x.css": "@import 'y.css'; p { background: url(p.png) }",
            "documents/a/y.css": "",
            "documents/a/p.png": "",
            "documents/a/f.html": "<img src=q.png>",
            "documents/a/q.png": "",
        }
        body = "<link rel=stylesheet href=a/x.css>\n<iframe src=a/f.html></iframe>\n"
        assert set(shown(body, files).files) == set(files)

    def test_a_base_path_of_mkdocs_counts(self) -> None:
        mkdocs = "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: [parts, 'more']\n"
        files = {"more/x.md": "", "documents/x.md": ""}
        assert set(shown('--8<-- "x.md"', files, mkdocs).files) == set(files)
        plain = "snippets:\n  base_path:\n    - !relative more # here\n  other: 1\n"
        assert "more/x.md" in shown('--8<-- "x.md"', files, plain).files

    def test_every_place_where_a_tool_may_look_counts(self) -> None:
        """A harmless file where we look first would hide the one that is shown."""
        files = {"_includes/x.md": "", "documents/x.md": ""}
        assert set(shown("{% include x.md %}", files).files) == set(files)

    def test_a_text_written_as_code_says_nothing_for_sure(self) -> None:
        body = "```\n{{#include a.md}}\n{{#include gone.md}}\n```"
        found = shown(body, {"documents/a.md": "![a](gone.png) <base href=x>"})
        assert set(found.files) == {"documents/a.md"}
        assert not found.missing
        assert not found.unfollowed


def test_what_comes_from_the_web_is_outside() -> None:
    body = "![a](https://e.org/a.png) <img src='//e.org/b.png'>\n\n--8<-- 'https://e.org/c.md'\n"
    found = shown(body, {})
    assert [flaw.message for flaw in found.outside] == [
        "https://e.org/a.png",
        "//e.org/b.png",
        "https://e.org/c.md",
    ]


_ATTRIBUTES = (
    "src",
    "srcset",
    "href",
    "xlink:href",
    "data",
    "poster",
    "background",
    "style",
    "alt",
)
_HTML = st.lists(
    st.one_of(
        st.sampled_from(
            (
                *("<img src=", "<image src=", "<p style='background:url(", "<!--", "-->", "--!>"),
                *("<!-->", "<!", "<?", "</", ">", "/>", "<", '"', "'", "=", " ", "\n", "a", "-"),
                *("<textarea>", "</textarea>", "<title>", "</title>", "<style>", "</style>"),
                *("<svg>", "</svg>", "<![CDATA[", "]]>", "<noscript>", "</noscript>", "<xmp>"),
                *("<iframe>", "</iframe>", "<p>", "</p>", "&#112;.png", "p.png", "<img alt='>' "),
            )
        ),
        st.sampled_from([f"<img {name}=p.png>" for name in _ATTRIBUTES]),
    ),
    max_size=14,
).map("".join)


@given(_HTML)
@settings(max_examples=400, deadline=None)
def test_nothing_that_a_browser_loads_is_overlooked(source: str) -> None:
    """Another reader of HTML, which follows the standard, finds no picture that we do not."""
    found = [*references(HtmlReader(), source, last=True)]
    if any(isinstance(item, Doubt) for item in found):
        return
    ours = {item.target for item in found if isinstance(item, HtmlReference)}
    for scripting in (False, True):
        tree = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(
            source, scripting=scripting
        )
        for element in tree.iter("img"):
            if target := element.get("src"):
                assert target in ours, (target, source)


@given(st.text(alphabet="<>!-=/\"' aimgsrc&;#x\n", max_size=80))
@settings(max_examples=200, deadline=None)
def test_every_text_is_read_as_html(source: str) -> None:
    for item in references(HtmlReader(), source, last=True):
        assert 0 <= item.at <= len(source)
    quoted = escape(source)
    (image,) = references(HtmlReader(), f'<img src="{quoted}">')
    assert isinstance(image, HtmlReference)
    assert (image.kind, image.target) == (LinkKind.IMAGE, source)


def _cost(body: str) -> float:
    """The least time of two readings, in seconds of this process."""
    times = []
    for _ in range(2):
        start = time.process_time()
        outline(body)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    "unit",
    [
        *("<div>\n<a id=x>\n", "<a b=c ", "<!-- a --><b>", "<textarea><", "<p a=\n\n", "x <img "),
        *("{% ", "{{ x ", "{a=b.c}", "{{#include x}}\n", "!include x ", "--8<--\n", "a:b.c:{"),
        *("[!INCLUDE [x", "[[a.png", "    ![a](b)\n\n", "`{{#include x}}` ", "<<< a\n", "image:"),
        *(
            "<p style='url(\"x\")'>\n",
            "<img srcset='a,b,c'>\n",
            "<style>image-set('x')",
            "[b]: x\n",
        ),
    ],
)
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    small, large = (_cost(unit * (size // len(unit))) for size in (10_000, 40_000))
    assert large < 10 * small + 0.05, "four times the text would take sixteen times as long"


def test_many_documents_that_share_includes_are_followed_in_time() -> None:
    files = {f"documents/{n}.md": f"{{{{#include {n + 1}.md}}}} text\n" * 50 for n in range(8)}
    bodies = {f"documents/D{n}.md": outline("{{#include 0.md}}") for n in range(100)}
    read: list[str] = []

    def reading(paths: Iterable[str]) -> Iterator[tuple[str, SnapshotFile]]:
        for path in paths:
            read.append(path)
            yield path, SnapshotFile(path, "", files[path].encode())

    found, digests = shown_files.follow(bodies, set(bodies), files, link_places.Site(), reading)
    assert sorted(read) == sorted(files), "each text is read once, whoever includes it"
    assert all(set(shown.files) == set(files) for shown in found.values())
    assert digests.keys() == files.keys()

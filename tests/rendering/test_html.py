"""Whatever a document holds, its page has nothing but what a text may have, and nothing runs."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given, settings

from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.elements import ALLOWED, Element
from isodocs.rendering.surroundings import Surroundings
from tests.helpers.markdown_texts import FILES, texts

SCHEMES = ("http:", "https:", "mailto:", "tel:", "#")
HOSTILE = (
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT >",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="//e.org">x</a>',
    '<a href="\\\\e.org">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=x><input autofocus onfocus=alert(1)><button>b</button></form>",
    "<base href=//e.org>",
    "<meta http-equiv=refresh content=0;url=//e.org>",
    "<link rel=stylesheet href=//e.org>",
    "<style>*{background:url(//e.org)}</style>",
    '<p style="background:url(//e.org)" class="notice">x</p>',
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a id=main name=main href=#main>x</a>",
    "![x](https://e.org/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "`</code><script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    '# x {#"><script>alert(1)</script>}',
    '[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: x',
    "| <script>alert(1)</script> | [x](javascript:x) |\n|--|--|\n| a | b |",
)


def page(text: str) -> str:
    made = body(text, Surroundings("docs/a.md", FILES))
    names = set(made.pictures)

    def address(name: str) -> str:
        assert name in names
        return f"data:image/png,{name}"

    return html.write(made.everything, address)


def assert_harmless(text: str) -> None:
    written = page(text)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    for element in parser.parseFragment(written).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        # the two things that are not the text's: a wide table, and code, can be moved by keys
        if element.tag == "div" and element.attrib.get("class") == "wide":
            assert dict(element.attrib) == {"class": "wide", "tabindex": "0"}
            continue
        assert element.tag in ALLOWED, element.tag
        if element.tag == "pre":
            assert element.attrib.pop("tabindex") == "0"
        assert set(element.attrib) <= {"id", *ALLOWED[element.tag]}
        assert element.attrib.get("href", "#").startswith(SCHEMES)
        assert element.attrib.get("src", "data:image/png,").startswith("data:image/png,")
        assert element.attrib.get("id", "t-").startswith("t-")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_text_runs_or_is_loaded(text: str) -> None:
    assert_harmless(text)
    assert_harmless(f"- > {text}\n")


@given(texts)
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_harmless_page(text: str) -> None:
    assert_harmless(text)


def test_words_around_what_is_removed_stay() -> None:
    assert "before" in page("before <form>within</form> <blink>x</blink> after")
    written = page("before <form>within</form> <blink>blinking</blink> <p hidden>hidden</p> after")
    for word in ("before", "within", "blinking", "hidden", "after"):
        assert word in written


def test_what_no_text_may_have_is_not_written() -> None:
    for wrong in (Element("script"), Element("p", {"onclick": "x"}), Element("a", {"class": "x"})):
        with pytest.raises(ValueError, match="no text has"):
            html.write([wrong], str)


def test_a_name_is_given_once() -> None:
    written = page('# A\n\n# A\n\n<p id="a">x</p>\n\n<p id="b">x</p><p id="b">y</p>\n\n[to](#b)')
    assert [written.count(f'id="t-{name}"') for name in ("a", "a-1", "b")] == [1, 1, 1]
    assert 'href="#t-b"' in written


def test_a_document_that_is_almost_nothing_but_markup_is_shown_as_it_is_written() -> None:
    text = "[" * 30_000
    assert page(text).startswith(f'<pre tabindex="0">{text}</pre>')

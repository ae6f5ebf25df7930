"""What a `#fragment` may name: the anchors of a text, and what else fragments mean.

Where a page of a document will be looked at is not known here, so the anchors of all tools in wide
use count: those that GitHub and GitLab make of headings, in Markdown and in HTML, identifiers of
HTML, of kramdown and Python-Markdown (`{: #own}`), of Pandoc and MyST (`{#own}`, `(own)=`), and of
footnotes.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from isodocs.expressions import expression
from isodocs.parsing import heading

_LINES = expression(r"L[0-9]++(?:C[0-9]++)?(?:-L?[0-9]++(?:C[0-9]++)?)?")
_TEXT_DIRECTIVE = ":~:"
_PREFIXES = ("user-content-", "markdown-header-")
# `{: #own}` anywhere in a text; `{#own}` alone on its line or behind what it is about
_BLOCK = expression(r"\{:([^{}\n]*+)\}|(?:^|(?<=[\])`*_\ufffc]))\{([^{}\n]*+)\}", re.MULTILINE)
_LABEL = expression(r"^\(([^()\n]++)\)=[ \t]*+$", re.MULTILINE)
_OPTION = expression(r"^[ \t]*+:(?:name|label):[ \t]*+(\S[^\n]*+)", re.MULTILINE)
# Pandoc: `::: {#own}`, `: Caption {#own}`; Docusaurus: `{/* #own */}`; Obsidian: `^own`
_BEHIND = expression(r"^(?::{3,}+|:|Table:)[ \t][^{}\n]*+\{([^{}\n]*+)\}[^\n]*$", re.MULTILINE)
_EXPRESSION = expression(r"\{/\*[ \t]*+#([\w-]++)[ \t]*+\*/\}")
_BLOCK_OF_OBSIDIAN = expression(r"(?:^|(?<=\s))(\^[A-Za-z0-9-]++)[ \t]*+$", re.MULTILINE)
_LONGEST = 500
_WRITTEN = expression(
    r"\{\{[^{}<%\n][^{}\n]*+\}\}|\{%-?[ ]*(?:include|include_relative|render)[ ][^{}\n]*+%\}"
)
"""A paragraph or heading that is nothing but what a site's generator writes there."""
MADE = "{{}}"
"""Is among the anchors of a text of which only the generator knows all."""
_ALONE = expression(r"^[ \t]*+(?:\{[:#.][^{}\n]*+\}|\([^()\n]++\)=)[ \t]*+$", re.MULTILINE)


def named(fragment: str) -> str:
    """The anchor that a fragment names; empty where it is about the whole page or its source.

    `#top` is the top of any page (HTML, 7.4.6.4), `:~:text=` words to look for in it (URL Fragment
    Text Directives), `#L3-L5` lines of a file's source on the forges, which also put a prefix of
    their own before an anchor.
    """
    anchor = fragment.partition(_TEXT_DIRECTIVE)[0]
    if anchor.casefold() == "top" or _LINES.fullmatch(anchor):
        return ""
    for prefix in _PREFIXES:
        anchor = anchor.removeprefix(prefix)
    return anchor


def without_attributes(text: str) -> str:
    """A text without the lines that only give the block beside them a name or attributes."""
    if "{" not in text and ")=" not in text:
        return text
    return _ALONE.sub("", text)


def _of_sites(title: str) -> Iterator[str]:
    """The anchors of kramdown, without figures at the front, and of MkDocs, without accents."""
    plain = heading.slug(title)
    if without := plain.lstrip("0123456789-_."):
        yield without
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        yield letters.encode("ascii", "ignore").decode()


class Anchors:
    """Collects the anchors of one text in the order in which they are in it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._slugs = heading.Slugs()
        self._is_open = False
        self._title: list[str] = []

    def heading(self, title: str, plain: str, ids: Iterable[str]) -> str:
        """A heading of Markdown, and its anchor on the forges.

        They make it of the text alone (`plain`), some other tools of `title`, in which pictures
        have their alternative text.
        """
        slug = self._slugs.slug(plain)
        self.names.update((slug, *ids))
        self._generated(title)
        if title.strip() != plain.strip():
            self.names.add(heading.slug(title))
        if found := _EXPRESSION.search(title):
            self.names.add(found[1])
        self.names.update(_of_sites(title))
        return slug

    def title(self, *, closing: bool) -> None:
        """The tag that begins or ends a heading of HTML; its text comes between."""
        if closing and self._is_open:
            title = html.unescape("".join(self._title))
            self.names.add(self._slugs.slug(" ".join(title.split())))
        self._is_open = not closing
        self._title = []

    def text(self, content: str) -> None:
        """A piece of text; it may belong to a heading of HTML that is open."""
        if self._is_open:
            self._title.append(content)

    def prose(self, text: str) -> None:
        """A paragraph's text, with U+FFFC for what is not text: names given by hand in it."""
        if "{" in text:
            self._generated(text)
            for match in _BLOCK.finditer(text):
                self._attributes(match[1] if match[2] is None else match[2])
            for match in _BEHIND.finditer(text):
                self._attributes(match[1])
        if "^" in text:
            self.names.update(match[1] for match in _BLOCK_OF_OBSIDIAN.finditer(text))
        if ")=" in text:
            self.names.update(match[1].strip() for match in _LABEL.finditer(text))
        if text.startswith(":::"):
            self.names.update(match[1].strip() for match in _OPTION.finditer(text))

    def _generated(self, text: str) -> None:
        if "{" in text and _WRITTEN.fullmatch(text.strip()):
            self.names.add(MADE)

    def fence(self, info: str, content: str) -> None:
        """A block of code: `{#own}` behind its fence, and the name of a MyST directive."""
        if "{" not in info:
            return
        if info.startswith("{") and info[1:2] not in "#.:":
            self.names.update(match[1].strip() for match in _OPTION.finditer(content))
        start = info.find("{#")
        if start >= 0:
            self._attributes(info[start + 1 : start + _LONGEST].partition("}")[0])

    def footnote(self, label: str) -> None:
        """A footnote: the place of its text, and where it is referred to."""
        self.names.update((f"fn-{label}", f"fnref-{label}"))

    def _attributes(self, block: str) -> None:
        if len(block) <= _LONGEST and (found := heading.attributes(f"x {{{block}}}")):
            self.names.update(found.ids)

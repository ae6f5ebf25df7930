"""What a Markdown text may show beyond its pictures and raw HTML: includes, and what is in code.

Tools read includes before they read Markdown, take indented lines for the text of a note or a
footnote, and run directives written as code. What surely shows a file is kept apart from what does
so only where a file of that name is there, and from what could show a file that no one can find
out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.outline import Link, LinkKind, Lookup, Outline
from isodocs.model.problem import Problem
from isodocs.parsing import includes
from isodocs.parsing.html_references import HtmlReference, references
from isodocs.parsing.html_tokens import HtmlReader
from isodocs.words import say

if TYPE_CHECKING:
    from markdown_it.token import Token

PROBLEM = "shown-file"
HINT = say(
    "Write a picture as ![words](path) and an include in a form listed in "
    "docs/shown-files.md, so that what an approver sees is what readers will "
    "see."
)
_DEEPEST = 4
_MOST_CODE = 100_000
_DIRECTIVE = expression(r"\{([\w:+-]+)\}[ \t]*(\S*)")
_TEXTS = ("include", "literalinclude", "raw", "embed", "mermaid")
_PICTURES = ("image", "figure")
_DRAWINGS = ("mermaid", "dot", "graphviz", "plantuml", "puml", "d2", "svgbob", "vega", "vega-lite")
"""Languages of code that is drawn, with the pictures that it names."""
_RUN = (".include", "exec=")
"""What is said beside a language of code that a tool acts on."""
_NOTE = expression(r" {0,3}(?:!!!|\?\?\?|===|/// |:[ \t]|\[\^)")
_LIKE_A_TAG = expression("<[A-Za-z]")
_PICTURE_LABEL = expression(r"!\[([^\]\n]{0,300}+)\](?:\[([^\]\n]{0,300}+)\])?")
_DEFINITION = expression(r"^ {0,3}\[([^\]\n]{1,300}+)\]:[ \t]*+(\S++)", re.MULTILINE)
_MARKDOWN = ("![", "<", "](")


class Showing:
    """Collects, for one text, what its Markdown alone does not say."""

    def __init__(
        self, body: str, first_line: int, depth: int, read: Callable[[str, int, int], Outline]
    ) -> None:
        """`read` gives the outline of Markdown within it: text, line, how deep it lies."""
        self._body = body
        self._first = first_line
        self._depth = depth
        self._read = read
        self._hidden: list[str] = []
        self._code: list[tuple[int, int]] = []
        self.sure: list[Link] = []
        self.unsure: list[Link] = []
        self.unfollowed: list[Problem] = []
        self._lines = body.split("\n")

    def doubt(self, message: str, line: int) -> None:
        """Note that what is on a line could show a file that cannot be found out."""
        self.unfollowed.append(Problem(PROBLEM, message, HINT, line, 1))

    def may(self, target: str, line: int) -> None:
        """Note a name in raw HTML that may be that of a file."""
        self.unsure.append(Link(LinkKind.IMAGE, target, "", line, 0, Lookup.PAGE))

    def hide(self, text: str) -> None:
        """Note what Markdown shows as code, or not at all: tools that include may not care."""
        self._hidden.append(text)

    def code(self, token: Token) -> None:
        """Look into a block of code."""
        start, end = token.map or (0, 0)
        self._code.append((start, end))
        if token.type == "code_block":
            self._within(token.content, start + self._first, sure=self._is_note(start))
            return
        line = start + self._first
        directive = _DIRECTIVE.match(token.info.strip())
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        drawn = language.strip("{}.").lower() in _DRAWINGS
        if drawn or any(word in token.info for word in _RUN):
            for name in includes.names(token.content[:_MOST_CODE]):
                self.unsure.append(Link(LinkKind.INCLUDE, name, "", line, 0, Lookup.FILE))
        for name in includes.names(token.info):
            self.unsure.append(Link(LinkKind.INCLUDE, name, "", line, 0, Lookup.FILE))
        if directive is None:
            return
        name, argument = directive[1], directive[2]
        if argument and name in (*_TEXTS, *_PICTURES) and (name != "raw" or "." in argument):
            kind = LinkKind.IMAGE if name in _PICTURES else LinkKind.INCLUDE
            self.sure.append(Link(kind, argument, "", line, 0, Lookup.FILE))
        for found in includes.names(token.content):
            self.unsure.append(Link(LinkKind.INCLUDE, found, "", line, 0, Lookup.FILE))
        self._within(token.content, line + 1, sure=False)

    def text(self, text: str, line: int) -> None:
        """Look into text that other readers of Markdown may take for HTML or for a picture."""
        if _LIKE_A_TAG.search(text):
            for found in references(HtmlReader(), text, last=True):
                if isinstance(found, HtmlReference) and found.kind is not LinkKind.LINK:
                    self.unsure.append(Link(found.kind, found.target, "", line, 0, Lookup.PAGE))
        if "]:" in text and "![" in text:  # a definition within a paragraph
            named = {(label or words).casefold() for words, label in _PICTURE_LABEL.findall(text)}
            for label, target in _DEFINITION.findall(text):
                if label.casefold() in named:
                    target = target.strip("<>")
                    self.unsure.append(Link(LinkKind.IMAGE, target, "", line, 0, Lookup.ADDRESS))

    def text_of_html(self, text: str, line: int) -> None:
        """Look into the text within raw HTML, which some tools read as Markdown."""
        if "![" in text:
            self._within(text, line, sure=False)

    def _is_note(self, start: int) -> bool:
        """Whether indented lines go on with a note, a tab, a definition or a footnote."""
        for line in reversed(self._lines[max(start - 200, 0) : start]):
            if line.strip() and not line.startswith(("    ", "\t")):
                return _NOTE.match(line) is not None
        return False

    def _within(self, text: str, line: int, *, sure: bool) -> None:
        if not any(mark in text for mark in _MARKDOWN):
            return
        if self._depth >= _DEEPEST:
            self.doubt(say("code within code is followed only so far"), line)
            return
        inner = self._read(text, line, self._depth + 1)
        shown = [link for link in inner.links if link.kind is not LinkKind.LINK]
        (self.sure if sure else self.unsure).extend(shown)
        self.unsure += inner.may_show
        if sure:
            self.unfollowed += inner.unfollowed

    def finish(self) -> None:
        """Find includes; to be called when all code and comments are known."""
        if not includes.may_include(self._body):
            return
        starts = [0]
        for text in self._lines:
            starts.append(starts[-1] + len(text) + 1)
        hidden = {found.construct for text in self._hidden for found in includes.find(text)}
        begins = [start for start, _ in self._code]
        seen = {(True, replace(link, column=0)) for link in self.sure}
        for found in includes.find(self._body):
            row = bisect_right(starts, found.at) - 1
            near = bisect_right(begins, row) - 1
            code = near >= 0 and row < self._code[near][1]
            escaped = self._body[found.at - 1 : found.at] == "\\"
            sure = found.sure and not (code or escaped or found.construct in hidden)
            line, column = row + self._first, found.at - starts[row] + 1
            if not found.target:
                if sure:
                    words = " ".join(found.construct.split())[:60]
                    self.doubt(
                        say("'{words}' does not name the file that it shows", words=words), line
                    )
                continue
            link = Link(found.kind, found.target, "", line, column, found.lookup)
            if (sure, replace(link, column=0)) not in seen:
                seen.add((sure, replace(link, column=0)))
                (self.sure if sure else self.unsure).append(link)

"""The tokens of a Markdown text -> HTML, as CommonMark says, with headings and footnotes to go to.

Raw HTML comes out as it was written: what is made of this must go through `safe_html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it.renderer import RendererHTML
from markdown_it.utils import OptionsDict

from isodocs.expressions import expression
from isodocs.parsing import footnotes

if TYPE_CHECKING:
    from markdown_it.token import Token

    from isodocs.parsing.heading import Slugs

_REFERENCE = expression(r"\[\^([^\s\[\]]++)\]")
_ALIGNMENT = expression(r"text-align:(left|center|right)")
_OPTIONS = OptionsDict(
    {
        "maxNesting": 0,
        "html": True,
        "linkify": False,
        "typographer": False,
        "quotes": "",
        "xhtmlOut": False,
        "breaks": False,
        "langPrefix": "",
        "highlight": None,
    }
)


def html(tokens: Sequence[Token], slugs: Slugs) -> str:
    """The HTML of the tokens; nothing in it is safe yet. `slugs` gives headings their anchors."""
    labels = [token.info for token in tokens if token.type == footnotes.OPEN]
    env = {"labels": {label: n for n, label in enumerate(dict.fromkeys(labels), 1)}}
    return _TokenWriter(slugs).render(tokens, _OPTIONS, env)


class _TokenWriter(RendererHTML):
    """markdown-it's own writer, with rules of ours for some tokens."""

    def __init__(self, slugs: Slugs) -> None:
        super().__init__()
        self._slugs = slugs
        rules: dict[str, Any] = self.rules
        rules |= {
            "heading_open": self._heading_open,
            "th_open": self._cell_open,
            "td_open": self._cell_open,
            "text": self._text,
            footnotes.OPEN: self._footnote_open,
            footnotes.CLOSE: self._footnote_close,
        }

    def _heading_open(self, tokens: Sequence[Token], idx: int, *rest: Any) -> str:
        """A heading with the anchor that forges give it, and those that it gives itself."""
        inline = tokens[idx + 1]
        title = self.renderInlineAsText(inline.children, *rest)
        own = inline.meta["attributes"].ids if "attributes" in inline.meta else ()
        anchors = "".join(f'<span id="{escape(name)}"></span>' for name in own)
        return f'<{tokens[idx].tag} id="{escape(self._slugs.slug(title))}">{anchors}'

    def _cell_open(self, tokens: Sequence[Token], idx: int, *rest: Any) -> str:
        """A cell, aligned by an attribute: no style passes."""
        token = tokens[idx]
        found = _ALIGNMENT.search(str(token.attrGet("style") or ""))
        return f'<{token.tag} align="{found[1]}">' if found else f"<{token.tag}>"

    def _text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Words, in which a reference to a footnote that is there leads to it."""
        content, labels = tokens[idx].content, env["labels"]
        if not labels or "[^" not in content:
            return escape(content, quote=False)
        pieces = _REFERENCE.split(content)
        pieces[::2] = (escape(piece, quote=False) for piece in pieces[::2])
        pieces[1::2] = (
            f'<sup><a href="#fn-{escape(label)}">{labels[label]}</a></sup>'
            if label in labels
            else escape(f"[^{label}]")
            for label in pieces[1::2]
        )
        return "".join(pieces)

    def _footnote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A footnote where it is written, behind its number."""
        label = tokens[idx].info
        number = env["labels"][label]
        return f'<ol start="{number}"><li id="fn-{escape(label)}">\n'

    def _footnote_close(self, *rest: Any) -> str:
        """The end of a footnote."""
        return "</li></ol>\n"

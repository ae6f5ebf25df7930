"""The first heading of a Markdown text: what a document is called that has no title field.

Only as far as the heading is the text looked at, since every version of a document is read.
"""

from __future__ import annotations

import html
import re

from isodocs.expressions import expression
from isodocs.parsing import heading

_FAR = 64 * 1024
"""So much of a text is looked at, in bytes."""
_ATX = expression(r" {0,3}#{1,6}(?:[ \t]++(.*+))?$")
_CLOSING = expression(r"(?:^|(?<![ \t])[ \t]++)#++[ \t]*+$")
_UNDERLINE = expression(r" {0,3}(?:=+|-+)[ \t]*$")
_NO_PARAGRAPH = expression(r"[ \t]*(?:$|>|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|\||</?[A-Za-z!])|    ")
_FENCE = expression(r" {0,3}(`{3,}|~{3,})")
_HTML = expression(r"[ \t]*<h([1-6])(?:[ \t][^<>]*)?>(.*?)</h\1>", re.IGNORECASE)
_LINK = expression(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TAG = expression(r"(?<!\\)</?[A-Za-z][^<>]*>")
"""`\\<Name\\>` is none: it is a text in brackets."""
_IN_HEADING = expression(
    r"(?P<number>(?P<kind>[A-Z]{1,12})(?:[-.][A-Z]{1,12})*[-.]?[0-9]+(?:[.-][0-9]+)*)"
    r"(?:[:.]?[ ]+|[ ]?[|\u2013\u2014-][ ]?)(?=[^\W\d_]|[|\u2013\u2014-][ ])"
)
"""A heading that begins with the document's number: `SOP-014: Purchasing`, `QP-7.5 – Records`."""
PUBLISHERS = frozenset("ISO IEC EN DIN BS ANSI NIST IATF FSSC SOC AS SN OHSAS".split())
"""Whose numbers are not those of a document: `ISO-9001-manual`."""
_MARKS = expression(r"\*\*|__|\*|`|(?<![\w])_|_(?![\w])|\\(?=[^\w\s])")


def first_heading(body: bytes) -> str:
    """The text of the first heading, without its markup; empty where there is none."""
    fence, comment, before = "", False, ""
    for line in body[:_FAR].decode("utf-8", "replace").splitlines():
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
        elif found:
            fence, before = found[1], ""
        elif match := _ATX.match(line):
            if title := _plain(_CLOSING.sub("", match[1] or "")):
                return title
            before = ""
        elif before and _UNDERLINE.match(line):
            return _plain(before)
        elif (match := _HTML.match(line)) and (title := _plain(match[2])):
            return title
        else:
            before = "" if _NO_PARAGRAPH.match(line) else line
    return ""


def number_in_heading(title: str) -> str:
    """The number that a heading begins with: `SOP-014` of `SOP-014: Purchasing`."""
    found = _IN_HEADING.match(title)
    return found["number"] if found and found["kind"] not in PUBLISHERS else ""


def _plain(text: str) -> str:
    text = heading.attributes(text.strip()).title
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    return " ".join(html.unescape(_MARKS.sub("", text)).split())

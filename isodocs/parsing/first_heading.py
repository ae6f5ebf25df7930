"""The first heading of a Markdown text: what a document is called that has no title field.

Only as far as the heading is the text looked at, since every version of a document is read.
"""

from __future__ import annotations

import html
import re

from isodocs.parsing import heading

_FAR = 64 * 1024
"""So much of a text is looked at, in bytes."""
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]++(.*+))?$")
_CLOSING = re.compile(r"(?:^|(?<![ \t])[ \t]++)#++[ \t]*+$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"[ \t]*(?:$|>|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|\||</?[A-Za-z!])|    ")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HTML = re.compile(r"[ \t]*<h([1-6])(?:[ \t][^<>]*)?>(.*?)</h\1>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(r"(?<!\\)</?[A-Za-z][^<>]*>")
"""`\\<Name\\>` is none: it is a text in brackets."""
_MARKS = re.compile(r"\*\*|__|\*|`|(?<![\w])_|_(?![\w])|\\(?=[^\w\s])")


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


def _plain(text: str) -> str:
    text = heading.attributes(text.strip()).title
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    return " ".join(html.unescape(_MARKS.sub("", text)).split())

"""The first heading of a Markdown text: what a document is called that has no title field.

Only as far as the heading is the text looked at, since every version of a document is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from isodocs.expressions import expression
from isodocs.parsing import heading

_FAR = 64 * 1024
"""So much of a text is looked at, in bytes."""
_TOP = 1024
"""So much of it, in characters, for a title in bold."""
_BOM = b"\xef\xbb\xbf"
_ATX = expression(r" {0,3}(#{1,6})(?:[ \t]++(.*+))?$")
_CLOSING = expression(r"(?:^|(?<![ \t])[ \t]++)#++[ \t]*+$")
_BOLD = expression(r"(\*\*|__)([^*_\s][^*]{0,160}?)\1\\?")
_SECTION = expression(r"[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]? ")
"""A heading that is numbered as a section: `1. Purpose`."""
_SECTIONS = frozenset(
    "summary,purpose,scope,purpose and scope,overview,introduction,general,general information,"
    "zweck,geltungsbereich,zweck und geltungsbereich,einleitung,zusammenfassung,allgemeines,"
    "objet,domaine d'application,résumé,objeto,alcance,resumen,doel,samenvatting,inleiding".split(
        ","
    )
)
"""What first sections are called, and documents are not."""
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
    """The title that a text begins with, without its markup; empty where there is none.

    That is its first heading. Of two of the first level at the very top, the first is the name of
    a firm, and the second the title: `# Firm`, `# Purchasing`. A text converted from Word may have
    a line in bold instead, above the headings of its sections.
    """
    text = body[:_FAR].removeprefix(_BOM).decode("utf-8", "replace")
    found = _titles(text)
    level, title = next(found, (0, ""))
    bold = "" if level == 1 and not _SECTION.match(title) else _in_bold(text)
    if bold and (not title or _SECTION.match(title) or number_in_heading(bold)):
        return bold
    if _is_of_a_section(level, title, text):
        return ""
    following = next(found, (0, ""))
    return following[1] if level == following[0] == 1 and not any(found) else title


def _is_of_a_section(level: int, title: str, text: str) -> bool:
    """Whether the first heading is that of a section, and the text says no title at all.

    It is called as sections are, below the first level, or is the first of several with numbers.
    """
    number = _SECTION.match(title)
    name = title[number.end() :] if number else title
    if level > 1 and name.casefold().rstrip(":") in _SECTIONS:
        return True
    if not number or number[0].rstrip(". )") != "1":
        return False
    headings = (_ATX.match(line) for line in _outside_code(text))
    return any(
        match and len(match[1]) == level and _plain(match[2] or "").startswith(("2.", "2 ", "2)"))
        for match in headings
    )


def _titles(text: str) -> Iterator[tuple[int, str]]:
    """The level and text of the first heading, and of those of the first level after it.

    The second is yielded only if nothing is between it and the first.
    """
    before, level, apart = "", 0, False
    for line in _outside_code(text):
        match = _ATX.match(line)
        if level and not match:
            if line.strip() and not apart:
                return
        elif match:
            depth, title = len(match[1]), _plain(_CLOSING.sub("", match[2] or ""))
            if title and (not level or depth == 1):
                yield depth, title
                level, apart = depth, bool(level)
            before = ""
        elif before and _UNDERLINE.match(line):
            yield 1, _plain(before)
            return
        elif (found := _HTML.match(line)) and (title := _plain(found[2])):
            yield int(found[1]), title
            return
        else:
            before = "" if _NO_PARAGRAPH.match(line) else line


def _outside_code(text: str) -> Iterator[str]:
    """The lines of a text; one of code is `>`, one of a comment is empty."""
    fence, comment = "", False
    for line in text.splitlines():
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            yield ">"
        elif comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            yield ""
        elif found:
            fence = found[1]
            yield ">"
        else:
            yield line


def _in_bold(text: str) -> str:
    """The title that is a line in bold at the top: of two, the one with the document's number."""
    from isodocs.parsing.field_labels import field_called

    lines = [line.strip() for line in text[:_TOP].splitlines() if line.strip()][:2]
    found: list[str] = []
    for line in lines:
        match = _BOLD.fullmatch(line)
        title = _plain(match[2]) if match else ""
        if not title or title.endswith(":") or field_called(title.partition(":")[0]):
            break
        found.append(title)
    return next(filter(number_in_heading, found), next(iter(found), ""))


def number_in_heading(title: str) -> str:
    """The number that a heading begins with: `SOP-014` of `SOP-014: Purchasing`."""
    found = _IN_HEADING.match(title)
    return found["number"] if found and found["kind"] not in PUBLISHERS else ""


def _plain(text: str) -> str:
    text = heading.attributes(text.strip()).title
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    return " ".join(html.unescape(_MARKS.sub("", text)).split())

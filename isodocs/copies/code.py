"""The code of a copy: read from what people type, from a QR code, and from files that we made."""

from __future__ import annotations

import html
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import unquote

from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.model.validity import DIGITS, LONGEST_NUMBER, CopyCode
from isodocs.words import say

MARK = "isodocs-copy"
"""What is before a code (`isodocs-copy:CODE`) in the keywords of a PDF, and the name of the `meta`
element that has it in a page."""
EXAMPLE = f"SOP-014/4/{'3f9a2c71b0de':.{DIGITS}}"
_BEFORE = expression(rf"[#=]|{MARK}:")
"""What may be before a code: the rest of an address, or the mark."""
_CODE = expression(
    rf"([^/]{{1,64}})/([^/]{{0,64}})/([0-9a-f]{{{DIGITS},64}})(?:~([\w.-]{{1,{LONGEST_NUMBER}}}))?"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹘－"), "-") | dict.fromkeys(map(ord, "⁄∕／"), "/")
_READ_AS = str.maketrans({"o": "0", "l": "1", "i": "1"})
"""Letters that a digest does not have, and the figures that they are taken for."""
_LONGEST = 4_000
_IN_FILE = expression(rb"(isodocs-[a-z]{1,9}):([^\s<>()\[\]{}\"'\\,;]{1,4000})")


def parse(text: str) -> CopyCode | None:
    """The code in a text: as printed, with blanks or line breaks in it, or at an address's end.

    Upper and lower case do not matter. None where it is not a code.
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", unquote(text).translate(_DASHES)).translate(_DASHES)
    kept = (c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")
    *_, last = _BEFORE.split("".join(kept))
    document, revision, digits = ["", "", *last.split("/")][-3:]
    digits, mark, number = digits.partition("~")
    digits = digits.lower().translate(_READ_AS)
    whole = _CODE.fullmatch(f"{document}/{revision}/{digits}{mark}{number}")
    return CopyCode(*whole.groups("")) if whole else None


def in_file(data: bytes, path: str) -> CopyCode:
    """The code of a page or a PDF that isodocs made.

    Raises IsodocsError where there is none, or where there are several.
    """
    codes = {code for text in values_in(data, MARK) if (code := parse(text))}
    if len(codes) == 1:
        return codes.pop()
    what = say("the codes of several copies") if codes else say("no code of a copy")
    raise IsodocsError(
        say("there is {what} in this file", what=what),
        path=path,
        hint=say("Type the code that is printed on it, such as {example}.", example=EXAMPLE),
    )


def values_in(data: bytes, mark: str) -> list[str]:
    """What a page or a PDF says behind a mark of ours, each time that it does."""
    return _in_page(data, mark) if _is_page(data) else _in_pdf(data, mark)


def _is_page(data: bytes) -> bool:
    return data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _in_pdf(data: bytes, mark: str) -> list[str]:
    """What is after the mark in metadata, which a PDF has as plain text or in UTF-16."""
    found = _IN_FILE.findall(data)
    marks = f"{mark}:".encode("utf-16-be")
    start = data.find(marks)
    while start >= 0:
        wide = data[start : start + 2 * _LONGEST].decode("utf-16-be", "replace").encode()
        found += _IN_FILE.findall(wide)
        start = data.find(marks, start + 2 * _LONGEST)
    texts = (text for name, text in found if name == mark.encode())
    return [html.unescape(text.decode("utf-8", "replace")) for text in texts]


def _in_page(data: bytes, mark: str) -> list[str]:
    """What the page says of itself: the `meta` elements in its head."""
    reader = _Head(mark)
    with suppress(AssertionError):  # what it says of some declarations that do not end
        reader.feed(data.decode("utf-8", "replace"))
    return reader.found


class _Head(HTMLParser):
    """Collects what the head of a page says under a name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.found: list[str] = []
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        self._over |= tag == "body"
        said = dict(attrs)
        if tag == "meta" and not self._over and said.get("name") == self._name:
            self.found.append(said.get("content") or "")

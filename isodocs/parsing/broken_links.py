"""Links that their author meant and Markdown does not make: an undefined label, a blank.

CommonMark shows them as the text that they are, so a reader has no way to what they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.words import say

KIND = "link"
"""The kind of problem that a broken link is."""

_LABEL = expression(r"(?<![\w\[\])}\\])(!?)\[([^\[\]]++)\]\[([^\[\]\n]*+)\](?![\[(])")
_NOTE_AS_IMAGE = expression(r"!\[\^[^\s\[\]]++\]")
_BLANK = expression(r"(!?)\[([^\[\]]*+)\]\(((?>(?:[^()\n]|\([^()\n]*+\))+))\)")
_PATH = expression(r"[^/]*+/|.*\.\w{1,5}(?:#.*|\s+[\"'(].*)?$")
# checkboxes, indices and lists of sources, ranges of characters
_NO_LABEL = expression(r"\s*+|[xX]|\^.*|@.*|[\d\s,;–-]++|(?>(?:\w-\w)+)")
_TAG = expression(r"[A-ZÄÖÜ][A-ZÄÖÜ0-9]{0,7}")
"""Codes in brackets beside one another, `[ORG][QM]`, which are meant as they are shown."""
_LONGEST = 1_000


@immutable(frozen=True, slots=True)
class BrokenLink:
    """A link that is none, at an offset; `written` is a part of it that is so in the source."""

    message: str
    hint: str
    at: int
    written: str


def find(text: str) -> Iterator[BrokenLink]:
    """The broken links of a text without code, in which links and images are replaced by theirs."""
    if "](" in text:
        yield from _with_blank(text)
    if "][" in text:
        yield from _undefined(text)
    if "![^" in text:
        for match in _NOTE_AS_IMAGE.finditer(text):
            yield BrokenLink(
                say(
                    "{match} shows an image in some places and a footnote in others",
                    match=match[0][:60],
                ),
                say("Give the image's file in parentheses: ![text](file.png)."),
                match.start(),
                match[0],
            )


def _undefined(text: str) -> Iterator[BrokenLink]:
    for match in _LABEL.finditer(text):
        image, shown, label = match.groups()
        if _NO_LABEL.fullmatch(shown) or (label and _NO_LABEL.fullmatch(label)):
            continue
        if not image and _TAG.fullmatch(shown) and _TAG.fullmatch(label):
            continue
        label = label or shown
        if len(label) > _LONGEST:
            continue  # longer than any label may be (CommonMark, 4.7)
        what = "image" if image else "link"
        yield BrokenLink(
            say(
                "the {what} names the label '{label}', which is not defined",
                what=what,
                label=label[:60],
            ),
            say(
                "Add a line '[{label}]: path/to/the/file', or write the path in parentheses.",
                label=label[:60],
            ),
            match.start(),
            f"][{match[3]}]",
        )


def _with_blank(text: str) -> Iterator[BrokenLink]:
    for match in _BLANK.finditer(text):
        image, _, target = match.groups()
        plain = target.strip()
        if "{{" in plain or "{%" in plain:
            continue  # a template makes the address
        if not re.search(r"\s", plain) or not _PATH.match(plain[:_LONGEST]):
            continue
        what = "image" if image else "link"
        yield BrokenLink(
            say("a blank in '{plain}' makes this no {what}", plain=plain[:60], what=what),
            say("Put the path in angle brackets, [text](<a b.md>), or write %20 for the blank."),
            match.start(),
            f"]({target}"[:_LONGEST],
        )

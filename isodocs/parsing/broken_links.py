"""Links that their author meant and Markdown does not make: an undefined label, a blank.

CommonMark shows them as the text that they are, so a reader has no way to what they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

KIND = "link"
"""The kind of problem that a broken link is."""

_LABEL = re.compile(r"(?<![\w\[\])}\\])(!?)\[([^\[\]]++)\]\[([^\[\]\n]*+)\](?![\[(])")
_NOTE_AS_IMAGE = re.compile(r"!\[\^[^\s\[\]]++\]")
_BLANK = re.compile(r"(!?)\[([^\[\]]*+)\]\(((?>(?:[^()\n]|\([^()\n]*+\))+))\)")
_PATH = re.compile(r"[^/]*+/|.*\.\w{1,5}(?:#.*|\s+[\"'(].*)?$")
# checkboxes, indices and lists of sources, ranges of characters
_NO_LABEL = re.compile(r"\s*+|[xX]|\^.*|@.*|[\d\s,;–-]++|(?>(?:\w-\w)+)")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
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
                f"{match[0][:60]} shows an image in some places and a footnote in others",
                "Give the image's file in parentheses: ![text](file.png).",
                match.start(),
                match[0],
            )


def _undefined(text: str) -> Iterator[BrokenLink]:
    for match in _LABEL.finditer(text):
        image, shown, label = match.groups()
        if _NO_LABEL.fullmatch(shown) or (label and _NO_LABEL.fullmatch(label)):
            continue
        label = label or shown
        if len(label) > _LONGEST:
            continue  # longer than any label may be (CommonMark, 4.7)
        what = "image" if image else "link"
        yield BrokenLink(
            f"the {what} names the label '{label[:60]}', which is not defined",
            f"Add a line '[{label[:60]}]: path/to/the/file', or write the path in parentheses.",
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
            f"a blank in '{plain[:60]}' makes this no {what}",
            "Put the path in angle brackets, [text](<a b.md>), or write %20 for the blank.",
            match.start(),
            f"]({target}"[:_LONGEST],
        )

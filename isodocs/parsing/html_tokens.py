"""Raw HTML as a browser cuts it into tags (WHATWG HTML, 13.2.5 Tokenization), in linear time.

Only what can show something matters here: tags with their attributes, the text between them, and
comments with the ends that browsers give them (`<!-->`, `--!>`). Where what a browser shows depends
on more than the piece at hand (an unfinished tag, CDATA, markup within `<textarea>`), there is a
doubt instead: nothing is taken for hidden that may be shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.words import say

_BETWEEN = expression(r"[ \t\n\f\r/]*+")
_TAG_NAME = expression(r"[^ \t\n\f\r/>]*+")
_NAME = expression(r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+")
_EQUALS = expression(r"[ \t\n\f\r]*+=[ \t\n\f\r]*+")
_UNQUOTED = expression(r"[^ \t\n\f\r>]*+")
_COMMENT_END = expression(r"--!?>")
_REFERENCE = expression(r"&(?:#(?:[xX][0-9a-fA-F]++|[0-9]++);?|[A-Za-z][A-Za-z0-9]*+;?)")

RAW_TEXT = frozenset(
    "title textarea style script xmp iframe noembed noframes plaintext noscript".split()
)
"""Elements in which a browser may take tags for text."""


@immutable(frozen=True, slots=True)
class Tag:
    """A tag; of attributes that are written twice a browser takes the first."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    at: int
    closing: bool = False


@immutable(frozen=True, slots=True)
class HtmlText:
    """What is between tags, as it is written."""

    content: str
    at: int


@immutable(frozen=True, slots=True)
class Comment:
    """A comment without its ends, and where what follows begins."""

    content: str
    at: int
    end: int


@immutable(frozen=True, slots=True)
class Doubt:
    """A place from which on it is not sure what a browser shows; `message` says why."""

    message: str
    at: int


Token = Tag | HtmlText | Comment | Doubt


class HtmlReader:
    """Reads the pieces of raw HTML of one text in order.

    Between two pieces is what Markdown makes, so a tag or a comment must end within its piece;
    an element that holds raw text may reach over several.
    """

    def __init__(self) -> None:
        self._raw = ""

    def read(self, source: str, *, last: bool = False) -> Iterator[Token]:
        """Yield the tokens of a piece; `last` says that nothing comes after it."""
        at, size = 0, len(source)
        while at < size:
            start = source.find("<", at)
            if start < 0:
                yield HtmlText(source[at:], at)
                return
            if start > at:
                yield HtmlText(source[at:start], at)
            after = source[start + 1 : start + 2]
            closing = after == "/"
            first = source[start + 2 : start + 3] if closing else after
            if first.isascii() and first.isalpha():
                tag, at = _tag(source, start, closing)
                if tag is None:
                    yield Doubt(say("a tag does not end within the HTML it is in"), start)
                    return
                yield from self._about(tag)
            elif after == "!" or after == "?" or (closing and first not in ("", ">")):
                token, at = _hidden(source, start, last)
                yield token
                if isinstance(token, Comment) and self._raw:
                    yield Doubt(say("a comment within <{raw}> may be shown", raw=self._raw), start)
                if isinstance(token, Doubt):
                    at = size if at < 0 else at
            elif closing and first == ">":
                at = start + 3
            else:
                yield HtmlText("<", start)
                at = start + 1

    def _about(self, tag: Tag) -> Iterator[Token]:
        yield tag
        if self._raw == tag.name and tag.closing:
            self._raw = ""
        elif self._raw and self._raw != "noscript":
            yield Doubt(
                say("a tag within <{raw}> is text in some places, shown in others", raw=self._raw),
                tag.at,
            )
        elif tag.name in RAW_TEXT and not tag.closing:
            self._raw = tag.name


def _hidden(source: str, start: int, last: bool) -> tuple[Comment | Doubt, int]:
    """A comment, or what browsers take for one: a declaration, an instruction, CDATA."""
    if source.startswith("<!--", start):
        content = start + 4
        if source.startswith(">", content):
            return Comment("", start, content + 1), content + 1
        if source.startswith("->", content):
            return Comment("", start, content + 2), content + 2
        end = _COMMENT_END.search(source, content)
        if end:
            return Comment(source[content : end.start()], start, end.end()), end.end()
        if last:
            return Comment(source[content:], start, len(source)), len(source)
        return Doubt(say("a comment does not end within the HTML it is in"), start), -1
    if source.startswith("<![CDATA[", start):
        return Doubt(say("CDATA is text in some places, shown in others"), start), start + 9
    close = source.find(">", start)
    if close < 0:
        return Doubt(say("a declaration does not end within the HTML it is in"), start), -1
    return Comment("", start, close + 1), close + 1


def _tag(source: str, start: int, closing: bool) -> tuple[Tag | None, int]:
    """The tag that begins at `start`, and where what follows begins; None for an unfinished one."""
    at, size = _end(_TAG_NAME, source, start + 1 + closing), len(source)
    name = source[start + 1 + closing : at]
    attributes: dict[str, str] = {}
    while True:
        at = _end(_BETWEEN, source, at)
        if at >= size:
            return None, size
        if source[at] == ">":
            found = Tag(_lower(name), tuple(attributes.items()), start, closing)
            return found, at + 1
        key = _NAME.match(source, at)
        if key is None:
            return None, size
        at, value = key.end(), ""
        if equals := _EQUALS.match(source, at):
            at = equals.end()
            quote = source[at : at + 1]
            if quote in ('"', "'"):
                close = source.find(quote, at + 1)
                if close < 0:
                    return None, size
                value, at = source[at + 1 : close], close + 1
            else:
                start_of_value, at = at, _end(_UNQUOTED, source, at)
                value = source[start_of_value:at]
        attributes.setdefault(_lower(key[0]), unescaped(value))


def _end(pattern: re.Pattern[str], source: str, at: int) -> int:
    """Where what a pattern takes from `at` on ends; at the same place where it takes nothing."""
    match = pattern.match(source, at)
    return match.end() if match else at


def _lower(name: str) -> str:
    """In lower case as far as browsers do: the letters of ASCII only."""
    return name.lower() if name.isascii() else re.sub("[A-Z]+", lambda m: m[0].lower(), name)


def unescaped(value: str) -> str:
    """An attribute's value with its character references replaced.

    One without a semicolon before `=` or a letter is none: a query such as `?a=1&copy=2` stays.
    """
    if "&" not in value:
        return value
    return _REFERENCE.sub(lambda match: _character(match, value), value)


def _character(match: re.Match[str], value: str) -> str:
    reference = match[0]
    if reference[1] == "#":
        return html.unescape(reference)
    known = html5.get(reference[1:])
    if known is None or (reference[-1] != ";" and value[match.end() : match.end() + 1] == "="):
        return reference
    return known

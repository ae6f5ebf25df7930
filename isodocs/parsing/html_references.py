"""What raw HTML shows and names: pictures, frames, style sheets, links and anchors.

The attributes that hold addresses are those of the HTML Standard (index of attributes), of SVG 2
and of HTML 4. Every other attribute whose value is the path of a file that is there counts as well:
a script or a template may load it.
"""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.model.outline import LinkKind
from isodocs.parsing import css_targets
from isodocs.parsing.html_tokens import Comment, Doubt, HtmlReader, HtmlText, Tag
from isodocs.words import say

_NESTED_PAGES = 3

_PICTURES = {
    "src": "img image source input audio video track bgsound embed frame",
    "srcset": "img image source",
    "imagesrcset": "link",
    "poster": "video",
    "background": "body table thead tbody tfoot tr td th",
    "lowsrc": "img",
    "dynsrc": "img",
    "href": "image feimage",
    "xlink:href": "image feimage",
    "icon": "menuitem command",
}
_FRAMES = {
    "src": "iframe frame embed script",
    "data": "object",
    "href": "use",
    "xlink:href": "use",
    "manifest": "html",
}
_NOT_SHOWN = frozenset(
    "id class name alt title lang dir rel type role cite action formaction ping longdesc profile "
    "usemap for headers xmlns target content placeholder label summary width height".split()
)
_LINKS = ("a", "area")
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
_RELATIONS_ONLY = frozenset(
    "alternate author bookmark canonical external help license me next nofollow prev search "
    "tag dns-prefetch preconnect".split()
)
_LIKE_A_PATH = expression(r"(?<![^\s;,<>])[^\s;,<>./]*+[./][^\s;,<>]*+")
_LONGEST = 1_000
_CANDIDATE = expression(r"[\s,]*([^\s]+)")


@immutable(frozen=True, slots=True)
class HtmlReference:
    """An address in raw HTML. `sure` says that a browser loads it, or follows it for a link."""

    kind: LinkKind
    target: str
    at: int
    sure: bool = True


@immutable(frozen=True, slots=True)
class Anchor:
    """A name that a `#fragment` may lead to."""

    name: str
    at: int


@immutable(frozen=True, slots=True)
class Title:
    """Where a heading of HTML begins, or ends (`closing`)."""

    at: int
    closing: bool


Found = HtmlReference | Anchor | Title | Doubt | HtmlText | Comment


def references(
    reader: HtmlReader, source: str, *, last: bool = False, depth: int = 0
) -> Iterator[Found]:
    """What a piece of raw HTML shows, names and says, in order; `reader` is that of its text."""
    style = False
    for token in reader.read(source, last=last):
        if isinstance(token, Tag):
            style = token.name == "style" and not token.closing
            if token.name in _TITLES:
                yield Title(token.at, token.closing)
            if not token.closing:
                yield from _of_tag(token, depth)
        elif isinstance(token, HtmlText) and style:
            yield from _of_css(token.content, token.at)
        else:
            yield token


def _of_tag(tag: Tag, depth: int) -> Iterator[Found]:
    attributes = dict(tag.attributes)
    if tag.name == "script" and not attributes.get("src", "").strip():
        yield Doubt(say("a script can show anything"), tag.at)
    elif tag.name == "base" and "href" in attributes:
        yield Doubt(say("<base> changes where every path leads"), tag.at)
    elif tag.name == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
        yield Doubt(say("<meta> leads the reader to another page"), tag.at)
    elif tag.name == "applet":
        yield Doubt(say("an applet can show anything"), tag.at)
    for name, value in tag.attributes:
        if name == "id" or (name == "name" and tag.name == "a"):
            yield Anchor(value, tag.at)
        elif name in ("href", "xlink:href") and tag.name in _LINKS:
            yield HtmlReference(LinkKind.LINK, value, tag.at)
        elif name.startswith("on") and name.isalpha():
            yield Doubt(say("what '{name}' runs can show anything", name=name), tag.at)
        elif name == "srcdoc" and tag.name == "iframe":
            yield from _page(value, tag.at, depth)
        elif name == "style":
            yield from _of_css(value, tag.at)
        else:
            yield from _of_attribute(tag, name, value, attributes)


def _of_attribute(
    tag: Tag, name: str, value: str, attributes: dict[str, str]
) -> Iterator[HtmlReference | Doubt]:
    if tag.name == "link" and name == "href":
        yield from _related(tag, value, attributes.get("rel", ""))
    elif tag.name in _FRAMES.get(name, "").split():
        yield from _address(LinkKind.INCLUDE, value, tag.at)
    elif tag.name in _PICTURES.get(name, "").split():
        many = name.endswith("srcset")
        for target in _of_set(value) if many else (value,):
            yield from _address(LinkKind.IMAGE, target, tag.at)
    elif name not in _NOT_SHOWN:
        if "url(" in value.lower() or "\\" in value:
            yield from _of_css(value, tag.at)
        if len(value) <= _LONGEST:
            for found in _LIKE_A_PATH.findall(value):
                for path in dict.fromkeys((found, found.strip("'\"`"))):  # :src="'x.png'" of Vue
                    yield HtmlReference(LinkKind.IMAGE, path, tag.at, sure=False)


def _address(kind: LinkKind, value: str, at: int) -> Iterator[HtmlReference]:
    # an empty one, or a place in the page itself (<use href="#arrow">), loads nothing
    if kind is LinkKind.IMAGE or value.strip(" \t\n\f\r")[:1] not in ("", "#"):
        yield HtmlReference(kind, value, at)


def _related(tag: Tag, value: str, relations: str) -> Iterator[HtmlReference]:
    words = relations.lower().split()
    if "stylesheet" in words:
        yield from _address(LinkKind.INCLUDE, value, tag.at)
    elif words and not _RELATIONS_ONLY.issuperset(words):
        yield from _address(LinkKind.IMAGE, value, tag.at)


def _of_set(value: str) -> Iterator[str]:
    """The addresses of a `srcset` (HTML Standard, 4.8.4.2.1): a comma ends one, or its size."""
    at = 0
    while match := _CANDIDATE.match(value, at):
        address = match[1]
        at = match.end()
        if address.endswith(","):
            address = address.rstrip(",")
        else:
            at = _behind_size(value, at)
        if address:
            yield address


def _behind_size(value: str, at: int) -> int:
    """Where the size behind an address ends: at the comma that is in no parentheses."""
    inside = False
    for index in range(at, len(value)):
        character = value[index]
        if character == "(":
            inside = True
        elif character == ")":
            inside = False
        elif character == "," and not inside:
            return index + 1
    return len(value)


def _of_css(css: str, at: int) -> Iterator[HtmlReference | Doubt]:
    found, unsure = css_targets.targets(css)
    if unsure:
        yield Doubt(say("escapes in CSS hide which files it shows"), at)
    for target in found:
        if not target.startswith("#"):
            yield HtmlReference(LinkKind.IMAGE, target, at)


def _page(source: str, at: int, depth: int) -> Iterator[Found]:
    """What the page within an `<iframe srcdoc>` shows, as if it was at the frame."""
    if depth >= _NESTED_PAGES:
        yield Doubt(say("pages within pages are followed only so far"), at)
        return
    for found in references(HtmlReader(), source, last=True, depth=depth + 1):
        if isinstance(found, HtmlReference):
            yield HtmlReference(found.kind, found.target, at, found.sure)
        elif isinstance(found, Doubt):
            yield Doubt(found.message, at)

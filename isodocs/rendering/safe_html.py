"""Any HTML -> the tree of its allowed elements, through nh3 (ammonia), which reads as browsers do.

What is not allowed goes, but not the words in it: only scripts and style sheets have none for
readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from isodocs.expressions import expression
from isodocs.rendering.elements import ALLOWED, ANCHOR, VOID, Element, Node

_ATTRIBUTES = {"*": {ANCHOR}, **{tag: set(names) for tag, names in ALLOWED.items()}}
_NO_WORDS = {"script", "style"}
_PARSED = frozenset(
    "html head body title base link meta script style xmp plaintext textarea iframe noembed "
    "noframes frameset frame object applet marquee embed select option optgroup input button form "
    "fieldset legend label col colgroup source track param area wbr image listing nobr font big tt "
    "strike center address article aside details summary dialog dir figure figcaption footer "
    "header hgroup main menu nav search section ruby rb rtc rp rt".split()
)
"""The elements beside those allowed that have rules of their own in HTML."""
_TAG = expression(r"</?([A-Za-z][^\s/>]*+)")
_MARK = "\ufdd0"
"""No character. It is put behind the name of every other element: nh3 takes the words in it along
where it is one of SVG or MathML, such as `<text>` and `<min>`, and parsers those in `<template>`.
"""
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
_DEEPEST = 120
"""Elements within each other; what is deeper is shown as if it were not."""

Filter = Callable[[str, str, str], "str | None"]
"""Decides on an attribute (element, attribute, value): its new value, or None to leave it out."""


def read(source: str, attribute: Filter) -> tuple[Node, ...]:
    """The elements of HTML as it comes, with the attributes that `attribute` lets pass."""
    import nh3

    def unmarked(tag: str, name: str, value: str) -> str | None:
        return attribute(tag, name, value.replace(_MARK, ""))

    clean = nh3.clean(
        _TAG.sub(_marked, source),
        tags=set(ALLOWED),
        attributes=_ATTRIBUTES,
        clean_content_tags=_NO_WORDS,
        attribute_filter=unmarked,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    reader = _TreeReader()
    reader.feed(clean.replace(_MARK, ""))
    reader.close()
    return reader.nodes()


def _marked(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    return tag[0] if name in ALLOWED or name in _PARSED else tag[0] + _MARK


class _TreeReader(HTMLParser):
    """Reads the well-formed HTML that nh3 writes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str], list[Node]]] = [("", {}, [])]
        self._deeper = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in VOID:
            self._open[-1][2].append(Element(tag, attributes))
        elif len(self._open) > _DEEPEST:
            self._deeper += 1
        else:
            self._open.append((tag, attributes, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._deeper:
            self._deeper -= 1
            return
        name, attributes, children = self._open.pop()
        self._open[-1][2].append(Element(name, attributes, tuple(children)))

    def handle_data(self, data: str) -> None:
        self._open[-1][2].append(data)

    def nodes(self) -> tuple[Node, ...]:
        """What was read."""
        while len(self._open) > 1:
            self.handle_endtag(self._open[-1][0])
        return tuple(self._open[0][2])

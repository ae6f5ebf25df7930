"""A document's Markdown and the files that belong to it -> its body, ready for any page or print.

Each of the files is shown: where the text shows it, or else at the end. So nothing that was
approved is left out, whatever form an include has.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.model.outline import LinkKind
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import document_outline, markdown_tokens
from isodocs.parsing.heading import Slugs
from isodocs.parsing.markdown import beyond_measure
from isodocs.parsing.markdown_tokens import MAX_NESTING
from isodocs.rendering import markdown_html, safe_html
from isodocs.rendering.elements import ANCHOR, Element, Node, words
from isodocs.rendering.pictures import Picture, picture
from isodocs.rendering.surroundings import Drawn, Surroundings, anchor

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKDOWN = frozenset((".md", ".mdx", ".markdown", ".mdown", ".mkd", ""))
_PAGES = frozenset((".html", ".htm", ".xhtml"))
_DEEPEST = 10
_UNSEEN = expression(
    r"<(svg|math|video|audio|iframe|frame|object|embed|canvas|select|textarea|input|button|script"
    r"|style)\b",
    re.IGNORECASE,
)
"""What raw HTML may show and a copy does not."""
_ONE_WORD = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'{}<>%!|]++)"""
_DIRECTIVE = expression(
    rf"""[ \t]*+(?:\{{[%!{{][-<%#>+]?[ ]*+(?:[\w-]++[ ]++)?{_ONE_WORD}[ ]*+[->%!]{{0,2}}"""
    rf"""\}}{{1,2}}|--8<--[ ]*+(?:"[^"\s]*+"|'[^'\s]*+')|!?\[\[[^\[\]|]*+\]\]"""
    rf"""|::include\{{file={_ONE_WORD}\}}"""
    r"""|\.\.[ ]include::[ ]\S++|include::[^\s\[]++\[\])[ \t]*+"""
)
"""A line that is nothing but an include: it gives the file, and no words beside it."""
_OPTION = expression(
    r"[ \t]*+:(?:start|end|lines|encoding|parser|heading-offset|relative|tab-width|number-lines)"
    r"[\w-]*+:|[ \t]*+(?:---[ \t]*+)?$"
)
"""A line within the block of an include that says how to include, and nothing to readers."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Heading(NamedTuple):
    """A heading, and the anchor to go to it on the page."""

    level: int
    title: str
    anchor: str


class Body(NamedTuple):
    """What a reader sees of a document.

    `appended` are the files shown behind the text, by path, each as nodes; none for one that can
    only be named. `pictures` are by their names, which are what `src` says. `not_shown` is what the
    text shows elsewhere and a copy cannot show: addresses of pictures that are not among the
    document's files, such as those on the web, and elements of raw HTML such as `<svg>`.
    """

    nodes: tuple[Node, ...]
    appended: tuple[tuple[str, tuple[Node, ...]], ...]
    headings: tuple[Heading, ...]
    pictures: dict[str, Picture]
    not_shown: tuple[str, ...]

    @property
    def everything(self) -> Iterator[Node]:
        """Text and appended files."""
        yield from self.nodes
        for _, nodes in self.appended:
            yield from nodes


def body(text: str, around: Surroundings) -> Body:
    """The body of a document whose text, below its front matter, is `text`."""
    making = _Making(around)
    nodes = making.markdown(text, around.path, 0)
    appended = []
    while left := [path for path in around.files if path not in making.shown]:
        making.shown.add(left[0])
        appended.append((left[0], making.file(left[0], 0)))
    everything = (*nodes, *(node for _, file in appended for node in file))
    return Body(
        nodes,
        tuple(appended),
        tuple(_headings(everything)),
        making.pictures,
        tuple(dict.fromkeys(making.not_shown)),
    )


class _Making:
    """One document on its way; `shown` are the paths of the files that the text has shown."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.pictures: dict[str, Picture] = {}
        self.not_shown: list[str] = []
        self.shown: set[str] = set()
        self.slugs = Slugs()
        self.ids: set[str] = set()

    def file(self, path: str, depth: int) -> tuple[Node, ...]:
        """A file that belongs to the document; nothing of what no reader can see."""
        data = self.around.files[path]
        if name := self._drawn(path, self.around.drawn(path)):
            alternative = posixpath.basename(path)
            return (Element("p", {}, (Element("img", {"src": name, "alt": alternative}),)),)
        ending = posixpath.splitext(path)[1].lower()
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        if "\0" in text or "\ufffd" in text:
            return ()
        if ending in _PAGES:
            return self._html(text, path)
        if ending in _MARKDOWN:
            return self.markdown(text, path, depth)
        return (Element("pre", {}, (text,)),)

    def markdown(self, text: str, source: str, depth: int) -> tuple[Node, ...]:
        """A text of Markdown, with what it includes in its place."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if beyond_measure(text):
            return (Element("pre", {}, (text,)),)
        tokens = markdown_tokens.read(text)
        if any(token.level >= MAX_NESTING - 1 for token in tokens):
            return (Element("pre", {}, (text,)),)  # the parser leaves out what is deeper
        mark = hashlib.sha256(text.encode()).hexdigest()
        included: dict[str, tuple[Node, ...]] = {}
        if depth < _DEEPEST:
            tokens = list(self._with_includes(tokens, text, source, mark, included, depth))
        found = self._html(markdown_html.html(tokens, self.slugs), source, mark)
        placed = tuple(_put_in(found, included))
        return (*placed, *(Element("div", {}, left) for left in included.values()))

    def _with_includes(
        self,
        tokens: Sequence[Token],
        text: str,
        source: str,
        mark: str,
        included: dict[str, tuple[Node, ...]],
        depth: int,
    ) -> Iterator[Token]:
        """The tokens, with a place for what a block includes behind it, or instead of it."""
        from markdown_it.token import Token

        waiting = sorted(set(self._includes(text, source)))
        close = 0
        for index, token in enumerate(tokens):
            if index < close:
                continue
            start, end = token.map or (0, 0)
            here = [found for found in waiting if start < found[0] <= end]
            if not here or (token.nesting == 1 and token.type != "paragraph_open"):
                yield token
                continue
            waiting = [found for found in waiting if found not in here]
            close = _end_of_block(tokens, index)
            if not _is_directive_alone(tokens[index:close], len({line for line, _, _ in here})):
                yield from tokens[index:close]
            for _, path, _ in here:
                self.shown.add(path)
                name = f"{mark}-{len(included)}"
                included[name] = self.file(path, depth + 1)
                yield Token("html_block", "", 0, content=f'<div id="{name}"></div>\n', block=True)

    def _includes(self, text: str, source: str) -> Iterator[tuple[int, str, str]]:
        """What a text includes: the line, the path, and how it is written."""
        if not self.around.files:
            return
        outline = document_outline.read(text)
        for link in (*outline.links, *outline.may_show):
            if link.kind is not LinkKind.INCLUDE:
                continue
            path = self.around.file(link.target, source, link.lookup, link.kind)
            if path and path not in self.shown and picture(self.around.files[path]) is None:
                yield link.line, path, link.target

    def _html(self, source: str, path: str, mark: str = "") -> tuple[Node, ...]:
        """The elements of HTML that is written in the text at `path`."""

        def attribute(tag: str, name: str, value: str) -> str | None:
            if name in (ANCHOR, "name"):
                return value if mark and value.startswith(mark) else anchor(value)
            if name == "href":
                if value.startswith("#"):
                    return f"#{anchor(value[1:])}" if value[1:] else None
                return self.around.address(value, path) or None
            if name == "src":
                return self._source(value, path)
            if name == "align":
                return value if value in ("left", "center", "right") else None
            if name in ("colspan", "rowspan", "start"):
                return value if value.isascii() and value.isdigit() and len(value) < 4 else None
            return value

        self.not_shown += dict.fromkeys(f"<{m[1].lower()}>" for m in _UNSEEN.finditer(source))
        return tuple(self._finished(safe_html.read(source, attribute)))

    def _finished(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """The nodes with words in the place of pictures that are not there, and no name twice."""
        for node in nodes:
            if isinstance(node, str):
                yield node
                continue
            attributes = dict(node.attributes)
            if (name := attributes.get(ANCHOR)) is not None:
                if name in self.ids:
                    del attributes[ANCHOR]
                self.ids.add(name)
            if node.tag == "img" and "src" not in attributes:
                yield f"[{attributes.get('alt') or '…'}]"
            else:
                yield Element(node.tag, attributes, tuple(self._finished(node.children)))

    def _source(self, target: str, source: str) -> str | None:
        """The name of the picture that a target means; None where there is none to show."""
        path, drawn = self.around.picture(target, source)
        if drawn.picture is None and not path:
            self.not_shown.append(target[:200])
        return self._drawn(path, drawn)

    def _drawn(self, path: str, drawn: Drawn) -> str | None:
        """The name of a picture that the text shows, with those within it; None for none."""
        found = drawn.picture
        if found is None:
            return None
        self.shown |= {*filter(None, [path]), *drawn.shown}
        self.not_shown += [f"{path}: {target[:200]}" for target in drawn.lost]
        self.pictures[found.name] = found
        return found.name


def _end_of_block(tokens: Sequence[Token], index: int) -> int:
    """Where what follows the block that begins at `index` begins."""
    depth = 0
    for at in range(index, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at + 1
    return len(tokens)


def _is_directive_alone(block: Sequence[Token], including: int) -> bool:
    """Whether a block says nothing but what so many lines include: no word may go with it."""
    if block[0].type == "fence":
        info = block[0].info.split()
        lines = block[0].content.split("\n")
        alone = len(info) in (1, 2) and info[0].startswith("{")
        return alone and all(map(_OPTION.match, lines))
    if block[0].type == "html_block":
        return False  # what includes in it is not shown anyway
    lines = [line for token in block for line in token.content.split("\n") if line.strip()]
    return len(lines) <= including and all(map(_DIRECTIVE.fullmatch, lines))


def _put_in(nodes: Iterable[Node], included: dict[str, tuple[Node, ...]]) -> Iterator[Node]:
    """The nodes, with what is included in the places for it, and then no more in `included`.

    Raw HTML can take a place away, such as a comment that does not end.
    """
    for node in nodes:
        if isinstance(node, str) or not included:
            yield node
        elif (name := node.attributes.get(ANCHOR, "")) in included:
            yield Element("div", {}, included.pop(name))
        else:
            yield node._replace(children=tuple(_put_in(node.children, included)))


def _headings(nodes: Iterable[Node]) -> Iterator[Heading]:
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag in _HEADINGS and (title := " ".join(words(node.children).split())):
            yield Heading(int(node.tag[1]), title, node.attributes.get(ANCHOR, ""))
        else:
            yield from _headings(node.children)

"""The tree of a text -> Markdown that reads back as the same tree.

What Markdown has no form for is written as HTML of `rendering.elements.ALLOWED`: merged cells,
underlined words, lists within cells.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from isodocs.expressions import expression
from isodocs.rendering.elements import BLOCKS, VOID, Element, Node, words

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}
_SPECIAL = expression(
    r"[\\`*]|(?<![\w\s])_++|(?<=\s)_++(?=[^\s_])|(?<=[^\W_])_++(?=[^\w\s]|$)|^_++(?=[^\s_]|$)"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~~|\[(?=\^|[^\[\]]*\](?:[(:\[]|\s*$))"
    r"|(?<=\])\(|\{(?=[%{<!#])|!(?=\[)|\]\]|\[\["
)
"""What would be read as markup in the midst of a line."""
_IN_LINK = expression(rf"[\[\]]|{_SPECIAL.pattern}")
"""What would be, or would end, a link in its words."""
_BREAKS = ("\\\n", "\\\n ")
_AT_START = expression(r"(?:#{1,6}(?=\s|$)|[+-](?=\s|$)|>|=+\s*$|-{2,}|_{3,}\s*$|:|\.\.)")
_ATTRIBUTES = expression(r"\\?\{(?=[^{}]*+\}\s*$)")
_NUMBER_AT_START = expression(r"([0-9]{1,9})([.)])(?=\s|$)")
_BLANKS = expression(r"[ \t\r\n\f]+")
_FORMS = ("strong", "em", "s", "b", "i", "del")


class MarkdownWriter:
    """Writes one text; `notes` are its footnotes, by id, and `links` where its own anchors are."""

    def __init__(
        self, notes: Mapping[str, Sequence[Node]], links: Mapping[str, str] | None = None
    ) -> None:
        self._notes = notes
        self._links = links or {}
        self._numbers: dict[str, int] = {}

    def write(self, nodes: Iterable[Node]) -> str:
        """The text with its footnotes below it."""
        parts = list(self._blocks(nodes))
        done: set[str] = set()
        while left := [id for id in self._numbers if id not in done]:
            for id in left:
                done.add(id)
                inner = "\n\n".join(self._blocks(self._notes.get(id, ())))
                body = inner.replace("\n", "\n    ")
                parts.append(f"[^{self._numbers[id]}]: {_no_trailing(body)}".rstrip())
        return "\n\n".join(part for part in parts if part.strip()) + "\n"

    # -- blocks -------------------------------------------------------------------------------

    def _blocks(self, nodes: Iterable[Node]) -> Iterator[str]:
        waiting: list[Node] = []
        last = ""
        for node in nodes:
            if isinstance(node, Element) and node.tag in BLOCKS:
                yield from self._paragraph(waiting)
                waiting = []
                mark = ")" if node.tag == last and node.tag in ("ul", "ol") else "."
                last = "" if mark == ")" else node.tag
                yield from self._block(node, mark)
            else:
                waiting.append(node)
                last = ""
        yield from self._paragraph(waiting)

    def _block(self, node: Element, mark: str) -> Iterator[str]:
        tag = node.tag
        if tag[0] == "h" and tag[1:].isdigit():
            text = _BLANKS.sub(" ", self._line(node.children).replace("\\\n", " ")).strip()
            text = re.sub(r"(\s)(#+)$", r"\1\\\2", text)
            text = _ATTRIBUTES.sub("&#123;", text)  # a claim of a clause is made in the document
            yield f"{'#' * int(tag[1])} {text}"
        elif tag == "hr":
            yield "* * *"
        elif tag == "pre":
            yield _fenced(words(node.children).rstrip("\n"))
        elif tag == "blockquote":
            inner = "\n\n".join(part for part in self._blocks(node.children) if part.strip())
            yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        elif tag in ("ul", "ol"):
            yield self._list(node, mark)
        elif tag == "table":
            yield self._table(node)
        elif tag == "p":
            yield from self._paragraph(node.children)
        else:
            yield from self._blocks(node.children)

    def _paragraph(self, nodes: Sequence[Node]) -> Iterator[str]:
        text = self._line(nodes).strip(" ")
        if text.strip():
            yield "\n".join(map(_safe_start, text.split("\n")))

    def _list(self, node: Element, mark: str) -> str:
        items = []
        number = int(node.attributes.get("start", "1"))
        loose = any(
            isinstance(child, Element) and child.tag in ("p", "table", "hr")
            for item in node.children
            if isinstance(item, Element)
            for child in item.children
        )
        for item in node.children:
            if not isinstance(item, Element):
                continue
            sign = f"{number}{mark}" if node.tag == "ol" else "-" if mark == "." else "*"
            number += 1
            parts = [part for part in self._blocks(item.children) if part.strip()]
            text = ("\n\n" if loose else "\n").join(parts)
            indent = " " * (len(sign) + 1)
            items.append(f"{sign} {text}".replace("\n", f"\n{indent}").rstrip())
        return _no_trailing(("\n\n" if loose else "\n").join(items))

    # -- tables -------------------------------------------------------------------------------

    def _table(self, node: Element) -> str:
        rows = [
            row
            for part in node.children
            if isinstance(part, Element)
            for row in ((part,) if part.tag == "tr" else part.children)
            if isinstance(row, Element)
        ]
        cells = [[cell for cell in row.children if isinstance(cell, Element)] for row in rows]
        width = max(map(len, cells), default=0)
        spans = any(cell.attributes for row in cells for cell in row)
        heads = sum(
            len(p.children) for p in node.children if isinstance(p, Element) and p.tag == "thead"
        )
        if spans or heads > 1 or any(_holds_tables(cell) for row in cells for cell in row):
            return self._html((node,))
        lines = []
        for at, row in enumerate(cells):
            texts = [self._cell(cell) for cell in row] + [""] * (width - len(row))
            lines.append(f"| {' | '.join(texts)} |")
            if at == 0:
                lines.append(f"|{'---|' * width}")
        return "\n".join(lines)

    def _cell(self, cell: Element) -> str:
        pieces: list[str] = []
        for block in _in_blocks(cell.children):
            if block.tag in ("ul", "ol", "pre", "blockquote", "hr"):
                pieces.append(self._html((block,), inline=True))
            else:
                line = self._line(block.children).replace("\\\n", "<br>")
                strong = block.tag[0] == "h" and block.tag[1:].isdigit()
                pieces.append(f"**{line.strip()}**" if strong and line.strip() else line.strip())
        joined = pieces[0] if pieces else ""
        for before, piece in itertools.pairwise(pieces):
            between = "" if before.endswith(">") and piece.startswith("<") else "<br>"
            joined += between + piece
        return _BLANKS.sub(" ", joined.replace("|", "\\|"))

    # -- HTML ---------------------------------------------------------------------------------

    def _html(self, nodes: Iterable[Node], *, inline: bool = False) -> str:
        """Nodes as HTML without an empty line, which would end it; `inline` on one line."""
        return "".join(self._tags(nodes, "" if inline else "\n"))

    def _tags(self, nodes: Iterable[Node], end: str) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                text = escape(_BLANKS.sub(" ", node), quote=False)
                # In one line, Markdown is read between the tags.
                yield text if end else _SPECIAL.sub(_escaped, text)
                continue
            tag = node.tag
            if tag == "note":
                note = " ".join(words(self._notes.get(node.attributes["id"], ())).split())
                yield f" <small>({escape(note, quote=False)})</small>"
                continue
            if tag == "h0":
                tag = "p"
            attributes = {k: v for k, v in node.attributes.items() if k != "type"}
            if "href" in attributes:
                attributes["href"] = self._address(attributes["href"])
                if not attributes["href"]:
                    yield from self._tags(node.children, end)
                    continue
            said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            breaks = end if tag in ("table", "thead", "tbody", "tr", "ul", "ol") else ""
            yield f"<{tag}{said}>{breaks}"
            if tag not in VOID:
                children = node.children
                if tag in ("td", "th", "li") and _is_one_paragraph(children):
                    children = tuple(_inside(children))
                if tag == "pre":
                    code = escape(words(children).rstrip("\n"), quote=False)
                    yield code.replace("\n", "&#10;")
                else:
                    yield from self._tags(children, end)
                closes = (
                    end if tag in ("thead", "tbody", "tr", "td", "th", "li", "ul", "ol") else ""
                )
                yield f"</{tag}>{closes}"

    # -- lines --------------------------------------------------------------------------------

    def _line(self, nodes: Iterable[Node], special: re.Pattern[str] = _SPECIAL) -> str:
        """Words of one paragraph, and what is among them."""
        text = ""
        for node, after in pairwise((*_joined(nodes), "")):
            if isinstance(node, str):
                text += special.sub(_escaped, _BLANKS.sub(" ", node))
            else:
                text += self._inline(node, text[-1:], words((after,))[:1], special)
        while text.endswith(_BREAKS):
            text = text.rstrip(" ").removesuffix("\\\n")
        return text

    def _inline(self, node: Element, before: str, after: str, special: re.Pattern[str]) -> str:
        tag = node.tag
        if tag == "br":
            return "\\\n"
        if tag == "img":
            alt = _in_brackets(node.attributes.get("alt", ""))
            return f"![{alt}]({_target(node.attributes['src'])})"
        if tag == "note":
            number = self._numbers.setdefault(node.attributes["id"], len(self._numbers) + 1)
            return f"[^{number}]"
        if tag == "code":
            return _code(words(node.children))
        children = tuple(_without(node.children, _MARKS[tag])) if tag in _MARKS else node.children
        inner = self._line(children, _IN_LINK if tag == "a" else special)
        if tag == "a":
            address = self._address(node.attributes["href"])
            return f"[{inner.strip()}]({_target(address)})" if address and inner.strip() else inner
        if not inner.strip():
            return inner
        begin = inner[: len(inner) - len(inner.lstrip(" "))]
        end = inner[len(inner.rstrip(" ")) :]
        bare = inner.strip(" ")
        if tag in _FORMS and not any(map(str.isalnum, bare)):
            return inner  # a sign looks the same in bold
        if (mark := _MARKS.get(tag)) and _is_flanked(
            mark[0], bare, (before + begin)[-1:], end or after
        ):
            return f"{begin}{mark}{bare}{mark}{end}"
        if tag in ("strong", "em", "u", "s", "sup", "sub", "b", "i", "del", "ins", "mark", "small"):
            return f"{begin}<{tag}>{bare}</{tag}>{end}"
        return inner

    def _address(self, href: str) -> str:
        if href.startswith("#"):
            return self._links.get(href[1:], "")
        if href.startswith("file:"):
            return self._links.get(href, "")
        return href


def _joined(nodes: Iterable[Node]) -> list[Node]:
    """The same, with neighbours that look alike as one: marks between them would be words."""
    found: list[Node] = []
    for node in nodes:
        last = found[-1] if found else None
        if isinstance(node, str) and isinstance(last, str):
            found[-1] = last + node
        elif (
            isinstance(node, Element)
            and isinstance(last, Element)
            and node.tag == last.tag
            and (node.tag in _MARKS or node.tag == "code")
        ):
            found[-1] = Element(node.tag, node.attributes, (*last.children, *node.children))
        else:
            found.append(node)
    return found


def _without(nodes: Iterable[Node], mark: str) -> Iterator[Node]:
    """The same without what the mark around them says already: bold in bold is bold."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif _MARKS.get(node.tag) == mark:
            yield from _without(node.children, mark)
        else:
            yield Element(node.tag, node.attributes, tuple(_without(node.children, mark)))


def _is_flanked(sign: str, bare: str, before: str, after: str) -> bool:
    """Whether marks around words are read as such: not between a letter and another sign."""
    begins = bare.lstrip(sign)[:1].isalnum() or not before.strip() or not before.isalnum()
    ends = bare.rstrip(sign)[-1:].isalnum() or not after.strip() or not after.isalnum()
    beside = bool({before, after} & {"*", "~"}) or bare.startswith("\\") or bare.endswith("\\")
    return begins and ends and not beside


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\{letter}" for letter in match[0])


def _safe_start(line: str) -> str:
    """A line whose beginning is not read as a block."""
    bare = line.lstrip(" ")
    if match := _NUMBER_AT_START.match(bare):
        return f"{match[1]}\\{bare[match.end(1) :]}"
    return f"\\{bare}" if _AT_START.match(bare) else bare


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _code(text: str) -> str:
    text = _BLANKS.sub(" ", text)
    if not text.strip():
        return text
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or longest else ""
    begin = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return f"{begin}{fence}{pad}{text.strip()}{pad}{fence}{end}"


def _in_brackets(text: str) -> str:
    return re.sub(r"[\\\[\]]", r"\\\g<0>", _BLANKS.sub(" ", text).strip())


def _target(address: str) -> str:
    if re.search(r"[\s()<>]", address):
        return (
            "<"
            + re.sub(r"[<>\s]", lambda m: f"%{ord(m[0]):02X}" if m[0] != " " else " ", address)
            + ">"
        )
    return address


def _no_trailing(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _in_blocks(nodes: Sequence[Node]) -> Iterator[Element]:
    """The blocks of a cell; words between them are one."""
    waiting: list[Node] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag in BLOCKS:
            if waiting:
                yield Element("p", {}, tuple(waiting))
                waiting = []
            yield node
        else:
            waiting.append(node)
    if waiting:
        yield Element("p", {}, tuple(waiting))


def _holds_tables(node: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag == "table" or _holds_tables(child))
        for child in node.children
    )


def _is_one_paragraph(nodes: Sequence[Node]) -> bool:
    blocks = [node for node in nodes if isinstance(node, Element) and node.tag in BLOCKS]
    return len(blocks) == 1 and blocks[0].tag == "p" and len(nodes) == 1


def _inside(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element):
            yield from node.children

"""Words and what is among them -> runs of one look, as a line of print takes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.rendering.elements import ANCHOR, BLOCKS, Node

Run = dict[str, Any]
"""One of `text` (with `styles` and `href`), `break`, `picture` (with `alt`) and `anchor`."""

_BLANKS = expression(r"[ \t\n\f\r]+")
_STYLES: Mapping[str, str] = {
    **dict.fromkeys(("em", "i", "cite", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp"), "code"),
    **dict.fromkeys(("s", "del"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **{name: name for name in ("mark", "small", "sub", "sup")},
}
_WORD = expression("[!-~\u00a1-\u052f]+")
"""What has no place to break: Latin, Greek and Cyrillic letters, figures and signs."""
BREAK = "\u200b"
"""No blank, and a place where a line may end."""
_CONTROLS = expression(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PRIVATE = expression("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


class _Style(NamedTuple):
    """How a run of words looks, and where it leads."""

    names: frozenset[str] = frozenset()
    href: str = ""


def runs_of(nodes: Iterable[Node]) -> list[Run]:
    """The words of a block in runs of one look, without the blanks at its ends."""
    runs: list[Run] = []
    for run in _walk(nodes, _Style()):
        last = runs[-1] if runs else None
        text = run.get("text")
        if text is not None:
            if last is None or "break" in last or last.get("text", "").endswith(" "):
                text = text.lstrip(" ")
            if not text:
                continue
            run["text"] = text
            if last and "text" in last and _look(last) == _look(run):
                last["text"] += text
                continue
        elif "break" in run and last and "text" in last:
            last["text"] = last["text"].rstrip(" ")
        runs.append(run)
    while runs and ("break" in runs[-1] or not runs[-1].get("text", "x").strip(" ")):
        runs.pop()
    if runs and "text" in runs[-1]:
        runs[-1]["text"] = runs[-1]["text"].rstrip(" ")
    return runs


def _look(run: Run) -> tuple[object, object]:
    return run["styles"], run["href"]


def _walk(nodes: Iterable[Node], style: _Style) -> Iterator[Run]:
    for node in nodes:
        if isinstance(node, str):
            text = _BLANKS.sub(" ", clean(node))
            yield {"text": text, "styles": sorted(style.names), "href": style.href}
        elif node.tag == "br":
            yield {"break": True}
        elif node.tag == "img":
            alternative = node.attributes.get("alt", "").strip()
            yield {"picture": node.attributes["src"], "alt": clean(alternative)}
        else:
            if name := node.attributes.get(ANCHOR):
                yield {"anchor": name}
            names = style.names | {_STYLES[node.tag]} if node.tag in _STYLES else style.names
            href = node.attributes.get("href", style.href)
            yield from _walk(node.children, _Style(names, href))
            if node.tag in BLOCKS:
                yield {"break": True}


def breakable(text: str, most: int) -> str:
    """A text in which a word of more letters than that may break: a path, a number, an address.

    Scripts that are written without blanks break by themselves.
    """
    if len(text) <= most:
        return text
    return _WORD.sub(lambda match: _parted(match[0], most), text)


def _parted(word: str, most: int) -> str:
    size = max(most // 2, 3)
    pieces = (word[at : at + size] for at in range(0, len(word), size))
    return word if len(word) <= most else BREAK.join(pieces)


def is_seen(text: str) -> bool:
    """Whether a text has a character that is neither blank nor format."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)


def clean(text: str) -> str:
    """Text without characters that no reader sees; private ones by their numbers.

    What a private character looks like depends on the font (ISO 19005-2, 6.2.11.7.3 asks for more).
    """
    text = _CONTROLS.sub("", text).replace("\r", "\n")
    return _PRIVATE.sub(lambda match: by_number(match[0]), text)


def by_number(character: str) -> str:
    """A character that cannot be shown, by its number in Unicode."""
    return f"\u27e8U+{ord(character):04X}\u27e9"

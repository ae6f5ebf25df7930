"""Patterns by which documents that do not say their type are known: `sops/**`, `**/sop-*`.

A pattern also holds for the documents of tomorrow, and a list of paths does not. So a folder is
taken where nearly all that is in it is of one type, and a word in names where it means a type and
nearly all files that have it are of that type. What is left is listed by its path.
"""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.file_names import document_ending

_FIRST = expression(r"([^\W\d_]+)[-_. ]")
_INSIDE = expression(r"(?<=[-_. ])([^\W\d_]+)(?=[-_. ])")
_LAST = expression(r"[-_. ]([^\W\d_]+)$")
_SEVERAL = 2
"""A word that only one file has is not a habit."""
_QUARTER = 4
"""A pattern has one exception for so many documents that it is right for, at most."""


class _Pattern(NamedTuple):
    """A pattern that may type documents: the paths that are of its type, and those that are not."""

    text: str
    name: str
    right: frozenset[str]
    exceptions: frozenset[str]


def type_patterns(
    paths: Iterable[str],
    types: Mapping[str, str],
    silent: frozenset[str],
    meant: Callable[[str], str],
) -> dict[str, tuple[str, ...]]:
    """The patterns of each type, as few as can be found; `types` are those of documents by path.

    `silent` are the paths of documents whose type is known and that do not say it. Each fits a
    pattern of its type. Where it fits one of another as well its path is listed, which decides
    first. `meant` is the type that a word in a name means, or empty.
    """
    left, listed = set(silent), set[str]()
    found: dict[str, list[str]] = defaultdict(list)
    patterns = sorted(_possible(paths, types, silent, meant), key=_preference)

    def saves(each: _Pattern) -> int:
        return len(each.right & left) - len(each.exceptions - listed)

    while patterns and saves(best := max(patterns, key=saves)) > 0:
        found[best.name].append(best.text)
        listed |= best.exceptions
        left -= best.right | best.exceptions
        patterns = [each for each in patterns if each.right & left]
    for path in left | listed:
        found[types[path]].append(path)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def _preference(pattern: _Pattern) -> tuple[bool, int, str]:
    """Folders before names, and short before long."""
    return not pattern.text.endswith("/**"), len(pattern.text), pattern.text


def _possible(
    paths: Iterable[str],
    types: Mapping[str, str],
    silent: frozenset[str],
    meant: Callable[[str], str],
) -> Iterator[_Pattern]:
    """The patterns that fit no document without a type, and of one type nearly all."""
    fits: dict[str, set[str]] = defaultdict(set)
    words: dict[str, str] = {}
    for path in paths:
        for folder in _above(path):
            fits[f"{folder}/**"].add(path)
        if path in silent or path not in types:
            words |= (of_name := dict(_of_name(path)))
            for pattern in of_name:
                fits[pattern].add(path)
    for text, fitting in fits.items():
        if not fitting <= types.keys():
            continue
        word = words.get(text, "")
        name = meant(word) if word else _usual(types[path] for path in fitting)
        right = frozenset(path for path in fitting if types[path] == name)
        others = fitting - right
        if len(right) >= max(len(others) * _QUARTER, _SEVERAL if word else 1):
            yield _Pattern(text, name, right & silent, silent & others)


def _usual(names: Iterable[str]) -> str:
    return Counter(names).most_common(1)[0][0]


def _above(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path


def _of_name(path: str) -> Iterator[tuple[str, str]]:
    """The patterns of the words in a file's name, each with its word.

    `0210_VPN_Richtlinie_neu.md` has `**/*_VPN_*` and `**/*_Richtlinie_*`, and `**/*_neu.md`.
    """
    ending = document_ending(path)
    stem = posixpath.basename(path).removesuffix(ending)
    if first := _FIRST.match(stem):
        yield f"**/{first[0]}*", first[1]
    for inside in _INSIDE.finditer(stem):
        before, after = stem[inside.start() - 1], stem[inside.end()]
        yield f"**/*{before}{inside[1]}{after}*", inside[1]
    if last := _LAST.search(stem):
        yield f"**/*{last[0]}{ending}", last[1]

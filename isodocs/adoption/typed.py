"""Of what type each document is, and which roles look after them.

A document that says its type is of that one. Of the others the number, then the name of the file,
then its folder speaks; the title where they are silent, or the folder is farther above.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum

from isodocs.adoption.type_patterns import type_patterns
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import document_kinds
from isodocs.parsing.file_names import in_ascii, number_in_name, own_name

_ROLE = expression(
    r"\b(?:manager|officer|lead|leader|director|head|team|board|owner|engineer|committee|"
    r"coordinator|representative|responsible|administrator|supervisor|department|management|"
    r"quality|security|operations|compliance|engineering|"
    r"\w*(?:leiter|leitung|beauftragte|verantwortliche)(?:r|rin|n|in)?|geschäftsführ\w+|abteilung|"
    r"responsable|directeur|directrice|direction|chef|gérant|director|directora|gerente|jefe|"
    r"encargad[oa]|hoofd|directeur|verantwoordelijke|functionaris)\b",
    re.IGNORECASE,
)
_SHORT = expression(r"\b[A-Z]{2,5}\b")
"""A title in short: CISO, QMB."""
_NAMED = expression(r"\([A-ZÄÖÜ][^\W\d_]+ [A-ZÄÖÜ][^\W\d_]+\)")
_LONGEST = 60
"""A longer owner is a sentence."""
_MOST_ROLES = 20
_SIGN = frozenset("#@/*")


class Evidence(StrEnum):
    """What speaks for the type of a document, the surest first."""

    SAID = "field"
    NUMBER = "number"
    NAME = "name"
    FOLDER = "folder"
    TITLE = "title"


class TypedDocuments(NamedTuple):
    """The type of each document that has one, by path, and what speaks for it.

    `names` are all types; `files` the patterns, by type, of documents that do not say it.
    """

    by_path: Mapping[str, tuple[str, Evidence]]
    names: tuple[str, ...]
    files: Mapping[str, tuple[str, ...]]
    untyped: int

    def counted(self) -> Iterator[tuple[str, int, Mapping[Evidence, int]]]:
        """Each type with its number of documents, by what speaks for it; the most first."""
        by_type: dict[str, Counter[Evidence]] = defaultdict(Counter)
        for name, evidence in self.by_path.values():
            by_type[name][evidence] += 1
        for name, found in sorted(by_type.items(), key=lambda item: (-item[1].total(), item[0])):
            yield name, found.total(), found


def typed(
    paths: Iterable[str],
    said: Mapping[str, str],
    ids: Mapping[str, str],
    titles: Mapping[str, str],
    texts: Iterable[Collection[str]],
) -> TypedDocuments:
    """The types of documents at these paths; `said`, `ids` and `titles` are known of some.

    `texts` are the paths of each document that is in several languages.
    """
    paths = sorted(paths)
    ours = _words_for(said.values())
    by_path: dict[str, tuple[str, Evidence]] = {}
    for path in paths:
        if word := said.get(path, ""):
            by_path[path] = (word, Evidence.SAID)
        elif found := _spoken(
            path, ids.get(path, "") or number_in_name(path), titles.get(path, "")
        ):
            kind, evidence = found
            by_path[path] = (ours.get(kind, kind), evidence)
    _shared_by_texts(by_path, texts)
    names = tuple(sorted({name for name, _ in by_path.values()}))
    silent = frozenset(path for path, (_, by) in by_path.items() if by is not Evidence.SAID)
    types = {path: name for path, (name, _) in by_path.items()}
    patterns = type_patterns(paths, types, silent, _meaning(ours))
    return TypedDocuments(by_path, names, patterns, len(paths) - len(by_path))


def _shared_by_texts(
    by_path: dict[str, tuple[str, Evidence]], texts: Iterable[Collection[str]]
) -> None:
    """Give all texts of one document the type for which most speaks, where they do not say one."""
    surest = list(Evidence)
    for paths in texts:
        known = [by_path[path] for path in sorted(paths) if path in by_path]
        if known:
            best = min(known, key=lambda of: surest.index(of[1]))
            for path in paths:
                if by_path.get(path, best)[1] is not Evidence.SAID:
                    by_path[path] = (best[0], max(best[1], Evidence.NUMBER, key=surest.index))


def _words_for(said: Iterable[str]) -> dict[str, str]:
    """The word that documents use most for each kind: `SOP` for procedures.

    What means several, `Evidence/Template`, is not said of others.
    """
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for word in said:
        kind = document_kinds.of_title(word) or document_kinds.of_number(f"{word}-1")
        if kind and "/" not in word:
            words[kind][word] += 1
    return {kind: counted.most_common(1)[0][0] for kind, counted in words.items()}


def _spoken(path: str, id: str, title: str) -> tuple[str, Evidence] | None:
    by_title = document_kinds.of_title(title)
    by_folder, above = document_kinds.of_folder(path)
    near = by_folder if not above or by_folder == by_title else ""
    found = (
        (document_kinds.of_number(id), Evidence.NUMBER),
        (document_kinds.of_name(own_name(path), near), Evidence.NAME),
        (near, Evidence.FOLDER),
        (by_title, Evidence.TITLE),
        (by_folder, Evidence.FOLDER),
    )
    return next(((kind, evidence) for kind, evidence in found if kind), None)


def _meaning(ours: Mapping[str, str]) -> Callable[[str], str]:
    """The type that a word in the name of a file means: `Richtlinie`, or `VA` before a number."""

    def meant(word: str) -> str:
        kind = document_kinds.of_name(word) or document_kinds.of_number(f"{word}-1")
        return ours.get(kind, kind)

    return meant


def roles(owners: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """The owners that are titles of roles, by an id of their own, the most frequent first.

    `names` are those of people, and not roles. What may be a person, a channel or a sentence is
    left to `check`, which names it.
    """
    people = {name.casefold() for name in names}
    found: dict[str, str] = {}
    for owner, _ in Counter(owners).most_common():
        plain = " ".join(_NAMED.sub("", owner).split())
        is_title = _ROLE.search(plain) or _SHORT.search(plain)
        if not is_title or len(plain) > _LONGEST or plain.casefold() in people:
            continue
        if _SIGN & set(plain) or plain.count(" ") > 5 or " + " in plain:
            continue
        id = "-".join(re.findall(r"[a-z0-9]+", in_ascii(plain).casefold()))
        if id and id not in found and len(found) < _MOST_ROLES:
            found[id] = plain
    return found

"""Read a framework of a CISO Assistant library (YAML) as a requirement map.

The layout: `objects.framework.requirement_nodes`, a flat list whose nodes name the one they are
under by `parent_urn`. What is `assessable` becomes a requirement, the rest the headings above.
What is withdrawn is left out; the layout has no field for it, its description begins with the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import count
from typing import Any

from isodocs.expressions import expression
from isodocs.parsing.cut_text import shortened
from isodocs.standards.foreign import (
    LONGEST_TITLE,
    Imported,
    Item,
    Wish,
    about_text,
    as_number,
    build,
    clean,
    first_sentence,
    is_federal,
    refuse,
)
from isodocs.words import counted, listed, say, say_many

_LONGEST_DESCRIPTION = 120
"""Of a framework: many say at length what it is for, and where it was found."""
_LONGEST_GROUP = 40
_MOST_GROUPS = 12
_TEXTS = ("name", "description")
_WITHDRAWN = expression(
    r"\[?withdrawn(?:$|[\]:,;.]| (?:and|by|from|in|into|since)\b)", re.IGNORECASE
)


def is_library(content: object) -> bool:
    """Whether a file is such a library, with a framework in it or not."""
    return isinstance(content, dict) and isinstance(content.get("objects"), dict)


def read(content: Mapping[str, Any], wish: Wish) -> Imported:
    """Make a map of the framework in a library; raises StandardError when there is none."""
    framework = content["objects"].get("framework")
    nodes = framework.get("requirement_nodes") if isinstance(framework, dict) else None
    if not isinstance(nodes, list):
        refuse(
            say("the library holds no framework"),
            say("Give one whose 'objects' have a 'framework' with 'requirement_nodes'."),
            wish,
        )
    nodes = [node for node in nodes if isinstance(node, dict)]
    languages = _languages([content, framework, *nodes])
    if wish.language and wish.language not in languages:
        hint = (
            say("Give one of {languages}, or none.", languages=", ".join(languages))
            if languages
            else ""
        )
        said = say("the framework is not translated into '{language}'", language=wish.language)
        refuse(said, hint or say("Leave out --language."), wish)
    groups = _groups(framework, nodes)
    for group in wish.groups:
        if group.casefold() not in groups:
            hint = (
                say("Give one or several of {groups}.", groups=_listed(groups))
                if groups
                else say("Leave out --group.")
            )
            refuse(say("the framework has no group {group!r}", group=group), hint, wish)
    provider = clean(content.get("provider"))
    # A translation is the work of those who translated, not of the government.
    federal = is_federal([provider]) and not wish.language
    text = federal if wish.text is None else wish.text
    name = _said(framework, "name", wish.language) or _said(content, "name", wish.language)
    version = clean(str(content.get("version", ""))) or "unknown"
    wanted = frozenset(group.casefold() for group in wish.groups)
    tree, renumbered, withdrawn = _tree(nodes, text, wish.language, wanted)
    description = _said(framework, "description", wish.language)
    return build(
        tree,
        wish,
        shortened(description, _LONGEST_DESCRIPTION) or name,
        shortened(name, 60),
        provider,
        f"CISO Assistant library {clean(content.get('urn'))}, version {version}",
        [
            say("CISO Assistant framework “{name}”, version {version}", name=name, version=version),
            about_text(text, wish),
            *_about_groups(groups, wanted),
            *_about_language(content, nodes, languages, wish.language),
            *_about_rows(renumbered, withdrawn),
        ],
    )


def _tree(
    nodes: list[Mapping[str, Any]], text: bool, language: str, groups: Set[str]
) -> tuple[list[Item], int, int]:
    """The items at the top, how many numbers were there already, and how many were withdrawn.

    R9 beside R9+ is R9-2. What is under one that is withdrawn goes under the next above it. What is
    in none of the groups asks nothing, and keeps its number: each has the same one at every level.
    """
    top: list[Item] = []
    by_urn: dict[str, Item | None] = {}
    taken: set[str] = set()
    renumbered = withdrawn = 0
    for node in nodes:
        over = by_urn.get(clean(node.get("parent_urn")))
        if _is_withdrawn(node):
            by_urn[clean(node.get("urn"))] = over
            withdrawn += _is_assessable(node)
            continue
        siblings = over.below if over else top
        number = as_number(clean(node.get("ref_id")))
        # Without a number of its own it counts on from the one above.
        number = number or f"{over.number if over else 'R'}-{len(siblings) + 1}"
        several = (f"{number[:28].rstrip('-.')}-{n}" for n in count(2))
        free = number if number not in taken else next(n for n in several if n not in taken)
        renumbered += free != number
        taken.add(free)
        item = _item(node, text, free, language)
        item.auditable = item.auditable and _is_in(node, groups)
        by_urn[clean(node.get("urn"))] = item
        siblings.append(item)
    return top, renumbered, withdrawn


def _is_in(node: Mapping[str, Any], groups: Set[str]) -> bool:
    """Whether it is asked in one of the groups; what has no group is asked of everyone."""
    own = _groups_of(node)
    return not groups or not own or any(name.casefold() in groups for name in own)


def _groups_of(node: Mapping[str, Any]) -> list[str]:
    named = node.get("implementation_groups")
    return [*filter(None, map(clean, named))] if isinstance(named, list) else []


def _groups(framework: Mapping[str, Any], nodes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The levels or other groups of a framework, as they are written, by their small letters."""
    defined = framework.get("implementation_groups_definition")
    groups: dict[str, str] = {}
    for entry in defined if isinstance(defined, list) else []:
        if isinstance(entry, dict) and (id := clean(entry.get("ref_id"))):
            name = shortened(clean(entry.get("name")), _LONGEST_GROUP)
            groups[id.casefold()] = f"{id} ({name})" if name and name != id else id
    for node in nodes:
        for id in _groups_of(node):
            groups.setdefault(id.casefold(), id)
    return groups


def _about_groups(groups: Mapping[str, str], wanted: Set[str]) -> list[str]:
    if not groups:
        return []
    if not wanted:
        return [say("of all groups; --group takes some of {groups}", groups=_listed(groups))]
    taken = {id: name for id, name in groups.items() if id in wanted}
    names = _listed(taken)
    return [
        say_many(
            "of the group {groups} only", "of the groups {groups} only", len(taken), groups=names
        )
    ]


def _about_rows(renumbered: int, withdrawn: int) -> Iterator[str]:
    if withdrawn:
        left = counted(withdrawn, "withdrawn requirement")
        yield say("{requirements} left out", requirements=left)
    if renumbered:
        yield say("numbers that were there twice got -2, -3 …: {many}", many=renumbered)


def _listed(groups: Mapping[str, str]) -> str:
    return listed(groups.values(), most=_MOST_GROUPS)


def _is_withdrawn(node: Mapping[str, Any]) -> bool:
    return any(_WITHDRAWN.match(clean(node.get(key))) for key in _TEXTS)


def _is_assessable(node: Mapping[str, Any]) -> bool:
    return str(node.get("assessable")).lower() == "true"


def _item(node: Mapping[str, Any], text: bool, number: str, language: str) -> Item:
    assessable = _is_assessable(node)
    description = _said(node, "description", language)
    # A description without a name is a sentence of someone's text, and no title.
    title = _said(node, "name", language) or (shortened(description, LONGEST_TITLE) if text else "")
    return Item(
        number,
        title or clean(node.get("ref_id")) or number,
        assessable,
        control=False,
        asks=first_sentence(description) if text and assessable and description else "",
    )


def _translations(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    kept = entry.get("translations")
    return kept if isinstance(kept, dict) else {}


def _translated(entry: Mapping[str, Any], key: str, language: str) -> str:
    translation = _translations(entry).get(language)
    return clean(translation.get(key)) if isinstance(translation, dict) else ""


def _said(entry: Mapping[str, Any], key: str, language: str) -> str:
    """A text in a language; in the file's own where it is not translated."""
    return _translated(entry, key, language) or clean(entry.get(key))


def _languages(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """What a library is translated into, whole or in part."""
    return sorted({str(language) for entry in entries for language in _translations(entry)})


def _about_language(
    content: Mapping[str, Any],
    nodes: list[Mapping[str, Any]],
    languages: list[str],
    language: str,
) -> list[str]:
    """In which language it is, where there is a choice, and how much of it is not translated."""
    own = clean(content.get("locale")) or say("the file's own language")
    if not language:
        among = listed(languages, "or")
        said = say("in {own}; --language takes {among}", own=own, among=among)
        return [said] if languages else []
    missing = sum(
        any(clean(node.get(key)) and not _translated(node, key, language) for key in _TEXTS)
        for node in nodes
    )
    entries = counted(missing, "entry")
    said = say("{entries} without a translation, in {own}", entries=entries, own=own)
    return [say("in {language}", language=language), *([said] if missing else [])]

"""Read a framework of a CISO Assistant library (YAML) as a requirement map.

The layout: `objects.framework.requirement_nodes`, a flat list whose nodes name the one they stand
under by `parent_urn`. What is `assessable` becomes a requirement, the rest the headings above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from isodocs.standards.foreign import (
    LONGEST_TITLE,
    Imported,
    Item,
    Wish,
    about_text,
    build,
    clean,
    first_sentence,
    is_federal,
    number_in,
    refuse,
    shortened,
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
            "the library holds no framework",
            "Give one whose 'objects' have a 'framework' with 'requirement_nodes'.",
            wish,
        )
    provider = clean(content.get("provider"))
    text = is_federal([provider]) if wish.text is None else wish.text
    name = clean(framework.get("name")) or clean(content.get("name"))
    version = clean(str(content.get("version", ""))) or "unknown"
    return build(
        _tree([node for node in nodes if isinstance(node, dict)], text),
        wish,
        clean(framework.get("description")) or name,
        shortened(name, 60),
        provider,
        f"CISO Assistant library {clean(content.get('urn'))}, version {version}",
        [f"CISO Assistant framework “{name}”, version {version}", about_text(text, wish)],
    )


def _tree(nodes: list[Mapping[str, Any]], text: bool) -> list[Item]:
    top: list[Item] = []
    by_urn: dict[str, Item] = {}
    for node in nodes:
        over = by_urn.get(clean(node.get("parent_urn")))
        siblings = over.below if over else top
        item = _item(node, text, over.number if over else "", len(siblings) + 1)
        by_urn[clean(node.get("urn"))] = item
        siblings.append(item)
    return top


def _item(node: Mapping[str, Any], text: bool, over: str, place: int) -> Item:
    """One node; without a number of its own it counts on from the one above."""
    reference = clean(node.get("ref_id"))
    number = number_in(reference) or re.sub(r"[^A-Za-z0-9.]+", "-", reference).strip("-.")[:32]
    number = number_in(number) or f"{over or 'R'}-{place}"
    assessable = str(node.get("assessable")).lower() == "true"
    told = clean(node.get("description"))
    # A description without a name is a sentence of somebody's text, and no title.
    title = clean(node.get("name")) or (told if text else "")
    return Item(
        number,
        shortened(title, LONGEST_TITLE) or number,
        assessable,
        control=False,
        asks=first_sentence(told) if text and assessable and told else "",
    )

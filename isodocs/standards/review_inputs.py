"""What each input and output of a management review is, and which records fill it.

Both are in `schemas/management-review.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from isodocs.model.node import Sequence
from isodocs.model.review_pack import ReviewInput, ReviewSource
from isodocs.parsing.fields import Fields
from isodocs.standards.management_review import FILE
from isodocs.standards.reader import table
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.node import Node


@cache
def review_inputs() -> Mapping[str, ReviewInput]:
    """What each input is called, and what of the records fills it, by its word."""
    found = {}
    for entry in table(FILE).children("inputs") or ():
        fields = Fields.of(entry.value)
        found[entry.key.text] = ReviewInput(
            entry.key.text,
            say(fields.text("title")),
            say(fields.text("asks")),
            tuple(_sources(fields.nodes.get("records"))),
            fields.texts("figures"),
            fields.texts("facts"),
        )
    return found


def _sources(node: Node | None) -> Iterator[ReviewSource]:
    for item in node.items if isinstance(node, Sequence) else ():
        source = Fields.of(item)
        by, field, names = (source.text(name) for name in ("by", "field", "names"))
        yield ReviewSource(
            source.text("kind"), by, field, source.texts("is"), names, source.flag("trend")
        )


@cache
def review_outputs() -> Mapping[str, str]:
    """What each output is in words."""
    outputs = Fields.of(table(FILE).children("outputs"))
    return {word: say(outputs.text(word)) for word in outputs.nodes}

"""Read what a map says of alternatives: ways to answer a part of it, of which one is taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.model.requirement import Alternative, RequirementMap
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.node import Node
    from isodocs.parsing.fields import Fields
    from isodocs.standards.reader import NodeReader

_NEEDED = ("name", "clause")
_KEYS = (*_NEEDED, "clauses", "rests-on")
_FAMILY = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def alternatives(
    reader: NodeReader, fields: Fields, found: RequirementMap
) -> tuple[Alternative, ...]:
    """The alternatives of the map `found`; raises StandardError where its clauses do not fit."""
    node = fields.nodes["alternatives"]
    taken: set[str] = set()
    items = reader.items(node, "alternatives")
    read = tuple(_alternative(reader, item, found, taken) for item in items)
    if not read[1:]:
        reader.fail(
            node, say("'alternatives' has a single one"), say("List each of those there are.")
        )
    return read


def _alternative(
    reader: NodeReader, node: Node, found: RequirementMap, taken: set[str]
) -> Alternative:
    fields = reader.fields(node, _NEEDED, _KEYS, say("an alternative"))
    rests_on = fields.text("rests-on")
    read = Alternative(
        fields.text("name"), fields.text("clause"), fields.texts("clauses"), rests_on
    )
    reader.settle(fields)
    if rests_on and not _FAMILY.fullmatch(rests_on):
        reader.fail(
            fields.nodes["rests-on"],
            say(
                "'rests-on' is {rests_on!r}, which is not a standard without its edition",
                rests_on=rests_on,
            ),
            say("Write it like 'iso-9001'."),
        )
    for number in (read.clause, *read.clauses):
        clause = found.get(number)
        if clause is None or not clause.may_be_not_applicable:
            why = say("may not be declared not applicable") if clause else say("is not in the map")
            reader.fail(
                fields.nodes["clauses" if number in read.clauses else "clause"],
                say(
                    "clause {number} is of {name}, and {why}",
                    number=number,
                    name=read.name,
                    why=why,
                ),
                say("Name clauses with 'may-be-not-applicable: \"yes\"', or headings above such."),
            )
        if any(found.within(number, one) or found.within(one, number) for one in taken):
            reader.fail(
                node,
                say("clause {number} is named by two alternatives, or twice by one", number=number),
                say("Name each clause once, in the alternative that it belongs to."),
            )
        taken.add(number)
    return read

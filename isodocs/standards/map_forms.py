"""What a requirement map must and may say: those that come with isodocs, and your own."""

from __future__ import annotations

import re
from collections.abc import Sequence as Items

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

ID = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]{4}", re.ASCII)
"""An identifier of a standard: small letters, digits and hyphens, the edition's year last."""

HEAD = ("id", "display-name", "title", "publisher", "edition")
KEYS = (
    *HEAD,
    "amendments",
    "includes",
    "left-out-only-in",
    "left-out-where",
    "alternatives",
    "sources",
    "audits",
    "clauses",
)
_NAMED = ("number", "title", "kind")
BEYOND = (
    "note",
    "documented-information",
    "evidence",
    "may-be-not-applicable",
    "status",
    "source",
)


class MapForm(NamedTuple):
    """What a kind of map must and may say."""

    number: re.Pattern[str]
    number_hint: str
    head: Items[str]
    heading: Items[str]
    requirement: Items[str]
    more: Items[str]
    """What a clause may say beyond that."""
    in_order: bool
    """Whether numbers rise, and every one is below its parent."""


OURS = MapForm(
    number=expression(r"(?:[A-Z]|[1-9][0-9]{0,2})(?:\.[1-9][0-9]{0,2})*", re.ASCII),
    number_hint=say("Write 8.4.1 or A.5.19."),
    head=(*HEAD, "sources", "clauses"),
    heading=(*_NAMED, "source"),
    requirement=(*_NAMED, "source", "asks", "evidence", "may-be-not-applicable", "status"),
    more=("note", "documented-information"),
    in_order=True,
)
OWN = MapForm(
    number=expression(r"[A-Za-z0-9]+(?:[.\-/_][A-Za-z0-9]+|\([A-Za-z0-9]+\))*", re.ASCII),
    number_hint=say("Write letters and digits, joined by . - / _ or in brackets: 4.2.1, AC-2(1)."),
    head=(*HEAD, "clauses"),
    heading=_NAMED,
    requirement=_NAMED,
    more=(*OURS.requirement, *OURS.more, "below"),
    in_order=False,
)

"""The next free number of a kind of record, in the form that its numbers have here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.expressions import expression

if TYPE_CHECKING:
    from isodocs.model.record import RecordKind

_FORM = expression(
    r"(?P<prefix>.*?)(?:(?P<year>(?:19|20)[0-9]{2})(?P<between>[-_./]))?(?P<number>[0-9]{1,9})",
    re.ASCII,
)


def next_number(kind: RecordKind, used: Iterable[str], year: int) -> str:
    """The number after the highest in use, of this year where numbers have one.

    Most of the ids in use decide the form; the first of all has the kind's own. Empty for a kind
    whose ids people choose, as long as none is in use.
    """
    matches = [match for id in used if (match := _FORM.fullmatch(id))]
    if not matches:
        return kind.number.format(year=year)
    if not kind.number:
        return ""
    forms = Counter((m["prefix"], m["between"]) for m in matches)
    prefix, between = forms.most_common(1)[0][0]
    same = [m for m in matches if (m["prefix"], m["between"]) == (prefix, between)]
    width = max(len(m["number"]) for m in same)
    if between is None:
        return f"{prefix}{max(int(m['number']) for m in same) + 1:0{width}}"
    mine = [int(m["number"]) for m in same if m["year"] == str(year)]
    return f"{prefix}{year}{between}{max(mine, default=0) + 1:0{width}}"

"""What is left of the gaps of the first day; a baseline never leaves them out of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isodocs.formats.text.layout import wrapped
from isodocs.formats.text.style import style
from isodocs.words import agreed, counted, say

if TYPE_CHECKING:
    from isodocs.model.checked import Checked


def data(result: Checked) -> dict[str, Any] | None:
    """For programs; None where nothing was recorded, or not everything was looked at."""
    found = result.burn_down
    if found is None or _is_part(result):
        return None
    left = found.left(result.gaps)
    return {
        "on": found.on,
        "left": sum(left.values()),
        "listed": sum(listed for listed, _ in found.rules.values()),
        "first": sum(first for _, first in found.rules.values()),
        "rules": [
            {"rule": code, "left": left[code], "listed": listed, "first": first}
            for code, (listed, first) in found.rules.items()
        ],
    }


def _is_part(result: Checked) -> bool:
    return bool(result.looked_at.only) or "rules" in result.looked_at.without


def sentence(result: Checked) -> str:
    """How many are left, for a verdict; of a part, how many of it were recorded."""
    found = data(result)
    if found is None:
        number = len(result.recorded)
        day = result.burn_down.on if result.burn_down else ""
        return say(
            "{gaps} recorded on {day} {verb} left.",
            gaps=counted(number, "gap"),
            day=day,
            verb=agreed(number, "is", "are"),
        )
    are = agreed(found["left"], "is", "are")
    first = counted(found["first"], "gap")
    return say(
        "{found} of the {first} recorded on {found_2} {are} left.",
        found=found["left"],
        first=first,
        found_2=found["on"],
        are=are,
    )


def by_rule(result: Checked) -> Iterator[tuple[str, int, int]]:
    """How many gaps of each rule are left of how many."""
    found = None if _is_part(result) else result.burn_down
    left = found.left(result.gaps) if found else {}
    for code, (_, first) in found.rules.items() if found else ():
        yield code, left[code], first


def lines(result: Checked, width: int) -> Iterator[str]:
    """The same in lines; nothing for a check of a part."""
    found = data(result)
    if found is None:
        return
    yield style(
        say(
            "Recorded on {found}: {found_2} of {found_3} left",
            found=found["on"],
            found_2=found["left"],
            found_3=found["first"],
        ),
        "bold",
    )
    for code, left, first in by_rule(result):
        yield say("  {left:>6} of {first:<6} {code}", left=left, first=first, code=code)
    gone = found["listed"] - found["left"]
    if gone:
        text = say(
            "{gaps} {verb} closed; ",
            gaps=counted(gone, "recorded gap"),
            verb=agreed(gone, "is", "are"),
        )
        text += say("`isodocs adopt --baseline` drops them, so that they are new if they return.")
        yield from wrapped(text, width, "  ", "  ")
    yield ""

"""Whether a value meets a target that is written in words: `at most 2 %`, `≥ 96 %`."""

from __future__ import annotations

import re

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

AT_LEAST, AT_MOST = "at-least", "at-most"
"""On which side of a target a value is good: at it or above it, at it or below it."""

_VALUE = r"(-?[0-9]{1,9}(?:[.,][0-9]{1,6})?|(?:zero|none|no|nil)\b)\s*(per ?cent|\S{0,20})"
_AT_MOST = expression(
    r"^(?:at most|max(?:imum)?\.?|no more than|not more than|up to|below|under|less than|fewer than"
    rf"|<=?|≤|höchstens|maximal|unter)\s*{_VALUE}",
    re.IGNORECASE,
)
_AT_LEAST = expression(
    r"^(?:at least|min(?:imum)?\.?|no less than|not less than|above|over|more than|>=?|≥"
    rf"|mindestens|über)\s*{_VALUE}",
    re.IGNORECASE,
)
_SHORT_OF = expression(
    r"^(?:below|under|less than|fewer than|<(?!=)|unter|above|over|more than|>(?!=)|über)\s*[-0-9]",
    re.IGNORECASE,
)
"""Beginnings of a target that its limit itself does not meet."""
_OR = expression(
    r"\bor (?:(less|fewer|lower|below|under)|more|higher|above|over|(better))\b"
    r"|\boder (?:(weniger|darunter)|mehr|darüber|(besser))\b",
    re.IGNORECASE,
)
_PLAIN = expression(f"^{_VALUE}", re.IGNORECASE)
_TOLERANCE = expression(
    r"(?:±|\+/-|\+-|<=|≤|at most|no more than|not more than|up to|within|max\.?)? ?"
    # 1,000 is one or a thousand
    r"((?![1-9][0-9]{0,2}[.,][0-9]{3}(?![0-9]))[0-9]{1,9}(?:[.,][0-9]{1,9})?)"
    r" ?[^0-9%\s/()+-]{0,12}"
)
_PER_CENT = ("%", "percent", "per cent", "pct")


_THOUSANDS = expression(r"-?[1-9][0-9]{0,2},[0-9]{3}")
"""`1,000` is a thousand to some, and one to others."""
_RANGE = ("-", "–", "—", "±", "+")


class WantedValue(NamedTuple):
    """A limit, its unit, and the side on which a value is good.

    `inclusive` says whether the limit itself is good: it is for `at most 2 %`, not for `below 2 %`.
    """

    limit: float
    unit: str
    side: str
    inclusive: bool = True


def target_of(text: str, side: str = "", unit: str = "") -> WantedValue | None:
    """A target as it is written; None where it has no value, or does not say which side is good.

    `side` and `unit` hold where the words do not say them. There is nothing below none and nothing
    above 100 %, so that these need no side. A range (`5 - 7 days`) has two limits: None.
    """
    words = text.strip()
    if said := _OR.search(words):
        less, better = said[1] or said[3], said[2] or said[4]
        side = AT_MOST if less else (better and side) or AT_LEAST
        words = words.replace(said[0], "")
    for pattern, meant in ((_AT_MOST, AT_MOST), (_AT_LEAST, AT_LEAST), (_PLAIN, side)):
        if found := pattern.match(words):
            limit, of = _decimal(found[1]), _unit(found[2]) or _unit(unit)
            if limit is None or found[2].startswith(_RANGE):
                return None
            if not meant and limit == 0:
                meant = AT_MOST
            elif not meant and (limit, of) == (100, "%"):
                meant = AT_LEAST
            inclusive = not _SHORT_OF.match(words)
            return WantedValue(limit, of, meant, inclusive) if meant else None
    return None


def meets(target: WantedValue | None, reached: str, unit: str = "") -> bool | None:
    """Whether a value meets a target; None where the two cannot be compared.

    A value without a unit has that of the target; a share below one may not be meant in per cent.
    """
    found = _PLAIN.match(reached.strip())
    if target is None or not found:
        return None
    value, of = _decimal(found[1]), _unit(found[2]) or _unit(unit)
    if value is None:
        return None
    if not of and target.unit and not (target.unit == "%" and 0 < abs(value) <= 1):
        of = target.unit
    if of != target.unit:
        return None
    if value == target.limit:
        return target.inclusive
    return value <= target.limit if target.side == AT_MOST else value >= target.limit


_COMPARED = frozenset(
    "better best good more less fewer lower higher faster improve improved improving improvement "
    "increase increased decrease decreased reduce reduced continuous continual continually "
    "ok okay satisfactory optimal optimum besser gut mehr weniger höher niedriger schneller "
    "verbessern verbesserung mieux meilleur plus moins améliorer amélioration mejor más menos "
    "mejorar mejora".split()
)
_WORDS = expression(r"[^\W_]+")


def says_no_value(text: str) -> bool:
    """Whether no result can miss a target: it is at least 0 %, or `better` than nothing named."""
    words, target = _WORDS.findall(text.casefold()), target_of(text)
    bare = target is not None and target.side == AT_LEAST and target.unit in ("", "%")
    if bare and target is not None and target.limit <= 0 and target.inclusive:
        return True
    return bool(words) and _COMPARED.issuperset(words)


def tolerance(text: str) -> float | None:
    """How much a deviation may be at most, both ways; None where that is not one number.

    A share of the value measured is none.
    """
    found = _TOLERANCE.fullmatch(text.strip())
    return _decimal(found[1]) if found else None


def _unit(text: str) -> str:
    word = text.casefold().rstrip(".,;")
    return "%" if word in _PER_CENT else word


def _decimal(text: str) -> float | None:
    """A number, or a word for none of it; None for one that can be read in two ways."""
    if not text[-1].isdigit():
        return 0.0
    return None if _THOUSANDS.fullmatch(text) else float(text.replace(",", "."))


_SECONDS = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "stunde", "stunden"), 3600),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen"), 86_400),
    **dict.fromkeys(("week", "weeks", "woche", "wochen"), 604_800),
    **dict.fromkeys(("month", "months", "monat", "monate", "monaten"), 2_629_800),
}
_SPAN = expression(
    rf"([0-9]{{1,9}}(?:[.,][0-9]{{1,6}})?)\s{{0,3}}({'|'.join(_SECONDS)})\b", re.IGNORECASE
)


def seconds(text: str) -> float | None:
    """The first span of time in a text, in seconds; None for what must last at least so long."""
    found = None if _AT_LEAST.match(text.strip()) else _SPAN.search(text)
    return float(found[1].replace(",", ".")) * _SECONDS[found[2].lower()] if found else None

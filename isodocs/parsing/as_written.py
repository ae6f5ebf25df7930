"""Days and spans of time as people write them.

`26.10.2026`, `26.10.26`, `26 October 2026`, `Oct 26, 2026`, `26Oct2026`, `2026-10-26T08:00Z`;
`annually`, `every 2 years`, `18` for months. Which number of `4/1/2027` is the month is a habit of
a house (`DayOrder`).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from isodocs.expressions import expression
from isodocs.model.config import DayOrder
from isodocs.model.period import Period

_ISO = expression(
    r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?"
)
_NUMBERS = expression(r"([0-9]{1,2})[./-][ ]?([0-9]{1,2})[./-][ ]?([0-9]{4})")
_SHORT_YEAR = expression(r"([0-9]{1,2})\.[ ]?([0-9]{1,2})\.[ ]?([0-9]{2})")
"""`26.10.26`, as DIN 5008 has it; with other signs the year could be anywhere."""
_THIS_CENTURY = 69
"""A year below it in two figures is of this century, as in POSIX (strptime, %y)."""
_DAY_FIRST = expression(
    r"([0-9]{1,2})(?:\.|st|nd|rd|th|er|º)?[ -](?:de |of )?(\w+)\.?,?[ -](?:de )?([0-9]{4})"
)
_TOGETHER = expression(r"([0-9]{1,2})([^\W\d_]{3,9})([0-9]{4})")
"""`17Mar2022`, as laboratories and makers of medicines write it."""
_MONTH_FIRST = expression(r"(\w+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
_EVERY = {
    **dict.fromkeys("annual annually yearly jährlich annuel annuelle anual jaarlijks".split(), 12),
    **dict.fromkeys("annuale annualmente anualmente".split(), 12),
    **dict.fromkeys("biennial biennially zweijährlich bisannuel bienal tweejaarlijks".split(), 24),
    **dict.fromkeys("triennial dreijährlich triennal trienal driejaarlijks".split(), 36),
    **dict.fromkeys(("biennale",), 24),
    **dict.fromkeys(("triennale",), 36),
    **dict.fromkeys(("semestrale",), 6),
    **dict.fromkeys(("trimestrale",), 3),
    **dict.fromkeys("semi-annual semi-annually biannual biannually halbjährlich".split(), 6),
    **dict.fromkeys("semestriel semestral halfjaarlijks".split(), 6),
    **dict.fromkeys("quarterly vierteljährlich trimestriel trimestral".split(), 3),
    **dict.fromkeys("monthly monatlich mensuel mensual maandelijks".split(), 1),
}
"""Months by the words for an interval."""
_SPAN = expression(
    r"(?:every |once every |alle |tous les |toutes les |cada |a cada |ogni |elke |once per |once a "
    r"|per |each )?"
    r"(?P<count>[0-9]{1,4}|one|two|three|five|zwei|drei|fünf|deux|trois|cinq|dos|tres|cinco"
    r"|due|tre|cinque|dois|três|a|an|)"
    r"[ -]?(?P<unit>[a-zäöüñê]+)"
)
_OR_EARLIER = expression(r"[(;,+/]| (?:or|and|oder|und|ou|et|y|o|en) ")
"""What an interval is followed by that does not make it longer: `annual (or upon change)`."""
_AT_LEAST = expression(r"(?:at least|mindestens|au moins|al menos|ten minste|minimum) ")
_COUNTS = {
    **dict.fromkeys(("one", "a", "an"), 1),
    **dict.fromkeys(("two", "zwei", "deux", "dos", "due", "dois"), 2),
    **dict.fromkeys(("three", "drei", "trois", "tres", "tre", "três"), 3),
    **dict.fromkeys(("five", "fünf", "cinq", "cinco", "cinque"), 5),
}
_UNITS = {
    **dict.fromkeys("year yr jahr jahre jahren an année año anno anni ano jaar".split(), "year"),
    **dict.fromkeys(
        "month mth monat monate monaten moi mese mesi mês meses maand maanden".split(), "month"
    ),
    **dict.fromkeys("week woche wochen semaine semana settimana settimane weken".split(), "week"),
    **dict.fromkeys("day tag tage tagen jour día giorno giorni dia dagen".split(), "day"),
}


def read_day(text: str, order: DayOrder | None = None) -> date | None:
    """The day that a text is; None where it is none, or where only the order would say which."""
    text = " ".join(text.split()).rstrip(".")
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        first, second, year = map(int, match.groups())
        either = first <= 12 and second <= 12 and first != second and "." not in text
        if either and order is None:
            return None
        if second > 12 or (either and order is DayOrder.MONTH):
            first, second = second, first
        return _day(year, second, first)
    if match := _SHORT_YEAR.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _day(year + (2000 if year < _THIS_CENTURY else 1900), month, day)
    if match := _DAY_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        return _day(int(match[3]), _months().get(match[2].casefold(), 0), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _day(int(match[3]), _months().get(match[1].casefold(), 0), int(match[2]))
    return None


def order_shown(text: str) -> DayOrder | None:
    """The order that a day in numbers can only have: 26/10/2026, and not 4/1/2027."""
    match = _NUMBERS.fullmatch(" ".join(text.split()))
    if match is None or "." in text or (int(match[1]) <= 12 and int(match[2]) <= 12):
        return None
    return DayOrder.MONTH if int(match[2]) > 12 else DayOrder.DAY


def is_open(text: str) -> bool:
    """Whether only the order says which day it is: `4/1/2027`."""
    return read_day(text) is None and read_day(text, DayOrder.DAY) is not None


def read_period(text: str) -> Period | None:
    """The span of time that a text is; a number alone counts months. None where it is none.

    What may come sooner does not count: `annual, or upon change` is a year.
    """
    said = _OR_EARLIER.split(" ".join(text.casefold().split()))[0]
    text = _AT_LEAST.sub("", said, count=1).strip(" .")
    months = _EVERY.get(text)
    if months is None and text.isascii() and text.isdigit() and 0 < len(text) < 4:
        months = int(text)
    if months:
        return Period(months, "month")
    match = _SPAN.fullmatch(text)
    unit = match and _UNITS.get(match["unit"].rstrip("s."))
    count = match and (_COUNTS.get(match["count"]) or int(match["count"] or 1))
    return Period(count, unit) if unit and count else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    return {
        name.casefold().rstrip("."): number
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""What there is to report of a system that is watched: lines for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.formats.text.escape import message, one_line
from isodocs.formats.text.style import style
from isodocs.model.news import NotChecked, Notice, Rechecked
from isodocs.reports.check import FEW, as_data, verdict
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.formats import Data
    from isodocs.model.gap import Gap
    from isodocs.model.news import News

_NUMBERS = expression("[0-9]+")


def text(news: News, at: datetime) -> Iterator[str]:
    """The lines for people, none where nothing is otherwise; `at` is when it came."""
    moment = style(f"{at:%H:%M:%S}", "dim")
    if isinstance(news, NotChecked):
        yield say(
            "{moment}  {style} {message}",
            moment=moment,
            style=style(say("not checked:"), "red"),
            message=message(news.message),
        )
        if news.hint:
            yield say("          {message}", message=message(news.hint))
    elif isinstance(news, Notice):
        yield say("{moment}  {message}", moment=moment, message=message(news.text))
    else:
        many = len(news.difference.new) if news.first else 0
        lines = () if many > FEW else tuple(_gaps(news))
        yield from lines
        if lines or news.first or news.restored:
            state = verdict(news.checked)
            yield say(
                "{moment}  {style}",
                moment=moment,
                style=style(state, "yellow" if news.checked.failed else "green", "bold"),
            )
        if many > FEW:
            yield say(
                "          `isodocs check` shows all {many}. What follows is what changes:",
                many=many,
            )


def objects(news: News, at: datetime) -> Iterator[str]:
    """The same as one JSON object on a line, as `schemas/watch.schema.json` says."""
    if isinstance(news, Rechecked) and not (news.first or news.restored or any(news.difference)):
        return
    data = {"version": 1, "at": at.isoformat(timespec="seconds"), **_data(news)}
    yield json.dumps(data, default=str)


def _data(news: News) -> Data:
    if isinstance(news, NotChecked):
        return {"event": "failed", "message": news.message, "hint": news.hint}
    if isinstance(news, Notice):
        return {"event": "notice", "message": news.text}
    checked, found = news.checked, news.difference
    return {
        "event": "checked",
        "on": checked.on,
        "new": [as_data(gap) for gap in found.new],
        "closed": [as_data(gap) for gap in found.closed],
        "changed": [{"from": as_data(a), "to": as_data(b)} for a, b in found.altered],
        "summary": {**checked.tally, "failed": checked.failed},
    }


def _gaps(news: Rechecked) -> Iterator[str]:
    found = news.difference
    for gap in found.closed:
        yield _gap("-", gap, "green")
    for before, after in found.altered:
        if _says(before) != _says(after):
            yield _gap("~", after, "yellow")
    for gap in found.new:
        yield _gap(" " if news.first else "+", gap, "" if news.first else "red")


def _says(gap: Gap) -> tuple[str, ...]:
    """What is said of a gap, but where it is and how much: days pass, and words are added."""
    words = _NUMBERS.sub("", gap.finding.message)
    return (gap.level, words, gap.waived_until, gap.waived_because)


def _gap(mark: str, gap: Gap, colour: str) -> str:
    finding = gap.finding
    looks = (colour,) if colour else ()
    waived = (
        say(" (waived until {waived_until})", waived_until=gap.waived_until)
        if gap.waived_until
        else ""
    )
    place = one_line(str(finding.place) if finding.place.path else finding.document)
    begins = style(say("{mark} {level:<7}", mark=mark, level=gap.level), *looks)
    words = (
        say("{place}: {message}", place=place, message=one_line(finding.message))
        if place
        else one_line(finding.message)
    )
    return say(
        "{begins} {code} {words}{waived}", begins=begins, code=gap.code, words=words, waived=waived
    )

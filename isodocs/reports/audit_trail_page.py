"""The audit trail as a page: a time line, the newest event first, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Bar,
    Bars,
    Chapter,
    Fold,
    Page,
    PageText,
    Part,
    TimeLine,
    TimeLineEntry,
    Verdict,
)
from isodocs.model.trail import Basis, Event
from isodocs.reports import heading
from isodocs.reports.revisions import SHORT
from isodocs.standards.editions import MONTHS
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.model.register import Register
    from isodocs.model.trail import Trail

_TONES = {Basis.STAMPED: Tone.GOOD, Basis.SIGNED: Tone.GOOD, Basis.CLAIMED: Tone.WARNING}
_ENTRIES = {Basis.CLAIMED: Tone.WARNING}
_LONG = 260
"""What was entered in a table can be long; text and JSON have all of it."""
_OPEN = 3
"""So many of the newest months are unfolded."""


def page(
    register: Register,
    trail: Trail,
    said: tuple[str, str],
    meanings: Mapping[Basis, str],
    words: Callable[[Event], str],
) -> Page:
    """The page; `said` are how many events there are and what they rest on."""
    counts = Counter(event.basis for event in trail.events)
    noted = [event for event in trail.events if event.remark]
    number = len(noted)
    answer = (
        say("{events} to look at", events=counted(number, "event"))
        if noted
        else said[0].removesuffix(".")
    )
    notes = said if noted else said[1:]
    parts: list[Part] = [Verdict(answer, Tone.WARNING if noted else Tone.PLAIN, notes)]
    if trail.events:
        parts.append(
            Bars(
                tuple(
                    Bar(
                        say(str(basis)),
                        counts[basis],
                        len(trail.events),
                        say("{basis}: {basis_2}", basis=counts[basis], basis_2=meanings[basis]),
                        _TONES.get(basis, Tone.PLAIN),
                    )
                    for basis in Basis
                    if counts[basis]
                )
            )
        )
    if noted:
        title = say("To look at ({number})", number=number)
        parts.append(Chapter(title, "noted", (_line(register, noted, words),), Tone.WARNING))
    parts += _months(register, trail, words)
    return Page(say("Audit trail"), register.config.organisation, heading.source(register), parts)


def _months(register: Register, trail: Trail, words: Callable[[Event], str]) -> Iterator[Part]:
    """A chapter to each year, the newest first; of its months all but the last few are folded."""
    newest = list(reversed(trail.events))
    shown = 0
    for year, of_year in groupby(newest, key=lambda event: _day(register, event).year):
        parts: list[Part] = []
        for month, group in groupby(of_year, key=lambda event: _day(register, event).month):
            events = list(group)
            shown += 1
            name = say(
                "{month} {year} ({events})",
                month=say(MONTHS[month - 1]),
                year=year,
                events=counted(len(events), "event"),
            )
            parts.append(Fold(name, (_line(register, events, words),), shown <= _OPEN))
        yield Chapter(str(year), f"year-{year}-{shown}", parts)


def _line(register: Register, events: Sequence[Event], words: Callable[[Event], str]) -> TimeLine:
    return TimeLine(tuple(_entry(register, event, words(event)) for event in events))


def _entry(register: Register, event: Event, words: str) -> TimeLineEntry:
    commit = event.commit
    if commit:
        where = say("{name}, commit {id}", name=commit.author.name, id=commit.id[:SHORT])
    else:
        where = say("without a commit") if event.is_lost else say("not yet committed")
    tone = Tone.BAD if event.remark else _ENTRIES.get(event.basis, Tone.PLAIN)
    text = joined("; ", filter(None, (say(str(event.basis)), where, event.remark)))
    said = words
    if len(words) > _LONG:
        end = len(words[:_LONG].rsplit(" ", 1)[0])
        said = say(f"{{words:.{end}}} …", words=words)
    return TimeLineEntry(_day(register, event), said, PageText(text), tone)


def _day(register: Register, event: Event) -> date:
    """When it came into history; what is not committed is of today, or of when it was said."""
    if event.commit:
        return event.commit.committer.when.date()
    return event.said_at.date() if event.said_at and event.is_lost else register.on

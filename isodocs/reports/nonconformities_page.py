"""Corrective actions as a page: how old the open ones are, and what closed ones took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import is_ineffective
from isodocs.dossier import trends
from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Bar,
    Bars,
    Chapter,
    Page,
    PageTable,
    PageText,
    Paragraphs,
    Part,
    Said,
    Verdict,
)
from isodocs.records.choice_words import chosen
from isodocs.reports import heading
from isodocs.words import counted, in_days, joined, lasted, say

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.register import Register

_AGES = ((30, say("up to 30 days")), (90, say("31 to 90 days")), (180, say("91 to 180 days")))
_OLDER = say("more than 180 days")
_UNKNOWN = say("raised on an unknown day")
_COLUMNS = (
    "No.",
    say("Grade"),
    say("What"),
    say("Clauses"),
    say("Owner"),
    say("Next step"),
    say("Due"),
    say("Open for"),
)
_CLOSED = (
    "No.",
    say("Grade"),
    say("What"),
    say("Raised"),
    say("Closed"),
    say("Took"),
    say("Did the action work?"),
)


def page(register: Register, found: Sequence[Nonconformity], seen: Sequence[str]) -> Page:
    """The page; `seen` are sentences on what was looked at."""
    on = register.on
    open_ = sorted((one for one in found if one.is_open), key=lambda one: one.due or date.max)
    closed = [one for one in found if not one.is_open]
    late = [one for one in open_ if one.is_late(on)]
    answer = say("{nonconformitys} open", nonconformitys=counted(len(open_), "nonconformity"))
    answer += say(", {late} overdue", late=len(late)) if late else ""
    tone = Tone.BAD if late else Tone.WARNING if open_ else Tone.GOOD
    parts: list[Part] = [Verdict(answer, tone, (*_took(closed), *seen))]
    if open_:
        parts.append(Chapter(say("By age"), "age", (Bars(tuple(_bars(open_, on))),)))
        rows = [_open_row(one, on) for one in open_]
        table = PageTable(_COLUMNS, rows, frozenset((7,)))
        parts.append(Chapter(say("Open ({open_})", open_=len(open_)), "open", (table,), tone))
    if closed:
        raised = trends.counts(say("Raised"), [one.record.day("raised") for one in found], on)
        ended = trends.counts(say("Closed"), [one.record.day("closed") for one in closed], on)
        parts.append(Chapter(say("By quarter"), "quarters", (raised, ended)))
        rows = [_closed_row(one) for one in sorted(closed, key=_closed_on, reverse=True)]
        table = PageTable(_CLOSED, rows, frozenset((5,)))
        parts.append(Chapter(say("Closed ({closed})", closed=len(closed)), "closed", (table,)))
    elif open_:
        parts.append(
            Paragraphs(
                (say("Closed ones are not shown: `isodocs nonconformities --all` has them."),)
            )
        )
    title = say("Nonconformities and corrective actions")
    return Page(title, register.config.organisation, heading.source(register), parts)


def _took(closed: Sequence[Nonconformity]) -> Iterator[str]:
    ages = [one.age for one in closed if one.age is not None]
    without = len(closed) - len(ages)
    if ages:
        half = counted(round(median(ages)), "day")
        said = say("{ages} closed, half of them within {half}", ages=len(ages), half=half)
        yield (
            say("{said}; of {without} more it is unknown.", said=said, without=without)
            if without
            else joined("", (said, "."))
        )
    elif closed:
        yield say("{closed} closed; how long that took is unknown.", closed=len(closed))


def _bars(open_: Sequence[Nonconformity], on: date) -> Iterator[Bar]:
    """How many are how old; the colour is that of the worst of them."""
    names = [name for _, name in _AGES] + [_OLDER]
    names += [_UNKNOWN] if any(one.age is None for one in open_) else []
    groups: dict[str, list[Nonconformity]] = {name: [] for name in names}
    for one in open_:
        age = one.age
        older = _UNKNOWN if age is None else _OLDER
        name = next((name for most, name in _AGES if age is not None and age <= most), older)
        groups[name].append(one)
    for name, group in groups.items():
        late = sum(one.is_late(on) for one in group)
        said = (
            say("{group}, {late} overdue", group=len(group), late=late) if late else str(len(group))
        )
        tone = Tone.BAD if late else Tone.PLAIN
        yield Bar(name, len(group), len(open_), said, tone)


def _open_row(one: Nonconformity, on: date) -> tuple[Said, ...]:
    record = one.record
    step = (
        say("{stage}: {next_step}", stage=one.stage, next_step=one.next_step)
        if one.next_step
        else say(str(one.stage))
    )
    due: Said = (
        say("no day is set")
        if one.due is None
        else say("{due}, {in_days}", due=one.due, in_days=in_days((one.due - on).days))
    )
    if one.due and one.due < on:
        late = counted((on - one.due).days, "day")
        due = PageText(say("{due}, {late} overdue", due=one.due, late=late), Tone.BAD)
    clauses = joined(", ", record.items("clauses"))
    return (
        *(record.id, chosen("grade", record.text("grade")), record.text("title"), clauses),
        *(record.text("owner"), step, due, lasted(one.age)),
    )


def _closed_row(one: Nonconformity) -> tuple[Said, ...]:
    record = one.record
    worked: Said = (
        say("not needed") if not one.weighty else PageText(say("not shown"), Tone.WARNING)
    )
    if reviewed := record.day("effectiveness-reviewed"):
        bad = is_ineffective(record)
        worked = PageText(
            say("{part}, {reviewed}", part=say("no") if bad else say("yes"), reviewed=reviewed),
            Tone.BAD if bad else Tone.GOOD,
        )
    return (
        *(record.id, chosen("grade", record.text("grade")), record.text("title")),
        *(str(record.day("raised") or ""), str(record.day("closed") or "")),
        *(lasted(one.age), worked),
    )


def _closed_on(one: Nonconformity) -> date:
    return one.record.day("closed") or date.min

"""Readiness as a page: the verdict, what is in the way and whose it is, and what is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Bar,
    Bars,
    Chapter,
    Page,
    PagePoint,
    PageTable,
    PageText,
    Paragraphs,
    Part,
    Points,
    Verdict,
)
from isodocs.model.readiness import Point, Readiness, ReadinessVerdict, Weight
from isodocs.reports import heading
from isodocs.reports.readiness_words import TITLES, audit_of, days_left, name_of, of_site, sum_of
from isodocs.words import capital, joined, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.register import Register

_TONES = {Weight.STOPS: Tone.BAD, Weight.FIX: Tone.WARNING, Weight.ASK: Tone.PLAIN}
VERDICTS = {
    ReadinessVerdict.NOT_READY: Tone.BAD,
    ReadinessVerdict.WITH_WORK: Tone.WARNING,
    ReadinessVerdict.READY: Tone.GOOD,
}


def page(
    register: Register,
    found: Sequence[Readiness],
    left_out: Sequence[str],
    unlisted: Collection[str],
) -> Page:
    """One page for all that was asked: of several standards a chapter to each."""
    parts: list[Part] = []
    if len(found) == 1:
        parts += _parts(found[0])
    else:
        for number, readiness in enumerate(found):
            title = name_of(register, readiness)
            parts.append(Chapter(title, f"part-{number}", tuple(_parts(readiness, f"{number}-"))))
    names = [heading.unlisted(each.standard) for each in found if each.standard in unlisted]
    names += [
        say("Left out: {left_out}.", left_out=heading.left_out(register, id, found[0].purpose))
        for id in left_out
    ]
    parts += [Paragraphs(names)] if names else []
    title = name_of(register, found[0]) if len(found) == 1 else audit_of(found[0])
    return Page(
        say("Readiness for {title}", title=title),
        register.config.organisation,
        heading.source(register),
        parts,
    )


def _parts(readiness: Readiness, prefix: str = "") -> Iterator[Part]:
    days = days_left(readiness)
    notes = [capital(days) + "."] if days else []
    looked = heading.looked_at_sentences(readiness.looked_at)
    answer = say(str(readiness.verdict)).capitalize()
    yield Verdict(answer, VERDICTS[readiness.verdict], (*notes, sum_of(readiness) + ".", *looked))
    yield Bars(
        tuple(
            Bar(
                say(str(area.area)).capitalize(),
                area.shown,
                area.expected,
                say("{shown} of {expected} shown", shown=area.shown, expected=area.expected),
                Tone.BAD if area.stops else Tone.WARNING if area.fixes else Tone.GOOD,
            )
            for area in readiness.areas
            if area.judged
        )
    )
    for weight in Weight:
        points = readiness.of(weight)
        if points:
            title = say("{weight} ({points})", weight=TITLES[weight], points=len(points))
            anchor = f"{prefix}{weight.name.lower()}"
            listed = Points(tuple(_point(point, weight, readiness.until) for point in points))
            yield Chapter(title, anchor, (listed,), _TONES[weight])
    if readiness.sites:
        rows = [(site.site, of_site(site, readiness.on)) for site in readiness.sites]
        yield Chapter(
            say("By site"),
            f"{prefix}sites",
            (PageTable((say("Site"), say("What is known")), rows),),
        )
    owners = _by_owner(readiness)
    if owners:
        columns = (say("Owner"), say("Blocking"), say("Worth fixing"), say("Next day"))
        sheet = PageTable(columns, owners, frozenset((1, 2)))
        yield Chapter(say("Whose it is"), f"{prefix}owners", (sheet,))


def _point(point: Point, weight: Weight, until: date | None) -> PagePoint:
    if weight is Weight.ASK:
        return PagePoint(point.message)
    codes = say(" ({codes})", codes=joined(", ", point.codes)) if point.codes else ""
    whose = say("{owner}: ", owner=point.owner) if point.owner and point.remedy else point.owner
    due = say(" By {due}.", due=point.due) if point.due and point.due != until else ""
    return PagePoint(
        point.message, (joined("", (whose, point.remedy, codes, due)),), _TONES[weight]
    )


def _by_owner(readiness: Readiness) -> list[tuple[PageText | str, ...]]:
    """A row to each owner: how much is theirs, and the first day by which something is due."""
    rows: dict[str, list[Point]] = {}
    for point in readiness.points:
        if point.weight is not Weight.ASK and point.owner:
            rows.setdefault(point.owner, []).append(point)
    return [
        (
            owner,
            str(sum(point.weight is Weight.STOPS for point in points)),
            str(sum(point.weight is Weight.FIX for point in points)),
            str(min((point.due for point in points if point.due), default="")),
        )
        for owner, points in sorted(rows.items())
    ]

"""One cause is one point: gaps that explain each other, and many of one rule, are reported once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.model.audit import OF_NEW_EDITION, Area
from isodocs.model.readiness import Point, Weight
from isodocs.model.requirement import within
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

_ORDER = list(Weight)
_ONE_BY_ONE = ("answered", OF_NEW_EDITION)
"""Documents that a standard requires by name, and what an edition changes: each is work of its own.
"""
NOT_IN_FORCE = say("not in force")
"""What rules explain that say why a document is not in force."""
_NAMED = 12
_SHOWN = 3
"""So many of the same sort are named of one document or record."""
_MANY = 5
"""More points than this of one rule and weight are reported as one."""


def by_cause(gaps: Sequence[Point], others: Sequence[Point]) -> list[Point]:
    """The points of gaps and the others, each cause once.

    A gap is the same cause as what it only explains (`Rule.explains`) and as the missing document
    of the one clause that it is about. A record that a gap blocks for needs no point of its own.
    """
    stopping = {point.gaps[0].finding.place.path for point in gaps if point.weight is Weight.STOPS}
    stopping.discard("")  # a gap of the whole system is in no record, nor is what has none
    kept: list[Point] = [point for point in others if point.found_in not in stopping]
    left: list[Point] = []
    for point in gaps:
        at = next((i for i, other in enumerate(kept) if _same(point, other)), None)
        if at is None:
            left.append(point)
        else:
            kept[at] = _merged(kept[at], point)
    explained: list[Point] = [point for point in left if not _explains_any(point, left)]
    for point in left:
        if _explains_any(point, left):
            at = next(i for i, other in enumerate(explained) if _explains(point, other))
            explained[at] = _merged(explained[at], point)
    return [*explained, *kept]


def _same(gap: Point, other: Point) -> bool:
    (found,) = gap.gaps
    if other.expected and other.expected in (*found.rule.explains, found.rule.part_of):
        return True
    if found.rule.by_calendar and found.finding.subject in other.overdue:
        return True
    of_clause = other.area is Area.CLAUSES is found.rule.family.area
    return of_clause and found.finding.clauses == (other.subject,)


def _explains_any(point: Point, others: Sequence[Point]) -> bool:
    return any(_explains(point, other) for other in others)


def _explains(point: Point, other: Point) -> bool:
    """Whether a gap is only the reason for another, and the other is not the reason for it."""
    rule, about = point.gaps[0].rule, point.gaps[0].finding.document
    return (
        bool(about)
        and about == other.gaps[0].finding.document
        and other.gaps[0].code in rule.explains
        and not set(other.gaps[0].rule.explains) & {rule.code}
    )


def _merged(point: Point, reason: Point) -> Point:
    """One point of both; the heavier weight, and the reason's words where there are none yet."""
    weight = min(point.weight, reason.weight, key=_ORDER.index)
    return replace(
        point, weight=weight, gaps=(*point.gaps, *reason.gaps), owner=point.owner or reason.owner
    )


def by_document(points: Iterable[Point], maps: Mapping[str, RequirementMap]) -> list[Point]:
    """The points; all that rests on one document that is not in force, and why it is not, as one.

    To bring it into force closes all of them.
    """
    kept: list[Point] = []
    resting: dict[str, list[Point]] = {}
    for point in points:
        if point.because and point.weight is not Weight.ASK:
            resting.setdefault(point.because, []).append(point)
        else:
            kept.append(point)
    for document, group in resting.items():
        why = [point for point in kept if _keeps_out(point, document)]
        kept = [point for point in kept if point not in why]
        kept.append(_one(document, why, group, maps) if len(why + group) > 1 else group[0])
    return kept


def _keeps_out(point: Point, document: str) -> bool:
    """Whether a point says why a document is not in force."""
    return point.weight is not Weight.ASK and any(
        gap.finding.document == document and NOT_IN_FORCE in gap.rule.explains for gap in point.gaps
    )


def _one(
    document: str, why: Sequence[Point], group: Sequence[Point], maps: Mapping[str, RequirementMap]
) -> Point:
    first = [*why, *group][0]
    clauses = list(dict.fromkeys(clause for point in group for clause in point.clauses))
    reason = next((point.reason for point in group if point.reason), "")
    said = (
        first.message
        if why or not reason
        else say("{document}: {reason}", document=document, reason=reason)
    )
    message = say(
        "{said}; nothing else in force shows {named}", said=said, named=_named(clauses, maps)
    )
    how = say(
        "Bring {document} into force. Details: `isodocs coverage --explain {clauses}`.",
        document=document,
        clauses=clauses[0],
    )
    return replace(
        first,
        weight=min((p.weight for p in (*why, *group)), key=_ORDER.index),
        message=message,
        remedy=first.remedy if why else how,
        owner=next((p.owner for p in (*why, *group) if p.owner), ""),
        subject=document,
        gaps=tuple(gap for point in (*why, *group) for gap in point.gaps),
        expected=_ONE_BY_ONE[0],
        because=document,
        clauses=tuple(clauses),
    )


def _named(clauses: Sequence[str], maps: Mapping[str, RequirementMap]) -> str:
    """Clauses of several standards in words, those of each together."""
    numbers: dict[str, list[str]] = {}
    for clause in clauses:
        standard, _, number = clause.partition(":")
        name = maps[standard].display_name if standard in maps else standard
        numbers.setdefault(name, []).append(number)
    for name, these in numbers.items():
        # a heading says nothing that the clauses below it do not
        numbers[name] = [
            one for one in these if not any(within(each, one) for each in these if each != one)
        ]
    return listed(
        say("{name} {these}", name=name, these=listed(these, most=_NAMED))
        for name, these in numbers.items()
    )


def by_remedy(points: Iterable[Point]) -> list[Point]:
    """The points; gaps on one document or record that one deed closes, as one."""
    groups: dict[tuple[str, str, Weight], list[Point]] = {}
    for number, point in enumerate(points):
        key = (point.cause or f"#{number}", point.remedy, point.weight)
        groups.setdefault(key, []).append(point)
    return [_together(group) if len(group) > 1 else group[0] for group in groups.values()]


def _together(group: Sequence[Point]) -> Point:
    first = group[0]
    prefix = say("{partition}: ", partition=first.message.partition(": ")[0])
    said = [point.message.removeprefix(prefix) for point in group]
    kind = say("{partition}: ", partition=said[0].partition(": ")[0])
    if all(text.startswith(kind) for text in said):
        named = listed((text.removeprefix(kind) for text in said), most=_SHOWN)
        message = joined("", (first.message.removesuffix(said[0]), kind, named))
    else:
        also = joined("; ", said[1 : _NAMED + 1])
        message = say(
            "{message}; {also}{part}",
            message=first.message,
            also=also,
            part=" …" if len(group) > _NAMED + 1 else "",
        )
    return replace(first, message=message, gaps=tuple(gap for point in group for gap in point.gaps))


def grouped(points: Iterable[Point]) -> Iterator[Point]:
    """The points; those of one rule, or that lack the same thing, as one where there are many.

    What clauses of two standards lack is not the same thing: a number alone would not say whose.
    """
    groups: dict[tuple[Weight, str, tuple[str, ...], str], list[Point]] = {}
    for point in points:
        if point.found_in or point.because or point.expected in _ONE_BY_ONE:
            yield point
        else:
            of = point.subject.partition(":")[0] if point.expected else ""
            groups.setdefault((point.weight, point.expected, point.codes, of), []).append(point)
    for (_, expected, codes, _), group in groups.items():
        if len(group) <= _MANY:
            yield from group
        else:
            yield _all_of(group, expected, codes)


def _all_of(group: Sequence[Point], expected: str, codes: Sequence[str]) -> Point:
    subjects = list(dict.fromkeys(point.subject for point in group))
    owners = {point.owner for point in group}
    first = group[0]
    others = [subject.partition(":")[2] or subject for subject in subjects[1:]]
    remedy = (
        say("All of them: `isodocs check --full --select {codes}`.", codes=codes[0])
        if codes
        else say("{remedy} The others likewise.", remedy=first.remedy)
    )
    more = say(
        "{group} more like it{part}{others}",
        group=len(group) - 1,
        part=": " if others else "",
        others=listed(others, most=_NAMED),
    )
    return replace(
        first,
        message=say("{message}; {more}", message=first.message, more=more),
        remedy=remedy,
        owner=owners.pop() if len(owners) == 1 else "",
        subject=expected or (codes[0] if codes else first.subject),
        gaps=tuple(gap for point in group for gap in point.gaps),
    )

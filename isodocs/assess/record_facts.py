"""What contradicts itself in records: states without their facts, and what cannot be.

Nothing here knows a kind of record: each schema declares what must hold (`model/record_law.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import document_people
from isodocs.assess.measurements import last_reached
from isodocs.assess.record_conditions import (
    all_hold,
    field_of,
    has,
    is_followed,
    referred,
    who,
    worded,
)
from isodocs.assess.record_index import latest
from isodocs.assess.targets import seconds, tolerance
from isodocs.assess.written_up import unstated
from isodocs.model.period import LONGEST, Period
from isodocs.model.record_law import DayKind
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.said_no import (
    fills_a_place,
    is_typed_to_fill,
    only_excuses,
    says_nothing,
)
from isodocs.records.record_kinds import kinds
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.gap import Level
    from isodocs.model.record import Record, RecordField, RecordKind
    from isodocs.model.record_law import Fact, LimitFields
    from isodocs.model.register import Register


class Contradiction(NamedTuple):
    """What is wrong with a record, in words that follow its name, and where.

    `level` is None where it weighs as much as the rule that reports it.
    """

    record: Record
    field: str
    message: str
    hint: str
    level: Level | None = None


def states_without_facts(register: Register) -> Iterator[Contradiction]:
    """Records that declare a state whose facts they do not show."""
    for record, kind in _known(register):
        reported: set[tuple[str, ...]] = set()
        for fact in kind.law.facts:
            about = fact.needs or fact.one_of or fact.followed_by or tuple(fact.when)
            if about in reported or not all_hold(register, record, fact.when):
                continue
            missing = _missing(register, record, fact)
            if missing is None:
                continue
            reported.add(about)
            yield Contradiction(
                record,
                next((name for name in fact.when if name in record.values), ""),
                worded(record, fact.say, listed(f"'{name}'" for name in missing)),
                worded(record, fact.do),
                fact.level,
            )
    yield from _off_the_limit(register)


def _off_the_limit(register: Register) -> Iterator[Contradiction]:
    """What passed beyond its limit, and what was found beyond it and had no consequences."""
    for name, kind in kinds().items():
        if law := kind.law.limit:
            of = kind.fields[law.limit.partition(".")[0]].refers
            for record in latest(register, name, law.day, of).values():
                if found := _beyond(register, record, law):
                    yield found


def _beyond(register: Register, record: Record, law: LimitFields) -> Contradiction | None:
    reference, _, field = law.limit.partition(".")
    other = referred(register, record, reference)
    limit = tolerance(other.text(field)) if other else None
    result, found = record.text(law.result), _number(record.text(law.found)) or 0
    value, at = found, law.found
    if result == law.adjusted:
        value, at = _number(record.text(law.left)) or 0, law.left
    if other is None or limit is None or result not in (law.passed, law.adjusted):
        return None
    may = say("{id} may deviate by {text}", id=other.id, text=other.text(field))
    if abs(value) > limit:
        message = say(
            "is {result} with a deviation of {value:g}; {may}", result=result, value=value, may=may
        )
        hint = say("Correct the row, or take it out of use and have it calibrated again.")
        return Contradiction(record, at, message, hint)
    if abs(found) > limit and not any(record.text(each) for each in law.follows):
        message = say(
            "was found with a deviation of {found:g}, and nothing shows that earlier results",
            found=found,
        )
        fields = listed([f"'{each}'" for each in law.follows], "or")
        hint = say(
            "Look at what was measured since the calibration before, and enter what came of it "
        )
        return Contradiction(
            record,
            law.found,
            say("{message} were looked at; {may}", message=message, may=may),
            say("{hint}in {fields}.", hint=hint, fields=fields),
        )
    return None


def _missing(register: Register, record: Record, fact: Fact) -> tuple[str, ...] | None:
    """The fields that a record lacks for a state; None where it shows all that is asked."""
    missing = tuple(name for name in fact.needs if not _says(register, record, name))
    if fact.followed_by and is_followed(register, record, fact.followed_by):
        return None
    if fact.one_of and any(_says(register, record, name) for name in fact.one_of):
        return None
    if fact.one_of or fact.followed_by:
        return missing if missing or not fact.needs else None
    if fact.among:
        strange = [f for f, of in fact.among.items() if record.text(f) not in record.items(of)]
        return tuple(strange) or None
    if fact.text:
        waits = record.outline is not None and bool(record.outline.placeholders)
        return unstated(record) or (() if waits else None)
    return missing if missing or not fact.needs else None


def _says(register: Register, record: Record, name: str) -> bool:
    """Whether a field shows a fact: `-`, `n/a` and `not needed` fill it in and show none."""
    field, text = field_of(record, name), record.text(name)
    empty = only_excuses if field and field.is_free else says_nothing
    return has(register, record, name) and not (text and empty(text))


def the_same_person(register: Register) -> Iterator[Contradiction]:
    """Records that name one person where two are asked for."""
    for record, kind in _known(register):
        for law in kind.law.differs:
            value = record.text(law.field)
            others = [record.text(name) for name in law.others]
            if not value or not any(others):
                continue
            same = [
                other != "" and who(register, other) == who(register, value) for other in others
            ]
            if all(same) if law.all else any(same):
                message = worded(record, law.say)
                yield Contradiction(record, law.field, message, worded(record, law.do), law.level)


def twice(register: Register) -> Iterator[Contradiction]:
    """Rows that are the same row, and what several rows claim that only one can."""
    for name, records in register.records.items():
        kind = kinds().get(name)
        if kind is None:
            continue
        seen: dict[frozenset[tuple[str, str]], Record] = {}
        for record in records if kind.table and not kind.key else ():
            said = frozenset((n, text) for n, text in record.values.items() if text)
            if (first := seen.setdefault(said, record)) is not record:
                message = say("is the same row as {place}", place=first.place())
                yield Contradiction(record, "", message, say("Remove one of the two."))
        for law in kind.law.unique:
            alike: defaultdict[tuple[str, ...], list[Record]] = defaultdict(list)
            for record in records:
                if all_hold(register, record, law.when):
                    alike[tuple(record.text(n).casefold() for n in law.fields)].append(record)
            for group in alike.values():
                for record in group[1:]:
                    if law.differ and record.text(law.differ) == group[0].text(law.differ):
                        continue
                    message = say(
                        "{worded}: see also {place}",
                        worded=worded(record, law.say),
                        place=group[0].place(),
                    )
                    hint = say("Correct one of the two, or end it.")
                    yield Contradiction(record, law.fields[-1], message, hint)


_FURTHEST = Period(30, "year")
"""The longest that an objective may be set for."""


def impossible_values(register: Register) -> Iterator[Contradiction]:
    """Numbers below what makes sense, spans and words of nothing, weights that do not fit."""
    for record, kind in _known(register):
        for field in kind.fields.values():
            text = record.text(field.name)
            if not text:
                continue
            empty = fills_a_place if field.required else is_typed_to_fill
            if field.is_free and all(map(empty, record.each(field.name))):
                message = say("has '{name}' {text}, which says nothing", name=field.name, text=text)
                yield Contradiction(record, field.name, message, say("Enter what it is."))
            elif field.least is not None and (number := _number(text)) is not None:
                if number < field.least:
                    message = say(
                        "has '{name}' {text}, below {least:g}",
                        name=field.name,
                        text=text,
                        least=field.least,
                    )
                    yield Contradiction(record, field.name, message, say("Correct the number."))
            elif field.form == "period" and (span := Period.parse(text)) and span.count == 0:
                message = say("has '{name}' {text}, a span of nothing", name=field.name, text=text)
                hint = say("Enter a span such as 12 months, or leave it empty.")
                yield Contradiction(record, field.name, message, hint)
            elif field.form == "period" and span and span.exceeds(LONGEST):
                message = say(
                    "has '{name}' {text}: nothing happens again within {longest}",
                    name=field.name,
                    text=text,
                    longest=LONGEST,
                )
                hint = say("Enter the span after which someone looks, or leave it empty.")
                yield Contradiction(record, field.name, message, hint)
            elif field.day in (DayKind.DUE, DayKind.PLANNED) and _is_far(register, record, field):
                message = say(
                    "has '{name}' {text}, so far ahead that no one will look at it",
                    name=field.name,
                    text=text,
                )
                hint = say("Enter the day by which someone looks.")
                yield Contradiction(record, field.name, message, hint)
            elif field.refers in (record.kind, "record") and record.id in record.each(field.name):
                message = say("names itself in '{name}'", name=field.name)
                yield Contradiction(record, field.name, message, say("Enter the other record."))
    yield from _off_the_scale(register)
    yield from _beyond_the_limit(register)
    yield from _off_the_target(register)


def _is_far(register: Register, record: Record, field: RecordField) -> bool:
    """Whether a day by which something must be done, or is planned, puts it off for good."""
    day, law = record.day(field.name), kinds()[record.kind].law
    is_of_objective = law.target is not None and law.target.due == field.name
    furthest = (_FURTHEST if is_of_objective else LONGEST).after(register.on)
    return day is not None and day > furthest


def roles_of_no_one_else(register: Register) -> Iterator[tuple[Record, str, str]]:
    """Roles that a person holds and nothing else names, each with the one that is meant.

    Known are the roles of the authority register, those that several people hold, and those that
    documents and records name as owners or ask a competence of. What is meant is one of them in
    which a letter is missing, too many, or in the wrong place; empty where there is none.
    """
    people = register.records.get("people", ())
    history = register.inventory.authority
    known = set(history.current.roles) if history else set()
    known.update(document_people.owners(register))
    for record, kind in _known(register):
        for field in kind.fields.values():
            if field.refers in ("role", "owner"):
                known.update(record.each(field.name))
    held = Counter(role for person in people for role in person.items("roles"))
    known |= {role for role, times in held.items() if times > 1}
    for person in people:
        for role in person.items("roles"):
            if role not in known:
                yield (
                    person,
                    role,
                    next((each for each in sorted(known) if _slipped(role, each)), ""),
                )


def _slipped(written: str, meant: str) -> bool:
    """Whether one word is another with a letter left out, put in, or two of them swapped."""
    longer, shorter = sorted((written, meant), key=len, reverse=True)
    if len(shorter) < _SLIP_FROM or len(longer) - len(shorter) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), None)
    if at is None:
        return longer[-1:].isalpha() and longer != shorter
    if len(longer) > len(shorter):
        return longer[at].isalpha() and longer[at + 1 :] == shorter[at:]
    swapped = longer[at : at + 2] == shorter[at : at + 2][::-1]
    return swapped and longer[at + 2 :] == shorter[at + 2 :]


_SLIP_FROM = 6
"""Shorter words are too near each other to separate a slip from another word."""


_SCALE_TOP = 5
"""The highest number of a scale where no record has a higher one."""
_HIGH, _LOW = 0.6, 0.08
"""From and up to which share of the whole scale no weight may be called low, or high."""


def _off_the_scale(register: Register) -> Iterator[Contradiction]:
    for name, records in register.records.items():
        scale = kinds()[name].law.scale if name in kinds() else ()
        if not scale:
            continue
        weight, *factors = scale
        rows = []
        for record in records:
            found = [_number(record.text(factor)) for factor in factors]
            numbers = [number for number in found if number is not None]
            if len(numbers) == len(factors) and record.text(weight):
                rows.append((record, numbers))
        top = max([_SCALE_TOP, *(number for _, numbers in rows for number in numbers)])
        words = kinds()[name].fields[weight].choices
        for record, numbers in rows:
            share = 1.0
            for number in numbers:
                share *= number / top
            said = record.text(weight)
            if (said == words[0] and share >= _HIGH) or (said == words[-1] and share <= _LOW):
                by = listed(
                    say("'{factor}' {text}", factor=factor, text=record.text(factor))
                    for factor in factors
                )
                message = say(
                    "has '{weight}' {said} with {by} of {top:g}",
                    weight=weight,
                    said=said,
                    by=by,
                    top=top,
                )
                yield Contradiction(record, weight, message, say("Assess it again, or correct it."))


def _beyond_the_limit(register: Register) -> Iterator[Contradiction]:
    """Weights and spans of time beyond the one that they may at most reach."""
    for record, kind in _known(register):
        for law in kind.law.at_most:
            said, limit = (_rank(record, kind, name) for name in (law.field, law.limit))
            if said is None or limit is None or said <= limit:
                continue
            if all_hold(register, record, law.when):
                hint = say("Correct '{field}' or '{limit}'.", field=law.field, limit=law.limit)
                yield Contradiction(record, law.field, worded(record, law.say), hint)


def _rank(record: Record, kind: RecordKind, name: str) -> float | None:
    """What a field says as a number: the place of a choice in its list, or a span in seconds."""
    text, choices = record.text(name), kind.fields[name].choices
    if choices:
        return choices.index(text) if text in choices else None
    return seconds(text)


_ACHIEVED, _MISSED = "achieved", "missed"


def _off_the_target(register: Register) -> Iterator[Contradiction]:
    """What is called achieved or missed although its result is on the other side of the target."""
    for record, kind in _known(register):
        status, law = record.text("status"), kind.law.target
        if law is None or status not in (_ACHIEVED, _MISSED):
            continue
        target = record.text(law.target)
        reached, met = last_reached(register, record, law)
        # One good value at the end does not belie that the whole was missed, nor one too late.
        day, due = record.day(law.measured), record.day(law.due)
        late = day is not None and due is not None and day > due
        belied = met and status == _MISSED and reached == record.text(law.result) and not late
        if belied or (met is False and status == _ACHIEVED):
            message = say(
                "is {status} with {reached}; the target is {target}",
                status=status,
                reached=reached,
                target=target,
            )
            yield Contradiction(
                record, law.result, message, say("Correct the result or the status.")
            )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None  # the reader reports it


def _known(register: Register) -> Iterator[tuple[Record, RecordKind]]:
    for name, records in register.records.items():
        if kind := kinds().get(name):
            for record in records:
                yield record, kind

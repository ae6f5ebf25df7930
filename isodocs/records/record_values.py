"""The fields of one record: texts -> typed, placed values, by the kind's published schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.model.node import Node, Scalar, Sequence
from isodocs.model.period import Period
from isodocs.model.problem import Problem
from isodocs.model.record import Record, RecordField, RecordKind
from isodocs.parsing.fields import parse_day
from isodocs.words import did_you_mean, noun, say

if TYPE_CHECKING:
    from isodocs.model.outline import Outline

MISSING = "record-field-missing"
UNKNOWN = "record-field-unknown"
WRONG = "record-field-wrong-form"
NOTHING: Mapping[str, tuple[str, ...]] = {}
NO_DAYS: Mapping[str, date] = {}
"""Shared by the thousands of records without a list or a date."""
_NUMBER = expression(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_GERMAN_DAY = expression(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
_FEW = 6
"""So many choices are read at a glance."""
_FLAGS = ("yes", "no", "true", "false")
_ITEMS = expression(r"[;|]|,(?=\s)")
"""Between the items of a list in one cell of a table, or in one line."""

_day = lru_cache(maxsize=50_000)(parse_day)


def of_nodes(
    kind: RecordKind,
    path: str,
    line: int,
    nodes: Mapping[str, Node],
    places: Mapping[str, tuple[int, int]],
    problems: list[Problem],
    *,
    blob: str,
    outline: Outline | None = None,
) -> Record:
    """A record of `key: value` lines; what is wrong with them joins its `problems`."""
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    days: dict[str, date] = {}
    for name, node in nodes.items():
        field = kind.fields.get(name)
        if field is None:
            problems.append(unknown(kind, name, places[name]))
        elif field.form == "list":
            lists[name] = tuple(_items(field, node, problems))
            values[name] = ", ".join(lists[name])
        elif not isinstance(node, Scalar):
            hint = say("Write one value after '{name}:'.", name=name)
            place = (node.line, node.column)
            problems.append(Problem(WRONG, say("'{name}' must be a text", name=name), hint, *place))
        elif text := node.text.strip():
            values[name] = text = as_chosen(field, text)
            day, problem = typed(field, text, (node.line, node.column))
            if day is not None:
                days[name] = day
            if problem:
                problems.append(problem)
    for name in required(kind):
        if not values.get(name):
            problems.append(missing(kind, name, places.get(name, (line, 0))[0]))
    id = values.get(kind.key, "") if kind.key else ""
    return Record(
        kind.name,
        id,
        path,
        line,
        values,
        lists or NOTHING,
        days or NO_DAYS,
        places,
        tuple(problems),
        outline,
        blob,
    )


def required(kind: RecordKind) -> tuple[str, ...]:
    """The fields that a record of the kind cannot do without."""
    return tuple(field.name for field in kind.fields.values() if field.required)


def unknown(kind: RecordKind, name: str, place: tuple[int, int]) -> Problem:
    """A field that the kind does not have."""
    return Problem(
        UNKNOWN,
        say(
            "unknown field {name!r} in {title}.{did_you_mean}",
            name=name,
            title=noun(kind.title),
            did_you_mean=did_you_mean(name, kind.fields),
        ),
        say("Known fields are {fields}.", fields=", ".join(kind.fields)),
        *place,
        name,
    )


def missing(kind: RecordKind, name: str, line: int) -> Problem:
    """A required field that is empty or not there."""
    about = say(kind.fields[name].about)
    return Problem(
        MISSING,
        say("{title} without '{name}'", title=noun(kind.title), name=name),
        say("Add '{name}': {about}", name=name, about=about) if about else say("Add it."),
        line,
        about=name,
    )


def typed(
    field: RecordField, text: str, place: tuple[int, int]
) -> tuple[date | None, Problem | None]:
    """The day that a value is, if it is one, and what is wrong with it, if anything."""
    name = field.name
    if field.form == "date":
        day = _day(text)
        if day is not None:
            return day, None
        message = say("'{name}' is {text!r}, which is not a calendar date", name=name, text=text)
        hint = say("Write year-month-day, for example 2026-12-01.")
    elif field.form == "period" and Period.parse(text) is None:
        message = say("'{name}' is {text!r}, which is not a span of time", name=name, text=text)
        hint = say("Write for example '12 months'.")
    elif field.form == "number" and not _NUMBER.fullmatch(text):
        message = say("'{name}' is {text!r}, which is not a number", name=name, text=text)
        hint = say("Write digits, for example 12 or 0.5.")
    elif field.form == "flag" and text.lower() not in _FLAGS:
        message, hint = say("'{name}' is {text!r}", name=name, text=text), say("Write yes or no.")
    else:
        return None, checked(field, text, place)
    return None, Problem(WRONG, message, hint, *place, f"{name}: {text}")


def compared(field: RecordField, text: str) -> str:
    """A value in the form in which two are compared: as spreadsheets rewrite it, it is the same.

    They turn 2026-01-05 into 05.01.2026 or 5.1.2026, 8 into 8.0 or 8,0, and join lines.
    """
    text = " ".join(text.split())
    if field.form == "date" and (match := _GERMAN_DAY.fullmatch(text)):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if field.form == "number" and _NUMBER.fullmatch(plain := text.replace(",", ".")):
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if field.form == "flag":
        return {"true": "yes", "false": "no"}.get(text.lower(), text.lower())
    return text


def as_chosen(field: RecordField, text: str) -> str:
    """The choice that a text is in other capitals; else the text itself."""
    if not field.choices or text in field.choices:
        return text
    folded = text.casefold()
    return next((choice for choice in field.choices if choice.casefold() == folded), text)


def checked(field: RecordField, text: str, place: tuple[int, int]) -> Problem | None:
    """What is wrong with a text, or with an item of a list, if anything."""
    if field.choices and text not in field.choices:
        # "ineffective" is near "effective": where all are listed, a guess helps only if it is sure.
        near = did_you_mean(text, field.choices) if len(field.choices) > _FEW else ""
        hint = say("Write one of {choices}.", choices=", ".join(field.choices))
        message = say("'{name}' is {text!r}.{near}", name=field.name, text=text, near=near)
        return Problem(WRONG, message, hint, *place, f"{field.name}: {text}")
    if field.pattern and not re.fullmatch(field.pattern, text):
        fits = say("It must fit {pattern}.", pattern=field.pattern)
        hint = say(field.about) if field.about else fits
        message = say("'{name}' is {text!r}, which has the wrong form", name=field.name, text=text)
        return Problem(WRONG, message, hint, *place, f"{field.name}: {text}")
    return None


def cut(text: str) -> tuple[str, ...]:
    """The items of a list written in one line: `a; b`, `a | b` or `a, b`."""
    return tuple(part for part in map(str.strip, _ITEMS.split(text)) if part)


def _items(field: RecordField, node: Node, problems: list[Problem]) -> Iterator[str]:
    if isinstance(node, Scalar):
        items: tuple[Node, ...] = tuple(
            Scalar(part, node.line, node.column, node.end_line) for part in cut(node.text)
        )
    else:
        items = node.items if isinstance(node, Sequence) else (node,)
    for item in items:
        place = (item.line, item.column)
        if not isinstance(item, Scalar):
            message = say("an item of '{name}' must be a text", name=field.name)
            problems.append(Problem(WRONG, message, say("Write a plain list."), *place))
        elif text := as_chosen(field, item.text.strip()):
            if problem := checked(field, text, place):
                problems.append(problem)
            yield text

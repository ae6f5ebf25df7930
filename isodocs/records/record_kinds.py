"""The kinds of record: `schemas/records/<kind>.schema.json`, one file each.

The published JSON Schema is the only definition. Beyond JSON Schema it says `x-form` (`table`, or
`story` for one Markdown file each), `x-key`, `x-number`, `x-closed`, `x-retention`,
`x-retained-from`, `x-proves` (the clauses that such records show to be done), `x-proves-when` (what
a record must say to show one of them), `x-proves-at-once` (one shows them as it is, with nothing
done yet), `x-proves-named` (each record shows the clauses that it names), `x-of-edition` (it says
how far one edition is met, and shows nothing of the next), `x-on-occasion` (it is made when
something happens, so that an old one is not too old),
`x-per-standard`, `x-by-columns` (a table of that name is of this kind only where it has the columns
that it needs, for a name that much else may have),
`x-also-called`, `x-of-people` (each record is about named people, so that it is handed on only
where someone asks for it), `x-steps` (what is entered later than the beginning, step by step, each
with the field that shows it `done`; a step without one is needed by few), `x-final` (what a row
says stays as it was written), `x-ended` (fields that, when filled in, end what a record asks of
people, and values of `status` that do), and of a
field `x-refers`, `x-on` (the days on which the person that it names did what it says), `x-names-
only` (who it names has nothing to do), `x-day` (what a date is the day of: a deed that was `done`,
a
`planned` day, one by which something is `due`, or one `from` or `until` which something holds),
`x-least` (the smallest number that makes sense), `x-known-in` (the kind of register in which the
name is found, where such a register is kept), `x-last-in` (the day of another kind of record about
this one that says the same: `measurement.date`; the later counts) and `x-site` (it names the sites
that a record is about; a record that names none is for all).

What must hold of the records of a kind is declared too, each with the words that report it:
`x-order` (chains of days that do not run backwards, also over a reference: `audit.started`),
`x-deed` (the days of what a record bears witness to; it is written down soon after), `x-facts`
(states that need their facts), `x-differs` (fields that name different people), `x-unique` (what no
two records share), `x-some` (what at least one record says where any are kept), `x-scale` (a weight
and the numbers it follows from), `x-at-most` (a choice of a list, or a span of time in words, that
is not beyond another one), `x-target` (the fields of a value to reach and of what was reached),
`x-limit` (those of a deviation and of what it may be), `x-duties` (what records ask for by a day,
and where none is named), `x-planned` (the same, where rules of their own ask for it), `x-eases`
(the fields of a requirement that say of whom it asks what, by when), `x-weighs` (fields that do not
weigh less than they ever did unless others say why, with the words that weigh most first; a result
only not for the same day or an earlier one) and `x-written` (what the text of a record states,
below which headings or in which fields, and in how many words at least). A condition is `true`
(filled in; a deed: done), `false` (empty), the values that fit, or one of `past`, `ahead`, `words`,
`below-words`, `figures`, `share-below`, `before`, `on-day-of`, `misses`, `any-result` (a target
that no result can miss) and `missed` (one that the last result misses).

Only what is read here may be used in such a schema; a test holds them to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from isodocs import resources
from isodocs.model.gap import Level
from isodocs.model.period import Period
from isodocs.model.record import RecordField, RecordKind, RecordStep
from isodocs.model.record_law import (
    AtMost,
    Condition,
    DayKind,
    DeclaredDuty,
    Differs,
    DoneBy,
    Fact,
    Law,
    LimitFields,
    NoDay,
    Some,
    TargetFields,
    Unique,
    Weighs,
    Written,
    WrittenPart,
)
from isodocs.words import say

SUFFIX = ".schema.json"


@cache
def kinds() -> Mapping[str, RecordKind]:
    """Every kind by name."""
    return {name: _kind(name, schema) for name, schema in _schemas().items()}


def descriptions() -> Mapping[str, str]:
    """What each kind is for, by its name."""
    return {name: str(schema["description"]) for name, schema in _schemas().items()}


def summaries() -> Mapping[str, str]:
    """The first sentence of that, without the clauses behind it."""
    firsts = {name: about.partition("(ISO")[0] for name, about in descriptions().items()}
    return {name: f"{first.strip().rstrip('.')}." for name, first in firsts.items()}


def _schemas() -> dict[str, dict[str, Any]]:
    files = (resources.path("schemas") / "records").glob(f"*{SUFFIX}")
    found = {path.name.removesuffix(SUFFIX): json.loads(path.read_text("utf-8")) for path in files}
    return dict(sorted(found.items()))


def _kind(name: str, schema: Mapping[str, Any]) -> RecordKind:
    required = schema.get("required", [])
    return RecordKind(
        name=name,
        title=say(schema["title"]),
        table=schema["x-form"] == "table",
        fields={
            field: _field(field, content, field in required)
            for field, content in schema["properties"].items()
        },
        key=schema.get("x-key", ""),
        number=schema.get("x-number", ""),
        closed=tuple(schema.get("x-closed", ())),
        retention=schema.get("x-retention", ""),
        retained_from=schema.get("x-retained-from", ""),
        of_people=schema.get("x-of-people", False),
        final=schema.get("x-final", False),
        watched=schema.get("x-final", False) or schema.get("x-watched", False),
        proves=tuple(schema.get("x-proves", ())),
        proves_when={
            clause: {name: _condition(each) for name, each in when.items()}
            for clause, when in schema.get("x-proves-when", {}).items()
        },
        proves_at_once=schema.get("x-proves-at-once", False),
        proves_named=schema.get("x-proves-named", False),
        of_edition=schema.get("x-of-edition", False),
        on_occasion=schema.get("x-on-occasion", False),
        per_standard=schema.get("x-per-standard", False),
        by_columns=schema.get("x-by-columns", False),
        also_called=tuple(schema.get("x-also-called", ())),
        ended=tuple(schema.get("x-ended", ())),
        done=tuple(n for n, c in schema["properties"].items() if c.get("x-day") == DayKind.DONE),
        law=_law(schema),
        steps=tuple(
            RecordStep(each["title"], tuple(each["fields"]), each.get("done", ""))
            for each in schema.get("x-steps", ())
        ),
    )


def _law(schema: Mapping[str, Any]) -> Law:
    return Law(
        order=tuple(tuple(chain) for chain in schema.get("x-order", ())),
        deeds=tuple(schema.get("x-deed", ())),
        facts=tuple(_fact(fact) for fact in schema.get("x-facts", ())),
        differs=tuple(
            Differs(
                each["field"],
                tuple(each["from"]),
                each["say"],
                each["do"],
                each.get("all", False),
                _level(each),
            )
            for each in schema.get("x-differs", ())
        ),
        unique=tuple(
            Unique(tuple(each["fields"]), _conditions(each), each["say"], each.get("differ", ""))
            for each in schema.get("x-unique", ())
        ),
        scale=tuple(schema.get("x-scale", ())),
        at_most=tuple(
            AtMost(each["field"], each["of"], _conditions(each), each["say"])
            for each in schema.get("x-at-most", ())
        ),
        target=TargetFields(**schema["x-target"]) if "x-target" in schema else None,
        limit=_limit(schema["x-limit"]) if "x-limit" in schema else None,
        duties=tuple(_duty(duty) for duty in schema.get("x-duties", ())),
        planned=tuple(_duty(duty) for duty in schema.get("x-planned", ())),
        some=tuple(
            Some(_conditions(each), tuple(each["for"]), each["say"], each["do"])
            for each in schema.get("x-some", ())
        ),
        written=_written(schema["x-written"]) if "x-written" in schema else None,
        eases=tuple(schema.get("x-eases", ())),
        weighs=tuple(
            Weighs(
                each["field"],
                tuple(map(tuple, each["most-first"])),
                tuple(each["because"]),
                each.get("on", ""),
            )
            for each in schema.get("x-weighs", ())
        ),
    )


@cache
def eased(name: str) -> Mapping[str, tuple[str, ...]]:
    """The fields by which records of a kind ask for less, or later, each with what ends that.

    They are days to come, intervals and the day they count from, targets, and what a duty depends
    on. A deed is a fact, and so is the last day of a certificate.
    """
    kind = kinds()[name]
    facts = {name for name, f in kind.fields.items() if f.day in (DayKind.DONE, DayKind.UNTIL)}
    found = {
        field: tuple(each.partition(".")[0] for each in duty.done)
        for duty in kind.law.promises
        for field in duty.days
        if field not in facts
    }
    for duty in kind.law.promises:
        ends = duty.runs.keys() & kind.fields.keys() - facts - found.keys()
        found |= dict.fromkeys(sorted(ends), ())
    found |= dict.fromkeys(kind.law.eases, ())
    if target := kind.law.target:
        found |= dict.fromkeys((target.target, target.direction, target.unit), (target.judged,))
    return found


def _written(content: Mapping[str, Any]) -> Written:
    return Written(
        parts=tuple(
            WrittenPart(each["what"], tuple(each["under"]), tuple(each.get("fields", ())))
            for each in content["parts"]
        ),
        words=content["words"],
        elsewhere=tuple(content.get("elsewhere", ())),
    )


def _duty(content: Mapping[str, Any]) -> DeclaredDuty:
    return DeclaredDuty(
        what=content.get("what", ""),
        clauses=tuple(content.get("clauses", ())),
        by=content.get("by", ""),
        done=tuple(content.get("done", ())),
        last=content.get("last", ""),
        every=content.get("every", ""),
        start=content.get("from", ""),
        runs=_conditions(content, "while"),
        default=content.get("default", ""),
        or_by=content.get("or-by", ""),
        done_by=_done_by(content["done-by"]) if "done-by" in content else None,
        no_day=tuple(
            NoDay(_conditions(each), _level(each), each.get("never", False))
            for each in content.get("no-day", ())
        ),
        same=tuple(content.get("same", ())),
        shared=tuple(content.get("shared", ())),
        grace=Period.parse(content.get("grace", "")),
        ended_because=content.get("ended-because", ""),
    )


def _limit(content: Mapping[str, Any]) -> LimitFields:
    return LimitFields(**{**content, "follows": tuple(content["follows"])})


def _done_by(content: Mapping[str, Any]) -> DoneBy:
    kind, _, day = content["record"].partition(".")
    early = Period.parse(content["early"]) or Period(0, "day")
    return DoneBy(kind, day, early, content["claim"], content["do"])


def _fact(content: Mapping[str, Any]) -> Fact:
    return Fact(
        when=_conditions(content),
        say=content["say"],
        do=content["do"],
        needs=tuple(content.get("needs", ())),
        one_of=tuple(content.get("one-of", ())),
        followed_by=tuple(content.get("followed-by", ())),
        among=content.get("among", {}),
        text=content.get("text", False),
        level=_level(content),
    )


def _level(content: Mapping[str, Any]) -> Level | None:
    return Level(content["level"]) if "level" in content else None


def _conditions(content: Mapping[str, Any], key: str = "when") -> Mapping[str, Condition]:
    return {name: _condition(each) for name, each in content.get(key, {}).items()}


def _condition(content: Any) -> Condition:
    if isinstance(content, bool):
        return Condition(filled=content)
    if isinstance(content, str):
        return Condition(values=(content,))
    if isinstance(content, list):
        return Condition(values=tuple(content))
    return Condition(
        past=Period.parse(content.get("past", "")),
        ahead=content.get("ahead", False),
        words=tuple(content.get("words", ())),
        figures=content.get("figures"),
        share_below=content.get("share-below", 0),
        below_words=content.get("below-words", 0),
        before=content.get("before", ""),
        on_day_of=content.get("on-day-of", ""),
        misses=content.get("misses", ""),
        any_result=content.get("any-result", False),
        missed=content.get("missed", False),
    )


def _field(name: str, content: Mapping[str, Any], required: bool) -> RecordField:
    each = content.get("items", content)
    return RecordField(
        name=name,
        form=_form(content),
        required=required,
        choices=tuple(each.get("enum", ())),
        pattern=each.get("pattern", ""),
        refers=each.get("x-refers", ""),
        about=content.get("description", ""),
        on=tuple(content.get("x-on", ())),
        names_only=content.get("x-names-only", False),
        day=DayKind(content["x-day"]) if "x-day" in content else None,
        least=content.get("x-least"),
        known_in=each.get("x-known-in", ""),
        last_in=content.get("x-last-in", ""),
        site=content.get("x-site", False),
    )


def _form(content: Mapping[str, Any]) -> str:
    if content["type"] == "array":
        return "list"
    known = {"date": "date", "period": "period", "number": "number", "flag": "flag"}
    return known.get(content.get("format", ""), "text")

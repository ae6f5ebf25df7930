"""What schemas declare, tried on records that are made from the schemas themselves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from isodocs.assess import record_days, record_facts
from isodocs.assess.deadlines import Deadline, deadlines, without_day
from isodocs.assess.record_conditions import all_hold
from isodocs.model.period import Period
from isodocs.model.record import Record, RecordField, RecordKind
from isodocs.model.record_law import AtMost, Condition, DayKind, DeclaredDuty, Fact
from isodocs.model.register import Register
from isodocs.readiness.duties import duties
from isodocs.records.record_kinds import kinds
from isodocs.workspace import View, Workspace
from tests.helpers.repository import RepositoryBuilder

ON = date(2024, 6, 1)
PAST, COMING = ON - timedelta(days=7), ON + timedelta(days=7)
KINDS = [kind for kind in kinds().values() if kind.law != type(kind.law)()]


@cache
def empty() -> Register:
    """The register of a repository that holds nothing."""
    with TemporaryDirectory() as folder:
        repo = RepositoryBuilder(Path(folder) / "repo")
        return Workspace.open(repo.path).register(View(ON))


def kept(*records: Record) -> Register:
    """A register that holds these records."""
    return replace(empty(), inventory=replace(empty().inventory, records=records))


def record(kind: RecordKind, values: Mapping[str, str]) -> Record:
    """A record of that kind."""
    lists = {n: (text,) for n, text in values.items() if kind.fields[n].form == "list"}
    days = {
        name: date.fromisoformat(text)
        for name, text in values.items()
        if text and kind.fields[name].form == "date"
    }
    filled = {name: text for name, text in values.items() if text}
    id = values.get(kind.key, "") if kind.key else ""
    return Record(kind.name, id, f"records/{kind.name}.csv", 2, filled, lists, days)


def honest(field: RecordField) -> str:
    """A value of a field with which nothing is wrong."""
    if field.choices:
        return field.choices[0]
    if field.form == "date":
        ahead = field.day in (DayKind.DUE, DayKind.UNTIL, DayKind.PLANNED)
        return (COMING if ahead else PAST).isoformat()
    forms = {"flag": "yes", "number": "2", "period": "12 months"}
    return forms.get(field.form, f"4 {field.name} in all")


def sound(kind: RecordKind) -> dict[str, str]:
    """A record that says everything and contradicts nothing."""
    values = {name: honest(field) for name, field in kind.fields.items()}
    for fact in kind.law.facts:
        for one, of in fact.among.items():
            values[one] = values[of]
        for name, asked in fact.when.items():
            if asked.on_day_of:  # something takes a day to show
                values[name] = (PAST + timedelta(days=1)).isoformat()
    for before, after in itertools.chain(*map(itertools.pairwise, kind.law.order)):
        if {before, after} <= values.keys() and values[after] < values[before]:
            values[after] = values[before]
    while said := contradicted(kind, values):
        del values[said]
    return values


def contradicted(kind: RecordKind, values: Mapping[str, str]) -> str:
    """The last field of a state that must not be, where a record is in one; it may be empty."""
    one = kept(record(kind, values))
    for fact in kind.law.facts:
        asks = fact.needs or fact.one_of or fact.followed_by or fact.among or fact.text
        if not asks and all_hold(one, record(kind, values), fact.when):
            return next(n for n in reversed(fact.when) if not kind.fields[n].required)
    return ""


def wrong(register: Register) -> list[str]:
    """Everything that is reported of the records of a register."""
    found = [
        *record_facts.states_without_facts(register),
        *record_facts.the_same_person(register),
        *record_facts.twice(register),
        *record_facts.impossible_values(register),
    ]
    return [
        *(f"{each.record.kind}: {each.message}" for each in found),
        *(f"{r.kind}: {name} to come" for r, name, _ in record_days.deeds_to_come(register)),
        *(f"{each.record.kind}: {each.message}" for each in record_days.disorders(register)),
        *(f"{each.record.kind}: {each.what} has no day" for each in without_day(register)),
    ]


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_sound_record_says_nothing_wrong(kind: RecordKind) -> None:
    assert wrong(kept(record(kind, sound(kind)))) == []


def fitting(kind: RecordKind, name: str, asked: Condition) -> str:
    """A value for which a condition holds."""
    if asked.filled is not None:
        return honest(kind.fields[name]) if asked.filled else ""
    if asked.past is not None:
        return asked.past.before(PAST).isoformat()
    if asked.ahead:
        return COMING.isoformat()
    if asked.words:
        return f"It was {asked.words[0]}."
    if asked.below_words:
        return "4"
    if asked.any_result:
        return "at least 0 %"
    if asked.figures is not None:
        return "7 of 10" if asked.figures else "fewer returns"
    return f"{asked.share_below - 1} %" if asked.share_below else asked.values[0]


def is_of_one_value(fact: Fact) -> bool:
    """Whether what a fact is asked for can be said of each field alone."""
    return not any(asked.before or asked.misses or asked.missed for asked in fact.when.values())


FACTS = [
    (kind, fact)
    for kind in KINDS
    for fact in kind.law.facts
    if not fact.text and is_of_one_value(fact)
]
"""What compares two fields is in the rows of tests/rules/test_rec_facts.py."""


@pytest.mark.parametrize(
    ("kind", "fact"), FACTS, ids=[f"{kind.name} {fact.say}" for kind, fact in FACTS]
)
def test_a_state_without_its_fact_is_reported(kind: RecordKind, fact: Fact) -> None:
    values = sound(kind)
    others = []
    for name, asked in fact.when.items():
        reference, _, rest = name.partition(".")
        if rest:
            other = kinds()[kind.fields[reference].refers]
            said = {**sound(other), other.key: values[reference], rest: asked.values[0]}
            others.append(record(other, said))
        else:
            values |= {asked.on_day_of: PAST.isoformat()} if asked.on_day_of else {}
            values[name] = values.get(asked.on_day_of) or fitting(kind, name, asked)
    values |= dict.fromkeys((*fact.needs, *fact.one_of), "")
    values |= dict.fromkeys(fact.among, "someone-else")
    said = re.compile(re.sub(r"\\{[a-z\\-]+\\}", ".*", re.escape(fact.say)))
    assert states(said, record(kind, values), *others), values
    about = fact.needs or fact.one_of
    texts = [n for n in about if not kind.fields[n].day and n not in fact.when]
    seeming = {**values, **dict.fromkeys(texts, "n/a")}  # fills it in, and shows nothing
    assert states(said, record(kind, seeming), *others), seeming
    for name in about:  # whatever it asks for closes it
        values[name] = honest(kind.fields[name])
    assert not about or not states(said, record(kind, values), *others)


def states(said: re.Pattern[str], first: Record, *others: Record) -> list[str]:
    """What is said in these words of the first record."""
    found = record_facts.states_without_facts(kept(first, *others))
    return [e.message for e in found if e.record is first and said.fullmatch(e.message)]


CHAINS = [
    (kind, before, after)
    for kind in KINDS
    for chain in kind.law.order
    for before, after in itertools.pairwise(chain)
    if "document.written" not in (before, after)
]


@pytest.mark.parametrize(
    ("kind", "before", "after"), CHAINS, ids=[f"{k.name} {b} {a}" for k, b, a in CHAINS]
)
def test_days_that_run_backwards_are_reported_and_one_day_is_not(
    kind: RecordKind, before: str, after: str
) -> None:
    for days, told in ((1, [after]), (0, [])):
        register = dated(kind, {before: PAST, after: PAST - timedelta(days=days)})
        assert [each.name for each in record_days.disorders(register)] == told


def dated(kind: RecordKind, days: Mapping[str, date]) -> Register:
    """A record with these days, and the records that it refers to with theirs."""
    values, others = {}, []
    for name, day in days.items():
        reference, _, rest = name.partition(".")
        values[reference] = "X-2" if rest else day.isoformat()
        if rest:
            other = kinds()[kind.fields[reference].refers]
            others.append(record(other, {other.key: "X-2", rest: day.isoformat()}))
    return kept(record(kind, values), *others)


LIMITS = [(kind, law) for kind in KINDS for law in kind.law.at_most]


@pytest.mark.parametrize(("kind", "law"), LIMITS, ids=[f"{k.name} {a.field}" for k, a in LIMITS])
def test_a_value_beyond_another_is_reported_and_the_same_is_not(
    kind: RecordKind, law: AtMost
) -> None:
    values = sound(kind) | {n: fitting(kind, n, asked) for n, asked in law.when.items()}
    choices = kind.fields[law.field].choices
    for less, more in itertools.pairwise(choices or ("90 min", "2 hours", "at once, in 1 day")):
        for said, limit, told in ((more, less, 1), (less, more, 0), (less, less, 0)):
            one = record(kind, {**values, law.field: said, law.limit: limit})
            found = record_facts.impossible_values(kept(one))
            assert [each.field for each in found] == [law.field] * told


NAMING = [
    (kind, field)
    for kind in kinds().values()
    for field in kind.fields.values()
    if kind.key and field.refers in (kind.name, "record")
]


@pytest.mark.parametrize(("kind", "field"), NAMING, ids=[f"{k.name} {f.name}" for k, f in NAMING])
def test_a_record_that_refers_to_itself_is_reported(kind: RecordKind, field: RecordField) -> None:
    for id, told in (("X-1", 1), ("X-2", 0)):
        one = record(kind, {**sound(kind), kind.key: "X-1", field.name: id})
        found = record_facts.impossible_values(kept(one))
        assert [each.field for each in found] == [field.name] * told


DEEDS = [
    (kind, field.name)
    for kind in kinds().values()
    for field in kind.fields.values()
    if field.day is DayKind.DONE
]


@pytest.mark.parametrize(("kind", "name"), DEEDS, ids=[f"{k.name} {n}" for k, n in DEEDS])
def test_a_deed_to_come_is_reported_and_satisfies_nothing(kind: RecordKind, name: str) -> None:
    """What a day to come leaves to do is what no day at all leaves to do."""
    values = sound(kind)
    with_day = kept(record(kind, {**values, name: COMING.isoformat()}))
    without = kept(record(kind, {**values, name: ""}))
    assert [n for _, n, _ in record_days.deeds_to_come(with_day)] == [name]
    assert list(to_do(with_day)) == list(to_do(without))
    lacking = {each.message for each in record_facts.states_without_facts(without)}
    assert lacking <= {each.message for each in record_facts.states_without_facts(with_day)}


def to_do(register: Register) -> Iterator[tuple[str, date | None]]:
    return ((each.what, each.day) for each in deadlines(register))


DUTIES = [(kind, duty) for kind in KINDS for duty in kind.law.duties if duty.default]


@pytest.mark.parametrize(
    ("kind", "duty"), DUTIES, ids=[f"{kind.name} {duty.what}" for kind, duty in DUTIES]
)
def test_what_has_no_day_is_reported_or_has_the_default(
    kind: RecordKind, duty: DeclaredDuty
) -> None:
    values = sound(kind)
    for name, asked in {**duty.runs, **(duty.no_day[0].when if duty.no_day else {})}.items():
        values[name] = fitting(kind, name, asked)
    values |= dict.fromkeys((duty.by, duty.every, *duty.done), "")
    values.setdefault(duty.start, PAST.isoformat())
    values.pop("", None)
    register = kept(record(kind, values))
    assert (duty.what in [each.what for each in without_day(register)]) is bool(duty.no_day)
    config = replace(register.config, default_days={duty.default: Period(1, "month")})
    given = replace(register, inventory=replace(register.inventory, config=config))
    assert duty.what not in [each.what for each in without_day(given)]
    (found,) = (each for each in deadlines(given) if each.what == duty.what)
    assert isinstance(found, Deadline)
    assert (found.default, found.day) == (duty.default, Period(1, "month").after(PAST))


IN_FORCE = {
    ("audit", "report-due"): ("started", "finished"),
    ("certification", "suspended-until"): ("suspended",),
    ("management-review", "next-due"): ("held",),
    ("nonconformity", "effectiveness-due"): ("corrected", "implemented", "verified"),
}
"""Deeds after which a day is waited for; of the other kinds, nothing has been done yet."""
WAITED_FOR = [
    (kind, field.name)
    for kind in kinds().values()
    for field in kind.fields.values()
    if field.day in (DayKind.PLANNED, DayKind.DUE)
]


@pytest.mark.parametrize(("kind", "name"), WAITED_FOR, ids=lambda each: getattr(each, "name", each))
def test_every_day_that_is_planned_or_due_is_told(kind: RecordKind, name: str) -> None:
    """`due` has it, as the day of a duty or in its words, in one of the states of the record."""
    values = {
        field.name: honest(field)
        for field in kind.fields.values()
        if field.required or field.name in IN_FORCE.get((kind.name, name), ())
    }
    for field in kind.fields.values():
        if field.day in (DayKind.PLANNED, DayKind.DUE) and field.required:
            values[field.name] = (PAST if name != "planned" else COMING + timedelta(9)).isoformat()
    values[name] = COMING.isoformat()
    states = kind.fields["status"].choices if "status" in kind.fields else ("",)
    own = record(kinds()["certification"], {"id": "C", "status": "open", "standard": "x"})
    told = []
    for state in states:
        said = {**values, **({"status": state} if state else {})}
        if kind.name == "certification-event":
            said["certification"] = "C"
        for duty in duties(kept(record(kind, said), own)):
            told += [str(duty.day), duty.what]
    assert any(COMING.isoformat() in words for words in told), told

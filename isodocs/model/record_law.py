"""What must hold of the records of a kind, as its published schema declares it.

A law says nothing about one kind in code: the schema names the fields, and what is wrong is said in
the schema's own words, with `{field}` for what a field says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.gap import Level
    from isodocs.model.period import Period


class DayKind(StrEnum):
    """What a day in a record is; only the day of a deed says that something was done."""

    DONE = "done"
    PLANNED = "planned"
    DUE = "due"
    FROM = "from"
    UNTIL = "until"


class Condition(NamedTuple):
    """What a field must say for a law to apply; what is left out is not asked.

    `filled` is true for a field that says something (the day of a deed: one that has come), false
    for an empty one. `values` are the words that fit, an empty one for an empty field. `past` is a
    day longer ago than that, `ahead` one to come. `words` are parts of the text that fit, `figures`
    is true for a text with a value, `share_below` is a share (20 of 100, 20 %) below so many per
    cent, `below_words` a text of fewer words than that. `before` names the day that it comes
    before, `on_day_of` the one that it falls on, `misses` the field with the target that its value
    does not reach. `any_result` is a target that no result can miss, `missed` one that the last
    result misses.
    """

    filled: bool | None = None
    values: tuple[str, ...] = ()
    past: Period | None = None
    ahead: bool = False
    words: tuple[str, ...] = ()
    figures: bool | None = None
    share_below: int = 0
    below_words: int = 0
    before: str = ""
    on_day_of: str = ""
    misses: str = ""
    any_result: bool = False
    missed: bool = False


@immutable(frozen=True, slots=True)
class Fact:
    """A state that needs its fact: where all of `when` holds, the rest must.

    All of `needs` are filled in; one of `one_of` is, or another record of a kind of `followed_by`
    (`measurement.follows`: with that field filled in) refers to this one; the first of each pair in
    `among` is one of the second. With `text` the story states what it has to (`Written`), and
    nothing in it waits to be filled in. A fact that asks for nothing must never hold.
    """

    when: Mapping[str, Condition]
    say: str
    do: str
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    among: Mapping[str, str] = field(default_factory=dict)
    text: bool = False
    level: Level | None = None


class Differs(NamedTuple):
    """`field` names a person who is in no field of `others`; with `all`, not in all together."""

    field: str
    others: tuple[str, ...]
    say: str
    do: str
    all: bool = False
    level: Level | None = None


class Unique(NamedTuple):
    """No two records for which `when` holds say the same in all of `fields`.

    With `differ` only those are meant that say something else there.
    """

    fields: tuple[str, ...]
    when: Mapping[str, Condition]
    say: str
    differ: str = ""


class AtMost(NamedTuple):
    """Where all of `when` holds, what `field` says is not more than what `limit` says.

    The two are choices of one list, the least first, or spans of time in words.
    """

    field: str
    limit: str
    when: Mapping[str, Condition]
    say: str


class NoDay(NamedTuple):
    """Where a duty without a day is reported, and as what; with `never` only if it was not done."""

    when: Mapping[str, Condition]
    level: Level | None = None
    never: bool = False


class DoneBy(NamedTuple):
    """What is done once records of another kind show it for every person and role that is named.

    Their day in `day` may be `early`, so much before the day that was planned; what both kinds
    refer to, such as a competence, is the same. `claim` is the field that says it was done; it is
    believed where no person is named, or where it is shown of anyone.
    """

    kind: str
    day: str
    early: Period
    claim: str
    do: str


@immutable(frozen=True, slots=True)
class DeclaredDuty:
    """Something that records of a kind ask for by a day, while all of `runs` holds.

    Without `every` it is done once: by the day in `by`, unless a field of `done` has come. With
    `every` it comes back, counted from the day in `last`, or from `start` while it was never done;
    a later day in `by` takes the place of that. `calibration.calibrated` is the day in the latest
    calibration that refers to the record. Where each time is a record of its own, a later one of
    the same series ends it: those that have all fields of `same` alike, and a value of one field of
    `shared` in common. `default` is the key of isodocs.yaml under which there is
    a span for records that say nothing; without it they are reported where `no_day` says so.
    Once the day in `by` has passed, a later one in `or_by` counts. `done_by` are records of another
    kind that show it to be done. A day that is moved within its `grace` is not put off.
    A record that is over while it is overdue says why in `ended_because`.
    """

    what: str
    clauses: tuple[str, ...]
    by: str = ""
    done: tuple[str, ...] = ()
    last: str = ""
    every: str = ""
    start: str = ""
    runs: Mapping[str, Condition] = field(default_factory=dict)
    default: str = ""
    no_day: tuple[NoDay, ...] = ()
    same: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    or_by: str = ""
    done_by: DoneBy | None = None
    grace: Period | None = None
    ended_because: str = ""

    @property
    def days(self) -> tuple[str, ...]:
        """The fields of the record that say by when, how often, or from when on."""
        named = (self.by, self.or_by, self.every, self.start)
        return tuple(each for each in named if each and "." not in each)


class TargetFields(NamedTuple):
    """Fields with a value to reach, on which side of it is good, and in which unit.

    `result` is what was reached on the day in `measured`, `judged` the day of the last word on it.
    It must be reached by the day in `due`. Where a target that was missed is another one now, the
    reason is in `because`.
    """

    target: str
    direction: str
    unit: str
    result: str
    measured: str
    judged: str
    due: str
    because: str


class LimitFields(NamedTuple):
    """What a value found, and one left after adjusting, may come to at most, both ways.

    `limit` is a field of what another refers to: `equipment.tolerance`. `result` says whether it
    `passed` as it was found, or was `adjusted`; what was found beyond it has consequences, named in
    one of `follows`. Only the latest record about each of the others is judged.
    """

    limit: str
    day: str
    found: str
    left: str
    result: str
    passed: str
    adjusted: str
    follows: tuple[str, ...]


class Some(NamedTuple):
    """Where records of the kind are kept, `when` holds of at least one.

    `clauses` ask for it; it is asked where one of their standards is in use.
    """

    when: Mapping[str, Condition]
    clauses: tuple[str, ...]
    say: str
    do: str


class WrittenPart(NamedTuple):
    """Something that a written record states: in one of `fields`, or below a heading of `under`."""

    what: str
    under: tuple[str, ...]
    fields: tuple[str, ...] = ()


class Written(NamedTuple):
    """What the text of a record states, unless one of the files in `elsewhere` does.

    All of it together has so many `words` at least.
    """

    parts: tuple[WrittenPart, ...]
    words: int
    elsewhere: tuple[str, ...] = ()


POSTPONED = "postponed-because"
"""The field with the reason why what was due is done later, or less often."""

CHANGED = "result-changed-because"
"""The field with the reason why a result differs from the one first entered for its day."""


class Weighs(NamedTuple):
    """A field that says how much a record weighs, and what must be filled in once it weighs less.

    `order` are its words, those that weigh most first; a word that is not among them weighs least.
    A result was found on the day in the field `on`: what is found on a later one is another result.
    """

    field: str
    order: tuple[tuple[str, ...], ...]
    because: tuple[str, ...]
    on: str = ""

    def weight(self, value: str) -> int:
        """How much a value weighs, compared with others."""
        places = (place for place, words in enumerate(self.order) if value in words)
        return -next(places, len(self.order))


class Law(NamedTuple):
    """Everything that is declared of the records of a kind.

    `order` are chains of days that do not run backwards; a day of another record is named after the
    field that refers to it: `audit.started`. `deeds` are the days of what a record as a whole bears
    witness to: it is written down soon after them. `scale` is the field of a weight and the numbers
    that it follows from. `eases` are the fields of a requirement that say of whom it asks what, by
    when. `duties` are what records ask for by a day, and `planned` are those that
    rules of their own look after.
    """

    order: tuple[tuple[str, ...], ...] = ()
    deeds: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    differs: tuple[Differs, ...] = ()
    unique: tuple[Unique, ...] = ()
    scale: tuple[str, ...] = ()
    at_most: tuple[AtMost, ...] = ()
    target: TargetFields | None = None
    limit: LimitFields | None = None
    duties: tuple[DeclaredDuty, ...] = ()
    planned: tuple[DeclaredDuty, ...] = ()
    some: tuple[Some, ...] = ()
    written: Written | None = None
    weighs: tuple[Weighs, ...] = ()
    eases: tuple[str, ...] = ()

    @property
    def weighing(self) -> Mapping[str, str]:
        """The fields that say how much a record weighs, and why it weighs or asks less than it did.

        With that of a result comes the field of its day.
        """
        reasons = [name for each in self.weighs for name in each.because]
        reasons += [POSTPONED] if self.promises or self.eases else []
        reasons += [duty.ended_because for duty in self.promises if duty.ended_because]
        reasons += [self.target.because, CHANGED] if self.target else []
        results = {self.target.result: self.target.measured} if self.target else {}
        weights = {each.field: each.on for each in self.weighs}
        return {**dict.fromkeys(reasons, ""), **results, **weights}

    @property
    def words(self) -> Iterator[str]:
        """The words in which it is reported that something does not hold, and what to do then."""
        for fact in self.facts:
            yield from (fact.say, fact.do)
        for differs in self.differs:
            yield from (differs.say, differs.do)
        for some in self.some:
            yield from (some.say, some.do)
        yield from (unique.say for unique in self.unique)
        yield from (at_most.say for at_most in self.at_most)
        yield from (duty.done_by.do for duty in self.duties if duty.done_by)

    @property
    def promises(self) -> tuple[DeclaredDuty, ...]:
        """Everything that must be done by a day."""
        return (*self.duties, *self.planned)

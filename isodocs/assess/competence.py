"""The competence matrix: person by requirement, met, expiring, missing, not evaluated.

A training counts from the day it was finished until it lapses. Where its effect must be evaluated,
attendance alone proves nothing (ISO 9001:2015, 7.2 c). New starters have the time that the
requirement gives them; who has left is asked nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.confirmations import confirmations
from isodocs.assess.once import once_per_register
from isodocs.assess.recognition import not_recognised
from isodocs.assess.translations import same_text
from isodocs.model.competence import (
    Competence,
    CompetenceMatrix,
    CompetenceState,
    Employee,
    ReadConfirmation,
)
from isodocs.model.period import Period

if TYPE_CHECKING:
    from isodocs.model.confirmed import Confirmed, Key
    from isodocs.model.record import Record
    from isodocs.model.register import Register

EVALUATE_WITHIN = Period(3, "month")
"""How soon the effect of a training is evaluated where the requirement does not say."""
READ_WITHIN = Period(30, "day")
"""How soon a new revision is confirmed where the requirement does not say."""
_ORDER = list(CompetenceState)
_YES = ("yes", "true")


def competent_on(register: Register, person: str, kinds: Iterable[str], day: date) -> bool | None:
    """Whether someone is shown to have had, on a day, a competence of one of `kinds`.

    None if none is defined. Whether they were required to is not asked: who audits must be able to.
    """
    wanted = requirements_of(register, kinds)
    if not wanted:
        return None
    return any(_had(register, person, requirement, day) for requirement in wanted)


def requirements_of(register: Register, kinds: Iterable[str]) -> tuple[Record, ...]:
    """The competence requirements of one of `kinds`."""
    wanted = tuple(kinds)
    return tuple(
        requirement
        for requirement in register.records.get("competence", ())
        if requirement.text("kind") in wanted and requirement.id
    )


def _had(register: Register, person: str, requirement: Record, day: date) -> bool:
    """Whether someone is shown, by the register's day, to have had a competence on a day.

    A person who was trained is not incompetent while the time to evaluate the training runs: until
    then the day of the evaluation decides, and after it its result. A competence that had lapsed
    and was renewed since was kept.
    """
    known = _trainings(register).get((person, requirement.id), ())
    employee = Employee(person, person, frozenset())
    done = [training for training in known if _was(training, day)]
    then = _cell(register, employee, requirement, done, day, day)
    if then.state is CompetenceState.NOT_EVALUATED and then.training:
        evaluated, result = then.training.day("evaluated"), then.training.text("result")
        if evaluated and evaluated <= register.on and result:
            return result == "effective"
        return then.due is not None and day <= then.due
    if then.state is CompetenceState.LAPSED:
        since = [training for training in known if _was(training, register.on)]
        now = _cell(register, employee, requirement, since, register.on, register.on)
        return now.state.holds
    return then.state.holds


@once_per_register
def _trainings(register: Register) -> Mapping[tuple[str, str], list[Record]]:
    """The training records by person and competence."""
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in register.records.get("training", ()):
        if record.day("date") is not None:
            for competence in dict.fromkeys((record.text("competence"), *record.items("also-for"))):
                found[record.text("person"), competence].append(record)
    return found


def employees(register: Register) -> tuple[Employee, ...]:
    """Everyone of the people table; people of the authority register who are not in it as well."""
    history = register.inventory.authority
    authority = history.current if history else None
    roles: dict[str, set[str]] = defaultdict(set)
    for role in authority.roles.values() if authority else ():
        for holder in role.holders:
            roles[holder].add(role.id)
    found = {}
    for record in register.records.get("people", ()):
        if record.id:
            held = frozenset({*record.items("roles"), *roles[record.id]})
            found[record.id] = Employee(
                record.id, record.text("name"), held, record.day("joined"), record.day("left")
            )
    for person in authority.people.values() if authority else ():
        found.setdefault(person.id, Employee(person.id, person.name, frozenset(roles[person.id])))
    return tuple(found.values())


@once_per_register
def competence(register: Register) -> CompetenceMatrix:
    """Assess every person by every requirement."""
    on = register.on
    people = tuple(person for person in employees(register) if person.works(on))
    requirements = tuple(r for r in register.records.get("competence", ()) if _runs(r, on))
    cells = {
        (cell.person.id, requirement.id): cell
        for requirement in requirements
        for cell in required_of(register, requirement, people)
    }
    readings = tuple(_readings(register, people, requirements))
    return CompetenceMatrix(people, requirements, cells, readings)


def required_of(
    register: Register, requirement: Record, people: Iterable[Employee]
) -> Iterator[Competence]:
    """How far the people whom a requirement concerns meet it."""
    on, trainings = register.on, _trainings(register)
    horizon = register.config.review_due_within.after(on)
    for person in people:
        if _concerns(requirement, person):
            mine = trainings.get((person.id, requirement.id), ())
            known = [training for training in mine if _was(training, on)]
            yield _cell(register, person, requirement, known, on, horizon)


def _was(training: Record, on: date) -> bool:
    day = training.day("date")
    return day is not None and day <= on


def _runs(requirement: Record, on: date) -> bool:
    since, until = requirement.day("since"), requirement.day("until")
    running = (since is None or since <= on) and (until is None or on <= until)
    return bool(requirement.id) and running


def _concerns(requirement: Record, person: Employee) -> bool:
    return (
        requirement.text("everybody").lower() in _YES
        or person.id in requirement.items("persons")
        or not person.roles.isdisjoint(requirement.items("roles"))
    )


def _cell(
    register: Register,
    person: Employee,
    requirement: Record,
    trainings: Iterable[Record],
    on: date,
    horizon: date,
) -> Competence:
    """The best that any training gives; the day by which one is needed where there is none."""
    must_be = requirement.text("recognised").lower() in _YES
    found = [
        _judged(
            person,
            requirement,
            training,
            on,
            horizon,
            recognised=not must_be or not not_recognised(register, training),
        )
        for training in trainings
    ]
    if found:
        newest = max(found, key=_finished)
        # What went wrong last outweighs what once went well.
        if newest.state is CompetenceState.INEFFECTIVE:
            return newest
        best = max(found, key=lambda cell: (_ORDER.index(cell.state), _finished(cell)))
        # Who was trained again in time has no training to book: its evaluation is what is left.
        waits = newest.state is CompetenceState.NOT_EVALUATED and newest.due and on <= newest.due
        return newest if waits and best.state is CompetenceState.EXPIRING else best
    due = _first_due(person, requirement)
    waiting = due is not None and on <= due
    state = CompetenceState.TO_COME if waiting else CompetenceState.MISSING
    return Competence(person, requirement, state, None, due)


def _finished(cell: Competence) -> date:
    day = cell.training.day("date") if cell.training else None
    return day or date.min


def _first_due(person: Employee, requirement: Record) -> date | None:
    """By when someone needs a first training: counted from the later of joining and the rule."""
    starts = [day for day in (person.joined, requirement.day("since")) if day]
    if not starts:
        return None
    within = Period.parse(requirement.text("within"))
    return within.after(max(starts)) if within else max(starts)


def _judged(
    person: Employee,
    requirement: Record,
    training: Record,
    on: date,
    horizon: date,
    *,
    recognised: bool = True,
) -> Competence:
    """What one training, finished by `on`, is worth on that day."""
    finished = training.day("date") or date.min
    lapses = training.day("expires")
    renew = Period.parse(requirement.text("renew-every"))
    if lapses is None and renew:
        lapses = renew.after(finished)

    def cell(state: CompetenceState, due: date | None) -> Competence:
        return Competence(person, requirement, state, training, due)

    if training.text("passed").lower() in ("no", "false"):
        return cell(CompetenceState.INEFFECTIVE, finished)
    if lapses is not None and lapses < on:
        return cell(CompetenceState.LAPSED, lapses)
    if not recognised:
        return cell(CompetenceState.UNRECOGNISED, finished)
    evaluated, result = training.day("evaluated"), training.text("result")
    # Also where no evaluation was asked for: it was made, and says that it did not work.
    if result == "not-effective" and (evaluated is None or evaluated <= on):
        return cell(CompetenceState.INEFFECTIVE, evaluated or finished)
    if requirement.text("evaluation").lower() in _YES:
        if evaluated is None or evaluated > on or not result:
            within = Period.parse(requirement.text("evaluate-within")) or EVALUATE_WITHIN
            return cell(CompetenceState.NOT_EVALUATED, within.after(finished))
        if result != "effective":
            return cell(CompetenceState.INEFFECTIVE, evaluated)
    if lapses is not None and lapses <= horizon:
        return cell(CompetenceState.EXPIRING, lapses)
    return cell(CompetenceState.MET, lapses)


def _read(
    confirmed: Mapping[Key, Confirmed], person: Employee, texts: Iterable[tuple[str, str]]
) -> Confirmed | None:
    """What someone confirmed of a text, in whatever language they read it."""
    found = [said for text in texts if (said := confirmed.get((person.id, *text)))]
    return next((said for said in found if said.counts), found[0] if found else None)


def _readings(
    register: Register, people: Iterable[Employee], requirements: Iterable[Record]
) -> Iterator[ReadConfirmation]:
    """Who must know the documents that a requirement names, and has confirmed which revision."""
    confirmed = confirmations(register).found
    seen = set()
    for requirement in requirements:
        for id in requirement.items("documents"):
            entry = register.entries.get(id)
            if entry is None or entry.in_force is None:
                continue
            number, since = entry.in_force.number, entry.in_force.effective_on
            texts = same_text(register, entry, number)
            for person in people:
                if (person.id, id) in seen or not _concerns(requirement, person):
                    continue
                seen.add((person.id, id))
                starts = [day for day in (since, person.joined) if day]
                within = Period.parse(requirement.text("within")) or READ_WITHIN
                due = within.after(max(starts)) if starts else None
                said = _read(confirmed, person, texts)
                if said is None:
                    yield ReadConfirmation(person, id, number, due)
                elif said.counts:
                    yield ReadConfirmation(person, id, number, due, said.day, said.assurance)
                else:
                    yield ReadConfirmation(person, id, number, due, claimed=said.day)

"""REC, continued: whether records contradict themselves, as the schemas of their kinds declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import record_days, record_facts
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules._records import finding
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.assess.record_facts import Contradiction
    from isodocs.model.register import Register

_MOST = 6


@rule("REC016", "deed-to-come", Level.ERROR, ("7.5.3.2",), blocks=False)
def deed_to_come(register: Register) -> Iterator[Finding]:
    """A record says that something was done on a day that has not come.

    Why: A record is evidence of what was done (ISO 9001:2015, 7.5.3.2). A day to come is a plan and
    proves nothing: such a training, calibration or action counts as not done.

    Example: An action was done next year.

        records/action.csv:
            id,what,owner,due,done
            A-1,Label the gauges,quinn,2026-09-01,2027-05-04

    Remedy: Correct the date. If it is planned, empty the field and enter the day in `due` or
    `planned`.
    """
    for record, name, day in record_days.deeds_to_come(register):
        yield finding(
            record,
            name,
            say("'{name}' is {day}, which has not come", name=name, day=day),
            say("Correct the date, or empty the field until it is done."),
        )


@rule("REC017", "record-days-out-of-order", Level.WARNING, ("7.5.3.2",), blocks=False)
def record_days_out_of_order(register: Register) -> Iterator[Finding]:
    """Two dates of a record contradict each other.

    Why: A record is evidence of what happened (ISO 9001:2015, 7.5.3.2). Nothing is answered before
    it was received, or audited before the audit began. `docs/records.md` lists the order for every
    kind.

    Example: A complaint was answered a week before it was received.

        records/complaint.csv:
            id,received,from,what,owner,answered
            C-1,2026-05-12,Miller,Bent parts,quinn,2026-05-05

    Remedy: Correct the wrong date.
    """
    for found in record_days.disorders(register):
        if found.record.kind != "nonconformity":  # NCR007
            yield finding(found.record, found.field, found.message, say("Correct the wrong date."))


@rule("REC018", "state-without-fact", Level.WARNING, ("7.5.3.2",), blocks=False)
def state_without_fact(register: Register) -> Iterator[Finding]:
    """A record declares a state and does not show what that state rests on.

    Why: A word such as closed, achieved or passed is not evidence by itself (ISO 9001:2015,
    7.5.3.2). `docs/records.md` lists for every kind which state needs which fact.

    Example: An action was dropped, and nothing says why.

        records/action.csv:
            id,what,owner,due,dropped
            A-1,Label the gauges,quinn,2026-09-01,2026-05-04

    Remedy: Enter what is missing, or correct the state.
    """
    yield from _findings(record_facts.states_without_facts(register))


@rule("REC019", "one-person-for-two", Level.WARNING, ("7.5.3.2",), blocks=False)
def one_person_for_two(register: Register) -> Iterator[Finding]:
    """A record names one person where two different people are needed.

    Why: People tend to see what they intended in their own work. A verification or an approval is
    evidence (ISO 9001:2015, 7.5.3.2) only if another person gives it.

    Example: An action was verified by the person who carried it out.

        records/action.csv:
            id,what,owner,due,done,verified,verified-by
            A-1,Label the gauges,quinn,2026-05-31,2026-05-04,2026-05-05,quinn

    Remedy: Ask someone else, and record who did it.
    """
    yield from _findings(record_facts.the_same_person(register))


@rule("REC020", "record-twice", Level.WARNING, ("7.5.2",), blocks=False)
def record_twice(register: Register) -> Iterator[Finding]:
    """Two records are the same one, or claim what only one of them can.

    Why: Records are clearly identifiable (ISO 9001:2015, 7.5.2 a). A row that is entered twice is
    counted twice, and of two current editions no one knows which holds.

    Example: A customer's opinion was entered twice.

        records/feedback.csv:
            date,how,result
            2026-05-04,survey,8 of 10
            2026-05-04,survey,8 of 10

    Remedy: Remove one of the two, or correct the one that is wrong.
    """
    yield from _findings(record_facts.twice(register))


@rule("REC021", "value-impossible", Level.WARNING, ("7.5.3.2",), blocks=False)
def value_impossible(register: Register) -> Iterator[Finding]:
    """A value in a record cannot be right, or contradicts another value beside it.

    Why: A record is evidence only if its values can be true (ISO 9001:2015, 7.5.3.2): no training
    takes less than no time, an objective of at most 2 % is not achieved with 9 %, and a scope `x`
    says nothing.

    Example: An objective is called achieved with a result beyond its target.

        records/objective.csv:
            id,title,measure,target,owner,due,result,status
            O-1,Fewer returns,returns,at most 2 %,quinn,2026-12-31,9 %,achieved

    Remedy: Correct the value that is wrong.
    """
    yield from _findings(record_facts.impossible_values(register))


@rule("REC022", "done-before-joining", Level.WARNING, ("7.5.3.2",), blocks=False)
def done_before_joining(register: Register) -> Iterator[Finding]:
    """A record says that someone did something before their first day of work.

    Why: Either the record or the table of people is wrong, and an auditor compares them (ISO
    9001:2015, 7.5.3.2).

    Example: Ann joined in March and is recorded as trained in January.

        records/people.csv:
            id,name,joined
            ann,Ann Author,2026-03-02

        records/competence.yaml:
            - {id: FORK, title: Forklift licence, kind: process, persons: [ann], since: 2026-03-02}

        records/training.csv:
            person,competence,date
            ann,FORK,2026-01-12

    Remedy: Correct the date or the person. If they brought the competence with them, leave the day
    and have it waived with that reason.
    """
    for record, field, person, day, first in record_days.done_before_joining(register):
        yield finding(
            record,
            field,
            say(
                "'{field}' names {person} for {day}, before their first day of work ({first})",
                field=field,
                person=person,
                day=day,
                first=first,
            ),
            say("Correct the date or the person."),
        )


@rule("REC026", "role-unknown", Level.WARNING, ("5.3",), blocks=False)
def role_unknown(register: Register) -> Iterator[Finding]:
    """A person holds a role that nothing else names.

    Why: Roles are assigned and understood (ISO 9001:2015, 5.3). A person with a misspelt role
    is asked for none of the competences and duties of the right one. It is a note, once for each
    table, where no known role is spelt nearly the same.

    Example: Ann is quality manager, with a typing error.

        records/people.csv:
            id,name,roles
            ann,Ann Author,quality-manger

    Remedy: Correct the role. If it is right, name it where it matters: as the owner of what it
    answers for, or in the competences that it needs.
    """
    alone: dict[str, list[str]] = defaultdict(list)
    for record, role, near in record_facts.roles_of_no_one_else(register):
        if near:
            message = say(
                "'roles' names {role!r}, which nothing else does. Did you mean {near!r}?",
                role=role,
                near=near,
            )
            yield finding(record, "roles", message, say("Correct the role."))
        else:
            alone[record.path].append(role)
    for path, found in alone.items():
        message = say(
            "roles that nothing else names: {fromkeys}",
            fromkeys=listed(dict.fromkeys(found), most=_MOST),
        )
        hint = say("Correct it, or name it as an owner or in a competence.")
        yield Finding(message, hint, Place(path), subject="roles", level=Level.NOTE)


def _findings(found: Iterator[Contradiction]) -> Iterator[Finding]:
    for each in found:
        yield finding(each.record, each.field, each.message, each.hint, each.level)

"""Nonconformities: how far each has come, what is next and by when (ISO 9001:2015, 10.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification_events import by_certification, raised_at
from isodocs.assess.once import once_per_register
from isodocs.expressions import expression
from isodocs.model.nonconformity import WEIGHTY, Nonconformity, Stage
from isodocs.model.period import Period
from isodocs.parsing.said_no import only_excuses
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

EFFECT_AFTER = Period(6, "month")
"""When to look whether an action worked, where the record does not say."""
RECURS_WITHIN = Period(24, "month")
"""Two on one clause within this time are reported as a recurrence."""
_NAME = expression(r"[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*")
STEPS = (
    ("corrected", "correction"),
    ("cause", "cause"),
    ("action", say("corrective action")),
    ("implemented", say("day the action was done")),
    ("verified", say("verification by someone else")),
    ("effectiveness-reviewed", say("review of effectiveness")),
)
"""What a major or minor one shows before it is closed: field, and what it is in words."""


def promised(register: Register) -> frozenset[str]:
    """The documents that nonconformities list as revised."""
    found = nonconformities(register)
    return frozenset(id for each in found for id in each.record.items("documents"))


@once_per_register
def nonconformities(register: Register) -> tuple[Nonconformity, ...]:
    """Every nonconformity raised by the register's day, open ones first, the longest due first."""
    spans, audits = _spans(register), raised_at(register)
    found = [
        _assess(record, register.on, _limit(record, spans, audits.get(record.id, "")))
        for record in register.records.get("nonconformity", ())
        if (raised := record.day("raised")) is None or raised <= register.on
    ]
    return tuple(sorted(found, key=lambda n: (not n.is_open, n.due or date.max, n.record.id)))


def due_of(register: Register, record: Record) -> date | None:
    """By when the next step of an open one must be done; nothing of the answer is kept."""
    limit = _limit(record, _spans(register), raised_at(register).get(record.id, ""))
    found = _assess(record, register.on, limit)
    return found.due if found.is_open else None


def missing_steps(record: Record) -> tuple[str, ...]:
    """What a closed one does not show, in words; remarks need nothing."""
    if record.text("grade") not in WEIGHTY:
        return ()
    return tuple(words for name, words in STEPS if only_excuses(record.text(name)))


def taken_up(register: Register) -> frozenset[str]:
    """The closed ones whose missing steps are those of a later one: it names them as such.

    It weighs at least as much as they do, and is not raised before they were closed.
    """
    found = nonconformities(register)
    by_id = {each.record.id: each.record for each in found}
    return frozenset(
        id
        for each in found
        for id in (*each.record.items("takes-up"), *each.record.items("recurrence-of"))
        if id != each.record.id and id in by_id and _takes_up(each.record, by_id[id])
    )


def _takes_up(later: Record, earlier: Record) -> bool:
    grades = (later.text("grade"), earlier.text("grade"))
    if grades[0] not in WEIGHTY or grades == ("minor", "major"):
        return False
    raised = later.day("raised")
    closed = earlier.day("closed") or earlier.day("raised")
    return raised is not None and (closed is None or raised >= closed)


def is_ineffective(record: Record) -> bool:
    """Whether someone found that the action did not work."""
    return record.text("effective").lower() in ("no", "false")


def effect_due(record: Record) -> date | None:
    """When to look whether the action worked; None before it was done."""
    implemented = record.day("implemented")
    if implemented is None:
        return None
    return record.day("effectiveness-due") or EFFECT_AFTER.after(implemented)


def waits_for_effect(found: Nonconformity, on: date) -> bool:
    """Whether it is done and verified, by us or by the body, and only its effect is to come."""
    if found.stage is Stage.EFFECTIVE:
        return True
    by_body = found.record.day("body-verified")
    verified = found.stage is Stage.VERIFIED or (by_body is not None and by_body <= on)
    return verified and not found.is_late(on)


def recurrences(register: Register) -> Iterator[tuple[str, tuple[Record, ...]]]:
    """Clauses with several majors or minors within two years, oldest first, that no one compared.

    A later one says so: it links an earlier one of the same cause, or names it in `elsewhere`.
    """
    by_clause: Mapping[tuple[str, str], list[tuple[date, Record]]] = defaultdict(list)
    for found in nonconformities(register):
        raised = found.record.day("raised")
        if found.weighty and raised:
            for clause in found.record.items("clauses"):
                by_clause[found.record.text("standard"), clause].append((raised, found.record))
    for (_, clause), dated in by_clause.items():
        dated.sort(key=lambda item: (item[0], item[1].id))
        linked = {
            id
            for _, record in dated
            for id in (
                *record.items("recurrence-of"),
                *record.items("takes-up"),
                *_NAME.findall(record.text("elsewhere")),
            )
        }
        last = dated[-1][0]
        recent = tuple(
            record
            for raised, record in dated
            if RECURS_WITHIN.after(raised) >= last and record.id not in linked
        )
        if len(recent) > 1:
            yield clause, recent


def _spans(register: Register) -> Mapping[tuple[str, str], Period]:
    """How soon each certification body wants findings closed: by event and grade.

    For no event in particular: how soon the organisation does, by isodocs.yaml.
    """
    wanted = {}
    for record in register.records.get("certification", ()):
        for grade in WEIGHTY:
            if span := Period.parse(record.text(f"{grade}s-within")):
                wanted[record.id, grade] = span
    events = by_certification(register)
    defaults = register.config.default_days
    house = {("", g): span for g in WEIGHTY if (span := defaults.get(f"nonconformity-{g}"))}
    return house | {
        (event.id, grade): span
        for (certification, grade), span in wanted.items()
        for event in events.get(certification, ())
        if event.id
    }


def _limit(record: Record, spans: Mapping[tuple[str, str], Period], event: str) -> date | None:
    """The day by which one must be closed: its own, else by the rules of the body that raised it.

    It counts from the day it was raised. Where neither says so, isodocs.yaml may.
    """
    grade = record.text("grade")
    span = spans.get((event, grade)) or spans.get(("", grade))
    raised = record.day("raised")
    return record.day("due") or (span.after(raised) if span and raised else None)


def _assess(record: Record, on: date, limit: date | None) -> Nonconformity:
    closed = record.day("closed")
    raised = record.day("raised")
    if record.text("status") == "closed" and (closed is None or closed <= on):
        return Nonconformity(record, Stage.CLOSED, "", None, _days(raised, closed))
    stage, step, due = _stage(record, on, limit)
    return Nonconformity(record, stage, step, due, _days(raised, on), limit)


def _days(raised: date | None, end: date | None) -> int | None:
    """How long it was open; None where a day is missing, or they are the wrong way round."""
    return (end - raised).days if raised and end and raised <= end else None


def _stage(record: Record, on: date, due: date | None) -> tuple[Stage, str, date | None]:
    """The stage, what comes next, and by when; `due` is the day by which it must be closed."""

    def happened(name: str) -> bool:
        day = record.day(name)
        return day is not None and day <= on

    # What must be closed by a day is not still in time because its action has a later one.
    action_due = min(filter(None, (record.day("action-due"), due)), default=None)
    if record.text("grade") not in WEIGHTY:
        return Stage.RAISED, say("decide what to do"), due
    if happened("effectiveness-reviewed"):
        if is_ineffective(record):
            return Stage.INEFFECTIVE, say("decide on another action"), due
        return Stage.EFFECTIVE, say("close it"), due
    if happened("verified"):
        return Stage.VERIFIED, say("review whether the action worked"), effect_due(record)
    if happened("implemented"):
        return Stage.IMPLEMENTED, say("have someone else verify the action"), due
    if record.text("action"):
        return Stage.ACTING, say("implement the action"), action_due
    if record.text("cause"):
        return Stage.CAUSE_KNOWN, say("decide on an action"), action_due
    if happened("corrected"):
        return Stage.CORRECTED, say("find the cause"), action_due
    return Stage.RAISED, say("correct it"), due or action_due

"""What only some kinds of record have: a state that follows from other records, a chain of steps.

Everything else about a kind is shown from its schema; a kind that is not named here is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification_steps import attestations
from isodocs.assess.competence import competence
from isodocs.assess.deadlines import deadlines, last_calibrations
from isodocs.assess.measurements import series_about
from isodocs.assess.nonconformities import effect_due, nonconformities
from isodocs.dossier.series import series_part
from isodocs.model.dossier import Detail, DossierTable, Tone, Value
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def facts(register: Register, record: Record) -> Iterator[Detail]:
    """What follows about the record today, before what it says itself."""
    if find := _FACTS.get(record.kind):
        yield from find(register, record)
    yield from _next_due(register, record)


def parts(register: Register, record: Record) -> Iterator[DossierTable]:
    """Tables of its own."""
    if find := _PARTS.get(record.kind):
        yield from find(register, record)
    if series := series_about(register, record):
        yield series_part(series)


def _next_due(register: Register, record: Record) -> Iterator[Detail]:
    """When the next of what repeats is due, such as the calibration or the evaluation."""
    for deadline in deadlines(register):
        if deadline.record is record:
            late = deadline.overdue(register.on)
            value = deadline.day or say("never done")
            note = joined(", ", (deadline.what, say("overdue") if late else say("in time")))
            yield Detail("next-due", value, note, Tone.BAD if late else Tone.GOOD)


def _equipment(register: Register, record: Record) -> Iterator[Detail]:
    last = last_calibrations(register).get(record.id)
    if last is None:
        yield Detail("last-calibration", say("none is recorded"), tone=Tone.WARNING)
    else:
        result = last.text("result")
        tone = Tone.BAD if result == "failed" else Tone.PLAIN
        certificate = last.text("certificate")
        said = [
            result,
            say("certificate {certificate}", certificate=certificate)
            if certificate
            else say("no certificate"),
        ]
        yield Detail(
            "last-calibration", last.day("calibrated"), joined(", ", filter(None, said)), tone
        )
    calibrations = [
        each
        for each in register.records.get("calibration", ())
        if each.text("equipment") == record.id
    ]
    for each in calibrations:
        if each.text("result") == "failed":
            followed = each.text("nonconformity") or say("no nonconformity is named")
            yield Detail("failed", each.day("calibrated"), followed, Tone.BAD)


def _supplier(register: Register, record: Record) -> Iterator[Detail]:
    expires = record.day("certificate-expires")
    if expires and expires < register.on:
        yield Detail("certificate-state", "expired", say("on {expires}", expires=expires), Tone.BAD)


def _nonconformity(register: Register, record: Record) -> Iterator[Detail]:
    for found in nonconformities(register):
        if found.record is record:
            tone = Tone.WARNING if found.is_open else Tone.GOOD
            age = ""
            if found.age is not None:
                days = counted(found.age, "day")
                age = (
                    say("{days} open", days=days)
                    if found.is_open
                    else say("{days} to close", days=days)
                )
            yield Detail("stage", say(str(found.stage)), age, tone)
            if found.next_step:
                late = found.due is not None and found.due < register.on
                by = say("by {due}", due=found.due) if found.due else say("no day is set")
                note = say("{by}, overdue", by=by) if late else by
                yield Detail("next-step", found.next_step, note, Tone.BAD if late else Tone.PLAIN)


_CHAIN = (
    ("finding", "raised", "", "title", "raised-by"),
    ("correction", "corrected", "", "correction", ""),
    ("cause", "", "", "cause", ""),
    ("elsewhere", "", "", "elsewhere", ""),
    ("action", "implemented", "action-due", "action", "action-by"),
    (say("plan sent"), "plan-sent", "", "", ""),
    (say("plan accepted"), "plan-accepted", "", "", ""),
    ("verification", "verified", "", "", "verified-by"),
    (say("body verified"), "body-verified", "", "", ""),
    ("effectiveness", "effectiveness-reviewed", "effectiveness-due", "effective",
     "effectiveness-reviewed-by"),
    ("closed", "closed", "due", "", ""),
)  # fmt: skip
"""Step, the day it was done, the day it is due, what was done, and by whom."""
_WANTED = ("correction", "cause", "action", "verification", "effectiveness", "closed")
"""Steps that are shown also where nothing is recorded."""


def _chain(register: Register, record: Record) -> Iterator[DossierTable]:
    raised = record.day("raised")
    rows: list[tuple[Value, ...]] = []
    for step, day_field, due_field, what_field, by_field in _CHAIN:
        day, what = record.day(day_field), record.text(what_field)
        due = record.day(due_field)
        if step == "effectiveness":
            due = due or effect_due(record)
            what = say("effective: {what}", what=what) if what else ""
        elif step == "closed" and record.done("verified", register.on):
            due = effect_due(record)
        if not (day or what or step in _WANTED):
            continue
        after = (day - raised).days if day and raised else None
        state = _state(day, due, what and not day_field, register.on)
        rows.append((step, day, after, record.text(by_field) or None, what or None, state, due))
    columns = ("step", "day", "days", "by", "what", "state", "due")
    title = say("From finding to effect, with days since it was raised")
    yield DossierTable("chain", title, columns, rows, shown=columns[:6])


def _state(day: date | None, due: date | None, said: str | bool, on: date) -> str:
    if day is not None:
        return say("done") if day <= on else say("to come")
    if said:
        return say("recorded")
    if due is None:
        return say("open")
    return say("overdue since {due}", due=due) if due < on else say("open until {due}", due=due)


def _certification(register: Register, record: Record) -> Iterator[Detail]:
    for found in attestations(register):
        if found.record is record:
            tone = Tone.GOOD if found.holds else Tone.WARNING
            note = say("until {expires}", expires=found.expires) if found.expires else ""
            yield Detail("certificate-state", say(str(found.state)), note, tone)
            yield Detail(
                "cycle",
                f"isodocs certification {record.id}",
                say("the three-year cycle"),
            )


def _competence(register: Register, record: Record) -> Iterator[DossierTable]:
    rows: list[tuple[Value, ...]] = [
        (
            cell.person.id,
            cell.person.name,
            say(str(cell.state)),
            cell.training.day("date") if cell.training else None,
            cell.due,
        )
        for cell in competence(register).cells.values()
        if cell.requirement is record
    ]
    columns = ("person", "name", "state", "trained", "due")
    yield DossierTable(
        "people", say("Who needs it"), columns, rows, say("It asks this of no one today.")
    )


_FACTS: Mapping[str, Callable[[Register, Record], Iterator[Detail]]] = {
    "certification": _certification,
    "equipment": _equipment,
    "nonconformity": _nonconformity,
    "supplier": _supplier,
}
_PARTS: Mapping[str, Callable[[Register, Record], Iterator[DossierTable]]] = {
    "competence": _competence,
    "nonconformity": _chain,
}

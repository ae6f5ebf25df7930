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
from isodocs.words import counted

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
            value = deadline.day or "never done"
            note = f"{deadline.what}, {'overdue' if late else 'in time'}"
            yield Detail("next-due", value, note, Tone.BAD if late else Tone.GOOD)


def _equipment(register: Register, record: Record) -> Iterator[Detail]:
    last = last_calibrations(register).get(record.id)
    if last is None:
        yield Detail("last-calibration", "none is recorded", tone=Tone.WARNING)
    else:
        result = last.text("result")
        tone = Tone.BAD if result == "failed" else Tone.PLAIN
        certificate = last.text("certificate")
        said = [result, f"certificate {certificate}" if certificate else "no certificate"]
        yield Detail(
            "last-calibration", last.day("calibrated"), ", ".join(filter(None, said)), tone
        )
    calibrations = [
        each
        for each in register.records.get("calibration", ())
        if each.text("equipment") == record.id
    ]
    for each in calibrations:
        if each.text("result") == "failed":
            followed = each.text("nonconformity") or "no nonconformity is named"
            yield Detail("failed", each.day("calibrated"), followed, Tone.BAD)


def _supplier(register: Register, record: Record) -> Iterator[Detail]:
    expires = record.day("certificate-expires")
    if expires and expires < register.on:
        yield Detail("certificate-state", "expired", f"on {expires}", Tone.BAD)


def _nonconformity(register: Register, record: Record) -> Iterator[Detail]:
    for found in nonconformities(register):
        if found.record is record:
            tone = Tone.WARNING if found.is_open else Tone.GOOD
            age = ""
            if found.age is not None:
                age = f"{counted(found.age, 'day')} {'open' if found.is_open else 'to close'}"
            yield Detail("stage", str(found.stage), age, tone)
            if found.next_step:
                late = found.due is not None and found.due < register.on
                by = f"by {found.due}" if found.due else "no day is set"
                note = f"{by}, overdue" if late else by
                yield Detail("next-step", found.next_step, note, Tone.BAD if late else Tone.PLAIN)


_CHAIN = (
    ("finding", "raised", "", "title", "raised-by"),
    ("correction", "corrected", "", "correction", ""),
    ("cause", "", "", "cause", ""),
    ("elsewhere", "", "", "elsewhere", ""),
    ("action", "implemented", "action-due", "action", "action-by"),
    ("plan sent", "plan-sent", "", "", ""),
    ("plan accepted", "plan-accepted", "", "", ""),
    ("verification", "verified", "", "", "verified-by"),
    ("body verified", "body-verified", "", "", ""),
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
            what = f"effective: {what}" if what else ""
        elif step == "closed" and record.done("verified", register.on):
            due = effect_due(record)
        if not (day or what or step in _WANTED):
            continue
        after = (day - raised).days if day and raised else None
        state = _state(day, due, what and not day_field, register.on)
        rows.append((step, day, after, record.text(by_field) or None, what or None, state, due))
    columns = ("step", "day", "days", "by", "what", "state", "due")
    title = "From finding to effect, with days since it was raised"
    yield DossierTable("chain", title, columns, rows, shown=columns[:6])


def _state(day: date | None, due: date | None, said: str | bool, on: date) -> str:
    if day is not None:
        return "done" if day <= on else "to come"
    if said:
        return "recorded"
    if due is None:
        return "open"
    return f"overdue since {due}" if due < on else f"open until {due}"


def _certification(register: Register, record: Record) -> Iterator[Detail]:
    for found in attestations(register):
        if found.record is record:
            tone = Tone.GOOD if found.holds else Tone.WARNING
            note = f"until {found.expires}" if found.expires else ""
            yield Detail("certificate-state", str(found.state), note, tone)
            yield Detail("cycle", f"isodocs certification {record.id}", "the three-year cycle")


def _competence(register: Register, record: Record) -> Iterator[DossierTable]:
    rows: list[tuple[Value, ...]] = [
        (
            cell.person.id,
            cell.person.name,
            str(cell.state),
            cell.training.day("date") if cell.training else None,
            cell.due,
        )
        for cell in competence(register).cells.values()
        if cell.requirement is record
    ]
    columns = ("person", "name", "state", "trained", "due")
    yield DossierTable("people", "Who needs it", columns, rows, "It asks this of no one today.")


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

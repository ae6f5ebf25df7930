"""Which audit of a certification body belongs to which certificate, and what it found.

One audit may be of several standards at once: it counts for each certificate that it names, and
where it names none, for the certificate to its standard whose time it falls into.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import standards_of
from isodocs.dataclass import replace
from isodocs.standards.editions import editions

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

TRANSITION = "transition"
LETS_GO_ON = ("recommended", "after-corrections")
"""Results after which the next step may follow."""


def begins(event: Record) -> date:
    """The first day of an audit: as held, else as planned."""
    return event.day("started") or event.day("planned") or event.day("finished") or date.max


def held(event: Record, on: date) -> bool:
    """Whether an audit was over by the end of a day."""
    finished = event.day("finished")
    return finished is not None and finished <= on


def is_transition(event: Record, to: str = "") -> bool:
    """Whether an audit is also the one for the change to another edition, or to that one.

    It is an audit of its own, or one of the programme that names the edition in `transition`.
    """
    named = event.text("transition")
    alone = event.text("kind") == TRANSITION
    if not to:
        return bool(named) or alone
    return named == to or (alone and (not named and to in standards_of(event)))


def named_by(event: Record) -> tuple[str, ...]:
    """The certifications that an audit names, by id."""
    one = event.text("certification")
    return tuple(dict.fromkeys(filter(None, (one, *event.items("certifications")))))


@once_per_register
def by_certification(register: Register) -> Mapping[str, tuple[Record, ...]]:
    """The audits that were not called off, by the id of each certification they belong to."""
    certifications = register.records.get("certification", ())
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for event in register.records.get("certification-event", ()):
        if event.day("cancelled") is None:
            for id in belongs_to(event, certifications):
                found[id].append(_by(register.on, event, "started", "finished"))
    return {id: tuple(sorted(events, key=begins)) for id, events in found.items()}


def _by(on: date, record: Record, *fields: str) -> Record:
    """The record without those of its days that are still to come: they do not count as done."""
    to_come = {name for name in fields if (day := record.day(name)) and day > on}
    if not to_come:
        return record
    days = {name: day for name, day in record.days.items() if name not in to_come}
    return replace(record, days=days)


def belongs_to(event: Record, certifications: Sequence[Record]) -> tuple[str, ...]:
    """The certifications that an audit counts for."""
    standards, names = audited_standards(event), named_by(event)
    named = [record for record in certifications if record.id and record.id in names]
    found = [r.id for r in named if not standards or r.text("standard") in standards]
    left = set(standards) - {record.text("standard") for record in named}
    for standard in standards:
        # one that names certifications of other standards only says nothing about this one
        if standard in left and (not names or len(standards) > 1):
            mine = [r for r in certifications if r.id and r.text("standard") == standard]
            if chosen := _of_that_time(mine, begins(event)):
                found.append(chosen.id)
    return tuple(dict.fromkeys(found))


def audited_standards(event: Record) -> tuple[str, ...]:
    """The standards of an audit; one for a change of edition is of the edition before as well."""
    standards = standards_of(event)
    if not standards or not is_transition(event):
        return standards
    before = (e.id for e in editions().values() if e.successor in standards)
    return tuple(dict.fromkeys((*standards, *before)))


def _of_that_time(certifications: Iterable[Record], day: date) -> Record | None:
    """The certification that was granted last before a day, else the first to be granted after."""
    ordered = sorted(certifications, key=lambda record: record.day("decided") or date.max)
    before = [r for r in ordered if (decided := r.day("decided")) and decided <= day]
    return before[-1] if before else next(iter(ordered), None)


@once_per_register
def findings(register: Register) -> Mapping[str, tuple[Record, ...]]:
    """The nonconformities that each audit raised: those that name it, and those that it names."""
    by_id = {
        record.id: _by(register.on, record, "body-verified", "verified", "implemented", "closed")
        for record in register.records.get("nonconformity", ())
    }
    found: defaultdict[str, dict[str, Record]] = defaultdict(dict)
    for record in by_id.values():
        if named := record.text("event"):
            found[named][record.id] = record
    for event in register.records.get("certification-event", ()):
        for id in event.items("findings"):
            if id in by_id and event.id and by_id[id].text("event") in ("", event.id):
                found[event.id][id] = by_id[id]
    return {id: tuple(records.values()) for id, records in found.items()}


@once_per_register
def raised_at(register: Register) -> Mapping[str, str]:
    """The audit of a certification body that raised each nonconformity, whichever says so."""
    return {record.id: event for event, records in findings(register).items() for record in records}


def majors_of(
    event: Record, certification: Record, found: Mapping[str, tuple[Record, ...]]
) -> tuple[Record, ...]:
    """The major findings of an audit for one certificate."""
    raised = findings_of(event, certification, found)
    return tuple(finding for finding in raised if finding.text("grade") == "major")


def findings_of(
    event: Record, certification: Record, found: Mapping[str, tuple[Record, ...]]
) -> tuple[Record, ...]:
    """The findings of an audit, of one of several standards those of this standard only."""
    standard = certification.text("standard")
    several = len(standards_of(event)) > 1 or len(named_by(event)) > 1
    return tuple(
        finding
        for finding in found.get(event.id, ())
        if not (several and finding.text("standard") not in ("", standard))
    )

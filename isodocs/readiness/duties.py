"""Everything that has to be done by a day: reviews, trainings, audits, calibrations, expiries.

Nothing that is overdue is ever left out: a reminder that only looks ahead loses what matters most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audits import carried_out, internal_audits, programme, report_due
from isodocs.assess.certification import CHANGE
from isodocs.assess.certification_steps import attestations, to_be_held
from isodocs.assess.competence import competence
from isodocs.assess.deadlines import deadlines
from isodocs.assess.nonconformities import nonconformities
from isodocs.assess.once import once_per_register
from isodocs.assess.translations import Agreement, Translation, translated, translations
from isodocs.dataclass import replace
from isodocs.model.competence import CompetenceState
from isodocs.model.document import Status
from isodocs.model.duty import Duty
from isodocs.model.gap import Place
from isodocs.named_tuple import NamedTuple
from isodocs.standards.edition_words import way
from isodocs.standards.editions import editions, name_of
from isodocs.standards.load import available
from isodocs.words import in_context, listed, say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification, Milestone
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register, RevisionStatus

_BY_DEFAULT = say(" (by default)")
_SETTLED = (CompetenceState.MET, CompetenceState.UNRECOGNISED)


@once_per_register
def duties(register: Register) -> tuple[Duty, ...]:
    """Every duty still to be done on the register's day, the longest overdue first.

    What names no one is for the person who looks after the management system.
    """
    owner = register.config.owner
    found = (duty if duty.owner else replace(duty, owner=owner) for duty in _all(register))
    return tuple(sorted(found, key=lambda duty: duty.order))


@once_per_register
def duties_by_subject(register: Register) -> Mapping[str, tuple[Duty, ...]]:
    """The same by what they are about, so that one who shows a document need not look at all."""
    found: dict[str, list[Duty]] = {}
    for duty in duties(register):
        found.setdefault(duty.subject, []).append(duty)
    return {subject: tuple(each) for subject, each in found.items()}


def _all(register: Register) -> Iterator[Duty]:
    sources: tuple[Callable[[Register], Iterator[Duty]], ...] = (
        _reviews,
        _translations,
        _waivers,
        _trainings,
        _readings,
        _audits,
        _management_reviews,
        _nonconformities,
        _tables,
        _certification,
    )
    for source in sources:
        yield from source(register)


def _reviews(register: Register) -> Iterator[Duty]:
    for entry in register:
        if entry.next_review and entry.current:
            document = entry.document
            yield Duty(
                "review",
                entry.id,
                say("review {title}", title=document.title),
                entry.next_review,
                document.owner,
                entry.current[0].place("review-every"),
            )


def _translations(register: Register) -> Iterator[Duty]:
    """The revisions of originals that are in force, or will be, and are not translated yet."""
    for each in translations(register):
        original = register.original(each.entry)
        behind = each.agreement is Agreement.BEHIND
        wanted = original.in_force if behind else _to_translate(register, each, original)
        if wanted and wanted.effective_on and each.entry.current:
            document = each.entry.current[0]
            yield Duty(
                "translation",
                each.entry.id,
                say(
                    "translate revision {number} of {title}",
                    number=wanted.number,
                    title=original.document.title,
                ),
                wanted.effective_on,
                document.owner,
                document.place("revision"),
            )


def _to_translate(register: Register, each: Translation, original: Entry) -> RevisionStatus | None:
    """A revision of the original that is approved for a later day, and has no translation."""
    coming, ready = original.to_come, each.entry.to_come
    if coming is None or coming.document.status is Status.OBSOLETE:
        return None
    rank = register.config.scheme.rank
    done = {each.of, translated(ready.document)} if ready else {each.of}
    known = [found for number in done if (found := rank(number))]
    wanted = rank(coming.number)
    return coming if wanted and known and max(known) < wanted else None


def _waivers(register: Register) -> Iterator[Duty]:
    for waiver in register.inventory.waivers:
        if waiver.until and not waiver.problems:
            what = say("close what the waiver of {rule} silences", rule=waiver.rule)
            owner = waiver.granted_by
            place = Place(waiver.path, *waiver.places.get("until", (0, 0)))
            yield Duty("waiver", waiver.document, what, waiver.until, owner, place)


def _trainings(register: Register) -> Iterator[Duty]:
    for cell in competence(register).cells.values():
        requirement = cell.requirement
        renewal = cell.state in _SETTLED or cell.state is CompetenceState.EXPIRING
        if cell.due is None and cell.state is not CompetenceState.MISSING:
            continue
        if cell.state is CompetenceState.NOT_EVALUATED:
            what = say(
                "evaluate the training of {name}: {title}",
                name=cell.person.name,
                title=requirement.text("title"),
            )
        else:
            name, title = cell.person.name, requirement.text("title")
            again = say("train again {name}: {title}", name=name, title=title)
            what = again if renewal else say("train {name}: {title}", name=name, title=title)
        yield Duty("training", requirement.id, what, cell.due, "", requirement.place())


def _readings(register: Register) -> Iterator[Duty]:
    for reading in competence(register).readings:
        if reading.confirmed is None:
            what = say("read revision {revision} and confirm it", revision=reading.revision)
            place = register.entries[reading.document].document.place("revision")
            yield Duty("reading", reading.document, what, reading.due, reading.person.id, place)


def _audits(register: Register) -> Iterator[Duty]:
    arranged = {audit.id: audit for audit in register.records.get("audit", ()) if _to_be(audit)}
    for line in programme(register):
        if carried_out(register, line) is None and not _in_time(line, arranged):
            planned, due = line.day("planned"), line.day("due")
            what = say(
                "audit {title}", title=line.text("title") or ", ".join(line.items("clauses"))
            )
            ahead = planned and register.on <= planned < (due or planned)
            start = say(", from {planned}", planned=planned) if ahead else ""
            owner, day = line.text("owner") or ", ".join(line.items("auditors")), due or planned
            place = line.place("due")
            yield Duty("audit", line.id, what + start, day, owner, place, aside=start)
    for audit in arranged.values():
        what = say("begin the audit: {title}", title=audit.text("title"))
        owner, day = audit.text("lead-auditor"), audit.day("planned")
        yield Duty("audit", audit.id, what, day, owner, audit.place("planned"))
    for audit in internal_audits(register):
        reported = audit.day("reported")
        if (due := report_due(audit)) and (reported is None or reported > register.on):
            yield Duty("audit", audit.id, "report", due, audit.text("lead-auditor"), audit.place())


def _to_be(audit: Record) -> bool:
    """Whether an audit is arranged and nothing says that it began."""
    begun = audit.day("started") or audit.day("finished") or audit.text("status") == "closed"
    return bool(audit.id and audit.day("planned") and not begun)


def _in_time(line: Record, arranged: Mapping[str, Record]) -> bool:
    """Whether the audit that a line of the programme names is arranged for a day before its due."""
    audit = arranged.get(line.text("audit"))
    planned, due = (audit.day("planned") if audit else None), line.day("due")
    return planned is not None and (due is None or planned <= due)


def _management_reviews(register: Register) -> Iterator[Duty]:
    reviews = register.records.get("management-review", ())
    newest: dict[str, Record] = {}
    for record in sorted(reviews, key=lambda r: (r.day("held") is not None, str(r.day("held")))):
        for standard in record.items("standards"):
            if (held := record.day("held")) and held <= register.on:
                newest[standard] = record
    on = register.on
    planned = [
        record for record in reviews if not record.done("held", on) and record.day("planned")
    ]
    for record in planned:
        yield Duty(
            "management-review",
            record.id,
            say("hold the management review"),
            record.day("planned"),
            record.text("chair"),
            record.place("planned"),
        )
    for record in {record.id: record for record in newest.values()}.values():
        due, held = record.day("next-due"), record.day("held")
        default = register.config.default_days.get("management-review")
        if due is None and default and held:
            due = default.after(held)
        if due and not planned:
            what = say("hold the next management review")
            by = "" if record.day("next-due") else _BY_DEFAULT
            place, chair = record.place("next-due"), record.text("chair")
            yield Duty("management-review", record.id, what + by, due, chair, place, aside=by)


def _nonconformities(register: Register) -> Iterator[Duty]:
    for found in nonconformities(register):
        if found.is_open and found.due:
            record = found.record
            what = say(
                "{next_step}: {title}", next_step=found.next_step, title=record.text("title")
            )
            owner = record.text("owner")
            yield Duty("nonconformity", record.id, what, found.due, owner, record.place("due"))


def _tables(register: Register) -> Iterator[Duty]:
    for deadline in deadlines(register):
        record = deadline.record
        aside = deadline.still + (_BY_DEFAULT if deadline.default else "")
        what = (
            say("{what}: {title}", what=say(deadline.what), title=record.title)
            if record.title
            else say(deadline.what)
        )
        place, owner, remedy = record.place(deadline.field), deadline.owner, deadline.elsewhere
        yield Duty(record.kind, record.id, what + aside, deadline.day, owner, place, remedy, aside)


def _certification(register: Register) -> Iterator[Duty]:
    """What certificates ask for; one audit of several standards, as a combined one is, once."""
    same: dict[tuple[str, date | None, str, object], list[_Step]] = {}
    for certification in attestations(register):
        if not certification.state.is_past:
            owner = certification.record.text("owner")
            yield from _hoped(certification.record, owner)
            for number, step in enumerate(_steps(certification)):
                of_event = step.place if step.arranged else (certification.record.id, number)
                same.setdefault((step.what, step.day, owner, of_event), []).append(step)
    for (what, day, owner, _), steps in same.items():
        records = [step.record for step in steps]
        standards = (record.text("standard") for record in records)
        maps = register.maps
        names = listed(maps[id].display_name if id in maps else name_of(id) for id in standards)
        bodies = listed(dict.fromkeys(record.text("body") for record in records))
        yield Duty(
            "certification",
            ", ".join(record.id for record in records),
            say(
                "{what}{of}{names} ({bodies}){doubt}",
                what=what,
                of=steps[0].of,
                names=names,
                bodies=bodies,
                doubt=steps[0].doubt,
            ),
            day,
            owner,
            steps[0].place,
            steps[0].remedy,
        )


class _Step(NamedTuple):
    """What a certificate asks for: an audit that is arranged, or something by a day."""

    record: Record
    what: str
    day: date | None
    place: Place
    arranged: bool
    remedy: str = ""
    of: str = ", "
    doubt: str = ""


def _steps(certification: Certification) -> Iterator[_Step]:
    record = certification.record
    listed_already: set[Place] = set()
    for milestone in certification.milestones:
        if milestone.is_open():
            arranged = milestone.event if milestone.arranged() else None
            place = arranged.place("planned") if arranged else record.place("decided")
            what, remedy = _named(milestone)
            if milestone.event and not arranged and milestone.about is None:
                what = say("decision on the {what}", what=what)
            listed_already.add(place)
            # What is arranged for later than its last day is late all the same.
            day = milestone.act_on()
            of = " from " if remedy else ", "
            doubt = "" if milestone.sure or arranged else say("; this last day is to be confirmed")
            yield _Step(record, what, day, place, arranged is not None, remedy, of, doubt)
    for event in to_be_held(certification):
        place = event.place("planned")
        if place not in listed_already:
            what = _audit_in_words(event.text("kind"))
            yield _Step(record, what, event.day("planned"), place, arranged=True)


def _audit_in_words(kind: str) -> str:
    return in_context(kind.replace("-", " "), "kind")


def _named(milestone: Milestone) -> tuple[str, str]:
    """What a milestone is called, and the way to it: from one edition to the next."""
    edition = editions().get(milestone.certification.text("standard"))
    if milestone.kind != CHANGE or edition is None or edition.ends is None:
        return _audit_in_words(milestone.kind), ""
    return say("{change} to {name}", change=CHANGE, name=editions()[edition.successor].name), way(
        edition, available()
    )


def _hoped(record: Record, owner: str) -> Iterator[Duty]:
    """The days that a certification itself names: for the certificate, for the end of a suspension.

    What is late there has gaps of its own.
    """
    if record.day("target") and not record.day("decided"):
        place = record.place("target")
        yield Duty(
            "certification", record.id, say("certificate"), record.day("target"), owner, place
        )
    suspended = record.day("suspended") and not (
        record.day("reinstated") or record.day("withdrawn")
    )
    if suspended and (until := record.day("suspended-until")):
        place = record.place("suspended-until")
        what = say("remove the cause of the suspension")
        yield Duty("certification", record.id, what, until, owner, place)

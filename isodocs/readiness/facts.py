"""What must be shown and follows from several records together, by the name of the fact.

`schemas/must-be-shown.yaml` names them. Each says what is missing for one standard and one audit,
or None. What is planned in time for the audit is not missing: it still has to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import Where
from isodocs.assess.audited_places import audited_processes, audited_sites, place_audited
from isodocs.assess.audits import (
    CYCLE,
    audited,
    internal_audits,
    latest,
    meetings,
    programme,
    programmed,
    reviews,
)
from isodocs.assess.certification_steps import attestations
from isodocs.assess.competence import competence, competent_on, employees, requirements_of
from isodocs.assess.confirmations import confirmations
from isodocs.assess.places import is_for
from isodocs.assess.written_up import unstated
from isodocs.model.audit import WHOLE_SYSTEM, AuditKind
from isodocs.model.period import Period
from isodocs.readiness.question import (
    AuditQuestion,
    Missing,
    finished,
    has_no_report,
    without,
)
from isodocs.readiness.transition import only_before
from isodocs.standards.certification_rules import is_accredited
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.assess.audited_places import PlaceAudited
    from isodocs.model.certification import Certification
    from isodocs.model.competence import Employee
    from isodocs.model.record import Record

A_YEAR = Period(12, "month")
_BEGINNERS = Period(30, "day")
"""How long someone may work here before they are aware, where no requirement says."""
_NAMED = 6
_AUDITORS = ("internal-auditor", "lead-auditor")
_AWARE = "awareness"


def awareness(question: AuditQuestion) -> Missing | None:
    """Everyone who works here was made aware, or confirmed that they read a document.

    Whom a requirement asks for awareness has a gap of their own where a training is missing.
    """
    register = question.everything or question.register
    people = [person for person in _there(question) if person.works(register.on)]
    matrix = competence(register)
    wanted = [
        requirement.id
        for requirement in matrix.requirements
        if requirement.text("kind") == _AWARE
        and requirement.text("standard") in ("", question.requirements.id)
    ]
    readers = {key[0] for key, said in confirmations(register).found.items() if said.counts}
    unaware = [
        person.name or person.id
        for person in people
        if not any(matrix.of(person.id, requirement) for requirement in wanted)
        and person.id not in readers
        and not (person.joined and register.on <= _BEGINNERS.after(person.joined))
    ]
    if people and not unaware:
        return None
    who = listed(unaware, most=_NAMED) if unaware else "anyone"
    return Missing(
        say("nothing shows who made {who} aware of policy, objectives and their own part", who=who),
        say(
            "Define an awareness requirement for everyone (`isodocs new competence`) "
            "and record who was trained (`isodocs new training`)."
        ),
    )


def auditors(question: AuditQuestion) -> Missing | None:
    """Someone is shown to be able to audit, and it is defined what that takes."""
    register = question.everything or question.register
    if not requirements_of(register, _AUDITORS):
        return Missing(
            say("it is not defined what an internal auditor must be able to do"),
            say("Define it: `isodocs new competence --set kind=internal-auditor`."),
        )
    who = {
        *(auditor for audit in internal_audits(register) for auditor in audit.items("auditors")),
        *(person.id for person in employees(register)),
    }
    days = [register.on]
    days += [day for audit in internal_audits(register) if (day := finished(audit, register.on))]
    if any(competent_on(register, person, _AUDITORS, max(days)) for person in who):
        return None
    return Missing(
        say("no one is shown to be a competent internal auditor"),
        say("Record the training and its evaluation: `isodocs new training`."),
    )


def people(question: AuditQuestion) -> Missing | None:
    """The people table has everyone who has a role."""
    register = question.everything or question.register
    rows = {row.id for row in register.records.get("people", ())}
    remedy = say("Record them: `isodocs new people`.")
    if not rows:
        return Missing(say("nothing shows who works in the system"), remedy)
    absent = [person.id for person in employees(register) if person.id not in rows and person.roles]
    if not absent:
        return None
    return Missing(
        say("the people table lacks {absent}", absent=listed(absent, most=_NAMED)),
        remedy,
        to_fix=True,
    )


def _there(question: AuditQuestion) -> Iterator[Employee]:
    """Everyone, but for those who work at other sites only than the one that is asked about."""
    register, site = question.everything or question.register, Where(question.where.site)
    rows = {row.id: row for row in register.records.get("people", ())}
    for person in employees(register):
        if person.id not in rows or is_for(register, rows[person.id], site):
            yield person


def audit_programme(question: AuditQuestion) -> Missing | None:
    """Internal audits of the standard are planned in a programme, also those that were held."""
    standard = question.requirements.id
    lines = [line for line in programme(question.register) if standard in line.items("standards")]
    held = [audit for audit in _audits(question) if finished(audit, question.register.on)]
    remedy = say("Begin an audit programme: `isodocs new audit-programme`.")
    if not lines and (not held or question.purpose is not AuditKind.STAGE_1):
        return Missing(
            say("no audit programme is recorded")
            if held
            else say("no internal audit is planned or was ever held"),
            remedy,
        )
    outside = [audit.id for audit in held if audit.id not in programmed(question.register)]
    if not lines or not outside:
        return None
    return Missing(
        say("the audit programme has no line for {outside}", outside=listed(outside, most=_NAMED)),
        say("Add it, or name the audit in the line that planned it."),
        to_fix=True,
    )


def audits(question: AuditQuestion) -> Missing | None:
    """Every clause, site and process was audited, with a report; before a surveillance, lately."""
    register, requirements = question.register, question.requirements
    empty = [audit.id for audit in _audits(question) if has_no_report(audit, register.on)]
    if empty:
        register = without(register, empty)
        question = question._replace(register=register)
    if any(question.where):
        return _place_in_time(question, empty)
    why = (
        say("; the report of {empty} hardly says what was found", empty=listed(empty))
        if empty
        else ""
    )
    if question.purpose in WHOLE_SYSTEM:
        of = audited(register, requirements)
        places = [(str(c.clause.number), c.last, c.planned) for c in of]
        places += ((name, found.last, found.planned) for name, found in _places(question))
        never = [found for found in places if found[1] is None]
        long_ago = [found for found in places if found[1] and CYCLE.after(found[1]) < register.on]
        if not never and not long_ago:
            return None
        open_ = [*never, *long_ago]
        days = [day for _, _, day in open_ if day and day <= question.day]
        names = listed([name for name, _, _ in never or long_ago], most=_NAMED)
        if len(days) == len(open_) and not empty and question.until is not None:
            which = "first" if never else "next"
            return _planned(
                say("the {which} internal audit of {names}", which=which, names=names), max(days)
            )
        since = (
            say("never audited internally")
            if never
            else say("not audited internally within {cycle}", cycle=CYCLE)
        )
        return Missing(
            say("{since}: {names}{why}", since=since, names=names, why=why),
            say(
                "Audit the whole system once before; `isodocs audits` lists all clauses, "
                "sites and processes."
            ),
        )
    ended_on = [day for audit in _audits(question) if (day := finished(audit, register.on))]
    last = max(ended_on, default=None)
    if last and A_YEAR.after(last) >= question.day:
        return _places_in_time(question)
    over = [audit for audit in internal_audits(register) if finished(audit, register.on)]
    none = only_before(question.requirements, over)
    ended = (
        say(" (the last ended on {last})", last=last)
        if last
        else say(" ({none})", none=none)
        if none
        else ""
    )
    if last and A_YEAR.after(last) >= register.on and (day := _next_line(question)):
        return _planned(say("the internal audit"), day, joined("", (ended, why)))
    return Missing(
        say("no internal audit within a year before it{ended}{why}", ended=ended, why=why),
        say("Hold one before: the programme says which (`isodocs audits`)."),
    )


def _planned(what: str, day: date, more: str = "") -> Missing:
    """What is arranged in time is not missing: it is only still to be held."""
    said = say("{what} is planned for {day}{more}", what=what, day=day, more=more)
    return Missing(said, say("Hold it, and record what it came to."), to_fix=True, planned=True)


def _place_in_time(question: AuditQuestion, empty: list[str]) -> Missing | None:
    """The site or process that is asked about was audited in time, with a report."""
    known = question.everything or question.register
    found = place_audited(without(known, empty) if empty else known, question.where)
    name = listed(filter(None, question.where))
    if found.last is not None and found.due and found.due >= question.register.on:
        return None
    said = (
        say("was last audited on {last}", last=found.last)
        if found.last
        else say("was never audited internally")
    )
    planned = found.planned is not None and found.planned <= question.day
    return Missing(
        say("{name} {said}", name=name, said=said)
        + (
            say("; an audit is planned for {planned}", planned=found.planned)
            if found.planned
            else ""
        ),
        say("Audit it before: name it in 'sites' or 'processes' of the audit."),
        to_fix=planned or question.purpose not in WHOLE_SYSTEM,
    )


def _places_in_time(question: AuditQuestion) -> Missing | None:
    """The sites and processes that no audit looked at within the interval of the programme."""
    open_ = [name for name, found in _places(question) if found.is_open(question.register.on)]
    if not open_:
        return None
    return Missing(
        say("not audited in time and not planned: {open_}", open_=listed(open_, most=_NAMED)),
        say("Plan an audit there: name them in 'sites' or 'processes' of a line of the programme."),
        to_fix=True,
    )


def _places(question: AuditQuestion) -> Iterator[tuple[str, PlaceAudited]]:
    """The sites of the certificates of the standard, and the processes of the register, by name."""
    for certificate, found in audited_sites(question.register):
        if certificate.text("standard") == question.requirements.id:
            yield say("the site {site}", site=found.where.site), found
    for process, found in audited_processes(question.register):
        about = process.items("standards")
        if not about or question.requirements.id in about:
            yield say("the process {title}", title=process.text("title") or process.id), found


def review(question: AuditQuestion) -> Missing | None:
    """A management review with inputs and decisions was held, within a year before the audit."""
    register, standard = question.register, question.requirements.id
    last = latest(reviews(register), standard)
    held = last.day("held") if last else None
    planned = [
        day
        for record in register.records.get("management-review", ())
        if standard in record.items("standards") and (day := record.day("planned"))
    ]
    if last and (day := last.day("next-due")):
        planned.append(day)
    in_time = min((day for day in planned if register.on <= day <= question.day), default=None)
    remedy = say("Hold one and record it: `isodocs new management-review`.")
    if question.purpose is AuditKind.STAGE_1:
        if held or planned:
            return None
        return Missing(say("a management review is missing (none is planned)"), remedy)
    if last is None or held is None:
        if in_time and question.until is not None:
            return _planned(say("the first management review"), in_time)
        none = only_before(question.requirements, reviews(register)) or say("none was ever held")
        return Missing(say("a management review is missing ({none})", none=none), remedy)
    if A_YEAR.after(held) < question.day:
        if in_time and A_YEAR.after(held) >= register.on:
            return _planned(
                say("the management review"),
                in_time,
                say(" (the last one was on {held})", held=held),
            )
        return Missing(
            say("a management review is missing (the last one was on {held})", held=held), remedy
        )
    parts = meetings(reviews(register), standard)
    empty = [name for name in ("inputs", "outputs") if not any(part.items(name) for part in parts)]
    if not empty and not unstated(last):
        return None
    lacks = (
        say("names no {empty}", empty=joined(" and no ", empty))
        if empty
        else say("lacks {unstated}", unstated=listed(unstated(last)))
    )
    return Missing(
        say("the management review {id} {lacks}", id=last.id, lacks=lacks),
        say("Write down what was looked at and decided: `isodocs set {id} ...`.", id=last.id),
    )


def body(question: AuditQuestion) -> Missing | None:
    """Who certifies or accredits is named, with its accreditation; what lacks there has gaps."""
    if _certificates(question):
        return None
    needs = {AuditKind.SURVEILLANCE: "survey", AuditKind.RECERTIFICATION: "renew"}
    verb = needs.get(question.purpose)
    so = say("; there is no certificate to {verb}", verb=verb) if verb else ""
    if is_accredited(question.requirements.id):
        return Missing(
            say(
                "no accreditation body is recorded{replace}",
                replace=so.replace("certificate", "accreditation"),
            ),
            say("Record who accredits: `isodocs new certification`."),
        )
    return Missing(
        say("no certification body is recorded, and no accreditation{so}", so=so),
        say("Record who certifies: `isodocs new certification`."),
    )


FACTS: Mapping[str, Callable[[AuditQuestion], Missing | None]] = {
    "people": people,
    "awareness": awareness,
    "auditors": auditors,
    "programme": audit_programme,
    "audits": audits,
    "review": review,
    "body": body,
}


def clauses_audited(question: AuditQuestion) -> frozenset[str]:
    """The clauses that internal audits with a report looked at within their cycles, by number."""
    register = question.register
    empty = [audit.id for audit in _audits(question) if has_no_report(audit, register.on)]
    if empty:
        register = without(register, empty)
    return frozenset(
        found.clause.number
        for found in audited(register, question.requirements)
        if found.last and found.due and found.due >= register.on
    )


def _audits(question: AuditQuestion) -> list[Record]:
    standard = question.requirements.id
    return [a for a in internal_audits(question.register) if standard in a.items("standards")]


def _certificates(question: AuditQuestion) -> list[Certification]:
    standard = question.requirements.id
    return [c for c in attestations(question.register) if c.record.text("standard") == standard]


def _next_line(question: AuditQuestion) -> date | None:
    """The day by which the programme has the next audit of the standard, before the day asked."""
    days = [
        *(line.day("due") for line in programme(question.register) if _is_of(line, question)),
        *(audit.day("planned") for audit in _audits(question)),
    ]
    on = question.register.on
    return min((day for day in days if day and on <= day <= question.day), default=None)


def _is_of(line: Record, question: AuditQuestion) -> bool:
    return question.requirements.id in line.items("standards")

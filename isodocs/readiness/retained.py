"""The records that clauses ask for: shown, kept elsewhere, ended, or said not to exist here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.clause_records import meets, records_shown
from isodocs.assess.record_conditions import is_over
from isodocs.model.audit import WHOLE_SYSTEM, Area, AuditKind
from isodocs.model.readiness import Expected, Point, Weight
from isodocs.parsing.said_no import gives_no_reason
from isodocs.readiness.facts import clauses_audited
from isodocs.readiness.question import AuditQuestion, Missing
from isodocs.records.record_kinds import kinds
from isodocs.standards.must_be_shown import expectations, records_always
from isodocs.words import listed, noun, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.requirement import DocumentedInformation, Requirement

_NAMED = 4


def said_to_be_none(register: Register, kind: str) -> bool:
    """Whether `none-of` says, with a reason, that there is nothing of a kind, and there is none."""
    reason = register.config.none_of.get(kind, "")
    return not gives_no_reason(reason) and not register.records.get(kind)


def _need_not_be_there(question: AuditQuestion, requirement: Requirement) -> bool:
    """Whether what would show a clause is said not to exist here, as may well be.

    What is recorded about something (a calibration) is not there where the thing is not.
    """
    register = question.register
    known, none = kinds(), register.config.none_of
    may_lack = {each.record.kind for each in expectations() if each.record and each.record.or_none}
    lacking = {
        name
        for name in none
        if name in known and (name in may_lack or known[name].on_occasion)
        if said_to_be_none(register, name)
    }
    return any(
        meets(register, shown, requirement.standard, requirement.number)
        for name, kind in known.items()
        if name in lacking or any(f.required and f.refers in lacking for f in kind.fields.values())
        for shown in kind.proves
    )


def retained(question: AuditQuestion, missing: Sequence[str]) -> Iterator[Expected]:
    """The records that clauses ask for, item by item: shown, kept elsewhere, or neither.

    For the clauses in `missing`, another point says already which records are.
    """
    weight = Weight.STOPS if question.purpose in WHOLE_SYSTEM else Weight.FIX
    if question.purpose is AuditKind.STAGE_1:
        return
    applies = applicability(question.register, question.requirements)
    audited = clauses_audited(question)
    surveyed = question.purpose is AuditKind.SURVEILLANCE
    always = records_always(question.requirements.id) if surveyed else ()
    for requirement in question.requirements.auditable:
        left_out = requirement.number in applies.excluded
        if requirement.control or left_out or not requirement.retained:
            continue
        shown = records_shown(question.register, requirement)
        is_there = shown.shown or _need_not_be_there(question, requirement)
        point = None
        known = any(question.requirements.within(requirement.number, clause) for clause in missing)
        if not is_there and not known:
            seen = requirement.number in audited
            heavy = any(question.requirements.within(requirement.number, each) for each in always)
            clause = say(
                "{display_name} {number}",
                display_name=question.requirements.display_name,
                number=requirement.number,
            )
            why = shown.too_old or say("no record shows it")
            remedy = say("Say where it is kept and who looked: ")
            remedy += say(
                "`isodocs new evidence --set clauses={full}`.",
                full=question.full(requirement.number),
            )
            if shown.awaits:
                why = say(
                    "records of {awaits} show it if both ask the same, which is to be confirmed",
                    awaits=listed(shown.awaits),
                )
                full = question.full(requirement.number)
                remedy = say("Compare both texts. Where they ask the same, name ")
                remedy += say(
                    "{full} in the document that answers it, or in the records.", full=full
                )
            elif seen and not shown.too_old:
                why = say("no record here shows it, but an internal audit looked at the clause")
            point = Point(
                Weight.FIX if seen else Weight.STOPS if heavy else weight,
                Area.RECORDS,
                lacking(requirement.retained[0], clause, why),
                remedy,
                due=question.until,
                subject=str(requirement.reference),
                expected=say("retained before") if shown.awaits else "retained",
            )
        for at, _ in enumerate(requirement.retained):
            none = not is_there and not shown.number
            yield Expected(Area.RECORDS, is_there, None if at else point, absent=none)


def all_ended(records: Sequence[Record], on: date) -> Missing | None:
    """The doubt, where every record has ended; the records are of one kind, and there is one."""
    if not records or not all(is_over(record, on) for record in records):
        return None
    kind = kinds()[records[0].kind]
    names = listed((record.id or record.label for record in records), most=_NAMED)
    state = listed(dict.fromkeys(record.text("status") or "over" for record in records), "or")
    return Missing(
        say(
            "every {title} on record is {state} ({names}); an auditor will ask which there are now",
            title=noun(kind.title),
            state=state,
            names=names,
        ),
        say("Look again, and record those of today: `isodocs new {name}`.", name=kind.name),
        to_fix=True,
    )


def lacking(wanted: DocumentedInformation, clause: str, why: str) -> str:
    """`ISO 9001:2015 7.2 requires a record: proof of competence; no record shows it`."""
    if wanted.as_evidence:
        said = say("{clause} requires as evidence: {what}; {why}")
    elif wanted.is_record:
        said = say("{clause} requires a record: {what}; {why}")
    else:
        said = say("{clause} requires documented information: {what}; {why}")
    return said.format(clause=clause, what=say(wanted.what), why=why)

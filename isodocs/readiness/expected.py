"""What an audit expects to be shown, item by item, and what of it is there.

The list is `schemas/must-be-shown.yaml`; beside it are the clauses of the standard, each with a
document, and the records that a clause asks to be retained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.applicability import applicability
from isodocs.assess.clause_records import day_of_deed, is_attested, meets, records_shown
from isodocs.assess.coverage import coverage
from isodocs.assess.deadlines import deadlines
from isodocs.assess.nonconformities import nonconformities, waits_for_effect
from isodocs.assess.record_conditions import has
from isodocs.assess.record_index import cited, last_done, standards_of
from isodocs.assess.thin_claims import thin
from isodocs.model.audit import CERTIFYING, WHOLE_SYSTEM, Area, AuditKind
from isodocs.model.coverage import ClauseEvidence, CoverageStatus
from isodocs.model.document import State
from isodocs.model.readiness import Point, Weight
from isodocs.model.requirement import ClauseReference
from isodocs.parsing.said_no import gives_no_reason
from isodocs.readiness import certification
from isodocs.readiness.edition_facts import EDITION_FACTS, called_so
from isodocs.readiness.facts import FACTS, AuditQuestion, Missing, clauses_audited
from isodocs.readiness.relevance import is_about
from isodocs.records.record_kinds import kinds
from isodocs.standards.must_be_shown import expectations
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage
    from isodocs.model.expectation import DocumentWanted, Expectation, RecordWanted
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.requirement import Requirement

_A_SENTENCE = 4
"""A policy or a scope has at least so many words."""
_DEDICATED = 3
"""A document that names no more clauses than this is about them, whatever its title."""


class Expected(NamedTuple):
    """One thing that is expected: whether it is shown, and what its absence means here, if much."""

    area: Area
    shown: bool
    point: Point | None = None
    expectation: str = ""


def items(question: AuditQuestion) -> Iterator[Expected]:
    """Everything that the audit expects of the standard."""
    known: list[str] = []
    recorded: list[str] = []
    for expectation in expectations():
        weight = expectation.weight(question.purpose)
        if question.where.process and not expectation.of_process:
            continue
        if weight is not None and _is_asked(question, expectation):
            missing = _missing(question, expectation)
            point = _point(question, expectation, missing, weight) if missing else None
            if missing and expectation.document:
                clause = expectation.clause_of(question.requirements)
                known.append(clause)
                point = point and _resting(question, point, clause, _rows(question, clause))
            elif missing and expectation.record:
                recorded.append(expectation.clause_of(question.requirements))
                point = point and replace(point, overdue=_overdue(question, expectation.record))
            yield Expected(expectation.area, missing is None, point, expectation.id)
    if question.where.process:
        return
    yield from _clauses(question, known)
    yield from _retained(question, recorded)
    if question.purpose is not AuditKind.INTERNAL:
        steps = certification.points(
            question.register, question.purpose, question.requirements, question.until
        )
        point = next(steps, None)
        yield Expected(Area.CERTIFICATION, point is None, point)


def settled(register: Register, standards: Sequence[str]) -> Iterator[Expected]:
    """What is judged of documents and nonconformities one by one: gaps say what is wrong."""
    for entry in register:
        if entry.current and entry.newest.state is not State.DRAFT:
            yield Expected(Area.APPROVALS, entry.in_force is not None)
    for found in nonconformities(register):
        if found.weighty and is_about(register, found.record, standards):
            yield Expected(
                Area.NONCONFORMITIES, not found.is_open or waits_for_effect(found, register.on)
            )


def _is_asked(question: AuditQuestion, expectation: Expectation) -> bool:
    """Whether the standard asks for it, and it applies here."""
    if not expectation.clauses:
        return True
    clause = expectation.clause_of(question.requirements)
    if not clause:
        return False
    below = _rows(question, clause)
    return not below or any(row.status is not CoverageStatus.NOT_APPLICABLE for row in below)


def _rows(question: AuditQuestion, clause: str) -> list[ClauseCoverage]:
    known = question.requirements
    rows = coverage(question.register, known.id).rows
    return [row for row in rows if known.within(row.requirement.number, clause)]


def _missing(question: AuditQuestion, expectation: Expectation) -> Missing | None:
    clause = expectation.clause_of(question.requirements)
    if expectation.fact:
        return {**FACTS, **EDITION_FACTS}[expectation.fact](question)
    if expectation.document and _has_document(question, clause, expectation.document):
        return None
    wanted = expectation.record
    if expectation.document and not expectation.clauses:
        return called_so(question, expectation, expectation.document)
    if wanted and wanted.kind not in kinds() and expectation.document is None:
        return None  # a kind that does not exist here cannot be asked for
    if wanted and _has_record(question, clause, wanted):
        return None
    if expectation.document:
        return Missing(
            f"nothing in force shows {expectation.what} ({clause})",
            f'Write it, or mark its section: `## Title {{clause="{clause}"}}`; '
            f"`isodocs coverage --explain {_full(question, clause)}`.",
        )
    if wanted is None:
        return None
    lacks = _no_record(question, wanted, expectation)
    return Missing(f"{lacks} ({clause})", _record_it(question, wanted))


def _no_record(question: AuditQuestion, wanted: RecordWanted, expectation: Expectation) -> str:
    within = f" within {wanted.within}" if wanted.within else ""
    if within and question.day > question.register.on:
        within += f" before {question.day}"
    return f"nothing shows {expectation.what}{within}"


def _record_it(question: AuditQuestion, wanted: RecordWanted) -> str:
    how = f"Record it: `isodocs new {wanted.kind}`"
    records, standard = question.register.records.get(wanted.kind, ()), question.requirements.id
    kept = [r.id for r in records if r.id and standard in (standards_of(r) or (standard,))]
    if wanted.having and kept:
        how = f"Record it, as in `isodocs set {kept[-1]} {wanted.having[0]}=DAY`"
    elif wanted.having:
        how += f" with {listed(wanted.having, 'or')}"
    if wanted.or_none:
        how += f"; where there is none, say why: `none-of: {{{wanted.kind}: ...}}` in isodocs.yaml"
    return f"{how}; where it is kept elsewhere: `isodocs new evidence`."


def _has_document(question: AuditQuestion, clause: str, wanted: DocumentWanted) -> bool:
    for row in _rows(question, clause):
        if any(_is_of_kind(question, item, wanted) for item in row.evidence if item.counts):
            return True
    return False


def _is_of_kind(question: AuditQuestion, item: ClauseEvidence, wanted: DocumentWanted) -> bool:
    """Whether a document behind a clause answers it where it says so, or by what it is."""
    register = question.register
    entry = register.entries.get(item.document)
    if entry is None or entry.in_force is None:
        return False
    document = entry.in_force.document
    outline = register.outline(document)
    if thin(register, document) or (outline and not _says_something(outline, item.section)):
        return False
    if item.section:
        return True
    titles = [document.title, document.id]
    if outline:
        titles += [section.title for section in outline.sections if section.words_below]
    named = any(word in title.casefold() for word in wanted.words for title in titles)
    return named or document.type in wanted.types or len(document.claims) <= _DEDICATED


def _says_something(outline: Outline, title: str) -> bool:
    """Whether a text, or its section of that title, is more than a word, or points elsewhere."""
    section = next((s for s in outline.sections if title and s.title == title), None)
    if (section.words_below if section else outline.words) >= _A_SENTENCE:
        return True
    pointing = (*outline.links, *outline.may_show)
    if section is None:
        return bool(pointing)
    return any(section.line <= link.line <= section.end_line for link in pointing)


def _has_record(question: AuditQuestion, clause: str, wanted: RecordWanted) -> bool:
    register = question.register
    if any(_serves(question, record, wanted) for record in register.records.get(wanted.kind, ())):
        return True
    if wanted.or_none and wanted.kind in register.config.none_of:
        return _said_to_be_none(register, wanted.kind)
    return any(
        kind.proves_named
        and is_attested(register, kind, record)
        and _is_recent(question, record, wanted)
        and _names_clause(question, record, clause)
        for name, kind in kinds().items()
        for record in register.records.get(name, ())
        if not record.problems
    )


def _said_to_be_none(register: Register, kind: str) -> bool:
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
        if _said_to_be_none(register, name)
    }
    return any(
        meets(register, shown, requirement.standard, requirement.number)
        for name, kind in known.items()
        if name in lacking or any(f.required and f.refers in lacking for f in kind.fields.values())
        for shown in kind.proves
    )


def _is_recent(question: AuditQuestion, record: Record, wanted: RecordWanted) -> bool:
    day = day_of_deed(question.register, record)
    return wanted.within is None or (day is not None and wanted.within.after(day) >= question.day)


def _serves(question: AuditQuestion, record: Record, wanted: RecordWanted) -> bool:
    register = question.register
    about = standards_of(record)
    if record.problems or (about and question.requirements.id not in about):
        return False
    if record.text("status") in wanted.without:
        return False
    if not wanted.having:
        return True
    if wanted.within:
        days = [day for field in wanted.having if (day := last_done(register, record, field))]
        return any(wanted.within.after(day) >= question.day for day in days)
    return any(has(register, record, field) for field in wanted.having)


def _names_clause(question: AuditQuestion, record: Record, clause: str) -> bool:
    known = question.requirements
    return any(
        isinstance(found, ClauseReference)
        and found.standard == known.id
        and (known.within(found.number, clause) or known.within(clause, found.number))
        for found in cited(question.register, record)
    )


def _point(
    question: AuditQuestion, expectation: Expectation, missing: Missing, weight: Weight
) -> Point:
    return Point(
        Weight.FIX if missing.to_fix else weight,
        expectation.area,
        f"{question.requirements.display_name}: {missing.message}",
        missing.remedy,
        due=question.until,
        subject=question.requirements.id,
        expected=expectation.id,
        planned=missing.planned,
    )


def _clauses(question: AuditQuestion, missing: Sequence[str]) -> Iterator[Expected]:
    """Each applicable clause, and the documents that it requires by name.

    Below the clauses in `missing`, another point says already that the document is missing.
    """
    for row in coverage(question.register, question.requirements.id).rows:
        if row.status is CoverageStatus.NOT_APPLICABLE:
            continue
        wanted = [i.what for i in row.requirement.documented_information if not i.is_record]
        open_ = row.status is not CoverageStatus.COVERED
        point = None
        number = row.requirement.number
        known = any(question.requirements.within(number, clause) for clause in missing)
        name = f"{question.requirements.display_name} {number}"
        asked = bool(wanted) and question.purpose in CERTIFYING
        partly = row.status is CoverageStatus.PARTIAL  # where nothing answers it, a gap says so
        partly = partly and not question.requirements.is_assessed_outside
        if open_ and not known and (asked or partly):
            point = Point(
                Weight.STOPS,
                Area.CLAUSES,
                f"{name} asks for {wanted[0]}: {row.brief}" if asked else f"{name}: {row.brief}",
                f"The whole story: `isodocs coverage --explain {_full(question, number)}`.",
                due=question.until,
                subject=str(row.requirement.reference),
                expected="answered",
            )
            point = _resting(question, point, number, [row])
        yield Expected(Area.CLAUSES, not open_, point)


def _resting(
    question: AuditQuestion, point: Point, clause: str, rows: Sequence[ClauseCoverage]
) -> Point:
    """The point, with the document that would show it once it is in force, where there is one."""
    found = [i for row in rows for i in row.evidence if i.partly and not i.in_part]
    if not found:
        return point
    first = found[0]
    entry = question.register.entries[first.document]
    in_time = entry.newest.state is State.APPROVED and question.until is not None
    comes = entry.newest.effective_on
    said = "" if first.why_not in point.message else f"; {first.document}: {first.why_not}"
    return replace(
        point,
        message=f"{point.message}{said}",
        weight=Weight.FIX if in_time and comes and comes <= question.day else point.weight,
        because=first.document,
        reason=first.why_not,
        clauses=(str(ClauseReference(question.requirements.id, clause)),),
        owner=entry.document.owner,
    )


def _overdue(question: AuditQuestion, wanted: RecordWanted) -> frozenset[str]:
    """The subjects of duties whose doing would show it: the records are there, and not kept up."""
    register = question.register
    return frozenset(
        f"{found.record.id} {found.field}"
        for found in deadlines(register)
        if found.record.kind == wanted.kind
        and found.overdue(register.on)
        and not set(wanted.having).isdisjoint(found.done)
    )


def _retained(question: AuditQuestion, missing: Sequence[str]) -> Iterator[Expected]:
    """The records that clauses ask for: shown, kept elsewhere and looked at, or neither.

    For the clauses in `missing`, another point says already which records are.
    """
    weight = Weight.STOPS if question.purpose in WHOLE_SYSTEM else Weight.FIX
    if question.purpose is AuditKind.STAGE_1:
        return
    applies = applicability(question.register, question.requirements)
    audited = clauses_audited(question)
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
            first = requirement.retained[0]
            available = f"have {first.what} available as evidence"
            asks = available if first.as_evidence else f"retain {first.what}"
            why = "no record shows it"
            if shown.newest and shown.fresh:
                why = f"the newest record is of {shown.newest}, {shown.fresh} is usual"
            elif seen:
                why = "no record here shows it; an internal audit looked at the clause"
            point = Point(
                Weight.FIX if seen else weight,
                Area.RECORDS,
                f"{question.requirements.display_name} {requirement.number} asks to {asks}: {why}",
                "Say where it is kept and who looked: "
                f"`isodocs new evidence --set clauses={_full(question, requirement.number)}`.",
                due=question.until,
                subject=str(requirement.reference),
                expected="retained",
            )
        yield Expected(Area.RECORDS, is_there, point)


def _full(question: AuditQuestion, number: str) -> str:
    several = len(question.register.maps) > 1
    return f"{question.requirements.id}:{number}" if several else number

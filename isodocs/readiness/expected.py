"""What an audit expects to be shown, item by item, and what of it is there.

The list is `schemas/must-be-shown.yaml`; beside it are the clauses of the standard, each with a
document, and the records that a clause asks to be retained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.clause_records import day_of_deed, is_attested
from isodocs.assess.coverage import coverage
from isodocs.assess.deadlines import deadlines
from isodocs.assess.nonconformities import nonconformities, waits_for_effect
from isodocs.assess.record_conditions import has
from isodocs.assess.record_index import cited, editions_before, last_done, standards_of
from isodocs.dataclass import replace
from isodocs.model.audit import CERTIFYING, Area, AuditKind
from isodocs.model.coverage import ClauseEvidence, CoverageStatus
from isodocs.model.document import State
from isodocs.model.readiness import Expected, Point, Weight
from isodocs.model.requirement import ClauseReference
from isodocs.readiness import certification
from isodocs.readiness.edition_facts import EDITION_FACTS, called_so
from isodocs.readiness.facts import FACTS
from isodocs.readiness.question import AuditQuestion, Missing
from isodocs.readiness.relevance import is_about
from isodocs.readiness.retained import all_ended, lacking, retained, said_to_be_none
from isodocs.records.record_kinds import kinds
from isodocs.standards.must_be_shown import expectations
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.assess.edition_before import EditionBefore
    from isodocs.assess.transition import StandardTransition, TransitionStep
    from isodocs.model.coverage import ClauseCoverage
    from isodocs.model.expectation import DocumentWanted, Expectation, RecordWanted
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_A_SENTENCE = 4
"""A policy or a scope has at least so many words."""
_DEDICATED = 3
"""A document that names no more clauses than this is about them, whatever its title."""


def items(question: AuditQuestion) -> Iterator[Expected]:
    """Everything that the audit expects of the standard."""
    found: StandardTransition | None = None
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
            absent = missing is not None and not missing.to_fix
            yield Expected(expectation.area, missing is None, point, expectation.id, absent)
    if question.where.process:
        return
    if question.purpose is AuditKind.TRANSITION:
        from isodocs.readiness import edition_clauses

        found = edition_clauses.way(question)
        if found:
            yield from _of_edition(question, edition_clauses.clauses(question, found))
            recorded += [step.requirement.number for step in found.left("declare")]
    if found is None:
        yield from _clauses(question, known)
    yield from retained(question, recorded)
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
        kept = _serving(question, clause, wanted) if wanted.current else ()
        return all_ended(kept, question.register.on)
    if expectation.document:
        return Missing(
            say(
                "nothing in force shows {what} ({clause})",
                what=say(expectation.what),
                clause=clause,
            ),
            say(
                'Write it, or mark its section: `## Title {{clause="{clause}"}}`. '
                "Details: `isodocs coverage --explain {full}`.",
                clause=clause,
                full=question.full(clause),
            ),
        )
    if wanted is None:
        return None
    lacks = _no_record(question, wanted, expectation)
    return Missing(
        say("{lacks} ({clause})", lacks=lacks, clause=clause), _record_it(question, wanted)
    )


def _no_record(question: AuditQuestion, wanted: RecordWanted, expectation: Expectation) -> str:
    span = counted(limit.count, limit.unit) if (limit := wanted.within) else ""
    within = say(" within {within}", within=span) if span else ""
    if within and question.day > question.register.on:
        within += say(" before {day}", day=question.day)
    return say("nothing shows {what}{within}", what=say(expectation.what), within=within)


def _record_it(question: AuditQuestion, wanted: RecordWanted) -> str:
    how = say("Record it: `isodocs new {kind}`", kind=wanted.kind)
    records, standard = question.register.records.get(wanted.kind, ()), question.requirements.id
    kept = [r.id for r in records if r.id and standard in (standards_of(r) or (standard,))]
    if wanted.having and kept:
        last, field = kept[-1], wanted.having[0]
        how = say("Record it, as in `isodocs set {last} {field}=DAY`", last=last, field=field)
    elif wanted.having:
        how += say(" with {having}", having=listed(wanted.having, "or"))
    if wanted.or_none:
        how += say(
            "; where there is none, say why: `none-of: {{{kind}: ...}}` in isodocs.yaml",
            kind=wanted.kind,
        )
    return say("{how}; where it is kept elsewhere: `isodocs new evidence`.", how=how)


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
    if outline and not _says_something(outline, item.section):
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
    if _serving(question, clause, wanted):
        return True
    if wanted.or_none and wanted.kind in register.config.none_of:
        return said_to_be_none(register, wanted.kind)
    return any(
        kind.proves_named
        and is_attested(register, kind, record)
        and _is_recent(question, record, wanted)
        and _names_clause(question, record, clause)
        for name, kind in kinds().items()
        for record in register.records.get(name, ())
        if not record.problems
    )


def _is_recent(question: AuditQuestion, record: Record, wanted: RecordWanted) -> bool:
    day = day_of_deed(question.register, record)
    return wanted.within is None or (day is not None and wanted.within.after(day) >= question.day)


def _before(question: AuditQuestion) -> EditionBefore | None:
    if question.requirements.id not in editions_before(question.register):
        return None
    from isodocs.assess.edition_before import edition_before  # only a next edition pays for it

    return edition_before(question.register, question.requirements)


def _of_before(question: AuditQuestion, record: Record, clause: str) -> bool:
    """Whether a record is of the edition before, and the clause is past doubt what it was there."""
    before = _before(question)
    kind = kinds().get(record.kind)
    if before is None or kind is None or kind.of_edition or not clause:
        return False
    below = [row.requirement.number for row in _rows(question, clause)]
    asked = all(before.sure(number) for number in below)
    return asked and before.requirements.id in standards_of(record)


def _serving(question: AuditQuestion, clause: str, wanted: RecordWanted) -> list[Record]:
    known = question.register.records.get(wanted.kind, ())
    return [record for record in known if _serves(question, record, clause, wanted)]


def _serves(question: AuditQuestion, record: Record, clause: str, wanted: RecordWanted) -> bool:
    register = question.register
    about = standards_of(record)
    mine = not about or question.requirements.id in about
    if record.problems or not (mine or _of_before(question, record, clause)):
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
    named = [c for c in cited(question.register, record) if isinstance(c, ClauseReference)]
    if any(
        found.standard == known.id and known.is_related(found.number, clause) for found in named
    ):
        return True
    before = _before(question)
    if before is None:
        return False
    links = [k for n, some in before.same.items() if known.within(n, clause) for k in some]
    return not {link.source for link in links if before.counts(link)}.isdisjoint(named)


def _point(
    question: AuditQuestion, expectation: Expectation, missing: Missing, weight: Weight
) -> Point:
    return Point(
        Weight.FIX if missing.to_fix else weight,
        expectation.area,
        say(
            "{display_name}: {message}",
            display_name=question.requirements.display_name,
            message=missing.message,
        ),
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
        wanted = [i for i in row.requirement.documented_information if not i.is_record]
        open_ = row.status is not CoverageStatus.COVERED
        point = None
        number = row.requirement.number
        known = any(question.requirements.within(number, clause) for clause in missing)
        name = say(
            "{display_name} {number}",
            display_name=question.requirements.display_name,
            number=number,
        )
        asked = bool(wanted) and question.purpose in CERTIFYING
        partly = row.status is CoverageStatus.PARTIAL  # where nothing answers it, a gap says so
        partly = partly and not question.requirements.is_assessed_outside
        if open_ and not known and (asked or partly):
            point = Point(
                Weight.STOPS,
                Area.CLAUSES,
                lacking(wanted[0], name, row.brief)
                if asked
                else say("{name}: {brief}", name=name, brief=row.brief),
                say("Details: `isodocs coverage --explain {full}`.", full=question.full(number)),
                due=question.until,
                subject=str(row.requirement.reference),
                expected="answered",
            )
            point = _resting(question, point, number, [row])
        yield Expected(Area.CLAUSES, not open_, point, absent=open_ and not row.has_text)


def _of_edition(
    question: AuditQuestion, clauses: Iterable[tuple[TransitionStep, Point | None]]
) -> Iterator[Expected]:
    """Each clause of the edition that is moved to, as the way to it has it."""
    for step, point in clauses:
        if point and step.work == "finish":
            point = _resting(question, point, step.requirement.number, [step.covered])
        yield Expected(Area.CLAUSES, step.covered.status is CoverageStatus.COVERED, point)


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
    said = (
        ""
        if first.why_not in point.message
        else say("; {document}: {why_not}", document=first.document, why_not=first.why_not)
    )
    details = say("Details: `isodocs coverage --explain {full}`.", full=question.full(clause))
    bring = say("Bring {document} into force. {details}", document=first.document, details=details)
    return replace(
        point,
        message=joined("", (point.message, said)),
        remedy=point.remedy if entry.in_force else bring,
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

"""One clause: what is asked, what is there, what is missing, and what records show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.clause_records import (
    KindOfProof,
    RecordsShown,
    counts,
    is_attested,
    meets,
    proofs,
    records_shown,
)
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, part, wrapped
from isodocs.model.applicability import ControlDecision, Implementation
from isodocs.model.audit import Area
from isodocs.model.confirmation import FOLDER as SIGNED
from isodocs.model.correspondence import Relation
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, CoverageStatus, Strength
from isodocs.model.requirement import Requirement, RequirementMap, within
from isodocs.records.attachments import attachments
from isodocs.reports import requirement as asked
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.formats import Data
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_NOT_YET = {
    Implementation.PARTLY: "partly implemented",
    Implementation.PLANNED: "planned",
    Implementation.NOT: "not implemented",
}

_ASKS = {
    Relation.EQUAL: "the same",
    Relation.SUBSET_OF: "a part of it",
    Relation.SUPERSET_OF: "this and more",
    Relation.INTERSECTS_WITH: "some of it",
}

_MOST = 5
"""So many records of a kind are named; the rest are counted."""

_AREAS = (Area.COMPETENCE, Area.NONCONFORMITIES, Area.RECORDS)

_AUDITS = ("audit", "audit-programme", "management-review")

_ABOUT = ("title", "what", "description", "name", "course", "competence", "equipment", "document")

_OUTCOME = ("result", "conclusion", "grade", "status", "revision")


def lines(
    register: Register,
    requirement: Requirement,
    requirements: RequirementMap,
    rows: Sequence[ClauseCoverage],
    width: int,
) -> Iterator[str]:
    """A clause; `rows` are those of it and of the clauses below, whose table follows."""
    yield ""
    yield from wrapped(Text(asked.title(requirement, requirements), ("bold",)), width)
    if not requirement.auditable:
        yield "A heading: it is answered by the clauses below it."
        return
    (row,) = (row for row in rows if row.requirement is requirement)
    yield from wrapped(_verdict(row, records_shown(register, requirement)), width)
    yield from asked.lines(requirement, requirements, width)
    if row.decision:
        yield from part("What the Statement of Applicability says")
        yield from _stated(row.decision, width)
    yield from part("What is there")
    if not row.evidence and not row.shown:
        yield "  nothing"
    for item in row.evidence:
        yield from _evidence(item, width)
    for name in row.shown:
        yield from wrapped(f"{name}, named by the Statement of Applicability", width, "    ", "  ")
    yield from part("What is missing")
    for text in _missing(row):
        yield from wrapped(text, width, "    ", "  - ")


def _verdict(row: ClauseCoverage, records: RecordsShown) -> str:
    asks = row.requirement.retained and not row.requirement.control
    if row.status is CoverageStatus.COVERED and asks and not records.shown:
        evidence = any(item.as_evidence for item in row.requirement.retained)
        why = f"no record shows what it asks to {'have as evidence' if evidence else 'retain'}"
        if records.awaits:
            why = f"whether records of {listed(records.awaits)} show it is to be confirmed"
        elif records.too_old:
            why = records.too_old
        return f"Documents only: {row.reason}; {why}"
    status = "partly covered" if row.status is CoverageStatus.PARTIAL else str(row.status)
    return f"{status[:1].upper()}{status[1:]}: {row.reason}"


def _evidence(item: ClauseEvidence, width: int) -> Iterator[str]:
    head = f"{item.document} {item.title}, revision {item.revision}, {item.state}"
    yield from wrapped(head, width, "    ", "  ")
    place = one_line(f"{item.path}:{item.line}")
    yield from wrapped(f"{_where(item)}, {place}{_whole(item)}", width, "    ")
    yield from wrapped(Text(f"`isodocs show {one_line(item.document)}`", ("dim",)), width, "    ")
    if item.why_not:
        counts = "counts partly" if item.partly else "does not count"
        yield from wrapped(Text(f"{counts}: {item.why_not}", ("yellow",)), width, "    ")


def _where(item: ClauseEvidence) -> str:
    table = item.through if item.strength is Strength.MAPPED else item.mapped_by
    if table:
        section = f"section “{item.section}”, " if item.section else ""
        return f"{section}by the table of {table}"
    return f"section “{item.section}”" if item.section else "front matter"


def _whole(item: ClauseEvidence) -> str:
    if item.strength is Strength.INHERITED:
        return f", for clause {item.through} as a whole"
    if item.strength is Strength.CORRESPONDING:
        return f", for {item.through}, which asks {_ASKS[item.relation or Relation.EQUAL]}"
    return ""


def _stated(decision: ControlDecision, width: int) -> Iterator[str]:
    """What the Statement of Applicability says of a control."""
    applies = {True: "applicable", False: "not applicable", None: "not decided yet"}
    said = applies[decision.applicable]
    if decision.state:
        said += f", {_NOT_YET.get(decision.state, str(decision.state))}"
    if decision.owner:
        said += f"; {decision.owner} answers for it"
    place = one_line(f"{decision.place.path}:{decision.place.line}")
    yield from wrapped(f"{said} ({place})", width, "    ", "  ")
    why = decision.justification or "without a justification"
    yield from wrapped(why, width, "    ")
    if decision.named:
        yield from wrapped(f"it names {', '.join(decision.named)}", width, "    ")


def _missing(row: ClauseCoverage) -> Iterator[str]:
    number, standard = row.requirement.number, row.requirement.standard
    mark = f'`## Title {{clause="{number}"}}`'
    strengths = {item.strength for item in counting(row)}
    if row.status is CoverageStatus.NOT_APPLICABLE:
        yield "nothing: it is declared not applicable"
        return
    if row.decision and row.decision.applicable and row.decision.state in _NOT_YET:
        yield f"the control itself: it is declared {_NOT_YET[row.decision.state]}"
    if row.shown and row.status is CoverageStatus.COVERED and not row.evidence:
        yield "nothing: it is shown without a document"
    elif row.status is CoverageStatus.COVERED and not row.evidence:
        yield "nothing: records show it"
    elif not row.evidence:
        yield (
            f'a document that answers it and names it: `clauses: {{{standard}: ["{number}"]}}` in '
            f"its front matter, {mark} on the section"
        )
    elif not strengths:
        yield from (f"{item.document}: {item.why_not}" for item in row.evidence)
    elif Strength.LOCATED not in strengths:
        only = "of documents, " if row.status is not CoverageStatus.COVERED else ""
        yield f"{only}nothing; {mark} on the section that answers it would show where"
    else:
        yield "none (documents only)"


def record_lines(
    register: Register, requirement: Requirement, check_gaps: Sequence[Gap], width: int
) -> Iterator[str]:
    """What is recorded, kind by kind as an auditor samples it, what is not, and what is open."""
    found = proofs(register, requirement.standard, requirement.number)
    gaps = open_gaps(register, check_gaps, found, requirement)
    yield from part("Records that show it")
    if not found:
        yield "  no kind of record is known to show it; a document or evidence may"
    for proof in found:
        yield from _kind(register, proof, width)
    if gaps:
        yield from part("What is open in the records")
        for gap in gaps:
            yield from wrapped(f"{gap.finding.message} ({gap.code})", width, "    ", "  - ")


def _kind(register: Register, proof: KindOfProof, width: int) -> Iterator[str]:
    name = proof.kind.title
    if not proof.records:
        kept = len(register.records.get(proof.kind.name, ()))
        none = f"none of {kept} shows it yet" if kept else "none is kept here"
        yield from wrapped(Text(f"{name}: {none}", ("yellow",)), width, "    ", "  ")
        return
    count, newest = len(proof.records), proof.newest
    files = sorted({record.path for _, record in proof.records})
    where = f" in {one_line(files[0])}" if len(files) == 1 else ""
    last = f", the last of {newest}" if newest else ""
    of = f", of {listed(proof.of)}" if proof.of else ""
    unsure = ", which is to ask the same: to be confirmed" if proof.unsure else ""
    yield from wrapped(f"{name}: {count}{where}{last}{of}{unsure}", width, "    ", "  ")
    for day, record in proof.records[:_MOST]:
        place = f"{record.path}:{record.line}" if proof.kind.table else record.path
        when = f"{day}  " if day else ""
        text = one_line(f"{when}{_in_brief(record)}  {place}")
        if not is_attested(register, proof.kind, record):
            text += "; a claim only so far"
        elif proof.proves and not counts(register, proof, day, record):
            text += "; it shows nothing done yet"
        yield from wrapped(text, width, "      ", "    ")
        for item in attachments(record, register.inventory.paths):
            gone = "" if item.path else ", not there"
            text = one_line(f"file {item.path or item.written}{gone}")
            yield from wrapped(Text(text, ("dim",)), width, "        ", "      ")
    if count > _MOST:
        yield f"    … and {count - _MOST} more"
    if command := _show(proof.records[0][1]):
        text = f"`{command}`, `{_list(proof)}`"
        yield from wrapped(Text(text, ("dim",)), width, "    ")


def _show(record: Record) -> str:
    """The command that shows a record; a signed statement is a file of its own."""
    if record.path.startswith(SIGNED):
        return ""
    return f"isodocs show {one_line(record.id or f'{record.path}:{record.line}')}"


def _list(proof: KindOfProof) -> str:
    return f"isodocs records {proof.kind.name}"


def _in_brief(record: Record) -> str:
    """A record in a few words: its id, whose it is, what it is about, what came of it."""
    parts = [record.id, record.text("person")]
    parts += [next((record.text(name) for name in _ABOUT if record.text(name)), "")]
    parts += [next((record.text(name) for name in _OUTCOME if record.text(name)), "")]
    if record.kind == "confirmation":
        parts = [record.text("person"), f"{record.text('document')} rev {record.text('revision')}"]
        parts += ["signed" if record.path.startswith(SIGNED) else "recorded"]
    return ", ".join(filter(None, parts)) or record.label


def open_gaps(
    register: Register,
    gaps: Iterable[Gap],
    proofs: Sequence[KindOfProof],
    requirement: Requirement,
) -> tuple[Gap, ...]:
    """The gaps that `check` finds in these records, or in what the clause asks of records."""
    stories: set[str] = set()
    tables: set[str] = set()
    for proof in proofs:
        if proof.proves or proof.kind.name == "nonconformity":
            (tables if proof.kind.table else stories).update(r.path for _, r in proof.records)
    # That a clause was not audited says nothing about it, unless audits are what it asks for.
    audits = any(proof.proves and proof.kind.name in _AUDITS for proof in proofs)
    areas = (*_AREAS, Area.AUDITS) if audits else _AREAS
    number = requirement.number

    def concerns(gap: Gap) -> bool:
        finding = gap.finding
        if any(meets(register, clause, requirement.standard, number) for clause in finding.clauses):
            return True
        if finding.place.path in stories:
            return True
        asks = any(within(c, number) or within(number, c) for c in gap.rule.clauses)
        of_people = gap.rule.family.area is Area.COMPETENCE
        return asks and (of_people or finding.place.path in tables)

    return tuple(g for g in gaps if g.counts and g.rule.family.area in areas and concerns(g))


def proof_as_data(register: Register, proof: KindOfProof) -> Data:
    """The records of a kind, for programs, with their files and the commands that show them."""
    paths = register.inventory.paths
    return {
        "kind": proof.kind.name,
        "title": proof.kind.title,
        "command": _list(proof),
        "of": [*proof.of],
        "to_be_confirmed": proof.unsure,
        "records": [
            {
                "id": record.id or None,
                "day": day,
                "what": _in_brief(record),
                "path": record.path,
                "line": record.line,
                "command": _show(record) or None,
                "files": [
                    {
                        "field": item.field,
                        "path": item.path or item.written,
                        "there": bool(item.path),
                    }
                    for item in attachments(record, paths)
                ],
            }
            for day, record in proof.records
        ],
    }


def counting(row: ClauseCoverage) -> Iterator[ClauseEvidence]:
    """What covers the clause, the strongest first."""
    return (item for item in row.evidence if item.counts)

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
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.formats import Data
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_NOT_YET = {
    Implementation.PARTLY: say("partly implemented"),
    Implementation.PLANNED: "planned",
    Implementation.NOT: say("not implemented"),
}

_ASKS = {
    Relation.EQUAL: say("the same"),
    Relation.SUBSET_OF: say("a part of it"),
    Relation.SUPERSET_OF: say("this and more"),
    Relation.INTERSECTS_WITH: say("some of it"),
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
        yield say("A heading: it is answered by the clauses below it.")
        return
    (row,) = (row for row in rows if row.requirement is requirement)
    yield from wrapped(_verdict(row, records_shown(register, requirement)), width)
    yield from asked.lines(requirement, requirements, width)
    if row.decision:
        yield from part(say("What the Statement of Applicability says"))
        yield from _stated(row.decision, width)
    yield from part(say("What is there"))
    if not row.evidence and not row.shown:
        yield "  nothing"
    for item in row.evidence:
        yield from _evidence(item, width)
    for name in row.shown:
        yield from wrapped(
            say("{name}, named by the Statement of Applicability", name=name), width, "    ", "  "
        )
    yield from part(say("What is missing"))
    for text in _missing(row):
        yield from wrapped(text, width, "    ", "  - ")


def _verdict(row: ClauseCoverage, records: RecordsShown) -> str:
    asks = row.requirement.retained and not row.requirement.control
    if row.status is CoverageStatus.COVERED and asks and not records.shown:
        evidence = any(item.as_evidence for item in row.requirement.retained)
        why = say(
            "no record shows what it asks to {part}",
            part=say("have as evidence") if evidence else say("retain"),
        )
        if records.awaits:
            why = say(
                "whether records of {awaits} show it is to be confirmed",
                awaits=listed(records.awaits),
            )
        elif records.too_old:
            why = records.too_old
        return say("Documents only: {reason}; {why}", reason=row.reason, why=why)
    status = say("partly covered") if row.status is CoverageStatus.PARTIAL else say(str(row.status))
    return say(
        "{upper}{status}: {reason}", upper=status[:1].upper(), status=status[1:], reason=row.reason
    )


def _evidence(item: ClauseEvidence, width: int) -> Iterator[str]:
    head = say(
        "{document} {title}, revision {revision}, {state}",
        document=item.document,
        title=item.title,
        revision=item.revision,
        state=item.state,
    )
    yield from wrapped(head, width, "    ", "  ")
    place = one_line(f"{item.path}:{item.line}")
    yield from wrapped(
        say("{where}, {place}{whole}", where=_where(item), place=place, whole=_whole(item)),
        width,
        "    ",
    )
    yield from wrapped(
        Text(say("`isodocs show {document}`", document=one_line(item.document)), ("dim",)),
        width,
        "    ",
    )
    if item.why_not:
        counts = say("counts partly") if item.partly else say("does not count")
        yield from wrapped(
            Text(say("{counts}: {why_not}", counts=counts, why_not=item.why_not), ("yellow",)),
            width,
            "    ",
        )


def _where(item: ClauseEvidence) -> str:
    table = item.through if item.strength is Strength.MAPPED else item.mapped_by
    if table:
        section = say("section “{section}”, ", section=item.section) if item.section else ""
        return say("{section}by the table of {table}", section=section, table=table)
    return say("section “{section}”", section=item.section) if item.section else say("front matter")


def _whole(item: ClauseEvidence) -> str:
    if item.strength is Strength.INHERITED:
        return say(", for clause {through} as a whole", through=item.through)
    if item.strength is Strength.CORRESPONDING:
        return say(
            ", for {through}, which asks {relation}",
            through=item.through,
            relation=_ASKS[item.relation or Relation.EQUAL],
        )
    return ""


def _stated(decision: ControlDecision, width: int) -> Iterator[str]:
    """What the Statement of Applicability says of a control."""
    applies = {True: "applicable", False: say("not applicable"), None: say("not decided yet")}
    said = applies[decision.applicable]
    if decision.state:
        said += say(", {get}", get=_NOT_YET.get(decision.state, say(str(decision.state))))
    if decision.owner:
        said += say("; {owner} answers for it", owner=decision.owner)
    place = one_line(f"{decision.place.path}:{decision.place.line}")
    yield from wrapped(say("{said} ({place})", said=said, place=place), width, "    ", "  ")
    why = decision.justification or say("without a justification")
    yield from wrapped(why, width, "    ")
    if decision.named:
        yield from wrapped(
            say("it names {named}", named=joined(", ", decision.named)), width, "    "
        )


def _missing(row: ClauseCoverage) -> Iterator[str]:
    number, standard = row.requirement.number, row.requirement.standard
    mark = say('`## Title {{clause="{number}"}}`', number=number)
    strengths = {item.strength for item in counting(row)}
    if row.status is CoverageStatus.NOT_APPLICABLE:
        yield say("nothing: it is declared not applicable")
        return
    if row.decision and row.decision.applicable and row.decision.state in _NOT_YET:
        yield say("the control itself: it is declared {state}", state=_NOT_YET[row.decision.state])
    if row.shown and row.status is CoverageStatus.COVERED and not row.evidence:
        yield say("nothing: it is shown without a document")
    elif row.status is CoverageStatus.COVERED and not row.evidence:
        yield say("nothing: records show it")
    elif not row.evidence:
        yield (
            say(
                "a document that answers it and names it: `clauses: {{{standard}: "
                '["{number}"]}}` in its front matter, {mark} on the section',
                standard=standard,
                number=number,
                mark=mark,
            )
        )
    elif not strengths:
        yield from (
            say("{document}: {why_not}", document=item.document, why_not=item.why_not)
            for item in row.evidence
        )
    elif Strength.LOCATED not in strengths:
        only = say("of documents, ") if row.status is not CoverageStatus.COVERED else ""
        yield say(
            "{only}nothing; {mark} on the section that answers it would show where",
            only=only,
            mark=mark,
        )
    else:
        yield say("none (documents only)")


def record_lines(
    register: Register, requirement: Requirement, check_gaps: Sequence[Gap], width: int
) -> Iterator[str]:
    """What is recorded, kind by kind as an auditor samples it, what is not, and what is open."""
    found = proofs(register, requirement.standard, requirement.number)
    gaps = open_gaps(register, check_gaps, found, requirement)
    yield from part(say("Records that show it"))
    if not found:
        yield say("  no kind of record is known to show it; a document or evidence may")
    for proof in found:
        yield from _kind(register, proof, width)
    if gaps:
        yield from part(say("What is open in the records"))
        for gap in gaps:
            yield from wrapped(
                say("{message} ({code})", message=gap.finding.message, code=gap.code),
                width,
                "    ",
                "  - ",
            )


def _kind(register: Register, proof: KindOfProof, width: int) -> Iterator[str]:
    name = proof.kind.title
    if not proof.records:
        kept = len(register.records.get(proof.kind.name, ()))
        none = say("none of {kept} shows it yet", kept=kept) if kept else say("none is kept here")
        yield from wrapped(
            Text(say("{name}: {none}", name=name, none=none), ("yellow",)), width, "    ", "  "
        )
        return
    count, newest = len(proof.records), proof.newest
    files = sorted({record.path for _, record in proof.records})
    where = say(" in {files}", files=one_line(files[0])) if len(files) == 1 else ""
    last = say(", the last of {newest}", newest=newest) if newest else ""
    of = say(", of {of}", of=listed(proof.of)) if proof.of else ""
    unsure = say(", which is to ask the same: to be confirmed") if proof.unsure else ""
    yield from wrapped(
        say(
            "{name}: {count}{where}{last}{of}{unsure}",
            name=name,
            count=count,
            where=where,
            last=last,
            of=of,
            unsure=unsure,
        ),
        width,
        "    ",
        "  ",
    )
    for day, record in proof.records[:_MOST]:
        place = f"{record.path}:{record.line}" if proof.kind.table else record.path
        when = say("{day}  ", day=day) if day else ""
        text = one_line(
            say("{when}{in_brief}  {place}", when=when, in_brief=_in_brief(record), place=place)
        )
        if not is_attested(register, proof.kind, record):
            text += say("; a claim only so far")
        elif proof.proves and not counts(register, proof, day, record):
            text += say("; it shows nothing done yet")
        yield from wrapped(text, width, "      ", "    ")
        for item in attachments(record, register.inventory.paths):
            gone = "" if item.path else say(", not there")
            text = one_line(say("file {path}{gone}", path=item.path or item.written, gone=gone))
            yield from wrapped(Text(text, ("dim",)), width, "        ", "      ")
    if count > _MOST:
        yield say("    … and {count} more", count=count - _MOST)
    if command := _show(proof.records[0][1]):
        text = say("`{command}`, `{list}`", command=command, list=_list(proof))
        yield from wrapped(Text(text, ("dim",)), width, "    ")


def _show(record: Record) -> str:
    """The command that shows a record; a signed statement is a file of its own."""
    if record.path.startswith(SIGNED):
        return ""
    return say("isodocs show {id}", id=one_line(record.id or f"{record.path}:{record.line}"))


def _list(proof: KindOfProof) -> str:
    return say("isodocs records {name}", name=proof.kind.name)


def _in_brief(record: Record) -> str:
    """A record in a few words: its id, whose it is, what it is about, what came of it."""
    parts = [record.id, record.text("person")]
    parts += [next((record.text(name) for name in _ABOUT if record.text(name)), "")]
    parts += [next((record.text(name) for name in _OUTCOME if record.text(name)), "")]
    if record.kind == "confirmation":
        parts = [
            record.text("person"),
            say(
                "{document} rev {revision}",
                document=record.text("document"),
                revision=record.text("revision"),
            ),
        ]
        parts += ["signed" if record.path.startswith(SIGNED) else "recorded"]
    return joined(", ", filter(None, parts)) or record.label


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


def through(item: ClauseEvidence) -> str:
    """By what a clause that the document itself does not name rests on it, to follow its name."""
    if not item.through:
        return ""
    if item.strength is Strength.MAPPED:
        return say("mapped by {through}", through=item.through)
    if item.strength is Strength.CORRESPONDING:
        return say("as {through}", through=item.through)
    return say("through {through}", through=item.through)

"""The records behind a clause, as an auditor samples them: kind by kind, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.assess.clause_records import KindOfProof, meets
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, part, wrapped
from isodocs.model.audit import Area
from isodocs.model.confirmation import FOLDER as SIGNED
from isodocs.model.requirement import Requirement, within

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_MOST = 5
"""So many records of a kind are named; the rest are counted."""
_AREAS = (Area.COMPETENCE, Area.NONCONFORMITIES, Area.RECORDS)
_AUDITS = ("audit", "audit-programme", "management-review")
_TELLING = ("title", "what", "description", "name", "course", "competence", "equipment", "document")
_OUTCOME = ("result", "conclusion", "grade", "status", "revision")


def lines(
    requirement: Requirement, proofs: Sequence[KindOfProof], gaps: Sequence[Gap], width: int
) -> Iterator[str]:
    """What is recorded, what is not, and what is open in it."""
    yield from part("Records that show it")
    if not proofs:
        yield "  no kind of record is known to show it; a document or evidence may"
    for proof in proofs:
        yield from _kind(proof, width)
    if gaps:
        yield from part("What is open in the records")
        for gap in gaps:
            yield from wrapped(f"{gap.finding.message} ({gap.code})", width, "    ", "  - ")


def _kind(proof: KindOfProof, width: int) -> Iterator[str]:
    name = proof.kind.title
    if not proof.records:
        yield from wrapped(Text(f"{name}: none is kept here", ("yellow",)), width, "    ", "  ")
        return
    count, newest = len(proof.records), proof.newest
    files = sorted({record.path for _, record in proof.records})
    where = f" in {one_line(files[0])}" if len(files) == 1 else ""
    last = f", the last of {newest}" if newest else ""
    yield from wrapped(f"{name}: {count}{where}{last}", width, "    ", "  ")
    for day, record in proof.records[:_MOST]:
        place = f"{record.path}:{record.line}" if proof.kind.table else record.path
        when = f"{day}  " if day else ""
        yield from wrapped(one_line(f"{when}{_told(record)}  {place}"), width, "      ", "    ")
    if count > _MOST:
        yield f"    … and {count - _MOST} more"


def _told(record: Record) -> str:
    """A record in a few words: its id, whose it is, what it is about, what came of it."""
    parts = [record.id, record.text("person")]
    parts += [next((record.text(name) for name in _TELLING if record.text(name)), "")]
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


def as_data(proof: KindOfProof) -> dict[str, Any]:
    """The records of a kind, for programs."""
    return {
        "kind": proof.kind.name,
        "title": proof.kind.title,
        "records": [
            {
                "id": record.id or None,
                "day": day.isoformat() if day else None,
                "what": _told(record),
                "path": record.path,
                "line": record.line,
            }
            for day, record in proof.records
        ],
    }

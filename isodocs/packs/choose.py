"""A register and what is wanted -> the documents and records that go into a pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.clause_records import proofs, signed_confirmations
from isodocs.assess.coverage import coverage
from isodocs.assess.shown_parts import approved_parts
from isodocs.checking.run import every_gap
from isodocs.model.audit import AuditKind
from isodocs.model.coverage import ClauseCoverage, CoverageStatus
from isodocs.packs.wanted import AskedKind, Chosen, WantedPack
from isodocs.readiness.readiness import readiness
from isodocs.readiness.relevance import document_is_about, is_about
from isodocs.records.record_kinds import kinds
from isodocs.standards.must_be_shown import expectations
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Entry, Register
    from isodocs.packs.kept_back import KeptBack
    from isodocs.packs.texts import Text

_OF_PEOPLE = say("about named people")
_SHOWN = say("in a table of documents that stay out")
_CERTIFICATE = "certification"
"""The kind of record that is a certificate; others refer to it."""


def choose(register: Register, wanted: WantedPack, kept: KeptBack) -> Chosen:
    """What goes into the pack, without what is kept back."""
    full = register.as_in_use(wanted.standards)
    gaps = every_gap(full)
    rows = {id: tuple(_rows(full, wanted, id)) for id in wanted.standards}
    texts: list[Text] = []
    closed, waiting, showing = [], [], []
    for entry in _entries(full, wanted, rows):
        if entry.in_force is None:
            waiting.append(entry)
        elif entry.id in kept.documents:
            closed.append(entry)
        elif any(part.path in kept.files for part in approved_parts(full, entry.in_force)):
            showing.append(entry)
        else:
            texts.append((entry, entry.in_force.document))
    asked = tuple(_asked(full, wanted, rows, kept))
    return Chosen(
        register=full,
        readiness=tuple(readiness(full, gaps, wanted.purpose, (id,)) for id in wanted.standards),
        rows=rows,
        texts=tuple(texts),
        closed=tuple(closed),
        waiting=tuple(waiting),
        showing=tuple(showing),
        asked=tuple(each for each in asked if not each.why_out),
        left_out=tuple(each for each in asked if each.why_out),
    )


def _rows(register: Register, wanted: WantedPack, standard: str) -> Iterator[ClauseCoverage]:
    known = register.maps[standard]
    for row in coverage(register, standard).rows:
        mine = (ref.number for ref in wanted.clauses if ref.standard == standard)
        if not wanted.clauses or any(known.within(row.requirement.number, n) for n in mine):
            yield row


def _entries(
    register: Register, wanted: WantedPack, rows: dict[str, tuple[ClauseCoverage, ...]]
) -> Iterator[Entry]:
    """The documents that the standards concern; with `clauses` those behind these clauses."""
    behind = {item.document for some in rows.values() for row in some for item in row.evidence}
    for entry in register:
        if entry.in_force is None and not entry.current:
            continue
        about = document_is_about(register, entry.id, wanted.standards)
        if entry.id in behind if wanted.clauses else about:
            yield entry


def _asked(
    register: Register,
    wanted: WantedPack,
    rows: dict[str, tuple[ClauseCoverage, ...]],
    kept: KeptBack,
) -> Iterator[AskedKind]:
    """The kinds of record that the audit asks for, of which there are any.

    A kind is there twice where some of its records stay out.
    """
    found: dict[str, dict[str, None]] = {}
    for standard, some in rows.items():
        for named, clause in _kinds(register, wanted, standard, some):
            found.setdefault(named, {})[clause] = None
    for name, kind in kinds().items():
        if name not in found:
            continue
        kept_apart: dict[str, list[Record]] = {}
        for record in _records(register, kind, wanted.standards):
            private = kind.of_people and not wanted.with_people
            why = _OF_PEOPLE if private else _SHOWN if record.path in kept.shown else ""
            kept_apart.setdefault(why, []).append(record)
        for why, records in kept_apart.items():
            yield AskedKind(kind, tuple(filter(None, found[name])), tuple(records), why)


def _records(register: Register, kind: RecordKind, standards: tuple[str, ...]) -> Iterator[Record]:
    records = register.records.get(kind.name, ())
    yield from (record for record in records if is_about(register, record, standards))
    if kind.name == "confirmation":
        yield from signed_confirmations(register)


def _kinds(
    register: Register, wanted: WantedPack, standard: str, rows: tuple[ClauseCoverage, ...]
) -> Iterator[tuple[str, str]]:
    """Kinds of record, each with the clause for which it is asked for.

    Stage 1 looks at documents and at what is planned, and asks for no other records.
    """
    known = register.maps[standard]
    numbers = {row.requirement.number for row in rows}
    wanting: dict[str, None] = {}
    for expectation in expectations():
        clause = expectation.clause_of(known)
        there = [number for number in numbers if clause and known.within(number, clause)]
        if expectation.weight(wanted.purpose) is None or not there:
            continue
        wanting[clause] = None
        if expectation.record:
            yield expectation.record.kind, f"{known.display_name} {clause}"
    if wanted.purpose is not AuditKind.STAGE_1:
        wanting |= {
            row.requirement.number: None
            for row in rows
            if row.status is not CoverageStatus.NOT_APPLICABLE
            and (row.requirement.retained or row.shown)
            and not row.requirement.control
        }
    for number in wanting:
        for proof in proofs(register, standard, number):
            if proof.proves:
                yield proof.kind.name, f"{known.display_name} {number}"
    if wanted.purpose is not AuditKind.INTERNAL and not wanted.clauses:
        yield _CERTIFICATE, ""
        for name, kind in kinds().items():
            if any(field.refers == _CERTIFICATE for field in kind.fields.values()):
                yield name, ""

"""The report of an audit: what was audited, what was found, and what its record leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import numbers
from isodocs.assess.audits import not_covered, programme, report_due
from isodocs.assess.nonconformities import nonconformities
from isodocs.assess.record_index import cited
from isodocs.dataclass import immutable
from isodocs.model.requirement import ClauseReference
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_NEEDED = (
    ("criteria", say("against what was audited")),
    ("scope", say("what was audited")),
    ("auditors", say("who audited")),
    ("auditees", say("with whom the auditors spoke")),
    ("started", say("when it began")),
    ("finished", say("when it ended")),
    ("conclusion", say("what it comes to")),
    ("reported", say("when the report was handed over")),
)
"""What a report says of an audit, by the field of its record."""


@immutable(frozen=True, slots=True)
class AuditFacts:
    """One audit.

    `clauses` are those audited, each with the findings on it. `not_covered` is what its line of the
    programme planned and it left out. `missing` says what the record does not say, `text` is its
    story.
    """

    record: Record
    findings: tuple[Nonconformity, ...]
    clauses: tuple[tuple[ClauseReference, tuple[str, ...]], ...]
    not_covered: tuple[str, ...]
    missing: tuple[str, ...]
    text: str


def audit_facts(register: Register, record: Record, text: str) -> AuditFacts:
    """All that is recorded of an audit; `text` is below the front matter of its record."""
    named = record.items("findings")
    every = nonconformities(register)
    findings = tuple(
        one for one in every if one.record.id in named or one.record.text("audit") == record.id
    )
    lines = [line for line in programme(register) if line.text("audit") == record.id]
    left = dict.fromkeys(text for line in lines for text in not_covered(register, line))
    return AuditFacts(
        record,
        findings,
        tuple(_clauses(register, record, findings)),
        tuple(left),
        tuple(_missing(register, record, findings)),
        text,
    )


def _clauses(
    register: Register, record: Record, findings: tuple[Nonconformity, ...]
) -> Iterator[tuple[ClauseReference, tuple[str, ...]]]:
    on_clause: dict[ClauseReference, list[str]] = {}
    for one in findings:
        for clause in cited(register, one.record):
            if isinstance(clause, ClauseReference):
                on_clause.setdefault(clause, []).append(one.record.id)
    for id in record.items("standards"):
        if requirements := register.maps.get(id):
            for number in numbers(register, record, requirements):
                ids = [
                    found
                    for clause, found in on_clause.items()
                    if clause.standard == id and requirements.within(number, clause.number)
                ]
                flat = dict.fromkeys(name for names in ids for name in names)
                yield ClauseReference(id, number), tuple(flat)


def _missing(
    register: Register, record: Record, findings: tuple[Nonconformity, ...]
) -> Iterator[str]:
    for field, what in _NEEDED:
        if not record.text(field):
            yield say("The record does not say {what} ({field}).", what=what, field=field)
    known = {one.record.id for one in findings}
    for id in record.items("findings"):
        if id not in known:
            yield say("{id} is named as a finding, and no nonconformity has that number.", id=id)
    for id in sorted(known - {*record.items("findings")}):
        yield say("{id} says that this audit raised it, and the audit does not name it.", id=id)
    due, reported = report_due(record), record.day("reported")
    if due and (reported or register.on) > due:
        said = (
            say("handed over on {reported}", reported=reported)
            if reported
            else say("not handed over yet")
        )
        yield say("The report was due on {due}, and was {said}.", due=due, said=said)

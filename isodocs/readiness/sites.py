"""A site of a certificate that has several, and what cannot be shown there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import Where
from isodocs.assess.clause_records import records_shown
from isodocs.assess.coverage import coverage
from isodocs.assess.place_shown import place_shown
from isodocs.assess.places import document_names, names, showing
from isodocs.model.audit import AuditKind
from isodocs.model.coverage import CoverageStatus
from isodocs.model.readiness import SiteShown
from isodocs.readiness.relevance import record_at, standards_named
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_CERTIFICATE = "certification"
_NAMED = 8


def site_shown(
    register: Register,
    gaps: Sequence[Gap],
    purpose: AuditKind,
    standards: Sequence[str],
    site: str,
) -> SiteShown:
    """One of the sites of the certificates to these standards."""
    where = Where(site=site)
    shown = place_shown(register, where)
    there = showing(register, where)
    missing = [
        said
        for standard in standards
        if standard in register.maps
        for said in _lacks(register, there, standard, purpose)
    ]
    own = [gap for gap in gaps if gap.counts and _is_of(register, gap, where, standards)]
    if own:
        codes = listed(dict.fromkeys(gap.code for gap in own))
        missing.append(say("{gaps} ({codes})", gaps=counted(len(own), "gap"), codes=codes))
    audited = shown.audited
    return SiteShown(
        where.site,
        audited.last,
        audited.planned,
        audited.due,
        tuple(missing),
        tuple(found.record.id for found in shown.open if _about(register, found.record, standards)),
    )


def _about(register: Register, record: Record, standards: Sequence[str]) -> bool:
    named = standards_named(register, record)
    return not named or not set(named).isdisjoint(standards)


def _is_of(register: Register, gap: Gap, where: Where, standards: Sequence[str]) -> bool:
    record = record_at(register, gap.finding.place)
    if record is None or record.kind == _CERTIFICATE:
        entry = register.entries.get(gap.finding.document)
        return entry is not None and document_names(register, entry.document, where)
    return names(register, record, where) and _about(register, record, standards)


def _lacks(register: Register, there: Register, standard: str, purpose: AuditKind) -> Iterator[str]:
    """What is covered, or shown by records, but not for this site."""
    everywhere = {row.requirement.number: row for row in coverage(register, standard).rows}
    covered, records = [], []
    for row in coverage(there, standard).rows:
        number = row.requirement.number
        if everywhere[number].status is CoverageStatus.COVERED is not row.status:
            covered.append(number)
        if purpose is AuditKind.STAGE_1 or row.requirement.control:
            continue
        asked = row.requirement.retained and row.status is not CoverageStatus.NOT_APPLICABLE
        if (
            asked
            and records_shown(register, row.requirement).shown
            and not records_shown(there, row.requirement).shown
        ):
            records.append(number)
    if covered:
        yield say("no document for it in force for {covered}", covered=listed(covered, most=_NAMED))
    if records:
        yield say("no records of its own for {records}", records=listed(records, most=_NAMED))

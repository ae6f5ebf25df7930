"""Which standards a gap is about, so that an audit of one does not list the gaps of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.claims import clauses_claimed
from isodocs.assess.coverage import coverage
from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import standards_of

if TYPE_CHECKING:
    from isodocs.model.gap import Finding
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def standards_concerned(register: Register, finding: Finding) -> frozenset[str]:
    """The standards in use or in preparation that a finding is about; empty where it is about all.

    A record is about the standards that it names. Else a clause says its standard, and a document
    is about the standards whose clauses it claims or supports.
    """
    known = _known(register)
    rows = known.records.get(finding.place.path, ())
    before = [record for record in rows if record.line <= finding.place.line]
    found = frozenset(standards_of(before[-1]) if before else ())
    if not found:
        found = frozenset(clause.partition(":")[0] for clause in finding.clauses)
    if not found:
        found = known.documents.get(finding.document, frozenset())
    return found & register.maps.keys()


class _Topics:
    """What each document and record is about, worked out once for a register."""

    def __init__(self, register: Register) -> None:
        documents: dict[str, set[str]] = {}
        for standard in register.maps:
            for row in coverage(register, standard).rows:
                for item in row.evidence:
                    documents.setdefault(item.document, set()).add(standard)
        for entry in register:
            document = entry.newest.document
            claims = clauses_claimed(register, document, register.outline(document))
            claimed = {claim.clause.standard for claim in claims}
            claimed |= {claim.standard for claim in document.claims} & register.maps.keys()
            documents.setdefault(entry.id, set()).update(claimed)
        self.documents = {id: frozenset(found) for id, found in documents.items()}
        self.records: dict[str, list[Record]] = {}
        for records in register.records.values():
            for record in records:
                self.records.setdefault(record.path, []).append(record)
        for records_of_file in self.records.values():
            records_of_file.sort(key=lambda record: record.line)


@once_per_register
def _known(register: Register) -> _Topics:
    return _Topics(register)

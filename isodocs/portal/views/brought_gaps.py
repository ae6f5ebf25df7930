"""The gaps that something entered would bring: each at the field, cell or line it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.lifecycle.entered import FieldFault
from isodocs.model.config import FIELDS
from isodocs.parsing import document as document_parsing
from isodocs.parsing import front_matter
from isodocs.portal.views.record_entry import field_of
from isodocs.records import record_parsing, table_rows
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.config import Config
    from isodocs.model.gap import Finding
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Register
    from isodocs.portal.saving import Brought


def at_record(brought: Brought, plan: Plan, kind: RecordKind, then: Record) -> Iterator[FieldFault]:
    """At the fields of a record, which is `then` once the plan is carried out."""
    data = plan.files.get(then.path) or b""
    yield from _reasons(brought)
    for finding in _findings(brought):
        place = finding.place
        if place.path != then.path or (kind.table and place.line != then.line):
            yield _elsewhere(finding)
        elif kind.table:
            yield _at(finding, _known(kind, field_of(finding, then.places)))
        else:
            fault = at_file(finding, then.places, data)
            yield fault._replace(field=_known(kind, fault.field))


def at_rows(
    brought: Brought, kind: RecordKind, path: str, then: Mapping[str, Record]
) -> tuple[Mapping[str, list[FieldFault]], list[FieldFault]]:
    """At the cells of a table, by the key of the row, and those about anything else."""
    keys = {record.line: key for key, record in then.items()}
    by_row: dict[str, list[FieldFault]] = {}
    others = list(_reasons(brought))
    for finding in _findings(brought):
        place = finding.place
        key = keys.get(place.line) if place.path == path else None
        if key is None:
            others.append(_elsewhere(finding))
        else:
            field = _known(kind, field_of(finding, then[key].places))
            by_row.setdefault(key, []).append(_at(finding, field))
    return by_row, others


def at_document(brought: Brought, plan: Plan, path: str, config: Config) -> Iterator[FieldFault]:
    """At the fields of a document, and at the lines of its text."""
    data = plan.files.get(path) or b""
    document = document_parsing.parse(path, "", data, config)
    yield from _reasons(brought)
    for finding in _findings(brought):
        if finding.place.path != path:
            yield _elsewhere(finding)
            continue
        fault = at_file(finding, document.places, data)
        yield fault if fault.field in FIELDS else fault._replace(field="")


def at_file(finding: Finding, places: Mapping[str, tuple[int, int]], data: bytes) -> FieldFault:
    """At a field of a front matter, or with the line of the text below it."""
    above = front_matter.split(data).body_line - 1
    line = finding.place.line
    if line <= above:
        return _at(finding, field_of(finding, places))
    said = say("Line {line} of the text: {message}", line=line - above, message=finding.message)
    return FieldFault("", said, finding.hint)


def as_left(plan: Plan, kind: RecordKind, register: Register, now: Record) -> Record:
    """A record as a plan leaves it; as it is now where that is not sure."""
    data = plan.files.get(now.path) or b""
    parsed = record_parsing.parse(now.path, "", data, outlined=False)
    rows = [row for row in parsed if row.kind == kind.name]
    if not kind.table:
        return rows[0] if len(rows) == 1 else now
    before = [r for r in register.records.get(kind.name, ()) if r.path == now.path]
    return table_rows.counterparts(kind, before, rows).get(now.line, now)


def _known(kind: RecordKind, field: str) -> str:
    """The field; empty where records of the kind have no such one."""
    return field if field in kind.fields else ""


def _findings(brought: Brought) -> Iterable[Finding]:
    return (gap.finding for gap in brought.gaps)


def _reasons(brought: Brought) -> Iterator[FieldFault]:
    return (FieldFault("", reason) for reason in brought.verdict.reasons)


def _at(finding: Finding, field: str) -> FieldFault:
    return FieldFault(field, finding.message, finding.hint)


def _elsewhere(finding: Finding) -> FieldFault:
    """About something that no field of the form shows."""
    about = finding.document or finding.place.path
    message = joined(": ", (about, finding.message)) if about else finding.message
    return FieldFault("", message, finding.hint)

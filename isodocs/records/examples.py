"""An example of each field of a record, in the form that the field asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import RecordField, RecordKind

_BY_FORM = {"date": "2026-12-01", "period": "12 months", "number": "3", "flag": "yes"}
_BY_REFERENCE = {
    "owner": "quality-manager",
    "role": "quality-manager",
    "person": "ann",
    "standard": "iso-9001-2015",
    "clause": "8.4.1",
    "document": "SOP-001",
    "file": "records/evidence/report.pdf",
    "file-or-number": "records/evidence/report.pdf",
    "record": "NC-2026-001",
    "revision": "2",
}
_YEAR = "2026"
_DIGEST = "-sha256"
_AT_THE_END = expression(r": ([^\s:]+)\.$")
"""Where people choose identifiers, what the schema says of the field ends with one."""


def example(kind: RecordKind, field: RecordField) -> str:
    """What the field may say; empty where any text will do, and for what isodocs enters itself."""
    if field.choices:
        return field.choices[0]
    if field.name == kind.key:
        return number(kind)
    if field.name.endswith(_DIGEST):
        return ""
    if field.refers in kinds():
        return number(kinds()[field.refers])
    return _BY_FORM.get(field.form) or _BY_REFERENCE.get(field.refers, "")


def number(kind: RecordKind) -> str:
    """The first identifier of a kind; one that may be chosen where people choose them."""
    if kind.number:
        return kind.number.format(year=_YEAR)
    said = _AT_THE_END.search(kind.fields[kind.key].about) if kind.key else None
    return said[1] if said else _BY_REFERENCE["person"]

"""What must exist to be shown at an audit, from `schemas/must-be-shown.yaml`."""

from __future__ import annotations

from functools import cache

from isodocs.model.audit import Area, AuditKind
from isodocs.model.expectation import DocumentWanted, Expectation, RecordWanted
from isodocs.model.node import Scalar
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table

FILE = "must-be-shown.yaml"


@cache
def expectations() -> tuple[Expectation, ...]:
    """Every entry, in the order of the file."""
    return tuple(
        _expectation(entry.key.text, Fields.of(entry.value))
        for entry in table(FILE).children("expected") or ()
    )


def records_always(standard: str) -> tuple[str, ...]:
    """The clauses whose records are looked for at every surveillance."""
    always = table(FILE).children("records-always")
    return Fields(always).texts(standard) if always else ()


def _expectation(id: str, fields: Fields) -> Expectation:
    clauses = {
        entry.key.text: entry.value.text
        for entry in fields.children("clauses") or ()
        if isinstance(entry.value, Scalar)
    }
    document = fields.children("document")
    record = fields.children("record")
    return Expectation(
        id=id,
        what=fields.text("what"),
        area=Area(fields.text("area")),
        stops=_audits(fields, "stops"),
        fixes=_audits(fields, "fix"),
        clauses=clauses,
        document=_document(Fields(document)) if document else None,
        record=_record(Fields(record)) if record else None,
        fact=fields.text("fact"),
        of_process=fields.text("of-process") == "yes",
    )


def _audits(fields: Fields, name: str) -> frozenset[AuditKind]:
    return frozenset(AuditKind(text) for text in fields.texts(name))


def _document(fields: Fields) -> DocumentWanted:
    return DocumentWanted(fields.texts("types"), fields.texts("words"))


def _record(fields: Fields) -> RecordWanted:
    return RecordWanted(
        kind=fields.text("kind"),
        having=fields.texts("with"),
        within=fields.period("within"),
        without=fields.texts("not"),
        or_none=fields.text("or-none") == "yes",
        current=fields.text("current") == "yes",
    )

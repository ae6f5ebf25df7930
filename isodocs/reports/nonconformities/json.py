"""Nonconformities for programs, in the form of `schemas/nonconformities.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.register import Register

VERSION = 1


def render(register: Register, found: Sequence[Nonconformity], **_: object) -> str:
    """Render `found` as one JSON object."""
    document = {
        **heading.as_data(register, VERSION),
        "nonconformities": [_one(register, one) for one in found],
    }
    return heading.as_json(document)


def _one(register: Register, one: Nonconformity) -> dict[str, Any]:
    record = one.record
    raised, closed = record.day("raised"), record.day("closed")
    return {
        "id": record.id,
        "title": record.text("title"),
        "source": record.text("source"),
        "grade": record.text("grade"),
        "standard": record.text("standard") or None,
        "clauses": list(record.items("clauses")),
        "raised": raised.isoformat() if raised else None,
        "owner": record.text("owner"),
        "stage": str(one.stage),
        "open": one.is_open,
        "next_step": one.next_step,
        "due": one.due.isoformat() if one.due else None,
        "overdue": one.due is not None and one.due < register.on,
        "close_by": one.limit.isoformat() if one.limit else None,
        "age_days": one.age,
        "closed": closed.isoformat() if closed else None,
        "path": record.path,
        "line": record.line,
    }

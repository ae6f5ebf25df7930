"""Open nonconformities: which of them block an audit, whatever their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import nonconformities, waits_for_effect
from isodocs.model.audit import RAISED_BY_BODY, Area, AuditKind
from isodocs.model.readiness import Point, Weight
from isodocs.readiness.relevance import is_about
from isodocs.words import in_context, say

if TYPE_CHECKING:
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.register import Register


def points(
    register: Register, purpose: AuditKind, standards: Sequence[str], until: date | None
) -> Iterator[Point]:
    """Every open major and what the certification body waits for; of the settled, a question."""
    for found in nonconformities(register):
        record = found.record
        if not (found.is_open and found.weighty and is_about(register, record, standards)):
            continue
        from_body = record.text("source") in RAISED_BY_BODY
        if waits_for_effect(found, register.on):
            by = say(" (to be reviewed by {due})", due=found.due) if found.due else ""
            yield _ask(found, say("whether the action of {id} works{by}", id=record.id, by=by))
        elif from_body and not found.is_late(register.on) and not _blocks(found, register.on):
            yield _ask(found, say("how far the accepted action of {id} has come", id=record.id))
        elif _blocks(found, register.on):
            of_audit = say(" of the last audit") if from_body else ""
            grade = in_context(record.text("grade"), "grade")
            yield Point(
                Weight.STOPS if purpose is not AuditKind.INTERNAL else Weight.FIX,
                Area.NONCONFORMITIES,
                say(
                    "{id}{of_audit} ({grade}) is still open ({stage}): {title}",
                    id=record.id,
                    of_audit=of_audit,
                    grade=grade,
                    stage=found.stage,
                    title=record.text("title"),
                ),
                say("Before the audit: {next_step}.", next_step=found.next_step),
                record.text("owner"),
                min(filter(None, (found.due, until)), default=None),
                subject=record.id,
                found_in=record.path,
            )


def _ask(found: Nonconformity, question: str) -> Point:
    title = found.record.text("title")
    return Point(
        Weight.ASK,
        Area.NONCONFORMITIES,
        say("{question}: {title}", question=question, title=title),
        say("Have it at hand."),
        subject=found.record.id,
    )


def _blocks(found: Nonconformity, on: date) -> bool:
    """An open major does; a minor of the body as long as its plan is not accepted.

    Whatever is late has a gap of its own.
    """
    if found.record.text("grade") == "major":
        return True
    from_body = found.record.text("source") in RAISED_BY_BODY
    return from_body and not _happened(found, "plan-accepted", on)


def _happened(found: Nonconformity, field: str, on: date) -> bool:
    day = found.record.day(field)
    return day is not None and day <= on

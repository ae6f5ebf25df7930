"""What the rules of certification have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.gap import Finding
from isodocs.standards.certification_rules import rules

if TYPE_CHECKING:
    from isodocs.model.certification import Certification, Milestone
    from isodocs.model.record import Record


def clause_of(milestone: Milestone) -> str:
    """Where the rule of a milestone is: `ISO/IEC 17021-1:2015, 9.1.3.3`."""
    return f"{milestone.rule.of}, {milestone.rule.clause}"


def clause(rule: str) -> str:
    """Where a rule of certification is, by its name."""
    return f"{rules()[rule].of}, {rules()[rule].clause}"


def about_certificate(
    certification: Certification, message: str, hint: str, field: str, subject: str
) -> Finding:
    """A finding about a certification, at one of its fields."""
    record = certification.record
    return Finding(
        f"{record.label}: {message}",
        hint,
        record.place(field),
        subject=f"{record.id} {subject}",
        owner=record.text("owner"),
    )


def about_audit(
    event: Record, message: str, hint: str, field: str, owner: str = "", subject: str = ""
) -> Finding:
    """A finding about an audit of a certification body, at one of its fields."""
    return Finding(
        f"{event.label}: {message}",
        hint,
        event.place(field),
        subject=f"{event.id} {subject or field}",
        owner=owner,
    )

"""What the rules of certification have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.gap import Finding
from isodocs.standards.certification_rules import rules
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification, Milestone
    from isodocs.model.record import Record


def clause_of(milestone: Milestone) -> str:
    """Where the rule of a milestone is: `ISO/IEC 17021-1:2015, 9.1.3.3`."""
    return say("{of}, {clause}", of=milestone.rule.of, clause=milestone.rule.clause)


def clause(rule: str) -> str:
    """Where a rule of certification is, by its name."""
    return say("{of}, {clause}", of=rules()[rule].of, clause=rules()[rule].clause)


def about_certificate(
    certification: Certification, message: str, hint: str, field: str, subject: str
) -> Finding:
    """A finding about a certification, at one of its fields."""
    record = certification.record
    return Finding(
        say("{label}: {message}", label=record.label, message=message),
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
        say("{label}: {message}", label=event.label, message=message),
        hint,
        event.place(field),
        subject=f"{event.id} {subject or field}",
        owner=owner,
    )

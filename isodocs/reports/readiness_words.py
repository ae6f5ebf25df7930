"""The words that text, Markdown and page have in common about readiness."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audit_names import audit_name
from isodocs.model.audit import AuditKind
from isodocs.model.readiness import Readiness, SiteShown, Weight
from isodocs.reports import heading
from isodocs.words import counted, joined, listed, say, say_many

if TYPE_CHECKING:
    from isodocs.model.register import Register

TITLES = {
    Weight.STOPS: say("Blocking"),
    Weight.FIX: say("Worth fixing"),
    Weight.ASK: say("What the auditor will ask to see"),
}

CHANGED = say("Change of edition")
"""The title where no readiness is left to judge, because the change is complete."""


def name_of(register: Register, readiness: Readiness) -> str:
    """`the surveillance audit, ISO 9001:2015, Thornwick`."""
    known = readiness.standard in register.maps
    name = heading.standard(register, readiness.standard) if known else readiness.standard
    return say(
        "{audit_of}{part}{where_of}",
        audit_of=audit_of(readiness),
        part=say(", {name}", name=name) if name else "",
        where_of=where_of(readiness),
    )


def audit_of(readiness: Readiness) -> str:
    """What people say of the audit: `stage 1`, `the internal audit`, `the surveillance audit`."""
    stages = {AuditKind.STAGE_1: say("stage 1"), AuditKind.STAGE_2: say("stage 2")}
    name = audit_name(readiness.purpose)
    return stages.get(readiness.purpose) or say("the {audit}", audit=name)


def where_of(readiness: Readiness) -> str:
    """The site and the process that were asked about, each behind a comma."""
    return joined("", (say(", {name}", name=name) for name in readiness.where if name))


def days_left(readiness: Readiness) -> str:
    """`6 days left until 2026-11-26`; empty where no day is known."""
    left = readiness.days_left
    if left is None:
        return ""
    if left < 0:
        return say("the audit was due on {until}", until=readiness.until)
    if not left:
        return say("the audit is today")
    return say("{days} left until {until}", days=counted(left, "day"), until=readiness.until)


def of_site(site: SiteShown, on: date) -> str:
    """What is known of a site, in one line."""
    from isodocs.reports import place

    said = [place.audited_in_words(site.last, site.planned, site.due, on)]
    said += [say("open: {open}", open=listed(site.open))] if site.open else []
    said += site.missing
    return joined("; ", said)


def sum_of(readiness: Readiness) -> str:
    """How much of what the audit expects is shown; a share would promise more than it says."""
    things = counted(readiness.expected, "thing")
    return say_many(
        "Shown: {shown} of {things} that is expected",
        "Shown: {shown} of {things} that are expected",
        readiness.expected,
        shown=readiness.shown,
        things=things,
    )

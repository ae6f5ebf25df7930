"""What every format says of the trail, and the fields that programs get."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from isodocs.reports.revisions import SHORT

if TYPE_CHECKING:
    from isodocs.model.commit import Commit
    from isodocs.model.trail import Event, Trail


def rests_on(trail: Trail) -> str:
    """What the trail rests on and what it cannot tell."""
    if not trail.tip:
        return "Nothing is committed here yet, so no history stands behind it."
    text = (
        f"It rests on the commits that lead to {trail.tip[:SHORT]} and on the statements in them. "
        "What was rewritten before, other branches, and files outside of document control are "
        "not in it."
    )
    if trail.shallow:
        text += " This is a shallow clone: what came before its first commits is missing."
    return text


def as_data(event: Event) -> dict[str, Any]:
    """One event, in the form of `schemas/audit-trail.schema.json`."""
    giver = event.giver
    return {
        "event": str(event.kind),
        "basis": str(event.basis),
        "what": event.what,
        "document": event.document or None,
        "revision": event.revision or None,
        "path": event.path,
        "giver": {
            "person": giver.person,
            "name": giver.name,
            "role": giver.role or None,
            "role_title": giver.role_title or None,
            "for": {"person": giver.principal, "name": giver.principal_name}
            if giver.principal
            else None,
        }
        if giver
        else None,
        "meaning": event.meaning or None,
        "said_at": _moment(event.said_at),
        "stamped_at": _moment(event.stamped_at.astimezone(UTC) if event.stamped_at else None),
        "reason": event.reason,
        "assurance": event.assurance or None,
        "key": event.key or None,
        "remark": event.remark,
        "commit": _commit(event.commit) if event.commit else None,
    }


def _commit(commit: Commit) -> dict[str, Any]:
    author, committer = commit.author, commit.committer
    return {
        "id": commit.id,
        "author": author.name,
        "author_email": author.email,
        "author_date": _moment(author.when),
        "committer": committer.name,
        "committer_email": committer.email,
        "committer_date": _moment(committer.when),
        "subject": commit.subject,
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None

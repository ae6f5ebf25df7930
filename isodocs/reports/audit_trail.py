"""The audit trail: commit by commit, each event with what shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithPage
from isodocs.formats.text.layout import Text, wrapped
from isodocs.formats.text.style import style
from isodocs.model.trail import Basis, Event, Trail
from isodocs.reports import heading
from isodocs.reports.approvals import moment, short_key
from isodocs.reports.revisions import SHORT
from isodocs.words import counted, say, translated

if TYPE_CHECKING:
    from isodocs.model.commit import Commit
    from isodocs.model.page import Page
    from isodocs.model.register import Register

_COLOURS = {Basis.STAMPED: "green", Basis.SIGNED: "green", Basis.CLAIMED: "yellow"}

_MEANINGS = {
    Basis.STAMPED: say("as signed; an outside authority shows when it was there at the latest"),
    Basis.SIGNED: say("proven by a valid signature; the time is as stated by the signer"),
    Basis.GIT: say("from Git: author and date as set by the committer, not verified"),
    Basis.CLAIMED: say("as the record says; nothing proves it"),
}

_PENDING = say("Not yet committed")

_LOST = say("Without a commit")

_EVENT = ("event", "basis", "document", "revision", "what")

_GIVER = ("name", "person", "role_title")

_SAID = ("meaning", "said_at", "stamped_at", "reason", "assurance", "key", "remark", "path")

_COMMIT = (
    "id",
    "author",
    "author_email",
    "author_date",
    "committer",
    "committer_email",
    "committer_date",
    "subject",
)

HEADER = ("number", *_EVENT, *_GIVER, "for", *_SAID, "commit", *_COMMIT[1:])


@immutable(frozen=True)
class AuditTrailReport(Report, WithPage):
    """The events of a trail; `only` says in words what it was narrowed to."""

    register: Register
    trail: Trail
    only: str = ""

    def data(self) -> Data:
        """In the form of `schemas/audit-trail.schema.json`."""
        trail = self.trail
        return {
            **heading.data(self.register, 1),
            "tip": trail.tip or None,
            "shallow": trail.shallow,
            "rests_on": rests_on(trail),
            "only": self.only,
            "total": trail.total,
            "events": [as_data(event) for event in trail.events],
        }

    def rows(self) -> Rows:
        """A row to each event."""
        events = enumerate(self.trail.events, start=1)
        return Rows(HEADER, (_row(number, event) for number, event in events))

    def page(self) -> Page:
        """A time line, the newest event first."""
        from isodocs.reports.audit_trail_page import page

        counts = _counts(self.trail, self.only, say("the newest first"))
        said = counts, rests_on(self.trail)
        return page(self.register, self.trail, said, _MEANINGS, _words)

    def text(self) -> Iterator[str]:
        """The events below their commits."""
        trail, width = self.trail, self.width
        yield from heading.lines(self.register, say("Audit trail"), width)
        yield from wrapped(_counts(trail, self.only), width)
        yield from wrapped(rests_on(trail), width)
        yield ""
        shown = {event.basis for event in trail.events}
        for basis in Basis:
            if basis in shown:
                yield from _marked(basis, (_MEANINGS[basis],), width)
        for (commit, lost), events in groupby(trail.events, key=_place):
            head = _head(commit) if commit else _LOST if lost else _PENDING
            yield ""
            yield from wrapped(Text(head, ("bold",)), width, "  ", "")
            for event in events:
                yield from _marked(event.basis, _event(event), width)


def _counts(trail: Trail, only: str, order: str = say("in the order of history")) -> str:
    text = counted(len(trail.events), "event")
    if only:
        return say(
            "{events} of {events_2} ({only} only).",
            events=len(trail.events),
            events_2=counted(trail.total, "event"),
            only=only,
        )
    return say("{text}, {order}.", text=text, order=order)


def _marked(basis: Basis, pieces: tuple[str | Text, ...], width: int) -> Iterator[str]:
    looks = (_COLOURS[basis],) if basis in _COLOURS else ()
    wide = max(len(translated(say(str(each)))) for each in Basis)
    mark = style(f"{translated(say(str(basis))):<{wide}}", *looks)
    yield from wrapped(pieces, width, " " * (wide + 3), f"  {mark} ")


def _place(event: Event) -> tuple[Commit | None, bool]:
    """The commit; without one, whether the event was lost, rather than is to come."""
    return event.commit, event.is_lost


def _head(commit: Commit) -> str:
    """Who committed what when, in Git's words."""
    author, committer = commit.author, commit.committer
    text = say(
        "{moment}  {name} <{email}>, commit {id}",
        moment=moment(committer.when),
        name=author.name,
        email=author.email,
        id=commit.id[:SHORT],
    )
    if (author.name, author.email) != (committer.name, committer.email):
        text += say(", committed by {name} <{email}>", name=committer.name, email=committer.email)
    if author.when != committer.when:
        text += say(", dated {moment} by its author", moment=moment(author.when))
    return text


def _event(event: Event) -> tuple[str | Text, ...]:
    proof = ""
    if event.basis in (Basis.SIGNED, Basis.STAMPED) and event.key not in event.what:
        proof = say(" (key {short_key})", short_key=short_key(event.key))
    remark = say(" ! {remark}", remark=event.remark) if event.remark else ""
    return (_words(event), Text(proof, ("dim",)), Text(remark, ("red",)))


def _words(event: Event) -> str:
    """Who did what, when they say they did, and why."""
    text = event.what
    if event.giver:
        claimed = event.basis is Basis.CLAIMED
        who = say("in the name of {name}:", name=event.giver.name) if claimed else event.giver.name
        text = say("{who} {text}", who=who, text=text)
    if event.said_at:
        text += say(", {moment}", moment=moment(event.said_at))
    if event.stamped_at:
        text += say(", time-stamped {moment}", moment=moment(event.stamped_at.astimezone(UTC)))
    if event.reason:
        text += say(": {reason}", reason=event.reason)
    return text


def rests_on(trail: Trail) -> str:
    """What the trail rests on and what it cannot show."""
    if not trail.tip:
        return say("Nothing is committed here yet, so no history backs it.")
    text = say(
        "It rests on the commits that lead to {tip} and on the statements in "
        "them. What was rewritten before, other branches, and files outside of "
        "document control are not in it.",
        tip=trail.tip[:SHORT],
    )
    if trail.shallow:
        text += say(" This is a shallow clone: what came before its first commits is missing.")
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
        "said_at": event.said_at,
        "stamped_at": event.stamped_at.astimezone(UTC) if event.stamped_at else None,
        "reason": event.reason,
        "assurance": event.assurance or None,
        "key": event.key or None,
        "remark": event.remark,
        "commit": _commit_as_data(event.commit) if event.commit else None,
    }


def _commit_as_data(commit: Commit) -> dict[str, Any]:
    author, committer = commit.author, commit.committer
    return {
        "id": commit.id,
        "author": author.name,
        "author_email": author.email,
        "author_date": author.when,
        "committer": committer.name,
        "committer_email": committer.email,
        "committer_date": committer.when,
        "subject": commit.subject,
    }


def _row(number: int, event: Event) -> list[object]:
    data = as_data(event)
    giver, commit = data["giver"] or {}, data["commit"] or {}
    principal = giver.get("for") or {}
    return [
        number,
        *(data[key] for key in _EVENT),
        *(giver.get(key) for key in _GIVER),
        principal.get("name"),
        *(data[key] for key in _SAID),
        *(commit.get(key) for key in _COMMIT),
    ]

"""The audit trail for people: commit by commit, each event marked with whose word it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Text, wrapped
from isodocs.formats.text.style import style
from isodocs.model.trail import Basis, Event, EventKind, Trail
from isodocs.reports import heading
from isodocs.reports.approvals import moment, short_key
from isodocs.reports.audit_trail._words import rests_on
from isodocs.reports.revisions import SHORT
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.commit import Commit
    from isodocs.model.register import Register

_MARK = max(map(len, Basis))
_INDENT = " " * (_MARK + 3)
_COLOURS = {Basis.STAMPED: "green", Basis.SIGNED: "green", Basis.CLAIMED: "yellow"}
_MEANINGS = {
    Basis.STAMPED: "as signed; and an outside authority tells when it was there at the latest",
    Basis.SIGNED: "proven by a signature that holds; the time is the signer's own word",
    Basis.GIT: "Git's word: name and date of the commit, which whoever committed could type",
    Basis.CLAIMED: "the record's own word, with nothing behind it",
}

_PENDING = "Not yet committed"
_NOWHERE = "Told by no commit"


def render(register: Register, trail: Trail, *, only: str = "", width: int = 80) -> str:
    """Render `trail`; `only` says in words what it was narrowed to."""
    lines = [*heading.lines(register, "Audit trail", width)]
    lines += wrapped(_counts(trail, only), width)
    lines += [*wrapped(rests_on(trail), width), ""]
    shown = {event.basis for event in trail.events}
    for basis in Basis:
        if basis in shown:
            lines += _marked(basis, (_MEANINGS[basis],), width)
    for (commit, lost), events in groupby(trail.events, key=_place):
        head = _head(commit) if commit else _NOWHERE if lost else _PENDING
        lines += ["", *wrapped(Text(head, ("bold",)), width, "  ", "")]
        for event in events:
            lines += _marked(event.basis, _event(event), width)
    return "\n".join(lines) + "\n"


def _counts(trail: Trail, only: str) -> str:
    text = counted(len(trail.events), "event")
    if only:
        return f"{text} of {trail.total}, {only}. The others are left out here."
    return f"{text}, in the order of history."


def _marked(basis: Basis, pieces: tuple[str | Text, ...], width: int) -> Iterator[str]:
    looks = (_COLOURS[basis],) if basis in _COLOURS else ()
    yield from wrapped(pieces, width, _INDENT, f"  {style(f'{basis:<{_MARK}}', *looks)} ")


def _place(event: Event) -> tuple[Commit | None, bool]:
    """The commit; without one, whether the event was lost, rather than is to come."""
    return event.commit, event.kind in (EventKind.LOST, EventKind.STATEMENT_LOST)


def _head(commit: Commit) -> str:
    """Who committed what when, in Git's words."""
    author, committer = commit.author, commit.committer
    text = f"{moment(committer.when)}  {author.name} <{author.email}>, commit {commit.id[:SHORT]}"
    if (author.name, author.email) != (committer.name, committer.email):
        text += f", committed by {committer.name} <{committer.email}>"
    if author.when != committer.when:
        text += f", dated {moment(author.when)} by its author"
    return text


def _event(event: Event) -> tuple[str | Text, ...]:
    text = event.what
    if event.giver:
        claimed = event.basis is Basis.CLAIMED
        who = f"in the name of {event.giver.name}:" if claimed else event.giver.name
        text = f"{who} {text}"
    if event.said_at:
        text += f", {moment(event.said_at)}"
    if event.stamped_at:
        text += f", time-stamped {moment(event.stamped_at.astimezone(UTC))}"
    if event.reason:
        text += f": {event.reason}"
    proof = ""
    if event.basis in (Basis.SIGNED, Basis.STAMPED) and event.key not in event.what:
        proof = f" (key {short_key(event.key)})"
    remark = f" ! {event.remark}" if event.remark else ""
    return (text, Text(proof, ("dim",)), Text(remark, ("red",)))

"""The two texts that people compare: revisions or days as they type them, or what is usual."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.reports.redline_sides import Side
    from isodocs.workspace import Workspace


def sides(
    workspace: Workspace, register: Register, entry: Entry, old: str, new: str
) -> tuple[Side, Side]:
    """The texts that these words mean; without words, what is new against what is in force."""
    if old:
        before = _side(workspace, register, entry, old)
        return before, _side(workspace, register, entry, new) if new else _newest(entry)
    return _default(register, entry)


def this_round(entry: Entry) -> tuple[Side, Side]:
    """The text that was sent round last, and the newest one; raises IsodocsError without a round.

    What waits for approval is the newest text, so that its round is compared with the one before.
    """
    from isodocs.errors import IsodocsError
    from isodocs.reports.redline_sides import rounds

    newest = _newest(entry)
    before = [side for side in rounds(entry) if side.document.blob != newest.document.blob]
    if not before:
        raise IsodocsError(
            say("no other text of {label} was submitted before", label=newest.document.label),
            hint=say("Without --round, all changes are shown: isodocs diff {id}", id=entry.id),
        )
    return before[-1], newest


def _newest(entry: Entry) -> Side:
    """The current file; its last text if it is gone."""
    from isodocs.reports.redline_sides import as_judged, as_kept

    return as_kept(entry, entry.current[0]) if entry.current else as_judged(entry, entry.newest)


def _default(register: Register, entry: Entry) -> tuple[Side, Side]:
    """What most people want to see: what is new against what is in force."""
    from isodocs.errors import IsodocsError
    from isodocs.lifecycle.compare import showed_otherwise
    from isodocs.reports.redline_sides import Side, as_judged

    newest = _newest(entry)
    if entry.in_force and newest.document.blob != entry.in_force.document.blob:
        return as_judged(entry, entry.in_force), newest
    if same := showed_otherwise(register, entry, newest.document):
        return Side(
            same.document, say("{what}, as it was decided on", what=newest.what), same
        ), newest
    if retired := _before_retirement(entry, newest):
        return retired, newest
    ranked = [status for status in entry.revisions if status.number != newest.document.revision]
    approved = [status for status in ranked if status.approved_on]
    if not ranked and (earlier := _earlier_form(entry, newest.document)):
        return earlier, newest
    if not ranked:
        raise IsodocsError(
            say("{id} has only one revision: nothing to compare it with", id=entry.id),
            hint=say(
                "Read it whole ({place_path}), or name a day: `isodocs diff {id} {replace}`",
                place_path=entry.place_path,
                id=entry.id,
                replace=register.on.replace(day=1),
            ),
        )
    return as_judged(entry, (approved or ranked)[-1]), newest


def _earlier_form(entry: Entry, document: Document) -> Side | None:
    """Another text under the same number: the one rejected last, else the one before this."""
    from isodocs.lifecycle.compare import last_rejection
    from isodocs.reports.redline_sides import Side

    if rejected := last_rejection(entry, document):
        status, statement = rejected
        what = say(
            "revision {number} as {name} rejected it on {day}",
            number=status.number,
            name=statement.name,
            day=statement.day,
        )
        return Side(status.document, what, status)
    forms = [form for form in entry.newest.revision.forms if form.document.blob != document.blob]
    if not forms:
        return None
    when = say(", of {when}", when=forms[-1].first.when.date()) if forms[-1].first.when else ""
    return Side(forms[-1].document, say("the text before{when}", when=when))


def _before_retirement(entry: Entry, newest: Side) -> Side | None:
    """The approved text that the newest one takes out of use, under the same number."""
    from isodocs.reports.redline_sides import Side

    for other in entry.newest.others:
        if other.approved_on and other.document.blob != newest.document.blob:
            return Side(
                other.document, say("revision {number} before its end", number=other.number), other
            )
    return None


def _side(workspace: Workspace, register: Register, entry: Entry, typed: str) -> Side:
    """The text that a revision number or a day means."""
    from isodocs.errors import IsodocsError
    from isodocs.parsing.fields import parse_day
    from isodocs.reports.redline_sides import as_judged

    status = entry.status(typed)
    if status:
        return as_judged(entry, status)
    day = parse_day(typed)
    if day is None:
        numbers = ", ".join(known.number for known in entry.revisions)
        raise IsodocsError(
            say(
                "{id} has no revision {typed!r}; it has {numbers}",
                id=entry.id,
                typed=typed,
                numbers=numbers,
            ),
            hint=say(
                "Or name a day, such as {on}. `isodocs history {id}` shows all.",
                on=register.on,
                id=entry.id,
            ),
        )
    if register.inventory.authority is None:
        return _as_it_was(entry, day)
    return _in_force_on(workspace, entry.id, day)


def _as_it_was(entry: Entry, day: date) -> Side:
    """The file on a day, where no register of authority says what was in force."""
    from isodocs.errors import IsodocsError
    from isodocs.reports.redline_sides import Side

    before = [
        transition
        for transition in entry.history.transitions
        if transition.stamp.when and transition.stamp.when.date() <= day
    ]
    if not before or before[-1].new is None:
        raise IsodocsError(
            say("{id} was not there on {day}", id=entry.id, day=day),
            hint=say("`isodocs history {id}` shows from when it was.", id=entry.id),
        )
    return Side(
        before[-1].new, say("the file as it was on {day}, with no approval recorded", day=day)
    )


def _in_force_on(workspace: Workspace, id: str, day: date) -> Side:
    from isodocs.errors import IsodocsError
    from isodocs.reports.redline_sides import Side
    from isodocs.workspace import View

    entry = workspace.register(View(day)).entries.get(id)
    if entry is None or entry.in_force is None:
        raise IsodocsError(
            say("no revision of {id} was in force on {day}", id=id, day=day),
            hint=say("`isodocs history {id}` shows from when each one was.", id=id),
        )
    status = entry.in_force
    return Side(
        status.document,
        say("revision {number} (in force on {day})", number=status.number, day=day),
        status,
    )

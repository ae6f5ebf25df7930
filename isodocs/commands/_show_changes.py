"""What an approver sees before deciding: every change in the text and in what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.commands._options import terminal_width, view_today
from isodocs.commands._text import echo
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.workspace import Workspace

_SHOWN = 5
"""At most this many web addresses are named; `check` names them all."""


def show_changes(workspace: Workspace, register: Register, entry: Entry, commit: str) -> str:
    """Show the redline against the approved revision, and against a text that was rejected.

    A first revision must be read whole. `commit` holds the text where it waits on another branch:
    the file here is another one. Returns the numbers of what changed, for the question.
    """
    from isodocs import formats
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle.compare import compare, last_rejection, showed_otherwise
    from isodocs.reports.redline import RedlineReport, summary

    (document,) = entry.current
    said = ""

    def show_since(old: RevisionStatus, what: str) -> str:
        texts = (old.document, old), (document, None)
        changes = compare(workspace, register, view_today(), *texts)
        echo(what + ":")
        echo()
        echo(str(formats.write(RedlineReport(changes, width=terminal_width()), "text")))
        return say("{summary} ", summary=summary(changes)) if changes.changed else ""

    def place(path: str) -> str:
        if not commit:
            return one_line(path)
        return say(
            "git show {commit}:{prefix}",
            commit=commit[:10],
            prefix=one_line(workspace.git.prefix + path),
        )

    here = register.inventory.shown_by[document.path]
    label = one_line(document.label)
    approved = [s for s in entry.revisions if s.approved_on and s.document.blob != document.blob]
    if approved:
        before = one_line(approved[-1].document.label)
        said = show_since(
            approved[-1], say("What {label} changes against {before}", label=label, before=before)
        )
    else:
        echo(say("First revision; read all of it: {place}", place=place(document.path)))
        for path, file in here.files.items():
            kind = say("included text") if file.included else say("image")
            echo(say("  and the {kind} it shows: {place}", kind=kind, place=place(path)))
        echo()
    if outside := dict.fromkeys(flaw.message for flaw in here.outside):
        addresses = ", ".join(one_line(address[:100]) for address in list(outside)[:_SHOWN])
        echo(
            say(
                "The content of {addresses} on the web can change at any time and is not approved.",
                addresses=addresses,
            )
        )
        echo()
    if rejected := last_rejection(entry, document):
        old, statement = rejected
        why = say(
            "What changed since {name} rejected it on {day}",
            name=one_line(statement.name),
            day=statement.day,
        )
        said = (
            show_since(old, say("{why} ({reason})", why=why, reason=one_line(statement.reason)))
            or said
        )
    if same := showed_otherwise(register, entry, document):
        said = (
            show_since(
                same, say("What {label} shows differently from when it was decided on", label=label)
            )
            or said
        )
    return said

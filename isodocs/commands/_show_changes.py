"""What an approver sees before deciding: every change in the text and in what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._options import terminal_width, view_today

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
        click.echo(f"{what}:\n")
        click.echo(formats.write(RedlineReport(changes, width=terminal_width()), "text"))
        return f"{summary(changes)} " if changes.changed else ""

    def place(path: str) -> str:
        if not commit:
            return one_line(path)
        return f"git show {commit[:10]}:{one_line(workspace.git.prefix + path)}"

    here = register.inventory.shown_by[document.path]
    label = one_line(document.label)
    approved = [s for s in entry.revisions if s.approved_on and s.document.blob != document.blob]
    if approved:
        before = one_line(approved[-1].document.label)
        said = show_since(approved[-1], f"What {label} changes against {before}")
    else:
        click.echo(f"First revision; read all of it: {place(document.path)}")
        for path, file in here.files.items():
            kind = "included text" if file.included else "image"
            click.echo(f"  and the {kind} it shows: {place(path)}")
        click.echo()
    if outside := dict.fromkeys(flaw.message for flaw in here.outside):
        addresses = ", ".join(one_line(address[:100]) for address in list(outside)[:_SHOWN])
        click.echo(
            f"The content of {addresses} on the web can change at any time and is not approved."
        )
        click.echo()
    if rejected := last_rejection(entry, document):
        old, statement = rejected
        why = f"What changed since {one_line(statement.name)} rejected it on {statement.day}"
        said = show_since(old, f"{why} ({one_line(statement.reason)})") or said
    if same := showed_otherwise(register, entry, document):
        said = (
            show_since(same, f"What {label} shows differently from when it was decided on") or said
        )
    return said

"""`isodocs confirm`: confirm that you have read and understood what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now
from isodocs.commands._find_document import documents_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._options import terminal_width
from isodocs.commands._text import echo
from isodocs.commands._write import Signatory, WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.competence import Employee
    from isodocs.model.document import Document
    from isodocs.model.register import Register

EXAMPLES = ("confirm", "confirm SOP-001 --commit")


@click.command()
@documents_argument
@writes(who="Who has read it")
def command(write: WritingCommand, documents: tuple[str, ...]) -> None:
    """Confirm that each DOCUMENT, as it is in force, was read and understood.

    Once that is done, a revision that is approved for a later day can be confirmed ahead.

    If you have a key in the authority register, you sign a statement on exactly the content that
    was approved. Otherwise it is recorded as a row of records/confirmation.csv, which a supervisor
    can write for you (--as); it shows only who committed it. A new revision must be confirmed
    again; `isodocs competence` shows who still has to read what.
    """
    from isodocs.lifecycle.confirm import plan_confirmation, to_confirm
    from isodocs.lifecycle.reader import key_of_reader, reader
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(write.ctx)
    who = reader(workspace, register, write.person)
    if not documents:
        _list(register, who)
        return
    entries = {(entry := find_document(register, typed)).id: entry for typed in documents}.values()
    statuses = [to_confirm(register, entry, who) for entry in entries]
    by = Signatory(who, key_of_reader(workspace, register, who, write.key))
    plan = plan_confirmation(workspace, register, statuses, who, at=now(), key=by.fingerprint)
    for status in statuses:
        _describe(status.document)
    write.decide(workspace, register, plan, by, SignaturePurpose.CONFIRMATION)


def _list(register: Register, who: Employee) -> None:
    """What this person still has to read, and by when."""
    from isodocs.formats.text.layout import wrapped
    from isodocs.lifecycle.confirm import awaited

    waiting = awaited(register, who.id)
    if not waiting:
        echo(say("{name} has nothing to confirm.", name=who.name))
        return
    echo(say("To be read and confirmed by {name}:", name=who.name))
    for reading in waiting:
        document = register.entries[reading.document].document
        late = reading.due is not None and reading.due < register.on
        due = (
            say(", {part} {due}", part=say("overdue since") if late else say("by"), due=reading.due)
            if reading.due
            else ""
        )
        claim = (
            say("; an unsigned row of {claimed} does not count", claimed=reading.claimed)
            if reading.claimed
            else ""
        )
        text = say(
            "{document} revision {revision}, {title}{due}{claim}",
            document=reading.document,
            revision=reading.revision,
            title=document.title,
            due=due,
            claim=claim,
        )
        for line in wrapped(text, terminal_width(), "    ", "  "):
            echo(line)
    echo(say("Once read, one or several: isodocs confirm ID ..."))


def _describe(document: Document) -> None:
    """What is confirmed, where to read it, and what its revision changed."""
    from isodocs.formats.text.escape import one_line

    echo(
        one_line(
            say(
                "{label}, {title}: {path}",
                label=document.label,
                title=document.title,
                path=document.path,
            )
        )
    )
    if document.change:
        echo(one_line(say("  What it changed: {change}", change=document.change)))

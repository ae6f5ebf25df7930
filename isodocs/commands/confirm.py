"""`isodocs confirm`: confirm that you have read and understood what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now
from isodocs.commands._find_document import documents_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._options import terminal_width
from isodocs.commands._write import Signatory, WritingCommand, writes

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
        click.echo(f"{who.name} has nothing to confirm.")
        return
    click.echo(f"To be read and confirmed by {who.name}:")
    for reading in waiting:
        document = register.entries[reading.document].document
        late = reading.due is not None and reading.due < register.on
        due = f", {'overdue since' if late else 'by'} {reading.due}" if reading.due else ""
        claim = f"; an unsigned row of {reading.claimed} does not count" if reading.claimed else ""
        text = f"{reading.document} revision {reading.revision}, {document.title}{due}{claim}"
        for line in wrapped(text, terminal_width(), "    ", "  "):
            click.echo(line)
    click.echo("Once read, one or several: isodocs confirm ID ...")


def _describe(document: Document) -> None:
    """What is confirmed, where to read it, and what its revision changed."""
    from isodocs.formats.text.escape import one_line

    click.echo(one_line(f"{document.label}, {document.title}: {document.path}"))
    if document.change:
        click.echo(one_line(f"  What it changed: {document.change}"))

"""`isodocs show`: everything about a document, a record, a person or a role."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_document import complete_document
from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.commands._text import NAME
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isodocs.dossier.find import NamedThing
    from isodocs.model.document import Document
    from isodocs.model.dossier import Dossier
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.workspace import View, Workspace

EXAMPLES = (
    "show SOP-001",
    "show NC-2026-001 daniel.okafor",
    "show SOP-004 --on 2025-03-01",
    "show POL-001 --revision 1",
)
REMEMBERED = True


@click.command()
@click.argument(
    "names", metavar="NAME...", type=NAME, nargs=-1, required=True, shell_complete=complete_document
)
@click.option("--revision", metavar="N", type=NAME, default="", help="This revision of a document.")
@click.option(
    "--current-file",
    "as_in_file",
    is_flag=True,
    help="The document's file as it is, in force or not.",
)
@click.option("--all", "all_", is_flag=True, help="Print every row of every table.")
@rev_option
@on_option
@format_option("show")
@click.pass_context
def command(
    ctx: click.Context,
    names: tuple[str, ...],
    revision: str,
    as_in_file: bool,
    all_: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Show what NAME stands for: a document, a record of any kind, a person or a role.

    NAME is an identifier, a path, or the line of a row (records/training.csv:12). Where several
    things have one identifier, write its sort first: supplier:SUP-001.

    A document is shown in the revision in force on the day, from history, with its approvals; a
    record with its files and all that refers to it; a person with roles, competence, trainings,
    confirmations, duties and approvals.
    """
    from isodocs.checking.run import run
    from isodocs.dossier.find import find
    from isodocs.reports.show import ShowReport

    if revision and as_in_file:
        raise click.UsageError(say("give either --revision or --current-file"))
    workspace = workspace_of(ctx)
    view = view_of(ctx, on, rev=rev)
    register = workspace.register(view)
    found = [find(register, name) for name in names]
    if (revision or as_in_file) and not any(named.entry for named in found):
        raise click.UsageError(say("--revision and --current-file are about documents"))
    gaps = run(register)
    dossiers = [
        _dossier(workspace, view, register, named, gaps, (revision, as_in_file)) for named in found
    ]
    print_report(ShowReport(register, dossiers, all_, width=terminal_width()), format_name)


def _dossier(
    workspace: Workspace,
    view: View,
    register: Register,
    named: NamedThing,
    gaps: Sequence[Gap],
    which: tuple[str, bool],
) -> Dossier:
    from isodocs.assess.record_links import PERSON, ROLE
    from isodocs.dossier.document import document_dossier
    from isodocs.dossier.person import person_dossier, role_dossier

    if named.entry:
        status, document = _chosen(named.entry, *which)
        text = _body(workspace.read([document])[document.blob])
        return document_dossier(register, named.entry, status, document, gaps, text)
    if named.sort == PERSON:
        return person_dossier(register, named.id, named.record, gaps)
    if named.sort == ROLE or named.record is None:
        return role_dossier(register, named.id)
    return _record(workspace, view, register, named.record, gaps)


def _record(
    workspace: Workspace, view: View, register: Register, record: Record, gaps: Sequence[Gap]
) -> Dossier:
    """A record, with its story and with the digests of its files as they are in this view."""
    from isodocs.dossier.record import record_dossier
    from isodocs.records.attachments import attachments
    from isodocs.records.record_kinds import kinds

    paths = [item.path for item in attachments(record, register.inventory.paths) if item.path]
    digests = {path: file.sha256 for path, file in workspace.shown(view, paths).items()}
    digests |= {p: d for p in paths if (d := register.inventory.evidence.get(p))}
    text = ""
    if not kinds()[record.kind].table and record.blob:
        text = _body(workspace.contents({record.blob: record.path}).get(record.blob, b""))
    return record_dossier(register, record, gaps, digests, text)


def _chosen(entry: Entry, revision: str, as_in_file: bool) -> tuple[RevisionStatus, Document]:
    """The text to show: of that revision, as the file holds it, or the one in force."""
    from isodocs.dossier.document import revision_to_show
    from isodocs.errors import IsodocsError

    if revision:
        if status := entry.status(revision):
            return status, status.document
        numbers = ", ".join(known.number for known in entry.revisions)
        raise IsodocsError(
            say(
                "{id} has no revision {revision!r}; it has {numbers}",
                id=entry.id,
                revision=revision,
                numbers=numbers,
            ),
            hint=say("`isodocs history {id}` shows all of them.", id=entry.id),
        )
    if as_in_file:
        if not entry.current:
            raise IsodocsError(
                say("the file of {id} is not in the repository any more", id=entry.id),
                hint=say(
                    "Leave out --current-file: `isodocs show {id}` takes it from history.",
                    id=entry.id,
                ),
            )
        (document, *_) = entry.current
        return entry.form_of(document) or entry.status(document.revision) or entry.newest, document
    status = revision_to_show(entry)
    return status, status.document


def _body(data: bytes) -> str:
    """The text below the front matter; what is not UTF-8 is replaced."""
    from isodocs.parsing.front_matter import split

    return split(data).body.decode("utf-8", "replace").replace("\r\n", "\n")

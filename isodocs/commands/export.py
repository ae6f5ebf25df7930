"""`isodocs export`: a document as a file of Word, records as a table of Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_document import complete_document
from isodocs.commands._options import on_option, view_of
from isodocs.commands._text import NAME, echo
from isodocs.dataclass import replace
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.record import RecordKind
    from isodocs.model.register import Entry

EXAMPLES = (
    "export SOP-001",
    "export SOP-004 --redline --output SOP-004-changes.docx",
    "export training --output training.csv",
)


@click.command()
@click.argument("what", metavar="DOCUMENT|KIND", type=NAME, shell_complete=complete_document)
@click.argument("old", metavar="[OLD]", default="")
@click.argument("new", metavar="[NEW]", default="")
@click.option(
    "--redline",
    is_flag=True,
    help="Show what changed from OLD to NEW as tracked changes; without them, what is new.",
)
@click.option(
    "--current-file", "as_in_file", is_flag=True, help="The file as it is, in force or not."
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A .docx whose page, styles and letterhead are used.",
)
@click.option(
    "--format",
    "ending",
    type=click.Choice(["docx", "xlsx", "csv"]),
    help="docx for a document, xlsx or csv for records; else by the name of the file.",
)
@click.option("--output", metavar="FILE", type=NAME, default="", help="Default: DOCUMENT.docx")
@on_option
@click.pass_context
def command(
    ctx: click.Context,
    what: str,
    old: str,
    new: str,
    redline: bool,
    as_in_file: bool,
    template: Path | None,
    ending: str | None,
    output: str,
    on: date,
) -> None:
    """Write DOCUMENT as a file of Word, or the records of a KIND as a table of Excel.

    A document is the revision in force, or else the file as it is. Its header and footer say what
    it is: identifier, revision, state, who approved it, and page numbers. A template may have
    {{id}}, {{title}}, {{revision}}, {{status}}, {{owner}}, {{approved-by}}, {{effective}}, {{page}}
    and {{pages}} in headers and footers, and {{text}} where the text belongs. With --redline the
    changes between two revisions are tracked changes, which Word lets people accept and reject: OLD
    and NEW are as for `isodocs diff`.

    A table of records (training, supplier, risk ...) has every field. Edit it in Excel and bring it
    back with `isodocs import`: it knows what was exported, and merges what has changed since.
    """
    from isodocs.records.record_kinds import kinds

    if (old or new) and not redline:
        raise click.UsageError(say("two revisions are compared with --redline"))
    kind = kinds().get(what)
    given = Path(output).suffix.lower().removeprefix(".")
    wanted = ending or (given if given in ("docx", "xlsx", "csv") else "")
    if kind and kind.table:
        if wanted == "docx" or redline or as_in_file or template:
            raise click.UsageError(
                say("{what} is a kind of record: write it as xlsx or csv", what=what)
            )
        _records(ctx, kind, wanted or "xlsx", output, on)
    elif wanted in ("xlsx", "csv"):
        raise click.UsageError(
            say("{what} is not a kind of record in a table; see `isodocs records`", what=what)
        )
    else:
        texts = (old, new) if redline else None
        _document(ctx, what, texts, as_in_file, template, output, on)


def _records(ctx: click.Context, kind: RecordKind, wanted: str, output: str, on: date) -> None:
    """Write all records of a kind, each row with its place and the commit that has it."""
    from isodocs import formats
    from isodocs.commands import _output
    from isodocs.dossier.listing import listed
    from isodocs.formats import Origin, Rows
    from isodocs.formats.csv import table
    from isodocs.reports.records import RecordsReport
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    view = view_of(ctx, on)
    sight = workspace.see(view)
    register = workspace.register(view, sight=sight)
    target = _output.target(ctx.obj.directory, output or f"{kind.name}.{wanted}")
    found = [listed(register, kind, [])]
    report = RecordsReport(register, found, True, [*kind.fields], all_=True)
    commit = sight.tip or ""
    if wanted == "csv":
        rows = report.rows()
        at = list(rows.header).index("place")
        mark = f"@{commit[:12]}" if commit else ""
        marked = [[f"{v}{mark}" if i == at else v for i, v in enumerate(r)] for r in rows.rows]
        _output.write(table(Rows(rows.header, marked)), target)
        return
    origin = Origin(f"isodocs export {kind.name}", commit)
    _output.write(formats.write(replace(report, origin=origin), "xlsx"), target)


def _document(
    ctx: click.Context,
    document: str,
    revisions: tuple[str, str] | None,
    as_in_file: bool,
    template: Path | None,
    output: str,
    on: date,
) -> None:
    """Write a document, or what changed between two of its texts."""
    from isodocs.commands import _output
    from isodocs.commands._copies import copies_of
    from isodocs.commands._find_document import find_document
    from isodocs.commands._find_sides import sides
    from isodocs.copies.wording import Wording
    from isodocs.errors import ProgramMissingError
    from isodocs.formats.text.escape import one_line
    from isodocs.inventory.shown_files import site_of
    from isodocs.rendering.surroundings import Surroundings
    from isodocs.words import listed
    from isodocs.workspace import Workspace

    try:
        from isodocs.office.docx_copy import DocxOrder, make
    except ImportError:
        raise ProgramMissingError(
            say("Word needs the package python-docx"),
            hint=say("Install it: pip install 'isodocs[office]'"),
        ) from None
    workspace = Workspace.open(ctx.obj.directory)
    view = view_of(ctx, on)
    sight = workspace.see(view)
    register = workspace.register(view, sight=sight)
    entry = find_document(register, document)
    target = _output.target(ctx.obj.directory, output or f"{entry.id}.docx")
    if revisions:
        both = sides(workspace, register, entry, *revisions)
        texts = [side.document for side in reversed(both)]
    else:
        texts = [_wanted(entry, as_in_file)]
    copies = [
        next(iter(copies_of(workspace, register, sight.snapshot, [(entry, text)])))
        for text in texts
    ]
    site = site_of(sight.snapshot, register.config.include)
    around = [
        Surroundings(copy.path, copy.files, {}, tuple(site.tops), tuple(site.bases))
        for copy in copies
    ]
    before = (copies[1], around[1]) if revisions else None
    order = DocxOrder(copies[0], around[0], Wording(copies[0].language), before)
    made = make(order, template.read_bytes() if template else None)
    _output.write(made.data, target)
    if made.not_drawn:
        names = one_line(listed(made.not_drawn, most=5))
        echo(
            say("Word cannot show these pictures, which are named instead: {names}", names=names),
            err=True,
        )


def _wanted(entry: Entry, as_in_file: bool) -> Document:
    """The text in force; the file as it is where none is, or where that is asked for."""
    if entry.in_force and not as_in_file:
        return entry.in_force.document
    return entry.current[0] if entry.current else entry.newest.document

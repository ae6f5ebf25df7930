"""`isodocs import`: files of Word as documents."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._options import format_option, print_report, terminal_width

EXAMPLES = ('import "Word files"', "import Purchasing.docx --into documents/procedures")


@click.command()
@click.argument(
    "files", metavar="FOLDER|FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--into",
    default="documents",
    metavar="DIR",
    show_default=True,
    help="The folder for the documents; the folders of the files are made again below it.",
)
@click.option("--dry-run", is_flag=True, help="Show what would become of the files; write nothing.")
@format_option("imported")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], into: str, dry_run: bool, format_name: str
) -> None:
    """Make documents in Markdown of files of Word (.docx; with LibreOffice .doc, .odt and .rtf).

    Headings, lists, tables, footnotes, links and pictures become those of the document; the table
    at its top, page headers and properties its front matter. What cannot be carried over is listed
    for each file. Called again, it takes only what is new or has changed, and never writes over a
    document that someone has edited. `isodocs init` begins with the documents as they are then.
    Nothing of a file is run, and no link in it is followed. Exit code 1: some file was not taken.
    """
    from isodocs.model.imported import ImportOutcome
    from isodocs.office.intake import Intake, find
    from isodocs.reports.imported import ImportedReport

    directory: Path = ctx.obj.directory
    sources, left_out = find([directory / file.expanduser() for file in files], directory)
    done = Intake(directory, into, dry=dry_run).run(sources, left_out)
    report = ImportedReport(done, into, dry_run, width=terminal_width())
    print_report(report, format_name)
    not_taken = (ImportOutcome.FAILED, ImportOutcome.TAKEN, ImportOutcome.EDITED)
    ctx.exit(1 if any(file.outcome in not_taken for file in done.files) else 0)

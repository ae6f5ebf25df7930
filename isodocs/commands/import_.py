"""`isodocs import`: files of Word as documents, tables of Excel as records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import format_option, print_report, terminal_width

if TYPE_CHECKING:
    from isodocs.repository.git import Git

EXAMPLES = ('import "Word files"', "import Purchasing.docx Suppliers.xlsx --into documents")


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
    """Make documents of files of Word, and records of tables of Excel.

    Word (.docx; with LibreOffice .doc, .odt and .rtf): headings, lists, tables, footnotes, links
    and pictures become those of the document; the table at its top, page headers and properties its
    front matter. What cannot be carried over is listed for each file. Called again, it takes only
    what is new or has changed, and never writes over a document that someone has edited.

    Excel (.xlsx, .csv): a register (training, calibration, risks, suppliers ...) becomes rows of
    records/, its columns known by their headings; each is shown. A table that `isodocs records
    --output` wrote is merged with what has changed since; cells that are wrong or changed on both
    sides are named, and stay. A list of documents is compared with the documents.

    Nothing of a file is run, and no link in it is followed. Exit code 1: something was not taken.
    """
    from isodocs.model.config import Config
    from isodocs.model.imported import ImportOutcome
    from isodocs.office.intake import Intake, find
    from isodocs.office.table_intake import TableIntake
    from isodocs.reports.imported import ImportedReport
    from isodocs.workspace import Workspace

    directory: Path = ctx.obj.directory
    sources, left_out = find([directory / file.expanduser() for file in files], directory)
    git = _git(directory)
    tables = TableIntake(git.root if git else directory, git, directory / into, dry=dry_run)
    config = Workspace(git).config() if git else Config()
    done = Intake(directory, into, tables, config, dry=dry_run).run(sources, left_out)
    report = ImportedReport(done, into, dry_run, width=terminal_width())
    print_report(report, format_name)
    not_taken = (
        ImportOutcome.FAILED,
        ImportOutcome.TAKEN,
        ImportOutcome.EDITED,
        ImportOutcome.PARTLY,
    )
    ctx.exit(1 if any(file.outcome in not_taken for file in done.files) else 0)


def _git(directory: Path) -> Git | None:
    """The repository around the folder, in which a system may be a folder; None without one."""
    from isodocs.errors import NotARepositoryError
    from isodocs.repository import systems
    from isodocs.repository.git import Git

    try:
        git = Git.discover(directory)
    except NotARepositoryError:
        return None
    return git.at(systems.folder_of(git, directory))

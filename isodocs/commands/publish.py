"""`isodocs publish`: controlled copies to read and to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_document import complete_document
from isodocs.commands._options import on_option, rev_option, up_to_option, view_of
from isodocs.commands._text import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isodocs.copies.publish import Published
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register

EXAMPLES = (
    "publish ~/copies",
    "publish ~/copies --html",
    "publish ~/for-customers --up-to public",
    "publish ~/drafts --current-file SOP-007",
)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument(
    "documents", metavar="[DOCUMENT]...", type=NAME, nargs=-1, shell_complete=complete_document
)
@click.option("--html", "formats", flag_value="html", multiple=True, help="Only pages.")
@click.option("--pdf", "formats", flag_value="pdf", multiple=True, help="Only PDF.")
@click.option(
    "--current-file",
    "as_in_file",
    is_flag=True,
    help="The documents' files as they are, in force or not; what is not is marked.",
)
@up_to_option
@rev_option
@on_option
@click.pass_context
def command(
    ctx: click.Context,
    directory: Path,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    as_in_file: bool,
    up_to: str,
    rev: str,
    on: date,
) -> None:
    """Publish the documents in force to DIR, as pages and PDF, with a master list.

    Each copy says on every page what it is: identifier, revision, who approved it, and a code by
    which `isodocs verify-copy` says whether it still counts. The text and its pictures are those
    that were approved. A copy that is as before is not made again; DIR is replaced as a whole.
    """
    from isodocs.commands._copies import allowed, copies_of, paths_of, theme_of
    from isodocs.copies.make import CopyFormat
    from isodocs.copies.publish import WantedCopies, publish
    from isodocs.formats.text.escape import one_line
    from isodocs.inventory.shown_files import site_of
    from isodocs.words import agreed, counted
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    view = view_of(ctx, on, rev=rev)
    sight = workspace.see(view)
    register = workspace.register(view, sight=sight)
    chosen = list(_chosen(register, documents, as_in_file))
    texts = list(allowed(register.config, chosen, up_to))
    theme = theme_of(sight.snapshot, register.config)
    copies = list(copies_of(workspace, register, sight.snapshot, texts))
    site = site_of(sight.snapshot, register.config.include)
    wanted = WantedCopies(
        organisation=register.config.organisation,
        language=register.config.language or "en",
        on=on,
        commit=sight.tip or "",
        copies=copies,
        formats=[CopyFormat(name) for name in dict.fromkeys(formats)] or list(CopyFormat),
        documents=paths_of(copies, texts),
        tops=tuple(site.tops),
        bases=tuple(site.bases),
    )
    published = publish(wanted, theme, ctx.obj.directory / directory)
    _say(directory, register, copies, published, as_in_file, len(chosen), bool(documents))
    if closed := len(chosen) - len(texts):
        verb = agreed(closed, "is", "are")
        click.echo(
            f"{counted(closed, 'document')} {verb} classified above {one_line(up_to)} and {verb} "
            "left out."
        )


def _chosen(
    register: Register, typed: Sequence[str], as_in_file: bool
) -> Iterator[tuple[Entry, Document]]:
    """The texts to publish: those in force, or the files as they are."""
    from isodocs.commands._find_document import find_document
    from isodocs.errors import IsodocsError

    entries = [find_document(register, name) for name in typed] or list(register)
    for entry in {entry.id: entry for entry in entries}.values():
        if as_in_file:
            yield from ((entry, document) for document in entry.current[:1])
        elif entry.in_force:
            yield entry, entry.in_force.document
        elif typed:
            raise IsodocsError(
                f"no revision of {entry.id} is in force: it is {entry.state}",
                hint="With --current-file its file is published as it is, and marked.",
            )


def _say(
    directory: Path,
    register: Register,
    copies: Sequence[ControlledCopy],
    published: Published,
    as_in_file: bool,
    chosen: int,
    some: bool,
) -> None:
    from isodocs.formats.text.escape import one_line
    from isodocs.words import agreed, counted

    in_force = "" if as_in_file else " in force"
    click.echo(
        f"Published {counted(len(copies), 'document')}{in_force} to {one_line(str(directory))}: "
        f"{counted(published.made, 'file')} made, {published.kept} as before."
    )
    left = len(list(register)) - chosen
    if left and not as_in_file and not some:
        verb = agreed(left, "is", "are")
        click.echo(f"{counted(left, 'document')} {verb} not in force and {verb} left out.")
    for name, characters in published.missing.items():
        click.echo(
            f"{one_line(name)}: no font has {' '.join(map(one_line, characters))}; "
            "the numbers of these characters are printed instead."
        )

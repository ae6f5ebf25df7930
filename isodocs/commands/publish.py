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
    from collections.abc import Iterable, Iterator, Sequence

    from isodocs.copies.publish import Published
    from isodocs.copies.theme import Theme
    from isodocs.model.config import Config
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.repository.snapshot import Snapshot
    from isodocs.workspace import Workspace

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
    texts = list(_allowed(register.config, chosen, up_to))
    theme = _theme(sight.snapshot, register.config)
    copies = list(_copies(workspace, register, sight.snapshot, texts))
    site = site_of(sight.snapshot, register.config.include)
    wanted = WantedCopies(
        organisation=register.config.organisation,
        language=register.config.language or "en",
        on=on,
        commit=sight.tip or "",
        copies=copies,
        formats=[CopyFormat(name) for name in dict.fromkeys(formats)] or list(CopyFormat),
        documents=_paths(copies, texts),
        tops=tuple(site.tops),
        bases=tuple(site.bases),
    )
    published = publish(wanted, theme, directory)
    _say(directory, register, copies, published, as_in_file, len(chosen), bool(documents))
    if closed := len(chosen) - len(texts):
        verb = agreed(closed, "is", "are")
        click.echo(
            f"{counted(closed, 'document')} {verb} classified above {one_line(up_to)} and {verb} "
            "left out."
        )


def _allowed(
    config: Config, texts: Iterable[tuple[Entry, Document]], typed: str
) -> Iterator[tuple[Entry, Document]]:
    """The texts that may be handed on up to the level that was typed; all where there is none."""
    from isodocs.commands._find_level import find_level

    levels = config.classification
    up_to = find_level(levels, typed)
    for entry, document in texts:
        if not up_to or levels.allows(document.classification, up_to):
            yield entry, document


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


def _theme(snapshot: Snapshot, config: Config) -> Theme:
    from isodocs.copies.theme import Theme, read

    folder = config.theme
    if not folder:
        return Theme()
    paths = [path for path in snapshot.entries if path.startswith(f"{folder}/")]
    return read(folder, {path: file.data for path, file in snapshot.read(paths, refused={})})


def _copies(
    workspace: Workspace,
    register: Register,
    snapshot: Snapshot,
    texts: Sequence[tuple[Entry, Document]],
) -> Iterator[ControlledCopy]:
    """The copies of these texts, with the contents of all that they show."""
    from isodocs.copies.collect import collect, parts_of

    parts = {part for entry, document in texts for part in parts_of(register, entry, document)}
    contents = workspace.parts(register, snapshot, parts)
    data = workspace.read(document for _, document in texts)
    for entry, document in texts:
        yield collect(register, entry, document, data[document.blob], contents)


def _paths(
    copies: Iterable[ControlledCopy], texts: Iterable[tuple[Entry, Document]]
) -> dict[str, list[tuple[str, str]]]:
    """The paths at which the documents are and were, with their identifiers, by file name."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for copy, (entry, document) in zip(copies, texts, strict=True):
        for path in (copy.path, document.path, entry.place_path):
            found.setdefault(path.rpartition("/")[2], {})[path, entry.id] = None
    return {name: list(paths) for name, paths in found.items()}


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

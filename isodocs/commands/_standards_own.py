"""`isodocs standards new` and `check`: requirement maps of one's own, written by hand."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import format_option
from isodocs.commands._standards import complete
from isodocs.commands._text import NAME
from isodocs.commands._writing import carry_out, open_to_write, show, writing_options

if TYPE_CHECKING:
    from isodocs.model.own_maps import OwnMaps


@click.command(short_help="Begin a requirement map of your own.")
@click.argument("id", metavar="ID")
@click.option("--title", required=True, help="What it is about.")
@click.option("--name", default="", help="As people call it, such as 'Acme Q-26'.")
@click.option("--publisher", default="", help="Who asks for it.")
@writing_options
@click.pass_context
def new(
    ctx: click.Context,
    id: str,
    title: str,
    name: str,
    publisher: str,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write a commented start of the map ID (the year of the edition last: acme-quality-2026).

    The file says what belongs where. Once it holds what is asked, list ID under 'standards:' in
    isodocs.yaml; documents then claim its clauses as they do those of any standard.
    """
    from isodocs.lifecycle.requirement_map import begin
    from isodocs.standards.own import path_of

    workspace = open_to_write(ctx)
    words = (" ".join(text.split()) for text in (title, name, publisher))
    title, name, publisher = words
    plan = begin(
        id,
        title,
        display_name=name,
        publisher=publisher,
        before=workspace.file(path_of(id)),
    )
    show(plan)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


@click.command(short_help="Say whether requirement maps of your own can be used as they are.")
@click.argument("which", metavar="[FILE | ID]...", type=NAME, nargs=-1, shell_complete=complete)
@format_option("own_standards")
@click.pass_context
def check(ctx: click.Context, which: tuple[str, ...], format_name: str) -> None:
    """Check maps of your own: those named by FILE or ID, else all that the repository keeps.

    Every fault is told with its line and column. Exits with 1 when there is one.
    """
    from isodocs import reports
    from isodocs.commands._standards import own_maps
    from isodocs.errors import IsodocsError
    from isodocs.model.requirement import FOLDER

    kept = own_maps(ctx.obj.directory)
    found = [_named(ctx.obj.directory, word, kept) for word in which] or [kept]
    if not any(each.maps or each.faults or each.correspondences for each in found):
        raise IsodocsError(
            f"this repository keeps no requirement map of its own in {FOLDER}",
            hint="`isodocs standards new` begins one, `import` makes one of a catalogue.",
        )
    click.echo(reports.render("own_standards", format_name, found), nl=False)
    ctx.exit(1 if any(each.faults for each in found) else 0)


def _named(directory: Path, word: str, kept: OwnMaps) -> OwnMaps:
    """The map in a file, or the kept one of that id; raises IsodocsError for neither."""
    from isodocs.commands._standards import standard
    from isodocs.model.own_maps import OwnMaps
    from isodocs.standards import own

    file = directory / word
    if file.is_file():
        return own.read_file(word, file.read_bytes())
    word = word.casefold()
    if word in kept.faulty:
        chosen = (f for f in kept.faults if PurePosixPath(f.path).stem == word)
        return OwnMaps({}, tuple(chosen))
    known = standard(word, kept)
    return OwnMaps({known.id: known})

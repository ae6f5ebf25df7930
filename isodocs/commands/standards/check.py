"""`isodocs standards check`: whether your own maps can be used."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_standard import complete
from isodocs.commands._options import format_option, print_report, terminal_width
from isodocs.commands._text import NAME
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.own_maps import OwnMaps

EXAMPLES = ("standards check",)


@click.command(short_help="Check whether your own requirement maps can be used.")
@click.argument("which", metavar="[FILE | ID]...", type=NAME, nargs=-1, shell_complete=complete)
@format_option("own_standards")
@click.pass_context
def command(ctx: click.Context, which: tuple[str, ...], format_name: str) -> None:
    """Check your own maps: those named by FILE or ID, else all that the repository keeps.

    Every fault is reported with its line and column. Exit code 1 if there is one.
    """
    from isodocs.commands._find_standard import own_maps
    from isodocs.errors import IsodocsError
    from isodocs.model.requirement import FOLDER
    from isodocs.reports.own_standards import OwnStandardsReport

    kept = own_maps(ctx.obj.directory)
    found = [_named(ctx.obj.directory, word, kept) for word in which] or [kept]
    if not any(each.maps or each.faults or each.correspondences for each in found):
        raise IsodocsError(
            say("this repository has no requirement map in {folder}", folder=FOLDER),
            hint=say("`isodocs standards new` starts one, `import` makes one from a catalogue."),
        )
    print_report(OwnStandardsReport(found, width=terminal_width()), format_name)
    ctx.exit(1 if any(each.faults for each in found) else 0)


def _named(directory: Path, word: str, kept: OwnMaps) -> OwnMaps:
    """The map in a file, or the kept one of that id; raises IsodocsError for neither."""
    from isodocs.commands._find_standard import find_standard, listed_around
    from isodocs.model.own_maps import OwnMaps
    from isodocs.standards import own

    file = directory / word
    if file.is_file():
        return own.read_file(word, file.read_bytes())
    word = word.casefold()
    if word in kept.faulty:
        chosen = (f for f in kept.faults if PurePosixPath(f.path).stem == word)
        return OwnMaps({}, tuple(chosen))
    known = find_standard(word, kept, listed_around(directory))
    return OwnMaps({known.id: known})

"""`isodocs standards`: the requirement maps, your own included."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_standard import complete, own_maps, snapshot_around
from isodocs.commands._folder import CommandFolder
from isodocs.commands._options import format_option, on_option, print_report, terminal_width
from isodocs.commands._text import echo
from isodocs.formats.text.escape import one_line
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from isodocs.model.config import Config
    from isodocs.model.requirement import RequirementMap

EXAMPLES = ("standards", "standards iso-9001-2015 8.4.1")
_SHOW = "show"


class _Standards(CommandFolder):
    """A group whose first word may be a standard as well: `isodocs standards iso-9001-2015 8.4`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a word that is not a command for a standard."""
        if args[0] in self.list_commands(ctx) or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        return _SHOW, self.get_command(ctx, _SHOW), args

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands and standards."""
        return [*super().shell_complete(ctx, incomplete), *complete(ctx, None, incomplete)]


@click.group(
    cls=_Standards,
    folder="standards",
    invoke_without_command=True,
    subcommand_metavar="[STANDARD [CLAUSE]] | COMMAND [ARGS]...",
)
@on_option
@format_option("standards")
@click.pass_context
def command(ctx: click.Context, on: date, format_name: str) -> None:
    """List the standards there are; with STANDARD its clauses, with CLAUSE that one.

    What a clause asks is described in our own words; the text of a standard belongs to its
    publisher. What a customer, a law or a catalogue asks is your own requirement map, kept in the
    repository as .isodocs/standards/<id>.yaml.
    """
    if ctx.invoked_subcommand is None:
        from isodocs.standards import load

        own = own_maps(ctx.obj.directory)
        ours = [load.load(id) for id in load.available()]
        print_maps(ctx, format_name, [*ours, *own.maps.values()], on)
        for path in dict.fromkeys(fault.path for fault in own.faults):
            echo(
                say(
                    "{path} cannot be used as it is: `isodocs standards check`", path=one_line(path)
                ),
                err=True,
            )


def print_maps(
    ctx: click.Context,
    format_name: str,
    maps: Sequence[RequirementMap],
    on: date,
    *,
    whole: bool = False,
    clause: str = "",
) -> None:
    """Print maps, as `standards` and `standards show` do."""
    from isodocs.reports.standards import StandardsReport

    config = _config(ctx.obj.directory)
    report = StandardsReport(
        maps,
        on,
        in_use=config.standards if config else None,
        in_preparation=config.in_preparation if config else (),
        whole=whole,
        clause=clause,
        width=terminal_width(),
    )
    print_report(report, format_name)


def _config(directory: Path) -> Config | None:
    """What the repository around the folder says in isodocs.yaml; None where there is none."""
    from isodocs.inventory.configuration import read_config

    snapshot = snapshot_around(directory)
    return read_config(snapshot) if snapshot else None

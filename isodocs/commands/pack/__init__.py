"""`isodocs pack`: the evidence for an audit, to be handed over, and whether it is as it was."""

from __future__ import annotations

import click

from isodocs.commands._folder import CommandFolder

EXAMPLES = ("pack evidence.zip --for stage-1 --standard iso-9001-2015 --html",)
_MAKE = "make"


class _Pack(CommandFolder):
    """A group that makes a pack where no command is named: `isodocs pack evidence.zip`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take anything that is not a command for what `make` is asked for."""
        known = (*self.list_commands(ctx), *ctx.help_option_names)
        if args and args[0] not in known:
            args = [_MAKE, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Pack,
    folder="pack",
    subcommand_metavar="[FILE.zip|DIR] --for AUDIT | COMMAND [ARGS]...",
)
def command() -> None:
    """Pack the evidence for an audit into a zip that opens on any laptop, and check such a zip.

    `isodocs pack FILE.zip --for stage-1` is `isodocs pack make FILE.zip --for stage-1`.
    """

"""`isodocs watch`: check again with every save, and print what is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now, today
from isodocs.commands._text import NAME, echo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from isodocs.model.checked import Checked
    from isodocs.workspace import PinReader

EXAMPLES = ("watch", "watch --format json documents")


@click.command()
@click.argument("paths", type=NAME, nargs=-1)
@click.option("--select", multiple=True, metavar="RULE", help="Only these rules or families.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules or families.")
@click.option(
    "--format",
    "lines",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it; `json` is one object a line.",
)
@click.option(
    "--poll",
    is_flag=True,
    help="Look at the files again and again, where no events of the file system come.",
)
@click.option(
    "--require-pin",
    is_flag=True,
    envvar="ISODOCS_REQUIRE_PIN",
    help="Also report a gap if there is no pin outside the repository (`isodocs authority pin`).",
)
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lines: str,
    poll: bool,
    require_pin: bool,
) -> None:
    """Check again with every save, and print each gap that is new (+) or closed (-).

    It prints what `isodocs check` would report at that moment. PATHS, `--select` and `--ignore`
    narrow that as they do there. It looks at the folder of the management system
    and at what Git keeps, and writes nothing there. Ctrl-C ends it.
    """
    from isodocs.live.recheck import Recheck
    from isodocs.live.watching import Watching
    from isodocs.machine import pins
    from isodocs.reports import news as printed

    lookup = pins.PinLookup(required=require_pin)
    narrow = _narrowing(ctx.obj.directory, lookup, _split(select), _split(ignore), paths)
    watching = Watching(
        Recheck(ctx.obj.directory, today, pinned=require_pin), polls=poll, narrow=narrow
    )
    try:
        for each in watching.news():
            shown = printed.objects if lines == "json" else printed.text
            for line in shown(each, now()):
                echo(line)
    finally:
        watching.close()


def _narrowing(
    directory: Path,
    lookup: PinReader,
    select: Sequence[str],
    ignore: Sequence[str],
    paths: Sequence[str],
) -> Callable[[Checked], Checked]:
    """What leaves of a check what was asked for."""
    from isodocs.checking.check import concerns, known
    from isodocs.commands._options import view_today
    from isodocs.commands._typed_paths import in_repository
    from isodocs.model.gap import looked_at
    from isodocs.rules import registry
    from isodocs.workspace import Workspace

    wanted = registry.select(select) if select else frozenset(registry.all_rules())
    wanted -= registry.select(ignore)
    asked: list[str] = []
    if paths:
        workspace = Workspace.open(directory, pins=lookup)
        register = workspace.register(view_today())
        asked = [known(register, in_repository(workspace, directory, path)) for path in paths]

    def narrow(checked: Checked) -> Checked:
        if not (select or ignore or paths):
            return checked
        gaps = (gap for gap in checked.gaps if gap.code in wanted)
        if asked:
            gaps = (gap for gap in gaps if any(concerns(gap, path) for path in asked))
        without = {**checked.looked_at.without, "rules": tuple(ignore)}
        only = {"rules": select, "paths": asked}
        return checked._replace(gaps=tuple(gaps), looked_at=looked_at(only, without))

    return narrow


def _split(values: Sequence[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]

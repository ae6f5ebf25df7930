"""`isodocs check`: report what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
)
from isodocs.commands._text import NAME
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.machine.answers import Call
    from isodocs.model.checked import Checked
    from isodocs.workspace import View, Workspace

EXAMPLES = ("check", "check --on 2026-09-30 --select APR --format json")
REMEMBERED = True


@click.command()
@click.argument("paths", type=NAME, nargs=-1)
@click.option("--staged", is_flag=True, help="Look at what the next commit would hold.")
@rev_option
@on_option
@click.option("--select", multiple=True, metavar="RULE", help="Only these rules or families.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules or families.")
@format_option("check")
@click.option("--full", is_flag=True, help="Show every gap in full, however many there are.")
@click.option(
    "--require-pin",
    is_flag=True,
    envvar="ISODOCS_REQUIRE_PIN",
    help="Also report a gap if there is no pin outside the repository (`isodocs authority pin`).",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are gaps.")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    staged: bool,
    rev: str,
    on: date,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    format_name: str,
    full: bool,
    require_pin: bool,
    exit_zero: bool,
) -> None:
    """Check the repository and report every gap, each with its place and what to do next.

    PATHS (files, folders or document identifiers) narrow what is reported, never what is checked.
    Exit code 0: no gaps; 1: gaps; 2: wrong usage or configuration.
    """
    from isodocs.commands._typed_paths import in_repository
    from isodocs.machine import pins
    from isodocs.reports.check import CheckReport
    from isodocs.workspace import Workspace

    if staged and rev:
        raise click.UsageError(say("--staged and --rev exclude each other"))
    workspace = Workspace.open(
        ctx.obj.directory, pins=pins.PinLookup(required=require_pin), call=ctx.obj.call
    )
    view = view_of(ctx, on, staged=staged, rev=rev)
    if ctx.obj.call and not (select or ignore or paths):
        checked = _again(ctx.obj.call, workspace, view, pinned=require_pin)
    else:
        from isodocs.checking.check import check

        asked = [in_repository(workspace, ctx.obj.directory, path) for path in paths]
        register = workspace.register(view)
        checked = check(register, select=_split(select), ignore=_split(ignore), paths=asked).checked
    prefix = workspace.git.prefix
    print_report(CheckReport(checked, full, prefix, width=terminal_width()), format_name)
    ctx.exit(1 if checked.failed and not exit_zero else 0)


def _again(call: Call, workspace: Workspace, view: View, *, pinned: bool) -> Checked:
    """Check the work tree, from what the last check found where that is enough."""
    from isodocs.checking.again import Again

    again = Again(call, workspace, view, pinned=pinned)
    checked = again.checked()
    if checked is None:
        from isodocs.checking.check import check
        from isodocs.checking.readings import watched

        result = check(watched(workspace.register(view, sight=again.sight)))
        again.keep(result)
        checked = result.checked
    return checked


def _split(values: tuple[str, ...]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]

"""`isodocs soa`: the Statement of Applicability."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_standard import standard_argument
from isodocs.commands._open import open_today
from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.applicability import StatementOfApplicability
    from isodocs.model.register import Register

EXAMPLES = ("soa iso-27001-2022 --gaps",)
REMEMBERED = True


@click.command()
@standard_argument
@click.option("--gaps", is_flag=True, help="Only the controls with something to do.")
@click.option(
    "--new", "begin", is_flag=True, help="Start one: a table with every control, and its document."
)
@click.option("--owner", default="", metavar="ROLE", help="With --new: who looks after it.")
@click.option("--type", "kind", default="", metavar="TYPE", help="With --new: the document's type.")
@click.option("--staged", is_flag=True, help="Look at what the next commit would hold.")
@rev_option
@on_option
@format_option("soa")
@writes()
def command(
    write: WritingCommand,
    standard: str,
    gaps: bool,
    begin: bool,
    owner: str,
    kind: str,
    staged: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print the Statement of Applicability for STANDARD.

    For each control it shows whether it applies, why, how far it is implemented, and which
    documents and records show it.

    The rows are kept as a table below records/applicability/; a controlled document shows it, so
    that its approval covers exactly these rows. --new starts both.
    """
    if staged and rev:
        raise click.UsageError(say("--staged and --rev exclude each other"))
    if begin and (gaps or staged or rev):
        raise click.UsageError(
            say(
                "--new starts a statement and prints none; use it without --gaps, "
                "--staged and --rev"
            )
        )
    if not begin and (owner or kind or write.dry_run or write.commit):
        raise click.UsageError(say("--owner, --type, --dry-run and --commit go with --new"))
    if begin:
        _begin(write, standard, owner, kind)
        return
    from isodocs.reports.soa import SoaReport

    ctx = write.ctx
    register = workspace_of(ctx).register(view_of(ctx, on, staged=staged, rev=rev))
    id, register = _standard(register, standard)
    found = _found(register, id)
    print_report(SoaReport(register, found, gaps, width=terminal_width()), format_name)


def _begin(write: WritingCommand, typed: str, owner: str, kind: str) -> None:
    from isodocs.inventory.taken_numbers import elsewhere
    from isodocs.lifecycle.at_the_keyboard import usual_owner
    from isodocs.lifecycle.statement import begin_statement

    workspace, register = open_today(write.ctx)
    id, register = _standard(register, typed)
    owner = owner or usual_owner(workspace, register)
    taken = elsewhere(workspace.git, register.config).get("", ())
    plan = begin_statement(register, id, owner=owner, kind=kind, taken=taken)
    write.record(workspace, plan)


def _standard(register: Register, typed: str) -> tuple[str, Register]:
    """The standard meant, and the register with its map: the one in use that has controls."""
    from isodocs.assess.soa import controls
    from isodocs.commands._find_standard import find_listed
    from isodocs.errors import IsodocsError

    if typed:
        known, register = find_listed(register, typed)
        return known.id, register
    found = [id for id, known in register.maps.items() if controls(known)]
    if len(found) != 1:
        several = say("several standards in use have controls: {found}", found=", ".join(found))
        raise IsodocsError(
            several if found else say("no standard in use has controls"),
            hint=say(
                "Name the one you mean: `isodocs soa {part}`",
                part=found[0] if found else "iso-27001-2022",
            ),
        )
    return found[0], register


def _found(register: Register, standard: str) -> StatementOfApplicability:
    from isodocs.assess.soa import statement
    from isodocs.errors import IsodocsError

    found = statement(register, standard)
    if found is None:
        raise IsodocsError(
            say(
                "there is no Statement of Applicability for {display_name}",
                display_name=register.maps[standard].display_name,
            ),
            hint=say("Start one: `isodocs soa --new {standard}`", standard=standard),
        )
    return found

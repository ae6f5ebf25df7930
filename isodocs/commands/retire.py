"""`isodocs retire`: take a document out of use."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._documents import document_argument, find
from isodocs.commands._options import Day
from isodocs.commands._writing import carry_out, open_today, show, writing_options


@click.command(short_help="Take a document out of use, without deleting it.")
@document_argument
@click.option("--reason", required=True, metavar="TEXT", help="Why it is no longer needed.")
@click.option(
    "--effective",
    type=Day(),
    default=lambda: date.today(),
    show_default="today",
    help="The day from which it is obsolete.",
)
@click.option("--superseded-by", default="", metavar="ID", help="The document that replaces it.")
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    reason: str,
    effective: date,
    superseded_by: str,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write the obsolete form of DOCUMENT, to be approved like any other.

    The file stays where it is, marked as obsolete, so that nobody uses it by mistake and everybody
    finds what was in force before.
    """
    from isodocs.lifecycle.retire import retire

    workspace, register = open_today(ctx)
    plan = retire(
        workspace,
        register,
        find(register, document),
        reason=" ".join(reason.split()),
        effective=effective,
        superseded_by=superseded_by,
    )
    show(plan)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)

"""`isodocs serve`: the portal, in a browser on this machine."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._options import on_option
from isodocs.commands._text import NAME

EXAMPLES = ("serve", "serve --port 0 --open", "serve --as daniel.okafor")
_PORT = 8437


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="The port on this machine; 0 takes any that is free.",
)
@click.option("--open", "open_", is_flag=True, help="Open the browser as well.")
@click.option(
    "--as",
    "person",
    default="",
    metavar="PERSON",
    type=NAME,
    help="In whose name; else the one whose address Git is set to.",
)
@on_option
@click.pass_context
def command(ctx: click.Context, port: int, open_: bool, person: str, on: date) -> None:
    """Show everything in a browser: an overview, my day, documents, clauses, records, reports.

    Open the address that it prints. Only this machine reaches it, and only who has the address, so
    keep that to yourself. Pages follow each save and each commit. Nothing is stored but in Git,
    and reading changes nothing. You can approve, reject and confirm what you have read: signed
    with your SSH key where the authority register names one that is at hand, and committed. With
    a past day there is only reading. Ctrl-C stops it.
    """
    from isodocs.commands._clock import now, today
    from isodocs.errors import ProgramMissingError

    try:
        from isodocs.portal.serving import Served, listening, serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("isodocs"):
            raise
        raise ProgramMissingError(
            f"the portal needs the package {error.name}, which is not installed",
            hint="Install it: pip install 'isodocs[portal]'.",
        ) from error
    from isodocs.repository.git import Git
    from isodocs.workspace import View

    Git.discover(ctx.obj.directory)  # says that there is no repository, before anything else
    asked = ctx.get_parameter_source("on") is not click.core.ParameterSource.DEFAULT

    def view() -> View:
        return View(on) if asked else View(today(), latest=True)

    def say(address: str) -> None:
        click.echo(f"Open {address}")
        click.echo("Ctrl-C stops it.", err=True)
        if open_:
            click.launch(address)

    serve(Served(ctx.obj.directory, view, now, person, asked), listening(port), say)

"""`isodocs serve`: the portal, in a browser on this machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from isodocs.commands._options import on_option
from isodocs.commands._text import NAME, echo
from isodocs.words import say

EXAMPLES = (
    "serve",
    "serve --port 0 --open",
    "serve --as daniel.okafor",
    "serve --behind-proxy https://docs.example.com --port 0 --writable",
)
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
@click.option(
    "--behind-proxy",
    "origin",
    default="",
    metavar="URL",
    help="Serve people on an intranet who open this address, through a proxy that signs them in.",
)
@click.option(
    "--user-header",
    default="X-Forwarded-Email",
    show_default=True,
    metavar="NAME",
    help="In which header the proxy names the person, by e-mail address or id.",
)
@click.option(
    "--proxy-address",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="From where the proxy asks; else from this machine. Can be given several times.",
)
@click.option(
    "--listen",
    default="",
    metavar="ADDRESS",
    help="Where the proxy finds it: unix:/FILE, or an address of this machine.",
)
@click.option(
    "--writable", is_flag=True, help="Let people do things through the proxy, not only read."
)
@on_option
@click.pass_context
def command(
    ctx: click.Context,
    port: int,
    open_: bool,
    person: str,
    origin: str,
    user_header: str,
    proxies: tuple[str, ...],
    listen: str,
    writable: bool,
    on: date,
) -> None:
    """Show everything in a browser: an overview, my day, documents, clauses, records, reports.

    Open the address that it prints. Only this machine reaches it, and only who has the address, so
    keep that to yourself. Pages follow each save and each commit. Nothing is stored but in Git,
    and reading changes nothing. You can approve, reject and confirm what you have read: signed
    with your SSH key where the authority register names one that is at hand, and committed. With
    a past day there is only reading. Ctrl-C stops it.

    With `--behind-proxy` it is for an intranet: a reverse proxy signs people in and names them in a
    header, which counts from the proxy's address alone. People then read; with `--writable` they
    also decide, record and write, each in their own name, and sign with passkeys.
    """
    from isodocs.commands._clock import now, today
    from isodocs.errors import ProgramMissingError

    try:
        from isodocs.portal.proxy import SOCKET, proxy
        from isodocs.portal.serving import (
            HOME,
            Served,
            at_a_socket,
            at_an_address,
            listening,
            serve,
        )
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("isodocs"):
            raise
        raise ProgramMissingError(
            say("the portal needs the package {name}, which is not installed", name=error.name),
            hint=say("Install it: pip install 'isodocs[portal]'."),
        ) from error
    from isodocs.repository.git import Git
    from isodocs.workspace import View

    Git.discover(ctx.obj.directory)  # says that there is no repository, before anything else
    asked = ctx.get_parameter_source("on") is not click.core.ParameterSource.DEFAULT

    def view() -> View:
        return View(on) if asked else View(today(), latest=True)

    def announce(address: str) -> None:
        echo(say("Open {address}", address=address))
        echo(say("Ctrl-C stops it."), err=True)
        if open_:
            click.launch(address)

    if not origin:
        if listen or proxies or writable:
            raise click.UsageError(
                say("--listen, --proxy-address and --writable need --behind-proxy")
            )
        served = Served(ctx.obj.directory, view, now, person, asked)
        serve(served, listening(port), announce)
        return
    if person or open_:
        raise click.UsageError(say("behind a proxy there is neither --as nor --open"))
    at, file = listen or HOME, listen.removeprefix("unix:")
    is_file = listen.startswith("unix:")
    known = proxies or ((SOCKET,) if is_file else (HOME, "::1"))
    named = proxy(origin, user_header, known)
    served = Served(ctx.obj.directory, view, now, "", asked, named, writable)
    taken = at_a_socket(Path(file)) if is_file else at_an_address(at, port)
    serve(served, taken, announce)

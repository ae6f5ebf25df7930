"""`isodocs authority pin`: remember the register outside the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import today
from isodocs.commands._text import echo
from isodocs.dataclass import replace
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory
    from isodocs.model.pin import Pin
    from isodocs.workspace import Workspace

EXAMPLES = ("authority pin", "authority pin --show")


@click.command(short_help="Remember the register outside the repository, to notice changes.")
@click.option("--show", "show_", is_flag=True, help="List the pins of this machine.")
@click.option("--remove", is_flag=True, help="Forget the pin of this repository, or of --name.")
@click.option(
    "--name",
    default="",
    metavar="NAME",
    help="Keep it under this name instead of the organisation's domain.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would be kept.")
@click.pass_context
def command(ctx: click.Context, show_: bool, remove: bool, name: str, dry_run: bool) -> None:
    """Keep the register's first and newest digest in your own configuration folder.

    From then on `isodocs check` reports if the repository was replaced by another, or its register
    went back to an older version; `isodocs check --require-pin` also if there is no pin. Run it
    again after each new version. The first time, ask the owners for the digests through another
    channel and compare them.
    """
    from isodocs.machine import pins

    if show_:
        _list(pins.read())
        return
    from isodocs.authority_change import register_files
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    history = register_files.committed(workspace.git).reading.history
    if remove:
        _remove(workspace, history, name, dry_run)
        return
    if pins.come_with(workspace.git.common_directory):
        raise click.UsageError(
            say(
                "{safe} is in the repository itself, where it proves nothing; set "
                "XDG_CONFIG_HOME to a folder outside it",
                safe=_safe(str(pins.place())),
            )
        )
    made = _made(workspace, name)
    _refuse_another(pins.read(), made)
    echo(say("{safe}: project {project}", safe=_safe(made.name), project=made.project))
    echo(
        say(
            "  version {version} of the authority register, {sha256}",
            version=made.version,
            sha256=made.sha256,
        )
    )
    if dry_run:
        echo(say("Nothing was kept (--dry-run)."))
        return
    pins.keep(made)
    echo(
        say(
            "Kept in {safe}. Ask the owners for the first number and", safe=_safe(str(pins.place()))
        )
    )
    echo(say("compare: the person who gave you the repository could have given you another."))


def _made(workspace: Workspace, name: str) -> Pin:
    """The pin for the register at HEAD, in place of one that is there already."""
    from isodocs.authority_change import register_files
    from isodocs.errors import LifecycleError
    from isodocs.machine import pins
    from isodocs.model.pin import Pin

    book = register_files.committed(workspace.git)
    if not book.files:
        raise LifecycleError(
            say("no authority register is committed here yet"),
            hint=say("Start it (isodocs authority init) and commit it first."),
        )
    history, folder = book.history, workspace.git.common_directory
    current = history.current
    known = pins.fitting(pins.read(), history, folder)
    same = known if known and known.project == history.project else None
    name = name or (same.name if same else "") or current.domain or workspace.config().organisation
    if not name:
        raise LifecycleError(
            say("the register names no domain for the pin"), hint=say("Give it a name: --name.")
        )
    fresh = Pin(name, history.project, current.version, current.sha256, today())
    places = same.places if same else ()
    if same and (same.version, same.sha256) == (fresh.version, fresh.sha256):
        fresh = replace(fresh, since=same.since)
    if same and same.version > fresh.version:
        raise _parted(
            same,
            say(
                "it ends with version {version}, and {version_2} was seen",
                version=fresh.version,
                version_2=same.version,
            ),
        )
    if same and (held := history.versions.get(same.version)) and held.sha256 != same.sha256:
        raise _parted(
            same, say("its version {version} is another than the one seen", version=same.version)
        )
    return pins.with_place(replace(fresh, places=places), folder)


def _refuse_another(known: tuple[Pin, ...], made: Pin) -> None:
    """One name, one register; and one register, one name."""
    from isodocs.errors import LifecycleError

    for other in known:
        shared = set(other.places) & set(made.places)
        if other.project != made.project and (other.name == made.name or shared):
            raise LifecycleError(
                say(
                    "{name} is pinned with another first version, {project}…",
                    name=other.name,
                    project=other.project[:16],
                ),
                hint=say(
                    "If this is another repository of the same organisation: --name. If the "
                    "register was started again, ask the owners, then: isodocs "
                    "authority pin --remove."
                ),
            )
        if other.project == made.project and other.name != made.name:
            raise LifecycleError(
                say("this register is pinned as {name} already", name=other.name),
                hint=say(
                    "To rename it, first: isodocs authority pin --remove --name {name}",
                    name=other.name,
                ),
            )


def _parted(known: Pin, why: str) -> Exception:
    from isodocs.errors import LifecycleError

    return LifecycleError(
        say("the register is not the one pinned on {since}: {why}", since=known.since, why=why),
        hint=say(
            "Fetch the newest state; if this is the newest, the history was rewritten: ask the "
            "owners. To pin it all the same: isodocs authority pin --remove first."
        ),
    )


def _remove(
    workspace: Workspace, history: AuthorityHistory | None, name: str, dry_run: bool
) -> None:
    from isodocs.errors import LifecycleError
    from isodocs.machine import pins

    found = pins.fitting(pins.read(), history, workspace.git.common_directory)
    name = name or (found.name if found else "")
    if not name:
        raise LifecycleError(
            say("this repository is not pinned here"),
            hint=say("`isodocs authority pin --show` lists pins."),
        )
    if dry_run:
        echo(say("{safe} would be forgotten (--dry-run).", safe=_safe(name)))
        return
    pins.forget(name)
    echo(say("{safe} is no longer pinned on this machine.", safe=_safe(name)))


def _list(known: tuple[Pin, ...]) -> None:
    from isodocs.machine import pins

    echo(f"{_safe(str(pins.place()))}:" if known else say("Nothing is pinned on this machine."))
    for each in known:
        echo(say("  {safe}: project {project}", safe=_safe(each.name), project=each.project))
        echo(
            say(
                "    version {version}, {sha256}, since {since}",
                version=each.version,
                sha256=each.sha256,
                since=each.since,
            )
        )
        for place in each.places:
            echo(f"    {_safe(place)}")


def _safe(text: str) -> str:
    from isodocs.formats.text.escape import one_line

    return one_line(text)

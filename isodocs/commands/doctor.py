"""`isodocs doctor`: what is really enforced, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now
from isodocs.commands._options import format_option, print_report, terminal_width

if TYPE_CHECKING:
    from isodocs.repository.git import Git

EXAMPLES = ("doctor",)


@click.command()
@format_option("doctor")
@click.pass_context
def command(ctx: click.Context, format_name: str) -> None:
    """Look at hooks, server, branches, register, keys, pins, attributes and clock, in one screen.

    Each line is ok, weak, missing, or unknown if it cannot be seen from here. Run it in your clone,
    and in the server's own copy of the repository. Nothing of the repository is run or followed.

    Exit code 0 when nothing is missing, 1 otherwise.
    """
    from isodocs.doctor.examine import examine
    from isodocs.machine import pins
    from isodocs.reports.doctor import DoctorReport
    from isodocs.workspace import Workspace

    git, at = _open(ctx.obj.directory), now()
    diagnosis = examine(Workspace(git, pins.PinLookup()), at)
    place = str(git.top if git.is_bare else git.root)
    print_report(DoctorReport(diagnosis, at, place, width=terminal_width()), format_name)
    ctx.exit(1 if diagnosis.missing else 0)


def _open(directory: Path) -> Git:
    """The repository around a folder, or the server's copy that the folder is."""
    from isodocs.errors import RepositoryError
    from isodocs.repository import systems
    from isodocs.repository.git import Git

    try:
        git = Git.discover(directory)
    except RepositoryError as error:
        try:
            git = Git.discover(directory, bare=True)
        except RepositoryError:
            raise error from None
    return systems.around(git, directory)

"""The repository, ready to be written to, as it is today."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from isodocs.commands._carry_out import finish_interrupted
from isodocs.commands._options import view_today
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

_PATIENCE = 60.0
"""Seconds to wait for other commands that write, before giving up."""


def open_today(ctx: click.Context) -> tuple[Workspace, Register]:
    """The repository, ready to be written to, and its register today."""
    workspace = open_to_write(ctx)
    return workspace, workspace.register(view_today())


@contextmanager
def open_alone(ctx: click.Context) -> Iterator[tuple[Workspace, Register]]:
    """As `open_today`, with no one else writing from here to the end: what is free stays free."""
    from isodocs.lifecycle.carry_out import alone

    workspace = _open(ctx)
    with alone(workspace.git, _PATIENCE):
        finish_interrupted(ctx, workspace)
        yield workspace, workspace.register(view_today())


def open_to_write(ctx: click.Context) -> Workspace:
    """The repository, with what an earlier command left unfinished done."""
    workspace = _open(ctx)
    finish_interrupted(ctx, workspace)
    return workspace


def _open(ctx: click.Context) -> Workspace:
    from isodocs.errors import LifecycleError
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    if workspace.git.is_bare:
        raise LifecycleError(
            say("this is a bare repository: there are no files to write"),
            hint=say("Clone it and work in the clone."),
        )
    return workspace

"""`isodocs authority propose`: the next version of the register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._open import open_to_write
from isodocs.commands._options import view_today
from isodocs.commands._text import echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.commands.authority._proposal import open_register, settle
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.problem import Problem
    from isodocs.workspace import Workspace

EXAMPLES = (
    "authority propose people.yaml",
    "authority propose --enrolled --commit",
    "authority propose --enrolled --passkeys-at https://docs.example.com",
)


@click.command(short_help="Propose the next version, from an edited form or with enrolled keys.")
@click.argument(
    "file", metavar="[FILE.yaml]", required=False, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--enrolled", is_flag=True, help="Add every proven key that is not in it yet.")
@click.option(
    "--passkeys-at",
    "origins",
    multiple=True,
    metavar="URL",
    help="Let passkeys sign at this address of a portal as well. Can be given several times.",
)
@click.option(
    "--reason",
    default=say("taken out of the register"),
    metavar="TEXT",
    help="Why keys go, where the form leaves some out.",
)
@writes(who="Who you are")
def command(
    write: WritingCommand,
    file: Path | None,
    enrolled: bool,
    origins: tuple[str, ...],
    reason: str,
) -> None:
    """Propose the next version: what `authority show --format yaml` printed, as you edited it.

    What changes is shown in plain words first. If you are an owner and your key is at hand, you
    sign at once; otherwise it is written unsigned and has no effect until the owners have signed.
    A key that the form leaves out is revoked; what it signed so far stays valid.
    `--passkeys-at` alone allows an address of a portal, for keys that are enrolled there later.
    """
    from isodocs.authority_change import editable_form, next_version

    if (file is None) != (enrolled or bool(origins)):
        raise click.UsageError(
            say("give either an edited FILE.yaml, or --enrolled or --passkeys-at")
        )
    workspace = open_to_write(write.ctx)
    book = open_register(workspace)
    next_version.refuse_second(book)
    settings = workspace.config()
    if enrolled:
        authority = next_version.with_enrolled(book, origins)
    elif file is None:
        authority = next_version.allowing(book.history.current, origins)
    else:
        form = editable_form.read(_content(file), book.history.current, settings)
        _refuse_problems(write.ctx, file, form.problems)
        authority = next_version.revoking_what_goes(
            book, form.authority, reason, lambda print_: _honoured(workspace, print_)
        )
        flaws = next_version.flaws(book, authority, settings.types)
        _refuse_problems(write.ctx, file, form.at_their_places(flaws))
    proposal = next_version.propose(book, authority, settings.types)
    settle(write, workspace, book, proposal)


def _honoured(workspace: Workspace, fingerprint: str) -> tuple[str, ...]:
    from isodocs.authority_change.revoke import honoured

    return honoured(workspace.register(view_today()), fingerprint)


def _content(file: Path) -> bytes:
    from isodocs.errors import IsodocsError
    from isodocs.parsing.strict_yaml import LIMIT

    try:
        with file.open("rb") as stream:
            return stream.read(LIMIT + 1)
    except OSError as error:
        raise IsodocsError(
            say("it cannot be read: {part}", part=error.strerror or error),
            path=str(file),
            hint=say("Write the form first: isodocs authority show --format yaml > register.yaml"),
        ) from None


def _refuse_problems(ctx: click.Context, file: Path, problems: Iterable[Problem]) -> None:
    """Report every problem of a form with its place, and stop if there is one."""
    from isodocs.formats.text.escape import one_line

    found = list(problems)
    for problem in found:
        place = f"{file}:{problem.line}:{problem.column}"
        echo(f"{one_line(place)}: {one_line(problem.message)}", err=True)
        echo(f"  {one_line(problem.hint)}", err=True)
    if found:
        echo(say("Nothing was proposed."), err=True)
        ctx.exit(2)

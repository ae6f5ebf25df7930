"""`isodocs timestamp request`: the question to an authority."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_document import find_document
from isodocs.commands._open import open_today
from isodocs.commands._text import NAME, echo
from isodocs.commands._typed_paths import in_repository
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.stamping import Record
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

EXAMPLES = ("timestamp request SOP-001",)
_PLACE = "timestamps"


@click.command(short_help="Write a request for each signature without a time stamp.")
@click.argument("wanted", metavar="DOCUMENT|RECORD...", type=NAME, nargs=-1, required=True)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the requests here; otherwise into Git's own folder, which is never committed.",
)
@click.option(
    "--url",
    default="https://AUTHORITY",
    metavar="URL",
    help="The authority's address, for the command that is printed; nothing is sent.",
)
@click.pass_context
def command(ctx: click.Context, wanted: tuple[str, ...], folder: Path | None, url: str) -> None:
    """Write a request (.tsq) for each signature that has no time stamp, and say how to send it.

    DOCUMENT means the signatures on its newest signed revision.
    """
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import stamping

    workspace, register = open_today(ctx)
    records = dict.fromkeys(
        record for name in wanted for record in _records(ctx, workspace, register, name)
    )
    asked = stamping.questions(records)
    place = folder or workspace.git.directory / "isodocs" / _PLACE
    _refuse_control_folder(workspace, place)
    written = [(question, place / question.name) for question in asked]
    _write([(path, question.data) for question, path in written])
    for question, path in written:
        echo(f"{one_line(str(path))}\n  {one_line(question.what)}")
    echo(say("Send each where there is a network, for example:"))
    for _, path in written:
        answer = path.with_suffix(".tsr")
        echo(
            "  curl --fail --header 'Content-Type: application/timestamp-query' \\\n"
            f"    --data-binary @{_quoted(path)} --output {_quoted(answer)} {_quoted(url)}"
        )
    echo(say("To look into an answer: openssl ts -reply -text -in FILE.tsr\nNext:"))
    answers = " ".join(_quoted(path.with_suffix(".tsr")) for _, path in written)
    echo(f"  isodocs timestamp attach {answers}")


def _records(
    ctx: click.Context, workspace: Workspace, register: Register, name: str
) -> tuple[Record, ...]:
    from isodocs.lifecycle import stamping

    path = in_repository(workspace, ctx.obj.directory, name)
    return stamping.of_path(register, path) or stamping.of_document(
        register, find_document(register, name)
    )


def _refuse_control_folder(workspace: Workspace, place: Path) -> None:
    if place.resolve().is_relative_to((workspace.git.root / ".isodocs").resolve()):
        raise click.UsageError(
            say("--to must be a folder outside .isodocs, which holds records only")
        )


def _write(files: list[tuple[Path, bytes]]) -> None:
    from isodocs.errors import IsodocsError

    try:
        for path, data in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise IsodocsError(
            say("the request cannot be written: {part}", part=error.strerror or error),
            path=str(error.filename or ""),
            hint=say("Name a folder that may be written to: --to FOLDER"),
        ) from None


def _quoted(value: object) -> str:
    import shlex

    from isodocs.formats.text.escape import one_line

    return one_line(shlex.quote(str(value)))

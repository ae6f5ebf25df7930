"""`isodocs timestamp`: have signatures stamped by a time-stamping authority (RFC 3161)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._documents import find
from isodocs.commands._paths import in_repository
from isodocs.commands._text import NAME
from isodocs.commands._writing import carry_out, open_today, show, writing_options

if TYPE_CHECKING:
    from isodocs.lifecycle.stamping import Record
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

_PLACE = "timestamps"


@click.group()
def command() -> None:
    """Prove when a signature existed, by somebody who does not belong to you.

    The date in an approval is what the approver's machine said. A time-stamping authority signs
    the digest of the signature together with its own time; the authority register names those
    whose word counts. isodocs asks nobody: `request` writes the question, you send it, and
    `attach` puts the answer beside the signature.
    """


@command.command("request")
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
def request(ctx: click.Context, wanted: tuple[str, ...], folder: Path | None, url: str) -> None:
    """Write a request (.tsq) for each signature that has no time stamp, and say how to send it.

    DOCUMENT stands for the signatures on its newest signed revision.
    """
    from isodocs.lifecycle import stamping
    from isodocs.reports.escape import one_line

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
        click.echo(f"{one_line(str(path))}\n  {one_line(question.what)}")
    click.echo("Send each where there is a network, for example:")
    for _, path in written:
        answer = path.with_suffix(".tsr")
        click.echo(
            "  curl --fail --header 'Content-Type: application/timestamp-query' \\\n"
            f"    --data-binary @{_quoted(path)} --output {_quoted(answer)} {_quoted(url)}"
        )
    click.echo("To look into an answer: openssl ts -reply -text -in FILE.tsr\nNext:")
    answers = " ".join(_quoted(path.with_suffix(".tsr")) for _, path in written)
    click.echo(f"  isodocs timestamp attach {answers}")


@command.command("attach")
@click.argument(
    "files",
    metavar="FILE.tsr...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@writing_options
@click.pass_context
def attach(ctx: click.Context, files: tuple[Path, ...], dry_run: bool, commit: bool) -> None:
    """Verify each answer of an authority and add it beside the signature that it is over.

    Where the request still lies beside the answer (same name, .tsq), the answer must be to it.
    """
    from isodocs.lifecycle import stamping

    workspace, register = open_today(ctx)
    plan = stamping.attach(workspace, register, {str(f): _answer(f) for f in files})
    show(plan)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


def _records(
    ctx: click.Context, workspace: Workspace, register: Register, name: str
) -> tuple[Record, ...]:
    from isodocs.lifecycle import stamping

    path = in_repository(workspace, ctx.obj.directory, name)
    return stamping.of_path(register, path) or stamping.of_document(register, find(register, name))


def _answer(file: Path) -> bytes:
    """The token in a file, held against the request beside it where there is one."""
    from isodocs.statements import timestamp

    with file.open("rb") as stream:
        token = stream.read(timestamp.LIMIT + 1)
    question = file.with_suffix(".tsq")
    if question != file and question.is_file():
        timestamp.check_answer(token, question.read_bytes())
    return token


def _refuse_control_folder(workspace: Workspace, place: Path) -> None:
    if place.resolve().is_relative_to((workspace.git.root / ".isodocs").resolve()):
        raise click.UsageError("--to must be a folder outside .isodocs, which holds records only")


def _write(files: list[tuple[Path, bytes]]) -> None:
    from isodocs.errors import IsodocsError

    try:
        for path, data in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise IsodocsError(
            f"the request cannot be written: {error.strerror or error}",
            path=str(error.filename or ""),
            hint="Name a folder that may be written to: --to FOLDER",
        ) from None


def _quoted(value: object) -> str:
    import shlex

    from isodocs.reports.escape import one_line

    return one_line(shlex.quote(str(value)))

"""`isodocs timestamp attach`: the answer of an authority, beside the signature it is over."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._open import open_today
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ("timestamp attach answer.tsr --commit",)


@click.command(short_help="Verify the answers of an authority, and add them.")
@click.argument(
    "files",
    metavar="FILE.tsr...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@writes()
def command(write: WritingCommand, files: tuple[Path, ...]) -> None:
    """Verify each answer of an authority and add it beside the signature that it is over.

    Where the request still lies beside the answer (same name, .tsq), the answer must be to it.
    """
    from isodocs.lifecycle import stamping

    workspace, register = open_today(write.ctx)
    plan = stamping.attach(workspace, register, {str(f): _answer(f) for f in files})
    write.record(workspace, plan)


def _answer(file: Path) -> bytes:
    """The token in a file, held against the request beside it where there is one."""
    from isodocs.statements import timestamp

    with file.open("rb") as stream:
        token = stream.read(timestamp.LIMIT + 1)
    question = file.with_suffix(".tsq")
    if question != file and question.is_file():
        timestamp.check_answer(token, question.read_bytes())
    return token

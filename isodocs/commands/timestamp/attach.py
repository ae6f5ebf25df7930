"""`isodocs timestamp attach`: add the answer of an authority to its signature."""

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
    """Verify each answer of an authority and add it to the signature that it covers.

    If the request is in the same folder (same name, .tsq), the answer must match it.
    """
    from isodocs.lifecycle import stamping

    workspace, register = open_today(write.ctx)
    plan = stamping.attach(workspace, register, {str(f): _answer(f) for f in files})
    write.record(workspace, plan)


def _answer(file: Path) -> bytes:
    """The token in a file, compared with the request in the same folder if there is one."""
    from isodocs.statements import timestamp

    with file.open("rb") as stream:
        token = stream.read(timestamp.LIMIT + 1)
    question = file.with_suffix(".tsq")
    if question != file and question.is_file():
        timestamp.check_answer(token, question.read_bytes())
    return token

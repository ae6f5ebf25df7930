"""`isodocs verify-copy`: whether a copy still counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
)
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.validity import CopyCode

EXAMPLES = ("verify-copy POL-001/2/1f2fcefd3230",)


@click.command()
@click.argument("copy", metavar="CODE|FILE")
@rev_option
@on_option
@format_option("verify_copy")
@click.pass_context
def command(ctx: click.Context, copy: str, rev: str, on: date, format_name: str) -> None:
    """Say whether a copy still counts: in force, superseded since when, or never approved.

    CODE is what is printed on the copy (SOP-014/4/3f9a2c71b0de), or the text of its QR code. FILE
    is a page or a PDF that `isodocs publish` made; it is made again and compared, byte for byte.
    Exit code 0: the copy is of the text in force, and a file is as isodocs makes it; 1: it is not,
    or that could not be shown.
    """
    from isodocs.commands._made_again import compare
    from isodocs.copies.collect import collect, handed_out
    from isodocs.copies.validity import ask
    from isodocs.model.validity import Answer
    from isodocs.reports.verify_copy import VerifyCopyReport
    from isodocs.workspace import Workspace

    code, content = _read(copy, ctx.obj.directory)
    workspace = Workspace.open(ctx.obj.directory)
    view = view_of(ctx, on, rev=rev)
    register = workspace.register(view)
    asked = ask(register, code)
    genuine = None
    if asked.entry and asked.document:
        data = workspace.read([asked.document])[asked.document.blob]
        genuine = collect(register, asked.entry, asked.document, data)
    given = handed_out(register, genuine.id, genuine.revision) if genuine else ()
    file = compare(workspace, view, register, code, content) if content and genuine else None
    report = VerifyCopyReport(register, code, asked, genuine, given, file, width=terminal_width())
    print_report(report, format_name)
    ctx.exit(0 if asked.validity.answer is Answer.IN_FORCE and report.is_shown else 1)


def _read(copy: str, directory: Path) -> tuple[CopyCode, bytes]:
    """The code as typed; or that in a file of `directory`, and the file.

    Raises UsageError for what is neither.
    """
    from isodocs.copies import code

    if found := code.parse(copy):
        return found, b""
    place = directory / copy
    if place.is_file():
        data = place.read_bytes()
        return code.in_file(data, copy), data
    raise click.UsageError(
        say(
            "{copy!r} is neither a file nor a code such as {example}: a document, its "
            "revision and at least 12 characters of its digest",
            copy=copy,
            example=code.EXAMPLE,
        )
    )

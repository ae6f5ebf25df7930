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
    is a page or a PDF that isodocs made; the code is read from it. Exit code 0: the copy is of the
    text in force; 1: it is not.
    """
    from isodocs.copies.collect import collect, holders_of
    from isodocs.copies.validity import ask
    from isodocs.model.validity import Answer
    from isodocs.reports.verify_copy import VerifyCopyReport
    from isodocs.workspace import Workspace

    code = _code(copy, ctx.obj.directory)
    workspace = Workspace.open(ctx.obj.directory)
    register = workspace.register(view_of(ctx, on, rev=rev))
    asked = ask(register, code)
    genuine = None
    if asked.entry and asked.document:
        data = workspace.read([asked.document])[asked.document.blob]
        genuine = collect(register, asked.entry, asked.document, data)
    holders = holders_of(register, genuine.id, genuine.revision) if genuine else ()
    report = VerifyCopyReport(register, code, asked, genuine, holders, width=terminal_width())
    print_report(report, format_name)
    ctx.exit(0 if asked.validity.answer is Answer.IN_FORCE else 1)


def _code(copy: str, directory: Path) -> CopyCode:
    """The code as typed, or that in a file of `directory`. Raises UsageError for neither."""
    from isodocs.copies import code

    if found := code.parse(copy):
        return found
    place = directory / copy
    if place.is_file():
        return code.in_file(place.read_bytes(), copy)
    raise click.UsageError(
        f"{copy!r} is neither a file nor a code such as {code.EXAMPLE}: a document, its revision "
        "and at least 12 characters of its digest"
    )

"""`isodocs submit`: turn a draft into its final form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._options import Day, terminal_width
from isodocs.commands._review_branch import record_final_form
from isodocs.commands._text import echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.workspace import Workspace

EXAMPLES = ("submit WI-011 --effective 2999-01-04",)


@click.command()
@document_argument
@click.option("--effective", type=Day(), help="The day from which it is in force.")
@click.option(
    "--change", default="", metavar="TEXT", help="What it changes and why, in a sentence."
)
@writes(push=True)
def command(write: WritingCommand, document: str, effective: date | None, change: str) -> None:
    """Write the final form of DOCUMENT: what approvers sign, and what never changes again.

    The final form is checked first. While it has gaps that its author can close (placeholders,
    broken links, missing fields), nothing is written.

    On a protected branch, --commit commits it to a separate branch, review/DOCUMENT, where it waits
    for its approvals: you stay on your branch, and your files stay as they are. `isodocs approve`
    finds it there, and `isodocs merge` merges it.
    """
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import foresee
    from isodocs.lifecycle.submit import submit
    from isodocs.reports.check import gap_lines

    workspace, register = open_today(write.ctx)
    entry = find_document(register, document)
    plan = submit(workspace, register, entry, effective, " ".join(change.split()))
    gaps = foresee.author_gaps(foresee.after(workspace, plan, register.on), entry.id)
    if gaps:
        echo(say("{id} is not ready for approval:", id=entry.id), err=True)
        echo(err=True)
        for line in gap_lines(gaps, terminal_width()):
            echo(line, err=True)
        echo(say("Nothing was written. Close these, then submit again."), err=True)
        write.ctx.exit(1)
    if not (write.commit or write.push or write.dry_run) and _is_done(workspace, plan):
        echo(
            say(
                "{label} is already in its final form, and committed.", label=entry.current[0].label
            )
        )
        for line in plan.then:
            echo(say("  {line}", line=one_line(line)))
        return
    record_final_form(write, workspace, register, entry, plan)


def _is_done(workspace: Workspace, plan: Plan) -> bool:
    """Whether the last commit holds everything as the plan would have it, files shown included."""
    along = workspace.to_commit(path for path in plan.along if path not in plan.files)
    wanted = {**along, **plan.files}
    return all(workspace.committed(path) == data for path, data in wanted.items())

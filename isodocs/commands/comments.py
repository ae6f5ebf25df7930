"""`isodocs comments`: what was said about drafts, and what still waits for an answer."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._find_document import find_document, optional_document_argument
from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)

EXAMPLES = ("comments", "comments WI-011 --all")
REMEMBERED = True


@click.command()
@optional_document_argument
@click.option("--all", "every", is_flag=True, help="Also what is resolved, and earlier revisions.")
@rev_option
@on_option
@format_option("comments")
@click.pass_context
def command(
    ctx: click.Context, document: str, every: bool, rev: str, on: date, format_name: str
) -> None:
    """List the comments on DOCUMENT, or on every draft, each with its passage and its answers.

    A passage that has moved is found where it is now; of one that is gone, its words are shown.
    Without --all, what is resolved is left out.
    """
    from isodocs.assess.comments import comments, discussions
    from isodocs.lifecycle.comment import placed
    from isodocs.model.comment import CommentState
    from isodocs.reports.comments import CommentsReport

    workspace = workspace_of(ctx)
    register = workspace.register(view_of(ctx, on, rev=rev))
    entries = [find_document(register, document)] if document else list(register)
    of = comments(register).of
    said = [
        each
        for entry in entries
        for each in (of.get(entry.id, ()) if every else discussions(register, entry))
        if every or each.state is not CommentState.RESOLVED
    ]
    found = placed(workspace, register, said)
    print_report(CommentsReport(register, said, found, width=terminal_width()), format_name)

"""`isodocs audit-trail`: who did what when."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._find_document import optional_document_argument
from isodocs.commands._options import (
    Day,
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.words import joined, say

EXAMPLES = ("audit-trail SOP-001", "audit-trail --since 2026-09-01 --format csv")
REMEMBERED = True


@click.command()
@optional_document_argument
@click.option("--since", type=Day(), help="Only what happened on or after this day.")
@click.option("--until", type=Day(), help="Only what happened on or before this day.")
@click.option(
    "--person",
    default="",
    metavar="PERSON",
    help="Only what this person did: an id, a name or an e-mail address.",
)
@rev_option
@on_option
@format_option("audit_trail")
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    since: date | None,
    until: date | None,
    person: str,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """List everything that history and statements show, in the order of history.

    Revisions started, submitted and altered, approvals, rejections, withdrawals, reviews,
    delegations, versions of the authority register, settings, waivers and records; also statements
    that were changed or removed. Each entry says what shows it: a signature, Git, or only the
    record itself.

    With DOCUMENT only what is about it, without delegations and the authority register. --since and
    --until look at every date of an entry, so that a backdated one is found too.
    """
    from isodocs.commands._find_document import find_document
    from isodocs.reports.audit_trail import AuditTrailReport
    from isodocs.trail.assemble import trail
    from isodocs.trail.choose import choose

    if since and until and until < since:
        raise click.UsageError(say("--until is before --since"))
    workspace, view = (
        workspace_of(ctx),
        view_of(ctx, on, rev=rev),
    )
    register = workspace.register(view)
    id = find_document(register, document).id if document else ""
    whole = trail(register, *workspace.commits(view), workspace.contents)
    chosen = choose(whole, register, document=id, person=person, since=since, until=until)
    only = _only(id, person, since, until)
    report = AuditTrailReport(register, chosen, only, width=terminal_width())
    print_report(report, format_name)


def _only(document: str, person: str, since: date | None, until: date | None) -> str:
    """What the trail is narrowed to, in words; empty where nothing is left out."""
    parts = (
        say("about {document}", document=document) if document else "",
        say("by {person}", person=person) if person else "",
        say("since {since}", since=since) if since else "",
        say("until {until}", until=until) if until else "",
    )
    return joined(", ", filter(None, parts))

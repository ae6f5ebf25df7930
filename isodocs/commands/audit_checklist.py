"""`isodocs audit-checklist`: what an auditor takes along, clause by clause."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.words import say

EXAMPLES = ("audit-checklist AP-2026-03", "audit-checklist iso-9001-2015 8.4 9.2")
REMEMBERED = True


@click.command()
@click.argument("subject", metavar="AUDIT|STANDARD")
@click.argument("clauses", nargs=-1, metavar="[CLAUSE]...")
@rev_option
@on_option
@format_option("audit_checklist")
@click.pass_context
def command(
    ctx: click.Context,
    subject: str,
    clauses: tuple[str, ...],
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print the checklist of an audit: what each clause asks, where to look, what was found before.

    AUDIT is an audit (AUD-2026-03) or a line of the audit programme (AP-2026-03). With STANDARD it
    is of all clauses that apply, or of those named and the ones below them. `--format html` has
    room to fill in on paper, CSV and Excel have columns for it.
    """
    from isodocs.commands._find_audit import find_audit
    from isodocs.commands._find_standard import find_clause, find_listed
    from isodocs.dossier.audit_checklist import checklist_for, checklist_of
    from isodocs.reports.audit_checklist import AuditChecklistReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    if record := find_audit(register, subject, ("audit", "audit-programme")):
        if clauses:
            raise click.UsageError(say("{id} says itself which clauses it is of", id=record.id))
        checklist = checklist_of(register, record)
    else:
        known, register = find_listed(register, subject)
        numbers = [find_clause(typed, {known.id: known}).number for typed in clauses]
        checklist = checklist_for(register, known, numbers)
    print_report(AuditChecklistReport(register, checklist, width=terminal_width()), format_name)

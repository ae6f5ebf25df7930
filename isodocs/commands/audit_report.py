"""`isodocs audit-report`: what an audit found, from its record."""

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

EXAMPLES = ("audit-report AUD-2026-02",)
REMEMBERED = True


@click.command()
@click.argument("audit", metavar="AUDIT")
@rev_option
@on_option
@format_option("audit_report")
@click.pass_context
def command(ctx: click.Context, audit: str, rev: str, on: date, format_name: str) -> None:
    """Print the report of AUDIT: scope and criteria, findings, conclusion, clauses audited.

    It is made of the record of the audit and of the nonconformities that it raised, and says what
    is missing in them. `--format html` has room for signatures.
    """
    from isodocs.commands._find_audit import find_audit, story_of
    from isodocs.dossier.audit_report import audit_facts
    from isodocs.errors import IsodocsError
    from isodocs.reports.audit_report import AuditReportReport
    from isodocs.words import did_you_mean

    workspace = workspace_of(ctx)
    register = workspace.register(view_of(ctx, on, rev=rev))
    record = find_audit(register, audit, ("audit",))
    if record is None:
        known = [each.id for each in register.records.get("audit", ()) if each.id]
        raise IsodocsError(
            say(
                "no audit here is called {audit!r}.{did_you_mean}",
                audit=audit,
                did_you_mean=did_you_mean(audit, known),
            ),
            hint=say("`isodocs records audit` lists them, `isodocs new audit` begins one."),
        )
    facts = audit_facts(register, record, story_of(workspace, record))
    print_report(AuditReportReport(register, facts, width=terminal_width()), format_name)

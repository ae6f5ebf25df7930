"""`isodocs readiness`: are we ready for this audit, and if not, what is missing."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._options import (
    Day,
    format_option,
    on_option,
    place_options,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)

PURPOSES = ("stage-1", "stage-2", "surveillance", "recertification", "transition", "internal")
EXAMPLES = ("readiness surveillance", "readiness surveillance --format json")
REMEMBERED = True


@click.command()
@click.argument("purpose", metavar="AUDIT", type=click.Choice(PURPOSES))
@click.option("--standard", default="", metavar="ID", help="Only this standard; else each in use.")
@click.option(
    "--until", type=Day(), default=None, help="The day of the audit, if it is not planned."
)
@place_options("what is for")
@click.option("--as-table", is_flag=True, help="One row for each point.")
@rev_option
@on_option
@format_option("readiness")
@click.pass_context
def command(
    ctx: click.Context,
    purpose: str,
    standard: str,
    until: date | None,
    site: str,
    process: str,
    as_table: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Say whether the organisation is ready for an audit, with every reason.

    AUDIT is stage-1, stage-2, surveillance, recertification, transition or internal.

    Stage 1 looks at documents and planning, stage 2 and recertification at records and whether
    things work, surveillance at changes and the last findings, transition at the move to a new
    edition of a standard. With --site, what names other sites
    only is left out; with --process, only what names it is judged. Exit code 0: ready, or ready
    once some things are fixed; 1: something stops you.
    """
    from isodocs.assess.audit_scope import EVERYWHERE
    from isodocs.commands._find_standard import for_audit
    from isodocs.model.audit import AuditKind
    from isodocs.model.readiness import ReadinessVerdict
    from isodocs.readiness.readiness import readiness_by_standard
    from isodocs.reports.readiness import ReadinessReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    listed = register.config.named_standards
    (register, complete), standard = for_audit(register, AuditKind(purpose), standard)
    if complete:
        print_report(
            ReadinessReport(register, (), complete=complete, width=terminal_width()), format_name
        )
        return
    where = EVERYWHERE
    if site or process:
        from isodocs.commands._find_place import find_place

        where = find_place(register, site, process)
    found = readiness_by_standard(register, AuditKind(purpose), standard, until, where)
    shown = {each.standard for each in found if each.standard}  # none where none is in use
    # A change of edition is about the editions to move to; no other standard is left out of it.
    every = not standard and purpose != AuditKind.TRANSITION
    left_out = tuple(id for id in register.maps if id not in shown) if every else ()
    unlisted = shown.difference(listed)
    report = ReadinessReport(register, found, as_table, left_out, unlisted, width=terminal_width())
    print_report(report, format_name)
    ctx.exit(1 if any(r.verdict is ReadinessVerdict.NOT_READY for r in found) else 0)

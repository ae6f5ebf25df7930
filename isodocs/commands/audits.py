"""`isodocs audits`: the audit programme, and when each clause was audited."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._options import (
    format_option,
    on_option,
    place_options,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)

EXAMPLES = ("audits iso-9001-2015 --open", "audits --process purchasing")
REMEMBERED = True


@click.command()
@click.argument("standard", default="", metavar="[STANDARD]")
@click.option("--open", "open_", is_flag=True, help="Only clauses not audited in time.")
@place_options("audits of")
@rev_option
@on_option
@format_option("audits")
@click.pass_context
def command(
    ctx: click.Context,
    standard: str,
    open_: bool,
    site: str,
    process: str,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print what is planned to be audited when, what was, and which clauses no audit has looked at.

    It rests on records/audit-programme (CSV or YAML) and the audits in records/audits/. JSON lists
    when each site and each process was audited.
    """
    from isodocs.assess.audits import audited
    from isodocs.commands._find_place import find_place
    from isodocs.commands._find_standard import find_listed
    from isodocs.reports.audits import AuditsReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    if standard:
        known, register = find_listed(register, standard)
        standard = known.id
    where = find_place(register, site, process)
    wanted = (standard,) if standard else tuple(register.in_use or register.maps)
    clauses = {
        id: [
            found
            for found in audited(register, requirements, where)
            if not open_ or found.due is None or found.due < register.on
        ]
        for id, requirements in register.maps.items()
        if id in wanted
    }
    left_out = () if standard else tuple(id for id in register.maps if id not in wanted)
    report = AuditsReport(register, clauses, left_out, where, open_, width=terminal_width())
    print_report(report, format_name)

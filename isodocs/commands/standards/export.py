"""`isodocs standards export`: a requirement map for other tools."""

from __future__ import annotations

import click

from isodocs.commands._find_standard import complete, find_standard, listed_around, own_maps
from isodocs.commands._options import format_option, print_report

EXAMPLES = ("standards export iso-9001-2015 --format yaml",)


@click.command(short_help="Print a map for other tools, as an OSCAL catalogue or as YAML.")
@click.argument("standard", shell_complete=complete)
@format_option("requirement_map", default="yaml")
@click.pass_context
def command(ctx: click.Context, standard: str, format_name: str) -> None:
    """Print the map STANDARD: as it can be kept and edited (yaml), or as an OSCAL catalogue.

    The coverage of a standard for OSCAL tools: `isodocs coverage STANDARD --format oscal`.
    """
    from isodocs.reports.requirement_map import RequirementMapReport

    listed = listed_around(ctx.obj.directory)
    known = find_standard(standard, own_maps(ctx.obj.directory), listed)
    print_report(RequirementMapReport(known), format_name)

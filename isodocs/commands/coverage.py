"""`isodocs coverage`: what covers each clause."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_standard import standard_argument
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
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.formats import Report
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

EXAMPLES = (
    "coverage iso-9001-2015 --gaps",
    "coverage iso-9001-2015 --explain 8.4.1",
    "coverage --process purchasing",
)
REMEMBERED = True


@click.command()
@standard_argument
@click.option("--gaps", is_flag=True, help="Only what is not, or not fully, covered.")
@click.option(
    "--explain", "typed_clause", default="", metavar="CLAUSE", help="Everything about one clause."
)
@click.option("--matrix", is_flag=True, help="Clause by document, a column to each document.")
@place_options("what is for")
@click.option("--staged", is_flag=True, help="Look at what the next commit would hold.")
@rev_option
@on_option
@format_option("coverage")
@click.pass_context
def command(
    ctx: click.Context,
    standard: str,
    gaps: bool,
    typed_clause: str,
    matrix: bool,
    site: str,
    process: str,
    staged: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Show which documents and sections cover each auditable clause, and how well.

    Only a revision in force covers a clause; one that is not yet in force or overdue for review
    covers it partly. Without STANDARD: every standard that isodocs.yaml lists. With --site, what
    names other sites only does not count; with --process, the clauses of its documents and records.
    """
    from isodocs import formats
    from isodocs.assess.coverage import coverage
    from isodocs.assess.place_shown import of_place, place_shown
    from isodocs.assess.places import showing
    from isodocs.checking.check import check
    from isodocs.commands._find_place import find_place
    from isodocs.commands._find_standard import find_clause
    from isodocs.dataclass import replace
    from isodocs.reports.coverage import CoverageReport
    from isodocs.reports.coverage_matrix import CoverageMatrixReport

    if staged and rev:
        raise click.UsageError(say("--staged and --rev exclude each other"))
    if typed_clause and (gaps or matrix):
        raise click.UsageError(say("--explain and --gaps or --matrix exclude each other"))
    register = workspace_of(ctx).register(view_of(ctx, on, staged=staged, rev=rev))
    where = find_place(register, site, process)
    maps = _maps(register, standard)
    number = ""
    if typed_clause:
        meant = find_clause(typed_clause, maps)
        maps, number = {meant.standard: maps[meant.standard]}, meant.number
    register = replace(register, maps={**register.maps, **maps})
    place = place_shown(register, where) if any(where) else None
    everywhere, register = register, showing(register, where) if place else register
    found = [coverage(register, id) for id in maps]
    coverages = [of_place(register, one, place) for one in found] if place else found
    width = terminal_width()
    if matrix:
        report: Report = CoverageMatrixReport(register, coverages, gaps, width=width)
    else:
        # What is open in the records belongs into the story that people read.
        in_text = number and format_name == "text"
        found_gaps = check(everywhere).gaps if in_text else ()
        report = CoverageReport(register, coverages, gaps, number, found_gaps, place, width=width)
    if not formats.fits(type(report), format_name):
        raise click.UsageError(say("--matrix has no format {format_name}", format_name=format_name))
    print_report(report, format_name)


def _maps(register: Register, typed: str) -> dict[str, RequirementMap]:
    """The map asked for, in use or not, or all that are in use."""
    from isodocs.commands._find_standard import find_listed
    from isodocs.errors import IsodocsError

    if typed:
        if re.match(r"[0-9]{1,3}(?![0-9])|§", typed):
            raise IsodocsError(
                say("{typed!r} looks like a clause, not a standard", typed=typed),
                hint=say("All about it: `isodocs coverage --explain {typed}`", typed=typed),
            )
        known, _ = find_listed(register, typed)
        return {known.id: known}
    if not register.maps:
        meant = _meant(register)
        raise IsodocsError(
            say("isodocs.yaml lists no known standard"),
            hint=say(
                "Add `standards: [{meant}]` to isodocs.yaml, or name one: `isodocs "
                "coverage {meant}`; `isodocs standards` lists them.",
                meant=meant,
            ),
        )
    return dict(register.maps)


def _meant(register: Register) -> str:
    """The standard that this repository most likely works to, for an example."""
    from collections import Counter

    from isodocs.standards import load
    from isodocs.words import suggest

    known = (*register.inventory.own_maps.maps, *load.available())
    claims = Counter(claim.standard for document in register.documents for claim in document.claims)
    words = (*register.config.named_standards, *(standard for standard, _ in claims.most_common()))
    for word in words:
        if near := suggest(word, known):
            return near
    return next(iter(register.inventory.own_maps.maps), "iso-9001-2015")

"""`isodocs competence`: who can do what they need to, and who has read what is in force."""

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

EXAMPLES = ("competence --gaps", "competence --role internal-auditor")
REMEMBERED = True


@click.command()
@click.option("--person", "persons", multiple=True, metavar="ID", help="Only these people.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Only holders of these roles.")
@click.option("--gaps", is_flag=True, help="Only what is open, in words.")
@rev_option
@on_option
@format_option("competence")
@click.pass_context
def command(
    ctx: click.Context,
    persons: tuple[str, ...],
    roles: tuple[str, ...],
    gaps: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print the competence matrix: each person by each competence they need.

    It uses records/people, records/competence and records/training (CSV or YAML), and the
    confirmations that a document was read and understood.
    """
    from isodocs.assess.competence import competence
    from isodocs.errors import IsodocsError
    from isodocs.model.gap import looked_at
    from isodocs.reports.competence import CompetenceReport
    from isodocs.words import did_you_mean

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    matrix = competence(register)
    known = {person.id: person for person in matrix.people}
    for id in persons:
        if id not in known:
            raise IsodocsError(
                say(
                    "no one here on {on} has the id {id!r}.{did_you_mean}",
                    on=on,
                    id=id,
                    did_you_mean=did_you_mean(id, known),
                ),
                hint=say("People are listed in records/people and in the authority register."),
            )
    people = [
        person
        for person in matrix.people
        if (not persons or person.id in persons) and (not roles or person.roles & set(roles))
    ]
    seen = looked_at({"people": persons, "roles": roles})
    report = CompetenceReport(register, matrix, people, gaps, seen, width=terminal_width())
    print_report(report, format_name)

"""Tell what is refused, in the words that `check` uses, on standard error, where Git shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._options import terminal_width

if TYPE_CHECKING:
    from isodocs.enforcement import Verdict


def explain(verdict: Verdict, what: str) -> None:
    """Print why `what` (this commit, the push to ...) is stopped."""
    from isodocs.reports.check.text import gap_lines
    from isodocs.reports.escape import one_line

    click.echo(click.style(f"isodocs stops {one_line(what)}:", fg="red", bold=True), err=True)
    for reason in verdict.reasons:
        click.echo(f"  {one_line(reason)}", err=True)
    for line in gap_lines(verdict.gaps, terminal_width()):
        click.echo(line, err=True)

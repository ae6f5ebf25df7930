"""`isodocs certification`: where each certificate is in its three-year cycle."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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
from isodocs.commands._text import NAME
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record

EXAMPLES = ("certification", "certification CERT-9001-2024 --format json")
REMEMBERED = True


@click.command()
@click.argument("names", metavar="[NAME]...", type=NAME, nargs=-1)
@rev_option
@on_option
@format_option("certification")
@click.pass_context
def command(
    ctx: click.Context, names: tuple[str, ...], rev: str, on: date, format_name: str
) -> None:
    """Show where certificates are in their cycles, by ISO/IEC 17021-1:2015.

    Accreditations, as of a laboratory, are in them by ISO/IEC 17011:2017.

    For each: the body and its accreditation, every step from stage 1 to recertification with the
    day it took place or is arranged for, the last day allowed, open findings, and what is next.

    NAME is a certification, a standard or a certification body; without one, all are shown.
    """
    from isodocs.commands._find_standard import standard_id
    from isodocs.dossier.certificates import certificate_cycles
    from isodocs.errors import IsodocsError
    from isodocs.reports.certification import CertificationReport
    from isodocs.words import did_you_mean

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    cycles = certificate_cycles(register)
    known = {id(each): _names(each.certification.record, each.body) for each in cycles}
    every = {called for each in known.values() for called in each}
    names = tuple(n if n.casefold() in every else standard_id(register, n) for n in names)
    for name in names:
        if not any(name.casefold() in called for called in known.values()):
            all_ = [each.certification.record.id for each in cycles]
            all_ += [each.certification.record.text("standard") for each in cycles]
            raise IsodocsError(
                say(
                    "no certification is called {name!r}, of that standard or body.{did_you_mean}",
                    name=name,
                    did_you_mean=did_you_mean(name, all_),
                ),
                hint=say("`isodocs certification` shows all of them."),
            )
    wanted = {name.casefold() for name in names}
    found = [each for each in cycles if not wanted or wanted & known[id(each)]]
    print_report(CertificationReport(register, found, width=terminal_width()), format_name)


def _names(record: Record, body: str) -> set[str]:
    """What a certification may be called by."""
    said = (record.id, record.text("standard"), record.text("body"), body)
    return {text.casefold() for text in said if text}

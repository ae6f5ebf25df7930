"""`isodocs waive`: accept a gap until a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._open import open_alone
from isodocs.commands._options import Day
from isodocs.commands._text import NAME, echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register

EXAMPLES = (
    'waive review-overdue SOP-006 --until 2027-03-31 --reason "The job system is new"',
    "waive review-overdue SOP-006 --end",
    "waive SOP-006",
)


@click.command()
@click.argument("rule", metavar="[RULE]", type=NAME)
@click.argument("name", metavar="DOCUMENT|RECORD", type=NAME, default="")
@click.option("--subject", default="", metavar="TEXT", help="Which gap, where there are several.")
@click.option("--until", type=Day(), help="The last day: at most 12 months ahead.")
@click.option("--reason", default="", metavar="TEXT", help="Why; approvers and auditors read it.")
@click.option("--end", "ends", is_flag=True, help="End the waiver: the gap counts again.")
@writes(who="Who grants it", signs=False)
def command(
    write: WritingCommand,
    rule: str,
    name: str,
    subject: str,
    until: date | None,
    reason: str,
    ends: bool,
) -> None:
    """Accept the gap of RULE on DOCUMENT or RECORD until a day, for a reason.

    The gap is still reported, as waived. After the last day it counts again, and so does the waiver
    that has ended. A later --until renews a waiver. With a document or record alone, its gaps are
    listed. docs/waivers.md says what a waiver is and is not.
    """
    from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
    from isodocs.lifecycle.waive import WaiverTerms, plan_end, plan_waiver

    reason = " ".join(reason.split())
    if name and ends is (until is not None):
        raise click.UsageError(say("give the last day (--until DAY), or end the waiver (--end)"))
    if name and not ends and not reason:
        raise click.UsageError(say("say why the gap is accepted until then: --reason TEXT"))
    with open_alone(write.ctx) as (workspace, register):
        if not name:
            _list_gaps(register, rule)
            return
        who = at_the_keyboard(workspace, register, write.person)
        if until is None:
            plan = plan_end(register, rule, name, subject, workspace.read_file)
            question = say("End this waiver?")
        else:
            terms = WaiverTerms(until, reason, who.id)
            plan = plan_waiver(register, rule, name, subject, terms, workspace.read_file)
            question = say("Grant this waiver in the name of {name}?", name=who.name)
        write.record(workspace, plan, question=question)


def _list_gaps(register: Register, name: str) -> None:
    """The gaps that a waiver could be about."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle.waive import open_gaps

    gaps = open_gaps(register, name)
    for gap in gaps:
        subject = (
            say(" --subject {subject!r}", subject=gap.finding.subject)
            if gap.finding.subject
            else ""
        )
        waived = (
            say(" (waived until {waived_until})", waived_until=gap.waived_until)
            if gap.waived_until
            else ""
        )
        echo(
            one_line(
                say(
                    "{code} {message}{waived}",
                    code=gap.code,
                    message=gap.finding.message,
                    waived=waived,
                )
            )
        )
        echo(
            one_line(
                say(
                    "  isodocs waive {code} {name}{subject} --until DAY --reason TEXT",
                    code=gap.code,
                    name=name,
                    subject=subject,
                )
            )
        )
    if not gaps:
        echo(one_line(say("{name} has no gap.", name=name)))

"""`isodocs due`: what has to be done by when, overdue first."""

from __future__ import annotations

from datetime import date
from typing import Any

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

_DEFAULT = say("60 days")
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
EXAMPLES = ("due --within 60d", "due --owner quality-manager --format ics")
REMEMBERED = True


class Span(click.ParamType[Any]):
    """A span of time such as `60d` or `3 months`."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the span or fail with an example."""
        from isodocs.model.period import Period

        text = str(value).strip()
        if text[:-1].isdigit() and text[-1:] in _UNITS:
            text = say("{text} {text_2}", text=text[:-1], text_2=_UNITS[text[-1]])
        period = Period.parse(text)
        if period is None:
            self.fail(
                say(
                    "{value!r} is not a span of time; write for example 60d or '3 months'",
                    value=value,
                )
            )
        return period


@click.command()
@click.option(
    "--within",
    type=Span(),
    default=_DEFAULT,
    show_default=True,
    metavar="SPAN",
    help="How far to look ahead; what is overdue is always shown.",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="OWNER",
    help="Only of this role; of a person, with the roles they hold.",
)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only of this kind.")
@rev_option
@on_option
@format_option("due")
@click.pass_context
def command(
    ctx: click.Context,
    within: Any,
    owners: tuple[str, ...],
    kinds: tuple[str, ...],
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """List what must be done and by when, for everyone or for one owner.

    What is overdue comes first and is always shown. `--format ics` writes a calendar to
    subscribe to.
    """
    from isodocs.errors import IsodocsError
    from isodocs.model.gap import looked_at
    from isodocs.readiness.duties import duties
    from isodocs.readiness.plan import held_by
    from isodocs.reports.due import DueReport
    from isodocs.words import did_you_mean

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    until = within.after(on)
    found = [duty for duty in duties(register) if duty.day is None or duty.day <= until]
    for wanted, known, what in (
        (owners, {duty.owner for duty in found}, "owner"),
        (kinds, {duty.kind for duty in found}, "kind"),
    ):
        for word in wanted:
            near = did_you_mean(word, known)
            if word not in known and near:
                raise IsodocsError(
                    say(
                        "nothing due has the {what} {word!r}.{near}",
                        what=what,
                        word=word,
                        near=near,
                    ),
                    hint=say("Here are {filter}.", filter=", ".join(sorted(filter(None, known)))),
                )
    theirs = held_by(register, owners)
    shown = [
        duty
        for duty in found
        if (not owners or duty.owner in theirs) and (not kinds or duty.kind in kinds)
    ]
    seen = looked_at({"owners": owners, "kinds": kinds})
    print_report(DueReport(register, shown, until, seen, width=terminal_width()), format_name)

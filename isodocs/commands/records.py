"""`isodocs records`: the kinds of record kept here, or all records of one kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._kinds import complete_field, complete_kind
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
    from collections.abc import Sequence

    from isodocs.dossier.listing import FieldIs
    from isodocs.model.record import RecordKind

EXAMPLES = (
    "records",
    "records equipment --status in-use",
    "records training person=arun.patel date=2026",
    "records nonconformity --columns id,title,raised,closed --format csv",
)
REMEMBERED = True


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("kind", metavar="[KIND]", type=NAME, default="", shell_complete=complete_kind)
@click.argument(
    "conditions", metavar="[FIELD=VALUE]...", type=NAME, nargs=-1, shell_complete=complete_field
)
@click.option("--columns", metavar="FIELDS", default="", help="Only these fields: id,title,due.")
@click.option("--all", "all_", is_flag=True, help="Print every field of every record.")
@rev_option
@on_option
@format_option("records")
@click.pass_context
def command(
    ctx: click.Context,
    kind: str,
    conditions: tuple[str, ...],
    columns: str,
    all_: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """List the records of KIND as a table; without KIND, which kinds are kept here.

    FIELD=VALUE, or --FIELD VALUE, chooses those whose field says so (of a list: has it; of a date:
    begins so, such as raised=2026). FIELD= chooses where it is empty, FIELD!=VALUE the others.
    `isodocs show ID` prints one record with all that belongs to it.
    """
    from isodocs.dossier.listing import kept, listed, named_field, named_kind
    from isodocs.reports.records import RecordsReport

    if not kind and (columns or all_):
        raise click.UsageError(say("--columns and --all need a KIND of record"))
    chosen = named_kind(kind) if kind else None
    wanted = _conditions(chosen, conditions) if chosen else []
    names = [named_field(chosen, name) for name in columns.split(",") if name] if chosen else []
    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    found = [listed(register, chosen, wanted)] if chosen else kept(register)
    report = RecordsReport(register, found, bool(chosen), names, all_, width=terminal_width())
    print_report(report, format_name)


def _conditions(kind: RecordKind, typed: Sequence[str]) -> list[FieldIs]:
    """What was typed as `status=open`, `--status=open` or `--status open`."""
    from isodocs.dossier.listing import FieldIs, named_field

    found = []
    words = iter(typed)
    for word in words:
        name, equals, text = word.removeprefix("--").partition("=")
        if not equals and word.startswith("--"):
            named_field(kind, name)
            after = next(words, None)
            if after is None:
                raise click.UsageError(say("{word} needs a value: {word} VALUE", word=word))
            text = after
        elif not equals:
            raise click.UsageError(
                say("{word!r}: write FIELD=VALUE, such as status=open", word=word)
            )
        field = named_field(kind, name.removesuffix("!"))
        found.append(FieldIs(field, text, unlike=name.endswith("!")))
    return found

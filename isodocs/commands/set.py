"""`isodocs set`: update fields of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from isodocs.commands._kinds import complete_field_of
from isodocs.commands._open import open_alone
from isodocs.commands._text import NAME, echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.dataclass import replace
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.set_record import FieldSetting

EXAMPLES = ('set NC-2026-003 corrected=2026-05-12 correction="Gauges withdrawn"',)


@click.command()
@click.argument("record", metavar="RECORD", type=NAME)
@click.argument("settings", metavar="FIELD=VALUE...", nargs=-1, shell_complete=complete_field_of)
@writes()
def command(write: WritingCommand, record: str, settings: tuple[str, ...]) -> None:
    """Set fields of RECORD, by its number; a row without one is records/training.csv:12.

    FIELD=VALUE replaces what the field says, FIELD= empties it, FIELD+=VALUE adds to a list; lists
    are written 'a; b'. Only these lines or cells of the file change. Without any FIELD=VALUE the
    fields are listed with their allowed and current values.

    Values are checked as `isodocs check` would check them. A closed record stays as it is: later
    facts go into a new record. To add what it lacks, open it again with reopened=DAY and
    reopened-because=REASON, and commit that first. A nonconformity and the audit that raised it
    refer to each other.
    """
    from isodocs.commands._find_standard import standard_ids
    from isodocs.commands._show_kinds import show_fields
    from isodocs.lifecycle.set_record import find, set_record
    from isodocs.records.record_kinds import kinds

    wanted = _settings(settings)
    with open_alone(write.ctx) as (workspace, register):
        if not wanted:
            found = find(register, record)
            echo(
                say(
                    "{label}, {title}, {path}",
                    label=found.label,
                    title=kinds()[found.kind].title.lower(),
                    path=found.path,
                )
            )
            show_fields(kinds()[found.kind], found)
            return
        kind = kinds()[find(register, record).kind]
        wanted = [
            replace(each, text=standard_ids(register, kind, {each.name: each.text})[each.name])
            for each in wanted
        ]
        plan = set_record(register, record, wanted, workspace.read_file, workspace.committed)
        write.record(workspace, plan)


def _settings(texts: Sequence[str]) -> list[FieldSetting]:
    from isodocs.lifecycle.set_record import FieldSetting

    found = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip("+ "):
            raise click.UsageError(
                say("{text!r}: write FIELD=VALUE, or FIELD= to empty the field", text=text)
            )
        found.append(FieldSetting(name.rstrip("+ ").strip(), value, name.endswith("+")))
    return found

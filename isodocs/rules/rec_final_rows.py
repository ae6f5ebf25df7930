"""REC: rows that must stay as they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.history.altered_records import kept_until
from isodocs.history.lost_rows import Identity, identity, said, says_all
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level, Place
from isodocs.records.record_kinds import kinds
from isodocs.rules._records import row_before, row_gone_by
from isodocs.rules.rule import rule
from isodocs.words import agreed, counted, noun, say

if TYPE_CHECKING:
    from isodocs.model.history import LostRow
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@rule(
    "REC015",
    "finished-row-altered",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    protects=True,
    stops=FROM_STAGE_2,
)
def finished_row_altered(register: Register) -> Iterator[Finding]:
    """A row of trainings, calibrations or confirmations was changed or removed.

    Why: Records kept as evidence are protected from alteration (ISO 9001:2015, 7.5.3.2). A past
    training or a failed gauge does not change afterwards. You may fill in empty fields, move a row
    to another table, and remove a row after its retention has ended. This is reported once for each
    table and commit.

    Example: `result: failed` of a calibration became `passed` a week before the audit.

    Remedy: Restore the rows, and add a row with the new information. If the change was right (such
    as a typing error), have it waived with a reason.
    """
    present = _present(register)
    lost: dict[tuple[str, str], list[tuple[LostRow, str]]] = defaultdict(list)
    for row in register.ledger.lost_rows:
        final = kinds()[row.record.kind].final  # of others: REC036
        if final and (what := _what(register, row, present)):
            lost[row.record.path, row.stamp.commit].append((row, what))
    for (path, _), rows in lost.items():
        row, what = rows[0]
        more = say(", as {were}", were=_were(len(rows) - 1)) if len(rows) > 1 else ""
        yield Finding(
            say("{named} {what}{more}", named=_named(row.record), what=what, more=more),
            say(
                "Restore the row ({before} shows it). Add new information as a new row.",
                before=row_before(row),
            ),
            Place(path),
            subject=f"{path}|{'|'.join(identity(row.record))}",
        )


def _were(others: int) -> str:
    return say(
        "{verb} {rows}", verb=agreed(others, "was", "were"), rows=counted(others, "other row")
    )


def _what(
    register: Register, row: LostRow, present: Mapping[tuple[str, Identity], list[Record]]
) -> str:
    """What became of a row, and by whom; empty where it is there, or need not be kept."""
    record, stamp = row.record, row.stamp
    alike = present.get((record.kind, identity(record)), [])
    if any(says_all(now, record) for now in alike):
        return ""
    if not alike:
        until = kept_until(record)
        day = register.on if row.in_merge else stamp.day(register.on)
        if until is not None and until < day:
            return ""
        return say("was removed {by}", by=row_gone_by(row))
    now = max(alike, key=lambda r: len(said(r) & said(record)))
    name, _ = min(said(record) - said(now))
    before, after = record.text(name), now.text(name)
    return say(
        "was changed ('{name}' from {before!r} to {after!r}) {by}",
        name=name,
        before=before,
        after=after,
        by=row_gone_by(row),
    )


def _present(register: Register) -> Mapping[tuple[str, Identity], list[Record]]:
    """The rows that are there of kinds of which any was lost, by what they are about."""
    found: dict[tuple[str, Identity], list[Record]] = defaultdict(list)
    for kind in {row.record.kind for row in register.ledger.lost_rows}:
        for record in register.records.get(kind, ()):
            found[kind, identity(record)].append(record)
    return found


def _named(record: Record) -> str:
    return say(
        "the {title} {identity}",
        title=noun(kinds()[record.kind].title),
        identity=" ".join(identity(record)),
    )

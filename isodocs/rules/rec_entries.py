"""REC, continued: whether records were written down when what they show happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from isodocs.assess.late_entries import LateEntry, early_entries, late_entries
from isodocs.assess.remedies import by
from isodocs.model.gap import Finding, Level, Place
from isodocs.records.record_kinds import kinds
from isodocs.rules._records import finding, named
from isodocs.rules.rule import rule
from isodocs.words import agreed, counted, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("REC024", "entered-late", Level.WARNING, ("7.5.3.2",), blocks=False)
def entered_late(register: Register) -> Iterator[Finding]:
    """Records were entered long after their own date.

    Why: A record is evidence of what happened because it was made when it happened (ISO 9001:2015,
    7.5.3.2). An auditor compares the dates, above all of records that appear shortly before an
    audit. It is a note up to twice the time in `late-entry-after` of isodocs.yaml, and for records
    that came with a new table; it is a warning in the two weeks before an audit of the
    certification body. It is reported once for each table, and for twelve months.

    Example: Fifteen trainings dated January were entered in June, the day before stage 2.

    Remedy: Enter records within days. Where there is older evidence, such as a signed list of
    participants, attach it to the rows, and have the gap waived with that reason.
    """
    groups: dict[str, list[LateEntry]] = defaultdict(list)
    for late in late_entries(register):
        record = late.record
        groups[record.path if kinds()[record.kind].table else record.kind].append(late)
    for group in groups.values():
        yield _late(sorted(group, key=_weight, reverse=True))


def _weight(late: LateEntry) -> tuple[bool, bool, timedelta]:
    return (late.heavy, late.before_audit is not None, late.entered - late.day)


def _late(group: Sequence[LateEntry]) -> Finding:
    """What is said of the late entries of one file, the weightiest first."""
    first, rest = group[0], len(group) - 1
    table = kinds()[first.record.kind].table
    if first.imported and (table or rest):
        path = first.record.path
        return _imported(group, path if table else path.rpartition("/")[0])
    span = counted((first.entered - first.day).days, "day")
    more = say(
        "; {records} {verb} late too",
        records=counted(rest, "other record"),
        verb=agreed(rest, "was", "were"),
    )
    audit = (
        say(", shortly before the audit of {before_audit}", before_audit=first.before_audit)
        if first.before_audit
        else ""
    )
    return Finding(
        say(
            "{record} was entered {by}, {span} after '{field}' ({day}){audit}{part}",
            record=named(first.record),
            by=by(first.stamp),
            span=span,
            field=first.field,
            day=first.day,
            audit=audit,
            part=more if rest else "",
        ),
        say("Attach evidence from that time, and have it waived with the reason."),
        first.record.place(first.field),
        subject=f"{first.record.kind}|{first.record.id or first.stamp.commit[:10]}",
        owner=first.record.text("owner"),
        level=None if first.heavy else Level.NOTE,
    )


def _imported(group: Sequence[LateEntry], path: str) -> Finding:
    """What is said of records that came with the first of their kind: all of them, and no name."""
    first = group[0]
    show = agreed(len(group), "it shows", "they show")
    days = counted((first.entered - first.day).days, "day")
    return Finding(
        say(
            "the first records of this kind were entered {by}: {records}, up to "
            "{days} after what {show}",
            by=by(first.stamp),
            records=counted(len(group), "record"),
            days=days,
            show=show,
        ),
        say("Keep the evidence from that time; enter new records within days."),
        Place(path),
        subject=f"{first.record.kind}|imported",
        level=Level.NOTE,
    )


@rule("REC025", "entered-before-its-day", Level.NOTE, ("7.5.3.2",), blocks=False)
def entered_before_its_day(register: Register) -> Iterator[Finding]:
    """A record was entered before the day on which it says that something was done.

    Why: What had not happened was recorded as done (ISO 9001:2015, 7.5.3.2). Nothing shows that it
    took place on that day.

    Example: A training of 20 June was entered on 1 June.

    Remedy: Enter what is planned in `planned` or `due`, and the day when it is done. Attach
    evidence that it was done, and have the gap waived with that reason.
    """
    for record, field, day, entered in early_entries(register):
        yield finding(
            record,
            field,
            say(
                "'{field}' is {day}, and was entered on {entered}, before that day",
                field=field,
                day=day,
                entered=entered,
            ),
            say("Attach evidence that it was done on that day."),
        )

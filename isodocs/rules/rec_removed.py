"""REC: records that were taken out before they need not be kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.records_gone import RecordGone, records_gone
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing.endings import is_markdown
from isodocs.records.record_kinds import kinds
from isodocs.rules.rule import rule
from isodocs.words import counted, noun, say

if TYPE_CHECKING:
    from isodocs.model.history import RecordLeft
    from isodocs.model.register import Register


@rule(
    "REC034",
    "record-removed",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=False,
    protects=True,
    stops=FROM_STAGE_2,
)
def record_removed(register: Register) -> Iterator[Finding]:
    """A record of what happened, or of what was due, was removed before its retention ended.

    Why: Records are retained as evidence (ISO 9001:2015, 7.5.3.2 and 10.2.2). A nonconformity that
    is taken out while it is open looks as if it had never been raised. The retention of what is
    still open has not begun. Where a file is moved to a place at which records are not read, such
    as a folder `evidence`, its record is taken out as well. A record may move to another file, and
    get another number. What was only planned may be taken out until its day has passed, and a risk
    or a piece of equipment while nothing decided about it is overdue. This is reported once for
    each file and commit.

    Example: The file of a major nonconformity was removed a week before the audit.

    Remedy: Restore the record and close it there, with what shows that it is done. One that was
    entered by mistake: have the gap waived with that reason.
    """
    together: dict[tuple[str, str], list[RecordGone]] = defaultdict(list)
    for gone in records_gone(register).records:
        left = gone.left
        together[(left.path, left.stamp.commit) if left else ("", gone.kind)].append(gone)
    found = register.inventory.records
    there = {record.path for record in found if not record.kind and is_markdown(record.path)}
    for records in together.values():
        first, left, others = records[0], records[0].left, len(records) - 1
        also = say(", as well as {records}", records=counted(others, "other record"))
        yield Finding(
            say(
                "the {title} {id} ('{deed}' {day}) {went}{more}",
                title=noun(kinds()[first.kind].title),
                id=first.id,
                deed=first.deed,
                day=first.day,
                went=_went(left, there),
                more=also if others else "",
            ),
            say(
                "Restore it{how}. Close it there, or have this waived with a reason.",
                how=_how(first, left) if left else "",
            ),
            Place(left.path if left else ""),
            subject="|".join((first.kind, *(each.id for each in records))),
        )


def _went(left: RecordLeft | None, there: Container[str]) -> str:
    """What became of a record; `there` are the files in which nothing is read."""
    if left is None:
        return say("was removed without a commit that says so")
    by = remedies.by(left.stamp)
    if left.path in there:
        return say("is no longer read in its file, which was changed {by}", by=by)
    return say("was removed {by}", by=by)


def _how(gone: RecordGone, left: RecordLeft) -> str:
    """The command that brings a file back, or that shows the table with the row."""
    commit = remedies.before(left.stamp)
    if kinds()[gone.kind].table:
        return say(" (`{show}` shows it)", show=remedies.show(commit, left.path))
    return say(" (`{checkout}`)", checkout=remedies.checkout(commit, left.path))

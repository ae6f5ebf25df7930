"""How a finding about a record is worded and distinguished from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.model.gap import Finding
from isodocs.records.record_kinds import kinds
from isodocs.words import noun, say

if TYPE_CHECKING:
    from isodocs.model.gap import Level
    from isodocs.model.history import LostRow
    from isodocs.model.record import Record


def finding(
    record: Record, field: str, message: str, hint: str, level: Level | None = None
) -> Finding:
    """What is wrong with a field of a record, in words that follow the record's name."""
    return Finding(
        say("{record}: {message}", record=named(record), message=message)
        if message[:1] == "'"
        else say("{record} {message}", record=named(record), message=message),
        hint,
        record.place(field if field in record.places else ""),
        subject=f"{record.id or ' '.join([*record.values.values()][:3])} {field} {message}",
        owner=record.text("owner"),
        level=level,
    )


def named(record: Record) -> str:
    """A record as people know it: its id and title, or its kind and whom it is about."""
    if record.id:
        said = record.title
        return (
            say("{id} ({said})", id=record.id, said=said)
            if said and said != record.id
            else record.id
        )
    kind = kinds()[record.kind]
    texts = (record.text(f.name) for f in kind.fields.values() if f.required and f.refers)
    if about := " ".join(filter(None, texts)):
        return say("the {title} {about}", title=noun(kind.title), about=about)
    return say("the {title}", title=noun(kind.title))


def row_gone_by(row: LostRow) -> str:
    """Who changed or removed a row, and when, to follow a verb."""
    by = remedies.by(row.stamp)
    return say("in a merge after it was written {by}", by=by) if row.in_merge else by


def row_before(row: LostRow) -> str:
    """The command that shows a row as it was."""
    commit = row.stamp.commit[:10] if row.in_merge else remedies.before(row.stamp)
    return f"`{remedies.show(commit, row.record.path)}`"

"""What several sorts of dossier have: what refers to something, what is due, and gaps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.dossier.columns import MOST, PLACE, filled, key_columns, row
from isodocs.model.dossier import DossierTable
from isodocs.records.record_kinds import kinds
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.assess.record_links import RecordLink
    from isodocs.model.duty import Duty
    from isodocs.model.gap import Gap
    from isodocs.model.judgement import Assurance
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def referring(
    links: Iterable[RecordLink], leave_out: Collection[str] = ()
) -> Iterator[DossierTable]:
    """The records that refer to something, a part to each kind, the newest first."""
    by_kind: dict[str, dict[int, Record]] = {}
    for link in links:
        if link.record.kind not in leave_out:
            by_kind.setdefault(link.record.kind, {})[id(link.record)] = link.record
    fields = {(link.record.kind, link.field) for link in links}
    for name in sorted(by_kind):
        naming = [field for kind, field in fields if kind == name]
        # That it names this one goes without saying, where only one field does.
        yield records_part(name, by_kind[name].values(), naming if len(naming) == 1 else ())


def records_part(
    name: str,
    records: Iterable[Record],
    without: Collection[str] = (),
    title: str = "",
    most: int = MOST,
) -> DossierTable:
    """Records of one kind as a table, the newest first."""
    kind = kinds()[name]
    ordered = sorted(records, key=lambda record: _newest(record), reverse=True)
    columns = (*filled(kind, ordered), PLACE)
    shown = key_columns(kind, ordered, most if kind.key else most - 1, without)
    return DossierTable(
        name,
        title or say(kind.title),
        columns,
        [row(record, columns) for record in ordered],
        shown=shown if kind.key else (*shown, PLACE),
        see=f"isodocs records {name}",
    )


def _newest(record: Record) -> str:
    law = kinds()[record.kind].law
    days = [record.day(name) for name in law.deeds] or list(record.days.values())
    return max((day.isoformat() for day in days if day), default="")


def due_part(
    register: Register, concerns: Callable[[Duty], bool] | None = None, *, subject: str = ""
) -> DossierTable:
    """What has to be done by a day, the longest overdue first: of a subject, or what `concerns`."""
    from isodocs.readiness.duties import duties, duties_by_subject

    on = register.on
    found = duties(register) if concerns else duties_by_subject(register).get(subject, ())
    rows = [
        (
            duty.day,
            duty.subject,
            duty.what,
            duty.owner,
            duty.overdue(on),
            str(duty.place) or None,
        )
        for duty in found
        if concerns is None or concerns(duty)
    ]
    columns = ("day", "about", "what", "owner", "overdue", PLACE)
    shown = ("day", "about", "what", "owner", "overdue")
    return DossierTable("due", say("What is due"), columns, rows, say("Nothing is due."), shown)


def gaps_part(gaps: Sequence[Gap]) -> DossierTable:
    """What `isodocs check` reports of it; what is waived is not left out."""
    rows = [
        (
            gap.code,
            gap.level,
            gap.finding.message,
            gap.finding.hint,
            gap.waived_until or None,
            str(gap.finding.place),
        )
        for gap in gaps
    ]
    columns = ("code", "level", "message", "hint", "waived-until", PLACE)
    shown = ("code", "level", "message", "waived-until")
    return DossierTable(
        "gaps", say("Gaps"), columns, rows, say("`isodocs check` finds none."), shown
    )


def in_record(gap: Gap, record: Record) -> bool:
    """Whether a gap is about a record: somewhere in its file, or in its row of a table."""
    place = gap.finding.place
    if place.path != record.path:
        return False
    if not kinds()[record.kind].table:
        return True
    return place.line in {record.line, *(line for line, _ in record.places.values())}


def assurance_in_words(assurance: Assurance) -> str:
    """How sure an approval is, in words of the reader's language."""
    return levels_in_words(assurance.label)


def levels_in_words(label: str) -> str:
    """The same of its label: `signed + timestamped`."""
    return joined(" + ", [say(part) for part in label.split(" + ")])

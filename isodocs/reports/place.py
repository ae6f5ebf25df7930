"""A site or a process in a report: what names it, when it was audited, what is open there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isodocs.formats.text.layout import Text, wrapped
from isodocs.records.record_kinds import kinds
from isodocs.words import counted, joined, listed, noun, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.assess.audit_scope import Where
    from isodocs.assess.place_shown import PlaceShown

_NAMED = 8


def title(where: Where) -> str:
    """What a heading adds for a site and a process: `, Quern Street`; empty where it is all."""
    return joined("", (say(", {name}", name=name) for name in where if name))


def audited_in_words(last: date | None, planned: date | None, due: date | None, on: date) -> str:
    """`audited on 2026-02-10, next by 2027-02-10`; `never audited, planned for 2026-09-30`."""
    said = say("audited on {last}", last=last) if last else say("never audited")
    if planned:
        late = say(" and overdue") if planned < on else ""
        return say("{said}, planned for {planned}{late}", said=said, planned=planned, late=late)
    if due is None:
        return say("{said}, no audit is planned", said=said)
    return say(
        "{said}, {part} {due}",
        said=said,
        part=say("next by") if due >= on else say("overdue since"),
        due=due,
    )


def is_own(place: PlaceShown | None, document: str) -> bool | None:
    """Whether a document names the place that was asked for; None where none was."""
    return document in place.documents if place else None


def mark(place: PlaceShown | None, document: str) -> str:
    """` (own)` or ` (for all)` behind a document, where a place was asked for."""
    return {True: " (own)", False: say(" (for all)"), None: ""}[is_own(place, document)]


def lines(place: PlaceShown, on: date, width: int) -> Iterator[str]:
    """Three lines: what names it, when it was audited, what is open."""
    kinds_named = Counter(record.kind for record in place.records)
    records = [counted(number, noun(kinds()[kind].title)) for kind, number in kinds_named.items()]
    documents = listed(place.documents, most=_NAMED)
    named = joined("; ", filter(None, (documents, listed(records, most=_NAMED)))) or "nothing"
    what = "process" if place.where.process else "site"
    yield from wrapped(
        say(
            "Naming this {what}: {named}. What names no {what} is for all.", what=what, named=named
        ),
        width,
        "  ",
        "",
    )
    by = (
        say(" ({id})", id=listed([audit.id for audit in place.audits], most=3))
        if place.audits
        else ""
    )
    audited = place.audited
    said = audited_in_words(audited.last, audited.planned, audited.due, on)
    yield from wrapped(say("Internal audits: {said}{by}", said=said, by=by), width, "  ", "")
    if not place.open:
        yield say("Open findings: none")
    for found in place.open:
        text = say(
            "{id} {title} ({stage})",
            id=found.record.id,
            title=found.record.text("title"),
            stage=found.stage,
        )
        yield from wrapped(
            Text(say("Open finding: {text}", text=text), ("yellow",)), width, "  ", ""
        )


def as_data(place: PlaceShown, on: date) -> dict[str, Any]:
    """The same for programs (`$defs/place` of the schemas)."""
    return {
        "site": place.where.site or None,
        "process": place.where.process or None,
        "documents": place.documents,
        "records": [
            {"kind": record.kind, "id": record.id, "path": record.path, "line": record.line}
            for record in place.records
        ],
        "audits": [{"id": audit.id, "finished": audit.day("finished")} for audit in place.audits],
        "last_audited": place.audited.last,
        "due": place.audited.due,
        "planned": place.audited.planned,
        "overdue": place.audited.due is None or place.audited.due < on,
        "open": [
            {
                "id": found.record.id,
                "title": found.record.text("title"),
                "grade": found.record.text("grade"),
                "stage": found.stage,
                "due": found.due,
            }
            for found in place.open
        ],
    }

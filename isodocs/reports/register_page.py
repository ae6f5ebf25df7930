"""The master document register as a page, in the order of types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.dossier.shared import assurance_in_words
from isodocs.model.document import State
from isodocs.model.dossier import Tone
from isodocs.model.page import Page, PageTable, PageText, Paragraphs
from isodocs.reports import heading
from isodocs.reports.revisions import effective_from
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register

_TONES = {State.EFFECTIVE: Tone.GOOD, State.AWAITING: Tone.WARNING, State.DRAFT: Tone.WARNING}
_COLUMNS = (
    *(
        say("Identifier"),
        say("Title"),
        say("Type"),
        say("Revision"),
        say("State"),
        say("Effective"),
        say("Approved by"),
        say("Assurance"),
    ),
    *(say("Owner"), say("Next review")),
)

Names = Callable[["Entry"], Sequence[str]]
Remarks = Callable[["Entry"], Sequence[str]]


def page(
    register: Register,
    entries: Sequence[Entry],
    counts: str,
    note: str,
    approvers: Names,
    remarks: Remarks,
) -> Page:
    """The page; `counts` and `note` are said before and after, `remarks` below a title."""

    def row(entry: Entry) -> Iterator[PageText | str]:
        shown = entry.in_force or entry.newest
        said = joined("; ", remarks(entry))
        yield entry.id
        yield (
            say("{title} ({said})", title=entry.document.title, said=said)
            if said
            else entry.document.title
        )
        yield entry.document.type
        yield shown.number
        yield PageText(say(str(shown.state)), _TONES.get(shown.state, Tone.PLAIN))
        yield str(effective_from(shown) or "")
        yield joined(", ", approvers(entry))
        sure = shown.judgement if shown.approved_on else None
        yield assurance_in_words(sure.assurance) if sure else ""
        yield entry.document.owner
        review = str(entry.next_review or "")
        yield (
            PageText(say("{review} overdue", review=review), Tone.BAD)
            if entry.review_overdue
            else review
        )

    kinds = list(register.config.types)

    def kind(entry: Entry) -> tuple[int, str]:
        type = entry.document.type
        return (kinds.index(type) if type in kinds else len(kinds), type)

    rows = tuple(tuple(row(entry)) for entry in sorted(entries, key=kind))
    return Page(
        say("Master document register"),
        register.config.organisation,
        heading.source(register),
        (Paragraphs((counts,)), PageTable(_COLUMNS, rows), Paragraphs((note,))),
    )

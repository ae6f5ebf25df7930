"""A redline as a page: who decided on each of the two texts, and both side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.decisions import Outcome, decisions
from isodocs.assess.statement_evidence import Evidences
from isodocs.history.readable_redline import readable
from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Chapter,
    Page,
    PageTable,
    PageText,
    Paragraphs,
    SideBySide,
    Verdict,
)
from isodocs.reports import heading
from isodocs.reports.approvals import role
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.page import Part, Said
    from isodocs.model.redline import Redline
    from isodocs.reports.redline_sides import Compared, Side

_COLUMNS = (
    say("Text"),
    say("Decision"),
    say("Name"),
    say("Role"),
    say("Day"),
    say("Level of assurance"),
    say("Reason"),
)
_TONES = {Outcome.APPROVED: Tone.GOOD, Outcome.REVIEWED: Tone.GOOD, Outcome.RETIRED: Tone.GOOD}
_COARSE = say("Parts are too large to compare word by word; they are shown as replaced whole.")


def page(compared: Compared, redline: Redline, summary: str) -> Page:
    """The page of a redline; `summary` says in a sentence what changed."""
    entry, register = compared.entry, compared.register
    old, new = (_name(side) for side in (compared.old, compared.new))
    if old == new:
        old, new = say("Before"), say("Now")
    notes = [
        say("Old: {what}.", what=compared.old.what),
        say("New: {what}.", what=compared.new.what),
    ]
    notes += [_COARSE] if redline.coarse else []
    parts: list[Part] = [Verdict(summary, Tone.PLAIN, notes)]
    rows = [
        *_decisions(compared, compared.old, old),
        *_decisions(compared, compared.new, new),
    ]
    parts.append(Chapter(say("Approvals"), "approvals", (PageTable(_COLUMNS, rows),)))
    if redline.changed:
        signs = (
            PageText(
                say("Deleted words are struck through, inserted words are bold and underlined.")
            ),
        )
        changes = SideBySide(old, new, readable(redline))
        parts.append(Chapter(say("Changes"), "changes", (Paragraphs(signs), changes)))
    title = say("{id} {title}", id=entry.id, title=entry.document.title)
    return Page(title, register.config.organisation, heading.source(register), parts)


def _name(side: Side) -> str:
    number = side.document.revision
    return say("Revision {number}", number=number) if number else say("Without a revision number")


def _decisions(compared: Compared, side: Side, name: str) -> Iterator[tuple[Said, ...]]:
    """A row to each decision on exactly this text."""
    register, entry = compared.register, compared.entry
    form = side.status or entry.form_of(side.document)
    evidences = Evidences(register)
    made = [
        one
        for one in (decisions(register, entry, form) if form else ())
        if one.statement.document_sha256 == side.document.sha256
    ]
    for one in made:
        statement = one.statement
        evidence = evidences.of_approval(one.record, statement, one.judgement)
        outcome = PageText(say(str(one.outcome)), _TONES.get(one.outcome, Tone.WARNING))
        reason = joined("; ", filter(None, (one.why, statement.reason)))
        yield (
            *(name, outcome, statement.name, role(register, statement, evidence)),
            *(
                str(statement.day),
                joined(" + ", [say(part) for part in evidence.label.split(" + ")]),
                reason,
            ),
        )
    if not made:
        none = PageText(say("No decision on exactly this text is recorded."), Tone.WARNING)
        yield name, none, "", "", "", "", ""

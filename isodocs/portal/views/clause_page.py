"""Clauses: all of a standard with what answers them, and one with everything behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isodocs.assess.clause_records import proofs
from isodocs.assess.coverage import coverage
from isodocs.dossier.record import title_of
from isodocs.model.dossier import Tone
from isodocs.model.page import Chapter, Facts, PageTable, PageText, Paragraphs
from isodocs.portal.languages import in_words
from isodocs.portal.views import addresses, states
from isodocs.portal.views.dashboard import covered
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.assess.clause_records import KindOfProof
    from isodocs.copies.wording import Wording
    from isodocs.model.coverage import ClauseCoverage, ClauseEvidence
    from isodocs.model.page import Part
    from isodocs.portal.snapshot import PortalSnapshot

_MOST = 20
_NAMED = 4


def rows_of(snapshot: PortalSnapshot, wording: Wording, standard: str) -> list[dict[str, Any]]:
    """Each clause of a standard as a row: its state, and the documents behind it."""
    names = covered(wording)
    return [
        {
            "number": row.requirement.number,
            "title": say(row.requirement.title),
            "address": addresses.clause(standard, row.requirement.number),
            "tone": states.COVERED[row.status],
            "status": names[row.status],
            "documents": [
                (item.document, addresses.document(item.document), item.counts)
                for item in row.evidence[:_NAMED]
            ],
            "more": max(0, len(row.evidence) - _NAMED),
        }
        for row in coverage(snapshot.register, standard).rows
    ]


def row_of(snapshot: PortalSnapshot, standard: str, number: str) -> ClauseCoverage | None:
    """A clause of a standard; None where it is not one that is audited."""
    if standard not in snapshot.register.maps:
        return None
    rows = coverage(snapshot.register, standard).rows
    return next((row for row in rows if row.requirement.number == number), None)


def clause_parts(snapshot: PortalSnapshot, wording: Wording, row: ClauseCoverage) -> Iterator[Part]:
    """Everything behind a clause."""
    word, requirement = wording.word, row.requirement
    status = PageText(covered(wording)[row.status], states.COVERED[row.status])
    facts: list[tuple[str, PageText | str]] = [(word("State"), status)]
    facts += [(word("Why"), row.reason)] if row.reason else []
    if requirement.asks:
        own = bool(snapshot.register.maps[requirement.standard].path)
        facts.append(
            (word("What is required, in our words"), _asked(wording, requirement.asks, own))
        )
    facts += [(word("Shown by"), ", ".join(row.shown))] if row.shown else []
    yield Facts(facts)
    documents = PageTable(
        (
            *(word("Document"), word("Title"), word("Revision"), word("State"), word("Section")),
            word("As evidence"),
        ),
        [_evidence(item, wording) for item in row.evidence],
        empty=word("No document covers it."),
    )
    yield Chapter(word("Documents"), "documents", (documents,))
    shown = list(_proofs(snapshot, wording, row))
    none = Paragraphs((word("No record shows it."),))
    yield Chapter(word("Records"), "records", shown or (none,))


def _asked(wording: Wording, asks: str, own: bool) -> PageText:
    """What a clause asks; in English, marked as such, where no one has translated it yet.

    A map of the organisation's own is in whatever language its people wrote it in.
    """
    said = in_words(wording, say(asks))
    english = said == asks and wording.language != "en" and not own
    return PageText(said, language="en" if english else "")


def _evidence(item: ClauseEvidence, wording: Wording) -> tuple[PageText | str, ...]:
    word = wording.word
    counts = PageText(word("counts"), Tone.GOOD)
    if not item.counts:
        said = word("counts partly: {why}") if item.partly else word("does not count: {why}")
        counts = PageText(said.format(why=in_words(wording, item.why_not)), Tone.WARNING)
    return (
        PageText(item.document, to=addresses.document(item.document)),
        item.title,
        item.revision,
        PageText(wording.state(item.state), states.tone(item.state)),
        item.section,
        counts,
    )


def _proofs(snapshot: PortalSnapshot, wording: Wording, row: ClauseCoverage) -> Iterator[Part]:
    requirement = row.requirement
    word = wording.word
    for proof in proofs(snapshot.register, requirement.standard, requirement.number):
        if proof.records:
            yield PageTable(
                (word("Day"), word("No."), word("What")),
                [
                    (
                        wording.day(day, short=True) if day else "",
                        PageText(record.id or "→", to=addresses.record(record)),
                        title_of(record),
                    )
                    for day, record in proof.records[:_MOST]
                ],
                caption=_caption(proof, wording),
            )


def _caption(proof: KindOfProof, wording: Wording) -> str:
    number = len(proof.records)
    if number <= _MOST:
        return joined("", (proof.kind.title, f" ({number})"))
    said = wording.word("{kind}: the latest {shown} of {number}")
    return said.format(kind=in_words(wording, proof.kind.title), shown=_MOST, number=number)

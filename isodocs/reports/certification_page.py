"""The certification cycle as a page: each certificate with a time line of its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Chapter,
    Page,
    PageText,
    Paragraphs,
    Part,
    TimeLine,
    TimeLineEntry,
    Verdict,
)
from isodocs.records.choice_words import chosen
from isodocs.reports import heading
from isodocs.words import capital, joined, say

if TYPE_CHECKING:
    from isodocs.dossier.certificates import CertificateCycle, CycleStep
    from isodocs.model.register import Register

Said = Callable[["CertificateCycle"], str]


def page(
    register: Register,
    cycles: Sequence[CertificateCycle],
    standard: Said,
    body: Said,
    following: Callable[[CycleStep], str],
    state: Said,
) -> Page:
    """A chapter to each certificate; the others say its standard, body, next step and state."""

    def parts(each: CertificateCycle) -> Iterator[Part]:
        certification = each.certification
        until = (
            say(" until {expires}", expires=certification.expires) if certification.expires else ""
        )
        tone = Tone.GOOD if certification.holds else Tone.WARNING
        notes = [say("Next: {following}", following=following(each.next))] if each.next else []
        yield Verdict(joined("", (capital(state(each)), until)), tone, notes)
        yield Paragraphs((say("{id}: {body}", id=certification.record.id, body=body(each)),))
        yield TimeLine(tuple(_entry(step, register.on) for step in each.steps if step.by))

    chapters: list[Part] = [
        Chapter(standard(each), f"certificate-{number}", tuple(parts(each)))
        for number, each in enumerate(cycles, start=1)
    ]
    none = Paragraphs(
        (say("No certification is recorded: `isodocs new certification` begins one."),)
    )
    return Page(
        say("Certification"),
        register.config.organisation,
        heading.source(register),
        chapters or [none],
    )


def _entry(step: CycleStep, on: date) -> TimeLineEntry:
    day = step.by or on
    allowed = (
        say("no later than {allowed}", allowed=step.allowed)
        if step.allowed and step.allowed != day
        else ""
    )
    doubt = "" if step.sure else say("to be confirmed")
    found = (
        say("open findings: {open_findings}", open_findings=joined(", ", step.open_findings))
        if step.open_findings
        else ""
    )
    said = (say(str(step.state)), allowed, doubt, chosen("result", step.result), found)
    tone = Tone.BAD if step.state.is_wrong else Tone.PLAIN
    text = PageText(joined("; ", filter(None, said)))
    return TimeLineEntry(day, step.name, text, tone, day > on)

"""The check as a page of Markdown: the verdict, a table of the gaps, and coverage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.formats import markdown
from isodocs.reports import burn_down, heading
from isodocs.reports.check import verdict
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.checked import Checked
    from isodocs.model.gap import Gap

_HEADER = (
    say("Level"),
    say("Rule"),
    say("Document"),
    say("Place"),
    say("Gap"),
    say("What to do"),
    say("Owner"),
)


def page(result: Checked, prefix: str) -> Iterator[str]:
    """Its lines; `prefix` comes before each path."""
    yield say(
        "# {cell}",
        cell=markdown.cell(joined(" · ", filter(None, (say("Check"), result.organisation)))),
    )
    yield ""
    yield say(
        "**{verdict}** {cell}",
        verdict=verdict(result),
        cell=markdown.cell(say("({source}, {on})", source=result.source, on=result.on)),
    )
    yield ""
    states = joined(
        ", ",
        (
            say("{count} {state}", count=count, state=state)
            for state, count in result.states.items()
        ),
    )
    total = counted(sum(result.states.values()), "document")
    yield (
        say("{total}: {states}.", total=total, states=states)
        if states
        else say("No controlled documents.")
    )
    for code, left, first in burn_down.by_rule(result):
        yield ""
        yield say(
            "{code}: {left} of {first} gaps of the first day left.",
            code=code,
            left=left,
            first=first,
        )
    for sentence in heading.looked_at_sentences(result.looked_at):
        yield ""
        yield markdown.cell(sentence)
    if result.gaps:
        yield ""
        yield from markdown.head(_HEADER)
        for gap in result.gaps:
            yield markdown.line(map(markdown.cell, _cells(gap, prefix)))
    standards = {} if "paths" in result.looked_at.only else result.standards
    if standards:
        yield ""
        yield from markdown.head((say("Standard"), say("Coverage"), say("What it rests on")))
        for id, found in standards.items():
            name = heading.named(found.name, id, result.in_preparation)
            yield markdown.line(map(markdown.cell, (name, found.summary, found.strong)))


def _cells(gap: Gap, prefix: str) -> tuple[object, ...]:
    finding, place = gap.finding, gap.finding.place
    waived = (
        say(
            "waived until {waived_until}: {waived_because}",
            waived_until=gap.waived_until,
            waived_because=gap.waived_because,
        )
        if gap.waived_until
        else ""
    )
    return (
        "waived"
        if waived
        else say("{level}, recorded", level=gap.level)
        if gap.recorded
        else say(str(gap.level)),
        say("{code} {name}", code=gap.code, name=gap.name),
        finding.document,
        f"{prefix}{place}" if place.path else "",
        finding.message,
        waived or finding.hint,
        finding.owner,
    )

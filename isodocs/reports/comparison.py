"""Two standards side by side: what is equal, what is so in part, and what only one asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.reports import heading
from isodocs.standards.comparison import Comparison, editions_compared, in_words
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.requirement import Requirement, RequirementMap

HEADER = ("from", "from_title", "to", "to_title", "relation", "counts", "status", "note")


@immutable(frozen=True)
class ComparisonReport(Report):
    """A comparison; where no one has compared the two standards, nothing is known."""

    found: Comparison

    def data(self) -> Data:
        """In the form of `schemas/comparison.schema.json`."""
        found = self.found
        known = found.via is not None
        return {
            **heading.tool(1),
            "from": _standard(found.source),
            "to": _standard(found.target),
            "known": known,
            "correspondence": found.name or None,
            "summary": {
                "equal": len(found.equal),
                "partly": len(found.partly),
                "only_in_from": len(found.only_source) if known else None,
                "only_in_to": len(found.only_target) if known else None,
            },
            "pairs": [
                {
                    "from": link.source.number,
                    "to": link.target.number,
                    "relation": link.relation,
                    "together": link.whole,
                    "counts": "fully" if link.exact else "partly",
                    "status": link.status,
                    "topic": link.topic or None,
                    "note": link.note,
                }
                for link in found.links
            ],
            "only_in_from": [_alone(found, c) for c in found.only_source] if known else [],
            "only_in_to": [_alone(found, c) for c in found.only_target] if known else [],
        }

    def rows(self) -> Rows:
        """A row to each two clauses that relate, and to each alone; none where nothing is known."""
        return Rows(HEADER, _rows(self.found) if self.found.via else ())

    def text(self) -> Iterator[str]:
        """A summary, then the pairs, then what only one of them asks."""
        return _lines(self.found, self.width)


def _lines(found: Comparison, width: int) -> Iterator[str]:
    one, other = found.source.display_name, found.target.display_name
    yield from wrapped(Text(say("{one} and {other}", one=one, other=other), ("bold",)), width)
    if found.via is None:
        yield from wrapped(
            say(
                "How these two correspond is not known here. That does not say that they "
                "have nothing in common: {id} has not been compared with {id_2} "
                "yet.{editions_compared}",
                id=found.source.id,
                id_2=found.target.id,
                editions_compared=editions_compared(found),
            ),
            width,
        )
        return
    yield from wrapped(
        say(
            "Pairs of clauses that ask the same: {equal}; that have something in "
            "common: {partly}. Clauses only in {one}: {only_source}; only in "
            "{other}: {only_target}.",
            equal=len(found.equal),
            partly=len(found.partly),
            one=one,
            only_source=len(found.only_source),
            other=other,
            only_target=len(found.only_target),
        ),
        width,
    )
    if found.supplement:
        how = say("what both include ({name})", name=found.name)
    elif found.complete:
        how = say("{name}, a comparison of these two", name=found.name)
    else:
        how = say("what both share ({name})", name=found.name)
    yield from wrapped(Text(say("Established by {how}.", how=how), ("dim",)), width)
    if not found.complete:
        text = say("What is only in one belongs to its own subject, or has not been compared.")
        yield from wrapped(Text(text, ("dim",)), width)
    columns = [Column(found.source.id), Column(found.target.id), Column("", share=1)]
    for title, links in ((say("The same"), found.equal), (say("In part"), found.partly)):
        if links:
            yield from ("", *wrapped(Text(title, ("bold",)), width))
            rows: list[Row] = []
            for link in links:
                clause = found.target.get(link.target.number)
                words = in_words(link) if title == say("In part") else ""
                name = say(clause.title) if clause else ""
                rows.append([link.source.number, link.target.number, [name, words]])
            yield from table(columns, rows, width)
    for known, alone in ((one, found.only_source), (other, found.only_target)):
        if alone:
            yield from ("", *wrapped(Text(say("Only in {known}", known=known), ("bold",)), width))
            lines: list[Row] = [[c.number, [say(c.title), found.note(c.number)]] for c in alone]
            yield from table([Column(""), Column("", share=1)], lines, width)


def _standard(known: RequirementMap) -> dict[str, str]:
    return {"id": known.id, "display_name": known.display_name}


def _alone(found: Comparison, clause: Requirement) -> dict[str, Any]:
    return {"number": clause.number, "title": clause.title, "note": found.note(clause.number)}


def _rows(found: Comparison) -> Iterator[Sequence[object]]:
    for link in found.links:
        here, there = found.source.get(link.source.number), found.target.get(link.target.number)
        yield (
            link.source,
            here.title if here else "",
            link.target,
            there.title if there else "",
            link.relation,
            "fully" if link.exact else "partly",
            link.status,
            link.note,
        )
    for clause in found.only_source:
        yield (clause.reference, clause.title, "", "", "none", "", "", found.note(clause.number))
    for clause in found.only_target:
        yield ("", "", clause.reference, clause.title, "none", "", "", found.note(clause.number))

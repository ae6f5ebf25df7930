"""A comparison of two standards for people."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.correspondence import PairOfStandards
from isodocs.standards.comparison import Comparison, in_words


def render(found: Comparison, *, width: int = 80, **_: object) -> str:
    """Render the summary first, then what is equal, what is so in part, and what stands alone."""
    return "\n".join(_lines(found, width)) + "\n"


def _lines(found: Comparison, width: int) -> Iterator[str]:
    one, other = found.source.display_name, found.target.display_name
    yield from wrapped(Text(f"{one} and {other}", ("bold",)), width)
    if found.via is None:
        yield from wrapped(
            f"How these two correspond is not known here. That does not say that they have nothing "
            f"in common: nobody has compared {found.source.id} with {found.target.id} yet.",
            width,
        )
        return
    yield from wrapped(
        f"{len(found.equal)} pairs of clauses ask the same, {len(found.partly)} have something in "
        f"common; {len(found.only_source)} clauses are only in {one}, {len(found.only_target)} "
        f"only in {other}.",
        width,
    )
    complete = isinstance(found.via, PairOfStandards)
    how = (
        f"{found.name}, a comparison of these two"
        if complete
        else f"what both share ({found.name})"
    )
    yield from wrapped(Text(f"Established by {how}.", ("dim",)), width)
    if not complete:
        text = "What is only in one belongs to its own subject, or nobody has compared it."
        yield from wrapped(Text(text, ("dim",)), width)
    columns = [Column(found.source.id), Column(found.target.id), Column("", share=1)]
    for title, links in (("The same", found.equal), ("In part", found.partly)):
        if links:
            yield from ("", *wrapped(Text(title, ("bold",)), width))
            rows: list[Row] = []
            said: dict[str, str] = {}
            for link in links:
                clause = found.target.get(link.target.number)
                words = in_words(link) if title == "In part" else ""
                first = said.setdefault(words, link.target.number) if words else ""
                if first and first != link.target.number:
                    words = f"as {first}"
                name = clause.title if clause else ""
                rows.append([link.source.number, link.target.number, [name, words]])
            yield from table(columns, rows, width)
    for known, alone in ((one, found.only_source), (other, found.only_target)):
        if alone:
            yield from ("", *wrapped(Text(f"Only in {known}", ("bold",)), width))
            lines: list[Row] = [[c.number, [c.title, found.note(c.number)]] for c in alone]
            yield from table([Column(""), Column("", share=1)], lines, width)

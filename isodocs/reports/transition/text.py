"""A transition for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.reports import heading
from isodocs.reports.coverage.text import LOOKS
from isodocs.reports.transition import _words

if TYPE_CHECKING:
    from isodocs.assess.transition import StandardTransition, TransitionStep
    from isodocs.model.register import Register

_MOST = 3


def render(register: Register, found: StandardTransition, *, width: int = 80, **_: object) -> str:
    """Render the summary first, then the work by kind of change, then the statement."""
    return "\n".join(_lines(register, found, width)) + "\n"


def _lines(register: Register, found: StandardTransition, width: int) -> Iterator[str]:
    one, other = found.comparison.source, found.comparison.target
    yield from heading.lines(register, f"{one.display_name} to {other.display_name}", width)
    if found.comparison.via is None:
        yield from wrapped(_words.unknown(found), width)
    yield from wrapped(_words.summary(found), width)
    columns = [
        Column("CLAUSE"),
        Column("FROM", optional=True),
        Column("WHAT IS ASKED", share=3),
        Column("COVERED"),
        Column("TO DO", share=2),
    ]
    for change, title in _words.SECTIONS.items():
        steps = [step for step in found.steps if step.change == change]
        if change == "unchanged":
            steps = [step for step in steps if step.to_do]
        if steps:
            yield from ("", *wrapped(Text(title, ("bold",)), width))
            yield from table(columns, [*_rows(steps)], width)
    if found.comparison.via and any(step.requirement.control for step in found.steps):
        yield from _statement(found, width)


def _rows(steps: list[TransitionStep]) -> Iterator[Row]:
    said: dict[str, str] = {}
    for step in steps:
        asked = step.requirement
        differs = _words.differs(step)
        first = said.setdefault(differs, asked.number) if differs else ""
        differs = f"as {first}" if first and first != asked.number else differs
        status = Text(_words.covered(step), LOOKS[step.covered.status])
        to_do = step.to_do or "nothing"
        owners = f"({', '.join(step.owners[:_MOST])})" if step.owners and step.to_do else ""
        before = [link.source.number for link in step.links]
        yield [asked.number, before, [asked.title, differs], status, [to_do, owners]]


def _statement(found: StandardTransition, width: int) -> Iterator[str]:
    yield from (
        "",
        *wrapped(Text("What it means for the Statement of Applicability", ("bold",)), width),
    )
    if not found.has_statement:
        yield from wrapped(
            f"There is no statement of {found.comparison.source.id} whose rows could be carried "
            "over.",
            width,
        )
        return
    rows: list[Row] = [
        [step.requirement.number, [link.source.number for link in step.links], _words.control(step)]
        for step in found.steps
        if step.requirement.control
    ]
    columns = [Column("CONTROL"), Column("FROM", optional=True), Column("ITS ROW", share=1)]
    yield from table(columns, rows, width)

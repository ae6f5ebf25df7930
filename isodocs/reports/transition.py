"""The way from one standard to the next: what changes, and the work that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isodocs.formats import Data, Report, Rows, WithMarkdown, markdown
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.coverage import CoverageStatus
from isodocs.reports import heading
from isodocs.reports.coverage import LOOKS
from isodocs.standards.comparison import in_words
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.assess.transition import StandardTransition, TransitionStep
    from isodocs.model.register import Register
    from isodocs.standards.comparison import Change

_HEADER = ("Clause", "Title", "From", "Covered", "Documents", "Owner", "To do", "Statement")
SECTIONS: dict[Change, str] = {
    "anew": "New",
    "not compared": "Not compared",
    "changed": "Changed or merged",
    "moved": "Moved: the same under another number",
    "unchanged": "Unchanged",
}

COLUMNS = ("clause", "title", "change", "from", "covered", "documents", "owner", "to_do")

_ENDED = "No longer asked"
_MOST = 3


@dataclass(frozen=True)
class TransitionReport(Report, WithMarkdown):
    """The way of a system to another standard."""

    register: Register
    found: StandardTransition

    def data(self) -> Data:
        """In the form of `schemas/transition.schema.json`."""
        found = self.found
        return {
            **heading.data(self.register, 1),
            "from": found.comparison.source.id,
            "to": found.comparison.target.id,
            "known": found.comparison.via is not None,
            "statement": found.has_statement,
            "clauses": [_step(step) for step in found.steps],
            "ended": [
                {"number": c.number, "title": c.title, "note": found.comparison.note(c.number)}
                for c in found.ended
            ],
        }

    def rows(self) -> Rows:
        """A row to each clause of the new standard."""
        rows = (
            # The standard in front keeps 8.10 from becoming 8.1 in a spreadsheet.
            (step.requirement.reference, *row(step)[1:], differs(step), control(step))
            for step in self.found.steps
        )
        return Rows((*COLUMNS, "differs", "statement"), rows)

    def text(self) -> Iterator[str]:
        """The summary first, then the work by kind of change, then the statement."""
        return _lines(self.register, self.found, self.width)

    def markdown(self) -> Iterator[str]:
        """A work list, for a project plan or an auditor's file: a table to each kind of change."""
        found = self.found
        one, other = found.comparison.source, found.comparison.target
        yield f"# {markdown.cell(one.display_name)} to {markdown.cell(other.display_name)}"
        yield ""
        if found.comparison.via is None:
            yield from (markdown.cell(unknown(found)), "")
        yield markdown.cell(summary(found))
        for change in SECTIONS:
            if steps := found.of(change):
                cells = [(*row(step)[:2], *row(step)[3:], control(step)) for step in steps]
                yield from ("", f"## {markdown.cell(title(change, found))}", "")
                yield from markdown.table(Rows(_HEADER, cells))
        if found.ended:
            ended = [(c.number, c.title, found.comparison.note(c.number)) for c in found.ended]
            yield from ("", f"## {_ENDED}", "")
            yield from markdown.table(Rows(("Clause", "Title", "Note"), ended))


def title(change: Change, found: StandardTransition) -> str:
    """What the clauses are called that changed in this way."""
    if change == "not compared" and found.comparison.via:
        name = found.comparison.target.display_name
        return f"Only in {name}: of its own subject, or not compared"
    return SECTIONS[change]


def came_from(step: TransitionStep) -> str:
    """The clauses of the old standard that it comes from."""
    return ", ".join(link.source.number for link in step.links)


def differs(step: TransitionStep) -> str:
    """What is other than before; empty where it is the same or new."""
    if step.change != "changed":
        return ""
    return in_words(*step.links)


def covered(step: TransitionStep) -> str:
    """How far documents cover it."""
    status = step.covered.status
    return "partly" if status is CoverageStatus.PARTIAL else str(status)


def documents(step: TransitionStep) -> tuple[str, ...]:
    """The documents behind it, the strongest first."""
    return tuple(dict.fromkeys(item.document for item in step.covered.evidence))


def control(step: TransitionStep) -> str:
    """What the old statement says of a control, to be carried over."""
    if not step.requirement.control:
        return ""
    if not step.links:
        return "new: decide on it" if step.change == "anew" else "not compared: decide on it"
    if not step.applicable:
        return "not decided so far"
    if step.applicable == "both":
        return "decide again: it joins controls that were and were not applicable"
    said = "applicable" if step.applicable == "yes" else "not applicable"
    states = dict.fromkeys(str(d.state) for d in step.decisions if d.state)
    return ", ".join((f"carry over: {said}", *states))


def summary(found: StandardTransition) -> str:
    """One sentence: how much changes, and how much work is left."""
    steps = found.steps
    left = [step for step in steps if step.to_do]
    name = [step for step in left if step.covered.status is CoverageStatus.COVERED]
    partly = [step for step in left if step.covered.status is CoverageStatus.PARTIAL]
    apart = len(found.of("not compared"))
    without = f"{apart} without a counterpart" if found.comparison.via else f"{apart} not compared"
    first = without if apart else f"{len(found.of('anew'))} new"
    ended = f" {counted(len(found.ended), 'clause')} no longer asked." if found.ended else ""
    return (
        f"{len(steps)} clauses: {first}, {len(found.of('changed'))} changed or merged, "
        f"{len(found.of('moved'))} moved, {len(found.of('unchanged'))} unchanged.{ended} "
        f"To do: {len(name)} to name in documents that cover them, {len(partly)} to complete, "
        f"{len(left) - len(name) - len(partly)} to write."
    )


def row(step: TransitionStep) -> tuple[str, ...]:
    """The cells of one clause, in the order of `COLUMNS`."""
    return (
        step.requirement.number,
        step.requirement.title,
        step.change,
        came_from(step),
        covered(step),
        ", ".join(documents(step)),
        ", ".join(step.owners),
        step.to_do,
    )


def unknown(found: StandardTransition) -> str:
    """What to say where the two standards have not been compared."""
    one, other = found.comparison.source.id, found.comparison.target.id
    return one_line(
        f"How {one} and {other} correspond is not known here, so nothing of the one is counted for "
        "the other. That does not say that they have nothing in common."
    )


def _lines(register: Register, found: StandardTransition, width: int) -> Iterator[str]:
    one, other = found.comparison.source, found.comparison.target
    yield from heading.lines(register, f"{one.display_name} to {other.display_name}", width)
    if found.comparison.via is None:
        yield from wrapped(unknown(found), width)
    yield from wrapped(summary(found), width)
    columns = [
        Column("CLAUSE"),
        Column("FROM", optional=True),
        Column("WHAT IS ASKED", share=3),
        Column("COVERED"),
        Column("TO DO", share=2),
    ]
    for change in SECTIONS:
        steps = found.of(change)
        if change == "unchanged":
            steps = tuple(step for step in steps if step.to_do)
        if steps:
            yield from ("", *wrapped(Text(title(change, found), ("bold",)), width))
            yield from table(columns, [*_rows(steps)], width)
    if found.ended:
        yield from ("", *wrapped(Text(_ENDED, ("bold",)), width))
        ended: list[Row] = [
            [c.number, [c.title, found.comparison.note(c.number)]] for c in found.ended
        ]
        yield from table([Column(""), Column("", share=1)], ended, width)
    if found.comparison.via and any(step.requirement.control for step in found.steps):
        yield from _statement(found, width)


def _rows(steps: Sequence[TransitionStep]) -> Iterator[Row]:
    for step in steps:
        asked = step.requirement
        other = differs(step)
        status = Text(covered(step), LOOKS[step.covered.status])
        to_do = step.to_do or "nothing"
        owners = f"({', '.join(step.owners[:_MOST])})" if step.owners and step.to_do else ""
        before = [link.source.number for link in step.links]
        yield [asked.number, before, [asked.title, other], status, [to_do, owners]]


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
        [step.requirement.number, [link.source.number for link in step.links], control(step)]
        for step in found.steps
        if step.requirement.control
    ]
    columns = [Column("CONTROL"), Column("FROM", optional=True), Column("ITS ROW", share=1)]
    yield from table(columns, rows, width)


def _step(step: TransitionStep) -> dict[str, object]:
    return {
        "number": step.requirement.number,
        "title": step.requirement.title,
        "control": step.requirement.control,
        "change": step.change,
        "from": [
            {
                "number": link.source.number,
                "relation": str(link.relation),
                "status": link.status,
                "together": [*link.whole] if link.is_part else [],
                "note": link.note,
            }
            for link in step.links
        ],
        "covered": str(step.covered.status),
        "reason": step.covered.reason,
        "documents": [*documents(step)],
        "owners": [*step.owners],
        "to_do": step.to_do or None,
        "applicable_before": step.applicable or None,
    }

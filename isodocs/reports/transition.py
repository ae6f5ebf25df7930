"""The way from one standard to the next: what changes, and the work that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithMarkdown, markdown
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.reports import heading
from isodocs.reports.transition_words import (
    CHANGES,
    COLUMNS,
    RECORDS,
    SECTIONS,
    by_kind,
    came_from,
    claim,
    command,
    control,
    dates,
    differs,
    how_changed,
    how_to_claim,
    in_document,
    records,
    row,
    summary,
    unknown,
)
from isodocs.standards.editions import editions
from isodocs.words import joined, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.assess.transition import DocumentWork, Kept, StandardTransition, TransitionStep
    from isodocs.model.register import Register

_HEADER = (
    say("Clause"),
    say("Title"),
    say("Change"),
    say("From"),
    say("What differs"),
    say("Documents"),
    say("Owner"),
    say("To do"),
)

_BY_DOCUMENT = say("Document by document")
_ENDED = say("No longer asked")
_RECORDS = say("Records")
_STATEMENT = say("What it means for the Statement of Applicability")
_MOST = 3
_COLUMNS = (
    Column("CLAUSE"),
    Column("FROM", optional=True),
    Column("CHANGE"),
    Column("WHAT IS ASKED", share=3),
    Column("WHERE, WHOSE", share=2),
)


@immutable(frozen=True)
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
            "edition": _edition(found, self.register.on),
            "counts": {
                "changes": {change: len(found.of(change)) for change in CHANGES},
                "work": {work: len(found.left(work)) for work in SECTIONS},
                "records": {kept: len(found.of_kept(kept)) for kept in RECORDS},
                **dict(zip(("record_items", "records_shown"), found.record_items, strict=True)),
            },
            "held_before": found.held_before,
            "clauses": [_step(step) for step in found.steps],
            "documents": [_document(one, found) for one in found.by_document],
            "ended": [
                {"number": c.number, "title": c.title, "note": found.comparison.note(c.number)}
                for c in found.ended
            ],
        }

    def rows(self) -> Rows:
        """A row to each clause of the new standard, the most work first."""
        rows = (
            # The standard in front keeps 8.10 from becoming 8.1 in a spreadsheet.
            (
                step.requirement.reference,
                *row(step)[1:],
                differs(step),
                control(step),
                step.kept or "",
                step.work,
            )
            for step in self.found.by_work
        )
        return Rows((*COLUMNS, "differs", "statement", "records", "work"), rows)

    def text(self) -> Iterator[str]:
        """The counts first, then the work, the most first, then each document and the statement."""
        return _lines(self.register, self.found, self.width)

    def markdown(self) -> Iterator[str]:
        """A work list, for a project plan or an auditor's file: a table to each kind of work."""
        found = self.found
        one, other = found.comparison.source, found.comparison.target
        yield say(
            "# {cell} to {cell_2}",
            cell=markdown.cell(one.display_name),
            cell_2=markdown.cell(other.display_name),
        )
        yield ""
        for line in _first(found, self.register.on):
            yield from (markdown.cell(line), "")
        counts = [(what, str(n), str(d), owners) for what, n, d, owners in _counts(found)]
        yield from markdown.table(
            Rows((say("Work"), say("Clauses"), say("Documents"), say("Owners")), counts)
        )
        for work in SECTIONS:
            if steps := found.left(work):
                yield from _section(SECTIONS[work], _HEADER, [_cells(step) for step in steps])
        if found.by_document:
            header = (say("Document"), say("Owner"), say("To do"), say("Claim"))
            rows = [
                (x.document, x.owner, in_document(x), claim(x, found)) for x in found.by_document
            ]
            yield from _section(_BY_DOCUMENT, header, rows)
            yield from ("", markdown.cell(how_to_claim(self.register, found)))
            yield from ("", say("    {command}", command=command(found)))
        if any(found.record_items):
            yield from (
                "",
                say("## {records}", records=_RECORDS),
                "",
                markdown.cell(joined(" ", records(found))),
                "",
            )
            kept = [(RECORDS[k], joined(", ", s)) for k, s in _kept(found)]
            yield from markdown.table(Rows((say("Records"), say("Clauses")), kept))
        if found.ended:
            notes = found.comparison.note
            ended = [(c.number, say(c.title), notes(c.number)) for c in found.ended]
            yield from _section(_ENDED, (say("Clause"), say("Title"), say("Note")), ended)
        if stated := [(s.requirement.number, came_from(s), control(s)) for s in _controls(found)]:
            yield from _section(_STATEMENT, (say("Control"), say("From"), say("Its row")), stated)


def _section(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from ("", say("## {cell}", cell=markdown.cell(title)), "")
    yield from markdown.table(Rows(tuple(header), rows))


def _first(found: StandardTransition, on: date) -> Iterator[str]:
    """What comes before all tables."""
    if when := dates(found, on):
        yield when
    if found.comparison.via is None:
        yield unknown(found)
    yield summary(found)


def _lines(register: Register, found: StandardTransition, width: int) -> Iterator[str]:
    one, other = found.comparison.source, found.comparison.target
    yield from heading.lines(
        register,
        say(
            "{display_name} to {display_name_2}",
            display_name=one.display_name,
            display_name_2=other.display_name,
        ),
        width,
    )
    for line in _first(found, register.on):
        yield from wrapped(line, width)
    columns = [
        Column("WORK", share=2),
        Column("CLAUSES", right=True),
        Column("DOCUMENTS", right=True),
        Column("OWNERS", share=2),
    ]
    counts: list[Row] = [
        [what.partition(":")[0], str(n), str(d) if d else "", owners]
        for what, n, d, owners in _counts(found)
    ]
    yield from ("", *table(columns, counts, width))
    for work in ("write", "complete", "finish", "compare"):
        if steps := found.left(work):
            yield from ("", *wrapped(Text(SECTIONS[work], ("bold",)), width))
            yield from table(_COLUMNS, [*_rows(steps)], width)
    if found.left("declare"):
        yield from _declarations(found, width)
    if found.by_document:
        yield from _documents(register, found, width)
    if any(found.record_items):
        yield from ("", *wrapped(Text(_RECORDS, ("bold",)), width))
        for said in records(found):
            yield from wrapped(said, width)
        kept_rows: list[Row] = [[RECORDS[kept], joined(", ", some)] for kept, some in _kept(found)]
        yield from table([Column("RECORDS", share=1), Column("CLAUSES", share=1)], kept_rows, width)
    if found.ended:
        yield from ("", *wrapped(Text(_ENDED, ("bold",)), width))
        ended: list[Row] = [
            [c.number, [say(c.title), found.comparison.note(c.number)]] for c in found.ended
        ]
        yield from table([Column(""), Column("", share=1)], ended, width)
    if _controls(found):
        yield from _statement(found, width)


def _rows(steps: Sequence[TransitionStep]) -> Iterator[Row]:
    for step in steps:
        asked = step.requirement
        other = differs(step) or (say(asked.asks) if step.work == "write" else "")
        names = joined(", ", step.documents[:_MOST]) + (", ..." if step.documents[_MOST:] else "")
        owners = joined(", ", step.owners[:_MOST])
        owners = say("({owners})", owners=owners) if owners and names else owners
        before = [link.source.number for link in step.links]
        yield [asked.number, before, how_changed(step), [say(asked.title), other], [names, owners]]


def _declarations(found: StandardTransition, width: int) -> Iterator[str]:
    """What was left out before, by the reason for it."""
    reasons: dict[str, list[str]] = {}
    for step in found.left("declare"):
        reasons.setdefault(step.left_out, []).append(step.requirement.number)
    yield from ("", *wrapped(Text(SECTIONS["declare"], ("bold",)), width))
    for why, numbers in reasons.items():
        yield from wrapped(
            say("{numbers}: {why}", numbers=joined(", ", numbers), why=why), width, "  "
        )
    target = found.comparison.target.id
    yield from wrapped(
        say("Below `not-applicable:` in isodocs.yaml, for {target}.", target=target), width
    )


def _documents(register: Register, found: StandardTransition, width: int) -> Iterator[str]:
    yield from ("", *wrapped(Text(_BY_DOCUMENT, ("bold",)), width))
    columns = [Column("DOCUMENT"), Column("OWNER"), Column("TO DO, AND ITS CLAIM", share=1)]
    rows: list[Row] = [
        [one.document, one.owner, [in_document(one), Text(claim(one, found), ("dim",))]]
        for one in found.by_document
    ]
    yield from table(columns, rows, width)
    yield from (
        "",
        *wrapped(how_to_claim(register, found), width),
        say("  {command}", command=command(found)),
    )


def _counts(found: StandardTransition) -> Iterator[tuple[str, int, int, str]]:
    """A row to each kind of work: how many clauses, in how many documents, and whose."""
    for work, what in SECTIONS.items():
        if steps := found.left(work):
            names = {name for step in steps for name in step.documents}
            owners = dict.fromkeys(owner for step in steps for owner in step.owners)
            yield what, len(steps), len(names), joined(", ", owners) if work != "none" else ""


def _kept(found: StandardTransition) -> Iterator[tuple[Kept, Sequence[str]]]:
    """What becomes of records, each with the clauses whose records they are."""
    for kept in RECORDS:
        if steps := found.of_kept(kept):
            yield kept, [step.requirement.number for step in steps]


def _controls(found: StandardTransition) -> list[TransitionStep]:
    """The rows of the Statement of Applicability to come, where anything is known of them."""
    known = found.comparison.via is not None
    return [step for step in found.steps if known and step.requirement.control]


def _cells(step: TransitionStep) -> tuple[str, ...]:
    return (
        step.requirement.number,
        say(step.requirement.title),
        how_changed(step),
        came_from(step),
        differs(step),
        joined(", ", step.documents),
        joined(", ", step.owners),
        step.to_do,
    )


def _statement(found: StandardTransition, width: int) -> Iterator[str]:
    yield from (
        "",
        *wrapped(Text(_STATEMENT, ("bold",)), width),
    )
    if not found.has_statement:
        yield from wrapped(
            say(
                "There is no statement of {id} whose rows could be carried over.",
                id=found.comparison.source.id,
            ),
            width,
        )
        return
    rows: list[Row] = [
        [step.requirement.number, [link.source.number for link in step.links], control(step)]
        for step in _controls(found)
    ]
    columns = [Column("CONTROL"), Column("FROM", optional=True), Column("ITS ROW", share=1)]
    yield from table(columns, rows, width)


def _document(one: DocumentWork, found: StandardTransition) -> dict[str, object]:
    return {
        "document": one.document,
        "owner": one.owner or None,
        "claim": claim(one, found),
        "work": {work: [*numbers] for work, numbers in by_kind(one)},
    }


def _edition(found: StandardTransition, on: date) -> dict[str, object] | None:
    one = editions().get(found.comparison.source.id)
    if one is None or one.successor != found.comparison.target.id:
        return None
    days = {"only_new_from": one.only_new_from, "certificates_end": one.ends}
    return {
        "replaced": one.replaced.text if one.replaced else None,
        **{name: day.text if day else None for name, day in days.items()},
        "days_left": one.days_left(on),
        "to_be_confirmed": [name for name, day in days.items() if day and not day.sure],
    }


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
        "documents": [*step.documents],
        "owners": [*step.owners],
        "work": step.work,
        "to_do": step.to_do or None,
        "records": step.kept,
        "applicable_before": step.applicable or None,
    }

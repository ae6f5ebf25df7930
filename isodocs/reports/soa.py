"""The Statement of Applicability, theme by theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isodocs.assess.coverage import coverage
from isodocs.assess.not_in_force import state_in_words
from isodocs.assess.soa import controls
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithMarkdown, markdown
from isodocs.formats.text.layout import Cell, Column, Row, Text, table, wrapped
from isodocs.model.applicability import ControlDecision, Implementation, StatementOfApplicability
from isodocs.model.coverage import ClauseCoverage, CoverageStatus, Strength
from isodocs.reports import heading
from isodocs.reports import requirement as asked
from isodocs.words import counted, joined, say, translated

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_OWN = (Strength.LOCATED, Strength.CLAIMED)

_MOST = 3
"""So many things are named behind a control; the rest are counted."""

_SAID = {True: "yes", False: "no", None: "undecided"}

_HEADER = (
    *(say("Control"), say("Title"), say("Applicable"), say("Justification"), say("State")),
    *(say("Owner"), say("Shown by")),
)

HEADER = (
    *("control", "title", "applicable", "justification", "state", "owner", "documents"),
    *("records", "files", "open"),
)


@immutable(frozen=True, slots=True)
class Behind:
    """A document, record or file behind a control; `why_not` says why it does not count fully."""

    name: str
    kind: str
    named: bool
    why_not: str = ""


@immutable(frozen=True, slots=True)
class ControlRow:
    """A control: `decision` is None where the table has no row for it, `open` what is to do."""

    number: str
    title: str
    decision: ControlDecision | None
    behind: tuple[Behind, ...]
    open: tuple[str, ...]


@immutable(frozen=True)
class SoaReport(Report, WithMarkdown):
    """A statement; with `gaps` only the controls with something to do."""

    register: Register
    statement: StatementOfApplicability
    gaps: bool = False

    @property
    def title(self) -> str:
        """What it is called, with its standard."""
        name = self.register.maps[self.statement.standard].display_name
        return say("Statement of Applicability for {name}", name=name)

    def data(self) -> Data:
        """In the form of `schemas/soa.schema.json`."""
        statement = self.statement
        return {
            **heading.data(self.register, 1),
            "standard": statement.standard,
            "display_name": self.register.maps[statement.standard].display_name,
            "tables": statement.paths,
            "document": statement.document or None,
            "revision": statement.revision or None,
            "standing": statement.approval,
            "why_not": statement.why_not,
            "summary": summary(statement, self._every),
            "flaws": [
                {
                    "control": flaw.decision.number,
                    "place": str(flaw.decision.place),
                    "message": flaw.message,
                }
                for flaw in statement.table.flaws
            ],
            "controls": [_as_data(row) for row in self._shown],
        }

    def rows(self) -> Rows:
        """A row to each control; `documents` holds those that claim the control as well."""
        return Rows(HEADER, map(_fields, self._shown))

    def text(self) -> Iterator[str]:
        """Who vouches for it, then a table, then the rows that cannot be used."""
        register, statement, width = self.register, self.statement, self.width
        requirements = register.maps[statement.standard]
        yield from heading.lines(register, self.title, width)
        yield from wrapped(summary(statement, self._every), width)
        look = ("yellow",) if statement.why_not else ("green",)
        yield from wrapped(Text(approval(register, statement), look), width)
        yield from wrapped(
            Text(say("Its table: {paths}", paths=joined(", ", statement.paths)), ("dim",)), width
        )
        if self._shown:
            yield from ("", *table(_columns(), [*_lines(requirements, self._shown)], width))
        elif not statement.table.flaws:
            yield from ("", say("Nothing is open."))
        yield from _flaws(statement, width)
        note = say("All about a control: `isodocs coverage --explain CONTROL`.")
        if not self.gaps and any(row.open for row in self._every):
            note += say(
                " What is open: `isodocs soa --gaps {standard}`.", standard=statement.standard
            )
        yield from ("", *wrapped(Text(note, ("dim",)), width))

    def markdown(self) -> Iterator[str]:
        """Who vouches for it and a table, for a document or an auditor's file."""
        vouched = markdown.cell(approval(self.register, self.statement))
        yield say(
            "{summary}. {vouched}", summary=summary(self.statement, self._every), vouched=vouched
        )
        yield ""
        yield from markdown.head(_HEADER)
        yield from (markdown.line(_cells(row)) for row in self._shown)

    @cached_property
    def _every(self) -> Sequence[ControlRow]:
        return controls_of(self.register, self.statement)

    @cached_property
    def _shown(self) -> Sequence[ControlRow]:
        return [row for row in self._every if row.open or not self.gaps]


def controls_of(register: Register, statement: StatementOfApplicability) -> Sequence[ControlRow]:
    """Every control of the standard in its order, then those that the organisation added."""
    requirements = register.maps[statement.standard]
    covered = {r.requirement.number: r for r in coverage(register, statement.standard).rows}
    table = statement.table
    numbers = dict.fromkeys([*(c.number for c in controls(requirements)), *table.decisions])
    found = [
        _row(
            register,
            statement.paths,
            number,
            covered[number].requirement.title,
            table.decisions.get(number),
            covered[number],
        )
        for number in numbers
    ]
    found += [_row(register, statement.paths, d.number, d.title, d, None) for d in table.additional]
    return found


def summary(statement: StatementOfApplicability, all_rows: Sequence[ControlRow]) -> str:
    """`93 controls: 80 apply (70 implemented, 10 planned), 12 do not, 1 undecided`."""
    own = {decision.number for decision in statement.table.additional}
    decisions = [row.decision for row in all_rows if row.number not in own]
    apply = [d for d in decisions if d and d.applicable]
    out = sum(1 for d in decisions if d and d.applicable is False)
    undecided = len(decisions) - len(apply) - out
    states = [
        say("{count} {words}", count=count, words=words(state))
        for state in (*Implementation, None)
        if (count := sum(1 for d in apply if d.state is state))
    ]
    text = say(
        "{controls}: {apply} apply", controls=counted(len(decisions), "control"), apply=len(apply)
    )
    text += say(" ({states})", states=joined(", ", states)) if states else ""
    text += say(", {out} do not", out=out) if out else ""
    text += say(", {undecided} undecided", undecided=undecided) if undecided else ""
    return text + (say("; also {own} of our own", own=len(own)) if own else "")


def words(state: Implementation | None) -> str:
    """A state as people say it."""
    if state is Implementation.PARTLY:
        return say("partly implemented")
    if state is Implementation.NOT:
        return say("not implemented")
    return say(str(state)) if state else say("without a state")


def approval(register: Register, statement: StatementOfApplicability) -> str:
    """Who vouches for the table: `Approved with SOA-001 revision 2.`, or why no one does."""
    entry = register.entries.get(statement.document)
    in_force = entry.in_force if entry else None
    if not statement.why_not and in_force:
        day = in_force.effective_on
        since = say(", in force since {day}", day=day) if day else ""
        return say(
            "Approved with {document} revision {revision}{since}.",
            document=statement.document,
            revision=statement.revision,
            since=since,
        )
    text = say("Not approved in this form: {why_not}.", why_not=statement.why_not)
    if statement.approved is not None:
        text += say(
            " Until then, what revision {revision} was approved with counts.",
            revision=statement.revision,
        )
    return text


def _row(
    register: Register,
    tables: Sequence[str],
    number: str,
    title: str,
    decision: ControlDecision | None,
    covered: ClauseCoverage | None,
) -> ControlRow:
    behind = tuple(_find_behind(register, tables, decision, covered))
    return ControlRow(number, title, decision, behind, tuple(_open(decision, behind, covered)))


def _find_behind(
    register: Register,
    tables: Sequence[str],
    decision: ControlDecision | None,
    covered: ClauseCoverage | None,
) -> Iterator[Behind]:
    """What the row names, and the documents that claim the control or that a matrix leads to."""
    named = decision.documents if decision else ()
    evidence = {item.document: item for item in covered.evidence} if covered else {}
    for id in dict.fromkeys([*named, *evidence]):
        entry = register.entries.get(id)
        item = evidence.get(id)
        if entry is None:
            yield Behind(id, "document", True, say("does not exist"))
        elif id in named:
            why = state_in_words(entry) if entry.in_force is None else ""
            overdue = (
                say("its review was due on {next_review}", next_review=entry.next_review)
                if entry.review_overdue
                else ""
            )
            yield Behind(id, "document", True, why or overdue)
        elif item and item.strength is not Strength.INHERITED and item.path not in tables:
            yield Behind(id, "document", False, item.why_not)
    for id in decision.records if decision else ():
        yield Behind(id, "record", True)
    for path in decision.evidence if decision else ():
        there = path.lstrip("/") in register.inventory.paths
        yield Behind(path, "file", True, "" if there else say("is not there"))


def _open(
    decision: ControlDecision | None, behind: Sequence[Behind], covered: ClauseCoverage | None
) -> Iterator[str]:
    """What must be done about a row, in words."""
    if decision is None or decision.applicable is None:
        yield "undecided" if decision else say("no row")
        return
    if not decision.justification:
        yield say("no justification")
    if decision.applicable is False:
        if covered and any(item.strength in _OWN and item.counts for item in covered.evidence):
            yield say("left out, and yet claimed")
        if decision.state or decision.named:
            yield say("left out, and yet in place")
        return
    if decision.state is None:
        yield say("no state")
    elif decision.state is not Implementation.IMPLEMENTED:
        yield words(decision.state)
    if decision.in_place and not behind and not _is_shown(covered):
        yield say("nothing behind it")
    elif decision.in_place and behind and all(item.why_not for item in behind):
        yield say("nothing in force behind it")


def _is_shown(covered: ClauseCoverage | None) -> bool:
    return covered is not None and covered.status is CoverageStatus.COVERED


def _flaws(statement: StatementOfApplicability, width: int) -> Iterator[str]:
    """The rows that say nothing of any control, with their lines."""
    flaws = statement.table.flaws
    if flaws:
        yield from (
            "",
            *wrapped(
                Text(say("{rows} not counted", rows=counted(len(flaws), "row")), ("bold",)), width
            ),
        )
    for flaw in flaws:
        yield from wrapped(
            Text(joined(": ", (str(flaw.decision.place), flaw.message)), ("red",)),
            width,
        )


def _columns() -> list[Column]:
    return [
        Column("CONTROL"),
        Column("TITLE", share=3),
        Column("STATE"),
        Column("BEHIND IT, OR WHY NOT", share=3),
    ]


def _lines(requirements: RequirementMap, rows: Sequence[ControlRow]) -> Iterator[Row]:
    theme = None
    for row in rows:
        above = requirements.parent(row.number)
        title = f"{above.number} {above.title}" if above else ""
        if row.number not in requirements:
            title = say("Controls of our own")
        if title != theme and title:
            yield Text(title, ("bold",))
        theme = title
        yield [row.number, row.title, _state(row), [*_behind(row)]]


def _state(row: ControlRow) -> Cell:
    decision = row.decision
    if decision is None or decision.applicable is None:
        return Text("open", ("red",))
    if decision.applicable is False:
        return [Text(word, ("dim",)) for word in translated(say("does not apply")).rsplit(" ", 1)]
    if decision.state is None:
        return Text(say("applies"), ("yellow",))
    good = str(decision.state) == "implemented"
    parts = translated(words(decision.state)).split()
    return [Text(part, ("green",) if good else ("yellow",)) for part in parts]


def _behind(row: ControlRow) -> Iterator[str | Text]:
    decision = row.decision
    if decision and decision.applicable is False:
        yield decision.justification
    else:
        for item in row.behind[:_MOST]:
            weak = say("{name}: {why_not}", name=item.name, why_not=item.why_not)
            yield Text(weak, ("yellow",)) if item.why_not else item.name
        if len(row.behind) > _MOST:
            yield say("… and {behind} more", behind=len(row.behind) - _MOST)
    said = ("undecided", "planned", say("partly implemented"), say("not implemented"))
    for text in row.open:
        if text not in said:
            yield Text(text, ("red",))


def _as_data(row: ControlRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "statement": asked.decision_as_data(row.decision),
        "behind": [
            {"name": item.name, "kind": item.kind, "named": item.named, "why_not": item.why_not}
            for item in row.behind
        ],
        "open": [*row.open],
    }


def _cells(row: ControlRow) -> Iterator[str]:
    decision = row.decision
    yield markdown.cell(row.number)
    yield markdown.cell(row.title)
    yield _SAID[decision.applicable] if decision else "undecided"
    yield markdown.cell(decision.justification) if decision else ""
    yield words(decision.state) if decision and decision.state else ""
    yield markdown.cell(decision.owner) if decision else ""
    yield joined(", ", (markdown.cell(item.name) for item in row.behind))


def _fields(row: ControlRow) -> tuple[object, ...]:
    decision = row.decision
    behind = (
        joined("; ", (item.name for item in row.behind if item.kind == kind))
        for kind in ("document", "record", "file")
    )
    said: tuple[object, ...] = (None,) * 4
    if decision:
        said = (decision.applicable, decision.justification, decision.state, decision.owner)
    return (row.number, row.title, *said, *behind, joined("; ", row.open))

"""The master document register: by type, or by the day of the next review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from isodocs.assess.statement_evidence import Evidences, weakest
from isodocs.assess.translations import Agreement, in_words, language_of, translations_of
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithPage, WithSheets
from isodocs.formats.text.layout import Cell, Column, Row, Text, table, wrapped
from isodocs.model.document import State
from isodocs.reports import approvals, heading
from isodocs.reports.revisions import effective_from
from isodocs.words import counted, in_days, joined, say, translated

if TYPE_CHECKING:
    from isodocs.model.judgement import Assurance, Judgement
    from isodocs.model.page import Page
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.model.sheet import SheetTable

_ROOMY = 100
"""From so many columns on approvers are named in the table; below, by initials with a legend."""

_COLOURS = {
    State.EFFECTIVE: "green",
    State.AWAITING: "yellow",
    State.APPROVED: "cyan",
    State.DRAFT: "yellow",
    State.OBSOLETE: "dim",
    State.SUPERSEDED: "dim",
}

HEADER = (
    "id",
    "title",
    "type",
    "owner",
    "state",
    "revision",
    "effective",
    "declared_effective",
    "approved_on",
    "approved_by",
    "assurance",
    "next_review",
    "review_overdue",
    "pending_revision",
    "pending_state",
    "path",
    "sha256",
    "classification",
    "language",
    "translations",
)
_FOLDED = ("declared_effective", "path", "sha256")


@immutable(frozen=True)
class RegisterReport(Report, WithPage, WithSheets):
    """A selection of the register's entries.

    `by_review` keeps their order and shows the owner, who has to act, in place of the approvers.
    """

    register: Register
    entries: Sequence[Entry]
    by_review: bool = False

    @property
    def title(self) -> str:
        """What it is called."""
        return say("Master document register")

    def data(self) -> Data:
        """In the form of `schemas/register.schema.json`."""
        whole = weakest(_levels(self.entries))
        return {
            **heading.data(self.register, 1),
            "assurance": whole.label if whole else None,
            "documents": [_entry(self.register, entry, self._evidences) for entry in self.entries],
        }

    def rows(self) -> Rows:
        """A row to each document."""
        rows = (tuple(_row(self.register, entry, self._evidences)) for entry in self.entries)
        return Rows(HEADER, rows)

    def sheets(self) -> Iterator[SheetTable]:
        """A row to each document; what few ask for is folded away."""
        from isodocs.model.sheet import labelled

        yield labelled(self.title, *self.rows(), folded=_FOLDED)

    def text(self) -> Iterator[str]:
        """The counts and a table, in a wide terminal with the names of approvers."""
        register, entries, width = self.register, self.entries, self.width
        yield from heading.lines(register, self.title, width)
        yield from wrapped(_counts(entries), width)
        yield ""
        if entries:
            short = width < _ROOMY and not self.by_review
            names = _short_names(register, entries) if short else {}
            yield from table(*_table(register, entries, names, self.by_review), width)
            yield ""
            yield from _legend(names, width)
        yield from wrapped(Text(approvals.note(_levels(entries)), ("dim",)), width)

    def page(self) -> Page:
        """A table to each type of document."""
        from isodocs.reports.register_page import page

        def remarks(entry: Entry) -> list[str]:
            return [remark.text for remark in _remarks(self.register, entry)]

        counts, note = _counts(self.entries), approvals.note(_levels(self.entries))
        return page(self.register, self.entries, counts, note, _names, remarks)

    @cached_property
    def _evidences(self) -> Evidences:
        return Evidences(self.register)


def _counts(entries: Sequence[Entry]) -> str:
    if not entries:
        return say("No document.")
    states = Counter(entry.state for entry in entries)
    parts = [
        say("{state} {state_2}", state=states[state], state_2=state)
        for state in State
        if states[state]
    ]
    if pending := sum(_on_its_way(entry) for entry in entries):
        parts.append(say("{pending} with a revision on its way", pending=pending))
    if overdue := sum(entry.review_overdue for entry in entries):
        parts.append(say("{overdue} overdue for review", overdue=overdue))
    return say(
        "{documents}: {parts}",
        documents=counted(len(entries), "document"),
        parts=joined(", ", parts),
    )


def _table(
    register: Register, entries: Sequence[Entry], names: dict[str, str], by_review: bool
) -> tuple[list[Column], list[Row]]:
    columns = [
        Column("ID", share=3),
        Column("TITLE", share=4),
        Column("REV", right=True, optional=True),
        Column("STATE"),
    ]
    if by_review:
        columns += [Column("NEXT REVIEW"), Column("OWNER", share=4)]
        return columns, [_row_by_review(register, entry) for entry in entries]
    columns += [
        Column("EFFECTIVE", optional=True),
        Column("BY", optional=True) if names else Column("APPROVED BY", share=5, optional=True),
        Column("REVIEW BY", optional=True),
    ]
    rows: list[Row] = []
    mixed = len({level.label for level in _levels(entries)}) > 1
    ordered = sorted(entries, key=lambda entry: _kind(register, entry))
    for _, group in groupby(ordered, key=lambda entry: _kind(register, entry)):
        members = list(group)
        title = members[0].document.type or say("without a type")
        rows.append(Text(say("{title} ({members})", title=title, members=len(members)), ("bold",)))
        rows += [_cells(register, entry, names, mixed) for entry in members]
    return columns, rows


def _kind(register: Register, entry: Entry) -> tuple[int, str]:
    """Types in the order in which isodocs.yaml lists them, then the others."""
    kinds = list(register.config.types)
    type = entry.document.type
    return (kinds.index(type) if type in kinds else len(kinds), type)


def _cells(register: Register, entry: Entry, names: dict[str, str], mixed: bool) -> list[Cell]:
    """The cells of a document; `mixed` shows how sure its approval is, since others differ."""
    review: list[str | Text] = [str(entry.next_review)] if entry.next_review else []
    if entry.review_overdue:
        review = [Text(f"{entry.next_review}", ("red",)), Text("overdue", ("red", "bold"))]
    shown = entry.in_force or entry.newest
    effective: Cell = _day(effective_from(shown))
    if not effective and shown.document.effective:
        effective = [_day(shown.document.effective), Text("declared", ("dim",))]
    approvers = _names(entry)
    who = joined(" ", (names[name] for name in approvers)) if names else joined(", ", approvers)
    level = _level(entry) if mixed else None
    # Each part below the other, so that a long level takes lines and no width.
    how = [Text(part, ("dim",)) for part in (level.label.split(" + ") if level else ())]
    return [*_first_cells(register, entry), effective, [who, *how], review]


def _row_by_review(register: Register, entry: Entry) -> list[Cell]:
    days = (entry.next_review - register.on).days if entry.next_review else 0
    late = say("{days} overdue", days=counted(-days, "day"))
    when = late if days < 0 else in_days(days)
    looks = ("red", "bold") if entry.review_overdue else ()
    review: Cell = [_day(entry.next_review), Text(when, looks)]
    return [*_first_cells(register, entry), review, entry.document.owner]


def _first_cells(register: Register, entry: Entry) -> Iterator[Cell]:
    shown = entry.in_force or entry.newest
    yield entry.id
    yield [entry.document.title, *_remarks(register, entry)]
    yield shown.number
    # A long word for a narrow column: "awaiting approval" takes two lines.
    yield [
        Text(word, (_COLOURS[shown.state],)) for word in translated(say(str(shown.state))).split()
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _remarks(register: Register, entry: Entry) -> Iterator[Text]:
    """What is below the title: a revision on its way, and what a reader must not miss."""
    pending = entry.pending
    if pending and _on_its_way(entry):
        text = say("→ rev {number} {state}", number=pending.number, state=pending.state)
        if pending.state is State.APPROVED:
            text += say(", effective {effective_on}", effective_on=pending.effective_on)
        yield Text(text, ("cyan",))
    for each in translations_of(register, entry):
        looks = () if each.agreement is Agreement.SAME and each.entry.in_force else ("yellow",)
        yield Text(in_words(each), looks)
    coming = entry.to_come
    if coming and coming is not pending and coming is not (entry.in_force or entry.newest):
        text = say(
            "→ rev {number} {state}, effective {effective_on}",
            number=coming.number,
            state=coming.state,
            effective_on=coming.effective_on,
        )
        yield Text(text, ("cyan",))
    if not entry.current:
        yield Text(say("! the file is gone"), ("red",))
    if len(entry.current) > 1:
        yield Text(
            say("! {current} files carry this identifier", current=len(entry.current)), ("red",)
        )
    if entry.in_force and entry.in_force.alterations:
        yield Text(say("! changed since its approval"), ("red",))


def _on_its_way(entry: Entry) -> bool:
    return entry.pending is not None and entry.in_force is not None


def _level(entry: Entry) -> Assurance | None:
    """How sure the approval of the revision shown is; None where it is not approved."""
    shown = entry.in_force or entry.newest
    return shown.judgement.assurance if shown.judgement and shown.approved_on else None


def _levels(entries: Iterable[Entry]) -> list[Assurance]:
    return [level for entry in entries if (level := _level(entry))]


def _names(entry: Entry) -> tuple[str, ...]:
    shown = entry.in_force or entry.newest
    if shown.judgement is None or not shown.judgement.complete:
        return ()
    return tuple(dict.fromkeys(statement.name for statement in shown.judgement.statements))


def _short_names(register: Register, entries: Iterable[Entry]) -> dict[str, str]:
    """Initials by name, with a number where two people share them."""
    names: dict[str, str] = {}
    for name in sorted({name for entry in entries for name in _names(entry)}):
        initials = joined("", (word[0] for word in name.split())).upper()[:3] or "?"
        number = 1
        while initials in names.values():
            number += 1
            initials = f"{initials.rstrip('0123456789')}{number}"
        names[name] = initials
    return names


def _legend(names: dict[str, str], width: int) -> Iterator[str]:
    people = joined(
        ", ", (say("{short} {name}", short=short, name=name) for name, short in names.items())
    )
    if people:
        yield from wrapped(say("Approved by: {people}", people=people), width)


def _entry(register: Register, entry: Entry, evidences: Evidences) -> dict[str, Any]:
    document = entry.document
    shown = entry.in_force or entry.newest
    return {
        "id": entry.id,
        "title": document.title,
        "type": document.type,
        "owner": document.owner,
        "classification": _classification(register, entry) or None,
        "path": entry.place_path,
        "present": bool(entry.current),
        "state": str(entry.state),
        "revision": _revision(register, shown, evidences),
        "pending": _pending(register, entry, evidences),
        "next_review": entry.next_review,
        "review_overdue": entry.review_overdue,
        "language": language_of(register, entry) or None,
        "translations": [
            {
                "id": each.entry.id,
                "language": each.entry.language or None,
                "title": each.entry.document.title,
                "path": each.entry.place_path,
                "state": str(each.entry.state),
                "translates": each.of or None,
                "agreement": each.agreement.value,
                "revision": _revision(register, each.status, evidences),
                "pending": _pending(register, each.entry, evidences),
            }
            for each in translations_of(register, entry)
        ],
    }


def _pending(register: Register, entry: Entry, evidences: Evidences) -> dict[str, Any] | None:
    shown = entry.in_force or entry.newest
    pending = entry.pending if entry.pending is not shown else None
    return _revision(register, pending, evidences) if pending else None


def _revision(register: Register, status: RevisionStatus, evidences: Evidences) -> dict[str, Any]:
    effective, declared = effective_from(status), status.document.effective
    approved, judgement = status.approved_on, status.judgement
    return {
        "number": status.number,
        "state": str(status.state),
        "effective": effective,
        "declared_effective": declared,
        "approved_on": approved,
        "assurance": judgement.assurance.label if judgement and approved else None,
        "change": status.document.change,
        "sha256": status.document.sha256,
        "approvals": [
            approvals.as_data(
                register,
                record,
                record.statement,
                evidences.of_approval(record, record.statement, judgement),
            )
            for record in (judgement.accepted if judgement else ())
            if record.statement
        ],
    }


def _row(register: Register, entry: Entry, evidences: Evidences) -> Iterator[object]:
    document = entry.document
    shown = entry.in_force or entry.newest
    pending = entry.pending if entry.pending is not shown else None
    judgement = shown.judgement
    yield from (entry.id, document.title, document.type, document.owner, entry.state)
    yield from (shown.number, effective_from(shown), document.effective, shown.approved_on)
    yield joined("; ", _approvers(register, judgement, evidences) if judgement else ())
    yield judgement.assurance.label if judgement and shown.approved_on else ""
    yield from (entry.next_review, entry.review_overdue)
    yield from (pending.number, pending.state) if pending else ("", "")
    yield from (entry.place_path, shown.document.sha256)
    yield _classification(register, entry)
    yield language_of(register, entry)
    yield joined("; ", map(in_words, translations_of(register, entry)))


def _classification(register: Register, entry: Entry) -> str:
    return register.config.classification.of(entry.document.classification)


def _approvers(register: Register, judgement: Judgement, evidences: Evidences) -> Iterator[str]:
    for record in judgement.accepted:
        if statement := record.statement:
            evidence = evidences.of_approval(record, statement, judgement)
            yield say(
                "{name} ({role})",
                name=statement.name,
                role=approvals.role(register, statement, evidence),
            )

"""Internal audits: the programme and its audits, then each clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from isodocs.assess.audit_scope import EVERYWHERE, PROCESSES, SITES, Where
from isodocs.assess.audited_places import PlaceAudited, audited_places
from isodocs.assess.audits import (
    ClauseAudited,
    carried_out,
    internal_audits,
    not_covered,
    programme,
)
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithSheets
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.dossier import Tone
from isodocs.model.sheet import SheetCell, labelled
from isodocs.reports import heading
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.sheet import SheetTable

_TONES = {"overdue": Tone.BAD, "done": Tone.GOOD}
_LOOKS = {"overdue": "red", "done": "green", "planned": "cyan"}

HEADER = ("clause", "title", "last_audited", "due", "planned")
_PROGRAMME = (
    *("id", "title", "standards", "clauses", "processes", "sites", "in_programme", "due", "state"),
    *("done", "audit", "place"),
)
_PLACES = ("site", "process", "last_audited", "due", "planned")


@immutable(frozen=True)
class Audit:
    """A line of the programme, or an audit that no line names.

    `by` is the day by which it is due, or on which it is planned; `done` the day on which it was
    finished. `carried_out_as` is the identifier of the audit, where there is one.
    """

    record: Record
    in_programme: bool
    by: date | None
    done: date | None
    carried_out_as: str
    state: str


@immutable(frozen=True)
class AuditsReport(Report, WithSheets):
    """The audits of a register, and the clauses of each standard.

    `left_out` are the standards in preparation, of which nothing is shown; `where` is the site or
    process that was asked for.
    """

    register: Register
    clauses: Mapping[str, Sequence[ClauseAudited]]
    left_out: Sequence[str] = ()
    where: Where = EVERYWHERE
    late: bool = False  # only the clauses that were not audited in time

    def data(self) -> Data:
        """In the form of `schemas/audits.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "site": self.where.site or None,
            "process": self.where.process or None,
            "audits": [_audit(self.register, audit) for audit in audits(self.register, self.where)],
            "places": [_place(self.register, place) for place in audited_places(self.register)],
            "standards": [
                {"standard": id, "clauses": [_clause(self.register, clause) for clause in found]}
                for id, found in self.clauses.items()
            ],
            "left_out": self.left_out,
        }

    def rows(self) -> Rows:
        """A row to each clause of each standard."""
        return Rows(
            HEADER,
            (
                (found.clause, _title(self.register, found), found.last, found.due, found.planned)
                for standard in self.clauses.values()
                for found in standard
            ),
        )

    @property
    def title(self) -> str:
        """What it is called, with the site and the process that were asked for."""
        return joined(
            ", ", filter(None, (say("Internal audits"), self.where.site, self.where.process))
        )

    def sheets(self) -> Iterator[SheetTable]:
        """The programme and its audits, each clause, and each place."""
        audited = audits(self.register, self.where)
        yield labelled(say("Audits"), _PROGRAMME, (_listed(audit) for audit in audited))
        yield labelled(say("Clauses"), *self.rows())
        places = [*audited_places(self.register)]
        if places:
            rows = ((p.where.site, p.where.process, p.last, p.due, p.planned) for p in places)
            yield labelled(say("Sites and processes"), _PLACES, rows)

    def text(self) -> Iterator[str]:
        """The programme in one table, and a table to each standard."""
        yield from heading.lines(self.register, self.title, self.width)
        yield ""
        yield from _audits(self.register, self.where, self.width)
        for standard, found in self.clauses.items():
            yield from _clauses(self.register, standard, found, self.late, self.width)
        for standard in self.left_out:
            name = heading.standard(self.register, standard)
            text = say(
                "Left out: {name}; `isodocs audits {standard}`", name=name, standard=standard
            )
            yield from wrapped(Text(text, ("dim",)), self.width)


def audits(register: Register, where: Where = EVERYWHERE) -> Iterator[Audit]:
    """Each audit of a site and process, those of the programme by the day on which they are due."""
    lines = [line for line in programme(register) if where.has(register, line)]
    named = {line.text("audit") for line in lines}
    for line in sorted(lines, key=lambda record: str(record.day("due"))):
        done, due = carried_out(register, line), line.day("due")
        late = done is None and due is not None and due < register.on
        state = "done" if done else "overdue" if late else "planned"
        yield Audit(line, True, due, done, line.text("audit"), state)
    for audit in internal_audits(register):
        if audit.id not in named and where.has(register, audit):
            finished = audit.day("finished")
            state = "done" if finished else "planned"
            yield Audit(audit, False, audit.day("planned"), finished, audit.id, state)


def _listed(audit: Audit) -> tuple[object, ...]:
    """The cells of an audit below `_PROGRAMME`."""
    record = audit.record
    said = (record.items(name) for name in ("standards", "clauses", PROCESSES, SITES))
    place = f"{record.path}:{record.line}"
    state = SheetCell(audit.state, _TONES.get(audit.state, Tone.PLAIN))
    ends = (audit.in_programme, audit.by, state, audit.done, audit.carried_out_as, place)
    return record.id, record.text("title"), *said, *ends


def _audits(register: Register, where: Where, width: int) -> Iterator[str]:
    rows: list[Row] = []
    for audit in audits(register, where):
        state = say("done {done}", done=audit.done) if audit.done else audit.state
        title = audit.record.text("title")
        look: tuple[str, ...] = ()
        if audit.in_programme:
            look = (_LOOKS[audit.state],)
            title = title or joined(", ", audit.record.items("clauses"))
        rows.append([audit.record.id, str(audit.by or ""), Text(state, look), title])
    if not rows:
        asked = say(" of what was asked for") if any(where) else ""
        yield from wrapped(
            say(
                "No audit{asked} is planned or was carried out: "
                "records/audit-programme.csv or .yaml lists what is planned, "
                "records/audits/ holds the audits.",
                asked=asked,
            ),
            width,
        )
        yield ""
        return
    columns = (Column(""), Column("BY"), Column("STATE"), Column("WHAT", share=1))
    yield from table(columns, rows, width)
    yield ""


def _clauses(
    register: Register,
    standard: str,
    found: Sequence[ClauseAudited],
    only_late: bool,
    width: int,
) -> Iterator[str]:
    held = sum(clause.last is not None for clause in found)
    name = heading.standard(register, standard)
    text = say(
        "{name}: {held} of {found} clauses audited at least once",
        name=name,
        held=held,
        found=len(found),
    )
    if only_late:
        text = say(
            "{name}: {clauses} not audited in time",
            name=name,
            clauses=counted(len(found), "clause"),
        )
    yield from wrapped(Text(text, ("bold",)), width)
    if standard not in register.config.named_standards:
        yield from wrapped(Text(heading.unlisted(standard), ("yellow",)), width)
    rows: list[Row] = []
    for clause in found:
        late = clause.due is None or clause.due < register.on
        shown = str(clause.last) if clause.last else "never"
        ahead = (
            say("planned {planned}", planned=clause.planned)
            if clause.planned
            else say("in no plan")
            if late
            else ""
        )
        look: tuple[str, ...] = ()
        if late:
            look = ("yellow",) if clause.planned else ("red",)
        title = _title(register, clause)
        rows.append([clause.clause.number, title, Text(shown, look), Text(ahead, look)])
    columns = (
        Column(""),
        Column("", share=1),
        Column("LAST AUDITED"),
        Column("NEXT", optional=True),
    )
    yield from table(columns, rows, width)
    yield ""


def _audit(register: Register, audit: Audit) -> dict[str, Any]:
    record = audit.record
    return {
        "id": record.id,
        "title": record.text("title"),
        "standards": record.items("standards"),
        "clauses": record.items("clauses"),
        "processes": record.items(PROCESSES),
        "sites": record.items(SITES),
        "in_programme": audit.in_programme,
        "by": audit.by,
        "state": audit.state,
        "done": audit.done,
        "audit": audit.carried_out_as or None,
        "not_covered": not_covered(register, record) if audit.in_programme else (),
        "path": record.path,
        "line": record.line,
    }


def _place(register: Register, found: PlaceAudited) -> dict[str, Any]:
    return {
        "site": found.where.site or None,
        "process": found.where.process or None,
        "last_audited": found.last,
        "due": found.due,
        "overdue": found.due is None or found.due < register.on,
        "planned": found.planned,
    }


def _clause(register: Register, found: ClauseAudited) -> dict[str, Any]:
    due = found.due
    return {
        "clause": found.clause.number,
        "title": _title(register, found),
        "last_audited": found.last,
        "due": due,
        "overdue": due is None or due < register.on,
        "planned": found.planned,
    }


def _title(register: Register, found: ClauseAudited) -> str:
    requirement = register.known_maps[found.clause.standard].get(found.clause.number)
    return say(requirement.title) if requirement else ""

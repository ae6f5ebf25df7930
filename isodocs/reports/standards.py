"""The requirement maps there are: all, one, or one clause of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Cell, Column, Row, Text, part, table, wrapped
from isodocs.reports import heading
from isodocs.reports import requirement as asked
from isodocs.standards.edition_words import draft_of, replaced_how, way
from isodocs.standards.editions import editions
from isodocs.standards.load import available
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.certification import Edition
    from isodocs.model.requirement import Requirement, RequirementMap


@immutable(frozen=True)
class StandardsReport(Report):
    """A list of `maps`; `whole` the clauses of the only one, `clause` that clause of it.

    Whether an edition is in force, and for how long, is answered for the day `on`. `in_use` are
    the standards that the repository works to, None outside any repository, and `in_preparation`
    those that it prepares.
    """

    maps: Sequence[RequirementMap]
    on: date
    in_use: Collection[str] | None = None
    in_preparation: Collection[str] = ()
    whole: bool = False
    clause: str = ""

    def data(self) -> Data:
        """In the form of `schemas/standards.schema.json`; clauses where they were asked for."""
        families = {editions()[known.id].family for known in self.maps if known.id in editions()}
        every = not (self.whole or self.clause)
        return {
            **heading.tool(1),
            "standards": [self._standard(known) for known in self.maps],
            "editions": [
                _edition(edition, self.on)
                for edition in editions().values()
                if every or edition.family in families
            ],
        }

    def rows(self) -> Rows:
        """A row to each standard, or to each clause of the one that was asked for."""
        if self.whole or self.clause:
            return Rows(_CLAUSES, (_row(a) for a in self.maps[0] if self.clause in ("", a.number)))
        rows = (
            [{**self._standard(known), **self._state(known)}[name] for name in _STANDARDS]
            for known in self.maps
        )
        return Rows(_STANDARDS, rows)

    def text(self) -> Iterator[str]:
        """A table, or all about a clause."""
        if self.clause:
            return _clause(self.maps[0], self.clause, self.width)
        if self.whole:
            return _whole(self.maps[0], self.on, self.width)
        return _list(self, self.width)

    def _state(self, known: RequirementMap) -> dict[str, Any]:
        edition = editions().get(known.id)
        state = _edition(edition, self.on) if edition else {}
        return {name: state.get(name) for name in ("state", "successor", "certificates_end")}

    def _standard(self, known: RequirementMap) -> dict[str, Any]:
        here = self.in_use is not None
        return {
            "id": known.id,
            "display_name": known.display_name,
            "title": known.title,
            "publisher": known.publisher,
            "edition": known.edition,
            "amendments": known.amendments,
            "includes": known.includes or None,
            "auditable_clauses": len(known.auditable),
            "controls": sum(clause.control for clause in known.auditable),
            "left_out_where": known.left_out_where,
            "alternatives": [
                {
                    "name": each.name,
                    "clause": each.clause,
                    "clauses": each.clauses,
                    "rests_on": each.rests_on or None,
                }
                for each in known.alternatives
            ],
            "path": known.path or None,
            "in_use": known.id in (self.in_use or ()) if here else None,
            "in_preparation": known.id in self.in_preparation if here else None,
            "edition_state": _edition(editions()[known.id], self.on)
            if known.id in editions()
            else None,
            "clauses": [*_clauses(known, self.clause)] if self.whole or self.clause else [],
            "sources": [
                {"id": s.id, "what": s.what, "where": s.where, "read": s.read}
                for s in known.sources
            ],
        }


_STANDARDS = (
    "id",
    "display_name",
    "title",
    "publisher",
    "edition",
    "amendments",
    "auditable_clauses",
    "controls",
    "path",
    "in_use",
    "in_preparation",
    "state",
    "successor",
    "certificates_end",
)
_CLAUSES = (
    "clause",
    "kind",
    "title",
    "asks",
    "documented_information",
    "may_be_not_applicable",
    "status",
    "note",
)


def _edition(edition: Edition, on: date) -> dict[str, Any]:
    """Whether an edition is in force, what replaced it, and until when certificates to it hold."""
    replaced, ends, since = edition.replaced, edition.ends, edition.only_new_from
    both = edition.id in available() and edition.successor in available()
    return {
        "id": edition.id,
        "name": edition.name,
        "mapped": edition.id in available(),
        "state": str(edition.state(on)),
        "published": edition.published.text if edition.published else None,
        "drafted": edition.drafted or None,
        "expected": edition.expected or None,
        "successor": edition.successor or None,
        "replaced": replaced.text if replaced else None,
        "only_new_from": since.text if since else None,
        "certificates_end": ends.text if ends else None,
        "to_be_confirmed": not (ends.sure if ends else True),
        "days_left": edition.days_left(on),
        "transition": say(
            "isodocs standards transition {id} {successor}",
            id=edition.id,
            successor=edition.successor,
        )
        if both
        else None,
        "note": edition.note or None,
    }


def _list(report: StandardsReport, width: int) -> Iterator[str]:
    maps, in_use, in_preparation = report.maps, report.in_use, report.in_preparation
    columns = [
        Column("ID"),
        Column("STANDARD", share=1),
        Column("AUDITABLE CLAUSES", right=True),
        Column("HERE", optional=True),
    ]
    rows: list[Row] = []
    for known in maps:
        here = "" if in_use is None else say("in use") if known.id in in_use else say("not in use")
        here = say("in preparation") if known.id in in_preparation else here
        own = [say("your own map: {path}", path=known.path)] if known.path else []
        edition = editions().get(known.id)
        replaced = [said] if edition and (said := replaced_how(edition, report.on)) else []
        name: Cell = [known.edition_in_words, known.title, *replaced, *own]
        rows.append([known.id, name, str(len(known.auditable)), here])
    yield from table(columns, rows, width)
    named = {*(in_use or ()), *in_preparation}
    unknown = sorted(named.difference(known.id for known in maps))
    if unknown:
        text = say(
            "isodocs.yaml also lists {unknown}, for which there is no map.",
            unknown=joined(", ", unknown),
        )
        yield from ("", *wrapped(Text(text, ("yellow",)), width))
    yield from _new(report, width)
    example = next((known.id for known in maps if known.id in named), maps[0].id)
    yield ""
    text = say(
        "Its clauses: `isodocs standards {example}`; one in full: add its number.", example=example
    )
    yield from wrapped(Text(text, ("dim",)), width)


def _new(report: StandardsReport, width: int) -> Iterator[str]:
    """The editions that have replaced one of the list, and are not mapped."""
    ids = {known.id for known in report.maps}
    new = [
        say("{name} ({text})", name=successor.name, text=successor.published.text)
        for id in ids
        if (edition := editions().get(id)) and edition.is_replaced(report.on)
        if (successor := editions()[edition.successor]).id not in ids and successor.published
    ]
    if new:
        text = say("Published and not mapped yet: {new}.", new=listed(sorted(new)))
        yield from ("", *wrapped(Text(text, ("yellow",)), width))
    for id in (known.id for known in report.maps):
        edition = editions().get(id)
        if edition and edition.is_replaced(report.on) and edition.successor in ids:
            yield from wrapped(way(edition, ids), width)


def _whole(known: RequirementMap, on: date, width: int) -> Iterator[str]:
    yield from wrapped(Text(asked.about(known), ("bold",)), width)
    if edition := editions().get(known.id):
        if said := replaced_how(edition, on):
            text = say("This edition was {said}. {way}", said=said, way=way(edition, available()))
            yield from wrapped(Text(text, ("yellow",)), width)
        elif draft := draft_of(edition, on):
            yield from wrapped(draft, width)
    yield ""
    columns = [
        Column("CLAUSE"),
        Column("TITLE", share=1),
        Column("DOCUMENTED"),
        Column("MAY BE LEFT OUT", optional=True),
    ]
    rows: list[Row] = []
    for requirement in known:
        if not requirement.auditable:
            rows.append(
                Text(
                    say(
                        "{number} {title}", number=requirement.number, title=say(requirement.title)
                    ),
                    ("bold",),
                )
            )
            continue
        kinds = dict.fromkeys(
            information.verb for information in requirement.documented_information
        )
        left_out = requirement.may_be_left_out.removeprefix("no")
        rows.append([requirement.number, say(requirement.title), [*kinds], left_out])
    yield from table(columns, rows, width)
    if choice := asked.alternatives(known):
        yield from ("", *wrapped(choice, width))
    if not any(clause.documented_information for clause in known):
        return
    yield ""
    text = say(
        "Documented information: maintain is a document kept up to date, retain "
        "a record kept as evidence, available either of them."
    )
    if any(i.as_evidence for c in known for i in c.documented_information):
        text = text.removesuffix(".") + say(", available as evidence a record.")
    if any(i.kind == "produce" for c in known for i in c.documented_information):
        text = text.removesuffix(".") + say(", produce a document drawn up.")
    yield from wrapped(Text(text, ("dim",)), width)


def _clause(known: RequirementMap, number: str, width: int) -> Iterator[str]:
    requirement = known.get(number)
    if requirement is None:
        raise ValueError(say("{id} has no clause {number}", id=known.id, number=number))
    yield from wrapped(Text(asked.title(requirement, known), ("bold",)), width)
    if requirement.auditable:
        yield from asked.lines(requirement, known, width)
    below = known.children(number)
    if below:
        yield from part(say("Its clauses"))
        rows: list[Row] = [[child.number, child.title] for child in below]
        for line in table([Column(""), Column("", share=1)], rows, width - 2):
            yield say("  {line}", line=line)
    yield from _sources(known, requirement, width)


def _sources(known: RequirementMap, requirement: Requirement, width: int) -> Iterator[str]:
    if not (requirement.sources or requirement.note) and requirement.status == "established":
        return
    yield from part(say("How this was established"))
    if requirement.status:
        sure = requirement.status == "established"
        if known.path:
            text = say("established") if sure else say("to be confirmed")
        elif sure:
            text = say("established: its sources agree")
        else:
            text = say("to be confirmed: too few independent sources agree")
        yield from wrapped(text, width, "  ")
    if requirement.note:
        yield from wrapped(requirement.note, width, "  ")
    by_id = {source.id: source for source in known.sources}
    for id in requirement.sources:
        source = by_id[id]
        yield from wrapped(
            say("{what} (read {read})", what=source.what, read=source.read),
            width,
            "       ",
            say("  {id:<4} ", id=id),
        )
        # Whole, however long: an address that is cut cannot be followed.
        yield say("       {where}", where=one_line(source.where))


def _clauses(known: RequirementMap, clause: str) -> Iterator[dict[str, Any]]:
    for each in known:
        if clause in ("", each.number):
            yield {
                **asked.as_data(each),
                "below": above.number if (above := known.parent(each.number)) else None,
                "auditable": each.auditable,
                "status": each.status or None,
                "sources": each.sources,
                "note": each.note,
            }


def _row(clause: Requirement) -> tuple[object, ...]:
    documented = dict.fromkeys(item.verb for item in clause.documented_information)
    return (
        # With its standard in front a clause stays a text: a spreadsheet would make 8.10 to 8.1.
        clause.reference,
        asked.kind(clause),
        clause.title,
        clause.asks,
        [*documented],
        clause.may_be_not_applicable,
        clause.status,
        clause.note,
    )

"""The checklist of an audit, drawn from the requirement map and from what documents claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.coverage import coverage
from isodocs.assess.record_index import cited
from isodocs.model.requirement import ClauseReference, within

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage
    from isodocs.model.record import Record
    from isodocs.model.register import Register

EMPTY = "[insert a line for each clause: what to ask, what to look at, what was seen]"
_HEAD = "| Clause | What it asks | Where to look | What was seen |\n| --- | --- | --- | --- |"


def checklist(register: Register, audit: Record) -> str:
    """A table with a row for every auditable clause that the audit covers.

    Without known clauses there is nothing to draw it from; the text says what to write instead.
    """
    wanted = [
        clause
        for clause in cited(register, audit)
        if isinstance(clause, ClauseReference) and register.counting((clause.standard,))
    ]
    rows = list(dict.fromkeys(row for clause in wanted for row in _rows(register, clause)))
    return "\n".join([_HEAD, *rows]) if rows else EMPTY


def _rows(register: Register, clause: ClauseReference) -> Iterator[str]:
    """The clause and all below it, as far as they are auditable."""
    several = len(register.known_maps) > 1
    standard = clause.standard
    if standard not in register.maps:
        standard = min(register.counting((standard,)))
    for row in coverage(register, standard).rows:
        number = row.requirement.number
        if within(number, clause.number):
            name = (
                f"{register.known_maps[clause.standard].display_name} {number}"
                if several
                else number
            )
            title = row.requirement.title
            yield f"| {name} {title} | {row.requirement.asks} | {_where(row)} | |"


def _where(row: ClauseCoverage) -> str:
    documents = dict.fromkeys(item.document for item in row.evidence)
    expected = [item.what for item in row.requirement.evidence]
    return "; ".join([*documents, *expected]).replace("|", "/")

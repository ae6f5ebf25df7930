"""What speaks of a clause and covers nothing: where to look when no document names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.matrix import MatrixRow, matrix_rows, shown
from isodocs.assess.mentions import mentioned
from isodocs.assess.once import once_per_register
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple
from isodocs.words import say, say_many

if TYPE_CHECKING:
    from isodocs.model.register import Register


class Near(NamedTuple):
    """What speaks of a clause, in words, and what who knows the document may do."""

    what: str
    then: str


@once_per_register
def _by_tables(register: Register) -> Mapping[ClauseReference, Mapping[str, Near]]:
    """The rows of tables that name a clause and lead to nothing, or leave it out, by document.

    Of several rows of one document the one for the clause itself decides.
    """
    found: dict[ClauseReference, dict[str, Near]] = defaultdict(dict)
    for entry in register.originals:
        if not entry.current:
            continue
        document = (entry.in_force or entry.newest).document
        for row in matrix_rows(register, document, register.outline(document)):
            if near := _of_row(row, entry.id):
                for clause in row.clauses:
                    found[clause][entry.id] = near
                    for below in _below(register, clause):
                        found[below].setdefault(entry.id, near)
    return found


def near_cover(register: Register, clause: ClauseReference) -> tuple[Near, ...]:
    """What speaks of a clause that no document names: tables, then the texts that mention it."""
    by_tables = _by_tables(register).get(clause, {})
    return (*by_tables.values(), *_by_mentions(register, clause))


def _of_row(row: MatrixRow, id: str) -> Near | None:
    if row.to_fill_in:
        what = say("{id} has no document for it yet (line {line})", id=id, line=row.line)
        return Near(what, say("Fill in the row"))
    if row.unfound:
        what = say(
            "{id} leads to {shown} for it (line {line}), which is not here",
            id=id,
            shown=shown(row.unfound),
            line=row.line,
        )
        return Near(what, say("Correct the row"))
    if row.left_out:
        what = say(
            "{id} says that it is not applicable (line {line}), without a justification",
            id=id,
            line=row.line,
        )
        then = say("Declare it under 'not-applicable:' in isodocs.yaml, with the reason")
        return Near(what, then)
    return None


def _by_mentions(register: Register, clause: ClauseReference) -> Iterator[Near]:
    """One for all texts that mention the clause, by the one that does so best."""
    those = mentioned(register).get(clause, ())
    if not those:
        return
    first, more = those[0], len(those) - 1
    others = say_many("; so does {number} more document", "; so do {number} more documents", more)
    what = say(
        "{id} mentions it (line {line}), but does not claim it{others}",
        id=first.id,
        line=first.line,
        others=others if more else "",
    )
    then = say("If it covers the clause, name it in its front matter")
    if first.firm:
        then = say("If it covers the clause, claim it: `isodocs adopt --claims {id}`", id=first.id)
    yield Near(what, then)


def _below(register: Register, clause: ClauseReference) -> Iterator[ClauseReference]:
    known = register.known_maps[clause.standard]
    return (ClauseReference(known.id, number) for number in known.reached_from(clause.number))

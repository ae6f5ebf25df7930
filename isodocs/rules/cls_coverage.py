"""CLS: whether documents in force cover every clause that applies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.alternatives import taken_together
from isodocs.assess.applicability import applicability
from isodocs.assess.corresponding_clauses import together
from isodocs.assess.coverage import coverage
from isodocs.assess.mentions import mentioned
from isodocs.assess.near_cover import near_cover
from isodocs.assess.to_fill_in import on_lines, to_fill_in
from isodocs.model.audit import OF_NEW_EDITION
from isodocs.model.config import PATH
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage, CoverageStatus
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import demanding
from isodocs.rules._clauses import by_standard
from isodocs.rules.rule import rule
from isodocs.standards.editions import predecessors
from isodocs.words import agreed, counted, joined, listed, say, say_many

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import Requirement


@rule("CLS004", "clause-uncovered", Level.WARNING, ("4.4.1",), blocks=False, part_of=OF_NEW_EDITION)
def clause_uncovered(register: Register) -> Iterator[Finding]:
    """An auditable clause of the standard is not covered by any document.

    Why: Every applicable requirement must be met and shown (ISO 9001:2015, 4.3, 4.4.1). If no
    document names any clause, this is reported once. So are clauses with the same requirement in
    several standards: one document covers them all. A text that mentions the clause, and a table
    that leads to nothing for it or leaves it out, are named in the gap, and cover nothing.

    Example: A repository whose documents do not name clauses yet.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            Buy from approved suppliers only.

    Remedy: Name the clause in the document that covers it, write such a document, or declare the
    clause not applicable with a justification under `not-applicable:` in isodocs.yaml.
    """
    open_rows = []
    for standard in register.in_use:
        found = coverage(register, standard)
        if any(item.relation is None for row in found.rows for item in row.evidence):
            open_rows += [
                row
                for row in found.rows
                if row.status is CoverageStatus.GAP and not _reported_elsewhere(register, row)
            ]
        elif register.documents:
            yield _nothing_named(register, found)
    for rows in together(register, open_rows):
        yield _uncovered(register, rows)


@rule("CLS005", "clause-partly-covered", Level.NOTE, ("7.5.3.1",), blocks=False)
def clause_partly_covered(register: Register) -> Iterator[Finding]:
    """A clause is covered only by documents that do not count fully.

    They are drafts, unapproved, overdue for review, or say too little for all that they claim. It
    is a warning where a first draft has text that is still to be written.

    Why: Documents must be available and suitable for use (ISO 9001:2015, 7.5.3.1); auditors look
    for documents in force. Clauses affected by one document are reported once, for all standards
    together.

    Example: The only document for 8.4.1 is a draft.

        documents/purchasing.md:
            ---
            id: SOP-001
            status: draft
            clauses: {iso-9001-2015: ["8.4.1"]}
            ---
            Buy from approved suppliers only.

    Remedy: Bring the document named into force; where it is in force, close what is reported of it.
    """
    resting: dict[str, list[tuple[ClauseCoverage, ClauseEvidence]]] = defaultdict(list)
    for standard in register.in_use:
        for row in coverage(register, standard).rows:
            if row.status is CoverageStatus.PARTIAL and (item := _best_partly(register, row)):
                resting[item.document].append((row, item))
    for id, found in resting.items():
        entry = register.entries[id]
        rows = [row for row, _ in found]
        references = [row.requirement.reference for row in rows]
        one = rows[0].requirement
        what = (
            say("{number} {title}", number=one.number, title=one.title)
            if len(rows) == 1
            else by_standard(register, references)
        )
        others = dict.fromkeys(
            item.document
            for row in rows
            for item in row.evidence
            if item.partly and not item.in_part and item.document != id
        )
        how = (
            say("Close what else is reported of it.")
            if entry.in_force
            else say("Bring it into force.")
        )
        open_ = () if entry.in_force else to_fill_in(register, entry.newest.document)
        left = (
            say(
                ", with {places} to fill in ({lines})",
                places=counted(len(open_), "place"),
                lines=on_lines(open_),
            )
            if open_
            else ""
        )
        verb = agreed(len(rows), "relies", "rely")
        why_not = found[0][1].why_not
        this = say("this one ({why_not}{left})", why_not=why_not, left=left)
        yield Finding(
            say(
                "{what} {verb} on documents that do not count: {documents}",
                what=what,
                verb=verb,
                documents=listed((this, *others)),
            )
            if others
            else say(
                "{what} {verb} only on this document: {why_not}{left}",
                what=what,
                verb=verb,
                why_not=why_not,
                left=left,
            ),
            say(
                "{how} Details: `isodocs coverage --explain {full}`.",
                how=how,
                full=_full(one, register),
            ),
            Place(entry.place_path),
            id,
            clauses=tuple(map(str, references)),
            level=Level.WARNING if open_ else None,
            because=id if open_ else "",
        )


def _best_partly(register: Register, row: ClauseCoverage) -> ClauseEvidence | None:
    """The document because of which a clause is covered partly; None where it is something else.

    The rules of the Statement of Applicability speak of what it says and of what it names.
    """
    if row.shown or any(item.counts for item in row.evidence):
        return None
    found = applicability(register, register.maps[row.requirement.standard]).statement
    if row.decision and found and found.approved is None:
        return None
    named = row.decision.documents if row.decision else ()
    return next(
        (i for i in row.evidence if i.partly and not i.in_part and i.document not in named), None
    )


def _reported_elsewhere(register: Register, row: ClauseCoverage) -> bool:
    """Whether another rule speaks of a clause without cover: CLS007, or those of the statement."""
    requirement = row.requirement
    requirements = register.maps[requirement.standard]
    applies = applicability(register, requirements)
    if requirement.number in applies.disputed:
        return True
    stated = applies.statement is not None or demanding(requirements) is not None
    return requirement.control and stated


def _uncovered(register: Register, rows: Sequence[ClauseCoverage]) -> Finding:
    first = rows[0].requirement
    references = [row.requirement.reference for row in rows]
    whole = say("`isodocs coverage --explain {full}`", full=_full(first, register))
    of = (
        say(" ({display_name})", display_name=register.maps[first.standard].display_name)
        if len(register.maps) > 1
        else ""
    )
    what = say(
        "{number} {title}{of}: {reason}",
        number=first.number,
        title=first.title,
        of=of,
        reason=rows[0].reason,
    )
    where = say("Name it in the document that covers it, or write one")
    near = [] if rows[0].evidence else near_cover(register, first.reference)
    if len(rows) > 1:
        what = say(
            "{by_standard} ({title}): {reason}",
            by_standard=by_standard(register, references),
            title=first.title,
            reason=rows[0].reason if near else say("no document names these clauses"),
        )
        where = say("One document can cover them all: name them in it, or write it")
    if near:
        where = joined(". ", dict.fromkeys(each.then for each in near))
    known = register.maps[first.standard]
    own = known.alternative_of(first.number)
    if own and taken_together(register, known):
        others = listed(map(str, known.other_alternatives(own)), "or")
        where += say(
            ". Where you follow {others}, declare {clause} not applicable",
            others=others,
            clause=own.clause,
        )
    return Finding(
        what,
        say("{where}. Details: {whole}.", where=where, whole=whole),
        Place(PATH, *register.config.places.get("standards", (0, 0))),
        subject=str(first.reference),
        clauses=tuple(map(str, references)),
    )


def _full(requirement: Requirement, register: Register) -> str:
    """A clause as a command takes it: with its standard where several are in use."""
    return str(requirement.reference) if len(register.maps) > 1 else requirement.number


def _nothing_named(register: Register, found: Coverage) -> Finding:
    """One finding for a repository that has not begun to name clauses."""
    known = register.maps[found.standard]
    example = next(iter(known.auditable)).number
    covered = found.counts[CoverageStatus.COVERED]
    number = found.applicable
    rest = say("none of the {number} that apply is covered", number=number)
    if number == 1:
        rest = say("the one that applies is not covered")
    if covered:
        applies, rests = agreed(number, "applies", "apply"), agreed(covered, "rests", "rest")
        what = say("records or other standards") if len(register.maps) > 1 else say("records")
        rest = say(
            "{covered} of the {number} that {applies} {rests} on {what} only",
            covered=covered,
            number=number,
            applies=applies,
            rests=rests,
            what=what,
        )
    named = mentioned(register).items()
    naming = len({each.id for c, those in named if c.standard == known.id for each in those})
    if naming:
        rest += say_many(
            "; {number} document mentions some", "; {number} documents mention some", naming
        )
    before = [each.id for each in predecessors(known.id)[:1] if each.id in register.maps]
    more = (
        say("standards transition {before} {id}", before=before[0], id=known.id)
        if before
        else say("coverage")
    )
    what = say("says which go into which") if before else say("lists every clause")
    claims = say(" `isodocs adopt --claims` writes those that texts name.") if naming else ""
    return Finding(
        say(
            "no document claims a clause of {display_name}: {rest}",
            display_name=known.display_name,
            rest=rest,
        ),
        say(
            "Name the clauses in the front matter of each document: 'clauses: "
            '{{{id}: ["{example}"]}}\'. `isodocs {more}` {what}.{claims}',
            claims=claims,
            id=known.id,
            example=example,
            more=more,
            what=what,
        ),
        Place(PATH, *register.config.places.get("standards", (0, 0))),
        subject=found.standard,
    )

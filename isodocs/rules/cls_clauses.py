"""CLS: whether documents cover every clause, and every claim on a clause is sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.applicability import applicability, unfounded
from isodocs.assess.claims import Claim, clauses_claimed, default_standard, marks, reference
from isodocs.assess.corresponding_clauses import together
from isodocs.assess.coverage import coverage
from isodocs.model.audit import CERTIFYING
from isodocs.model.config import PATH
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage, CoverageStatus
from isodocs.model.document import State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import demanding
from isodocs.rules.rule import rule
from isodocs.standards.clause import UnknownClause
from isodocs.words import agreed, counted, did_you_mean, listed

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import ClauseReference, Requirement


@rule("CLS001", "clause-unknown", Level.ERROR, ("4.4.2",), blocks=False, stops=CERTIFYING)
def clause_unknown(register: Register) -> Iterator[Finding]:
    """A document names a clause that the standard does not have.

    Why: A claim on a clause that does not exist covers nothing, and the right clause stays unnamed
    (ISO 9001:2015, 4.4.2).

    Example: The last clause of 8.5 is 8.5.6.

        documents/purchasing.md:
            ---
            id: SOP-001
            clauses: {iso-9001-2015: ["8.5.7"]}
            ---
            Buy from approved suppliers only.

    Remedy: Correct the number. `isodocs standards` lists every clause.
    """
    default = default_standard(register)
    for document in register.documents:
        named = [
            (
                claim.clause,
                reference(register, claim.clause, claim.standard),
                claim.line,
                claim.column,
            )
            for claim in document.claims
            if claim.standard in register.maps
        ]
        for mark in marks(register, document, register.outline_here(document)):
            if mark.found is not None:  # else CLS011 says so
                named.append((mark.text, mark.found, mark.line, mark.column))
        for text, found, line, column in named:
            if isinstance(found, UnknownClause):
                yield Finding(
                    found.message,
                    remedies.in_file(
                        register,
                        document,
                        f"Correct it. `isodocs standards {found.standard or default}` lists the "
                        "clauses.",
                    ),
                    Place(document.path, line, column),
                    document.id,
                    subject=text,
                    owner=document.owner,
                )


@rule("CLS002", "standard-unknown", Level.ERROR, blocks=False)
def standard_unknown(register: Register) -> Iterator[Finding]:
    """A document claims clauses of a standard that isodocs.yaml does not name.

    Why: Such a claim is not checked. A clause number has a meaning only together with its standard
    and edition.

    Example: The edition is missing.

        documents/purchasing.md:
            ---
            id: SOP-001
            clauses: {iso-9001: ["8.4"]}
            ---
            Buy from approved suppliers only.

    Remedy: Correct the name, or add the standard to `standards:` in isodocs.yaml.
    """
    standards, in_use = register.config.named_standards, register.config.standards
    if not standards:
        yield from _no_standard(register)
        return
    for document in register.documents:
        for standard, claim in {claim.standard: claim for claim in document.claims[::-1]}.items():
            if standard in standards:
                continue
            yield Finding(
                f"claims clauses of {standard!r}, which isodocs.yaml does not name."
                f"{did_you_mean(standard, standards)}",
                remedies.in_file(
                    register,
                    document,
                    f"Correct the name, or add it to 'standards: [{', '.join(in_use)}]'.",
                ),
                Place(document.path, claim.line, claim.column),
                document.id,
                subject=standard,
                owner=document.owner,
            )


def _no_standard(register: Register) -> Iterator[Finding]:
    """One finding for the repository: what is missing is one line of its configuration."""
    claiming = [document for document in register.documents if document.claims]
    if claiming:
        named = sorted({claim.standard for document in claiming for claim in document.claims})
        verb = agreed(len(claiming), "claims", "claim")
        yield Finding(
            f"{counted(len(claiming), 'document')} {verb} clauses of {', '.join(named)}, "
            "but no standard is configured",
            "Write, for example, 'standards: [iso-9001-2015]' in isodocs.yaml. `isodocs standards` "
            "lists the standards available.",
            Place(PATH) if register.config.configured else Place(),
            subject="standards",
        )


@rule("CLS003", "claim-without-content", Level.WARNING, ("4.4.2",), blocks=False)
def claim_without_content(register: Register) -> Iterator[Finding]:
    """A document claims a clause where it has no text.

    Why: A heading alone does not show how a requirement is met (ISO 9001:2015, 4.4.2). Claims in
    the same place are reported once, for all standards together.

    Example: A section claims a clause and is empty.

        documents/design.md:
            ---
            id: SOP-001
            ---
            # Design

            ## Design changes {clause="8.3.6"}

    Remedy: Write the section, or remove the claim.
    """
    for document in register.documents:
        outline = register.outline_here(document)
        empty: dict[str, list[Claim]] = defaultdict(list)
        for claim in clauses_claimed(register, document, outline):
            if not claim.has_text:
                empty[claim.section].append(claim)
        for section, claims in empty.items():
            where = f"the section {section!r}" if section else "the document"
            named = dict.fromkeys(claim.clause for claim in claims)
            yield Finding(
                f"claims {_listed(register, named)}, but {where} has no text",
                remedies.in_file(register, document, "Write the text, or remove the claim."),
                Place(document.path, claims[0].line, claims[0].column),
                document.id,
                subject=section,
                clauses=tuple(map(str, named)),
                owner=document.owner,
            )


@rule("CLS004", "clause-uncovered", Level.WARNING, ("4.4.1",), blocks=False)
def clause_uncovered(register: Register) -> Iterator[Finding]:
    """An auditable clause of the standard is not covered by any document.

    Why: Every applicable requirement must be met and shown (ISO 9001:2015, 4.3, 4.4.1). If no
    document names any clause, this is reported once. So are clauses with the same requirement in
    several standards: one document covers them all.

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
    """A clause is covered only by documents that are drafts, unapproved or overdue for review.

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

    Remedy: Bring the document named into force.
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
        what = f"{one.number} {one.title}" if len(rows) == 1 else _listed(register, references)
        others = [i for i in rows[0].evidence if i.partly and not i.in_part and i.document != id]
        more = f" (and on {', '.join(o.document for o in others)})" if others else ""
        yield Finding(
            f"{what} {agreed(len(rows), 'relies', 'rely')} only on this document{more}: "
            f"{found[0][1].why_not}",
            f"Bring it into force. Details: `isodocs coverage --explain {_full(one, register)}`.",
            Place(entry.place_path),
            id,
            clauses=tuple(map(str, references)),
        )


@rule("CLS006", "claim-on-not-applicable", Level.WARNING, ("4.3",), blocks=False)
def claim_on_not_applicable(register: Register) -> Iterator[Finding]:
    """A document claims a clause or control that is declared not applicable.

    Why: One of the two is wrong, and an auditor will ask which (ISO 9001:2015, 4.3; ISO/IEC
    27001:2022, 6.1.3). The declaration is in `isodocs.yaml` or in the Statement of Applicability.

    Example: 8.3 is declared not applicable, and a procedure claims 8.3.4.

    Remedy: Remove the claim or the declaration.
    """
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is Status.OBSOLETE or (entry and entry.state is State.OBSOLETE):
            continue
        outline = register.outline_here(document)
        claims = clauses_claimed(register, document, outline)
        for claim in {claim.clause: claim for claim in claims[::-1]}.values():
            where = _left_out(register, claim.clause)
            if where:
                row = "the declaration" if where == PATH else f"the row {claim.clause.number}"
                yield Finding(
                    f"claims {claim.clause.number}, which is declared not applicable",
                    remedies.in_file(
                        register, document, f"Remove the claim, or remove {row} from {where}."
                    ),
                    Place(document.path, claim.line, claim.column),
                    document.id,
                    subject=str(claim.clause),
                    clauses=(str(claim.clause),),
                    owner=document.owner,
                )


@rule(
    "CLS007",
    "not-applicable-unfounded",
    Level.ERROR,
    ("4.3",),
    blocks=False,
    stops=CERTIFYING,
)
def not_applicable_unfounded(register: Register) -> Iterator[Finding]:
    """A clause is declared not applicable without sufficient justification.

    Why: A requirement may be excluded only if that does not affect the conformity of products and
    services, and the justification is documented (ISO 9001:2015, 4.3).

    Example: A clause that no organisation can exclude.

        isodocs.yaml:
            standards: [iso-9001-2015]
            required: [id]
            not-applicable:
              iso-9001-2015:
                "5.1": {justification: too much work}

    Remedy: Give the justification and the controlled document that contains it. The document must
    be in force.
    """
    for declared in register.config.not_applicable:
        if message := unfounded(register, declared):
            yield Finding(
                message,
                "Remove it from 'not-applicable:', or write "
                "'\"8.3\": {justification: ..., document: MAN-001}' with a clause that can be "
                "excluded and a document in force.",
                Place(PATH, declared.line, declared.column),
                subject=f"{declared.standard}:{declared.clause}",
                clauses=(f"{declared.standard}:{declared.clause}",),
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


def _left_out(register: Register, clause: ClauseReference) -> str:
    """The file that declares a clause not applicable; empty where CLS007 doubts it or none does."""
    applies = applicability(register, register.maps[clause.standard])
    where = applies.declared.get(clause.number, "")
    return "" if where == PATH and clause.number in applies.disputed else where


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
    whole = f"`isodocs coverage --explain {_full(first, register)}`"
    of = f" ({register.maps[first.standard].display_name})" if len(register.maps) > 1 else ""
    what = f"{first.number} {first.title}{of}: {rows[0].reason}"
    where = "Name it in the document that covers it, or write one"
    if len(rows) > 1:
        what = f"{_listed(register, references)} ({first.title}): no document names these clauses"
        where = "One document can cover them all: name them in it, or write it"
    return Finding(
        what,
        f"{where}. The requirement: {whole}.",
        Place(PATH, *register.config.places.get("standards", (0, 0))),
        subject=str(first.reference),
        clauses=tuple(map(str, references)),
    )


def _full(requirement: Requirement, register: Register) -> str:
    """A clause as a command takes it: with its standard where several are in use."""
    return str(requirement.reference) if len(register.maps) > 1 else requirement.number


def _listed(register: Register, clauses: Iterable[ClauseReference]) -> str:
    """Clauses by standard: `7.1.3 and 7.1.4 of ISO 9001:2015, A.7.8 of ISO/IEC 27001:2022`."""
    by_standard: dict[str, list[str]] = defaultdict(list)
    for clause in clauses:
        by_standard[clause.standard].append(clause.number)
    several = len(register.maps) > 1
    return ", ".join(
        listed(numbers, most=6) + (f" of {register.maps[id].display_name}" if several else "")
        for id, numbers in by_standard.items()
    )


def _nothing_named(register: Register, found: Coverage) -> Finding:
    """One finding for a repository that has not begun to name clauses."""
    known = register.maps[found.standard]
    example = next(iter(known.auditable)).number
    return Finding(
        f"no document names a clause of {known.display_name}: none of the {found.applicable} "
        "that apply is covered",
        f"Name the clauses in the front matter of each document: 'clauses: {{{known.id}: "
        f'["{example}"]}}\'. `isodocs coverage` lists every clause.',
        Place(PATH, *register.config.places.get("standards", (0, 0))),
        subject=found.standard,
    )

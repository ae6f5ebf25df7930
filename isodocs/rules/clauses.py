"""CLS: whether every clause of the standard rests on something, and every claim on a clause."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from isodocs.assess.applicability import disputed, excluded, unfounded
from isodocs.assess.coverage import clauses_claimed, coverage
from isodocs.model.config import PATH
from isodocs.model.coverage import Coverage, CoverageStatus
from isodocs.model.document import State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing.words import did_you_mean
from isodocs.register import Register
from isodocs.rules import hints
from isodocs.rules.rule import rule
from isodocs.standards.clause import UnknownClause, resolve


@rule("CLS001", "clause-unknown", Level.ERROR, ("4.4.2",))
def clause_unknown(register: Register) -> Iterator[Finding]:
    """A document names a clause that the standard does not have.

    Why: A claim on a clause that does not exist covers nothing, and hides that the right one is
    not named (ISO 9001:2015, 4.4.2).

    Example: `iso-9001-2015: ["8.5.7"]`, or 8.10 where 8.1 was meant.

    Remedy: Correct the number; `isodocs standards` lists every clause.
    """
    default = register.config.standards[0] if len(register.config.standards) == 1 else ""
    for document in register.documents:
        named = [
            (claim.clause, claim.standard, claim.line, claim.column)
            for claim in document.claims
            if claim.standard in register.maps
        ]
        outline = register.outline_here(document)
        for section in outline.sections if outline and register.maps else ():
            named += [(m.text, default, m.line, m.column) for m in section.clause_marks]
        for text, standard, line, column in named:
            found = resolve(text, register.maps, standard)
            if isinstance(found, UnknownClause):
                yield Finding(
                    found.message,
                    hints.in_file(
                        register,
                        document,
                        f"Correct it; `isodocs standards {found.standard or default}` lists the "
                        "clauses.",
                    ),
                    Place(document.path, line, column),
                    document.id,
                    subject=text,
                    owner=document.owner,
                )


@rule("CLS002", "standard-unknown", Level.ERROR)
def standard_unknown(register: Register) -> Iterator[Finding]:
    """A document claims clauses of a standard that this repository does not work to.

    Why: Such a claim is checked by nobody. A clause number means something only together with its
    standard and edition.

    Example: `clauses: {iso-9001: ["8.4"]}`, where the configuration says iso-9001-2015.

    Remedy: Correct the name, or add the standard to `standards:` in isodocs.yaml.
    """
    standards = register.config.standards
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
                hints.in_file(
                    register,
                    document,
                    f"Correct the name, or add it to 'standards: [{', '.join(standards)}]'.",
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
        yield Finding(
            f"{hints.counted(len(claiming), 'document')} claim{'s' * (len(claiming) == 1)} clauses "
            f"of {', '.join(named)}, and no standard is configured",
            "Write for example 'standards: [iso-9001-2015]' in isodocs.yaml; `isodocs standards` "
            "lists what there is.",
            Place(PATH) if register.config.configured else Place(),
            subject="standards",
        )


@rule("CLS003", "claim-without-content", Level.WARNING, ("4.4.2",))
def claim_without_content(register: Register) -> Iterator[Finding]:
    """A document claims a clause, and nothing is written where it claims it.

    Why: A heading alone shows no auditor how a requirement is met (ISO 9001:2015, 4.4.2).

    Example: `## Design changes {clause="8.3.6"}` with no text below it.

    Remedy: Write the section, or drop the claim.
    """
    for document in register.documents:
        outline = register.outline_here(document)
        for claim in clauses_claimed(register, document, outline):
            if not claim.has_text:
                where = f"the section {claim.section!r}" if claim.section else "the document"
                yield Finding(
                    f"claims {claim.clause.number}, but {where} has no text",
                    hints.in_file(register, document, "Write how that is done, or drop the claim."),
                    Place(document.path, claim.line, claim.column),
                    document.id,
                    subject=str(claim.clause),
                    clauses=(str(claim.clause),),
                    owner=document.owner,
                )


@rule("CLS004", "clause-uncovered", Level.WARNING, ("4.4.1",))
def clause_uncovered(register: Register) -> Iterator[Finding]:
    """No document answers an auditable clause of the standard.

    Why: Every applicable requirement is to be met and shown (ISO 9001:2015, 4.3, 4.4.1).

    Where no document names any clause, that is said once.

    Example: Nothing in the system names 7.1.6, organizational knowledge.

    Remedy: Name the clause in the document that answers it, write one, or declare the clause not
    applicable with a justification under `not-applicable:` in isodocs.yaml.
    """
    for standard in register.maps:
        found = coverage(register, standard)
        doubtful = disputed(register, register.maps[standard])  # CLS007 speaks of those
        if any(row.evidence for row in found.rows):
            yield from _coverage(register, found, CoverageStatus.GAP, leave_out=doubtful)
        elif register.documents:
            yield _nothing_named(register, found)


@rule("CLS005", "clause-partly-covered", Level.NOTE, ("7.5.3.1",))
def clause_partly_covered(register: Register) -> Iterator[Finding]:
    """The only documents behind a clause are drafts, unapproved or overdue for review.

    Why: An auditor looks for what is in force (ISO 9001:2015, 7.5.3.1).

    Example: 8.4.1 rests on a procedure that still awaits approval.

    Remedy: Bring the document named into force.
    """
    for standard in register.maps:
        yield from _coverage(register, coverage(register, standard), CoverageStatus.PARTIAL)


@rule("CLS006", "claim-on-not-applicable", Level.WARNING, ("4.3",))
def claim_on_not_applicable(register: Register) -> Iterator[Finding]:
    """A document claims a clause that the organisation declares not applicable.

    Why: One of the two is wrong (ISO 9001:2015, 4.3), and an auditor will ask which.

    Example: 8.3 is declared not applicable, and a procedure claims 8.3.4.

    Remedy: Drop the claim, or the declaration.
    """
    left_out = {id: excluded(register, known) for id, known in register.maps.items()}
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is Status.OBSOLETE or (entry and entry.state is State.OBSOLETE):
            continue
        outline = register.outline_here(document)
        claims = list(clauses_claimed(register, document, outline))
        for claim in {claim.clause: claim for claim in claims[::-1]}.values():
            if claim.clause.number in left_out[claim.clause.standard]:
                yield Finding(
                    f"claims {claim.clause.number}, which is declared not applicable",
                    hints.in_file(
                        register,
                        document,
                        "Drop the claim, or take the declaration out of isodocs.yaml.",
                    ),
                    Place(document.path, claim.line, claim.column),
                    document.id,
                    subject=str(claim.clause),
                    clauses=(str(claim.clause),),
                    owner=document.owner,
                )


@rule("CLS007", "not-applicable-unfounded", Level.ERROR, ("4.3",))
def not_applicable_unfounded(register: Register) -> Iterator[Finding]:
    """A clause is declared not applicable without sufficient ground.

    Why: A requirement may be left out only where that does not affect the conformity of products
    and services, and the justification is documented (ISO 9001:2015, 4.3).

    Example: `"5.1": {justification: too much work}`; a justification whose document is a draft.

    Remedy: Give the justification and the controlled document that holds it, in force.
    """
    for declared in register.config.not_applicable:
        if message := unfounded(register, declared):
            yield Finding(
                message,
                "Take it out of 'not-applicable:', or write "
                "'\"8.3\": {justification: ..., document: MAN-001}' with a clause that may be left "
                "out and a document in force.",
                Place(PATH, declared.line, declared.column),
                subject=f"{declared.standard}:{declared.clause}",
                clauses=(f"{declared.standard}:{declared.clause}",),
            )


def _coverage(
    register: Register,
    found: Coverage,
    status: CoverageStatus,
    leave_out: Collection[str] = (),
) -> Iterator[Finding]:
    for row in found.rows:
        requirement = row.requirement
        if row.status is not status or requirement.number in leave_out:
            continue
        whole = f"`isodocs coverage --explain {requirement.number}`"
        if status is CoverageStatus.GAP:
            hint = f"Name it in the document that answers it, or write one. What is asked: {whole}."
        else:
            hint = f"Bring what is named into force; the whole story: {whole}."
        yield Finding(
            f"{requirement.number} {requirement.title}: {row.reason}",
            hint,
            Place(PATH, *register.config.places.get("standards", (0, 0))),
            subject=str(requirement.reference),
            clauses=(str(requirement.reference),),
        )


def _nothing_named(register: Register, found: Coverage) -> Finding:
    """One finding for a repository that has not begun to name clauses."""
    known = register.maps[found.standard]
    example = next(iter(known.auditable)).number
    return Finding(
        f"no document names a clause of {known.display_name}: none of the {found.applicable} "
        "that apply is covered",
        f"Say in each document's front matter what it answers, 'clauses: {{{known.id}: "
        f'["{example}"]}}\'; `isodocs coverage` lists every clause.',
        Place(PATH, *register.config.places.get("standards", (0, 0))),
        subject=found.standard,
    )

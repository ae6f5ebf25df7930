"""CLS: whether every clause of the standard rests on something, and every claim on a clause."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.assess.coverage import clauses_claimed, coverage
from isodocs.model.config import PATH
from isodocs.model.coverage import CoverageStatus
from isodocs.model.gap import Finding, Level, Place
from isodocs.register import Register
from isodocs.rules.rule import rule
from isodocs.standards.clause import UnknownClause, resolve


@rule("CLS001", "clause-unknown", Level.ERROR, ("4.4.2",))
def clause_unknown(register: Register) -> Iterator[Finding]:
    """A document names a clause that the standard does not have.

    Why: A claim on a clause that does not exist covers nothing, and hides that the right one is
    not named (ISO 9001:2015, 4.4.2).

    Example: `iso-9001-2015: ["8.5.7"]`, or 8.10 where 8.1 was meant.

    Remedy: Correct the number; `isodocs standards iso-9001-2015` lists every clause.
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
                    "`isodocs standards` lists the clauses.",
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
    for document in register.documents:
        seen = set()
        for claim in document.claims:
            if claim.standard in register.config.standards or claim.standard in seen:
                continue
            seen.add(claim.standard)
            known = ", ".join(register.config.standards) or "none"
            yield Finding(
                f"claims clauses of {claim.standard!r}, which isodocs.yaml does not name",
                f"Standards of this repository: {known}.",
                Place(document.path, claim.line, claim.column),
                document.id,
                subject=claim.standard,
                owner=document.owner,
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
        for clause, _, line, section, has_text in clauses_claimed(register, document, outline):
            if not has_text:
                where = f"section '{section}'" if section else "the document"
                yield Finding(
                    f"claims {clause.number}, but {where} has no text",
                    "Write what the document says about it, or drop the claim.",
                    Place(document.path, line),
                    document.id,
                    subject=str(clause),
                    clauses=(str(clause),),
                    owner=document.owner,
                )


@rule("CLS004", "clause-uncovered", Level.WARNING, ("4.4.1",))
def clause_uncovered(register: Register) -> Iterator[Finding]:
    """No document answers an auditable clause of the standard.

    Why: Every applicable requirement is to be met and shown (ISO 9001:2015, 4.3, 4.4.1).

    Example: Nothing in the system names 7.1.6, organizational knowledge.

    Remedy: Name the clause in the document that answers it, write one, or declare the clause not
    applicable with a justification under `not-applicable:` in isodocs.yaml.
    """
    yield from _coverage(register, CoverageStatus.GAP)


@rule("CLS005", "clause-partly-covered", Level.NOTE, ("4.4.1",))
def clause_partly_covered(register: Register) -> Iterator[Finding]:
    """The only documents behind a clause are drafts, unapproved or overdue for review.

    Why: An auditor looks for what is in force (ISO 9001:2015, 7.5.3.1).

    Example: 8.4.1 rests on a procedure that still awaits approval.

    Remedy: Bring the document named into force.
    """
    yield from _coverage(register, CoverageStatus.PARTIAL)


@rule("CLS006", "claim-on-not-applicable", Level.WARNING, ("4.3",))
def claim_on_not_applicable(register: Register) -> Iterator[Finding]:
    """A document claims a clause that the organisation declares not applicable.

    Why: One of the two is wrong (ISO 9001:2015, 4.3), and an auditor will ask which.

    Example: 8.3 is declared not applicable, and a procedure claims 8.3.4.

    Remedy: Drop the claim, or the declaration.
    """
    for standard in register.maps:
        for row in coverage(register, standard).rows:
            if row.status is CoverageStatus.NOT_APPLICABLE:
                for item in row.evidence:
                    yield Finding(
                        f"claims {row.requirement.number}, which is declared not applicable",
                        "Drop the claim, or take the declaration out of isodocs.yaml.",
                        Place(item.path, item.line),
                        item.document,
                        subject=row.requirement.number,
                        clauses=(str(row.requirement.reference),),
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
        known = register.maps.get(declared.standard)
        requirement = known.get(declared.clause) if known else None
        entry = register.entries.get(declared.document)
        if known is None:
            message = f"{declared.standard!r} is not among the standards of this repository"
        elif requirement is None:
            message = f"{known.display_name} has no clause {declared.clause}"
        elif not requirement.may_be_not_applicable:
            message = f"clause {declared.clause} applies to every organisation"
        elif not declared.justification:
            message = f"clause {declared.clause} is left out without a justification"
        elif not declared.document:
            message = f"no controlled document holds the justification for {declared.clause}"
        elif entry is None or entry.in_force is None:
            message = f"{declared.document}, which justifies leaving out {declared.clause}, is " + (
                "not in force" if entry else "not there"
            )
        else:
            continue
        yield Finding(
            message,
            "Write '\"8.3\": {justification: ..., document: MAN-001}' with a document in force.",
            Place(PATH, declared.line, declared.column),
            subject=f"{declared.standard}:{declared.clause}",
        )


def _coverage(register: Register, status: CoverageStatus) -> Iterator[Finding]:
    line = register.config.places.get("standards", (0, 0))[0]
    for standard in register.maps:
        for row in coverage(register, standard).rows:
            if row.status is not status:
                continue
            requirement = row.requirement
            yield Finding(
                f"{requirement.number} {requirement.title}: {row.reason}",
                f"What is asked: {requirement.asks} See `isodocs coverage --explain "
                f"{requirement.number}`.",
                Place(PATH, line),
                subject=str(requirement.reference),
                clauses=(str(requirement.reference),),
            )

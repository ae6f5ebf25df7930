"""CLS: whether what is declared not applicable may be left out, and no document claims it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.alternatives import taken_together, unsound_choices
from isodocs.assess.applicability import applicability, awaited, rarely_accepted, unfounded
from isodocs.assess.claims import clauses_claimed
from isodocs.assess.coverage import coverage
from isodocs.model.audit import EVERY_STAGE
from isodocs.model.config import PATH
from isodocs.model.document import State
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules._clauses import not_obsolete
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.config import NotApplicable
    from isodocs.model.register import Register
    from isodocs.model.requirement import ClauseReference, RequirementMap


_MOST = 4
"""So many clauses below a heading are named."""


@rule("CLS006", "claim-on-not-applicable", Level.WARNING, ("4.3",), blocks=False)
def claim_on_not_applicable(register: Register) -> Iterator[Finding]:
    """A document claims a clause or control that is declared not applicable.

    Why: One of the two is wrong, and an auditor will ask which (ISO 9001:2015, 4.3; ISO/IEC
    27001:2022, 6.1.3). The declaration is in `isodocs.yaml` or in the Statement of Applicability.

    Example: 8.3 is declared not applicable, and a procedure claims 8.3.4.

    Remedy: Remove the claim or the declaration.
    """
    for document in not_obsolete(register):
        outline = register.outline_here(document)
        claims = clauses_claimed(register, document, outline)
        for claim in {claim.clause: claim for claim in claims[::-1]}.values():
            where = _left_out(register, claim.clause)
            if where:
                row = (
                    say("the declaration")
                    if where == PATH
                    else say("the row {number}", number=claim.clause.number)
                )
                yield Finding(
                    say(
                        "claims {number}, which is declared not applicable",
                        number=claim.clause.number,
                    ),
                    remedies.in_file(
                        register,
                        document,
                        say(
                            "Remove the claim, or remove {row} from {where}.", row=row, where=where
                        ),
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
    stops=EVERY_STAGE,
)
def not_applicable_unfounded(register: Register) -> Iterator[Finding]:
    """A clause is declared not applicable without sufficient justification.

    Why: A requirement may be excluded only if that does not affect the conformity of products and
    services, and the justification is documented (ISO 9001:2015, 4.3). Where a standard offers
    alternatives, as ISO/IEC 17025:2017 does in 8.1, one of them applies: taken whole, and with the
    management system that it rests on.

    Example: A clause that no organisation can exclude.

        isodocs.yaml:
            standards: [iso-9001-2015]
            required: [id]
            not-applicable:
              iso-9001-2015:
                "5.1": {justification: too much work}

    Remedy: Give the justification and the controlled document that contains it. The document must
    be in force. Of alternatives, leave out those that you do not follow, each with all that goes
    with it.
    """
    for declared in register.config.not_applicable:
        if message := unfounded(register, declared):
            yield Finding(
                message,
                _once_in_force(register, declared)
                or say(
                    "Remove it from 'not-applicable:', or name a clause that can be left "
                    "out, with a justification and the document in force that holds it: "
                    "'NUMBER: {justification: ..., document: ID}'."
                ),
                Place(PATH, declared.line, declared.column),
                subject=f"{declared.standard}:{declared.clause}",
                clauses=(f"{declared.standard}:{declared.clause}",),
                because=declared.document if awaited(register, declared) else "",
            )
    for known in _with_alternatives(register):
        for choice in unsound_choices(register, known):
            first = choice.declared[0]
            yield Finding(
                choice.message,
                choice.hint,
                Place(PATH, first.line, first.column),
                subject=f"{known.id}:{first.clause}",
                clauses=tuple(f"{known.id}:{each.clause}" for each in choice.declared),
            )


@rule("CLS014", "not-applicable-rarely-accepted", Level.WARNING, ("4.3",), blocks=False)
def not_applicable_rarely_accepted(register: Register) -> Iterator[Finding]:
    """A clause is declared not applicable, which certification bodies rarely accept.

    Why: ISO 9001:2015, 4.3 lets any requirement be not applicable that does not affect the
    conformity of products and services, and ISO 13485:2016, 1 those of clauses 6, 7 and 8. In
    practice most of them apply to everyone, and the certification body decides whether it agrees.

    Example: 8.5.4 (preservation) is declared not applicable, with a justification in force.

    Remedy: Ask the certification body before the audit, or remove the declaration and answer the
    clause.
    """
    for declared in register.config.not_applicable:
        numbers = rarely_accepted(register, declared)
        if not numbers:
            continue
        which = (
            ""
            if [*numbers] == [declared.clause]
            else say(" for {numbers}", numbers=listed(numbers, most=_MOST))
        )
        yield Finding(
            say(
                "clause {clause} is declared not applicable, which certification bodies "
                "rarely accept{which}",
                clause=declared.clause,
                which=which,
            ),
            say(
                "Ask yours before the audit whether it agrees with the reason in "
                "{document}. If not, remove the declaration from 'not-applicable:' and "
                "answer the clause.",
                document=declared.document,
            ),
            Place(PATH, declared.line, declared.column),
            subject=f"{declared.standard}:{declared.clause}",
            clauses=(f"{declared.standard}:{declared.clause}",),
        )


@rule("CLS015", "alternatives-taken-together", Level.NOTE, ("8.1",), blocks=False)
def alternatives_taken_together(register: Register) -> Iterator[Finding]:
    """Documents claim all alternatives of a standard, of which an organisation takes one.

    Why: ISO/IEC 17025:2017, 8.1 lets a laboratory follow option A or option B. It may follow both,
    but an assessor has to know which one to assess.

    Example: Documents claim 8.1.2 and 8.1.3 of ISO/IEC 17025:2017, and neither is left out.

    Remedy: Say in `isodocs.yaml` which one you follow: declare the other not applicable, with that
    as the justification.
    """
    for known in _with_alternatives(register):
        together = taken_together(register, known)
        rows = {row.requirement.number: row for row in coverage(register, known.id).rows}
        if not together or not all(rows[each.clause].evidence for each in together):
            continue  # what no document claims is reported by CLS004
        yield Finding(
            say(
                "documents claim {str} of {display_name}, of which one is followed",
                str=listed(map(str, together)),
                display_name=known.display_name,
            ),
            say(
                "Declare the other, with what goes with it, under 'not-applicable:': "
                "'\"{clause}\": {{justification: ..., document: ID}}'.",
                clause=together[-1].clause,
            ),
            Place(PATH, *register.config.places.get("standards", (0, 0))),
            subject=known.id,
            clauses=tuple(f"{known.id}:{each.clause}" for each in together),
        )


def _with_alternatives(register: Register) -> Iterator[RequirementMap]:
    return (known for known in register.maps.values() if known.alternatives)


def _once_in_force(register: Register, declared: NotApplicable) -> str:
    """What to do where only the document is to come; empty where more is wrong."""
    entry = awaited(register, declared)
    if entry is None:
        return ""
    if entry.newest.state is State.APPROVED:
        return say(
            "It counts from {effective_on} on; until then the clause applies.",
            effective_on=entry.newest.effective_on,
        )
    return say("Bring {id} into force; until then the clause applies.", id=entry.id)


def _left_out(register: Register, clause: ClauseReference) -> str:
    """The file that declares a clause not applicable; empty where CLS007 doubts it or none does."""
    applies = applicability(register, register.known_maps[clause.standard])
    where = applies.declared.get(clause.number, "")
    return "" if where == PATH and clause.number in applies.disputed else where

"""CLS: what rests only on documents that name a clause of another standard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.coverage import coverage
from isodocs.model.config import PATH
from isodocs.model.coverage import CoverageStatus
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CLS010", "clause-corresponds-in-part", Level.WARNING, ("4.4.1",), blocks=False)
def clause_corresponds_in_part(register: Register) -> Iterator[Finding]:
    """Clauses rest only on documents for what another standard asks, which is not the same.

    Why: What one document says for a clause of ISO 9001 answers the clause of ISO 14001 with the
    same number only as far as both ask the same. An auditor will ask for the rest (ISO 9001:2015,
    4.4.1).

    Told once for each standard; where two ask exactly the same, one claim counts for both.

    Example: A management review procedure names 9.3 of ISO 9001 and not 9.3 of ISO 14001.

    Remedy: See what is added, write it into the document where it is missing, and name the clause
    there.
    """
    for standard in register.in_use:
        found = coverage(register, standard).rows
        if not any(item.relation is None for row in found for item in row.evidence):
            continue  # CLS004 says that nothing names it at all
        numbers = [
            row.requirement.number
            for row in found
            if row.status is CoverageStatus.PARTIAL
            and row.evidence
            and all(item.in_part for item in row.evidence)
        ]
        if numbers:
            name = register.maps[standard].display_name
            one = len(numbers) == 1
            yield Finding(
                f"{listed(numbers, most=6)} of {name} rest{'s' * one} only on documents that "
                f"name {'a clause' if one else 'clauses'} of other standards, where not all of it "
                "is asked",
                "Name what the documents answer in their front matter. What is added: "
                f"`isodocs coverage {standard} --gaps`.",
                Place(PATH, *register.config.places.get("standards", (0, 0))),
                subject=standard,
                clauses=tuple(f"{standard}:{number}" for number in numbers),
            )

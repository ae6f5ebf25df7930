"""CLS: clauses covered only through a clause of another standard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.coverage import coverage
from isodocs.model.audit import OF_NEW_EDITION
from isodocs.model.config import PATH
from isodocs.model.coverage import CoverageStatus
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import agreed, listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule(
    "CLS010",
    "clause-corresponds-in-part",
    Level.WARNING,
    ("4.4.1",),
    blocks=False,
    part_of=OF_NEW_EDITION,
)
def clause_corresponds_in_part(register: Register) -> Iterator[Finding]:
    """Clauses are covered only by documents for a clause of another standard that asks for less.

    Why: A document for a clause of ISO 9001 covers the corresponding clause of ISO 14001 only as
    far as both ask for the same. An auditor will ask for the rest (ISO 9001:2015, 4.4.1). This is
    reported once for each standard. If two clauses ask for exactly the same, one claim counts for
    both.

    Example: A procedure for the management review names 9.3 of ISO 9001, but not 9.3 of ISO 14001.

        isodocs.yaml:
            standards: [iso-9001-2015, iso-14001-2015]
            required: [id]

        documents/review.md:
            ---
            id: SOP-001
            clauses:
              iso-9001-2015: ["7.4", "9.3"]
              iso-14001-2015: ["7.4.1", "7.4.2", "7.4.3"]
            ---
            Top management reviews the system every May.

    Remedy: Find out what the other clause adds, write it in the document, and name the clause
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
            verb = agreed(len(numbers), "relies", "rely")
            clauses = agreed(len(numbers), "a clause", "clauses")
            yield Finding(
                say(
                    "{numbers} of {name} {verb} only on documents that name {clauses} of "
                    "other standards, which ask for less",
                    numbers=listed(numbers, most=6),
                    name=name,
                    verb=verb,
                    clauses=clauses,
                ),
                say(
                    "Name the clauses in the front matter of the documents. To see what they "
                    "add: `isodocs coverage {standard} --gaps`.",
                    standard=standard,
                ),
                Place(PATH, *register.config.places.get("standards", (0, 0))),
                subject=standard,
                clauses=tuple(f"{standard}:{number}" for number in numbers),
            )

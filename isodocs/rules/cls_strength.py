"""CLS: whether claims on clauses, and words that there is nothing to record, can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.thin_claims import claimed_as_a_whole, is_thin, words_of
from isodocs.model.config import PATH
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.records.record_kinds import kinds
from isodocs.rules.rule import rule
from isodocs.words import counted, did_you_mean

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CLS012", "too-many-clauses-claimed", Level.WARNING, ("7.5.1",), blocks=False)
def too_many_clauses_claimed(register: Register) -> Iterator[Finding]:
    """A short text claims many clauses.

    Why: Documented information answers a clause by what it says (ISO 9001:2015, 7.5.1). An auditor
    who reads a few sentences behind a long list of clauses treats the clauses as unanswered.
    Readiness does not count such a text as a policy, a scope or another document of its own kind.

    Example: One sentence for nine clauses.

        documents/quality.md:
            ---
            id: SOP-001
            clauses: {iso-9001-2015: ["4.1", "4.2", "4.3", "5.1.1", "5.1.2", "6.1", "6.3", "7.3",
              "7.4"]}
            ---
            # Quality

            We do what the standard asks.

    Remedy: Claim only the clauses that the text answers. Write a section for each of the others and
    name the clause on it: `## Context {clause="4.1"}`.
    """
    for document in register.documents:
        if document.status is Status.OBSOLETE or not is_thin(register, document):
            continue
        claimed = claimed_as_a_whole(register, document)
        words = counted(words_of(register, document), "word")
        first = document.claims[0]
        yield Finding(
            f"claims {claimed} clauses as a whole, with {words} of text",
            'Name each clause on the section that answers it: `## Title {clause="..."}`.',
            Place(document.path, first.line, first.column),
            document.id,
            owner=document.owner,
        )


@rule("CLS013", "none-of-unfounded", Level.WARNING, ("4.3",), blocks=False)
def none_of_unfounded(register: Register) -> Iterator[Finding]:
    """`none-of` names a kind of record that does not exist, or of which there are records.

    Why: That there is nothing to record is a statement about your organisation (ISO 9001:2015,
    4.3). An auditor compares it with what is there.

    Example: `none-of` says that nothing is measured, and the register has a calliper.

        isodocs.yaml:
            required: [id]
            none-of: {equipment: Nothing is measured.}

        records/equipment.csv:
            id,description,status,note
            CAL-001,Calliper,retired,Sold

    Remedy: Remove the entry from `none-of`, or correct its name. `isodocs new` lists the kinds of
    record.
    """
    place = Place(PATH, *register.config.places.get("none-of", (0, 0)))
    for name in register.config.none_of:
        found = len(register.records.get(name, ()))
        if name not in kinds():
            message = f"'none-of' names {name!r}, which is not a kind of record"
            hint = f"Correct it.{did_you_mean(name, kinds())}"
        elif found:
            message = f"'none-of' says that there is nothing of the kind {name!r}, but records has "
            message += f"{found} of it"
            hint = "Remove it from 'none-of', or remove the records."
        else:
            continue
        yield Finding(message, hint, place, subject=name, owner=register.config.owner)

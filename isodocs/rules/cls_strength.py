"""CLS: whether claims on clauses, and words that there is nothing to record, can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.thin_claims import thin, thin_record
from isodocs.dataclass import replace
from isodocs.model.config import PATH
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing.said_no import gives_no_reason
from isodocs.records.record_kinds import kinds
from isodocs.rules.rule import rule
from isodocs.words import counted, did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule(
    "CLS012",
    "too-many-clauses-claimed",
    Level.WARNING,
    ("7.5.1",),
    blocks=False,
    explains=("not in force",),
)
def too_many_clauses_claimed(register: Register) -> Iterator[Finding]:
    """A short text, or a row about records kept elsewhere, claims many clauses.

    Why: Documented information answers a clause by what it says (ISO 9001:2015, 7.5.1). An auditor
    who reads a few sentences behind a long list of clauses treats the clauses as unanswered.
    Coverage counts such a text in part at most, readiness does not count it as a policy, a scope or
    another document of its own kind, and such a row as a record of anything. The same sentence
    below many headings or in many documents is one sentence, whatever heading or number it repeats,
    and a chapter is all the clauses that it reaches.

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
        if document.status is Status.OBSOLETE or not (thin_parts := thin(register, document)):
            continue
        found = thin_parts[0]
        hint = say('Name each clause on the section that answers it: `## Title {clause="..."}`.')
        if found.shared:
            hint = say("Write in each how you do it, or name only the clauses that it answers.")
        elif found.located:
            hint = say(
                "Write in each section how you do it, or name only the clauses that it answers."
            )
        place = Place(document.path)
        if document.claims and not found.located:
            place = replace(place, line=document.claims[0].line, column=document.claims[0].column)
        yield Finding(str(found), hint, place, document.id, owner=document.owner)
    named = (name for name, kind in kinds().items() if kind.proves_named)
    for record in (each for name in named for each in register.records.get(name, ())):
        if rest := thin_record(register, record):
            yield Finding(
                say(
                    "{id}: names {clauses} clauses in {words}, and shows none of them",
                    id=record.id,
                    clauses=rest.clauses,
                    words=counted(rest.words, "word"),
                ),
                say("Enter a row for each kind of record: what it is, where, and what was seen."),
                record.place("clauses"),
                subject=record.id,
                owner=record.text("owner"),
            )


@rule("CLS013", "none-of-unfounded", Level.WARNING, ("4.3",), blocks=False)
def none_of_unfounded(register: Register) -> Iterator[Finding]:
    """`none-of` gives no reason, or names an unknown kind, or one of which there are records.

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
    for name, reason in register.config.none_of.items():
        found = len(register.records.get(name, ()))
        if name not in kinds():
            message = say("'none-of' names {name!r}, which is not a kind of record", name=name)
            hint = say("Correct it.{did_you_mean}", did_you_mean=did_you_mean(name, kinds()))
        elif gives_no_reason(reason):
            message = say(
                "'none-of' says that there is nothing of the kind {name!r}, and not why", name=name
            )
            hint = say("Write down the reason that you would give an auditor.")
        elif found:
            message = say(
                "'none-of' says that there is nothing of the kind {name!r}, but records has ",
                name=name,
            )
            message += say("{found} of it", found=found)
            hint = say("Remove it from 'none-of', or remove the records.")
        else:
            continue
        yield Finding(message, hint, place, subject=name, owner=register.config.owner)

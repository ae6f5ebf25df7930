"""SOA: whether there is an approved Statement of Applicability for each standard that asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.soa import controls, of_no_standard, statement, table_path
from isodocs.model.applicability import (
    TableApproval,
)
from isodocs.model.audit import CERTIFYING
from isodocs.model.config import PATH
from isodocs.model.document import State
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import demanding
from isodocs.rules import _soa_rows as rows
from isodocs.rules._soa_statements import statements
from isodocs.rules.rule import rule
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

_FEW_FLAWS = 3
"""Up to so many wrong rows are slips, reported one by one; above, the table itself is wrong."""


@rule(
    "SOA001",
    "statement-missing",
    Level.WARNING,
    blocks=False,
    stops=CERTIFYING,
    stops_as_warning=True,
)
def statement_missing(register: Register) -> Iterator[Finding]:
    """A standard in use requires a Statement of Applicability, and there is none.

    Why: The statement lists the necessary controls, the justification for including or excluding
    each, and whether each is implemented (ISO/IEC 27001:2022, ISO/IEC 27701:2025 and ISO/IEC
    42001:2023, 6.1.3). Auditors ask for it first. This is reported once, not for every control.

    Example: ISO/IEC 27001 is in use without a statement.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

    Remedy: `isodocs soa --new` writes a table with a row for each control, and a document that
    shows it. Decide on each row, then have the document approved.
    """
    for id, requirements in register.in_use.items():
        asked = demanding(requirements)
        if asked and controls(requirements) and statement(register, id) is None:
            yield Finding(
                say(
                    "{display_name} requires a Statement of Applicability ({number}), and "
                    "there is none for its {controls}",
                    display_name=requirements.display_name,
                    number=asked.number,
                    controls=counted(len(controls(requirements)), "control"),
                ),
                say(
                    "Create it with `isodocs soa --new {id}` ({table_path}).",
                    id=id,
                    table_path=table_path(id),
                ),
                Place(PATH, *register.config.places.get("standards", (0, 0))),
                subject=id,
                clauses=(str(asked.reference),),
            )


@rule("SOA003", "statement-row-wrong", Level.ERROR, blocks=True)
def statement_row_wrong(register: Register) -> Iterator[Finding]:
    """A row of the statement does not match a control, or matches one that has a row already.

    Why: Such a row does not count, and the control it was meant for stays undecided (ISO/IEC
    27001:2022, 6.1.3 d). If there are many, such as all rows of another edition, they are reported
    once.

    Example: The last control of A.8 is A.8.34.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.8.35,yes,Needed by our customers,planned,

    Remedy: Correct the number, or keep one of the two rows. Give a control of your own an
    identifier that no standard uses, such as OWN-1.
    """
    for found, requirements in statements(register):
        flaws = found.table.flaws
        if len(flaws) > _FEW_FLAWS:
            numbers = [flaw.decision.number for flaw in flaws]
            yield rows.finding(
                requirements,
                say(
                    "{flaws} rows do not count: {numbers} are not controls of "
                    "{display_name}, or are duplicates",
                    flaws=len(flaws),
                    numbers=listed(numbers, most=6),
                    display_name=requirements.display_name,
                ),
                say(
                    "`isodocs soa --gaps {standard}` explains each. Another edition numbers "
                    "its controls differently.",
                    standard=found.standard,
                ),
                flaws[0].decision.place,
                [],
                "rows",
            )
            continue
        for flaw in flaws:
            number = flaw.decision.number
            yield rows.finding(
                requirements, flaw.message, flaw.hint, flaw.decision.place, [], number
            )


@rule(
    "SOA007",
    "statement-not-approved",
    Level.WARNING,
    blocks=False,
    stops=CERTIFYING,
    stops_as_warning=True,
)
def statement_not_approved(register: Register) -> Iterator[Finding]:
    """The current table of the statement is not approved.

    Why: The statement is controlled: it is reviewed, approved and protected from alteration
    (ISO/IEC 27001:2022, 6.1.3 d, 7.5.2, 7.5.3). If a controlled document includes the table, each
    of its approvals contains the digest of the table. Until the table is approved, no exclusion
    counts. A new table that awaits approval with the next revision of its document is a note, and
    the approved rows count until then. So is a first table that is approved but not yet effective.

    Example: A table that no controlled document includes.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2022.csv:
            control,applicable,justification,state,documents
            A.5.1,yes,Needed by our customers,planned,

    Remedy: `isodocs soa --new` writes such a document. After a change of the table, revise the
    document and have it approved.
    """
    for found, requirements in statements(register):
        if found.approval is TableApproval.APPROVED:
            continue
        entry = register.entries.get(found.document)
        waits = found.approved is not None and entry is not None and entry.pending is not None
        ahead = entry is not None and entry.state is State.APPROVED
        if ahead and entry:
            hint = say(
                "It counts from {effective_on}. Nothing to do.",
                effective_on=entry.newest.effective_on,
            )
        elif waits and entry and entry.pending:
            hint = say(
                "It counts once revision {number} of {id} is approved.",
                number=entry.pending.number,
                id=entry.id,
            )
        elif entry:
            hint = say(
                "Have {id} approved: `isodocs submit {id}`. After a change of the ", id=entry.id
            )
            hint += say("table, run `isodocs revise {id}` first.", id=entry.id)
        else:
            hint = say(
                "`isodocs soa --new {standard}` writes a document that shows it. In a "
                'document of your own, write {{% include "/{paths}" %}}.',
                standard=found.standard,
                paths=found.paths[0],
            )
        yield Finding(
            say(
                "the current Statement of Applicability for {display_name} is not "
                "approved: {why_not}",
                display_name=requirements.display_name,
                why_not=found.why_not,
            ),
            hint,
            Place(found.paths[0]),
            subject=found.standard,
            clauses=rows.asked_in(requirements),
            owner=entry.document.owner if entry else "",
            level=Level.NOTE if waits or ahead else None,
        )


@rule("SOA010", "statement-of-no-standard", Level.WARNING, blocks=False)
def statement_of_no_standard(register: Register) -> Iterator[Finding]:
    """The rows of a statement do not belong to a standard in use.

    Why: Such rows do not count, as if there were no statement (ISO/IEC 27001:2022, 6.1.3 d). This
    is reported once for a table.

    Example: The table is named after an edition that is not in use.

        isodocs.yaml:
            standards: [iso-27001-2022]
            required: [id]

        records/applicability/iso-27001-2013.csv:
            control,applicable,justification,state,documents
            A.5.1.1,yes,Needed by our customers,planned,

    Remedy: Name the table after its standard, name the standard in a column `standard`, or list it
    under `standards:` in isodocs.yaml.
    """
    known = [id for id, requirements in register.maps.items() if controls(requirements)]
    for record, said in of_no_standard(register):
        means = (
            say("belong to {said}, which is not in use", said=said)
            if said
            else say("do not name their standard")
        )
        yield Finding(
            say("the rows of this statement {means}, so they do not count", means=means),
            say(
                "Name the table {table_path}, or enter the standard in a column 'standard'.",
                table_path=table_path(known[0]),
            )
            if known
            else say("List the standard under 'standards:' in isodocs.yaml."),
            record.place("standard"),
            subject=record.path,
        )

"""NCR: whether nonconformities are closed in time, with proof that what was done worked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import (
    effect_due,
    missing_steps,
    nonconformities,
    recurrences,
)
from isodocs.model.gap import Finding, Level
from isodocs.model.nonconformity import Stage
from isodocs.rules.rule import rule
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_IN_ORDER = ("raised", "corrected", "implemented", "verified", "effectiveness-reviewed", "closed")


@rule("NCR001", "nonconformity-overdue", Level.ERROR, ("10.2.1",), blocks=False, by_calendar=True)
def nonconformity_overdue(register: Register) -> Iterator[Finding]:
    """The next step of a nonconformity was due and has not been done.

    Why: Whatever does not conform is reacted to, and what is decided is done
    (ISO 9001:2015, 10.2.1); a certification body's deadline that passes puts the certificate at
    risk.

    Example: Raised at surveillance in May, due in August, its cause still unknown in November.

    Remedy: Do the step that is named and record it; agree on a new day only with whoever set it.
    """
    for found in nonconformities(register):
        late = found.due is not None and found.due < register.on
        # Whether it worked has a rule of its own.
        if found.is_open and late and found.stage is not Stage.VERIFIED and found.due:
            days = counted((register.on - found.due).days, "day")
            yield _finding(
                found.record,
                f"{found.stage}; to {found.next_step} was due on {found.due}, {days} ago",
                f"Do it and record it: {found.next_step}.",
                "due",
            )


@rule("NCR002", "closed-without-proof", Level.ERROR, ("10.2.2",), blocks=False)
def closed_without_proof(register: Register) -> Iterator[Finding]:
    """A major or minor nonconformity is closed, and the record does not show what closed it.

    Why: The record shows what the nonconformity was, what was done, and what that achieved
    (ISO 9001:2015, 10.2.2).

    Example: `status: closed`, with neither a cause nor a review of effectiveness.

    Remedy: Open it again and do what is missing. A closed record is not edited: begin another one
    that refers to it, where the story went on.
    """
    for found in nonconformities(register):
        missing = missing_steps(found.record) if found.stage is Stage.CLOSED else ()
        if missing:
            yield _finding(
                found.record,
                f"closed, but it does not show {', '.join(missing)}",
                "Set it back to open and record what is missing.",
                "status",
            )


@rule("NCR003", "verified-by-doer", Level.WARNING, ("10.2.1",), blocks=False)
def verified_by_doer(register: Register) -> Iterator[Finding]:
    """Whoever carried an action out also verified it, or judged whether it worked.

    Why: The effect of an action is reviewed (ISO 9001:2015, 10.2.1 d); whoever did it sees what
    they meant to do.

    Example: `action-by: ben` and `verified-by: ben`.

    Remedy: Let somebody else look, and record who.
    """
    for record in register.records.get("nonconformity", ()):
        doer = record.text("action-by")
        for name in ("verified-by", "effectiveness-reviewed-by"):
            if doer and record.text(name) == doer:
                yield _finding(
                    record,
                    f"{doer} carried the action out and also {_WORDS[name]} it",
                    "Let somebody else look, and record who.",
                    name,
                )


_WORDS = {"verified-by": "verified", "effectiveness-reviewed-by": "judged the effect of"}


@rule("NCR004", "effect-not-reviewed", Level.ERROR, ("10.2.1",), blocks=False)
def effect_not_reviewed(register: Register) -> Iterator[Finding]:
    """Nobody has looked in time whether a corrective action worked.

    Why: The effectiveness of every corrective action is reviewed (ISO 9001:2015, 10.2.1 d).

    Example: Action done in January, nothing more in November.

    Remedy: Look whether it has come back, and record `effectiveness-reviewed` and `effective`.
    Where the record does not say when, six months after the action is taken.
    """
    for found in nonconformities(register):
        due = effect_due(found.record)
        if found.stage in (Stage.VERIFIED, Stage.IMPLEMENTED) and due and due < register.on:
            yield _finding(
                found.record,
                f"whether the action of {found.record.day('implemented')} worked was to be "
                f"reviewed by {due}",
                "Look whether it has come back; record 'effectiveness-reviewed' and 'effective'.",
                "effectiveness-due",
            )


@rule("NCR005", "action-did-not-work", Level.ERROR, ("10.2.1",), blocks=False)
def action_did_not_work(register: Register) -> Iterator[Finding]:
    """A corrective action was found not to have worked, and nothing has followed.

    Why: The cause is then still there (ISO 9001:2015, 10.2.1).

    Example: `effective: no`, and neither another action nor a nonconformity that takes it up.

    Remedy: Look for the cause again; record another action, or a new nonconformity with
    `recurrence-of`.
    """
    records = register.records.get("nonconformity", ())
    taken_up = {id for record in records for id in record.items("recurrence-of")}
    for found in nonconformities(register):
        if found.stage is Stage.INEFFECTIVE and found.record.id not in taken_up:
            yield _finding(
                found.record,
                "the action did not work, and nothing has taken it up since",
                "Look for the cause again; record another action, or a new nonconformity with "
                "'recurrence-of'.",
                "effective",
            )


@rule("NCR006", "nonconformity-recurs", Level.WARNING, ("10.2.1",), blocks=False)
def nonconformity_recurs(register: Register) -> Iterator[Finding]:
    """Several nonconformities within two years were raised on one clause.

    Why: The like of it is looked for elsewhere and kept from coming back (ISO 9001:2015,
    10.2.1 b); a second one on the same clause says that the first cause was not found.

    Example: Uncalibrated gauges in March 2025 and again in May 2026, both on 7.1.5.2.

    Remedy: Look at them together. If it is the same cause, say so in the newer one with
    `recurrence-of: [NC-2025-004]`.
    """
    for clause, records in recurrences(register):
        newest = records[-1]
        others = ", ".join(record.id for record in records[:-1])
        yield _finding(
            newest,
            f"clause {clause} was not met before, too: {others}",
            f"Look at them together; link what has the same cause: 'recurrence-of: [{others}]'.",
            "clauses",
            clause,
        )


@rule("NCR007", "days-out-of-order", Level.WARNING, ("10.2.2",), blocks=False)
def days_out_of_order(register: Register) -> Iterator[Finding]:
    """A step of a nonconformity is dated before the one it follows.

    Why: The record is the proof of what happened (ISO 9001:2015, 10.2.2); an action verified
    before it was done proves nothing.

    Example: `implemented: 2026-05-12`, `verified: 2026-05-02`.

    Remedy: Correct the day that is wrong.
    """
    for record in register.records.get("nonconformity", ()):
        known = [(name, day) for name in _IN_ORDER if (day := record.day(name))]
        for (before, earlier), (name, later) in itertools.pairwise(known):
            if later < earlier:
                yield _finding(
                    record,
                    f"'{name}' is {later}, before '{before}' ({earlier})",
                    "Correct the day that is wrong.",
                    name,
                    name,
                )


@rule("NCR008", "deadline-missing", Level.WARNING, ("10.2.1",), blocks=False)
def deadline_missing(register: Register) -> Iterator[Finding]:
    """An open nonconformity raised by a certification body has no day by which it is due.

    Why: Whatever does not conform is acted on (ISO 9001:2015, 10.2.1); certification bodies set a
    day for each finding, and the certificate hangs on it.

    Example: A minor of the last surveillance without `due:`.

    Remedy: Enter the day that its report gives; or, once for all, what the body's rules want:
    `majors-within: 3 months` and `minors-within: ...` in the record of the certification.
    """
    external = ("stage-1", "stage-2", "surveillance", "recertification", "special-audit")
    for found in nonconformities(register):
        record = found.record
        outside = found.weighty and record.text("source") in external
        if found.is_open and outside and found.limit is None:
            yield _finding(
                record,
                "raised by the certification body, and no day is set by which it is due",
                "Enter 'due:' as its report or its rules say.",
                "source",
            )


@rule("NCR009", "promised-revision-missing", Level.WARNING, ("7.5.3.2",), blocks=False)
def promised_revision_missing(register: Register) -> Iterator[Finding]:
    """A closed nonconformity names a document revised because of it, which was not revised since.

    Why: What was decided shows in the documents people work by (ISO 9001:2015, 7.5.3.2 c).

    Example: NC-2026-003 says that SOP-007 was changed; its last revision is of 2025.

    Remedy: Revise the document (`isodocs revise ID`), or take it out of the list.
    """
    for found in nonconformities(register):
        raised = found.record.day("raised")
        if found.stage is not Stage.CLOSED or raised is None:
            continue
        for id in found.record.items("documents"):
            entry = register.entries.get(id)
            when = entry.newest.revision.last.when if entry else None
            if entry and when is not None and when.date() < raised:
                yield _finding(
                    found.record,
                    f"it says that {id} was revised; its last change is of {when.date()}",
                    f"Revise it (`isodocs revise {id}`), or take it out of 'documents'.",
                    "documents",
                    id,
                )


def _finding(record: Record, message: str, hint: str, field: str, subject: str = "") -> Finding:
    return Finding(
        f"{record.label} ({record.text('grade')}): {message}",
        hint,
        record.place(field),
        subject=f"{record.id} {subject}".strip(),
        owner=record.text("owner"),
    )

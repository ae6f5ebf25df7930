"""CFG, continued: whether waivers and the baseline can be relied on, and waivers end in time."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.model import layout
from isodocs.model.audit import NO_AUDIT
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.period import Period
from isodocs.model.problem import Problem
from isodocs.rules.registry import all_rules, names
from isodocs.rules.rule import rule
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.waiver import Waiver

LONGEST = Period(12, "month")
"""What is accepted for longer is no longer an exception: it is decided again, or made the rule."""


@rule("CFG005", "waiver-invalid", Level.ERROR, blocks=True)
def waiver_invalid(register: Register) -> Iterator[Finding]:
    """A waiver is incomplete or matches nothing, so it has no effect.

    Why: A waiver is a decision with a reason, a person responsible and an end date.

    Example: A waiver without an end date.

        .isodocs/waivers/manual-review.yaml:
            rule: DOC023
            document: MAN-001
            reason: The process moves to the new site in May.
            granted-by: dora
            granted: 2026-03-02

    Remedy: Add or correct the value named, or remove the file. `isodocs waive` writes a complete
    one; [Waivers](waivers.md) says what one is.
    """
    for waiver in register.inventory.waivers:
        for problem in (*waiver.problems, *_unfit(register, waiver)):
            yield Finding(
                problem.message,
                problem.hint,
                Place(waiver.path, problem.line, problem.column),
                subject=problem.subject,
            )


def _unfit(register: Register, waiver: Waiver) -> Iterator[Problem]:
    """What a waiver names and the repository does not have."""
    known = [*register.entries, *(document.path for document in register.documents)]
    register_of_people = register.inventory.authority
    if waiver.rule and waiver.rule not in (*all_rules(), *(r.name for r in all_rules().values())):
        yield _wrong(waiver, "rule", waiver.rule, "rule", names())
    there = waiver.document in register.inventory.paths or waiver.document in known
    if waiver.document and not there and waiver.document not in _files_of_gone_records(register):
        yield _wrong(waiver, "document", waiver.document, say("document or file"), known)
    people = register_of_people.current.people if register_of_people else {}
    if waiver.granted_by and people and waiver.granted_by not in people:
        yield _wrong(waiver, "granted-by", waiver.granted_by, "person", people)


def _files_of_gone_records(register: Register) -> set[str]:
    """The files that records were taken out of: a gap about that is at a path that may be gone."""
    ledger = register.ledger
    left = {each.path for steps in ledger.left.values() for each in steps}
    rows = {row.record.path for row in ledger.lost_rows}
    return left | rows | {each.path for each in ledger.altered_records}


def _wrong(waiver: Waiver, key: str, word: str, what: str, known: Iterable[str]) -> Problem:
    line, column = waiver.places.get(key, (1, 1))
    message = say(
        "'{key}' names an unknown {what} {word!r}.{did_you_mean}",
        key=key,
        what=what,
        word=word,
        did_you_mean=did_you_mean(word, known),
    )
    return Problem("waiver", message, say("Correct it, or remove the waiver."), line, column)


@rule(
    "CFG006",
    "waiver-lapsed",
    Level.ERROR,
    ("10.2.1",),
    blocks=False,
    stops=NO_AUDIT,
    by_calendar=True,
)
def waiver_lapsed(register: Register) -> Iterator[Finding]:
    """A waiver has expired.

    Why: The gap should have been closed by then and is open again (ISO 9001:2015, 10.2.1).

    Example: A waiver ended on 30 April.

        .isodocs/waivers/manual-review.yaml:
            rule: DOC023
            document: MAN-001
            reason: The process moves to the new site in May.
            granted-by: dora
            granted: 2026-03-02
            until: 2026-04-30

    Remedy: Close the gap and end the waiver (`isodocs waive RULE DOCUMENT --end`), or renew it with
    a new end date and reason (`--until DAY --reason TEXT`).
    """
    for waiver in register.inventory.waivers:
        if waiver.until and waiver.until < register.on and not waiver.problems:
            about = (
                say("--subject {subject} ", subject=shlex.quote(waiver.subject))
                if waiver.subject
                else ""
            )
            again = say(
                "isodocs waive {rule} {document} {about}",
                rule=waiver.rule,
                document=shlex.quote(waiver.document),
                about=about,
            )
            yield Finding(
                say(
                    "the waiver for {rule} on {document} ended on {until}",
                    rule=waiver.rule,
                    document=waiver.document,
                    until=waiver.until,
                ),
                say(
                    "Close the gap and end the waiver: `{again}--end`. Or renew it with a "
                    "new end date and reason: `{again}--until DAY --reason TEXT`.",
                    again=again,
                ),
                Place(waiver.path, *waiver.places.get("until", (0, 0))),
                waiver.document if waiver.document in register.entries else "",
                subject=waiver.path,
            )


@rule("CFG017", "waiver-too-long", Level.WARNING, ("10.2.1",), blocks=False, stops=NO_AUDIT)
def waiver_too_long(register: Register) -> Iterator[Finding]:
    """A waiver holds for more than 12 months.

    Why: What is accepted for years is not an exception that someone considers again; it is a gap
    that no one means to close (ISO 9001:2015, 10.2.1). `isodocs waive` grants at most 12 months; a
    file written by hand is held to the same. The waiver still has its effect.

    Example: The review of a manual is put off for eight years.

        .isodocs/waivers/manual-review.yaml:
            rule: DOC023
            document: MAN-001
            reason: The process moves to the new site in May.
            granted-by: dora
            granted: 2026-03-02
            until: 2034-03-01

    Remedy: Set `until` to a day within 12 months of `granted`, and renew it when someone has
    considered it again. What is accepted for good belongs into the document or isodocs.yaml.
    """
    for waiver in register.inventory.waivers:
        if waiver.problems or waiver.granted is None or waiver.until is None:
            continue
        last = LONGEST.after(waiver.granted)
        if last < waiver.until:
            yield Finding(
                say(
                    "the waiver for {rule} on {document} is to hold until {until}, more than "
                    "{longest} after {granted}",
                    rule=waiver.rule,
                    document=waiver.document,
                    until=waiver.until,
                    longest=LONGEST,
                    granted=waiver.granted,
                ),
                say(
                    "Set 'until' to {last} at the latest, and renew it when someone has "
                    "considered it again.",
                    last=last,
                ),
                Place(waiver.path, *waiver.places.get("until", (0, 0))),
                waiver.document if waiver.document in register.entries else "",
                subject=waiver.path,
            )


@rule("CFG018", "baseline-changed", Level.ERROR, ("7.5.3.2",), blocks=True, fixed=True)
def baseline_changed(register: Register) -> Iterator[Finding]:
    """The record of the gaps of the first day was changed, or holds what it may not.

    Why: A baseline separates old gaps from new ones (ISO 9001:2015, 7.5.3.2). Anyone who could add
    to it later could hide a new gap. It is written once, and what is closed is dropped; until it is
    restored, it records nothing. Approvals and altered texts are never part of it.

    Example: A line for a new gap was added to the baseline by hand.

    Remedy: Restore the file from history. Accept a later gap with `isodocs waive`, which gives it a
    reason and an end.
    """
    for path, what, put_back in remedies.baseline_changes(register):
        yield Finding(
            say("the baseline {what}, so it records nothing", what=what),
            say(
                "Restore it: {put_back}. Accept a later gap with `isodocs waive RULE DOCUMENT`.",
                put_back=put_back,
            ),
            Place(path),
            subject=path,
        )
    baseline = register.inventory.baseline
    if baseline.on and register.ledger.shallow:
        yield Finding(
            say(
                "history is cut, so it is not known whether the baseline is as it was "
                "first written: it records nothing"
            ),
            say("Fetch the whole history: `git fetch --unshallow`."),
            Place(layout.BASELINE_RECORDED),
            subject="shallow",
            level=Level.NOTE,
        )
    for path, problem in baseline.problems:
        yield Finding(problem.message, problem.hint, Place(path, problem.line), subject=path)
    rules = all_rules()
    for code in baseline.first:
        if code not in rules or not rules[code].recordable:
            what = (
                say("{code}, which no baseline can record", code=code)
                if code in rules
                else say("no rule: {code}", code=code)
            )
            yield Finding(
                say("the baseline names {what}", what=what),
                say("These gaps count as new. Write the baseline with `isodocs adopt --baseline`."),
                Place(layout.BASELINE_RECORDED),
                subject=code,
            )

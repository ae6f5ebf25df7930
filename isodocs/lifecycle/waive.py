"""Accept one gap until a day, renew that, or end it: a waiver is written, changed or removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from isodocs.checking.run import fits, is_settled, run
from isodocs.errors import LifecycleError, errors_in
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.waiver import FOLDER
from isodocs.parsing import yaml_edit
from isodocs.parsing.waiver import KEYS
from isodocs.records.record_kinds import kinds
from isodocs.rules.cfg_waivers import LONGEST
from isodocs.rules.registry import all_rules
from isodocs.words import counted, did_you_mean, listed

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.rule import Rule
    from isodocs.model.waiver import Waiver


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """What is decided: until when, why, and who decides it."""

    until: date
    reason: str
    granted_by: str


def open_gaps(register: Register, name: str, rules: Sequence[str] = ()) -> tuple[Gap, ...]:
    """The gaps of a document, record or file, waived ones included."""
    names, record = _names(register, name), _row(register, name)
    return tuple(
        gap
        for gap in run(register, select=rules)
        if {gap.finding.document, gap.finding.place.path} & names
        and (record is None or _is_about(gap, record))
    )


def plan_waiver(
    register: Register, rule: str, name: str, subject: str, terms: WaiverTerms, read: ReadFile
) -> Plan:
    """Plan the waiver of a gap, or that it holds for longer.

    Raises LifecycleError for a gap that is not there or cannot be waived, for several gaps that
    `subject` does not separate, and for a day that is over, too far, or no later than the one of
    a waiver that is there already.
    """
    known = _rule(rule)
    if is_settled(known, register):
        where = "" if known.fixed else " where approvals are signed"
        raise LifecycleError(
            f"{known.code} cannot be waived{where}",
            hint=f"Close the gap: `isodocs explain {known.code}` says how.",
        )
    gap = _gap(register, known, name, subject)
    old = _existing(register, gap)
    _refuse_days(register.on, terms.until, old)
    values = {
        "rule": known.code,
        "document": old.document if old else gap.finding.document or gap.finding.place.path,
        "subject": old.subject if old else gap.finding.subject,
        "reason": terms.reason,
        "granted-by": terms.granted_by,
        "granted": str(register.on),
        "until": str(terms.until),
    }
    path = old.path if old else _free_path(register, known, name, gap.finding.subject)
    file = read(path) if old else None
    before = file.data if file else None
    with errors_in(path):
        after = yaml_edit.edit(before or b"", {n: t or None for n, t in values.items()}, order=KEYS)
    verb = "Renew" if old else "Grant"
    about = f"{known.code} on {name}"
    return Plan(
        f"{verb} the waiver of {about} until {terms.until}: {gap.finding.message}.",
        f"{about}: waived until {terms.until}",
        (FileChange(path, before, after),),
        (f"Close the gap by {terms.until}; `isodocs due` lists that day.",),
    )


def plan_end(register: Register, rule: str, name: str, subject: str, read: ReadFile) -> Plan:
    """Plan to remove a waiver; raises LifecycleError where there is none, or several."""
    known = _rule(rule)
    names = _names(register, name)
    mine = [
        waiver
        for waiver in register.inventory.waivers
        if waiver.rule in (known.code, known.name)
        and waiver.document in names
        and (waiver.subject == subject or not subject)
    ]
    if not mine:
        raise LifecycleError(
            f"there is no waiver of {known.code} on {name}", hint=f"Waivers are below {FOLDER}."
        )
    if len(mine) > 1:
        raise LifecycleError(
            f"there are {len(mine)} waivers of {known.code} on {name}",
            hint=f"Add --subject: {_subjects(w.subject for w in mine)}.",
        )
    (waiver,) = mine
    file = read(waiver.path)
    return Plan(
        f"End the waiver of {known.code} on {name}, which was granted until {waiver.until}.",
        f"{known.code} on {name}: no longer waived",
        (FileChange(waiver.path, file.data if file else None, None),),
    )


def _rule(word: str) -> Rule:
    rules = all_rules()
    for rule in rules.values():
        if word.casefold() in (rule.code.casefold(), rule.name):
            return rule
    known = [*rules, *(rule.name for rule in rules.values())]
    raise LifecycleError(
        f"there is no rule {word!r}.{did_you_mean(word, known)}",
        hint="`isodocs explain` lists every rule.",
    )


def _gap(register: Register, rule: Rule, name: str, subject: str) -> Gap:
    """The one gap that is meant."""
    gaps = open_gaps(register, name, [rule.code])
    fitting = [gap for gap in gaps if gap.finding.subject == subject] if subject else gaps
    if not fitting:
        others = list(dict.fromkeys(gap.code for gap in open_gaps(register, name)))
        about = f" about {subject}" if subject else ""
        hint = f"Its gaps: {listed(others)}." if others else f"{name} has no gap."
        if gaps:
            hint = (
                f"Its gaps of {rule.code} are about {_subjects(g.finding.subject for g in gaps)}."
            )
        raise LifecycleError(f"{name} has no gap of {rule.code}{about}", hint=hint)
    if len({gap.finding.subject for gap in fitting}) > 1:
        raise LifecycleError(
            f"{name} has {counted(len(fitting), 'gap')} of {rule.code}, and a waiver accepts one",
            hint=f"Add --subject: {_subjects(g.finding.subject for g in fitting)}.",
        )
    return fitting[0]


def _existing(register: Register, gap: Gap) -> Waiver | None:
    """The waiver of this very gap, running or not."""
    for waiver in register.inventory.waivers:
        known = waiver.rule in (gap.rule.code, gap.rule.name) and not waiver.problems
        if known and fits(waiver, gap.finding):
            return waiver
    return None


def _refuse_days(today: date, until: date, old: Waiver | None) -> None:
    if until < today:
        raise LifecycleError(f"{until} is over", hint="Name the last day on which it holds.")
    last = LONGEST.after(today)
    if until > last:
        raise LifecycleError(
            f"{until} is too far: a waiver holds for at most 12 months",
            hint=f"The last day it can hold is {last}. It can be renewed when it has been "
            "considered again.",
        )
    if old and old.until and until <= old.until:
        raise LifecycleError(
            f"it is waived until {old.until} already",
            path=old.path,
            hint="Give a later day, or end the waiver with --end.",
        )


def _free_path(register: Register, rule: Rule, name: str, subject: str) -> str:
    words = "-".join(filter(None, (rule.code, name.rpartition("/")[2], subject)))
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", words).strip("-.")[:80]
    taken = {waiver.path for waiver in register.inventory.waivers}
    paths = (f"{FOLDER}{stem}{f'-{n}' if n > 1 else ''}.yaml" for n in range(1, len(taken) + 2))
    return next(path for path in paths if path not in taken)


def _names(register: Register, name: str) -> set[str]:
    """What a waiver may call a document, record or file: its name and its path."""
    paths = {record.path for record in register.inventory.records if record.id == name}
    return {name, *paths, *(entry.place_path for entry in register if entry.id == name)}


def _row(register: Register, name: str) -> Record | None:
    """The row of a table that has this identifier; None for anything else."""
    rows = (r for r in register.inventory.records if r.kind in kinds() and kinds()[r.kind].table)
    return next((record for record in rows if record.id == name), None)


def _is_about(gap: Gap, row: Record) -> bool:
    place = gap.finding.place
    named = re.search(rf"(?<![\w.-]){re.escape(row.id)}(?![\w-])", gap.finding.subject)
    return named is not None or (place.path, place.line) == (row.path, row.line)


def _subjects(subjects: Iterable[str]) -> str:
    return listed(sorted({repr(subject) for subject in subjects if subject}), "or")

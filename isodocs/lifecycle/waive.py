"""Accept one gap until a day, renew that, or end it: a waiver is written, changed or removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.checking.run import fits, is_settled, run
from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError, errors_in
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.waiver import FOLDER
from isodocs.parsing import yaml_edit
from isodocs.parsing.waiver import KEYS
from isodocs.records.record_kinds import kinds
from isodocs.rules.cfg_waivers import LONGEST
from isodocs.rules.registry import all_rules
from isodocs.words import counted, did_you_mean, listed, say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.rule import Rule
    from isodocs.model.waiver import Waiver


@immutable(frozen=True, slots=True)
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
        if ({gap.finding.document, gap.finding.place.path} & names or _took_out(gap, name))
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
        where = "" if known.fixed else say(" where approvals are signed")
        raise LifecycleError(
            say("{code} cannot be waived{where}", code=known.code, where=where),
            hint=say("Close the gap: `isodocs explain {code}` says how.", code=known.code),
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
    verb = say("Renew") if old else say("Grant")
    about = say("{code} on {name}", code=known.code, name=name)
    return Plan(
        say(
            "{verb} the waiver of {about} until {until}: {message}.",
            verb=verb,
            about=about,
            until=terms.until,
            message=gap.finding.message,
        ),
        say("{about}: waived until {until}", about=about, until=terms.until),
        (FileChange(path, before, after),),
        (say("Close the gap by {until}; `isodocs due` lists that day.", until=terms.until),),
    )


def plan_end(register: Register, rule: str, name: str, subject: str, read: ReadFile) -> Plan:
    """Plan to remove a waiver; raises LifecycleError where there is none, or several."""
    known = _rule(rule)
    names = _names(register, name)
    mine = [
        waiver
        for waiver in register.inventory.waivers
        if waiver.rule in (known.code, known.name)
        and (waiver.document in names or (known.protects and name in _parts(waiver.subject)))
        and (waiver.subject == subject or not subject)
    ]
    if not mine:
        raise LifecycleError(
            say("there is no waiver of {code} on {name}", code=known.code, name=name),
            hint=say("Waivers are below {folder}.", folder=FOLDER),
        )
    if len(mine) > 1:
        raise LifecycleError(
            say(
                "there are {mine} waivers of {code} on {name}",
                mine=len(mine),
                code=known.code,
                name=name,
            ),
            hint=say("Add --subject: {subjects}.", subjects=_subjects(w.subject for w in mine)),
        )
    (waiver,) = mine
    file = read(waiver.path)
    return Plan(
        say(
            "End the waiver of {code} on {name}, which was granted until {until}.",
            code=known.code,
            name=name,
            until=waiver.until,
        ),
        say("{code} on {name}: no longer waived", code=known.code, name=name),
        (FileChange(waiver.path, file.data if file else None, None),),
    )


def _rule(word: str) -> Rule:
    rules = all_rules()
    for rule in rules.values():
        if word.casefold() in (rule.code.casefold(), rule.name):
            return rule
    known = [*rules, *(rule.name for rule in rules.values())]
    raise LifecycleError(
        say(
            "there is no rule {word!r}.{did_you_mean}",
            word=word,
            did_you_mean=did_you_mean(word, known),
        ),
        hint=say("`isodocs explain` lists every rule."),
    )


def _gap(register: Register, rule: Rule, name: str, subject: str) -> Gap:
    """The one gap that is meant."""
    gaps = open_gaps(register, name, [rule.code])
    fitting = [gap for gap in gaps if gap.finding.subject == subject] if subject else gaps
    if not fitting:
        others = list(dict.fromkeys(gap.code for gap in open_gaps(register, name)))
        about = say(" about {subject}", subject=subject) if subject else ""
        hint = (
            say("Its gaps: {others}.", others=listed(others))
            if others
            else say("{name} has no gap.", name=name)
        )
        if gaps:
            hint = say(
                "Its gaps of {code} are about {subjects}.",
                code=rule.code,
                subjects=_subjects(g.finding.subject for g in gaps),
            )
        raise LifecycleError(
            say("{name} has no gap of {code}{about}", name=name, code=rule.code, about=about),
            hint=hint,
        )
    if len({gap.finding.subject for gap in fitting}) > 1:
        raise LifecycleError(
            say(
                "{name} has {gaps} of {code}, and a waiver accepts one",
                name=name,
                gaps=counted(len(fitting), "gap"),
                code=rule.code,
            ),
            hint=say(
                "Add --subject: {subjects}.", subjects=_subjects(g.finding.subject for g in fitting)
            ),
        )
    if not (fitting[0].finding.document or fitting[0].finding.place.path):
        raise LifecycleError(
            say("{name} went with a change that is not yet committed", name=name),
            hint=say("Commit that, then have the gap waived: a waiver names the file."),
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
        raise LifecycleError(
            say("{until} is over", until=until), hint=say("Name the last day on which it holds.")
        )
    last = LONGEST.after(today)
    if until > last:
        raise LifecycleError(
            say("{until} is too far: a waiver holds for at most 12 months", until=until),
            hint=say(
                "The last day it can hold is {last}. It can be renewed when it has been "
                "considered again.",
                last=last,
            ),
        )
    if old and old.until and until <= old.until:
        raise LifecycleError(
            say("it is waived until {until} already", until=old.until),
            path=old.path,
            hint=say("Give a later day, or end the waiver with --end."),
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


def _took_out(gap: Gap, name: str) -> bool:
    """Whether a gap is about a record that is gone and was called so: it is at the file's path."""
    return gap.rule.protects and name in _parts(gap.finding.subject)


def _parts(subject: str) -> Sequence[str]:
    return subject.split("|")


def _subjects(subjects: Iterable[str]) -> str:
    return listed(sorted({repr(subject) for subject in subjects if subject}), "or")

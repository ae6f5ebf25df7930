"""Record the gaps of the first day; drop those that are closed. Nothing is ever added later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.checking.check import check
from isodocs.checking.run import not_there
from isodocs.checking.verdict import sum_up
from isodocs.errors import LifecycleError
from isodocs.inventory import baseline_files
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.waiver import OF_ALL, RECORDED, RecordedGap
from isodocs.words import agreed, counted, say

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register


def plan_baseline(register: Register) -> Plan:
    """Plan the record of the gaps of today; where there is one, that closed ones are dropped.

    Raises LifecycleError where there is nothing to record or drop, or the baseline was changed.
    """
    if path := next((path for path, _, _ in remedies.baseline_changes(register)), ""):
        raise LifecycleError(
            say("the baseline was changed after it was recorded"),
            path=path,
            hint=say("`isodocs check` says how to restore it."),
        )
    if problem := next(iter(register.inventory.baseline.problems), None):
        raise LifecycleError(problem[1].message, path=problem[0], hint=problem[1].hint)
    for path, what, put_back in remedies.tampered(register.ledger, (RECORDED,)):
        raise LifecycleError(
            say("a baseline is recorded once, and that of this repository {what}", what=what),
            path=path,
            hint=say(
                "Restore it: {put_back}. Or accept a gap: `isodocs waive`.", put_back=put_back
            ),
        )
    gaps = check(register).gaps
    if register.inventory.baseline.on is None:
        return _first(register, gaps)
    return _drop(register, gaps)


def _first(register: Register, gaps: Iterable[Gap]) -> Plan:
    counting = [gap for gap in gaps if gap.counts]
    kept = [gap for gap in counting if gap.rule.recordable]
    if not kept:
        raise LifecycleError(
            say("there is no gap that a baseline could record"),
            hint=say("What approvals rest on, and altered texts, are never recorded."),
        )
    apart = len(counting) - len(kept)
    stays = "stays" if apart == 1 else "stay"
    rest = (
        say(
            " {gaps} that can never be recorded {stays} new.",
            gaps=counted(apart, "gap"),
            stays=stays,
        )
        if apart
        else ""
    )
    data = baseline_files.recorded(register.on, map(_line, kept), register.entries)
    return Plan(
        say(
            "Record {gaps} as those of the first day, {on}.{rest}",
            gaps=counted(len(kept), "gap"),
            on=register.on,
            rest=rest,
        ),
        say("Record {gaps} of the first day", gaps=counted(len(kept), "gap")),
        (FileChange(RECORDED, None, data),),
        (
            say("isodocs check                what is new fails; what is left of these is shown"),
            say("isodocs adopt --baseline     drops what is closed; nothing is ever added"),
        ),
    )


def _drop(register: Register, gaps: Iterable[Gap]) -> Plan:
    gone = not_there(register.inventory.baseline, gaps)
    if not gone:
        raise LifecycleError(
            say("every gap that was recorded is still there, so there is nothing to drop"),
            hint=say("A baseline is only recorded once. Accept a later gap with `isodocs waive`."),
        )
    path, data = baseline_files.dropped(register.on, gone)
    what = counted(len(gone), "recorded gap")
    return Plan(
        say("Drop {what} that {verb} closed.", what=what, verb=agreed(len(gone), "is", "are")),
        say("Drop {what} that {verb} closed", what=what, verb=agreed(len(gone), "is", "are")),
        (FileChange(path, None, data),),
    )


def _line(gap: Gap) -> RecordedGap:
    finding = gap.finding
    about = say(
        "{document} {subject}",
        document=finding.document or finding.place.path,
        subject=finding.subject,
    )
    many = OF_ALL if sum_up([gap]) else ""
    return RecordedGap(gap.code, str(gap.level), gap.fingerprint, f"{many}{about}")

"""A commit or push judged by all that `check` would say of what it brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from isodocs.assess import readings, remedies
from isodocs.authority import controlled
from isodocs.checking.base_state import state_at
from isodocs.checking.check import check
from isodocs.checking.run import not_there
from isodocs.checking.verdict import HookVerdict, brought, stops, sum_up
from isodocs.dataclass import replace
from isodocs.inventory.take import read_authority
from isodocs.model.config import PATH
from isodocs.named_tuple import NamedTuple
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.words import agreed, counted, say
from isodocs.workspace import View

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory
    from isodocs.model.gap import Gap
    from isodocs.model.inventory import PushBase
    from isodocs.model.register import Register
    from isodocs.repository.git import Git
    from isodocs.workspace import Workspace

_SHOWN = 10


class InFull(NamedTuple):
    """The verdict, and the registers that it is about; `before` is None where none was needed.

    `alike` says that a gap of either sums up those of many documents.
    """

    verdict: HookVerdict
    after: Register
    before: Register | None
    alike: bool


def judge(
    workspace: Workspace,
    view: View,
    ref: str,
    base: str | None,
    *,
    known: Sequence[str],
    collecting: bool = False,
) -> InFull:
    """Judge what `view` shows by what holds at the commit `base`.

    What was at one of the commits `known` already is not new. `collecting` lets documents wait
    for their approvals.
    """
    base_state = state_at(CommitSnapshot(workspace.git, base)) if base else None
    register = workspace.register(view, base_state)
    reasons: list[str] = []
    if base_state and base_state.authority:
        reasons += _register_harmed(workspace.git, base_state.authority, register, view)
    reasons += _read_otherwise(workspace, register, base_state, view) if base_state else ()
    found = [gap for gap in check(register).gaps if gap.counts or gap.blocks]
    if base_state is None or base_state.baseline.on is None:
        reasons += _recorded_otherwise(register, found)
    elif base and base_state.baseline.gives_way(register.inventory.baseline):
        was = workspace.register(View(view.on, rev=base))
        if not any(remedies.baseline_changes(was)):  # else it is restored
            reasons.append(
                say(
                    "this puts another baseline in the place of the one that is here; it is "
                    "written once, and what is closed is dropped by `isodocs adopt "
                    "--baseline`"
                )
            )
    before, alike = None, sum_up(found)
    for commit in known if found else ():
        before = workspace.register(View(view.on, rev=commit))
        known_gaps = check(before).gaps
        alike |= sum_up(known_gaps)
        found = list(brought(found, known_gaps))
    gaps = [gap for gap in found if stops(gap, collecting=collecting)]
    if gaps and base_state and register.inventory.declared != base_state.config:
        reasons.append(
            say(
                "this is judged by {path} as it was before; what it says from now on "
                "counts for what comes next, so bring its change first and by itself",
                path=PATH,
            )
        )
    stopped = {gap.fingerprint for gap in gaps}
    rest = (gap for gap in found if gap.counts and gap.fingerprint not in stopped)
    return InFull(
        HookVerdict(ref, tuple(reasons), tuple(gaps), tuple(rest)), register, before, alike
    )


def _recorded_otherwise(register: Register, found: Sequence[Gap]) -> Iterator[str]:
    """Say what a baseline that comes records, and is not there: it could only hide what follows."""
    baseline = register.inventory.baseline
    if baseline.on and baseline.on > register.on:
        yield say(
            "the baseline says that it was recorded on {on}, which is to come", on=baseline.on
        )
    here = {*register.entries, *register.ledger.documents}
    if strange := sorted(baseline.documents - here) if baseline.on else ():
        yield say(
            "the baseline names documents that no commit has, such as {strange!r}; "
            "commit them before it, or with it",
            strange=strange[0],
        )
    if gone := not_there(baseline, found) if baseline.on else ():
        yield (
            say(
                "the baseline records {gaps} more than there {verb}, such as one of "
                "{rule}; commit what they are about with it; `isodocs adopt --baseline` "
                "drops what is closed",
                gaps=counted(len(gone), "gap"),
                verb=agreed(len(gone), "is", "are"),
                rule=gone[0].rule,
            )
        )


_READING = (
    *("include", "exclude", "identifier", "revision-scheme", "fields", "status-words"),
    *("field-names", "types", "translations"),
)
"""What of isodocs.yaml says which file is which document, and what it is."""


def _read_otherwise(
    workspace: Workspace, register: Register, base_state: PushBase, view: View
) -> Iterator[str]:
    """Say which approved documents isodocs.yaml, as it would be, no longer protects.

    Later pushes are judged by it, so it is only now that this can be seen. What the owners of the
    authority register bound is their decision.
    """
    now, then = base_state.config.controlled, register.inventory.declared.controlled
    if all(now.get(key) == then.get(key) for key in _READING):
        return
    declared, authority = register.inventory.declared, base_state.authority
    if authority and authority.current.controlled == controlled.digest(declared):
        return
    after = workspace.register(view, replace(base_state, config=declared))
    for change in islice(readings.milder(register, after), _SHOWN):
        yield say("by {path} as it would be from now on, {change}", path=PATH, change=change)


def _register_harmed(
    git: Git, base_state: AuthorityHistory, register: Register, view: View
) -> Iterator[str]:
    """Say what becomes of the authority register that must not.

    A version that lacks nothing but signatures may be committed, since that is how it gets them.
    """
    trouble = register.inventory.authority_problem
    if trouble and not (view.proposed and register.inventory.authority_pending):
        yield say("{path}: {message}", path=trouble.path, message=trouble.problem.message)
        return
    brought, _ = read_authority(CommitSnapshot(git, view.rev))
    for number, version in base_state.versions.items():
        after = brought.versions.get(number) if brought else None
        if after is None or after.sha256 != version.sha256:
            yield (
                say(
                    "this changes or removes version {number} of the authority register; "
                    "versions are only ever added",
                    number=number,
                )
            )
            return

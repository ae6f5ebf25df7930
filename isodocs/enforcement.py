"""What a hook lets through: the same rules as `check`, on what a commit or a push brings.

A push is judged by the configuration and the authority register at its base, never by what it
brings itself. Gaps that stood there before do not stop anybody; new ones do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from isodocs.checking import CheckResult, check
from isodocs.inventory import Standing, read_authority
from isodocs.model.gap import Gap, Level
from isodocs.register import Register
from isodocs.repository import history, refs
from isodocs.repository.git import Git
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.workspace import View, Workspace

NOTHING = "0"
_BRANCH = "refs/heads/"

AWAITING = "approval-missing"
"""The one gap that may wait on an unprotected branch: approvals are collected there."""

BY_THE_CALENDAR = ("review-overdue", "waiver-lapsed")
"""What the passing of time brings, no commit does: `check` reports it, a hook stops nobody."""


@dataclass(frozen=True, slots=True)
class Update:
    """A reference that a push moves; a missing side is all zeros, as Git gives it."""

    ref: str
    old: str
    new: str

    @property
    def created(self) -> bool:
        """Whether the reference did not exist before."""
        return not self.old.strip(NOTHING)

    @property
    def deleted(self) -> bool:
        """Whether the push removes the reference."""
        return not self.new.strip(NOTHING)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is refused: `reasons` in words, `gaps` as `check` would report them."""

    ref: str
    reasons: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    result: CheckResult | None = None

    @property
    def refused(self) -> bool:
        """Whether the commit or push must not go through."""
        return bool(self.reasons or self.gaps)


def judge_commit(workspace: Workspace, on: date) -> Verdict:
    """Judge what the next commit brings.

    Only documents that the commit changes are looked at, and of their gaps only those that HEAD
    does not have already. On a branch that is not protected a document may still await its
    approvals.
    """
    register = workspace.register(View(on, staged=True))
    branch = refs.current_branch(workspace.git) or ""
    changed = _touched(register)
    if not changed:
        return Verdict(branch)
    result = check(register)
    protected = branch in register.config.protected_branches
    gaps = tuple(
        gap
        for gap in result.gaps
        if _blocks(gap)
        and (gap.finding.document in changed or gap.finding.place.path in changed)
        and (protected or gap.name != AWAITING)
    )
    if gaps and (head := refs.head(workspace.git)):
        before = _blocking(workspace.register(View(on, rev=head)))
        gaps = tuple(gap for gap in gaps if gap.fingerprint not in before)
    return Verdict(branch, gaps=gaps, result=result)


def documents_changed(workspace: Workspace, on: date) -> tuple[str, ...]:
    """The documents that the next commit changes, as `SOP-014 rev 4 (draft)`, in order."""
    register = workspace.register(View(on, staged=True))
    labels = []
    for entry in register:
        for transition in entry.history.transitions:
            document = transition.new
            if not transition.stamp.committed and document:
                declared = f" ({document.declared})" if document.declared else ""
                labels.append(f"{document.label}{declared}")
    return tuple(sorted(set(labels)))


def judge_push(git: Git, updates: Iterable[Update], on: date) -> tuple[Verdict, ...]:
    """Judge every update of a protected branch that a push brings."""
    return tuple(_judge_update(git, update, on) for update in updates)


def _judge_update(git: Git, update: Update, on: date) -> Verdict:
    if not update.ref.startswith(_BRANCH):
        return Verdict(update.ref)
    workspace = Workspace(git)
    branch = update.ref.removeprefix(_BRANCH)
    base = None if update.created else workspace.register(View(on, rev=update.old))
    if update.deleted:
        if base and branch in base.config.protected_branches:
            reason = f"the protected branch {branch!r} must not be deleted"
            return Verdict(update.ref, (reason,))
        return Verdict(update.ref)
    standing = _standing(base) if base else None
    pushed = workspace.register(View(on, rev=update.new), standing)
    if branch not in pushed.config.protected_branches:
        return Verdict(update.ref)
    reasons = []
    if base and not history.is_ancestor(git, update.old, update.new):
        reasons.append(f"the push rewrites the history of the protected branch {branch!r}")
    if base and (rewritten := _authority_rewritten(git, base, update.new)):
        reasons.append(rewritten)
    before = _blocking(base) if base else frozenset()
    result = check(pushed)
    gaps = tuple(g for g in result.gaps if _blocks(g) and g.fingerprint not in before)
    return Verdict(update.ref, tuple(reasons), gaps, result)


def _standing(base: Register) -> Standing:
    inventory = base.inventory
    approvals = {record.path for record in inventory.approvals}
    delegations = {record.path for record in inventory.delegations}
    statements = frozenset(approvals | delegations)
    return Standing(base.config, inventory.authority, inventory.waivers, statements)


def _blocks(gap: Gap) -> bool:
    return gap.level is Level.ERROR and gap.counts and gap.name not in BY_THE_CALENDAR


def _blocking(register: Register) -> frozenset[str]:
    """The fingerprints of the gaps that stand there already."""
    return frozenset(gap.fingerprint for gap in check(register).gaps if _blocks(gap))


def _touched(register: Register) -> set[str]:
    """Identifiers and paths that the commit being made changes."""
    touched = set()
    for entry in register:
        for transition in entry.history.transitions:
            if not transition.stamp.committed:
                touched.add(entry.id)
                touched.update(d.path for d in (transition.old, transition.new) if d)
    ledger = register.ledger
    for paths in (ledger.arrivals, ledger.removals, ledger.alterations, ledger.lost):
        touched.update(path for path, stamp in paths.items() if not stamp.committed)
    return touched


def _authority_rewritten(git: Git, base: Register, new: str) -> str:
    """Say so when the push changes or removes a version of the authority register."""
    before = base.inventory.authority
    if before is None:
        return ""
    pushed, trouble = read_authority(CommitSnapshot(git, new))
    if trouble:
        return f"{trouble.path}: {trouble.problem.message}"
    for number, version in before.versions.items():
        after = pushed.versions.get(number) if pushed else None
        if after is None or after.sha256 != version.sha256:
            return (
                f"the push changes or removes version {number} of the authority register; "
                "versions are only ever added"
            )
    return ""

"""What a hook lets through: the same rules as `check`, on what a commit or a push brings.

A push is judged by the configuration and the authority register at its base, never by what it
brings itself. Gaps that stood there before do not stop anybody; new ones do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from isodocs.checking import CheckResult, check
from isodocs.inventory import Standing, read_authority, read_config
from isodocs.model.config import Config
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

NOT_WAIVED = ("APR", "CFG004", "DOC022", "REV002", "REV004", "REV005")
"""Where approvals are signed, no waiver lets these through: a waiver is a file without signature,
and whoever may push one could otherwise push anything after it."""


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
    protected = protects(register.config, branch)
    gaps = tuple(
        gap
        for gap in result.gaps
        if _blocks(gap, register)
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


def judge_push(
    git: Git, updates: Iterable[Update], on: date, *, receiving: bool = False
) -> tuple[Verdict, ...]:
    """Judge every update of a protected branch that a push brings.

    `receiving` says that this is the repository pushed to: a name may there stand for another
    branch, and a new branch is judged by what holds on the default one.
    """
    symbolic = refs.symbolic(git) if receiving else {}
    default = refs.head(git) if receiving else None

    @cache
    def config_of(commit: str) -> Config:
        return read_config(CommitSnapshot(git, commit))

    def judge(update: Update) -> Verdict:
        ref = symbolic.get(update.ref, update.ref)
        branch = ref.removeprefix(_BRANCH)
        origin = default if update.created else update.old
        if branch == ref:
            return Verdict(update.ref)
        if origin and not receiving and not refs.exists(git, origin):
            reason = "the other side has commits that are not here: `git fetch`, then look again"
            return Verdict(update.ref, (reason,))
        if not protects(config_of(origin or update.new), branch):
            return Verdict(update.ref)
        return _judge_update(git, update, branch, origin, on)

    return tuple(map(judge, updates))


def _judge_update(git: Git, update: Update, branch: str, origin: str | None, on: date) -> Verdict:
    """Judge an update of a protected branch by what holds at the commit `origin`."""
    if update.deleted:
        return Verdict(update.ref, (f"the protected branch {branch!r} must not be deleted",))
    workspace = Workspace(git)
    base = workspace.register(View(on, rev=origin)) if origin else None
    standing = _standing(base) if base else None
    pushed = workspace.register(View(on, rev=update.new), standing)
    reasons = []
    if not update.created and not history.is_ancestor(git, update.old, update.new):
        reasons.append(f"the push rewrites the history of the protected branch {branch!r}")
    if base and (rewritten := _authority_rewritten(git, base, update.new)):
        reasons.append(rewritten)
    before = _blocking(base) if base else frozenset()
    result = check(pushed)
    gaps = tuple(
        gap for gap in result.gaps if _blocks(gap, pushed) and gap.fingerprint not in before
    )
    return Verdict(update.ref, tuple(reasons), gaps, result)


def protects(config: Config, branch: str) -> bool:
    """Whether a branch is protected; where names differ in capitals only, some disks see one."""
    return branch.casefold() in (name.casefold() for name in config.protected_branches)


def _standing(base: Register) -> Standing:
    inventory = base.inventory
    statements = frozenset(
        [record.path for record in inventory.approvals]
        + [record.path for record in inventory.delegations]
        + [record.path for record in inventory.confirmations]
    )
    return Standing(base.config, inventory.authority, inventory.waivers, statements)


def _blocks(gap: Gap, register: Register) -> bool:
    if gap.level is not Level.ERROR or gap.name in BY_THE_CALENDAR:
        return False
    authority = register.inventory.authority
    signed = authority is not None and authority.current.signed
    return gap.counts or (signed and gap.code.startswith(NOT_WAIVED))


def _blocking(register: Register) -> frozenset[str]:
    """The fingerprints of the gaps that stand there already."""
    return frozenset(gap.fingerprint for gap in check(register).gaps if _blocks(gap, register))


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

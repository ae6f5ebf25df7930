"""What a hook lets through into one management system: the rules of `check`, on what it brings.

A commit and a push are judged alike: by the configuration and the authority register at the base,
never by what they bring themselves. What is malformed, unreadable, or violates what is approved,
signed or closed stops them (`Gap.blocks`). Everything else, such as a record of something late or
missing, goes through and is reported as open. Gaps that were there before stop no one. Which
systems a commit or push concerns is for `gate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from isodocs.assess import readings
from isodocs.authority import controlled
from isodocs.checking.check import check
from isodocs.inventory.configuration import read_config
from isodocs.inventory.take import read_authority
from isodocs.model import approval, waiver
from isodocs.model.config import PATH, Config
from isodocs.model.inventory import PushBase
from isodocs.parsing import waiver as waiver_parsing
from isodocs.repository import history, proposed, refs
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register
    from isodocs.repository.git import Git
    from isodocs.repository.updates import Update

_BRANCH = "refs/heads/"
_SHOWN = 10
_STATEMENTS = (approval.FOLDER, approval.DELEGATIONS, approval.CONFIRMATIONS)


@dataclass(frozen=True, slots=True)
class HookVerdict:
    """What is refused: `reasons` in words, `gaps` as `check` would report them.

    `open` are the other gaps that it brings and that count: they are reported, and stop no one.
    """

    ref: str
    reasons: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    open: tuple[Gap, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the commit or push must not go through."""
        return bool(self.reasons or self.gaps)


def judge_commit(
    workspace: Workspace, on: date, files: Mapping[str, bytes | None] | None = None
) -> HookVerdict:
    """Judge the next commit as a push of it would be judged, a merge with all its parents.

    It is the commit of what is staged, or of `files` alone (None removes a path).

    On a branch that is not protected a document may still await its approvals, and what was
    merged into it brings nothing new.
    """
    git = workspace.git
    branch = refs.current_branch(git) or ""
    with proposed.commit(git, refs.merged_heads(git), files) as commit:
        if commit.changes_nothing:
            return HookVerdict(branch)
        base = refs.head(git)
        protected = protects(read_config(CommitSnapshot(commit.git, base or commit.id)), branch)
        known = [base] if base else []
        return _judge(
            workspace.beside(commit.git),
            View(on, rev=commit.id, proposed=True),
            branch,
            base,
            known=known if protected else commit.parents,
            collecting=not protected,
        )


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
) -> tuple[HookVerdict, ...]:
    """Judge every update of a protected branch that a push brings.

    `receiving` says that this is the repository pushed to: a name may there stand for another
    branch, and a new branch is judged by what holds on those that are protected already.
    """
    symbolic = refs.symbolic(git) if receiving else {}

    @cache
    def config_of(commit: str) -> Config:
        return read_config(CommitSnapshot(git, commit))

    @cache
    def protected() -> tuple[str, ...]:
        return _protected_tips(git, config_of) if receiving else ()

    def judge(update: Update) -> HookVerdict:
        ref = symbolic.get(update.ref, update.ref)
        branch = ref.removeprefix(_BRANCH)
        if branch == ref:
            return HookVerdict(update.ref)
        origins = protected() if update.created else (update.old,)
        if origins and not receiving and not refs.exists(git, origins[0]):
            reason = (
                "the other side has commits that are not here: bring them in with "
                "`git pull --no-rebase`, then push again"
            )
            return HookVerdict(update.ref, (reason,))
        guarding = [o for o in origins or (update.new,) if protects(config_of(o), branch)]
        if not guarding:
            return HookVerdict(update.ref)
        if update.deleted:
            reason = f"the protected branch {branch!r} must not be deleted"
            return HookVerdict(update.ref, (reason,))
        # With more than one, each has its say: the strictest counts.
        verdicts = [
            _judge_update(git, update, branch, origin if origins else None, on)
            for origin in guarding
        ]
        return HookVerdict(
            update.ref,
            tuple(dict.fromkeys(r for verdict in verdicts for r in verdict.reasons)),
            tuple({g.fingerprint: g for verdict in verdicts for g in verdict.gaps}.values()),
            tuple({g.fingerprint: g for verdict in verdicts for g in verdict.open}.values()),
        )

    return tuple(map(judge, updates))


def _protected_tips(git: Git, config_of: Callable[[str], Config]) -> tuple[str, ...]:
    """By what a new branch is judged: the default branch, where it is one that protects itself.

    Where HEAD names a branch that is not there, or one that anyone may write to, it is all
    branches that protect themselves; none of them in a repository that begins.
    """
    default, name = refs.head(git), refs.current_branch(git)
    if default and protects(config_of(default), name or ""):
        return (default,)
    tips = refs.tips(git)
    guarded = [tip for branch, tip in tips.items() if protects(config_of(tip), branch)]
    return tuple(dict.fromkeys(guarded)) or ((default,) if default else ())


def _judge_update(
    git: Git, update: Update, branch: str, origin: str | None, on: date
) -> HookVerdict:
    """Judge an update of a protected branch by what holds at the commit `origin`."""
    known = [origin] if origin else []
    verdict = _judge(Workspace(git), View(on, rev=update.new), update.ref, origin, known=known)
    if update.created or history.is_ancestor(git, update.old, update.new):
        return verdict
    rewritten = f"the push rewrites the history of the protected branch {branch!r}"
    return HookVerdict(update.ref, (rewritten, *verdict.reasons), verdict.gaps, verdict.open)


def _judge(
    workspace: Workspace,
    view: View,
    ref: str,
    base: str | None,
    *,
    known: Sequence[str],
    collecting: bool = False,
) -> HookVerdict:
    """Judge what `view` shows by what holds at the commit `base`.

    What was at one of the commits `known` already is not new. `collecting` lets documents wait
    for their approvals.
    """
    base_state = _push_base(CommitSnapshot(workspace.git, base)) if base else None
    register = workspace.register(view, base_state)
    reasons: list[str] = []
    if base_state and base_state.authority:
        reasons += _register_harmed(workspace.git, base_state.authority, register, view)
    reasons += _read_otherwise(workspace, register, base_state, view) if base_state else ()
    found = [gap for gap in check(register).gaps if gap.counts or gap.blocks]
    for commit in known if found else ():
        found = _new(found, workspace.register(View(view.on, rev=commit)))
    gaps = [gap for gap in found if gap.blocks and not (collecting and gap.rule.waits_for_approval)]
    if gaps and base_state and register.inventory.declared != base_state.config:
        reasons.append(
            f"this is judged by {PATH} as it was before; what it says from now on counts for what "
            "comes next, so bring its change first and by itself"
        )
    stopped = {gap.fingerprint for gap in gaps}
    rest = (gap for gap in found if gap.counts and gap.fingerprint not in stopped)
    return HookVerdict(ref, tuple(reasons), tuple(gaps), tuple(rest))


def protects(config: Config, branch: str) -> bool:
    """Whether a branch is protected; where names differ in capitals only, some disks see one."""
    return branch.casefold() in (name.casefold() for name in config.protected_branches)


def _push_base(snapshot: CommitSnapshot) -> PushBase:
    """What holds whatever comes next; no document is read for it."""
    waivers = [path for path in snapshot.entries if path.startswith(waiver.FOLDER)]
    return PushBase(
        read_config(snapshot),
        read_authority(snapshot)[0],
        tuple(waiver_parsing.parse(p, file.data) for p, file in snapshot.read(waivers, refused={})),
        frozenset(path for path in snapshot.entries if path.startswith(_STATEMENTS)),
    )


def _new(found: Iterable[Gap], before: Register) -> list[Gap]:
    """The gaps that were not there before.

    One that was lighter then, such as a note or a waived one, is new now that it weighs more.
    """
    gaps = check(before).gaps
    stopping = {gap.fingerprint for gap in gaps if gap.blocks}
    before_too = {gap.fingerprint for gap in gaps if gap.counts} | stopping
    return [g for g in found if g.fingerprint not in (stopping if g.blocks else before_too)]


_READING = ("include", "exclude", "identifier", "revision-scheme", "fields", "status-words")
"""What of isodocs.yaml says which file is which document, and what it is."""


def _read_otherwise(
    workspace: Workspace, register: Register, base_state: PushBase, view: View
) -> Iterator[str]:
    """Say which approved documents isodocs.yaml, as it would be, no longer protects.

    Later pushes are judged by it, so it is only now that this can be seen. What the owners of the
    authority register bound is their decision.
    """
    now, then = base_state.config.controlled, register.inventory.declared.controlled
    if all(now[key] == then[key] for key in _READING):
        return
    declared, authority = register.inventory.declared, base_state.authority
    if authority and authority.current.controlled == controlled.digest(declared):
        return
    after = workspace.register(view, replace(base_state, config=declared))
    for change in islice(readings.milder(register, after), _SHOWN):
        yield f"by {PATH} as it would be from now on, {change}"


def _register_harmed(
    git: Git, base_state: AuthorityHistory, register: Register, view: View
) -> Iterator[str]:
    """Say what becomes of the authority register that must not.

    A version that lacks nothing but signatures may be committed, since that is how it gets them.
    """
    trouble = register.inventory.authority_problem
    if trouble and not (view.proposed and register.inventory.authority_pending):
        yield f"{trouble.path}: {trouble.problem.message}"
        return
    brought, _ = read_authority(CommitSnapshot(git, view.rev))
    for number, version in base_state.versions.items():
        after = brought.versions.get(number) if brought else None
        if after is None or after.sha256 != version.sha256:
            yield (
                f"this changes or removes version {number} of the authority register; "
                "versions are only ever added"
            )
            return

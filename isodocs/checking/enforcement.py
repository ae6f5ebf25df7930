"""What a hook lets through into one management system: the rules of `check`, on what it brings.

A commit and a push are judged alike: by the configuration and the authority register at the base,
never by what they bring themselves. What is malformed, unreadable, or violates what is approved,
signed or closed stops them (`Gap.blocks`). Everything else, such as a record of something late or
missing, goes through and is reported as open. Gaps that were there before stop no one. Which
systems a commit or push concerns is for `gate`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from isodocs.checking import narrow
from isodocs.checking.verdict import HookVerdict
from isodocs.dataclass import replace
from isodocs.inventory.configuration import read_config
from isodocs.machine.outline_cache import Remembered
from isodocs.repository import history, index, proposed, refs, snapshot
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.words import say
from isodocs.workspace import View, Workspace, store_of

if TYPE_CHECKING:
    from isodocs.model.commit import Commit
    from isodocs.model.config import Config
    from isodocs.repository.git import Git
    from isodocs.repository.proposed import Proposed
    from isodocs.repository.updates import Update

_BRANCH = "refs/heads/"

Reading = Callable[[int], None]


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
        base = commit.head
        changed = _changed(commit) if base else []
        if base and changed:
            indexed = index.files(commit.git)
            snapshot.list_by_index(commit.git, base, indexed, changed[0].changes, commit.id)
        protected = protects(read_config(CommitSnapshot(commit.git, base or commit.id)), branch)
        known = [base] if base else []
        beside = workspace.beside(commit.git)
        view = View(on, rev=commit.id, proposed=True)
        on_top = narrow.OnTop.commit(commit, changed)
        if on_top:
            verdict = on_top.let_through(beside, view, branch, collecting=not protected)
            if verdict:
                return verdict
        from isodocs.checking import in_full  # a simple commit takes less to be loaded

        found = in_full.judge(
            beside,
            view,
            branch,
            base,
            known=known if protected else commit.parents,
            collecting=not protected,
        )
        return on_top.judged(found) if on_top else found.verdict


def _changed(commit: Proposed) -> list[Commit]:
    """The commit, with all that it changes of HEAD; of one parent that is what is staged."""
    git, base = commit.git, commit.head or ""
    if len(commit.parents) > 1:
        return list(history.differences(git, base, [commit.id]))
    changes = tuple(history.staged(git, base))
    return [replace(each, changes=changes) for each in history.named(git, [commit.id])]


def judge_push(
    git: Git,
    updates: Iterable[Update],
    on: date,
    *,
    receiving: bool = False,
    reading: Reading | None = None,
) -> tuple[HookVerdict, ...]:
    """Judge every update of a protected branch that a push brings.

    `receiving` says that this is the repository pushed to: a name may there stand for another
    branch, and a new branch is judged by what holds on those that are protected already.
    `reading` is called with the number of commits before all are read.
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
            reason = say(
                "the other side has commits that are not here: bring them in with `git "
                "pull --no-rebase`, then push again"
            )
            return HookVerdict(update.ref, (reason,))
        guarding = [o for o in origins or (update.new,) if protects(config_of(o), branch)]
        if not guarding:
            return HookVerdict(update.ref)
        if update.deleted:
            reason = say("the protected branch {branch!r} must not be deleted", branch=branch)
            return HookVerdict(update.ref, (reason,))
        remembers = not receiving or (
            _is_own(git) and (update.created or refs.is_tip(git, update.old, ref))
        )
        # With more than one, each has its say: the strictest counts.
        verdicts = [
            _judge_update(git, update, branch, origin if origins else None, on, remembers, reading)
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
    git: Git,
    update: Update,
    branch: str,
    origin: str | None,
    on: date,
    remembers: bool,
    reading: Reading | None,
) -> HookVerdict:
    """Judge an update of a protected branch by what holds at the commit `origin`.

    `remembers` says that what is remembered counts, and that more may be.
    """
    workspace = Workspace(git, outlines=Remembered(store_of(git) if remembers else None))
    view = View(on, rev=update.new)
    on_top = narrow.OnTop.push(git, origin, update.new, remembers=remembers) if origin else None
    verdict = on_top.let_through(workspace, view, update.ref, collecting=False) if on_top else None
    if verdict:
        return verdict
    if reading:
        reading(history.count(git, update.new))
    from isodocs.checking import in_full  # simple commits take less to be loaded

    known = [origin] if origin else []
    found = in_full.judge(workspace, view, update.ref, origin, known=known)
    verdict = on_top.judged(found) if on_top else found.verdict
    if update.created or history.is_ancestor(git, update.old, update.new):
        return verdict
    rewritten = say(
        "the push rewrites the history of the protected branch {branch!r}", branch=branch
    )
    return HookVerdict(update.ref, (rewritten, *verdict.reasons), verdict.gaps, verdict.open)


def _is_own(git: Git) -> bool:
    """Whether this user keeps the repository: what others remember, pushers may have written."""
    return os.stat(git.common_directory).st_uid == os.getuid()


def protects(config: Config, branch: str) -> bool:
    """Whether a branch is protected; where names differ in capitals only, some disks see one."""
    return branch.casefold() in (name.casefold() for name in config.protected_branches)

"""Branches: where they are, here and as last seen on other repositories, and moving them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.expressions import expression
from isodocs.model.branch import Branch
from isodocs.repository import gitpython, history, settings
from isodocs.repository.git_errors import escaped
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_HEADS, _REMOTES = "refs/heads/", "refs/remotes/"
_FORMAT = "%(refname)%00%(objectname)%00%(objecttype)%00%(symref)%00%(worktreepath)"
# What a reference may not hold (git-check-ref-format(1)), and the slash, which would be a folder.
_NOT_IN_A_NAME = expression(r"[\x00-\x20\x7f~^:?*\[\\/]|\.\.|@\{|\.$|^\.|\.lock$", re.ASCII)


def branches(git: Git, *, beyond: str = "", most: int = 0) -> tuple[Branch, ...]:
    """The branches here and those last seen elsewhere, the one with the newest commit first.

    `beyond` leaves out those that this commit holds already; `most` is how many are listed, 0 for
    all of them.
    """
    limits = [f"--no-merged={beyond}"] if beyond else []
    limits += [f"--count={most}"] if most else []
    order = ("--sort=refname", "--sort=-committerdate")
    out = git.run("for-each-ref", *order, *limits, f"--format={_FORMAT}", _HEADS, _REMOTES)
    known = tuple(settings.remotes(git))
    found = []
    for line in os.fsdecode(out).split("\n")[:-1]:
        ref, commit, kind, symbolic, place = line.split("\0")
        if symbolic or kind != "commit":
            continue
        remote, name = _split(ref, known)
        found.append(Branch(name, ref, commit, remote, place))
    return tuple(found)


def named(git: Git, name: str) -> tuple[Branch, ...]:
    """The branch of that name here, and as last seen in each other repository."""
    return tuple(branch for branch in branches(git) if branch.name == name)


def _split(ref: str, remotes: Iterable[str]) -> tuple[str, str]:
    """The remote of a reference, empty for a branch here, and the branch's name."""
    if ref.startswith(_HEADS):
        return "", ref.removeprefix(_HEADS)
    rest = ref.removeprefix(_REMOTES)
    for remote in sorted(remotes, key=len, reverse=True):
        if rest.startswith(f"{remote}/"):
            return remote, rest.removeprefix(f"{remote}/")
    remote, _, name = rest.partition("/")
    return remote, name


def as_name(text: str) -> str:
    """`text` as it may be in the name of a branch."""
    return _NOT_IN_A_NAME.sub("-", text) or "-"


def move(git: Git, name: str, new: str, old: str | None, why: str) -> None:
    """Let a branch name the commit `new`, if it still names `old` (None: does not exist).

    Raises RepositoryError where someone else moved it meanwhile.
    """
    gitpython.move(git, f"{_HEADS}{name}", new, old, why)


def delete(git: Git, branch: Branch) -> None:
    """Remove a branch here, if it still names the same commit."""
    gitpython.delete(git, branch.ref, branch.commit)


def merge_bases(git: Git, one: str, other: str) -> list[str]:
    """The best common ancestors of two commits; none where they share no history."""
    out = git.ask("merge-base", "--all", one, other)
    return out.decode().split() if out else []


def tips(git: Git, commits: Sequence[str]) -> list[str]:
    """Those of the commits that no other one of them holds."""
    found: list[str] = []
    for commit in dict.fromkeys(commits):
        if any(history.is_ancestor(git, commit, other) for other in found):
            continue
        found = [other for other in found if not history.is_ancestor(git, other, commit)]
        found.append(commit)
    return found


def remote_of(git: Git, branch: str) -> str:
    """Where a branch is sent to: its upstream's remote, else `origin`, else the only one there is.

    Raises RepositoryError with the remedy where that is not plain.
    """
    known = settings.remotes(git)
    for each in reversed(settings.settings(git, r"^branch[.].*[.]remote$")):
        if each.key == f"branch.{branch}.remote" and each.value in known:
            return each.value
    if "origin" in known:
        return "origin"
    if len(known) == 1:
        return next(iter(known))
    several = ", ".join(map(escaped, known))
    raise RepositoryError(
        say(
            "there are several remotes ({several}), and {escaped} has none of them as upstream",
            several=several,
            escaped=escaped(branch),
        )
        if known
        else say("there is no remote to push to"),
        hint=f"git branch --set-upstream-to=REMOTE/{escaped(branch)}"
        if known
        else "git remote add origin ADDRESS",
    )

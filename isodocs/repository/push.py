"""Sending branches, the one thing here that uses the network: only when a user asks for it.

This is the user's own `git push`: it runs with their environment and their configuration, so with
their SSH keys, credential helpers and hooks, as it would when they typed it. Everything else that
runs Git here is kept from all that (`environment`).
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.repository.git_errors import escaped
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_ONLY_THIS = ("--recurse-submodules=no", "--no-follow-tags", "--no-mirror")


def push(git: Git, remote: str, branch: str, *, hint: str) -> None:
    """Send one branch under its own name, never by force; what Git says goes to standard error.

    Raises RepositoryError with `hint` where it is refused.
    """
    _push(git, remote, f"refs/heads/{branch}:refs/heads/{branch}", branch, hint)


def remove(git: Git, remote: str, branch: str, expected: str, *, hint: str) -> None:
    """Take a branch away there, if it still names the commit `expected`; raises as `push` does."""
    ref = f"refs/heads/{branch}"
    _push(git, remote, f":{ref}", branch, hint, f"--force-with-lease={ref}:{expected}")


def is_there(git: Git, remote: str, branch: str) -> bool:
    """Whether the other repository has the branch now, whatever was last seen of it.

    Raises RepositoryError where that repository cannot be asked.
    """
    ref = f"refs/heads/{branch}"
    out = _users_git(
        git,
        ["ls-remote", "--", remote, ref],
        say(
            "{escaped} cannot be asked for {escaped_2}; Git says why above",
            escaped=escaped(remote),
            escaped_2=escaped(branch),
        ),
        say("Run the command again once it can be reached."),
    )
    names = (line.partition(b"\t")[2] for line in out.splitlines())
    return ref.encode("utf-8", "surrogateescape") in names


def _push(git: Git, remote: str, what: str, branch: str, hint: str, *more: str) -> None:
    arguments = ["push", "--quiet", *_ONLY_THIS, *more, "--", remote, what]
    _users_git(
        git,
        arguments,
        say(
            "git push to {escaped} did not succeed for {escaped_2}; Git says why above",
            escaped=escaped(remote),
            escaped_2=escaped(branch),
        ),
        hint,
    )


def _users_git(git: Git, arguments: list[str], message: str, hint: str) -> bytes:
    """Run the user's own Git and give its output; raises RepositoryError where it fails."""
    try:
        done = subprocess.run(["git", *arguments], cwd=git.top, check=False, stdout=subprocess.PIPE)
    except FileNotFoundError:
        raise RepositoryError(
            say("Git is not installed"), hint=say("Install Git 2.31 or newer.")
        ) from None
    if done.returncode:
        raise RepositoryError(message, hint=hint)
    return done.stdout

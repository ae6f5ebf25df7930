"""What configuration files say to Git, and which of them: reported here, never obeyed.

Our own runs of Git carry settings of ours; those are left out, so that what is seen is what holds
in everyone else's runs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_OURS = "command"
_OF_THE_USER = ("system", "global")


class GitSetting(NamedTuple):
    """One value of a key; `scope` is system, global, local or worktree (git-config(1))."""

    scope: str
    key: str
    value: str

    @property
    def of_the_user(self) -> bool:
        """Whether it is the user's or the machine's own, rather than the repository's."""
        return self.scope in _OF_THE_USER


def settings(git: Git, pattern: str) -> tuple[GitSetting, ...]:
    """Every value of the keys that a regular expression fits, weakest first."""
    out = git.ask("config", "-z", "--show-scope", "--get-regexp", pattern) or b""
    fields = os.fsdecode(out).split("\0")
    found = []
    for scope, entry in zip(fields[0::2], fields[1::2], strict=False):
        key, _, value = entry.partition("\n")
        if scope != _OURS:
            found.append(GitSetting(scope, key, value))
    return tuple(found)


def setting(git: Git, key: str) -> GitSetting | None:
    """The value of `key` (in lower case) that holds; None where no one set it."""
    found = settings(git, f"^{key.replace('.', '[.]')}$")
    return found[-1] if found else None


def remotes(git: Git) -> dict[str, str]:
    """Where `git push` sends to, by the remote's name, in their order."""
    found: dict[str, str] = {}
    for kind in ("url", "pushurl"):
        for each in settings(git, rf"^remote[.].*[.]{kind}$"):
            name = each.key.removeprefix("remote.").removesuffix(f".{kind}")
            found[name] = each.value
    return found


def is_partial(git: Git) -> bool:
    """Whether objects were left out when it was cloned, to be fetched when someone needs them."""
    keys = r"^(remote[.].*[.](promisor|partialclonefilter)|extensions[.]partialclone)$"
    return bool(settings(git, keys))


def version(git: Git) -> str:
    """The version of Git itself, such as `2.39.5`."""
    return git.run("version").decode("ascii", "replace").split()[2]

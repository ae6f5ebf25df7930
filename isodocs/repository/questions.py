"""What hooks ask Git before anything is loaded, and others after it, in the same words.

So an answer is known by its question, and handed on (`Git.answers`).
"""

from __future__ import annotations

HEAD = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
BRANCH = ("symbolic-ref", "--quiet", "HEAD")
_RAW = ("-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")


def tree_of(commit: str) -> tuple[str, ...]:
    """The id of a commit's tree."""
    return ("rev-parse", f"{commit}^{{tree}}")


def staged(commit: str) -> tuple[str, ...]:
    """What the next commit would change of a commit.

    A path that is only intended to be added is in the index, and not in the commit.
    """
    return ("diff-index", "--cached", "--ita-invisible-in-index", *_RAW, commit, "--")


def differing(old: str, new: str) -> tuple[str, ...]:
    """What differs from one tree (or commit) to another."""
    return ("diff-tree", "-r", *_RAW, old, new, "--")

"""A repository in which nothing was committed yet: what Git says of it is known without asking."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from isodocs.repository import questions
from isodocs.repository.environment import scrubbed
from isodocs.repository.git import Git

SAID: dict[tuple[str, ...], bytes | None] = {
    questions.HEAD: None,
    ("rev-parse", "--verify", "--quiet", "HEAD"): None,
    questions.BRANCH: b"refs/heads/main\n",
}


class Unborn(Git):
    """Answers from what is known, and asks Git all else."""

    @classmethod
    def at_top(cls, top: Path) -> Self:
        """What `discover` finds in a repository as the tests begin it."""
        own = top / ".git"
        return cls(top, own, own, own / "index", "sha1", False, False, scrubbed(os.environ))

    def ask(self, *args: str) -> bytes | None:
        """See `Git.ask`."""
        return SAID[args] if args in SAID else super().ask(*args)


def is_unborn(top: Path) -> bool:
    """Whether there is only what the tests begin a repository with."""
    own = top / ".git"
    return not any((own / "refs/heads").iterdir()) and not (own / "packed-refs").exists()

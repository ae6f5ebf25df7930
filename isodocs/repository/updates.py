"""What Git writes to the hooks of a push: which references move, and from where to where.

Source: githooks(5), "pre-push" and "pre-receive"; git-check-ref-format(1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.repository import refs
from isodocs.repository.git_errors import escaped
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_REFERENCE = expression(r"refs(?:/(?!\.)[^\0-\x20\x7f~^:?*\[\\/]+(?<![.])(?<!\.lock))+")


class Update(NamedTuple):
    """A reference that a push moves; a missing side is all zeros, as Git gives it."""

    ref: str
    old: str
    new: str

    @property
    def created(self) -> bool:
        """Whether the reference did not exist before."""
        return not self.old.strip("0")

    @property
    def deleted(self) -> bool:
        """Whether the push removes the reference."""
        return not self.new.strip("0")


def read_updates(git: Git, hook: str, sent: bytes) -> tuple[Update, ...]:
    """Read the lines that Git writes to `hook`, pre-push or pre-receive.

    Anyone who runs pre-receive in a pipeline may write HEAD for the new side. What is not
    understood must not go through: raises RepositoryError for anything that Git would not write.
    """
    text = sent.decode("utf-8", "surrogateescape")
    lines = text.removesuffix("\n").split("\n") if text else []
    if hook == "pre-receive" and not lines:
        raise _not_understood(hook, "")
    return tuple(_read(git, hook, lines))


def _read(git: Git, hook: str, lines: list[str]) -> Iterator[Update]:
    for line in lines:
        if hook == "pre-receive":
            words = line.split(" ")
            order = (0, 1, 2)
        else:  # what is pushed may be named by an expression with blanks in it
            words = line.rsplit(" ", 3)[1:] if line.count(" ") >= 3 else []
            order = (2, 0, 1)
        if len(words) != 3:
            raise _not_understood(hook, line)
        old, new, ref = (words[place] for place in order)
        if hook == "pre-receive" and new == "HEAD":
            new = refs.head(git) or ""
        whole = all(refs.is_id(id) and len(id) == len(git.null_id) for id in (old, new))
        if not whole or not _REFERENCE.fullmatch(ref) or ".." in ref or "@{" in ref:
            raise _not_understood(hook, line)
        yield Update(ref, old, new)


def _not_understood(hook: str, line: str) -> RepositoryError:
    return RepositoryError(
        say(
            "this is not a line that Git writes to {hook}: {escaped!r}",
            hook=hook,
            escaped=escaped(line),
        ),
        hint=say(
            "One line a reference: the old id, the new id and the whole name, each id in full "
            "(`git rev-parse refs/remotes/origin/main`), the name as in refs/heads/main."
        )
        if hook == "pre-receive"
        else say("Let Git run this hook; by hand, its input is as in githooks(5)."),
    )

"""What the next commit changes, asked by a hook before anything is loaded.

What is out of the ordinary (a first commit, a merge, a shallow clone, a broken repository) is
unclear here: then one must look closer.
"""

from __future__ import annotations

import os

from isodocs.repository import questions
from isodocs.repository.environment import scrubbed
from isodocs.repository.footprint import UnclearError
from isodocs.repository.outside import ask_with

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WHERE = (
    "--is-bare-repository",
    "--is-shallow-repository",
    "--show-object-format",
    "--git-dir",
    "--git-common-dir",
    "--git-path",
    "index",
    "--show-toplevel",
    "HEAD^{commit}",
    "HEAD^{tree}",
    "--symbolic-full-name",
    "HEAD",
)
_PLAIN = ["false", "false"]
_MERGING = "MERGE_HEAD"
_NAMES_A_HEAD = "GITHEAD_"
_REFERENCE = "refs/"
_ABSENT = "000000"


class NextChanges:
    """What differs between HEAD and the index: the paths, each with the mode it will have.

    The mode of a path that goes is empty. `top` is the work tree, `common` the Git directory that
    work trees share, `head` the commit's id, and `same` that with its tree's. What Git said is in
    `answers`, by the question, for what looks closer. Raises UnclearError, OSError and
    ValueError.
    """

    def __init__(self, folder: str) -> None:
        """Ask in `folder`, in which Git has started a hook."""
        self.environment = scrubbed(os.environ, hook=True)
        out = ask_with(self.environment, folder, "rev-parse", "--path-format=absolute", *_WHERE)
        lines = os.fsdecode(out).split("\n")[:-1]
        *plain, self.format, self.directory, self.common, self.index, self.top = lines[:7]
        self.head, tree, branch = lines[7:]
        elsewhere = _is_elsewhere(folder, self.top, self.environment)
        if plain != _PLAIN or _merges(self.directory) or elsewhere:
            raise UnclearError(folder)
        self.answers = {
            questions.HEAD: os.fsencode(f"{self.head}\n"),
            questions.tree_of(self.head): os.fsencode(f"{tree}\n"),
            questions.differing(tree, self.head): b"",
        }
        if branch.startswith(_REFERENCE):  # else no branch is checked out
            self.answers[questions.BRANCH] = os.fsencode(f"{branch}\n")
        self.same = (self.head, tree)
        self._since: dict[str, Sequence[tuple[str, str]] | None] = dict.fromkeys(self.same, ())
        self.changes = _changes(self._ask(questions.staged(self.head)))

    def since(self, tree: str) -> Sequence[tuple[str, str]] | None:
        """What HEAD changes against a tree (or commit); None where that is not there."""
        if tree not in self._since:
            self._since[tree] = self._ask_since(tree)
        return self._since[tree]

    def _ask_since(self, tree: str) -> Sequence[tuple[str, str]] | None:
        try:
            return _changes(self._ask(questions.differing(tree, self.head)))
        except UnclearError:
            return None

    def _ask(self, question: tuple[str, ...]) -> bytes:
        self.answers[question] = said = ask_with(self.environment, self.top, *question)
        return said


def _changes(raw: bytes) -> list[tuple[str, str]]:
    fields = os.fsdecode(raw).split("\0")[:-1]
    modes = (row.split(" ")[1] for row in fields[0::2])
    return list(zip(fields[1::2], ("" if m == _ABSENT else m for m in modes), strict=True))


def _merges(directory: str) -> bool:
    """Whether anything is being merged; before Git has stopped, the environment names it."""
    named = any(name.startswith(_NAMES_A_HEAD) for name in os.environ)
    return named or os.path.lexists(os.path.join(directory, _MERGING))


def _is_elsewhere(folder: str, top: str, env: Mapping[str, str]) -> bool:
    """Whether a configuration, and not who started the hook, says where the files are."""
    here = f"{os.path.realpath(folder)}/"
    return "GIT_WORK_TREE" not in env and not here.startswith(f"{os.path.realpath(top)}/")

"""What the next commit changes, asked by a hook before anything is loaded.

What is out of the ordinary (a first commit, a merge, a shallow clone, a broken repository) is
unclear here: then one must look closer.
"""

from __future__ import annotations

import os

from isodocs.repository.environment import scrubbed
from isodocs.repository.footprint import UnclearError
from isodocs.repository.outside import ask_with

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WHERE = (
    "--is-bare-repository",
    "--is-shallow-repository",
    "--git-dir",
    "--git-common-dir",
    "--show-toplevel",
    "HEAD^{commit}",
)
_RAW = ("-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")
# A path that is only intended to be added is in the index, and not in the commit.
_STAGED = ("diff-index", "--cached", "--ita-invisible-in-index", *_RAW)
_PLAIN = ["false", "false"]
_MERGING = "MERGE_HEAD"
_NAMES_A_HEAD = "GITHEAD_"
_ABSENT = "000000"


class NextChanges:
    """What differs between HEAD and the index: the paths, each with the mode it will have.

    The mode of a path that goes is empty. `top` is the work tree, `common` the Git directory that
    work trees share, `head` the commit's id. Raises UnclearError, OSError and ValueError.
    """

    def __init__(self, folder: str) -> None:
        """Ask in `folder`, in which Git has started a hook."""
        self._env = scrubbed(os.environ, hook=True)
        out = ask_with(self._env, folder, "rev-parse", "--path-format=absolute", *_WHERE)
        *plain, directory, self.common, self.top, self.head = os.fsdecode(out).split("\n")[:-1]
        if plain != _PLAIN or _merges(directory) or _is_elsewhere(folder, self.top, self._env):
            raise UnclearError(folder)
        self._since: dict[str, Sequence[tuple[str, str]] | None] = {self.head: ()}
        self.changes = _changes(ask_with(self._env, self.top, *_STAGED, self.head, "--"))

    def since(self, tree: str) -> Sequence[tuple[str, str]] | None:
        """What HEAD changes against a tree (or commit); None where that is not there."""
        if tree not in self._since:
            self._since[tree] = self._ask_since(tree)
        return self._since[tree]

    def _ask_since(self, tree: str) -> Sequence[tuple[str, str]] | None:
        command = ("diff-tree", "-r", *_RAW, tree, self.head, "--")
        try:
            return _changes(ask_with(self._env, self.top, *command))
        except UnclearError:
            return None


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

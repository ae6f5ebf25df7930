"""Which management systems the next commit touches, found before anything in them is read.

A commit that brings nothing to any system needs no rules, and no parser is loaded for it. Of files
that no document is made of, it must be remembered that nothing names them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.checking.tree_memory import TreeMemory
from isodocs.errors import RepositoryError
from isodocs.model import layout
from isodocs.named_tuple import NamedTuple
from isodocs.repository import history, questions, refs, systems
from isodocs.repository.systems import Systems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from isodocs.checking.last_check import LastCheck
    from isodocs.checking.tree_memory import Since
    from isodocs.model.commit import Change
    from isodocs.repository.git import Git


_SINCE: dict[tuple[Path, str, str], Sequence[tuple[str, str]]] = {}
"""What was found in this run to differ from one tree to another, by repository and their ids."""


class NextCommit(NamedTuple):
    """What Git is about to commit on top of `head`, and the systems there were and will be.

    `folders` are those of the systems that it touches, `""` for the top of the repository.
    """

    head: str | None
    before: Systems
    after: Systems
    folders: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def next_commit(git: Git) -> NextCommit:
    """The next commit of the index; one that merges touches every system."""
    git = git.at("")
    head = refs.head(git)
    if not head:
        after = systems.of_index(git)
        return NextCommit(None, Systems(), after, tuple(systems.places(Systems(), after)))
    memory, since = memory_of(git), since_base(git, head)
    changes = tuple(history.staged(git, head))
    same = (head, git.answers.get(questions.tree_of(head), b"").decode().strip())
    before = _systems_at(git, head, memory, since, same)
    begun = any(layout.begins_a_system(change.path) for change in changes)
    after = systems.of_index(git) if begun else before
    folders = systems.places(before, after)
    if not refs.merged_heads(git):
        folders = [each for each in folders if _is_touched(each, head, changes, memory, since)]
    return NextCommit(head, before, after, tuple(folders), changes)


def documents_known(git: Git, commit: NextCommit) -> tuple[str, ...] | None:
    """The documents that it changes, as they were found when it was judged; None for unknown."""
    memory = memory_of(git) if commit.head else None
    return memory.documents(_content(commit)) if memory else None


def keep(git: Git, commit: NextCommit, documents: Iterable[str], tree: str) -> None:
    """Remember the documents that the next commit changes, until another one is judged.

    Where no system comes or goes by it, also which there are in its tree.
    """
    memory = memory_of(git) if commit.head else None
    if memory:
        memory.keep_documents(_content(commit), documents)
        if tree and commit.head and commit.before == commit.after:
            memory.keep_systems((commit.head, tree), *commit.after)


def _content(commit: NextCommit) -> str:
    """A text that no other commit has: what is in its parent is in the name of that."""
    return repr((commit.head, sorted((c.path, c.new_mode, c.new_blob) for c in commit.changes)))


def memory_of(git: Git) -> TreeMemory | None:
    """What is remembered of the trees of a repository."""
    return None if git.is_shallow else TreeMemory.of(str(git.common_directory), str(git.top))


def keep_named(git: Git, last: LastCheck) -> None:
    """Remember what is named at the commit of a check, so that what comes on top is soon judged."""
    from isodocs.checking.verdict import sum_up

    memory = memory_of(git)
    if memory:
        named = last.named.and_whether(alike=sum_up(last.checked.gaps))
        memory.keep_named(git.folder, (last.tip,), named)


def since_base(git: Git, base: str) -> Since:
    """Find what a commit changes against a tree, anywhere in the repository."""
    whole = git.at("")

    def since(tree: str) -> Sequence[tuple[str, str]] | None:
        key = (git.common_directory, tree, base)
        if key not in _SINCE:
            try:
                found = history.between(whole, tree, base) if tree != base else ()
                _SINCE[key] = tuple((change.path, change.new_mode) for change in found)
            except RepositoryError:
                return None
        return _SINCE[key]

    return since


def _systems_at(
    git: Git, head: str, memory: TreeMemory | None, since: Since, same: Sequence[str]
) -> Systems:
    known = memory.systems(since, same) if memory else None
    if known:
        return Systems(*known)
    found = systems.of_commit(git, head)
    if memory:
        memory.keep_systems((head,), *found)
    return found


def _is_touched(
    folder: str, head: str, changes: Sequence[Change], memory: TreeMemory | None, since: Since
) -> bool:
    """Whether any change is of a file of the folder that its system reads or names."""
    prefix = f"{folder}/" if folder else ""
    inside = [(c.path[len(prefix) :], c.new_mode) for c in changes if c.path.startswith(prefix)]
    if not inside:
        return False
    named = memory.named(folder, head, since) if memory else None
    return named is None or not named.are_left_alone(inside)

"""Management systems in a repository: the folders that hold an `isodocs.yaml` or a register.

A system is its folder and everything below it; as a rule that is the whole repository. A larger
repository may hold several, one beside the other. Of two systems one inside the other only the
outer one counts, since a file can be controlled by one register only.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.model.layout import AUTHORITY as REGISTER
from isodocs.model.layout import CONFIG, begins_a_system
from isodocs.named_tuple import NamedTuple
from isodocs.repository import refs
from isodocs.repository.git_errors import escaped
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_GLOBS = (f":(top,glob)**/{CONFIG}", f":(top,glob)**/{REGISTER}**")


class Systems(NamedTuple):
    """The folders of systems, `""` for the top; `nested` have a register but lie inside another."""

    folders: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()


def of(paths: Iterable[str]) -> Systems:
    """The systems among all files of a repository."""
    marked: dict[str, bool] = {}
    for path in paths:
        if not begins_a_system(path):
            continue
        folder, name = os.path.split(path)
        if name == CONFIG:
            marked.setdefault(folder, False)
        above, found, _ = f"/{path}".partition(f"/{REGISTER}")
        if found:
            marked[above.removeprefix("/")] = True
    outer: set[str] = set()
    nested: set[str] = set()
    for folder in sorted(marked, key=len):
        if not any(is_below(folder, other) for other in outer):
            outer.add(folder)
        elif marked[folder]:
            nested.add(folder)
    return Systems(frozenset(outer), frozenset(nested))


def places(before: Systems, after: Systems) -> list[str]:
    """Where to look: every system of either side, or the whole repository when there is none."""
    return sorted(before.folders | after.folders) or [""]


def is_below(folder: str, other: str) -> bool:
    """Whether `folder` lies inside `other`; a folder does not lie inside itself."""
    return folder != other and (not other or folder.startswith(f"{other}/"))


def of_commit(git: Git, commit: str) -> Systems:
    """The systems that a commit holds."""
    out = git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", refs.commit_id(git, commit))
    return of(os.fsdecode(out).split("\0"))


def of_index(git: Git) -> Systems:
    """The systems that the next commit would hold."""
    return of(os.fsdecode(git.run("ls-files", "-z", "--", *_GLOBS)).split("\0"))


def around(git: Git, directory: Path) -> Git:
    """The repository, looked at in the folder of the system that `directory` belongs to.

    The folders from `directory` up to the top are looked at. A repository without any system is
    looked at as a whole. Raises RepositoryError where two systems lie one inside the other, and
    where there are systems but none around `directory`; in a bare repository, where HEAD has
    several.
    """
    if git.is_bare:
        head = refs.head(git)
        return git.at(_only(of_commit(git, head) if head else Systems()))
    here = folder_of(git, directory)
    ways = [here[:end] for end, char in enumerate(f"{here}/") if char == "/"] if here else []
    found = [folder for folder in ("", *ways) if is_begun(git, folder)]
    if not found:
        return git.at(_elsewhere(of_index(git)))
    inner = [folder for folder in found[1:] if _has_register(git, folder)]
    if inner:
        raise RepositoryError(
            say(
                "two management systems lie one inside the other: in {shown} and in {shown_2}",
                shown=shown(found[0]),
                shown_2=shown(inner[0]),
            ),
            hint=say(
                "Each file belongs to one of them. "
                "`git log -- {config} {escaped}/{config}` shows who added which; "
                "remove the one that is wrong.",
                config=CONFIG,
                escaped=escaped(inner[0]),
            ),
        )
    return git.at(found[0])


def folder_of(git: Git, directory: Path) -> str:
    """A folder of the work tree as the repository calls it, `""` for its top."""
    place, top = directory.resolve(), git.top.resolve()
    return place.relative_to(top).as_posix().strip(".") if place.is_relative_to(top) else ""


def is_begun(git: Git, folder: str) -> bool:
    """Whether document control has begun in this folder of the work tree."""
    return os.path.lexists(git.top / folder / CONFIG) or _has_register(git, folder)


def _has_register(git: Git, folder: str) -> bool:
    """Whether there is any version of an authority register; Git knows no empty folders."""
    try:
        return any((git.top / folder / REGISTER).iterdir())
    except OSError:
        return False


def shown(folder: str) -> str:
    """A system's folder in words."""
    return f"{escaped(folder)}/" if folder else say("the top of the repository")


def _elsewhere(systems: Systems) -> str:
    if not systems.folders:
        return ""
    places = sorted(systems.folders)
    named = ", ".join(f"{escaped(folder)}/" for folder in places)
    raise RepositoryError(
        say(
            "no {config} here or above; the management system of this repository is in {named}",
            config=CONFIG,
            named=named,
        ),
        hint=say(
            "Work there: `cd` to it, or `isodocs -C` with the path of {escaped}.",
            escaped=escaped(places[0]),
        ),
    )


def _only(systems: Systems) -> str:
    if len(systems.folders) > 1:
        named = ", ".join(f"{escaped(folder)}/" for folder in sorted(systems.folders))
        raise RepositoryError(
            say("this bare repository holds several management systems: {named}", named=named),
            hint=say("Clone it, and run the command in the folder of one of them."),
        )
    return next(iter(systems.folders), "")

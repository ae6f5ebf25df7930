"""The commit that Git is about to make, while a hook still has a say.

Sources: githooks(5), git-commit-tree(1), gitrepository-layout(5).
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import RepositoryError
from isodocs.named_tuple import NamedTuple
from isodocs.repository import questions, refs, writer
from isodocs.repository.object_reader import reading

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_WHO = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
_NOBODY = dict.fromkeys(_WHO, "not yet committed")


class Proposed(NamedTuple):
    """A commit that is in no repository: `git` is the way to ask Git about it all the same."""

    git: Git
    id: str
    tree: str
    head: str | None
    parents: tuple[str, ...]
    changes_nothing: bool


@contextmanager
def commit(
    git: Git, merged: Sequence[str] = (), files: Mapping[str, bytes | None] | None = None
) -> Iterator[Proposed]:
    """Make the commit of the index on top of HEAD and what is `merged`, out of the repository.

    With `files`, it is the commit of these contents alone (None removes a path), whatever else is
    staged, as `writer.commit` makes it.

    Its objects and the index it is made from live in a folder of their own, which goes again, so
    that neither an index that Git has locked nor the repository itself is written to. Raises
    RepositoryError where the index cannot be committed.
    """
    head = refs.head(git)
    parents = tuple(dict.fromkeys([*([head] if head else []), *merged]))
    with (
        TemporaryDirectory(prefix="isodocs-") as folder,
        reading(replace(git, environment=_beside(git, Path(folder)))) as beside,
    ):
        yield _made(git, beside, head, parents, files)


def _made(
    git: Git,
    beside: Git,
    head: str | None,
    parents: tuple[str, ...],
    files: Mapping[str, bytes | None] | None,
) -> Proposed:
    if files is not None:
        beside = replace(beside, answers={})  # some are about the index
        beside.run("read-tree", head or "--empty")
        writer.stage(beside, files)
    tree = beside.run("write-tree", "--missing-ok").decode().strip()
    before = git.run(*questions.tree_of(head)).decode().strip() if head else ""
    made = _write(beside, tree, parents, {**_patch_author(git), **_named()})
    return Proposed(beside, made, tree, head, parents, tree == before and len(parents) == 1)


def _beside(git: Git, folder: Path) -> dict[str, str]:
    """The environment in which Git writes below `folder` and reads the repository as well."""
    index = Path(git.environment.get("GIT_INDEX_FILE", git.index))
    with suppress(FileNotFoundError):  # nothing was ever staged
        copyfile(index, folder / "index")
    objects = git.environment.get("GIT_OBJECT_DIRECTORY", str(git.common_directory / "objects"))
    (folder / "objects/info").mkdir(parents=True)
    (folder / "objects/info/alternates").write_bytes(os.fsencode(objects) + b"\n")
    return {
        **git.environment,
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_OBJECT_DIRECTORY": str(folder / "objects"),
    }


def _write(git: Git, tree: str, parents: Sequence[str], who: dict[str, str]) -> str:
    arguments = ("commit-tree", "--no-gpg-sign", *(x for p in parents for x in ("-p", p)), tree)
    try:
        out = git.run(*arguments, stdin=b"Not yet committed\n", variables=who)
    except RepositoryError:
        # Git does not know who commits; it will say so itself.
        out = git.run(*arguments, stdin=b"Not yet committed\n", variables={**_NOBODY, **who})
    return out.decode().strip()


def _named() -> dict[str, str]:
    """Who Git, or the user, says is committing; the configuration says the rest."""
    return {name: os.environ[name] for name in _WHO if os.environ.get(name)}


def _patch_author(git: Git) -> dict[str, str]:
    """Who wrote the patch that `git am` is applying, from the file in which it keeps that."""
    with suppress(OSError, ValueError):
        text = (git.directory / "rebase-apply/author-script").read_text(encoding="utf-8")
        pairs = (word.partition("=")[::2] for word in shlex.split(text))
        return {name: value for name, value in pairs if name in _WHO and value}
    return {}

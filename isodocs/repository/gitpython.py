"""Commits, references and settings, written with GitPython: the one way for every object format.

GitPython opens the repository and runs the command. What it knows of objects, references and
configuration files by itself is not used: it reads ids of SHA-1 only, compares nothing before it
moves a reference, and loses the comments of a configuration file that it writes.

GitPython is imported here alone and only when something is written: it takes longer to import than
a check takes to start.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from subprocess import PIPE
from typing import TYPE_CHECKING

from isodocs.repository.git import Git, failure

if TYPE_CHECKING:
    from git import Repo

    from isodocs.model.commit import Signature

# The characters that end a field of a commit's header (git-commit-tree(1), "Commit Information").
_NOT_IN_A_NAME = str.maketrans("", "", "<>\n\r\0")


def write_commit(
    git: Git,
    tree: str,
    parents: Sequence[str],
    message: str,
    *,
    author: Signature,
    committer: Signature,
) -> str:
    """Write a commit that no reference names yet, and return its id.

    It is UTF-8 and unsigned, whatever the configuration says. Raises RepositoryError when Git
    refuses it, such as for a name or a message that is empty.
    """
    variables = {}
    for role, signature in (("AUTHOR", author), ("COMMITTER", committer)):
        variables[f"GIT_{role}_NAME"] = _field(signature.name)
        variables[f"GIT_{role}_EMAIL"] = _field(signature.email)
        variables[f"GIT_{role}_DATE"] = _raw_date(signature.when)
    named = [word for parent in parents for word in ("-p", parent)]
    text = message.rstrip("\n") + "\n"
    arguments = ("--no-gpg-sign", *named, tree)
    out = _run(git, "commit-tree", *arguments, stdin=text.encode(), variables=variables)
    return out.decode().strip()


def move(git: Git, ref: str, new: str, old: str | None, why: str) -> None:
    """Let a reference name `new`, if it still names `old` (None: it does not exist).

    Raises RepositoryError where someone else moved it meanwhile, or it is locked.
    """
    _run(git, "update-ref", "-m", why, ref, new, old or git.null_id)


def delete(git: Git, ref: str, old: str) -> None:
    """Remove a reference, if it still names `old`; raises RepositoryError as `move` does."""
    _run(git, "update-ref", "-d", ref, old)


def point_head(git: Git, ref: str) -> None:
    """Let HEAD stand for a branch, given by its full name, whether or not it exists yet."""
    _run(git, "symbolic-ref", "HEAD", ref)


def set_value(git: Git, key: str, value: str) -> None:
    """Set a key of this repository's own configuration."""
    _run(git, "config", "--local", key, value)


def _run(
    git: Git,
    command: str,
    *arguments: str,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> bytes:
    with _opened(git) as repo:
        call = getattr(repo.git, command)
        process = call(*arguments, istream=PIPE, as_process=True, env=variables or {})
        out, err = process.communicate(stdin)
    if process.returncode:
        raise failure((command, *arguments), process.returncode, err, git.directory)
    return bytes(out)


@contextmanager
def _opened(git: Git) -> Iterator[Repo]:
    """The repository that Git found, as GitPython sees it.

    By itself GitPython would look for the repository a second time, in its own way: it expands
    `$NAME` in the path, believes the GIT_* variables around it, and obeys core.worktree. It also
    passes every variable on to Git, and tries Git when it is imported. So for as long as it works,
    our environment is the only one there is, and says where everything is.
    """
    places = {"GIT_DIR": str(git.directory), "GIT_COMMON_DIR": str(git.common_directory)}
    if not git.is_bare:
        places["GIT_WORK_TREE"] = str(git.top)
    with _environment({**git.environment, **places}):
        from git import Repo

        with Repo(expand_vars=False) as repo:
            yield repo


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Have these variables and no others, and put back what was there."""
    before = dict(os.environ)
    try:
        _replace(variables)
        yield
    finally:
        _replace(before)


def _replace(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)


def _field(text: str) -> str:
    return text.translate(_NOT_IN_A_NAME).strip()


def _raw_date(when: datetime) -> str:
    return f"@{int(when.timestamp())} {when:%z}"

"""Reading the authority register's files: those in the work tree, and those at HEAD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.authority_change.register_book import Book, read
from isodocs.model.authority import FOLDER
from isodocs.repository.snapshot import CommitSnapshot, Snapshot, WorkTreeSnapshot

if TYPE_CHECKING:
    from isodocs.repository.git import Git


def of_work_tree(git: Git) -> Book:
    """The book in the work tree, with what is not committed yet."""
    return _of(WorkTreeSnapshot(git))


def committed(git: Git) -> Book:
    """The book at HEAD; empty in a repository without a commit."""
    return _of(CommitSnapshot(git))


def of_commit(git: Git, commit: str) -> Book:
    """The book at a commit, by its full id."""
    return _of(CommitSnapshot(git, commit))


def _of(snapshot: Snapshot) -> Book:
    paths = [path for path in snapshot.entries if path.startswith(FOLDER)]
    return read({path: file.data for path, file in snapshot.read(paths, refused={})})

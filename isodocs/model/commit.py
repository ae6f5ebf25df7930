"""A commit as history shows it: who, when, why, and which paths got which content."""

from __future__ import annotations

from datetime import datetime

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple


class Signature(NamedTuple):
    """Who did it and when; `when` knows its offset from UTC."""

    name: str
    email: str
    when: datetime


class Change(NamedTuple):
    """One path in one commit.

    A blob is None where the path did not exist; its mode is then the empty string. In a merge,
    `old_blob` is the content in the first parent, `other_blobs` those of plain files in the others.
    """

    path: str
    old_blob: str | None
    new_blob: str | None
    old_mode: str = ""
    new_mode: str = ""
    other_blobs: tuple[str, ...] = ()


@immutable(frozen=True, slots=True)
class Commit:
    """One commit; `changes` of a merge are those that differ from every parent.

    `co_authors` are the names and addresses after `Co-authored-by:` in the last paragraph of its
    message.
    """

    id: str
    parents: tuple[str, ...]
    author: Signature
    committer: Signature
    subject: str
    changes: tuple[Change, ...] = ()
    co_authors: tuple[tuple[str, str], ...] = ()

"""Commits in plain types, to be kept, and the steps of a history that are made of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from sys import intern
from typing import Any

from isodocs.history.ledger import Walk, stamp_of
from isodocs.model.commit import Change, Commit
from isodocs.model.history import Stamp

Row = Sequence[Any]
Step = tuple[Stamp, Sequence[Change]]


def as_row(commit: Commit, changes: Iterable[Change]) -> Row:
    """A commit, with these of its changes, in plain types."""
    when = commit.author.when
    offset = when.utcoffset() or timedelta()
    signature = (commit.author.name, commit.author.email, int(when.timestamp()))
    return (
        commit.id,
        *signature,
        offset.days * 86400 + offset.seconds,
        commit.subject,
        commit.co_authors,
        tuple(map(tuple, changes)),
    )


def as_step(order: int, row: Row, wanted: Container[str] | None = None) -> Step:
    """What `as_row` wrote; only the changes of wanted paths, where they are named."""
    id, name, email, seconds, offset, subject, co_authors, changes = row
    zone = timezone(timedelta(seconds=offset)) if offset else UTC
    when = datetime.fromtimestamp(seconds, zone)
    stamp = Stamp(order, id, name, email, when, subject, tuple(map(tuple, co_authors)))
    return stamp, [_change(*c) for c in changes if wanted is None or c[0] in wanted]


def is_line(base: str, commits: Sequence[Commit]) -> bool:
    """Whether each has the one before it as its only parent, the first one the base."""
    before = (base, *(commit.id for commit in commits))
    return all(commit.parents == (id,) for id, commit in zip(before, commits, strict=False))


class WholeWalk(Walk):
    """The steps of all commits, as Git lists them; what each changed is kept, or in `new`."""

    def __init__(
        self,
        listed: Sequence[tuple[str, Sequence[str]]],
        rows: Mapping[str, Row],
        new: Mapping[str, Commit],
    ) -> None:
        """`listed` are the commits with their parents."""
        super().__init__(())
        self._listed, self._rows, self._new = listed, rows, new

    def __iter__(self) -> Iterator[Step]:
        places: dict[str, int] = {}
        for order, (id, parents) in enumerate(self._listed):
            places[id] = order
            self._parents.append(tuple(places[each] for each in parents if each in places))
            if id in self._rows:
                yield as_step(order, self._rows[id])
            else:
                yield stamp_of(order, self._new[id]), self._new[id].changes


def _change(
    path: str, old: str | None, new: str | None, old_mode: str, new_mode: str, others: Sequence[str]
) -> Change:
    old, new = old and intern(old), new and intern(new)
    return Change(intern(path), old, new, intern(old_mode), intern(new_mode), tuple(others))

"""The steps of a history, as Git lists its commits or as they were kept in plain types."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from sys import intern
from typing import Any

from isodocs.model.commit import Change, Commit
from isodocs.model.graph import CommitGraph
from isodocs.model.history import Stamp
from isodocs.named_tuple import NamedTuple

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


class Walk:
    """The steps of a history, and the graph of its commits once all steps were taken.

    A step is a commit's stamp with what it changed. `graph` and `count` are of all commits, also
    where the steps are only those that changed some paths.
    """

    def __init__(self, commits: Iterable[Commit]) -> None:
        """`commits` come oldest first, parents before children."""
        self._commits = commits
        self._parents: list[tuple[int, ...]] = []

    def __iter__(self) -> Iterator[tuple[Stamp, Sequence[Change]]]:
        places: dict[str, int] = {}
        for order, commit in enumerate(self._commits):
            places[commit.id] = order
            # A shallow clone names parents that it does not hold.
            self._parents.append(tuple(places[id] for id in commit.parents if id in places))
            yield stamp_of(order, commit), commit.changes

    @property
    def count(self) -> int:
        """How many commits there are."""
        return len(self._parents)

    @property
    def graph(self) -> CommitGraph:
        """Which commit came before which."""
        return CommitGraph.of(self._parents)


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


class PartialWalk(Walk):
    """The steps that changed some paths, in the graph of all commits."""

    def __init__(self, steps: Sequence[Step], graph: CommitGraph, count: int) -> None:
        self._known = (steps, graph, count)

    def __iter__(self) -> Iterator[Step]:
        return iter(self._known[0])

    @property
    def graph(self) -> CommitGraph:
        """See `Walk.graph`."""
        return self._known[1]

    @property
    def count(self) -> int:
        """See `Walk.count`."""
        return self._known[2]


class Threads(NamedTuple):
    """Paths whose histories belong together, with the steps of that history."""

    paths: frozenset[str]
    walk: PartialWalk

    def without(self, commits: Container[str]) -> Threads:
        """The same before these commits, the last ones, were made."""
        steps = [step for step in self.walk if step[0].commit not in commits]
        return Threads(self.paths, PartialWalk(steps, self.walk.graph, self.walk.count))

    def with_next(self, commits: Sequence[Commit], places: Mapping[str, int]) -> Threads:
        """The same with commits that come next, parents before children.

        `places` are those of their parents among the commits that are known.
        """
        count, known = self.walk.count, dict(places)
        steps, parents = list(self.walk), []
        for order, commit in enumerate(commits, count):
            mine = [change for change in commit.changes if change.path in self.paths]
            if mine:
                steps.append((stamp_of(order, commit), mine))
            parents.append(tuple(known[id] for id in commit.parents))
            known[commit.id] = order
        graph = self.walk.graph.extended(parents)
        return Threads(self.paths, PartialWalk(steps, graph, count + len(commits)))


def stamp_of(order: int, commit: Commit) -> Stamp:
    """A commit as the ledger remembers it, in its place among all."""
    author = commit.author
    return Stamp(
        order, commit.id, author.name, author.email, author.when, commit.subject, commit.co_authors
    )


def _change(
    path: str, old: str | None, new: str | None, old_mode: str, new_mode: str, others: Sequence[str]
) -> Change:
    old, new = old and intern(old), new and intern(new)
    return Change(intern(path), old, new, intern(old_mode), intern(new_mode), tuple(others))

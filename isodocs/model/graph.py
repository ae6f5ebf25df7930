"""The commit graph: which commit came before which, whatever order commits are listed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isodocs.dataclass import field, immutable


@immutable(frozen=True, slots=True, eq=False)
class CommitGraph:
    """Commits by their place in a list that has parents before children.

    `parents` gives the places of each commit's parents. A place at or beyond its end is what is
    not yet committed: it comes after every commit. Questions about commits on one line of
    development (`chains`: a commit and its first child, and so on) are answered without a walk.
    `depths` are the longest ways back to a beginning: unlike places they do not depend on how
    commits are listed.
    """

    parents: Sequence[tuple[int, ...]] = ()
    chains: Sequence[int] = ()
    depths: Sequence[int] = ()
    _landings: list[int] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, parents: Sequence[tuple[int, ...]]) -> CommitGraph:
        """The graph of commits whose parents are known by their places."""
        return cls().extended(parents)

    def extended(self, parents: Sequence[tuple[int, ...]]) -> CommitGraph:
        """The graph with further commits behind those that are there."""
        known = [*self.parents, *parents]
        chains, depths = list(self.chains), list(self.depths)
        continued = {before[0] for before in self.parents if before}
        for place, before in enumerate(parents, len(self.parents)):
            depths.append(1 + max((depths[parent] for parent in before), default=-1))
            first = before[0] if before else None
            if first is None or first in continued:
                chains.append(place)
            else:
                continued.add(first)
                chains.append(chains[first])
        return CommitGraph(known, chains, depths)

    def until(self, count: int) -> CommitGraph:
        """The graph of the first `count` commits."""
        if count == len(self.parents):
            return self
        return CommitGraph(self.parents[:count], self.chains[:count], self.depths[:count])

    def depth(self, place: int) -> int:
        """How deep a commit is below the first; a commit is deeper than all that came before it."""
        return self.depths[place] if place < len(self.depths) else len(self.depths)

    def reaches(self, earlier: int, later: int) -> bool:
        """Whether the commit `earlier` is the commit `later` or one of its ancestors."""
        if earlier == later or later >= len(self.parents):
            return earlier <= later
        if earlier > later:
            return False
        line, seen, ahead = self.chains[earlier], set[int](), [later]
        while ahead:
            place = ahead.pop()
            if self.chains[place] == line:
                return True  # pruned below to places at or after `earlier`
            for parent in self.parents[place]:
                if parent >= earlier and parent not in seen:
                    seen.add(parent)
                    ahead.append(parent)
        return False

    def landed(self, place: int) -> int:
        """When a commit came to the branch that is looked at.

        That is the place of the first commit on the first-parent line of its tip, the last commit,
        that has it among its ancestors.
        """
        if place >= len(self.parents):
            return place
        if not self._landings:
            self._land()
        return self._landings[place]

    def _land(self) -> None:
        line = [len(self.parents) - 1]
        while self.parents[line[-1]]:
            line.append(self.parents[line[-1]][0])
        if len(line) == len(self.parents):  # nothing was ever merged
            self._landings.extend(range(len(line)))
            return
        landings = [-1] * len(self.parents)
        for landing in reversed(line):
            ahead = [landing]
            while ahead:
                place = ahead.pop()
                if landings[place] < 0:
                    landings[place] = landing
                    ahead += self.parents[place]
        self._landings.extend(landings)

    def before(self, earlier: int, later: int) -> bool:
        """Whether `earlier` is an ancestor of `later`, and not the same."""
        return earlier != later and self.reaches(earlier, later)

    def first_of(self, places: Iterable[int]) -> tuple[int, ...]:
        """Those places that no other of them comes before."""
        firsts: list[int] = []
        for place in sorted(set(places)):
            if not any(self.reaches(first, place) for first in firsts):
                firsts.append(place)
        return tuple(firsts)

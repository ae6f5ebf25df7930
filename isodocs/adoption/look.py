"""What is there already: the documents of a repository, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from isodocs.adoption.candidates import Candidates, candidates
from isodocs.adoption.habits import HouseHabits, read_habits
from isodocs.named_tuple import NamedTuple

_QUARTER = 4
"""A standard is the system's where one document in so many names it."""


class Existing(NamedTuple):
    """The documents that are there, and their habits."""

    candidates: Candidates
    habits: HouseHabits

    @property
    def documents(self) -> int:
        """How many documents there are; one in several languages is one."""
        more = sum(len(paths) - 1 for paths in self.habits.texts.values())
        return len(self.candidates.paths) - more

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards that the documents are for, the most named first.

        Where no standard is named by many, it is the one that more name than any other: what one
        document among many mentions is not what the rest is measured by.
        """
        named = self.habits.standards
        many = tuple(id for id, count in named.items() if count * _QUARTER >= self.documents)
        most, next_most = [*named.values(), 0, 0][:2]
        return many or (tuple(named)[:1] if most > max(next_most, 1) else ())


def look(texts: Mapping[str, bytes], on: date) -> Existing:
    """Look at the Markdown files of a repository, given by path, on a day."""
    found = candidates(texts)
    return Existing(found, read_habits({path: texts[path] for path in found.paths}, on))

"""What each situation may cost, as a multiple of what others need in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from benchmarks.measure import Spread
from benchmarks.situations import (
    ANSWERS,
    CHANGED,
    CHANGED_PAGES,
    CHANGED_RECORD,
    CHANGED_REGISTER,
    COLD,
    COLD_PUSH,
    COLD_REGISTER,
    COMMIT,
    DOORSTOP,
    MARKDOWN,
    MARKDOWN_IMPORTED,
    PACK,
    PAGES,
    PLAIN_COMMIT,
    PRE_COMMIT,
    PRINTS,
    PUSH,
    PYTHON,
    READS,
    READS_OF_PUSH,
    REPORTS,
    REUSE,
    SAME_PAGES,
    SEARCH_READY,
    SEARCHES,
    SITE,
    STATUS,
    UNCHANGED,
)

Medians = Mapping[str, float]
"""The median seconds of processor by situation."""
_SMALL, _MEDIUM, _LARGE, _HUGE = 300, 2_000, 10_000, 100_000


class Goal(NamedTuple):
    """What a situation may cost: in words, and computed from the medians of one size.

    It is for repositories of at least `smallest` and at most `largest` documents, and `each` of
    them may add so many seconds.
    """

    situation: str
    words: str
    allowed: Callable[[Medians], float]
    smallest: int = 0
    largest: int = _LARGE
    each: float = 0


class Result(NamedTuple):
    """A goal and what was measured: seconds of processor, or MiB where `unit` says so."""

    documents: int
    situation: str
    words: str
    measured: Spread
    allowed: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """What was measured, as a multiple of what is allowed."""
        return self.measured.median / self.allowed

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.ratio <= 1

    def as_json(self) -> dict[str, object]:
        """For the file of a run."""
        return {**self._asdict(), "ratio": self.ratio, "met": self.met}


def markdown(of: Medians) -> float:
    """The parser's own time, without starting Python and importing it."""
    return max(0.0, of[MARKDOWN] - of[MARKDOWN_IMPORTED])


GOALS = (
    Goal(
        COMMIT,
        "without hooks + 2 Python + 40 ms",
        lambda of: of[PLAIN_COMMIT] + 2 * of[PYTHON] + 0.040,
        largest=_HUGE,
    ),
    Goal(PRE_COMMIT, "Python + 90 ms", lambda of: of[PYTHON] + 0.090),
    Goal(
        UNCHANGED,
        "Python + git status + 60 ms",
        lambda of: of[PYTHON] + of[STATUS] + 0.060,
        largest=_MEDIUM,
    ),
    Goal(
        UNCHANGED,
        "Python + git status + 90 ms",
        lambda of: of[PYTHON] + of[STATUS] + 0.090,
        smallest=_LARGE,
    ),
    Goal(
        UNCHANGED,
        "2 git status + 150 ms",
        lambda of: 2 * of[STATUS] + 0.150,
        smallest=_HUGE,
        largest=_HUGE,
    ),
    Goal(
        CHANGED,
        "Python + git status + 130 ms",
        lambda of: of[PYTHON] + of[STATUS] + 0.130,
    ),
    Goal(
        COLD,
        "2.5 reads + Markdown + 150 ms",
        lambda of: 2.5 * of[READS] + markdown(of) + 0.150,
        largest=_SMALL,
    ),
    Goal(
        COLD,
        "2.5 reads + 1.1 Markdown",
        lambda of: 2.5 * of[READS] + 1.1 * markdown(of),
        smallest=_SMALL + 1,
    ),
    Goal(COLD, "6 reads", lambda of: 6 * of[READS], smallest=_HUGE, largest=_HUGE),
    Goal(COLD_REGISTER, "1.8 reads", lambda of: 1.8 * of[READS]),
    Goal(PUSH, "3 reads of the push + 80 ms", lambda of: 3 * of[READS_OF_PUSH] + 0.080),
    *(Goal(name, "Python + 100 ms", lambda of: of[PYTHON] + 0.100) for name in REPORTS),
    Goal(PAGES, "30 ms a document", lambda of: 0, each=0.030),
    Goal(PRINTS, "100 ms a document", lambda of: 0, each=0.100),
    Goal(PACK, "120 ms a document", lambda of: 0, each=0.120),
    Goal(SAME_PAGES, "Python + 1 s", lambda of: of[PYTHON] + 1),
    Goal(CHANGED_PAGES, "1 s", lambda of: 1, largest=_MEDIUM),
    Goal(CHANGED_REGISTER, "1 s", lambda of: 1, largest=_MEDIUM),
    Goal(CHANGED_RECORD, "1 s", lambda of: 1, largest=_MEDIUM),
    Goal(SITE, "30 ms a document", lambda of: 0, each=0.030),
    Goal(SEARCHES, "ready + 50 ms an answer", lambda of: of[SEARCH_READY] + 0.050 * ANSWERS),
    Goal(COLD, "half of reuse lint", lambda of: of[REUSE] / 2),
    Goal(UNCHANGED, "a 50th of reuse lint", lambda of: of[REUSE] / 50),
    Goal(COLD, "an 8th of doorstop", lambda of: of[DOORSTOP] / 8),
    Goal(UNCHANGED, "a 50th of doorstop", lambda of: of[DOORSTOP] / 50),
)
MEMORY = {COLD: 400, UNCHANGED: 60, PRE_COMMIT: 60, COMMIT: 60, COLD_PUSH: 400}
"""The largest peak in MiB, for up to 10,000 documents."""
FLAT = 1.5
"""A document may cost so much more in a larger repository, cold."""


def judge(
    documents: int, cpu: Mapping[str, Spread], peak: Mapping[str, Spread]
) -> Iterator[Result]:
    """Compare what was measured in a repository of so many documents with the goals for it."""
    medians = {name: each.median for name, each in cpu.items()}
    for goal in GOALS:
        if goal.smallest <= documents <= goal.largest and goal.situation in cpu:
            try:
                allowed = goal.allowed(medians) + goal.each * documents
            except KeyError:  # a tool that is not installed
                continue
            yield Result(documents, goal.situation, goal.words, cpu[goal.situation], allowed)
    for name, most in MEMORY.items():
        if documents <= _LARGE and name in peak:
            yield Result(documents, f"memory: {name}", f"{most} MiB", peak[name], most, "MiB")


def judge_growth(cold: Mapping[int, Spread]) -> Iterator[Result]:
    """Compare what one document costs in each repository with the smallest; costs by documents."""
    smallest = min(cold)
    least = cold[smallest].median / smallest
    for documents, each in cold.items():
        if documents != smallest:
            per_document = Spread(*(value / documents for value in each))
            words = f"{FLAT} times that of {smallest:,} documents"
            yield Result(documents, f"one document of {COLD}", words, per_document, FLAT * least)

"""Whatever changes between two calls, what is remembered is what would be made from scratch.

A machine changes files, index, commits, settings, clock, surroundings and what is remembered, in
any order. After each step it compares calls of the hooks and of every command that only looks with
calls that remember nothing. It tries little by default. `HYPOTHESIS=explore` takes other steps each
time, for `HYPOTHESIS_MINUTES` (30): let it run after each change of what is remembered.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.helpers.any_call import HOOKS, Words, any_call, looking, remembered
from tests.threats.git_steps import GitSteps
from tests.threats.store_steps import StoreSteps
from tests.threats.world import EXPLORING, try_out

KNOWN = 4
"""So many calls are made again and again."""
AT_A_TIME = 3 if EXPLORING else 2


class AnyChange(GitSteps, StoreSteps):
    """Calls that are made again after each step."""

    turn = 0

    @initialize(
        folder=st.sampled_from(("", "quality")),
        questions=st.lists(any_call(), min_size=KNOWN - 2, max_size=KNOWN - 2),
        hook=st.sampled_from(HOOKS),
    )
    def start(self, folder: str, questions: list[Words], hook: str) -> None:
        self.begin(folder)
        self.questions = [("check",), ("hook", "run", hook), *questions]
        for _ in range(2):  # whatever steps follow, something was remembered
            self.compared(("check",))

    @rule(words=any_call(), place=st.integers(0, KNOWN - 1))
    def ask_something_else(self, words: Words, place: int) -> None:
        self.questions[place] = words

    @rule()
    def ask_all_twice(self) -> None:
        """What is remembered whole is printed again as it was."""
        for words in self.questions * 2:
            self.compared(words)

    @invariant()
    def the_same(self) -> None:
        """Ask some calls; the first of them was the last before the step."""
        for number in range(AT_A_TIME if self.questions else 0):
            self.turn = (self.turn + (number > 0)) % KNOWN
            self.compared(self.questions[self.turn])


def test_whatever_changes_the_answer_is_the_one_made_afresh() -> None:
    try_out(AnyChange, steps=8)
    assert AnyChange.remembered, "nothing was ever remembered, so nothing was tried"


def test_every_command_that_is_remembered_is_called() -> None:
    assert remembered() <= looking().keys()
    assert {"check", "register", "standards transition", "authority log"} <= remembered()
    assert {"approve", "revise", "explain"} <= looking().keys()

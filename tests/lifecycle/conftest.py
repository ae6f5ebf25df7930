"""An office: a company's repository on a fixed day, and the steps people take in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from isodocs.checking.run import run
from isodocs.lifecycle.approvers import person
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.plan import Plan
from isodocs.model.authority import Person
from isodocs.model.register import Entry, Register
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

START = "2024-01-02T09:00:00+00:00"


@dataclass
class Office:
    """Works on the day `today`; nothing here looks at the clock."""

    repo: RepositoryBuilder
    today: date = date(2024, 6, 3)

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.repo.path)

    @property
    def register(self) -> Register:
        return self.workspace.register(View(self.today, latest=True))

    def entry(self, id: str) -> Entry:
        return self.register.entries[id]

    def who(self, id: str) -> Person:
        return person(self.register, "", id)

    @property
    def now(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 10, tzinfo=UTC)

    def plan(self, step: Callable[..., Plan], id: str, *args: Any, **options: Any) -> Plan:
        """Plan one step of a document."""
        register = self.register
        return step(self.workspace, register, register.entries[id], *args, **options)

    def do(self, step: Callable[..., Plan], id: str, *args: Any, **options: Any) -> Plan:
        """Plan one step and carry it out."""
        plan = self.plan(step, id, *args, **options)
        carry_out(self.workspace.git, plan)
        return plan

    def commit(self, message: str = "Step", author: str = "Ann <ann@example.com>") -> str:
        """Commit what is staged, on the office's own day."""
        return self.repo.commit(message, author=author, date=self.now.isoformat())

    def text(self, path: str) -> str:
        return (self.repo.path / path).read_text()

    def gaps(self, *select: str) -> list[str]:
        """The names of the gaps that count."""
        return [gap.name for gap in run(self.register, select=select) if gap.counts]


@pytest.fixture
def office(repo: RepositoryBuilder) -> Office:
    """A company with one approved procedure, SOP-001, in force since February."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    return Office(repo)

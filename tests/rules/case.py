"""A case of a rule: a small repository, and the gaps that the rule must find in it.

A case without gaps is a passing one. Whatever else `check` says about the repository must be named
in `also`, so that one fault is reported once; coverage (CLS004, CLS005) and what makes a record
complete (REC018) count only in their own cases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from isodocs import formats, resources
from isodocs.checking.check import CheckResult, check
from isodocs.checking.run import run as gaps
from isodocs.machine.outline_cache import Remembered
from isodocs.model.gap import Gap
from isodocs.model.pin import UNPINNED, Pinned
from isodocs.model.register import Register
from isodocs.reports.check import CheckReport
from isodocs.repository import systems
from isodocs.workspace import PinReader, View, Workspace, store_of
from tests.helpers.company import ANN, CONFIG, base
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.unborn import Unborn, is_unborn

ON = "2024-06-01"
COVERAGE = {"CLS004", "CLS005", "CLS010"}
ASIDE = COVERAGE | {
    *("REC017", "REC018", "REC022", "REC023", "REC024", "REC025", "REC026", "NCR008"),
}
"""What counts only in its own cases: the records of the others say no more than they need."""


@dataclass(frozen=True)
class Commit:
    """One step of history."""

    files: Mapping[str, Content] = field(default_factory=dict)
    author: str = ANN
    date: str = "2024-01-20T12:00:00+00:00"


@dataclass(frozen=True)
class Expected:
    """A gap: its place as `path:line:column`, and what its message and its hint must say."""

    place: str
    says: str
    hint: str
    level: str = "error"
    document: str = "SOP-001"


@dataclass(frozen=True)
class Case:
    """`history` is committed on top of the company's start, `work` is left in the work tree.

    Without a history nothing is committed at all, which is faster. With a `depth` a shallow clone
    of that many commits is checked. An `example` shows what the rule's docstring describes where
    no files of a work tree can.
    """

    code: str
    what: str
    gaps: Sequence[Expected] = ()
    work: Mapping[str, Content] = field(default_factory=dict)
    history: Sequence[Commit] = ()
    config: str = CONFIG
    on: str = ON
    also: frozenset[str] | set[str] = frozenset()
    depth: int = 0
    pinned: Pinned = UNPINNED
    example: bool = False

    def __str__(self) -> str:
        return f"{self.code}-{'fails' if self.gaps else 'passes'}-{self.what}"

    def build(self, repo: RepositoryBuilder) -> None:
        """Make the repository."""
        start: dict[str, Content] = {**base(), "isodocs.yaml": self.config}
        for step in self.history:
            files = {**start, **step.files}
            if start:  # nothing can be deleted yet: None leaves a file of the start out
                files = {path: content for path, content in files.items() if content is not None}
            repo.commit("A change", files, author=step.author, date=step.date)
            start = {}
        for path, content in {**start, **self.work}.items():
            if content is None:
                (repo.path / path).unlink()
            else:
                repo.write(path, content)

    def prove(self, repo: RepositoryBuilder) -> None:
        """Build the repository, check it, and compare."""
        self.build(repo)
        place = repo.clone(depth=self.depth) if self.depth else repo
        register = _seen(place, self.on, self.pinned)
        compare(self, gaps(register, ignore=() if self.code in COVERAGE else sorted(COVERAGE)))
        if self.gaps and self.code not in _REPORTED:
            _REPORTED.add(self.code)
            _reported(check(register))


_REPORTED: set[str] = set()
"""The rules of which a gap was written as a report: one of each shows how it is written."""


def _seen(repo: RepositoryBuilder, on: str, pinned: Pinned) -> Register:
    return _opened(repo.path, lambda *_: pinned).register(View(date.fromisoformat(on)))


def _opened(top: Path, pins: PinReader) -> Workspace:
    """What `Workspace.open` opens; most cases commit nothing, and so have little to ask Git."""
    if not is_unborn(top):
        return Workspace.open(top, pins=pins)
    git = systems.around(Unborn.at_top(top), top)
    return Workspace(git, pins, Remembered(store_of(git)), recalls=True)


def run(repo: RepositoryBuilder, on: str = ON, pinned: Pinned = UNPINNED) -> CheckResult:
    """Check the work tree; the JSON report must fit its published schema."""
    return _reported(check(_seen(repo, on, pinned)))


def _reported(result: CheckResult) -> CheckResult:
    report = json.loads(formats.write(CheckReport(result.checked), "json"))
    problem = next(_schema().iter_errors(report), None)
    assert problem is None, problem
    return result


def compare(case: Case, every: Sequence[Gap]) -> None:
    """Compare the gaps that were found with those that the case expects."""
    own = ASIDE - (COVERAGE if case.code in COVERAGE else {case.code})
    told = "\n".join(_tell(gap) for gap in every if gap.code not in own)
    found = [gap for gap in every if gap.code == case.code]
    assert len(found) == len(case.gaps), told
    for gap, expected in zip(found, case.gaps, strict=True):
        finding = gap.finding
        where = (str(finding.place), str(gap.level), finding.document)
        assert where == (expected.place, expected.level, expected.document), told
        assert expected.says in finding.message, told
        assert expected.hint in finding.hint, told
    assert {gap.code for gap in every} - own == {*case.also, *(g.code for g in found)}, told


def _tell(gap: Gap) -> str:
    f = gap.finding
    return f"{gap.code} {gap.level} {f.place} [{f.document}] {f.message} → {f.hint}"


@cache
def _schema() -> Draft202012Validator:
    text = (resources.path("schemas") / "check.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))

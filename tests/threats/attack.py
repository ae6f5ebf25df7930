"""What the tests of threats share: a check, a push judged, and what ordinary Git lets through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from isodocs.checking.enforcement import judge_push
from isodocs.checking.run import run
from isodocs.checking.verdict import HookVerdict
from isodocs.model.document import State
from isodocs.model.register import Register
from isodocs.repository.git import Git
from isodocs.repository.updates import Update
from isodocs.workspace import View, Workspace
from tests.helpers.repository import Content, RepositoryBuilder

ON = date(2024, 6, 1)
START = "2024-01-02T09:00:00+00:00"


def register(repo: RepositoryBuilder, on: date = ON, **view: object) -> Register:
    """The register of the work tree, or of `rev` or the index (`staged`)."""
    return Workspace.open(repo.path).register(View(on, **view))  # type: ignore[arg-type]


def gaps(repo: RepositoryBuilder, on: date = ON, **view: object) -> dict[str, str]:
    """What `check` says, by code; coverage, which is another matter, left out."""
    found: dict[str, list[str]] = {}
    for gap in run(register(repo, on, **view), ignore=["CLS"]):
        found.setdefault(gap.code, []).append(f"{gap.finding.place} {gap.finding.message}")
    return {code: "\n".join(messages) for code, messages in found.items()}


def told(repo: RepositoryBuilder, code: str, on: date = ON) -> str:
    """Place and message of a rule's gaps; fails the test when there is none."""
    found = gaps(repo, on)
    assert code in found, found
    return found[code]


def state(repo: RepositoryBuilder, id: str = "SOP-001", on: date = ON) -> State:
    """The state that the facts give a document."""
    return register(repo, on).entries[id].state


def push(
    repo: RepositoryBuilder, old: str, new: str = "", ref: str = "refs/heads/main"
) -> HookVerdict:
    """What pre-receive decides on moving a branch from `old` to `new` (HEAD where empty)."""
    git = Git.discover(repo.path)
    (verdict,) = judge_push(git, [Update(ref, old, new or repo.head())], ON)
    return verdict


def refused_for(verdict: HookVerdict) -> set[str]:
    """The codes for which a push is refused."""
    return {gap.code for gap in verdict.gaps}


def later(
    repo: RepositoryBuilder, files: Mapping[str, Content], day: str = "2024-03-01", **more: str
) -> str:
    """Commit files on a later day than the company's start."""
    return repo.commit("A change", files, date=f"{day}T10:00:00+00:00", **more)

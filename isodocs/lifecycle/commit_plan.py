"""Commit what a plan wrote, as a hook would let it through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.checking.enforcement import judge_commit
from isodocs.repository import writer

if TYPE_CHECKING:
    from isodocs.checking.verdict import HookVerdict
    from isodocs.lifecycle.plan import Plan
    from isodocs.workspace import Workspace


def commit(workspace: Workspace, plan: Plan, on: date) -> tuple[str, HookVerdict]:
    """Commit the files of a plan that was carried out, and no others.

    Returns the commit, which is empty where the verdict on it refuses it: the files are written
    and staged then. Raises IsodocsError where Git cannot commit.
    """
    files = _files(workspace, plan)
    writer.stage(workspace.git, files)
    verdict = judge_commit(workspace, on, files)
    if verdict.refused:
        return "", verdict
    author, committer = writer.identity(workspace.git), writer.committer(workspace.git)
    id = writer.commit(workspace.git, plan.message, files, author=author, committer=committer)
    return id, verdict


def foreseen(workspace: Workspace, plan: Plan, on: date) -> HookVerdict:
    """The verdict on the commit of a plan, before any of its files is written."""
    return judge_commit(workspace, on, _files(workspace, plan))


def _files(workspace: Workspace, plan: Plan) -> dict[str, bytes | None]:
    """What the commit of a plan changes: its files, and those that go along with them."""
    along = workspace.to_commit(path for path in plan.along if path not in plan.files)
    return {**along, **plan.files}

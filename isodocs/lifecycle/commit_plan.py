"""Commit what a plan wrote, as a hook would let it through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.checking import next_records
from isodocs.checking.enforcement import judge_commit
from isodocs.errors import IsodocsError, LifecycleError
from isodocs.lifecycle.carry_out import carry_out
from isodocs.named_tuple import NamedTuple
from isodocs.repository import refs, writer
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.checking.next_records import Known
    from isodocs.checking.verdict import HookVerdict
    from isodocs.lifecycle.plan import Plan
    from isodocs.workspace import Workspace


class ForeseenCommit(NamedTuple):
    """The commit of a plan before any of its files is written: on what, of what, and the verdict.

    `head` is None where there is no commit yet.
    """

    head: str | None
    files: Mapping[str, bytes | None]
    verdict: HookVerdict


def commit(
    workspace: Workspace, plan: Plan, on: date, seen: ForeseenCommit | None = None
) -> tuple[str, HookVerdict]:
    """Commit the files of a plan that was carried out, and no others.

    Returns the commit, which is empty where the verdict on it refuses it: the files are written
    and staged then. What was `seen` is judged again only where the branch has moved since. Raises
    IsodocsError where Git cannot commit.
    """
    if seen is not None and seen.head == refs.head(workspace.git):
        files, verdict = seen.files, seen.verdict
    else:
        files = _files(workspace, plan)
        verdict = judge_commit(workspace, on, files)
    writer.stage(workspace.git, files)
    if verdict.refused:
        return "", verdict
    author, committer = writer.identity(workspace.git), writer.committer(workspace.git)
    id = writer.commit(workspace.git, plan.message, files, author=author, committer=committer)
    return id, verdict


def record(workspace: Workspace, plan: Plan, on: date, seen: ForeseenCommit) -> str:
    """Carry out a plan whose commit was `seen`, and commit it: both or neither.

    Returns the commit. Raises IsodocsError where one of them cannot be done, and then files and
    index are as they were.
    """
    index = writer.staged(workspace.git, list(seen.files))
    carry_out(workspace.git, plan)
    try:
        made, _ = commit(workspace, plan, on, seen)
        if not made:
            raise LifecycleError(
                say("the branch was moved meanwhile, and this would not count on it now"),
                hint=say("Look at what is there now, then do it again."),
            )
    except (IsodocsError, OSError):
        if any(workspace.committed(path) != data for path, data in seen.files.items()):
            carry_out(workspace.git, plan.undone)
            writer.restage(workspace.git, index)
        raise
    return made


def foreseen(
    workspace: Workspace, plan: Plan, on: date, known: Known | None = None
) -> ForeseenCommit:
    """The commit of a plan, judged before any of its files is written.

    What is `known` of the folder as it is lets a commit of records be judged sooner.
    """
    head, files = refs.head(workspace.git), _files(workspace, plan)
    found = next_records.committed(workspace, known) if known else None
    verdict = next_records.judge(workspace, found, files) if found else None
    return ForeseenCommit(head, files, verdict or judge_commit(workspace, on, files))


def _files(workspace: Workspace, plan: Plan) -> Mapping[str, bytes | None]:
    """What the commit of a plan changes: its files, and those that go along with them."""
    along = workspace.to_commit(path for path in plan.along if path not in plan.files)
    return {**along, **plan.files}

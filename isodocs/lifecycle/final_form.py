"""A final form goes to where it may wait for its approvals: a branch of its own, where needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.checking.enforcement import protects
from isodocs.lifecycle import carry_out, foresee, rejected, review_branch
from isodocs.named_tuple import NamedTuple
from isodocs.repository import refs
from isodocs.workspace import View

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.lifecycle.review_branch import PutUp
    from isodocs.model.gap import Gap
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


class WaitingForm(NamedTuple):
    """A final form committed for its review branch, which nothing names yet.

    `gaps` are those that its author can close, as it is there: anyone else sees no other files.
    """

    made: PutUp
    gaps: tuple[Gap, ...]
    there: Register


def protected_branch(workspace: Workspace, register: Register) -> str:
    """The branch that is checked out, if it is protected and has a commit; else empty."""
    branch = refs.current_branch(workspace.git)
    if not branch or not protects(register.config, branch) or refs.head(workspace.git) is None:
        return ""
    return branch


def prepared(workspace: Workspace, register: Register, entry: Entry, plan: Plan) -> WaitingForm:
    """Commit the plan's final form for its review branch, and look at it as it is there."""
    (document,) = entry.current
    made = review_branch.put_up(workspace, register, plan, document)
    there = workspace.at(made.commit).register(View(register.on))
    return WaitingForm(made, foresee.author_gaps(there, entry.id), there)


def published(workspace: Workspace, id: str, waiting: WaitingForm, why: str) -> None:
    """Let the branch name it; a final form in the work tree is again as on this branch.

    Raises LifecycleError for a form that was rejected and is on the branch just so.
    """
    made = waiting.made
    if made.held:
        rejected.refuse_unchanged(waiting.there, id, made.branch)
    if made.restore.changes:
        carry_out.carry_out(workspace.git, made.restore)
    review_branch.publish(workspace.git, made.branch, made.commit, made.tip, why)

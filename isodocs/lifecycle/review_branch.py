"""The branch on which a final form waits for its approvals, beside a protected branch.

A protected branch takes no text that still awaits approval. So the final form is committed to a
branch of its own, `review/SOP-014`, without checking that out; approvals are added there in the
same way; and `merge` brings it in when it is complete. Files and index stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.lifecycle import fields
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.repository import branches, history, refs, writer
from isodocs.repository.joining import join
from isodocs.repository.objects import blob_id
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.branch import Branch
    from isodocs.model.document import Document
    from isodocs.model.register import Register
    from isodocs.repository.git import Git
    from isodocs.workspace import Workspace

_PREFIX = "review/"


@immutable(frozen=True, slots=True)
class Tip:
    """The state of a branch, taken together from here and from where it was last seen.

    `here` is the branch of this repository, None where there is none yet.
    """

    name: str
    commit: str
    here: Branch | None
    remotes: tuple[Branch, ...] = ()


@immutable(frozen=True, slots=True)
class PutUp:
    """A final form as it is to wait on `branch`: the commit, and what the work tree needs then.

    `tip` is None for a new branch. `held` says that the branch had exactly this form.
    `restore` brings a final form that is in a file of the
    protected branch back to what it was; it changes nothing as a rule.
    """

    branch: str
    commit: str
    tip: Tip | None
    restore: Plan
    held: bool = False


def name_of(id: str) -> str:
    """The branch on which a document's final form waits: `review/SOP-014`."""
    return _PREFIX + branches.as_name(id)


def tip(git: Git, name: str) -> Tip | None:
    """The state of the branch; None where it is neither here nor was seen elsewhere.

    Two people may have added approvals at once: then the two are joined, in a commit that no
    branch names yet. Raises LifecycleError where both changed the same file.
    """
    found = branches.named(git, name)
    if not found:
        return None
    here = next((branch for branch in found if not branch.remote), None)
    commits = branches.tips(git, [branch.commit for branch in found])
    newest = commits[0]
    for other in commits[1:]:
        newest = _joined(git, name, newest, other)
    return Tip(name, newest, here, tuple(branch for branch in found if branch.remote))


def refuse_checked_out(git: Git, found: Tip) -> None:
    """Raise LifecycleError where the branch is checked out, so that moving it would confuse."""
    place = found.here.checked_out if found.here else ""
    if place:
        raise LifecycleError(
            say("{name} is checked out in {place}", name=found.name, place=place),
            hint=say("Run the command there, or let that folder switch to another branch."),
        )


def put_up(workspace: Workspace, register: Register, plan: Plan, document: Document) -> PutUp:
    """Commit the plan's final form of `document` for its review branch, named by nothing yet.

    The draft that is in the work tree is committed before it, where no commit holds it. An
    older review branch is continued, with what the protected branch has become since. Raises
    LifecycleError where the two have both changed a file.
    """
    git = workspace.git
    head = refs.head(git)
    if head is None:
        raise ValueError("a branch without a commit protects nothing")
    branch = name_of(document.id)
    found = tip(git, branch)
    if found:
        refuse_checked_out(git, found)
    (change,) = (c for c in plan.changes if c.path == document.path)
    start = found.commit if found else head
    if found and not history.is_ancestor(git, head, start):
        start = _joined(git, branch, start, head, {git.prefix + document.path})
    files = workspace.to_commit(path for path in plan.along if path not in plan.files)
    draft, final = {**files, change.path: change.before}, {**files, **plan.files}
    held = found is not None and _holds(git, start, final)
    if not held and not _holds(git, start, final):
        if not document.is_final and not _holds(git, start, draft):
            start = _commit(git, say("{label}: draft", label=document.label), draft, start)
        start = _commit(git, plan.message, final, start)
    restore = _restore(git, head, register, document, change)
    return PutUp(branch, start, found, restore, held)


def add(git: Git, where: Tip, plan: Plan) -> str:
    """Add the plan's new files to the branch, which is not checked out; returns the commit."""
    refuse_checked_out(git, where)
    commit = _commit(git, plan.message, plan.files, where.commit)
    publish(git, where.name, commit, where, plan.message)
    return commit


def begin(git: Git, name: str, plan: Plan) -> str:
    """Begin a branch on top of HEAD with the plan's files; returns the commit.

    Raises LifecycleError where there is no commit yet.
    """
    head = refs.head(git)
    if head is None:
        raise LifecycleError(say("there is no commit yet"), hint=say("Commit what is there first."))
    commit = _commit(git, plan.message, plan.files, head)
    publish(git, name, commit, None, plan.message)
    return commit


def publish(git: Git, name: str, commit: str, found: Tip | None, why: str) -> None:
    """Let the branch name the commit."""
    old = found.here.commit if found and found.here else None
    if old != commit:
        branches.move(git, name, commit, old, say("isodocs: {why}", why=why))


def _joined(
    git: Git, name: str, ours: str, theirs: str, ignored: frozenset[str] | set[str] = frozenset()
) -> str:
    """A commit of two lines of a branch; what becomes of `ignored` paths does not matter."""
    found = join(git, ours, theirs)
    conflicts = [path for path in found.conflicts if path not in ignored] if found else []
    if found is None or conflicts:
        what = (
            say("both changed {conflicts}", conflicts=", ".join(conflicts[:3]))
            if conflicts
            else say("they lie too far apart")
        )
        raise LifecycleError(
            say(
                "the two states of {name} cannot be brought together: {what}", name=name, what=what
            ),
            hint=say(
                "Bring them together with Git: `git switch {name}`, then `git merge`.", name=name
            ),
        )
    return writer.loose_commit(
        git,
        say("Bring {name} up to date", name=name),
        {},
        parents=(ours, theirs),
        entries=found.entries,
        author=writer.identity(git),
        committer=writer.committer(git),
    )


def _commit(git: Git, message: str, files: Mapping[str, bytes | None], parent: str) -> str:
    return writer.loose_commit(
        git,
        message,
        files,
        parents=(parent,),
        author=writer.identity(git),
        committer=writer.committer(git),
    )


def _holds(git: Git, commit: str, files: Mapping[str, bytes | None]) -> bool:
    """Whether a commit has exactly these contents."""
    entries = CommitSnapshot(git, commit).entries
    return all(
        (entries[path].blob if path in entries else None)
        == (None if data is None else blob_id(data, git.object_format))
        for path, data in files.items()
    )


def _restore(
    git: Git, head: str, register: Register, document: Document, change: FileChange
) -> Plan:
    """Bring a final form in the work tree back, since it waits on its own branch from now on."""
    held = next(
        (f.data for _, f in CommitSnapshot(git, head).read([document.path], refused={})), None
    )
    before = change.before
    if before is None or not document.is_final or before == held:
        return Plan("", "", ())
    if held is None:
        back = {"status": "draft", "effective": None}
        held = fields.edit(before, register.config, back, path=document.path)
    return Plan(
        say("{path} is again as on this branch.", path=document.path),
        "",
        (FileChange(document.path, before, held),),
    )
